"""A recognition as a mapping file: what is accepted becomes a line, what is open does not, what is left out says why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from xbrl_pipeline.mapping.files import Column, IgnoredArea, IgnoredSheet, Line, MappingFile, Sheet, Value
from xbrl_pipeline.mapping.recognise.grid import Row, Table
from xbrl_pipeline.mapping.recognise.judge import Judged
from xbrl_pipeline.mapping.recognise.lexicon import START
from xbrl_pipeline.mapping.recognise.periods import Period
from xbrl_pipeline.mapping.recognise.recognition import Block, General, Recognition
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.profiles import ReportProfile

_LAST_COLUMN: Final = 16_384


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
        self.ends = {fold(table.sheet.name): 0 for table in taken}
        for block in recognition.blocks:
            name = fold(block.table.sheet.name)
            if name in self.ends:
                self.ends[name] = max(self.ends[name], block.table.first_row)

    def block(self, block: Block) -> Sheet:
        """Return a table as a block of a sheet."""
        table = block.table
        return Sheet(
            sheet=table.sheet.name,
            rows=self._rows(table),
            statement=block.reading.scope or "separate",
            header_row=_header_rows(table.head_rows),
            line_column=column_letters(table.codes) if table.codes else None,
            label_column=_letters(table.labels),
            scale=block.reading.scale or 1,  # type: ignore[arg-type] # one of the scales that a mapping knows
            columns=list(self._columns(block)),
            lines=list(self._lines(block)),
        )

    def _rows(self, table: Table) -> str | None:
        name = fold(table.sheet.name)
        if name not in self.shared and table.whole:
            return None
        last = "" if table.first_row >= self.ends[name] and table.alone else str(table.last_row)
        return f"{table.first_row}-{last}"

    def _columns(self, block: Block) -> Iterator[Column]:
        heads = bool(block.table.head_rows)
        for number in block.table.notes:
            yield Column.model_validate({"column": column_letters(number), "means": "note"})
        for period in block.reading.periods.columns:
            if period.means is not None:
                yield self._column(period, heads=heads)

    def _column(self, period: Period, *, heads: bool) -> Column:
        left_out = period.means == "ignore"
        return Column(
            column=column_letters(period.column.number),
            header=period.column.header if heads and period.column.header else None,
            means=period.means or "ignore",
            statement=period.scope if period.reported else None,
            reason=self.messages.text(f"recognise.column.{period.reason}") if left_out else None,
        )

    def _lines(self, block: Block) -> Iterator[Line]:
        outer = [column_letters(each.number) for each in block.table.columns if each.inner is not None]
        for judged in block.rows:
            if judged.open:
                continue
            named = name_row(judged.row, block.table.rows)
            if judged.row.outer and outer and not judged.row.label:
                named = name_row(_inner_row(judged.row, block.table.rows), block.table.rows)
                named["column"] = outer[0] if len(outer) == 1 else outer
            if judged.aside:
                reason = reason_left_out(judged, self.recognition, self.messages)
                yield Line(**named, ignore=reason)
            else:
                yield Line(**named, **_aim(judged))

    def ignored_sheets(self) -> Iterator[IgnoredSheet]:
        """Give the sheets of which nothing is taken, and why."""
        for name, why in self.recognition.sheets_aside:
            yield IgnoredSheet(sheet=name, reason=self.messages.text(f"recognise.aside.{why}"))
        for name, blocks in self._by_sheet().items():
            if fold(name) not in self.mapped and all(block.reading.aside for block in blocks):
                yield IgnoredSheet(sheet=name, reason=reason_aside(blocks[0], self.messages))

    def ignored_areas(self) -> Iterator[IgnoredArea]:
        """Give the tables that are left out of sheets of which other tables are taken."""
        for name, blocks in self._by_sheet().items():
            if fold(name) not in self.mapped and all(block.reading.aside for block in blocks):
                continue
            for block in blocks:
                if block.reading.aside:
                    yield IgnoredArea(sheet=name, area=area_of(block.table), reason=reason_aside(block, self.messages))

    def _by_sheet(self) -> dict[str, list[Block]]:
        found: dict[str, list[Block]] = {}
        for block in self.recognition.blocks:
            found.setdefault(block.table.sheet.name, []).append(block)
        return found

    def general(self, general: General) -> Sheet:
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
            elif isinstance(value.value, str):
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
