"""The questions about totals that are not the sum of their parts, and lines that stand twice with other amounts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.questions import Choice, Question, Topic
from xbrl_pipeline.recognise.clashes import rows_with
from xbrl_pipeline.recognise.offers import USE
from xbrl_pipeline.recognise.periods import ColumnPeriod
from xbrl_pipeline.recognise.recognition import Block, Clash, Recognition, Stand
from xbrl_pipeline.recognise.showing import label_of, name_of
from xbrl_pipeline.recognise.sums import PARTS, TOTAL, Untied


def ask_sums(recognition: Recognition, messages: Messages) -> Iterator[Question]:
    """Ask which amounts are wrong where a total is not the sum of its parts."""
    for block in recognition.blocks:
        names = {judged.row.place: judged.question for judged in block.rows if judged.line is not None}
        for found in block.untied if block.taken else ():
            if found.total.place in names:
                yield _of_sum(block, found, found.name(names), messages)


def ask_clashes(recognition: Recognition, messages: Messages) -> Iterator[Question]:
    """Ask which amount is right where several tables have different ones of a line."""
    for clash in recognition.clashes:
        yield _of_clash(clash, recognition, messages)


def _of_clash(clash: Clash, recognition: Recognition, messages: Messages) -> Question:
    blocks = recognition.blocks
    ids = [block.id for block in blocks]
    amounts = [_amount_of(blocks, side[0]) for side in clash.sides]
    names = [name_of(blocks[side[0][0]]) for side in clash.sides]
    choices = tuple(
        Choice(value, messages.text("recognise.ask.amount_right", table=name, amount=amount))
        for value, name, amount in zip(clash.choices(ids), names, amounts, strict=True)
    )
    cells = tuple(
        blocks[place].table.sheet.place(blocks[place].by_place[each].row.index, column)
        for side in clash.sides
        for place, row, column in side
        for each in rows_with(blocks[place], row)
        if column in blocks[place].by_place[each].row.values
    )
    heads = tuple(dict.fromkeys(_head(blocks[place], _period(blocks[place], at)) for place, _, at in clash.sides[0]))
    text = messages.text("recognise.ask.amount", label=label_of(clash.line, recognition), heads=heads, tables=names)
    money = max(abs(one - other) for one in amounts for other in amounts)
    name = clash.name(ids)
    return Question(name, Topic.SUM, text, cells, choices, money=money, settles=len(cells), personal=True)


def _amount_of(blocks: Sequence[Block], stand: Stand) -> Decimal:
    """Return an amount in euros, as it is printed."""
    place, row, column = stand
    block = blocks[place]
    return (block.by_place[row].row.values[column] or Decimal(0)) * block.reading.scale_of(_period(block, column))


def _period(block: Block, column: int) -> ColumnPeriod:
    return next(each for each in block.reading.periods.columns if each.column.number == column)


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


def _head(block: Block, period: ColumnPeriod) -> str:
    number = period.column.number
    return period.column.header or (str(number) if block.table.turned else column_letters(number))
