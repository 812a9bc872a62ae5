"""What is open in a mapping that was recognised, as findings: each question with its cells and the next step."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from xbrl_pipeline.inputs.sources import UsedMapping, suggest_command
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.mapping.words import Pen, Remark
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.questions import Question, Topic


def with_questions(mapped: Mapped, mapping: UsedMapping, path: Path, messages: Messages) -> Mapped:
    """Add what is open about the workbook; what is wrong with a cell because of it refers to the question."""
    if not (mapping.questions or mapping.remembered):
        return mapped
    asked = tuple(_findings(mapping, path, messages))
    cause = {cell: question.cells[0] for question in mapping.questions for cell in question.cells}
    return replace(mapped, findings=(*asked, *(_because(finding, cause) for finding in mapped.findings)))


def _findings(mapping: UsedMapping, path: Path, messages: Messages) -> Iterator[Finding]:
    pen, command = Pen(messages), suggest_command(path)
    about_board = [question for question in mapping.questions if question.topic is Topic.ENTITY]
    for question in mapping.questions:
        if question not in about_board:
            yield pen.write(_remark(question, command), *question.cells)
    if about_board:
        shown = tuple(one_line(question.text) for question in about_board)
        gaps = {"questions": shown, "command": command}
        yield pen.write(Remark("question.general", gaps))
    if mapping.remembered:
        shown = tuple(one_line(memory.answer.asked) for memory in mapping.remembered)
        yield pen.write(Remark("question.remembered", {"n": len(shown), "questions": shown}, Severity.INFO))


def _remark(question: Question, command: str) -> Remark:
    choices = " / ".join(one_line(choice.shown) for choice in question.choices)
    return Remark("question.open", {"question": one_line(question.text), "choices": choices or "…", "command": command})


def _because(finding: Finding, cause: dict[CellRef, CellRef]) -> Finding:
    """Point a finding that is only about cells of an open question at that question."""
    known = {cause[cell] for cell in finding.cells if cell in cause}
    whole = bool(finding.cells) and all(cell in cause for cell in finding.cells)
    return replace(finding, because=tuple(sorted(known))) if whole and not finding.because else finding
