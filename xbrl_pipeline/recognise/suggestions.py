"""Mappings for workbooks that have none: recognised, put to a person as questions, and made from the answers."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.files import write_all
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.questions import Answers, Reading
from xbrl_pipeline.recognise.answering import answers_in, memories_of, review_of, unheeded, unseen, wishes_in
from xbrl_pipeline.recognise.proposals import Proposal, Proposer, Remembered, told_all
from xbrl_pipeline.recognise.recognition import UserChoices
from xbrl_pipeline.recognise.review.read import read_review
from xbrl_pipeline.recognise.review.write import write_review
from xbrl_pipeline.workbook.reader import read_workbook

_SHOWN: Final = 5  # open questions that are named


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking on a terminal: the proposal with the answers, and whether a person agrees with all of it."""

    proposal: Proposal
    agreed: bool = False


Ask = Callable[[Proposer, Proposal], Asked]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal, and what a person said of it.

    ``fresh`` are amounts that nobody who agreed has seen so, ``left_out`` counts parts that nobody saw left out, and
    ``unheeded`` are choices that could not be followed.
    """

    proposal: Proposal
    workbook: Path
    agreed: bool = False
    fresh: frozenset[Reading] = frozenset()
    left_out: int = 0
    unheeded: tuple[str, ...] = ()
    review: Path | None = None  # the review whose answers these are

    @property
    def confirmed(self) -> bool:
        """Whether a person agrees with everything as it is now: nothing is open, and nothing is new to that person."""
        return self.agreed and not (self.proposal.questions or self.fresh or self.left_out or self.unheeded)

    @property
    def possible(self) -> bool:
        """Whether a mapping can be made: the year is known."""
        return self.proposal.year is not None

    def write(self, out: Path | None, review: Path | None, texts: Messages) -> int:
        """Write the files that were asked for, and keep the answers that are confirmed; returns how many are known."""
        if review is not None:
            link = _link(self.workbook, review)
            made = review_of(self.proposal, self.workbook.name, link, self.fresh, texts)
            write_all(review.parent, {review.name: write_review(made, texts)})
        if out is not None and self.possible:
            write_all(out.parent, {out.name: self.proposal.text(texts, confirmed=self.confirmed).encode()})
        return self.proposal.learn(self.workbook.name) if self.confirmed else 0

    def lines(self, out: Path | None, review: Path | None, texts: Messages, learned: int = 0) -> Iterator[str]:
        """Say in a few lines what was found, known already, is open and was ``learned``, and what to do next."""
        proposal = self.proposal
        readings = [reading for reading in proposal.recognition.readings if not reading.derived]
        derived = len(proposal.recognition.readings) - len(readings)
        yield texts.text("suggest.summary", amounts=len(readings), derived=derived)
        yield from told_all(proposal.remembered, texts)
        yield from open_lines(proposal, texts)
        if self.unheeded:
            yield texts.text("suggest.unheeded", choices=self.unheeded)
        if self.agreed:
            yield self._agreement(texts)
        if learned:
            yield texts.text("suggest.learned", n=learned)
        if not self.possible:
            yield f"→ {texts.text('suggest.next.year', workbook=quoted(self.workbook))}"
        yield f"→ {self._next(out, review, texts)}"

    def _agreement(self, texts: Messages) -> str:
        """Say what the agreement of a person came to."""
        if self.confirmed:
            return texts.text("suggest.confirmed")
        if self.proposal.questions or self.unheeded:
            return texts.text("suggest.not_confirmed")
        return texts.text("suggest.fresh", n=len(self.fresh) + self.left_out)

    def _next(self, out: Path | None, review: Path | None, texts: Messages) -> str:
        """Return the command that comes next, to copy."""
        workbook, mapping = quoted(self.workbook), quoted(out or mapping_path(self.workbook))
        if self.confirmed and out is not None:
            beside = out.resolve() == mapping_path(self.workbook).resolve()
            command = f"xbrl-pipeline run {workbook}{'' if beside else f' --mapping {mapping}'}"
            return texts.text("suggest.next.run", command=command)
        if review is not None:
            command = f"xbrl-pipeline mapping suggest {workbook} --apply {quoted(review)} --out {mapping}"
            code = "suggest.next.apply" if self.proposal.questions else "suggest.next.agree"
            return texts.text(code, review=str(review), command=command)
        start = f"xbrl-pipeline mapping suggest {workbook}"
        if self.review is None:
            return texts.text("suggest.next.review", command=f"{start} --review review.xlsx --out {mapping}")
        other = self.review.with_name(f"{self.review.stem}-2{self.review.suffix}")
        command = f"{start} --apply {quoted(self.review)} --review {quoted(other)}"
        return texts.text("suggest.next.review", command=command)


def suggest(
    path: Path, wishes: UserChoices, texts: Messages, ask: Ask | None = None, *, known: bool = True
) -> Suggestion:
    """Recognise a workbook, with what is ``known`` of its layout; ``ask`` puts the questions to a person at once."""
    book = read_workbook(path)
    with Engine() as engine:
        proposer = Proposer(book, wishes, engine, texts)
        proposal = proposer.start(recalled=known)
        _check_any(proposal)
        asked = Asked(proposal) if ask is None else ask(proposer, proposal)
    return Suggestion(asked.proposal, path, asked.agreed)


def apply_answers(path: Path, workbook: Path | None, texts: Messages) -> Suggestion:
    """Take the answers of a review over, and the very workbook it is about."""
    review = read_review(path)
    source = workbook or path.with_name(review.workbook)
    if not source.is_file():
        raise PipelineError("review.workbook_missing", path=str(path), workbook=review.workbook)
    book = read_workbook(source)
    if book.sha256 != review.sha256:
        raise PipelineError("review.other_workbook", path=str(path), workbook=str(source))
    lang = dict(review.settings).get("lang", texts.lang)
    with Engine() as engine:
        proposer = Proposer(book, wishes_in(review), engine, messages(lang), review.asked)
        before = proposer.propose(Answers(review.said), Remembered(memories_of(review)))
        answers = answers_in(review, before)
        kept = {name: each for name, each in before.remembered.used.items() if answers.to(name) == each.answer.value}
        after = proposer.propose(answers, Remembered(kept))
    fresh, left_out = unseen(before, after)
    return Suggestion(after, source, review.agreed, fresh, left_out, unheeded(before, after), path)


def _check_any(proposal: Proposal) -> None:
    """Refuse a workbook in which nothing at all looks like accounts: there is nothing to ask about either."""
    recognition = proposal.recognition
    if recognition.empty and not recognition.readings:
        raise PipelineError("recognise.nothing")


def open_lines(proposal: Proposal, texts: Messages) -> Iterator[str]:
    """Name what is open: the first questions in words, and the general data that are missing."""
    questions = [each for each in proposal.questions if not proposal.is_general(each.id)]
    missing = tuple(one_line(datum.label) for datum in proposal.general.data if not datum.value)
    if not (questions or missing):
        yield texts.text("suggest.nothing_open")
    if questions:
        yield texts.text("suggest.open.one" if len(questions) == 1 else "suggest.open.many", n=len(questions))
        yield from (f"  {place}. {one_line(question.text)}" for place, question in enumerate(questions[:_SHOWN], 1))
    if len(questions) > _SHOWN:
        yield f"  {texts.text('suggest.more', n=len(questions) - _SHOWN)}"
    if missing:
        yield texts.text("suggest.missing", data=missing)


def mapping_path(workbook: Path) -> Path:
    """Return where a mapping stands that is used by itself."""
    return workbook.with_name(f"{workbook.stem}.mapping.yaml")


def quoted(path: Path) -> str:
    """Write a path so that it can be copied into a command."""
    return f'"{path}"' if " " in str(path) else str(path)


def _link(workbook: Path, review: Path) -> str:
    """Return the way from a review to its workbook; its name alone where they are on different disks."""
    try:
        return Path(os.path.relpath(workbook.resolve(), review.resolve().parent)).as_posix()
    except ValueError:
        return workbook.name
