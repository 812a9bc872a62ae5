"""The workbook with the policy information of a board: general data, and how the workload resources were spent."""

import csv
from collections.abc import Iterator
from typing import Final

from samples.builder.boards import all_boards
from samples.builder.layout import HEADER_ROW, titles
from samples.builder.sheets import BoardWorkbook, Cell, Column, Row, SheetContent
from samples.builder.tables import TABLES, general_lines
from samples.builder.workbook import general_sheet

REPORT: Final = "beleidsinformatie"
BOARDS: Final = ("po",)  # of which there is one
_SHEET: Final = "Werkdrukmiddelen"
_WIDTHS: Final = (60, 17)
# general data of the annual accounts that are not asked again
_NOT_ASKED: Final = {
    "FinancialReportingPeriodDifferentThanAnnualStatus",
    "DocumentRelatesToIndividualEntityOrGroup",
    "BasisOfPreparation",
    "BalanceSheetBeforeAfterAppropriationResults",
    "CashFlowStatementMethodType",
    "FinancialStatementsDateOfPreparation",
    "DocumentAdoptionStatus",
    "DocumentAdoptionDate",
}


def build_policy(key: str) -> BoardWorkbook:
    """Return the policy information of a board in ``boards.yaml``; KeyError if unknown."""
    board = all_boards()[key]
    file = f"{REPORT}/{REPORT}-{board.facts['bestuursnummer']}"
    board = board.model_copy(
        update={"file": file, "facts": board.facts | {"titel": f"Beleidsinformatie 2025 {board.name}"}}
    )
    lines = [line for line in general_lines() if line.concept not in _NOT_ASKED]
    general = general_sheet(board, lines, "Algemene gegevens bij de beleidsinformatie 2025")
    return BoardWorkbook(board, (general, _resources(board.name)), REPORT)


def _resources(name: str) -> SheetContent:
    with (TABLES / f"{REPORT}.csv").open(encoding="utf-8", newline="") as file:
        rows = [(each["label"], each["concept"], each["value"]) for each in csv.DictReader(file)]
    return SheetContent(
        name=_SHEET,
        cells=tuple(_cells(name, rows)),
        widths=tuple(enumerate(_WIDTHS, start=1)),
        header_row=HEADER_ROW,
        label_column=1,
        columns=(Column(2, "value", "2025"),),
        rows=tuple(Row(label, concept=concept) for label, concept, _ in rows if concept),
    )


def _cells(name: str, rows: list[tuple[str, str, str]]) -> Iterator[Cell]:
    yield from titles(1, name, "Besteding van de werkdrukmiddelen in 2025", "Bedragen in euro's")
    yield Cell(HEADER_ROW, 1, "Gegeven", "header")
    yield Cell(HEADER_ROW, 2, "2025", "header_right")
    for row, (label, concept, value) in enumerate(rows, start=HEADER_ROW + 1):
        yield Cell(row, 1, label, "label_main" if concept else "label_heading")
        if concept:
            amount = value.isdecimal()
            yield Cell(row, 2, int(value) if amount else value, "amount_main" if amount else "value", concept=concept)
