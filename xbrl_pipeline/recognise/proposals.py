"""What is proposed for a workbook without a mapping: recognised with everything that people said, now or before."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.mapping.files import MappingFile, Value
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.questions import Answers, Question, Topic
from xbrl_pipeline.recognise.draft import Draft, make_draft
from xbrl_pipeline.recognise.general import General, find_general, fit_answer
from xbrl_pipeline.recognise.known import KnownAnswer, Memory, Recalled, WorkbookTraits, learn, recall
from xbrl_pipeline.recognise.layout import layout_of
from xbrl_pipeline.recognise.offers import IGNORE, TABLE, USE, lines_of
from xbrl_pipeline.recognise.propose import Inference
from xbrl_pipeline.recognise.recognition import Recognition, UserChoices
from xbrl_pipeline.recognise.text import mapping_text
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import USUAL, ReportProfile, installed_profiles, load_profile, profile_for_year
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.workbook.cells import Workbook

_YEAR: Final = re.compile(r"20[0-9]{2}")
_ROUNDS: Final = 4  # an answer may raise a question that was answered before too
_LONGEST: Final = 200
_DROPPED: Final = 5  # of which the question is named
_ORDER: Final = {topic: place for place, topic in enumerate(Topic)}


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was used of earlier answers, and what was not because it fits no more."""

    used: Mapping[str, Memory] = field(default_factory=dict)
    dropped: tuple[Memory, ...] = ()
    torn: tuple[str, ...] = ()  # questions that other boards answered in different ways
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A workbook as it was recognised with the answers that were given."""

    book: Workbook
    profile: ReportProfile
    model: TaxonomyModel
    wishes: UserChoices
    answers: Answers
    recognition: Recognition
    general: General
    texts: Messages
    asked: Mapping[str, Question]  # every question that was open at some time, also when it is answered
    remembered: Remembered = Remembered()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open: first what the others depend on, then most money first; general data last."""
        found = {question.id: question for question in (*self.recognition.questions, *self.general.questions)}
        missing = {question.id for question in self.general.questions}
        return tuple(
            sorted(
                found.values(),
                key=lambda question: (question.id in missing, _ORDER[question.topic], -question.money),
            )
        )

    @cached_property
    def lines(self) -> dict[str, str]:
        """Every line that a row can be, in words."""
        return dict(lines_of(self.model))

    @property
    def year(self) -> int | None:
        """The reporting year, None where nothing says it."""
        return self.recognition.year

    @property
    def board(self) -> str:
        """The bestuursnummer, empty where nothing says it."""
        number = self.recognition.board.number
        return number.value if number is not None else ""

    @property
    def blocking(self) -> tuple[Question, ...]:
        """The questions without whose answers there is no report at all: which year, which board."""
        if self.year is not None and self.board:
            return ()
        return tuple(
            question for question in self.recognition.questions if question.topic in (Topic.YEAR, Topic.ENTITY)
        )

    def question(self, name: str) -> Question | None:
        """Return a question that was asked, answered or not."""
        return self.asked.get(name)

    def fit(self, name: str, said: str) -> str | None:
        """Return an answer as the program takes it, None where it cannot be an answer to that question."""
        question, concept = self.asked.get(name), self.general.concepts.get(name)
        if concept is not None:
            return fit_answer(said, concept, self.model)
        return self._fit_shown(name, said) if question is None else self._fit_asked(question, said)

    def _fit_asked(self, question: Question, said: str) -> str | None:
        told = said.strip()
        if any(choice.value == said for choice in question.choices):
            return said
        if not question.free:
            return None
        match question.topic:
            case Topic.YEAR:
                return told if _YEAR.fullmatch(told) else None
            case Topic.ENTITY:
                concept = self.model.find(self.profile.bestuursnummer_concept)
                return fit_answer(told, concept, self.model) if concept is not None else told or None
            case _:
                return said if said == IGNORE or said in self.lines else None

    def _fit_shown(self, name: str, said: str) -> str | None:
        """Return what is said of something that was shown and not asked: another line, or to leave it out or not."""
        if name not in self._overridable:
            return None
        if name.startswith(TABLE):
            return said if said in (IGNORE, USE) else None
        return said if said == IGNORE or said in self.lines else None

    @cached_property
    def _general(self) -> frozenset[str]:
        return frozenset(self.general.concepts)

    @cached_property
    def _overridable(self) -> frozenset[str]:
        """The ids of everything that is shown: a person may say otherwise of it."""
        found = {reading.question for reading in self.recognition.readings}
        return frozenset(filter(None, found | {aside.question for aside in self.recognition.asides}))

    def is_general(self, name: str) -> bool:
        """Tell whether a question is about the general data of the report."""
        return name in self._general

    @cached_property
    def ids(self) -> frozenset[str]:
        """Everything that can be answered about this workbook."""
        return self._overridable | self._general | frozenset(self.asked)

    def knows(self, name: str) -> bool:
        """Tell whether an answer to a question can change anything in this workbook."""
        return name in self.ids

    def draft(self, messages: Messages, *, confirmed: bool = False) -> Draft:
        """Return the mapping. Where nobody says which year or which board, that question is a PipelineError."""
        draft = make_draft(self.recognition, self.profile, messages, confirmed=confirmed)
        said = {value.concept for value in draft.mapping.values}
        more = list(self.general.values(said))
        return replace(draft, mapping=_with_values(draft.mapping, more)) if more else draft

    def text(self, messages: Messages, *, confirmed: bool = False) -> str:
        """Return the mapping as text; what was taken from earlier answers, and what is open, stands above it."""
        body = mapping_text(self.draft(messages, confirmed=confirmed), self.recognition, messages)
        return "".join(f"# {line}\n" for line in self._comments(messages)) + body

    def _comments(self, messages: Messages) -> Iterator[str]:
        yield from told_all(self.remembered, messages)
        for question in self.questions:
            shown = " / ".join(one_line(choice.shown, _LONGEST) for choice in question.choices)
            yield messages.text("ask.comment", question=one_line(question.text, _LONGEST), choices=shown or "…")

    def learn(self, workbook: str) -> int:
        """Keep the answers for the next time; returns how many are known now."""
        kept = [self._kept(name, said) for name, said in self.answers.said.items() if self.knows(name)]
        file = learn(self.about, workbook, kept)
        return len(file.answers) if file is not None else 0

    @property
    def about(self) -> WorkbookTraits:
        """By what answers to this workbook are found again."""
        return WorkbookTraits(layout_of(self.book), self.book.sha256, self.board, self.year)

    def _kept(self, name: str, said: str) -> KnownAnswer:
        question = self.asked.get(name)
        topic = question.topic if question else Topic.ENTITY if name in self._general else Topic.ROW
        asked = question.text if question else name.rpartition(":")[2]
        return KnownAnswer(
            question=name,
            topic=topic,
            asked=one_line(asked),
            value=said,
            shown=one_line(self.shown(name, said)),
            personal=question is not None and question.personal,
        )

    def shown(self, name: str, said: str) -> str:
        """Return an answer in words."""
        question = self.asked.get(name)
        words = {choice.value: choice.shown for choice in question.choices} if question else {}
        return words.get(said) or self.lines.get(said) or said


def told(memory: Memory, messages: Messages) -> str:
    """Say in a line what was taken from an earlier answer."""
    answer = memory.answer
    return messages.text(
        "known.used",
        question=one_line(answer.asked, _LONGEST),
        answer=one_line(answer.shown, _LONGEST),
        board=memory.board,
        when=memory.learned.date(),
    )


def told_all(remembered: Remembered, messages: Messages) -> Iterator[str]:
    """Say what was taken from earlier answers, under whose they are, and what was not taken."""
    groups: dict[tuple[str, date], list[Memory]] = {}
    for memory in remembered.used.values():
        groups.setdefault((memory.board, memory.learned.date()), []).append(memory)
    for (board, when), memories in groups.items():
        yield messages.text("known.used_many", board=board, when=when)
        for answer in (memory.answer for memory in memories):
            yield f"  · {one_line(answer.asked, _LONGEST)} {one_line(answer.shown, _LONGEST)}"
    if remembered.dropped:
        shown = tuple(one_line(memory.answer.asked, _LONGEST) for memory in remembered.dropped[:_DROPPED])
        yield messages.text("known.dropped", n=len(remembered.dropped), questions=shown)
    if remembered.torn:
        yield messages.text("known.torn", n=len(remembered.torn))
    for name in remembered.damaged:
        yield messages.text("known.damaged", name=name)


def _with_values(mapping: MappingFile, more: list[Value]) -> MappingFile:
    return mapping.model_copy(update={"values": [*mapping.values, *more]})


class Proposer:
    """Recognises one workbook again and again, each time with what was said until then."""

    def __init__(
        self, book: Workbook, wishes: UserChoices, engine: Engine, messages: Messages, asked: Iterable[Question] = ()
    ) -> None:
        self.book, self.wishes, self.engine, self.messages = book, wishes, engine, messages
        self._asked = {question.id: question for question in asked}
        self._profile: ReportProfile | None = None

    def start(self, *, recalled: bool = True) -> Proposal:
        """Recognise the workbook with what is known of its layout."""
        plain = self.propose(Answers())
        if not recalled:
            return plain
        return self._with_memories(plain, recall(plain.about))

    def propose(self, answers: Answers, remembered: Remembered | None = None) -> Proposal:
        """Recognise the workbook with answers."""
        recognition, profile = self._recognise(answers)
        model = load_model(profile, self.engine)
        general = find_general(self.book, recognition, model, profile, answers=answers, messages=self.messages)
        for question in (*recognition.questions, *general.questions):
            self._asked |= {each.id: each for each in (*question.covers, question)}
        asked = dict(self._asked)
        return Proposal(
            self.book,
            profile,
            model,
            self.wishes,
            answers,
            recognition,
            general,
            self.messages,
            asked,
            remembered or Remembered(),
        )

    def _recognise(self, answers: Answers) -> tuple[Recognition, ReportProfile]:
        """Recognise by the taxonomy that was asked for, or by that of the workbook's year."""
        wishes = self.wishes
        if wishes.report:
            return self._by(load_profile(wishes.taxonomy, wishes.report), answers)
        chosen = load_profile(wishes.taxonomy, USUAL) if wishes.taxonomy else None
        recognition, profile = self._by_year(answers) if chosen is None else self._by(chosen, answers)
        nothing = not (recognition.readings or recognition.trials)
        if nothing and (other := self._of_another_report(chosen, recognition.year, answers)) is not None:
            return other
        return recognition, profile

    def _by_year(self, answers: Answers) -> tuple[Recognition, ReportProfile]:
        """Recognise by the taxonomy of the year, which a first look by another one tells: the rest is done once."""
        first = self._profile or _latest_profile()
        inference = self._infer(first, answers)
        if inference.year is None:
            return inference.infer(self.messages), first
        fitting = profile_for_year(inference.year)
        self._profile = fitting  # what comes next is most likely of the same year
        if fitting.taxonomy == first.taxonomy:
            return inference.infer(self.messages), first
        return self._by(fitting, answers)

    def _by(self, profile: ReportProfile, answers: Answers) -> tuple[Recognition, ReportProfile]:
        return self._infer(profile, answers).infer(self.messages), profile

    def _infer(self, profile: ReportProfile, answers: Answers) -> Inference:
        return Inference(self.book, load_model(profile, self.engine), profile, self.wishes, answers)

    def _of_another_report(
        self, chosen: ReportProfile | None, year: int | None, answers: Answers
    ) -> tuple[Recognition, ReportProfile] | None:
        """Recognise what has no amount for the annual accounts as a report of questions; None where it is none.

        A report that it is and that lacks a setting is a PipelineError that names the setting.
        """
        usual = chosen or (_latest_profile() if year is None else profile_for_year(year))
        others = [each for each in installed_profiles() if each.taxonomy == usual.taxonomy and each.report != USUAL]
        for profile in sorted(others, key=lambda each: each.report):
            found = self._by(profile, answers)[0]
            if found.answers_questions:
                return found, load_profile(profile.taxonomy, profile.report)
        return None

    def _with_memories(self, plain: Proposal, recalled: Recalled) -> Proposal:
        """Answer from memory what is asked or shown; an answer that raises its own question again is dropped."""
        used: dict[str, Memory] = {}
        unfit: dict[str, Memory] = {}
        proposal = plain
        for _ in range(_ROUNDS):
            fresh = {name: memory for name, memory in recalled.memories.items() if name not in used.keys() | unfit}
            fitting = {name: each for name, each in fresh.items() if _fits(proposal, name, each)}
            if not fitting:
                break
            used |= fitting
            proposal = self.propose(_said(used))
            asked = {question.id for question in proposal.questions}
            unfit |= {name: memory for name, memory in used.items() if name in asked}
            used = {name: memory for name, memory in used.items() if name not in unfit}
        rest = tuple(memory for name, memory in recalled.memories.items() if name not in used)
        remembered = Remembered(used, rest, recalled.torn, recalled.damaged)
        return self.propose(_said(used), remembered) if used or rest or recalled.torn or recalled.damaged else plain


def _fits(proposal: Proposal, name: str, memory: Memory) -> bool:
    return proposal.knows(name) and proposal.fit(name, memory.answer.value) is not None


def _said(used: Mapping[str, Memory]) -> Answers:
    return Answers({name: memory.answer.value for name, memory in used.items()})


def _latest_profile() -> ReportProfile:
    """Return the annual accounts of the last year for which nothing is missing, for a first look at a workbook."""
    complete = [each for each in installed_profiles() if each.report == USUAL and not each.missing]
    latest = max(complete, key=lambda each: (each.year or 0, each.taxonomy))
    return load_profile(latest.taxonomy, latest.report)
