"""Workbooks as other hands lay them out, with the truth about every amount in them."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from samples.builder.boards import all_boards
from tests.recognition.figures import Means, Name, Row, reworded, statement
from xbrl_pipeline.model.cells import CellRef, column_letters

Truth = dict[str, tuple[str, str, Means, bool, int]]
"""By cell: local name, end or start, meaning of the column, consolidated, amount in euros as it must be reported."""

Extra = Literal["note", "diff", "percent", "blank", "other_year", "old_budget"]
Head = Callable[[str, bool], list[str | int | date | None]]
TITLES: Final[dict[Name, str]] = {
    "balance": "Balans per 31 december 2025",
    "income": "Staat van baten en lasten over 2025",
    "cash": "Kasstroomoverzicht over 2025",
    "equity": "Verloop van het eigen vermogen",
}
SHEETS: Final[dict[Name, str]] = {"balance": "Balans", "income": "SBL", "cash": "Kasstroom", "equity": "EV verloop"}


def plain_heads(means: str, instant: bool) -> list[str | int | date | None]:
    year = {"current": 2025, "previous": 2024, "budget": 2025, "other_year": 2023, "old_budget": 2024}[means]
    if means in ("budget", "old_budget"):
        return [f"Begroting {year}"]
    return [f"31-12-{year}" if instant else str(year)]


@dataclass(frozen=True)
class Layout:
    """How one hand lays out a workbook."""

    name: str
    board: str = "po"
    parts: tuple[tuple[str, tuple[Name, ...]], ...] = ()  # sheets and the statements on them; empty: one each
    wording: int | None = 0
    heads: Head = plain_heads
    order: tuple[str, ...] = ("current", "budget", "previous")
    extras: tuple[Extra, ...] = ()
    scale: int = 1
    scales: dict[str, int] = field(default_factory=dict)
    unit: str = ""
    unit_place: Literal["title", "header", "none"] = "title"
    numbers: Literal["rj", "none", "dotted", "inside", "letters", "own"] = "rj"
    label: Literal["one", "two", "indent", "spaces", "english"] = "one"
    totals: Literal["sample", "below", "above"] = "sample"
    negative_costs: bool = False
    negative_outflows: bool = True
    blanks: bool = False
    headings: bool = True
    details: bool = True
    side_by_side: bool = False
    years_apart: bool = False
    first_row: int = 1
    first_column: int = 1
    title: Callable[[Name, bool], str] = lambda name, _: TITLES[name]
    sheet_name: Callable[[str, bool], str] = lambda name, _: name
    board_title: bool = True
    general: Literal["sheet", "title", "none"] = "sheet"
    consolidated: Literal["none", "sheets", "columns"] = "none"
    footer: tuple[str, ...] = ()
    change: Callable[[Workbook, Truth], None] | None = None
    seed: int = 1


def build(layout: Layout, path: Path) -> Truth:
    """Write a workbook and return the truth about its amounts."""
    return _Builder(layout).build(path)


class _Builder:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.truth: Truth = {}
        self.facts = all_boards()[layout.board].facts
        self.chance = random.Random(layout.seed)  # noqa: S311 - a layout, no secret

    def build(self, path: Path) -> Truth:
        layout = self.layout
        if layout.general == "sheet":
            self._general()
        kinds = (True, False) if layout.consolidated == "sheets" else (False,)
        for consolidated in kinds:
            for name, statements in self._parts():
                self._sheet(name, statements, consolidated=consolidated)
        if layout.change is not None:
            layout.change(self.book, self.truth)
        self.book.save(path)
        return self.truth

    def _parts(self) -> tuple[tuple[str, tuple[Name, ...]], ...]:
        return self.layout.parts or tuple((SHEETS[name], (name,)) for name in SHEETS)

    def _general(self) -> None:
        sheet = self.book.create_sheet("Gegevens")
        pairs = (
            ("Naam bevoegd gezag", "naam"),
            ("Bestuursnummer", "bestuursnummer"),
            ("KvK-nummer", "kvk"),
            ("Einde boekjaar", "einde"),
            ("Sector", "sector"),
            ("Accountant", "titel"),
        )
        for row, (label, name) in enumerate(pairs, 3):
            sheet.cell(row, 2, label)
            sheet.cell(row, 3, self.facts[name])

    def _sheet(self, name: str, statements: tuple[Name, ...], *, consolidated: bool) -> None:
        layout = self.layout
        years: tuple[tuple[str, ...], ...] = (layout.order,)
        if layout.years_apart:
            years = (("current", "budget"), ("previous",))
        for order in years:
            title = layout.sheet_name(name, consolidated)
            if layout.years_apart:
                title = f"{title} {'2025' if order[0] == 'current' else '2024'}"
            sheet = self.book.create_sheet(title[:31])
            row = layout.first_row
            for statement_name in statements:
                row = self._statement(sheet, row, statement_name, order, consolidated=consolidated)
            for text in layout.footer:
                row += 1
                sheet.cell(row, layout.first_column, text)

    def _statement(self, sheet: Worksheet, row: int, name: Name, order: tuple[str, ...], *, consolidated: bool) -> int:
        layout = self.layout
        rows = reworded(statement(layout.board, name, consolidated=consolidated), layout.wording, name)
        other = None
        if layout.consolidated == "columns":
            rows = reworded(statement(layout.board, name, consolidated=True), layout.wording, name)
            other = {each.key: each for each in statement(layout.board, name)}
        rows = self._arranged(rows, name)
        title = layout.title(name, consolidated)
        if layout.board_title:
            sheet.cell(row, layout.first_column, self._board_words())
            row += 1
        if title:
            sheet.cell(row, layout.first_column, title)
            row += 1
        scale = layout.scales.get(sheet.title, layout.scale)
        if layout.unit_place == "title" and (layout.unit or scale != 1):
            sheet.cell(row, layout.first_column, layout.unit or "(x € 1.000)")
            row += 1
        if name == "balance" and layout.side_by_side:
            split = next(
                i for i, each in enumerate(rows) if each.label.upper().startswith("PASSIVA") or each.key == "Equity"
            )
            last = self._table(sheet, row, layout.first_column, rows[:split], name, order, scale, consolidated, other)
            width = self._width(order, name) + 1
            right = self._table(
                sheet, row, layout.first_column + width, rows[split:], name, order, scale, consolidated, other
            )
            return max(last, right) + 2
        return self._table(sheet, row, layout.first_column, rows, name, order, scale, consolidated, other) + 2

    def _board_words(self) -> str:
        if self.layout.general == "title":
            return f"{self.facts['naam']} (bestuursnummer {self.facts['bestuursnummer']}, KvK {self.facts['kvk']})"
        return str(self.facts["naam"])

    def _columns(self, order: tuple[str, ...], name: Name) -> list[tuple[str, bool]]:
        """Columns with figures: what they mean, and whether they are of the separate accounts in a joint table."""
        means = [each for each in order if each in ("current", "previous") or name == "income"]
        columns = [(each, False) for each in means if each not in ("note", "blank")]
        if self.layout.consolidated == "columns":
            columns = [*columns, *((each, True) for each in means)]
        return columns

    def _width(self, order: tuple[str, ...], name: Name) -> int:
        labels = 2 if self.layout.label in ("two", "english") else 1
        number = self.layout.numbers in ("rj", "dotted", "letters", "own")
        return labels + number + len(self._columns(order, name)) + len(self.layout.extras)

    def _table(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        rows: list[Row],
        name: Name,
        order: tuple[str, ...],
        scale: int,
        consolidated: bool,
        other: dict[str, Row] | None,
    ) -> int:
        layout = self.layout
        place = column
        number_column = 0
        if layout.numbers in ("rj", "dotted", "letters", "own"):
            number_column, place = place, place + 1
        label_columns = [place, place + 1] if layout.label in ("two", "english") else [place]
        place += len(label_columns)
        note_column = 0
        if "note" in layout.extras:
            note_column, place = place, place + 1
        figures: dict[int, tuple[str, bool]] = {}
        for entry in self._columns(order, name):
            figures[place] = entry
            place += 1 + ("blank" in layout.extras)
        row = self._header(sheet, row, figures, name, note_column, label_columns[0], number_column, place)
        extra: dict[str, int] = {
            kind: place + step for step, kind in enumerate(k for k in layout.extras if k not in ("note", "blank"))
        }
        for count, line in enumerate(rows):
            if layout.blanks and count and line.style in ("heading", "total") and self.chance.random() < 0.7:
                row += 1
            row += 1
            self._words(sheet, row, line, number_column, label_columns, count)
            if note_column and line.note:
                sheet.cell(row, note_column, int(line.note))
            if line.key:
                self._amounts(sheet, row, line, figures, name, scale, consolidated, other)
                self._extras(sheet, row, figures, extra)
        return row

    def _header(  # noqa: C901 - one cell after the other
        self,
        sheet: Worksheet,
        row: int,
        figures: dict[int, tuple[str, bool]],
        name: Name,
        note: int,
        label: int,
        number: int,
        place: int,
    ) -> int:
        layout = self.layout
        heads = {column: layout.heads(means, name == "balance") for column, (means, _) in figures.items()}
        deep = max((len(head) for head in heads.values()), default=0)
        if layout.consolidated == "columns":
            for column, (_, separate) in figures.items():
                heads[column] = ["Enkelvoudig" if separate else "Geconsolideerd", *heads[column]]
            deep += 1
        for column, head in heads.items():
            for step, text in enumerate(head):
                if text is not None:
                    sheet.cell(row + step, column, text)
        last = row + max(deep, 1) - 1
        if deep:
            if number:
                sheet.cell(last, number, "RJ")
            sheet.cell(last, label, "Omschrijving")
            if note:
                sheet.cell(last, note, "Toel.")
            names = {
                "diff": "Verschil",
                "percent": "%",
                "other_year": "Realisatie 2023",
                "old_budget": "Begroting 2024",
            }
            for step, kind in enumerate(k for k in layout.extras if k not in ("note", "blank")):
                sheet.cell(last, place + step, names[kind])
        if layout.unit_place == "header" and layout.scale != 1:
            last += 1
            for column in figures:
                sheet.cell(last, column, layout.unit or "x € 1.000")
        return last if deep or layout.unit_place == "header" else row - 1

    def _words(self, sheet: Worksheet, row: int, line: Row, number: int, labels: list[int], count: int) -> None:
        layout = self.layout
        if number and (text := self._number(line, count)):
            sheet.cell(row, number, text)
        words = line.label
        deep = line.style == "detail"
        if layout.numbers == "inside" and line.number:
            words = f"{line.number} {words}"
        cell = sheet.cell(row, labels[1] if deep and layout.label == "two" else labels[0], words)
        if layout.label == "spaces" and deep:
            cell.value = f"    {words}"
        if layout.label == "indent" and deep:
            cell.alignment = Alignment(indent=2)

    def _number(self, line: Row, count: int) -> str:
        match self.layout.numbers:
            case "rj":
                return line.number
            case "dotted":
                return f"{line.number}." if line.number else ""
            case "letters":
                return f"A.{line.number}" if line.number else ""
            case "own":
                return f"{100 + count}"
            case _:
                return ""

    def _amounts(
        self,
        sheet: Worksheet,
        row: int,
        line: Row,
        figures: dict[int, tuple[str, bool]],
        name: Name,
        scale: int,
        consolidated: bool,
        other: dict[str, Row] | None,
    ) -> None:
        for column, (means, separate) in figures.items():
            source = other.get(line.key) if separate and other is not None else line
            amount = None if source is None else source.values.get(means)  # type: ignore[call-overload]
            if means == "other_year":
                amount = (line.values["previous"] or 0) - 1234
            if means == "old_budget":
                amount = (line.values["budget"] or 0) - 4321
            if amount is None:
                sheet.cell(row, column, "-")
                continue
            sign = self._sign(line, name)
            shown = round(amount / scale)
            sheet.cell(row, column, sign * shown)
            if line.reported and means in ("current", "previous", "budget"):
                ref = CellRef(sheet.title, row, column)
                local, _, start = line.key.partition("@")
                group = consolidated or (other is not None and not separate)
                self.truth[str(ref)] = (local, start or "end", means, group, shown * scale)  # type: ignore[assignment]

    def _sign(self, line: Row, name: Name) -> int:
        if name == "income" and self.layout.negative_costs:
            return -1 if _is_cost(line) else 1
        if name == "cash" and not self.layout.negative_outflows:
            return 1
        return line.shown

    def _extras(self, sheet: Worksheet, row: int, figures: dict[int, tuple[str, bool]], extra: dict[str, int]) -> None:
        first = [sheet.cell(row, column).value for column in figures]
        amounts = [value for value in first if isinstance(value, int)]
        if "diff" in extra and len(amounts) > 1:
            sheet.cell(row, extra["diff"], amounts[0] - amounts[1])
        if "percent" in extra and len(amounts) > 1 and amounts[1]:
            sheet.cell(row, extra["percent"], round(amounts[0] / amounts[1], 3))
        if "other_year" in extra and amounts:
            sheet.cell(row, extra["other_year"], amounts[0] - 999)
        if "old_budget" in extra and amounts:
            sheet.cell(row, extra["old_budget"], amounts[0] - 555)

    def _arranged(self, rows: list[Row], name: Name) -> list[Row]:
        layout = self.layout
        if not layout.headings:
            rows = [row for row in rows if row.key]
        if not layout.details:
            rows = [row for row in rows if row.style != "detail"]
        if layout.totals == "below" and name in ("balance", "income"):
            rows = list(_totals_below(rows))
        if layout.totals == "above" and name in ("balance", "income"):
            rows = list(_totals_above(rows))
        return rows


_COST_KEYS: Final = re.compile(
    r"Costs|Expense|Depreciation|Amortisation|WagesSalaries|SocialSecurity|AccommodationLevies|ProvisionsOtherAdditions|ProvisionAdditions|TransfersSchoolBoards"
)


def _is_cost(line: Row) -> bool:
    return bool(_COST_KEYS.search(line.key)) and line.key not in (
        "BalanceIncomeAndExpenses",
        "FinancialIncomeExpenses",
        "InterestIncomeRelatedIncome",
    )


def _totals_below(rows: list[Row]) -> Iterator[Row]:
    """Put every line that adds up details below them, under a heading with its words."""
    by_key = {row.key: row for row in rows}
    held: list[tuple[set[str], Row]] = []
    for row in rows:
        parts = {key for key in row.parts if key in by_key}
        if parts and row.style == "main":
            held.append((parts, row))
            yield replace(row, key="", style="heading", number="")
            continue
        yield row
        while held and (row.key in held[-1][0] or row is held[-1][1]):
            held[-1][0].discard(row.key)
            if held[-1][0]:
                break
            row = held.pop()[1]  # noqa: PLW2901 - the total itself may close the group it is in
            yield replace(row, label=f"Totaal {row.label[0].lower()}{row.label[1:]}")


def _totals_above(rows: list[Row]) -> Iterator[Row]:
    """Put group totals where their heading was."""
    waiting: list[Row] = []
    totals = {
        row.key: row
        for row in rows
        if row.key in ("AssetsNoncurrent", "AssetsCurrent", "Assets", "EquityAndLiabilities", "Income", "Expenses")
    }
    heads = {
        "ACTIVA": "Assets",
        "Vaste activa": "AssetsNoncurrent",
        "Vlottende activa": "AssetsCurrent",
        "PASSIVA": "EquityAndLiabilities",
        "BATEN": "Income",
        "LASTEN": "Expenses",
    }
    for row in rows:
        if row.key in totals:
            continue
        if not row.key and row.label in heads and heads[row.label] in totals:
            yield totals[heads[row.label]]
            continue
        yield row
    yield from waiting


def cell_name(sheet: str, row: int, column: int) -> str:
    return f"{sheet}!{column_letters(column)}{row}"


def day_heads(means: str, instant: bool) -> list[str | int | date | None]:
    year = {"current": 2025, "previous": 2024, "budget": 2025}[means]
    return [f"Begroting {year}"] if means == "budget" else [date(year, 12, 31) if instant else f"Realisatie {year}"]
