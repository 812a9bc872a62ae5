"""The questions about totals that are not the sum of their parts."""

from collections.abc import Iterator

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.questions import Choice, Question, Topic
from xbrl_pipeline.recognise.offers import USE
from xbrl_pipeline.recognise.periods import Period
from xbrl_pipeline.recognise.recognition import Block, Recognition
from xbrl_pipeline.recognise.sums import PARTS, TOTAL, Untied


def ask_sums(recognition: Recognition, messages: Messages) -> Iterator[Question]:
    """Ask which amounts are wrong where a total is not the sum of its parts."""
    for block in recognition.blocks:
        names = {judged.row.place: judged.question for judged in block.rows if judged.line is not None}
        for found in block.untied if block.taken else ():
            if found.total.place in names:
                yield _of_sum(block, found, found.name(names), messages)


def _of_sum(block: Block, found: Untied, name: str, messages: Messages) -> Question:
    scale = block.reading.scale or 1
    cells = tuple(
        block.table.sheet.place(row.index, column)
        for row in found.rows
        for column in found.columns(block.reading)
        if column in row.values
    )
    text = messages.text(
        "recognise.ask.sum",
        label=found.total.label or messages.text("recognise.ask.row_nameless", row=str(found.total.index)),
        sheet=block.table.sheet.name,
        head=_head(block, found.period),
        off=found.off * scale,
        proof=_head(block, found.proof),
    )
    why = (messages.text("recognise.ask.sum_why.lonely"),) if found.lonely else ()
    choices = tuple(
        Choice(value, messages.text(f"recognise.ask.sum_{value}"), why if value == TOTAL else ())
        for value in (TOTAL, PARTS, USE)
    )
    money = abs(found.off) * scale
    return Question(name, Topic.SUM, text, cells, choices, money=money, settles=len(cells), personal=True)


def _head(block: Block, period: Period) -> str:
    number = period.column.number
    return period.column.header or (str(number) if block.table.turned else column_letters(number))
