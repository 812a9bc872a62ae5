"""Where a statement's lines and columns stand on a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from samples.builder.boards import Layout
from samples.builder.sheets import Cell, Column, Means, Row, SheetContent
from samples.builder.sums import Figures, parts_present
from samples.builder.tables import Line, statement_lines
from xbrl_pipeline.messages.notation import day

HEADER_ROW = 5
DASH = "-"
_YEAR_OF: dict[Means, int] = {"current": 2025, "previous": 2024, "budget": 2025}
_WIDTHS = {"number": 9, "label": 54, "note": 7}
_AMOUNT_WIDTH = 17


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement to lay out: its table, its figures, the figure column behind each meaning."""

    sheet: str
    title: str
    table: str
    figures: Figures
    columns: tuple[tuple[Means, str], ...]
    kind: Literal["separate", "consolidated"]
    instant: bool = False
    numbered: bool = False


def lay_out(statement: Statement, layout: Layout, name: str) -> SheetContent:
    """Return the sheet of a statement."""
    return _Sheet(statement, layout, name).content()


def titles(column: int, *texts: str) -> Iterator[Cell]:
    """Yield the title cells that stand above the header row."""
    styles = ("title", "subtitle", "remark")
    for row, (text, style) in enumerate(zip(texts, styles, strict=False), start=1):
        yield Cell(row, column, text, style)


class _Sheet:
    def __init__(self, statement: Statement, layout: Layout, name: str) -> None:
        self.statement, self.layout, self.name = statement, layout, name
        self.lines = [
            line for line in statement_lines(statement.table) if not line.key or line.key in statement.figures
        ]
        self.row_of = dict(_numbered_rows(self.lines))
        self.places = {place: layout.first_column + step for step, place in enumerate(self._places())}
        self.amounts = [self._amount_column(means) for means in self._means()]

    def content(self) -> SheetContent:
        return SheetContent(
            name=self.statement.sheet,
            cells=tuple(sorted(self._cells(), key=lambda cell: (cell.row, cell.column))),
            widths=tuple((column, _WIDTHS.get(place, _AMOUNT_WIDTH)) for place, column in self.places.items()),
            statement=self.statement.kind,
            header_row=HEADER_ROW,
            line_column=self.places.get("number", 0),
            label_column=self.places["label"],
            columns=tuple(self._mapped_columns()),
            rows=tuple(Row.of(line) for line in self.lines if line.key),
        )

    def _means(self) -> list[Means]:
        means = [means for means, _ in self.statement.columns]
        return means[::-1] if self.layout.previous_first else means

    def _places(self) -> list[str]:
        text = ["number", "label"] if self.statement.numbered else ["label"]
        note = ["note"] if self.statement.numbered else []
        amounts: list[str] = [*self._means()]
        return [*text, *amounts, *note] if self.layout.note_last else [*text, *note, *amounts]

    def _amount_column(self, means: Means) -> tuple[Means, int, str]:
        return means, self.places[means], dict(self.statement.columns)[means]

    def _mapped_columns(self) -> Iterator[Column]:
        for place, column in self.places.items():
            if place == "note":
                yield Column(column, "note", "Toel.")
        for means, column, _ in self.amounts:
            header = header_of(self.layout, self.statement.instant, means)
            yield Column(column, means, day(header) if isinstance(header, date) else str(header))

    def _cells(self) -> Iterator[Cell]:
        yield from titles(self.layout.first_column, self.name, self.statement.title, "(in euro's)")
        yield from self._header()
        for line in self.lines:
            yield from self._text_cells(line)
            if line.key:
                yield from (self._amount_cell(line, column, name) for _, column, name in self.amounts)

    def _header(self) -> Iterator[Cell]:
        words = {"number": "RJ", "label": "Omschrijving", "note": "Toel."}
        for place, word in words.items():
            if place in self.places:
                yield Cell(HEADER_ROW, self.places[place], word, "header")
        for means, column, _ in self.amounts:
            header = header_of(self.layout, self.statement.instant, means)
            yield Cell(HEADER_ROW, column, header, "header_date" if isinstance(header, date) else "header_right")

    def _text_cells(self, line: Line) -> Iterator[Cell]:
        row = self.row_of[line]
        yield Cell(row, self.places["label"], line.label, f"label_{line.style}")
        if line.number:
            yield Cell(row, self.places["number"], line.number, f"number_{line.style}")
        if line.note and "note" in self.places:
            yield Cell(row, self.places["note"], int(line.note), "note")

    def _amount_cell(self, line: Line, column: int, name: str) -> Cell:
        amount = self.statement.figures[line.key].get(name)
        parts = self._formula(line)
        value = DASH if amount is None else line.sign * amount
        return Cell(self.row_of[line], column, value, f"amount_{line.style}", parts, line.concept)

    def _formula(self, line: Line) -> tuple[tuple[int, int], ...]:
        lines = {other.key: other for other in self.lines if other.key}
        present = parts_present(line, lines)
        return tuple((weight * line.sign * lines[key].sign, self.row_of[lines[key]]) for key, weight in present)


def header_of(layout: Layout, instant: bool, means: Means) -> date | int | str:
    """Return what the board writes above a column of amounts."""
    year = _YEAR_OF[means]
    if means == "budget":
        return f"Begroting {year}"
    if instant:
        return _instant_header(layout, year)
    flows: dict[str, int | str] = {"date": str(year), "text": f"Realisatie {year}", "number": year}
    return flows.get(layout.header, f"Jaarrekening {year}")


def _instant_header(layout: Layout, year: int) -> date | str:
    if layout.header == "words":
        return f"31 december {year}"
    end = date(year, 12, 31)
    return day(end) if layout.header == "text" else end


def _numbered_rows(lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    row = HEADER_ROW
    for line in lines:
        row += 2 if line.style == "heading" else 1
        yield line, row
