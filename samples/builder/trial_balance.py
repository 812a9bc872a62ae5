"""The same board with a trial balance instead of a balance sheet and an income statement."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from samples.builder.accounts import (
    CLAIM,
    CURRENT_ACCOUNT,
    DEBT,
    Account,
    Block,
    current_account,
    make_blocks,
    result_line,
)
from samples.builder.boards import Board, all_boards
from samples.builder.books import Books
from samples.builder.group import make_group
from samples.builder.layout import DASH, HEADER_ROW, titles
from samples.builder.sheets import BoardWorkbook, Cell, CellValue, SheetContent
from samples.builder.workbook import Kind, build_board

SHEET = "Saldibalans"
_SHEETS: dict[Kind, str] = {"separate": SHEET, "consolidated": "Saldibalans geconsolideerd"}
_REPLACED = (
    "Balans",
    "Staat van baten en lasten",
    "Balans geconsolideerd",
    "Baten en lasten geconsolideerd",
)
_HEADERS = ("Rekening", "Omschrijving", "Debet 2025", "Credit 2025", "Saldo 2024", "Begroting 2025")
_CLOSED = Account(9990, "Tussenrekening (afgesloten)", {"2025": 0, "2024": 0}, "")


def build_trial_balance(key: str) -> BoardWorkbook:
    """Return the workbook of a board as its bookkeeping gives it."""
    board = all_boards()[key]
    separate, consolidated = make_group(board)
    sheets = [_sheet(board, separate, "separate")]
    sheets += [] if consolidated is None else [_sheet(board, consolidated, "consolidated")]
    workbook = build_board(key)
    kept = [sheet for sheet in workbook.sheets if sheet.name not in _REPLACED]
    return replace(workbook, sheets=(kept[0], *sheets, *kept[1:]))


def _sheet(board: Board, books: Books, kind: Kind) -> SheetContent:
    blocks = make_blocks(books, board.seed)
    accounts = sorted([account for block in blocks for account in block.accounts], key=lambda each: each.number)
    rows = [*accounts, current_account(), _CLOSED]
    return SheetContent(
        name=_SHEETS[kind],
        cells=tuple(_cells(board.name, sorted(rows, key=lambda each: each.number))),
        widths=((1, 11), (2, 58), *((column, 17) for column in (3, 4, 5, 6))),
        header_row=HEADER_ROW,
        label_column=2,
        trial_balance=_mapping(blocks, kind, result_line(books)),
    )


def _cells(name: str, accounts: list[Account]) -> Iterator[Cell]:
    yield from titles(1, name, "Saldibalans 2025, voor verwerking van het resultaat", "(in euro's)")
    for column, header in enumerate(_HEADERS, start=1):
        yield Cell(HEADER_ROW, column, header, "header" if column < 3 else "header_right")
    last = HEADER_ROW
    for last, account in enumerate(accounts, start=HEADER_ROW + 1):
        yield Cell(last, 1, account.shown, "number_main")
        yield Cell(last, 2, account.words, "label_main")
        for column, value in enumerate(_amounts(account), start=3):
            yield Cell(last, column, value, "amount_main")
    yield Cell(last + 2, 2, "Totaal", "label_total")
    parts = tuple((1, row) for row in range(HEADER_ROW + 1, last + 1))
    for column in (3, 4, 5, 6):
        values = [_amounts(account)[column - 3] for account in accounts]
        total = sum(value for value in values if isinstance(value, int))
        yield Cell(last + 2, column, total, "amount_total", parts)


def _amounts(account: Account) -> list[CellValue]:
    current = account.balances.get("2025", 0)
    return [
        max(current, 0),
        max(-current, 0),
        account.balances.get("2024", 0),
        account.balances.get("budget", DASH),
    ]


def _mapping(blocks: tuple[Block, ...], kind: Kind, result: str) -> dict[str, Any]:
    return {
        "sheet": _SHEETS[kind],
        "statement": kind,
        "header_row": HEADER_ROW,
        "account_column": "A",
        "description_column": "B",
        "amounts": [
            {
                "means": "current",
                "form": "debit_credit",
                "debit": "C",
                "header": "Debet 2025",
                "credit": "D",
                "credit_header": "Credit 2025",
            },
            {"means": "previous", "form": "balance", "column": "E", "header": "Saldo 2024"},
            {"means": "budget", "form": "balance", "column": "F", "header": "Begroting 2025"},
        ],
        "total": "Totaal",
        "totals": "derive",
        "accounts": [
            *({"accounts": block.range, "concept": block.line.concept} for block in blocks),
            {"accounts": str(CURRENT_ACCOUNT), "side": "debit", "concept": CLAIM},
            {"accounts": str(CURRENT_ACCOUNT), "side": "credit", "concept": DEBT},
            {"result": True, "concept": result},
        ],
    }
