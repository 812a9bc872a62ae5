"""The questions about rows of which the sign is in doubt."""

from collections.abc import Iterator
from decimal import Decimal

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.questions import Choice, Question, Topic
from xbrl_pipeline.recognise.identities import sign_id
from xbrl_pipeline.recognise.judge import SIGN, Judged
from xbrl_pipeline.recognise.offers import MINUS, PLUS
from xbrl_pipeline.recognise.recognition import Block, Recognition
from xbrl_pipeline.recognise.showing import label_of


def ask_signs(recognition: Recognition, messages: Messages) -> Iterator[Question]:
    """Ask with which sign a row is reported that stands with another than the rows beside it."""
    for block in recognition.blocks:
        for judged in block.rows if block.taken and not block.loose else ():
            if judged.reasons == (SIGN,):
                yield _of_row(block, judged, recognition, messages)


def _of_row(block: Block, judged: Judged, recognition: Recognition, messages: Messages) -> Question:
    scale = block.reading.scale or 1
    shown = [
        (block.table.sheet.place(judged.row.index, period.column.number), value)
        for period in block.reading.periods.reported
        if (value := judged.row.values.get(period.column.number))
    ]
    first = abs(shown[0][1]) * scale if shown else Decimal(0)
    line = label_of(judged.options[0], recognition)
    text = messages.text("recognise.ask.sign_row", label=judged.row.label, sheet=block.table.sheet.name)
    choices = tuple(
        Choice(way, messages.text("recognise.ask.sign_way", line=line, amount=amount))
        for way, amount in ((PLUS, first), (MINUS, -first))
    )
    money = max((abs(value) * scale for _, value in shown), default=Decimal(0))
    cells = tuple(cell for cell, _ in shown)
    name = sign_id(judged.question)
    return Question(name, Topic.SIGN, text, cells, choices, money=money, settles=len(cells), personal=True)
