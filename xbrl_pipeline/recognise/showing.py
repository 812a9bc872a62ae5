"""What a person is shown of a recognised workbook: every amount as it would be reported, and what is left out."""

from collections.abc import Iterator

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.questions import Aside, Reading
from xbrl_pipeline.recognise.judge import Judged
from xbrl_pipeline.recognise.lines import Line
from xbrl_pipeline.recognise.recognition import Block, Recognition


def read_out(recognition: Recognition, messages: Messages) -> Iterator[Reading]:
    """Give every amount as it would be reported."""
    for block in recognition.blocks:
        if block.taken:
            for judged in block.rows:
                yield from _readings(block, judged, recognition, messages)
    for trial in recognition.trials:
        yield from trial.readings(messages)


def _readings(block: Block, judged: Judged, recognition: Recognition, messages: Messages) -> Iterator[Reading]:
    line = judged.line
    if line is None:
        return
    sign = -1 if judged.reversed else 1
    reasons = tuple(dict.fromkeys(messages.text(f"recognise.why.{why}") for why in judged.reasons))
    for period in block.reading.periods.reported:
        value = judged.row.values.get(period.column.number)
        scope = period.scope or block.reading.scope or "separate"
        if (judged.row.place, period.column.number) in block.left:
            continue
        if value is not None and period.means is not None and (line[1], scope, period.means) not in recognition.barred:
            yield Reading(
                block.table.sheet.place(judged.row.index, period.column.number),
                judged.row.label,
                line[0],
                line[1],
                label_of(line, recognition),
                period.means,
                scope,
                value * sign * block.reading.scale_of(period),
                judged.confidence,
                reasons,
                judged.question,
            )


def leave_out(recognition: Recognition, messages: Messages) -> Iterator[Aside]:
    """Give everything with figures that is left out, and why."""
    for block in recognition.blocks:
        if block.reading.aside:
            reason = messages.text(f"recognise.aside.{block.reading.aside}")
            words = block.table.titles[-1] if block.table.titles else block.table.sheet.name
            yield Aside(f"{block.table.sheet.name}!{_area(block)}", words, reason, f"table:{block.id}")
        elif block.taken:
            for judged in block.rows:
                if judged.aside and judged.row.values:
                    about = label_of(judged.about, recognition) if judged.about is not None else ""
                    reason = messages.text(f"recognise.why.{judged.aside}", about=about)
                    yield Aside(_cells_text(block, judged), judged.row.label, reason, judged.question)
    for name, why in recognition.sheets_aside:
        if why != "no_figures":
            yield Aside(name, name, messages.text(f"recognise.aside.{why}"), f"table:sheet|{name}")


def label_of(line: Line, recognition: Recognition) -> str:
    """Return the words of the taxonomy for a line."""
    lexicon = recognition.lexica.get(line[0])
    entry = lexicon.entries.get(line[1]) if lexicon is not None else None
    return entry.label if entry is not None else line[1]


def _area(block: Block) -> str:
    (top, bottom), (left, right) = block.table.rows_shown, block.table.columns_shown
    return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"


def _cells_text(block: Block, judged: Judged) -> str:
    columns = sorted(judged.row.values)
    first, last = (block.table.sheet.place(judged.row.index, column).address for column in (columns[0], columns[-1]))
    return f"{block.table.sheet.name}!{first if first == last else f'{first}:{last}'}"


def name_of(block: Block) -> str:
    """Return how a person knows a table: its sheet and its nearest title."""
    title = next((text for text in reversed(block.table.titles) if len(text) > 3), "")  # noqa: PLR2004 - no mere number
    first, last = block.table.rows_shown
    place = f"{block.table.sheet.name} {first}-{last}"
    return f"{place} ({title[:50]})" if title else place
