"""A recognition as a mapping file: what is accepted becomes a line, what is left out says why, the rest is open."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from xbrl_pipeline.mapping.files import IgnoredArea, IgnoredSheet, MappingFile, Value
from xbrl_pipeline.mapping.sheets import Column, Line, Sheet
from xbrl_pipeline.mapping.stacked import StackedLine, StackedSheet
from xbrl_pipeline.mapping.turned import ExchangedSheet
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.recognise.heads import is_year
from xbrl_pipeline.recognise.judge import Judged
from xbrl_pipeline.recognise.lexicon import START
from xbrl_pipeline.recognise.periods import ColumnPeriod
from xbrl_pipeline.recognise.readings import TableReading
from xbrl_pipeline.recognise.recognition import Block, GeneralRows, Recognition
from xbrl_pipeline.recognise.table import Row, Stacked, Table
from xbrl_pipeline.recognise.tokens import plain_letters
from xbrl_pipeline.recognise.years import EXCHANGED
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.notation import Decimals

_EQUITY: Final = ("balance", "Equity")
_ALLOCATED: Final = "EquityResultAllocation"
_RESULT: Final = re.compile(r"resultaat|\bres\.|bestemming|\bsaldo\b|\bresult\b|appropriation|allocation")


@dataclass(frozen=True)
class Draft:
    """A mapping and, for each of its blocks, the table it came from by its place among the mapping's sheets."""

    mapping: MappingFile
    blocks: tuple[tuple[int, Block], ...]


def make_draft(
    recognition: Recognition, profile: ReportProfile, messages: Messages, *, confirmed: bool = False
) -> Draft:
    """Write a recognition as a mapping; one of a workbook in which nothing or no year was found is a PipelineError."""
    board = recognition.board
    if recognition.empty:
        raise PipelineError("recognise.nothing")
    if recognition.year is None:
        found = tuple(told.value for told in dict(board.doubts).get("verslagjaar", ()))
        code = "recognise.two.verslagjaar" if found else "recognise.missing.verslagjaar"
        raise PipelineError(code, ExitCode.INPUT_REFUSED, found=found)
    writer = _Writer(recognition, messages)
    blocks = [block for block in recognition.blocks if block.taken and block.reading.named]
    trials = [found.block(messages) for found in recognition.trials if found.complete]
    sheets = [*(writer.general(general) for general in recognition.general), *(writer.block(block) for block in blocks)]
    data: dict[str, Any] = {
        "version": 1,
        "taxonomy": profile.taxonomy,
        "report": profile.report,
        "verslagjaar": recognition.year,
        "bestuursnummer": board.number.value if board.number else "",
        "confirmed": confirmed,
        "sheets": sheets,
        "trial_balances": trials,
        "ignore_sheets": list(writer.ignored_sheets()),
        "ignore_areas": list(writer.ignored_areas()),
        "values": list(_values(recognition, profile)),
        "totals": "derive",
    }
    return Draft(MappingFile(**data), tuple(enumerate(blocks, len(recognition.general))))


def reason_aside(block: Block, messages: Messages) -> str:
    """Return in words why a table is left out."""
    return messages.text(f"recognise.aside.{block.reading.aside}")


def reason_left_out(judged: Judged, recognition: Recognition, messages: Messages) -> str:
    """Return in words why a row is left out."""
    about = ""
    if judged.about is not None:
        about = recognition.lexica[judged.about[0]].entries[judged.about[1]].label
    return messages.text(f"recognise.why.{judged.aside}", about=about)


def _values(recognition: Recognition, profile: ReportProfile) -> Iterator[Value]:
    """Give who the board is, where no row of general data says it."""
    said = {pair.key for general in recognition.general for pair in general.pairs}
    board = recognition.board
    known = (
        (profile.bestuursnummer_concept, board.number),
        (profile.identifier_concept, board.kvk),
        (profile.name_concept, board.name),
    )
    for concept, told in known:
        local = concept.rpartition(":")[2]
        if told is not None and local not in said:
            yield Value(concept=local, value=told.value)


class _Writer:
    def __init__(self, recognition: Recognition, messages: Messages) -> None:
        self.recognition, self.messages = recognition, messages
        taken = [block.table for block in recognition.blocks if block.taken and block.reading.named]
        names = [fold(table.sheet.name) for table in taken]
        names += [fold(general.sheet.name) for general in recognition.general]
        self.mapped = set(names)
        self.shared = {name for name, count in Counter(names).items() if count > 1}
        # rows with general data above a table are no part of it
        self.said = {
            fold(general.sheet.name): [cell.ref.row for pair in general.pairs for cell in (pair.label, pair.value)]
            for general in recognition.general
        }
        self.ends = {fold(table.sheet.name): 0 for table in taken}
        for block in recognition.blocks:
            name = fold(block.table.sheet.name)
            if name in self.ends:
                table = block.table
                self.ends[name] = max(self.ends[name], table.rows_shown[0] if table.turned else table.first_row)

    def block(self, block: Block) -> Sheet:
        """Return a table as a block of a sheet."""
        table = block.table
        if table.stacked is not None:
            return self._stacked(block, table.stacked).upright()
        kind = ExchangedSheet if table.turned else Sheet
        return kind(
            sheet=table.sheet.name,
            rows=None if table.turned else self._rows(table),
            statement=block.reading.scope or "separate",
            title=table.said.text or None if table.said is not None else None,
            start=self._start(table),
            header_row=_header_rows(table.head_rows),
            line_column=column_letters(table.codes) if table.codes else None,
            label_column=_letters(table.labels),
            scale=block.reading.scale,  # type: ignore[arg-type] # one of those of a mapping: without one it is not taken
            decimals=self._decimals(table),
            columns=list(self._columns(block)),
            lines=list(self._lines(block)),
        )

    def _decimals(self, table: Table) -> Decimals:
        return "comma-only" if table.sheet.name in self.recognition.thousands else "comma"

    def _start(self, table: Table) -> str | None:
        """Return the words by which it is seen that a table without heads has moved."""
        moves = table.said is not None and not table.head_rows and self._rows(table) is not None and table.first_row > 1
        return (table.said.start or None) if moves and table.said is not None else None

    def _stacked(self, block: Block, stacked: Stacked) -> StackedSheet:
        """Return a table whose periods stand below one another."""
        table, reading = block.table, block.reading
        texts: dict[str, list[str]] = {}
        for text, column in stacked.texts.items():
            texts.setdefault(column_letters(column), []).append(text)
        periods = [
            {
                **self._column(reading, period, heads=False).model_dump(exclude={"column", "header", "of"}),
                "period": text,
            }
            for text, column in stacked.texts.items()
            if (period := reading.periods.of(column)) is not None and period.means is not None
        ]
        lines = [
            StackedLine(
                **line.model_dump(exclude={"column"}),
                period=_one_or_more([text for column in line.columns for text in texts[column]]) or None,
            )
            for line in self._lines(block)
        ]
        data: dict[str, Any] = {
            "sheet": table.sheet.name,
            "stacked": True,
            "rows": self._rows(table),
            "statement": reading.scope or "separate",
            "header_row": _header_rows(table.head_rows),
            "line_column": column_letters(table.codes) if table.codes else None,
            "label_column": _letters(table.labels),
            "period_column": _letters(stacked.stack.periods),
            "amount_column": column_letters(stacked.stack.amounts),
            "amount_header": stacked.amount_header or None,
            "scale": reading.scale,
            "decimals": self._decimals(table),
            "columns": [{"column": column_letters(number), "means": "note"} for number in table.notes],
            "periods": periods,
            "lines": lines,
        }
        return StackedSheet(**data)

    def _rows(self, table: Table) -> str | None:
        name = fold(table.sheet.name)
        if name not in self.shared and table.whole:
            return None
        last = "" if table.first_row >= self.ends[name] and table.alone else str(table.last_row)
        return f"{self._first_row(table)}-{last}"

    def _first_row(self, table: Table) -> int:
        """Return the first row of a table below the general data that stand above its head."""
        said = self.said.get(fold(table.sheet.name), ())
        head = min(table.head_rows, default=table.body[0])
        return max((row + 1 for row in said if table.first_row <= row < head), default=table.first_row)

    def _columns(self, block: Block) -> Iterator[Column]:
        heads = bool(block.table.head_rows)
        for number in block.table.notes:
            yield Column.model_validate({"column": column_letters(number), "means": "note"})
        for amounts, signs in block.table.minuses.items():
            yield Column.model_validate(
                {"column": column_letters(signs), "means": "minus", "of": column_letters(amounts)}
            )
        moved = result_columns(block)
        for period in block.reading.periods.columns:
            if period.column.number in moved:
                moved_in = replace(period, means=moved[period.column.number])  # type: ignore[arg-type] # a year
                yield self._column(block.reading, moved_in, heads=heads)
            elif period.means is not None:
                yield self._column(block.reading, period, heads=heads)

    def _column(self, reading: TableReading, period: ColumnPeriod, *, heads: bool) -> Column:
        left_out = period.means == "ignore"
        scale = reading.scale_of(period) if period.reported else reading.scale
        said = heads and period.column.header and period.reason != EXCHANGED
        return Column(
            column=column_letters(period.column.number),
            header=period.column.header if said else None,
            means=period.means or "ignore",
            statement=period.scope if period.reported else None,
            scale=scale if scale != reading.scale else None,  # type: ignore[arg-type] # one of those of a mapping
            reason=self.messages.text(f"recognise.column.{period.reason}") if left_out else None,
        )

    def _lines(self, block: Block) -> Iterator[Line]:
        outer = {each.number for each in block.table.columns if each.inner is not None}
        moved = result_columns(block)
        for judged in block.rows:
            named = name_row(judged.row, block.table.rows)
            if judged.row.outer and outer and not judged.row.label:
                named = name_row(_inner_row(judged.row, block.table.rows), block.table.rows)
                named["column"] = _one_or_more(
                    [column_letters(each) for each in sorted(outer & judged.row.values.keys())]
                )
            else:
                for number in moved.keys() & judged.row.values.keys():
                    yield self._moved(judged, named, number)
            if judged.aside:
                yield Line(**named, ignore=reason_left_out(judged, self.recognition, self.messages))
            elif judged.line is not None:
                yield from self._line(block, judged, named)

    def _line(self, block: Block, judged: Judged, named: dict[str, Any]) -> Iterator[Line]:
        """Give a line, and leave out the columns in which the taxonomy has no place for it."""
        key = judged.line[1] if judged.line is not None else ""
        barred = [
            column_letters(period.column.number)
            for period in block.reading.periods.reported
            if (key, period.scope or block.reading.scope or "separate", str(period.means)) in self.recognition.barred
        ]
        left = sorted(column for place, column in block.left if place == judged.row.place)
        reason = self.messages.text("recognise.why.person" if left else "recognise.why.barred")
        barred += [letter for column in left if (letter := column_letters(column)) not in barred]
        if len(barred) == len(block.reading.periods.reported):
            yield Line(**named, ignore=reason)
            return
        scale = judged.row.scale if judged.row.scale != block.reading.scale else None
        yield Line(**named, **_aim(judged), scale=scale)  # type: ignore[arg-type] # one of those of a mapping
        if barred and "column" not in named:
            yield Line.model_validate({**named, "column": _one_or_more(barred), "ignore": reason})

    def _moved(self, judged: Judged, named: dict[str, Any], number: int) -> Line:
        """Give the result that was added to equity, in the column that shows how the reserves moved."""
        column = {"column": column_letters(number)}
        if judged.line == _EQUITY and not judged.open:
            sign = {"sign": "reversed"} if judged.reversed else {}
            return Line.model_validate({**named, **column, "concept": _ALLOCATED, **sign})
        return Line.model_validate({**named, **column, "ignore": self.messages.text("recognise.column.movement")})

    def ignored_sheets(self) -> Iterator[IgnoredSheet]:
        """Give the sheets of which nothing is taken, and why."""
        for name, why in self.recognition.sheets_aside:
            yield IgnoredSheet(sheet=name, reason=self.messages.text(f"recognise.aside.{why}"), instead=None)
        for name, blocks in self._by_sheet().items():
            if fold(name) not in self.mapped and all(block.reading.aside for block in blocks):
                instead = next((found for block in blocks if (found := _instead_of(block)) is not None), None)
                yield IgnoredSheet(sheet=name, reason=reason_aside(blocks[0], self.messages), instead=instead)

    def ignored_areas(self) -> Iterator[IgnoredArea]:
        """Give the tables that are left out of sheets of which other tables are taken."""
        for name, blocks in self._by_sheet().items():
            if fold(name) not in self.mapped and all(block.reading.aside for block in blocks):
                continue
            for block in blocks:
                if block.reading.aside:
                    area = area_of(replace(block.table, first_row=self._first_row(block.table)))
                    reason = reason_aside(block, self.messages)
                    yield IgnoredArea(sheet=name, area=area, reason=reason, instead=_instead_of(block))

    def _by_sheet(self) -> dict[str, list[Block]]:
        found: dict[str, list[Block]] = {}
        for block in self.recognition.blocks:
            found.setdefault(block.table.sheet.name, []).append(block)
        return found

    def general(self, general: GeneralRows) -> Sheet:
        rows = [pair.label.ref.row for pair in general.pairs]
        pairs = {pair.label.ref.row: pair for pair in general.pairs}
        lines: list[Line] = []
        unknown = self.messages.text("recognise.general_unknown")
        for row in range(min(rows), max(rows) + 1):
            label, value = general.sheet.at(row, general.label), general.sheet.at(row, general.value)
            if label is None or value is None:
                continue
            if row in pairs:
                lines.append(Line.model_validate({"label": label.shown, "concept": pairs[row].key}))
            elif isinstance(value.value, str) or is_year(value):
                lines.append(Line.model_validate({"label": label.shown, "ignore": unknown}))
        data: dict[str, Any] = {
            "sheet": general.sheet.name,
            "rows": f"{min(rows)}-{max(rows)}",
            "statement": "none",
            "label_column": column_letters(general.label),
            "columns": [{"column": column_letters(general.value), "means": "value"}],
            "lines": _distinct(lines),
        }
        return Sheet.model_validate(data)


def result_columns(block: Block) -> dict[int, str]:
    """Return the columns with the result that was added to equity, with the year of each: in a table of its movements.

    The total of equity must come out: what it opened with and all that moved is what it closed with.
    """
    periods = block.reading.periods
    equity = next((judged for judged in block.rows if judged.line == _EQUITY and not judged.open), None)
    if not periods.moves or equity is None:
        return {}
    found: dict[int, str] = {}
    opening: list[ColumnPeriod] = []
    for closing, moves in _spans(periods.columns):
        for before in opening:
            result = _result_of(before, moves, closing, equity.row)
            if result is not None:
                found[result] = _later([before, closing])
        opening = [closing]
    balances = [closing for closing, _ in _spans(periods.columns)]
    if not found and len(balances) == 2:  # noqa: PLR2004 - the movements stand beside an opening and a closing
        moves = [period for period in periods.columns if period.reason == "movement"]
        result = _result_of(balances[0], moves, balances[1], equity.row)
        found = {} if result is None else {result: _later(balances)}
    return found


def _later(balances: Sequence[ColumnPeriod]) -> str:
    """Return the year at the end of which the later of two balances is, whichever stands first."""
    means = [str(each.means) for each in balances]
    return "current" if "current" in means else means[-1]


def _spans(columns: Sequence[ColumnPeriod]) -> Iterator[tuple[ColumnPeriod, list[ColumnPeriod]]]:
    """Give each column of balances with the columns of movements in front of it."""
    moves: list[ColumnPeriod] = []
    for period in columns:
        head = period.column.head
        if period.reason == "movement":
            moves.append(period)
        elif head is not None and (head.moment is not None or (period.reported and head.timed)):
            yield period, moves
            moves = []


def _result_of(before: ColumnPeriod, moves: Sequence[ColumnPeriod], closing: ColumnPeriod, row: Row) -> int | None:
    """Return the column of the result among movements between two balances, whichever stands first."""
    if before.means == "current":
        before, closing = closing, before
    if closing.means not in ("current", "previous") or before.means == closing.means:
        return None
    values = row.values
    moved = sum((values.get(each.column.number) or Decimal(0) for each in moves), Decimal(0))
    first, last = values.get(before.column.number) or Decimal(0), values.get(closing.column.number)
    results = [each for each in moves if _RESULT.search(plain_letters(each.column.header))]
    year = closing.column.head.year if closing.column.head is not None else None
    if len(results) > 1 and year is not None:
        results = [each for each in results if str(year) in each.column.header]
    return results[0].column.number if len(results) == 1 and last == first + moved else None


def _instead_of(block: Block) -> str | None:
    other = block.reading.instead
    return f"{other.table.sheet.name}!{area_of(other.table)}" if other is not None else None


def _one_or_more(columns: list[str]) -> str | list[str]:
    return columns[0] if len(columns) == 1 else columns


def _aim(judged: Judged) -> dict[str, Any]:
    key = judged.line[1] if judged.line is not None else ""
    start = key.endswith(START)
    aim: dict[str, Any] = {"concept": key.removesuffix(START)}
    if start:
        aim["at"] = "start"
    if judged.reversed:
        aim["sign"] = "reversed"
    return aim


def _inner_row(row: Row, rows: Iterable[Row]) -> Row:
    """Return the row of the sheet with the words, of which an outer column holds a total."""
    return next((each for each in rows if each.index == row.index and each.label), row)


def area_of(table: Table) -> str:
    """Return the cells of a table with its head and titles: ``A5:K30``."""
    if table.turned or table.stacked is not None:
        (top, bottom), (first, last) = table.rows_shown, table.columns_shown
        return f"{column_letters(first)}{top}:{column_letters(last)}{bottom}"
    left, right = (1, max(table.right, _used_width(table))) if table.alone else (table.left, table.right)
    return f"{column_letters(left)}{table.first_row}:{column_letters(right)}{table.last_row}"


def _used_width(table: Table) -> int:
    return max(cell.ref.column for cell in table.sheet.cells)


def name_row(row: Row, rows: Iterable[Row]) -> dict[str, Any]:
    """Return the words by which a mapping finds a row; where several have the same, which of them it is."""
    if not row.label and not row.code:
        return {"row": row.index}
    named: dict[str, Any] = {}
    if row.code:
        named["line"] = row.code
    if row.label:
        named["label"] = row.label
    same = [each.index for each in rows if fold(each.label) == fold(row.label) and each.code == row.code]
    alike = sorted(dict.fromkeys(same))
    return named if len(alike) == 1 else {**named, "nth": alike.index(row.index) + 1, "of": len(alike)}


def _distinct(lines: list[Line]) -> list[Line]:
    counts = Counter(fold(line.label or "") for line in lines)
    return [line for line in lines if counts[fold(line.label or "")] == 1]


def _header_rows(rows: tuple[int, ...]) -> int | list[int] | None:
    if not rows:
        return None
    return rows[0] if len(rows) == 1 else list(rows)


def _letters(columns: tuple[int, ...]) -> str | list[str]:
    letters = [column_letters(column) for column in columns]
    return letters[0] if len(letters) == 1 else letters
