"""A recognition as a mapping file: what is above the threshold becomes a line, what is open does not."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from xbrl_pipeline.mapping.files import Column, IgnoredSheet, Line, MappingFile, Sheet, Value
from xbrl_pipeline.mapping.recognise.findings import Finding
from xbrl_pipeline.mapping.recognise.lexicon import START
from xbrl_pipeline.mapping.recognise.meanings import Meaning
from xbrl_pipeline.mapping.recognise.propose import General, Recognition, Seen
from xbrl_pipeline.mapping.recognise.tables import Row
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.profiles import ReportProfile

_MEANT: Final = ("current", "previous", "budget")


@dataclass(frozen=True)
class Draft:
    """A mapping and, for each of its lines, the row it came from: ``(place of the sheet, row) -> finding``."""

    mapping: MappingFile
    seen: tuple[tuple[int, Seen], ...]  # place among the mapping's sheets


def make_draft(
    recognition: Recognition, profile: ReportProfile, messages: Messages, *, confirmed: bool = False
) -> Draft:
    """Write a recognition as a mapping; what is missing for one is a PipelineError."""
    board = recognition.board
    if recognition.empty:
        raise PipelineError("recognise.nothing")
    for what, told in (("verslagjaar", board.year), ("bestuursnummer", board.number)):
        if told is None:
            found = dict(board.doubts).get(what, ())
            code = f"recognise.two.{what}" if found else f"recognise.missing.{what}"
            raise PipelineError(code, ExitCode.INPUT_REFUSED, found=found)
    writer = _Writer(recognition, messages)
    left_out = {name for name, _ in recognition.ignored}
    blocks = [seen for seen in recognition.seen if not seen.trouble and seen.block.table.sheet.name not in left_out]
    trials = [found.block for found in recognition.trials if found.complete and found.sheet not in left_out]
    if not (blocks or trials):
        raise PipelineError("recognise.nothing")
    sheets = [*(writer.general(general) for general in recognition.general), *(writer.block(seen) for seen in blocks)]
    ignored = [
        IgnoredSheet(sheet=sheet.name, reason=messages.text("recognise.no_figures")) for sheet in recognition.wordy
    ]
    ignored += [IgnoredSheet(sheet=name, reason=reason) for name, reason in recognition.ignored]
    data: dict[str, Any] = {
        "version": 1,
        "taxonomy": profile.taxonomy,
        "report": profile.report,
        "verslagjaar": int(board.year.value) if board.year else 0,
        "bestuursnummer": board.number.value if board.number else "",
        "confirmed": confirmed,
        "sheets": sheets,
        "trial_balances": trials,
        "ignore_sheets": ignored,
        "values": list(_values(recognition, profile)),
    }
    start = len(recognition.general)
    return Draft(MappingFile(**data), tuple(enumerate(blocks, start)))


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
        self.messages = messages
        names = [fold(seen.block.table.sheet.name) for seen in recognition.seen]
        names += [fold(general.sheet.name) for general in recognition.general]
        self.shared = {name for name, count in Counter(names).items() if count > 1}
        self.ends = {
            name: max(seen.block.first_row for seen in recognition.seen if fold(seen.block.table.sheet.name) == name)
            for name in names
            if any(fold(seen.block.table.sheet.name) == name for seen in recognition.seen)
        }

    def block(self, seen: Seen) -> Sheet:
        block = seen.block
        name = block.table.sheet.name
        return Sheet(
            sheet=name,
            rows=self._rows(seen),
            statement=seen.kind,
            header_row=_header_rows(block.header_rows),
            line_column=column_letters(block.table.numbers) if block.table.numbers else None,
            label_column=_letters(block.table.labels),
            scale=seen.scale,
            columns=list(self._columns(seen)),
            lines=list(self._lines(seen)),
        )

    def _rows(self, seen: Seen) -> str | None:
        block = seen.block
        name = fold(block.table.sheet.name)
        if name not in self.shared and block.table.whole:
            return None
        last = "" if block.first_row >= self.ends[name] and block.table.alone else str(block.last_row)
        return f"{block.first_row}-{last}"

    def _columns(self, seen: Seen) -> Iterator[Column]:
        heads = bool(seen.block.header_rows)
        for number in seen.block.table.notes:
            yield Column.model_validate({"column": column_letters(number), "means": "note"})
        for meaning in seen.columns:
            if meaning.means is not None:
                yield self._column(meaning, heads=heads)

    def _column(self, meaning: Meaning, *, heads: bool) -> Column:
        left_out = meaning.means == "ignore"
        return Column(
            column=column_letters(meaning.column.number),
            header=meaning.column.header if heads and meaning.column.header else None,
            means=meaning.means or "ignore",
            statement=meaning.statement if meaning.means in _MEANT else None,
            reason=self.messages.text(f"recognise.column.{meaning.reason}") if left_out else None,
        )

    def _lines(self, seen: Seen) -> Iterator[Line]:
        rows = seen.block.rows
        for found in seen.rows:
            named = name_row(found.row, rows)
            if named is None or found.open:
                continue
            if found.ignored:
                yield Line(**named, ignore=found.note or self.messages.text(f"recognise.why.{found.reasons[0]}"))
            else:
                yield Line(**named, **_aim(found))

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


def _aim(found: Finding) -> dict[str, Any]:
    key = found.key or ""
    start = key.endswith(START)
    aim: dict[str, Any] = {"concept": key.removesuffix(START)}
    if start:
        aim["at"] = "start"
    if found.reversed:
        aim["sign"] = "reversed"
    return aim


def name_row(row: Row, rows: Iterable[Row]) -> dict[str, Any] | None:
    """Return the words by which a mapping finds a row; None where nothing tells it apart."""
    if not row.label and not row.number:
        return {"row": row.index}
    named: dict[str, Any] = {}
    if row.number:
        named["line"] = row.number
    if row.label:
        named["label"] = row.label
    alike = [other for other in rows if fold(other.label) == fold(row.label) and other.number == row.number]
    if len(alike) == 1:
        return named
    above = _marker(row, alike, rows)
    if above is not None:
        return {**named, "after": above}
    return named if row.index == min(other.index for other in alike) and _all_marked(alike, rows) else None


def _marker(row: Row, alike: list[Row], rows: Iterable[Row]) -> str | None:
    """Return the words of the nearest row above that stand only there, and after which the row comes first."""
    rows = list(rows)
    words = Counter(fold(other.label) for other in rows)
    before = max((other.index for other in alike if other.index < row.index), default=0)
    between = [other for other in rows if before < other.index < row.index and words[fold(other.label)] == 1]
    named = [other for other in between if other.label]
    return named[-1].label if named else None


def _all_marked(alike: list[Row], rows: Iterable[Row]) -> bool:
    rows = list(rows)
    first = min(other.index for other in alike)
    return all(_marker(other, alike, rows) is not None for other in alike if other.index != first)


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
