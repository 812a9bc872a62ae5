"""The sample boards' statements as plain lines, free of any layout."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

import yaml

from samples.builder.boards import all_boards
from samples.builder.books import Books
from samples.builder.cashflow import cash_flow_statement, equity_movement
from samples.builder.group import make_group
from samples.builder.sums import Figures
from samples.builder.tables import Line, statement_lines

Name = Literal["balance", "income", "cash", "equity"]
Means = Literal["current", "previous", "budget"]
TABLES: Final[dict[Name, str]] = {
    "balance": "balans",
    "income": "baten-en-lasten",
    "cash": "kasstroom",
    "equity": "eigen-vermogen",
}
_FIGURE: Final[dict[Means, str]] = {"current": "2025", "previous": "2024", "budget": "budget"}


@dataclass(frozen=True)
class Row:
    """One line: ``parts`` are the keys that it adds up, ``value`` its figures by meaning, in the report's sign."""

    key: str
    label: str
    style: str
    number: str
    parts: tuple[str, ...]
    values: dict[Means, int | None]
    shown: int = 1  # the sign in which accounts show it
    note: str = ""

    @property
    def reported(self) -> bool:
        return bool(self.key) and not self.key.startswith("~")


@cache
def wordings() -> dict[str, list[str]]:
    table: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text("utf-8"))
    return table


@cache
def books_of(board: str) -> tuple[Books, Books | None]:
    return make_group(all_boards()[board])


def statement(board: str, name: Name, *, consolidated: bool = False) -> list[Row]:
    separate, group = books_of(board)
    books = group if consolidated else separate
    assert books is not None
    figures = _figures(books, name)
    lines = [line for line in statement_lines(TABLES[name]) if not line.key or line.key in figures]
    return [_row(line, figures.get(line.key, {})) for line in lines]


def _figures(books: Books, name: Name) -> Figures:
    if name == "balance":
        return books.balance_sheet()
    if name == "income":
        return books.income_statement()
    return cash_flow_statement(books) if name == "cash" else equity_movement(books)


def _row(line: Line, amounts: dict[str, int]) -> Row:
    parts = tuple(key for part in line.parts for key in part.keys)
    values = {means: amounts.get(column) for means, column in _FIGURE.items()}
    return Row(line.key, line.label, line.style, line.number, parts, values, line.sign, line.note)


def reworded(rows: list[Row], variant: int | None, name: Name) -> list[Row]:
    """Give every line the words of one of the other hands."""
    if variant is None:
        return rows
    return [replace(row, label=_words(row, variant, name)) for row in rows]


def _words(row: Row, variant: int, name: Name) -> str:
    key = "Equity@end" if name == "equity" and row.key == "Equity" else row.key
    choices = wordings().get(key)
    return choices[variant % len(choices)] if choices and row.reported else row.label
