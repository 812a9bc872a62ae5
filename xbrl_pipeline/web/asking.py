"""What is open about a workbook, as plain values for a page; and what a person answered, put to recognition again.

The questions are those of ``mapping suggest``; only where they stand differs.
"""

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from xbrl_pipeline.base.files import write_whole
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.plan import mapping_beside
from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.cells import cells_text
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.questions import Answers, Question, Topic
from xbrl_pipeline.model.review import ReviewLine, ReviewStatement
from xbrl_pipeline.recognise.answering import answer_text
from xbrl_pipeline.recognise.proposals import Proposal, Proposer, Remembered, told_all
from xbrl_pipeline.recognise.recognition import UserChoices
from xbrl_pipeline.recognise.review.content import general_of, statements_of
from xbrl_pipeline.recognise.suggestions import Suggestion
from xbrl_pipeline.web.jobs import ANSWERS, PROPOSAL
from xbrl_pipeline.workbook.reader import read_workbook

_BETWEEN: Final = " · "  # the words of a line and its key, as in a review
_LINES: Final = (Topic.ROW, Topic.ACCOUNT)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said until now: answers that hold, and what was just filled in, by the id of the question."""

    held: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    asked: bool = False  # somebody was asked before: what was known from elsewhere stands among the answers

    @classmethod
    def read(cls, place: Path) -> "Said":
        """Return what stands in the folder of a file; nothing where nobody answered yet."""
        try:
            return cls(**json.loads((place / ANSWERS).read_bytes()))
        except FileNotFoundError:
            return cls()

    def write(self, place: Path) -> None:
        """Keep it."""
        told = {"held": self.held, "given": self.given, "asked": self.asked}
        write_whole(place / ANSWERS, json.dumps(told, ensure_ascii=False).encode(), durable=True)


def code_of(question: str) -> str:
    """Return the name of a field for the id of a question: ids are made of words from anywhere."""
    return f"q-{hashlib.sha256(question.encode('utf-8', 'replace')).hexdigest()[:20]}"


def ask(place: Path, path: Path, engine: Engine, texts: Messages) -> None:
    """Recognise a workbook with what was said, keep what of it can be an answer, and write down what is open."""
    proposer = Proposer(read_workbook(path), UserChoices(), engine, texts)
    said = Said.read(place)
    before = _proposed(proposer, said)
    fitting, wrong = _fitted(before, said)
    held = dict(before.answers.said) | fitting
    after = proposer.propose(Answers(held), before.remembered) if fitting else before
    open_now = {question.id for question in after.questions}
    contradicted = [name for name in fitting if name in open_now]
    Said(held, {}, asked=True).write(place)
    told = _told(before, after, fitting, texts)
    told["wrong"] = {code_of(name): given for name, given in wrong.items()}
    told["contradicted"] = [code_of(name) for name in contradicted]
    write_whole(place / PROPOSAL, json.dumps(told, ensure_ascii=False).encode())


def agree(place: Path, path: Path, engine: Engine, texts: Messages) -> None:
    """Write the mapping that a person agreed with beside the workbook; with something open that is a PipelineError."""
    proposal = _proposed(Proposer(read_workbook(path), UserChoices(), engine, texts), Said.read(place))
    made = Suggestion(proposal, path, agreed=True)
    if not made.confirmed:
        raise PipelineError("web.questions_open")
    made.write(mapping_beside(path), None, texts)


def _proposed(proposer: Proposer, said: Said) -> Proposal:
    if not said.asked:
        return proposer.start()
    known = proposer.start()
    used = {name: each for name, each in known.remembered.used.items() if said.held.get(name) == each.answer.value}
    return proposer.propose(Answers(said.held), Remembered(used))


def _fitted(proposal: Proposal, said: Said) -> tuple[dict[str, str], dict[str, str]]:
    """Return the answers as the program takes them, and those that cannot be one."""
    names = {code_of(name): name for name in proposal.ids}
    fitting, wrong = {}, {}
    for code, given in said.given.items():
        name = names.get(code)
        if name is None or not given.strip():
            continue
        meant = given.rpartition(_BETWEEN)[2] if _BETWEEN in given else given
        value = proposal.fit(name, meant)
        if value is None:
            wrong[name] = given
        else:
            fitting[name] = value
    return fitting, wrong


def _told(before: Proposal, after: Proposal, fitting: dict[str, str], texts: Messages) -> dict[str, Any]:
    asked = [_question(each, after, texts) for each in after.questions]
    amounts = len(after.recognition.readings)
    statements = tuple(statements_of(after.recognition, {}))
    general = [each for each in general_of(after.general, {}, texts) if each.value]
    free = any(each.free and each.topic in _LINES for each in after.questions)
    return {
        "questions": asked,
        "settled": [
            {
                "question": one_line(after.asked[name].text) if name in after.asked else name.rpartition(":")[2],
                "answer": answer_text(after, name, value, texts),
                "amounts": _worth(before, name)[0],
                "money": _worth(before, name)[1],
            }
            for name, value in fitting.items()
        ],
        "answered": [
            {
                "code": code_of(name),
                "id": name,
                "question": one_line(after.asked[name].text) if name in after.asked else name.rpartition(":")[2],
                "answer": answer_text(after, name, value, texts),
            }
            for name, value in after.answers.said.items()
        ],
        "remembered": list(told_all(after.remembered, texts)),
        "amounts": amounts,
        "more": amounts - len(before.recognition.readings),
        "year": after.year,
        "statements": [_statement(each, texts) for each in statements],
        "general": [{"label": each.label, "value": each.value, "how": each.how} for each in general],
        "lines": [f"{one_line(label)}{_BETWEEN}{key}" for key, label in after.lines.items()] if free else [],
        "stand": _stand(after),
    }


def _worth(proposal: Proposal, name: str) -> tuple[int, str]:
    question = proposal.question(name)
    if question is None or not (question.settles or question.money):
        return 0, ""
    return question.settles, amount(question.money, proposal.texts.lang) if question.money else ""


def _stand(proposal: Proposal) -> str:
    """Return a digest of everything that a person agrees with: what is reported of which cell."""
    found = proposal.recognition.readings
    readings = sorted(repr((each.cell, each.key, each.period, each.scope, each.value)) for each in found)
    values = sorted(repr((each.question, each.value)) for each in proposal.general.data)
    return hashlib.sha256("\n".join([*readings, *values]).encode("utf-8", "replace")).hexdigest()


def _question(question: Question, proposal: Proposal, texts: Messages) -> dict[str, Any]:
    lines = question.topic in _LINES
    return {
        "code": code_of(question.id),
        "topic": texts.text(f"review.topic.{question.topic}"),
        "text": one_line(question.text),
        "cells": cells_text(question.cells) if question.cells else "",
        "money": amount(question.money, texts.lang) if question.money else "",
        "settles": question.settles,
        "choices": [
            {"value": each.value, "shown": one_line(each.shown), "reasons": "; ".join(map(one_line, each.reasons))}
            for each in question.choices
        ],
        "typed": question.free or proposal.is_general(question.id),
        "lines": lines and question.free,
    }


def _statement(statement: ReviewStatement, texts: Messages) -> dict[str, Any]:
    name = texts.text(f"review.title.{statement.statement}")
    if statement.scope == "consolidated":
        name = f"{name}, {texts.text('review.consolidated')}"
    periods = statement.periods
    return {
        "name": name,
        "untied": statement.untied,
        "periods": [texts.text(f"ask.period.{period}") for period in periods],
        "lines": [_line(line, statement, periods, texts) for line in statement.lines],
    }


def _line(line: ReviewLine, statement: ReviewStatement, periods: tuple[str, ...], texts: Messages) -> dict[str, Any]:
    def shown(value: Decimal | None) -> str:
        return "" if value is None else amount(value, texts.lang)

    return {
        "label": line.label,
        "depth": min(line.depth, 6),
        "words": line.words,
        "cells": cells_text(line.cells),
        "amounts": [shown(line.amounts.get(period)) for period in periods],
        "wrong": [bool(statement.tie(line, period)) for period in periods],
    }
