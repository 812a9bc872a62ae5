"""Asking a person on a terminal, question by question; after each answer the workbook is recognised again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, unique
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.cells import cells_text
from xbrl_pipeline.model.questions import Answers, Question, Topic
from xbrl_pipeline.model.review import PERIODS, ReviewLine, ReviewStatement
from xbrl_pipeline.recognise.offers import IGNORE
from xbrl_pipeline.recognise.proposals import Proposal, Proposer, Remembered, told_all
from xbrl_pipeline.recognise.review.content import statements_of
from xbrl_pipeline.recognise.suggestions import Asked

_LINES: Final = (Topic.ROW, Topic.ACCOUNT)
_MOST_FOUND: Final = 9
_LONGEST: Final = 200


@unique
class DialogueCommand(Enum):
    """What a person wants instead of answering."""

    OPEN = "open"
    BACK = "back"
    STOP = "stop"
    AGAIN = "again"  # what was typed could not be understood


@dataclass
class Asking:
    """A conversation about one workbook. ``read`` gives what a person types, None at the end of the input."""

    proposer: Proposer
    console: Console
    texts: Messages
    read: Callable[[str], str | None]
    said: dict[str, str] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)  # questions that were dealt with, in order
    left_open: set[str] = field(default_factory=set)

    def run(self, proposal: Proposal) -> Asked:
        """Put every open question; at the end ask whether all of it is right."""
        self.said = dict(proposal.answers.said)
        self._say(*told_all(proposal.remembered, self.texts))
        if proposal.questions:
            missing = sum(proposal.is_general(each.id) for each in proposal.questions)
            self._say(self._text("intro", n=len(proposal.questions) - missing, missing=missing), self._text("keys"))
        while (question := self._next(proposal)) is not None:
            self._show(question, proposal)
            answer = self._answer(question, proposal)
            if answer is DialogueCommand.STOP:
                return Asked(proposal)
            proposal = self._take(answer, question, proposal)
        return self._close(proposal)

    def _next(self, proposal: Proposal) -> Question | None:
        return next((each for each in proposal.questions if each.id not in self.left_open), None)

    def _take(self, answer: DialogueCommand | str, question: Question, proposal: Proposal) -> Proposal:
        """Follow one answer; what was asked last is asked again after ``BACK``."""
        if answer is DialogueCommand.BACK:
            if not self.passed:
                self._say(self._text("no_way_back"))
                return proposal
            last = self.passed.pop()
            self.left_open.discard(last)
            if self.said.pop(last, None) is None:
                return proposal
        elif answer is DialogueCommand.OPEN:
            self.passed.append(question.id)
            self.left_open.add(question.id)
            return proposal
        elif isinstance(answer, str):
            self.passed.append(question.id)
            self.said[question.id] = answer
        made = self._propose(proposal)
        if isinstance(answer, str) and any(each.id == question.id for each in made.questions):
            self._say(self._text("contradicts"))
            self.left_open.add(question.id)
        return made

    def _propose(self, proposal: Proposal) -> Proposal:
        used = proposal.remembered.used
        kept = {name: each for name, each in used.items() if self.said.get(name) == each.answer.value}
        remembered = Remembered(kept, proposal.remembered.dropped, proposal.remembered.torn)
        with self.console.status(self._text("busy")):
            return self.proposer.propose(Answers(dict(self.said)), remembered)

    def _show(self, question: Question, proposal: Proposal) -> None:
        number, total = len(self.passed) + 1, len(self.passed) + self._left(proposal)
        lines = [f"[bold]{_safe(question.text)}[/bold]"]
        if question.cells:
            lines.append(f"[dim]{_safe(self._text('where', cells=cells_text(question.cells)))}[/dim]")
        if question.money or question.settles:
            code = "worth" if question.money else "settles"
            told = self._text(code, money=amount(question.money, self.texts.lang), n=question.settles)
            lines.append(f"[dim]{_safe(told)}[/dim]")
        for place, choice in enumerate(question.choices, 1):
            reasons = f" [dim]({_safe('; '.join(choice.reasons))})[/dim]" if choice.reasons else ""
            lines.append(f"  [cyan]{place}[/cyan]  {_safe(choice.shown)}{reasons}")
        if question.free:
            how = "search" if question.topic in _LINES else "also" if question.choices else "type"
            lines.append(f"[dim]{_safe(self._text(how))}[/dim]")
        topic = self.texts.text(f"review.topic.{question.topic}")
        title = self._text("title", number=str(number), total=str(total), topic=topic)
        self.console.print(Panel("\n".join(lines), title=_safe(title), title_align="left"))

    def _left(self, proposal: Proposal) -> int:
        return sum(each.id not in self.left_open for each in proposal.questions)

    def _answer(self, question: Question, proposal: Proposal) -> DialogueCommand | str:
        """Read until there is an answer, or a wish to leave it open, go back or stop."""
        choices = question.choices
        while True:
            typed = self.read(self._text("prompt"))
            step = self._step(typed)
            if step is not None:
                return step
            given = (typed or "").strip()
            if given.isascii() and given.isdigit() and 1 <= int(given) <= len(choices):
                return choices[int(given) - 1].value
            if question.free and question.topic in _LINES:
                found = self._search(given, proposal)
                if isinstance(found, str):
                    return found
                if found is not None:
                    return found
                continue
            value = proposal.fit(question.id, given) if self._may_be_typed(question, proposal) else None
            if value is not None:
                return value
            self._say(self._text("not_possible", given=one_line(given, _LONGEST)))

    def _may_be_typed(self, question: Question, proposal: Proposal) -> bool:
        return question.free or proposal.is_general(question.id)

    def _step(self, typed: str | None) -> DialogueCommand | None:
        if typed is None:
            return DialogueCommand.STOP
        word = typed.strip().casefold()
        if not word:
            return DialogueCommand.OPEN
        keys = {self._text("key.back"): DialogueCommand.BACK, self._text("key.stop"): DialogueCommand.STOP}
        return keys.get(word)

    def _search(self, words: str, proposal: Proposal) -> DialogueCommand | str | None:
        """Look lines up by words, and let one of them be chosen; None asks the question again."""
        found = find_lines(words, proposal.lines)
        if not found:
            self._say(self._text("none_found", words=one_line(words, _LONGEST)))
            return None
        for place, (_, label) in enumerate(found, 1):
            self.console.print(f"  [cyan]{place}[/cyan]  {_safe(label)}")
        typed = self.read(self._text("which"))
        if typed is None:
            return DialogueCommand.STOP
        given = typed.strip()
        if given.isascii() and given.isdigit() and 1 <= int(given) <= len(found):
            return found[int(given) - 1][0]
        return None

    def _close(self, proposal: Proposal) -> Asked:
        """Show what will be reported, and ask whether that is right; not while something is open."""
        statements = tuple(statements_of(proposal.recognition, {}))
        self._say(*self._totals(statements))
        if proposal.questions:
            return Asked(proposal)
        while True:
            typed = self.read(self._text("agree"))
            word = (typed or "").strip().casefold()
            if word == self._text("key.show"):
                for statement in statements:
                    self.console.print(self._table(statement))
                continue
            return Asked(proposal, word in self._text("key.yes").split())

    def _totals(self, statements: tuple[ReviewStatement, ...]) -> Iterator[str]:
        for statement in statements:
            sums = [statement.tie(line, period) for line in statement.lines for period in PERIODS]
            known = [each for each in sums if each is not None]
            wrong = sum(each != 0 for each in known)
            code = "statement.untied" if wrong else "statement.fine"
            yield self._text(code, name=self._name(statement), lines=len(statement.lines), sums=len(known), wrong=wrong)

    def _name(self, statement: ReviewStatement) -> str:
        name = self.texts.text(f"review.title.{statement.statement}")
        return f"{name}, {self.texts.text('review.consolidated')}" if statement.scope == "consolidated" else name

    def _table(self, statement: ReviewStatement) -> Table:
        periods = statement.periods
        table = Table(title=_safe(self._name(statement)), title_justify="left")
        table.add_column(self.texts.text("review.head.label"))
        for period in periods:
            table.add_column(self._text(f"period.{period}"), justify="right")
        table.add_column(self.texts.text("review.head.where"), style="dim")
        for line in statement.lines:
            shown = [self._amount(line, statement, period) for period in periods]
            table.add_row(f"{'  ' * line.depth}{_safe(line.label)}", *shown, _safe(cells_text(line.cells)))
        return table

    def _amount(self, line: ReviewLine, statement: ReviewStatement, period: str) -> str:
        if period not in line.amounts:
            return ""
        shown = amount(line.amounts[period], self.texts.lang)
        return f"[red]{shown} ≠[/red]" if statement.tie(line, period) else shown

    def _text(self, code: str, **params: object) -> str:
        return self.texts.text(f"ask.{code}", **params)

    def _say(self, *lines: str) -> None:
        for line in lines:
            self.console.print(_safe(line))


def ask_on(console: Console, texts: Messages, begin: Callable[[], None]) -> Callable[[Proposer, Proposal], Asked]:
    """Return how questions are put on a terminal; ``begin`` is called before anything is shown."""

    def read(prompt: str) -> str | None:
        try:
            return console.input(f"[bold]{escape(prompt)}[/bold] ")
        except EOFError:
            return None

    def ask(proposer: Proposer, proposal: Proposal) -> Asked:
        begin()
        return Asking(proposer, console, texts, read).run(proposal)

    return ask


def find_lines(words: str, lines: dict[str, str]) -> list[tuple[str, str]]:
    """Return the lines whose words begin with all that was typed, else those that look most like it."""
    from rapidfuzz import fuzz, process

    wanted = fold(words).split()
    labels = {key: fold(label) for key, label in lines.items() if key != IGNORE}
    found = [key for key, label in labels.items() if all(_begins(label, word) for word in wanted)]
    if not found:
        near = process.extract(fold(words), labels, scorer=fuzz.token_set_ratio, limit=_MOST_FOUND, score_cutoff=70)
        found = [key for _, _, key in near]
    return [(key, lines[key]) for key in found[:_MOST_FOUND]]


def _begins(label: str, word: str) -> bool:
    return any(part.strip("().,").startswith(word.strip("().,")) for part in label.split())


def _safe(text: str) -> str:
    """Return text that cannot style, move or hide anything on a terminal."""
    return escape(one_line(text, 1000))
