"""A recognised mapping as text that a controller can read: reasons beside the lines, open rows as comments."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import yaml

from xbrl_pipeline.mapping.files import MappingFile
from xbrl_pipeline.mapping.sheets import Sheet
from xbrl_pipeline.mapping.stacked import FoldedSheet, StackedSheet
from xbrl_pipeline.mapping.turned import ExchangedSheet, TurnedSheet
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.recognise.draft import Draft
from xbrl_pipeline.recognise.judge import Judged
from xbrl_pipeline.recognise.periods import ColumnPeriod
from xbrl_pipeline.recognise.recognition import Block, Recognition

_HEAD: Final = ("version", "taxonomy", "report", "verslagjaar", "bestuursnummer", "currency", "totals")
_FIELDS: Final = (
    "sheet",
    "rows",
    "statement",
    "title",
    "start",
    "header_row",
    "line_column",
    "label_column",
    "scale",
    "decimals",
)
_TURNED_FIELDS: Final = (
    "sheet",
    "turned",
    "columns",
    "statement",
    "header_column",
    "line_row",
    "label_row",
    "scale",
    "decimals",
)
_STACKED_FIELDS: Final = (
    "sheet",
    "stacked",
    "rows",
    "statement",
    "header_row",
    "line_column",
    "label_column",
    "period_column",
    "amount_column",
    "amount_header",
    "scale",
    "decimals",
    "columns",
)
_WIDE: Final = 100_000


def mapping_text(draft: Draft, recognition: Recognition, messages: Messages) -> str:
    """Return the YAML of a mapping with its comments."""
    return "\n".join(_Text(draft, recognition, messages).lines()) + "\n"


def reasons_of(judged: Judged, messages: Messages) -> tuple[str, ...]:
    """Return in words why a row is what it is proposed to be, or is not."""
    return tuple(messages.text(f"recognise.why.{why}") for why in judged.reasons)


class _Text:
    def __init__(self, draft: Draft, recognition: Recognition, messages: Messages) -> None:
        self.mapping: MappingFile = draft.mapping
        self.blocks = dict(draft.blocks)
        self.recognition, self.messages = recognition, messages

    def lines(self) -> Iterator[str]:
        mapping = self.mapping
        if not mapping.confirmed:
            yield from _comment(self.messages.text("recognise.head"))
        for name in _HEAD:
            yield f"{name}: {_flow(getattr(mapping, name))}"
        if not mapping.confirmed:
            yield "confirmed: false"
        yield from self._values()
        yield ""
        yield "sheets:" if mapping.sheets else "sheets: []"
        for place, sheet in enumerate(mapping.sheets):
            yield from self._sheet(sheet, self.blocks.get(place))
            yield ""
        yield from self._trials()
        yield from _listed("ignore_sheets", [entry.model_dump(exclude_none=True) for entry in mapping.ignore_sheets])
        yield from _listed("ignore_areas", [entry.model_dump(exclude_none=True) for entry in mapping.ignore_areas])
        yield from self._open()

    def _trials(self) -> Iterator[str]:
        """Give the trial balances; one whose accounts nothing places stands as a comment, to fill in."""
        done = [found for found in self.recognition.trials if found.complete]
        if done:
            yield "trial_balances:"
        for found in done:
            yield from _blocked(found.block(self.messages))
            yield from (f"# {_one_line(question.text)}" for question in found.questions(self.messages))
        for found in (each for each in self.recognition.trials if not each.complete):
            yield from _comment(self.messages.text("recognise.trial_open", sheet=_one_line(found.sheet)))
            yield from (f"# {_one_line(question.text)}" for question in found.questions(self.messages))

    def _values(self) -> Iterator[str]:
        yield from _listed("values", [value.model_dump() for value in self.mapping.values])

    def _sheet(self, sheet: Sheet, block: Block | None) -> Iterator[str]:
        written, columns, names = _written(sheet)
        turned = isinstance(written, TurnedSheet)
        data = written.model_dump(exclude_defaults=True, exclude={columns, "lines"})
        data["statement"] = sheet.statement
        if not turned:
            data["label_column"] = sheet.label_column
        first = True
        for name in names:
            if name in data:
                yield f"  {'-' if first else ' '} {name}: {_flow(data[name])}"
                first = False
        listed = getattr(written, columns)
        yield f"    {columns}:{'' if turned or listed else ' []'}"
        for column in listed:
            yield f"      - {_flow(column.model_dump(exclude_none=True))}"
        for period in block.reading.periods.columns if block else ():
            yield from self._open_column(period, sheet)
        yield f"    lines:{'' if written.lines else ' []'}"
        for line in written.lines:
            yield f"      - {_flow(line.model_dump(exclude_defaults=True))}"
        for judged in block.rows if block else ():
            yield from self._open_row(judged, turned=turned)

    def _open_column(self, period: ColumnPeriod, sheet: Sheet) -> Iterator[str]:
        if period.means is None:
            reason = self.messages.text(f"recognise.column.{period.reason}")
            number = period.column.number
            place = "" if sheet.stacked else f"{number if sheet.turned else column_letters(number)} "
            said = f"{place}'{period.column.header}'"
            yield f"      # {self.messages.text('recognise.open')} {said}: {reason}"

    def _open_row(self, judged: Judged, *, turned: bool) -> Iterator[str]:
        row = judged.row
        if not judged.open or not row.values:
            return
        amount = next((value for value in row.values.values() if value is not None), Decimal(0))
        words = " ".join(part for part in (row.code, row.label) if part)
        place = {"column": column_letters(row.index)} if turned else {"row": str(row.index)}
        code = "recognise.open_row.turned" if turned else "recognise.open_row"
        shown = self.messages.text(code, **place, words=words, amount=amount)
        yield f"      # {shown}: {_one_line('; '.join(reasons_of(judged, self.messages)))}"
        for line in judged.options[:3]:
            yield f"      #   - {_flow({'label': row.label, 'concept': line[1]})}"

    def _open(self) -> Iterator[str]:
        for block in self.recognition.blocks:
            table = block.table
            first, last = table.rows_shown if table.turned else (table.first_row, table.last_row)
            place = f"{_one_line(table.sheet.name)} {first}-{last}"
            for why in block.open:
                doubt = self.messages.text(f"recognise.doubt.{why}")
                yield f"# {self.messages.text('recognise.open')} {place}: {doubt}"
        trials = {found.sheet for found in self.recognition.trials}
        for sheet in (each for each in self.recognition.unknown if each.name not in trials):
            yield f"# {self.messages.text('recognise.open_sheet', sheet=_one_line(sheet.name))}"


def _written(sheet: Sheet) -> tuple[Sheet | TurnedSheet | StackedSheet, str, tuple[str, ...]]:
    """Return a block as a file has it, the name of what says the periods, and the order of its other words."""
    if isinstance(sheet, ExchangedSheet):
        return sheet.as_written(), "rows", _TURNED_FIELDS
    if isinstance(sheet, FoldedSheet):
        return sheet.written, "periods", _STACKED_FIELDS
    return sheet, "columns", _FIELDS


def _listed(name: str, entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    listed = list(entries)
    if listed:
        yield f"{name}:"
        for entry in listed:
            yield f"  - {_flow(entry)}"


def _blocked(block: Mapping[str, Any]) -> Iterator[str]:
    """Write a block with one entry a line: people read and change its accounts."""
    for place, (name, value) in enumerate(block.items()):
        start = "  - " if place == 0 else "    "
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{start}{name}:"
            yield from (f"      - {_flow(entry)}" for entry in value)
        else:
            yield f"{start}{name}: {_flow(value)}"


def _flow(value: object) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=_WIDE)
    return text.removesuffix("\n").removesuffix("\n...")


def _comment(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"# {line}".rstrip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
