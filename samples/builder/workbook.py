"""The workbook of a board: general data, the statements, and prose that nothing maps."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from samples.builder.boards import Board, all_boards
from samples.builder.books import Books
from samples.builder.cashflow import cash_flow_statement, equity_movement
from samples.builder.group import make_group
from samples.builder.layout import HEADER_ROW, Statement, lay_out, titles
from samples.builder.sheets import BoardWorkbook, Cell, Column, Means, Row, SheetContent
from samples.builder.tables import GeneralLine, general_lines

Kind = Literal["separate", "consolidated"]

GENERAL_SHEET, NOTES_SHEET = "Algemene gegevens", "Toelichting"
_TWO_YEARS: tuple[tuple[Means, str], ...] = (("current", "2025"), ("previous", "2024"))
_INCOME: tuple[tuple[Means, str], ...] = (("current", "2025"), ("budget", "budget"), ("previous", "2024"))
_SHEETS: dict[Kind, tuple[str, str, str, str]] = {
    "separate": ("Balans", "Staat van baten en lasten", "Kasstroomoverzicht", "Verloop eigen vermogen"),
    "consolidated": (
        "Balans geconsolideerd",
        "Baten en lasten geconsolideerd",  # a sheet name holds 31 characters
        "Kasstroom geconsolideerd",
        "Eigen vermogen geconsolideerd",
    ),
}
_PROSE = (
    "Grondslagen",
    "Deze jaarrekening is een voorbeeld: rechtspersoon, personen en bedragen zijn verzonnen.",
    "De jaarrekening is opgesteld volgens de Regeling jaarverslaggeving onderwijs, met toepassing van RJ 660.",
    "Materiële vaste activa zijn gewaardeerd tegen verkrijgingsprijs, verminderd met lineaire afschrijvingen.",
    "Vorderingen en schulden zijn opgenomen tegen nominale waarde.",
    "De voorziening voor groot onderhoud volgt het onderhoudsplan; de jubileumvoorziening is contant gemaakt.",
    "Baten en lasten zijn toegerekend aan het jaar waarop zij betrekking hebben.",
    "Gebeurtenissen na balansdatum",
    "Er zijn geen gebeurtenissen na balansdatum die het beeld van deze jaarrekening veranderen.",
)


def build_board(key: str) -> BoardWorkbook:
    """Return the workbook of a board in ``boards.yaml``, before anything goes wrong in it; KeyError if unknown."""
    board = all_boards()[key]
    separate, consolidated = make_group(board)
    statements = [] if consolidated is None else list(_statements(board, consolidated, "consolidated"))
    statements += _statements(board, separate, "separate")
    general = general_sheet(board, general_lines(), "Algemene gegevens bij de jaarrekening 2025")
    sheets = (lay_out(statement, board.layout, board.name) for statement in statements)
    return BoardWorkbook(board, (general, *sheets, _prose(board)))


def _statements(board: Board, books: Books, kind: Kind) -> Iterator[Statement]:
    balance, income, cash, equity = _SHEETS[kind]
    word = "geconsolideerd" if kind == "consolidated" else "enkelvoudig"
    moment = f"{str(board.facts['resultaatbestemming']).lower()} resultaatbestemming"
    yield Statement(
        sheet=balance,
        title=f"Balans per 31 december 2025 ({word}, {moment})",
        table="balans",
        figures=books.balance_sheet(),
        columns=_TWO_YEARS,
        kind=kind,
        instant=True,
        numbered=True,
    )
    yield Statement(
        sheet=income,
        title=f"Staat van baten en lasten over 2025 ({word})",
        table="baten-en-lasten",
        figures=books.income_statement(),
        columns=_INCOME,
        kind=kind,
        numbered=True,
    )
    yield Statement(
        sheet=cash,
        title=f"Kasstroomoverzicht over 2025 ({word}, indirecte methode)",
        table="kasstroom",
        figures=cash_flow_statement(books),
        columns=_TWO_YEARS,
        kind=kind,
    )
    yield Statement(
        sheet=equity,
        title=f"Verloop van het eigen vermogen ({word})",
        table="eigen-vermogen",
        figures=equity_movement(books),
        columns=_TWO_YEARS,
        kind=kind,
    )


def general_sheet(board: Board, asked: Iterable[GeneralLine], title: str) -> SheetContent:
    """Return the sheet with the general data of a board, as far as it has what is asked."""
    label, value = board.layout.first_column, board.layout.first_column + 1
    lines = [line for line in asked if not line.concept or line.field in board.facts]
    return SheetContent(
        name=GENERAL_SHEET,
        cells=tuple(_general_cells(board, lines, label, title)),
        widths=((label, 46), (value, 58)),
        header_row=HEADER_ROW,
        label_column=label,
        columns=(Column(value, "value", "Waarde"),),
        rows=tuple(Row(line.label, concept=line.concept) for line in lines if line.concept),
    )


def _general_cells(board: Board, lines: list[GeneralLine], label: int, title: str) -> Iterator[Cell]:
    yield from titles(label, board.name, title)
    yield Cell(HEADER_ROW, label, "Gegeven", "header")
    yield Cell(HEADER_ROW, label + 1, "Waarde", "header")
    row = HEADER_ROW
    for line in lines:
        row += 1 if line.concept else 2
        yield Cell(row, label, line.label, "label_main" if line.concept else "label_heading")
        if line.concept:
            value = board.facts[line.field]
            style = "value_date" if isinstance(value, date) else "value"
            yield Cell(row, label + 1, value, style, concept=line.concept)


def _prose(board: Board) -> SheetContent:
    column = board.layout.first_column
    paragraphs = (
        Cell(row, column, text, "prose" if text.endswith(".") else "label_heading")
        for row, text in enumerate(_PROSE, start=HEADER_ROW)
    )
    cells = (*titles(column, board.name, "Toelichting bij de jaarrekening 2025"), *paragraphs)
    return SheetContent(name=NOTES_SHEET, cells=cells, widths=((column, 110),))
