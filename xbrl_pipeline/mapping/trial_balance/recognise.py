"""Recognising a trial balance in a sheet without a mapping: a proposal for a person, with what speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from xbrl_pipeline.mapping.trial_balance.numbers import AccountNumber, read_account
from xbrl_pipeline.mapping.trial_balance.plan import load_plan, plan_names
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.notation import Unread, read_number

_FEWEST: Final = 8  # accounts; below that any numbered list would do
_MOST: Final = 0.8  # of the cells of a column
_CODE: Final = re.compile(r"[BW](?:[A-Z][a-z]{2}){1,5}")
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_HOLDS: Final = {"opening": ("begin", "opening", "1-1-", "01-01-"), "movement": ("mutatie", "periode", "beweging")}
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TrialProposal:
    """A block for ``trial_balances`` in a mapping file, without the accounts that a person has to place.

    ``proven`` are years whose debit equals their credit; ``undecided`` are columns with amounts that stay open, and
    ``unplaced`` accounts that the shared plan does not know.
    """

    block: Block
    proven: tuple[str, ...]
    undecided: tuple[str, ...]
    unplaced: tuple[str, ...]

    @property
    def sheet(self) -> str:
        """The sheet it stands on."""
        return str(self.block["sheet"])

    @property
    def complete(self) -> bool:
        """Whether it can be used as it is: a shared plan places the accounts; those it does not know are errors."""
        return "plan" in self.block


def recognise_trial_balance(sheet: SheetCells, verslagjaar: int | None = None) -> TrialProposal | None:
    """Propose what the columns of a trial balance are; None where the sheet is no trial balance."""
    columns = _columns(sheet)
    accounts = next((number for number, cells in columns.items() if _are_accounts(cells)), None)
    if accounts is None:
        return None
    rows = [cell.ref.row for cell in columns[accounts] if _account(cell) is not None]
    table = _Table(sheet, accounts, rows, {number: _inside(cells, rows) for number, cells in columns.items()})
    return table.proposal(verslagjaar)


@dataclass(frozen=True)
class _Table:
    sheet: SheetCells
    accounts: int
    rows: list[int]
    columns: dict[int, list[Cell]]

    def proposal(self, verslagjaar: int | None) -> TrialProposal | None:
        texts = {
            number: cells for number, cells in self.columns.items() if number != self.accounts and _are_texts(cells)
        }
        codes = next((number for number, cells in texts.items() if _are_codes(cells)), None)
        words = next((number for number in texts if number != codes), None)
        if words is None:
            return None
        amounts, undecided = self._amounts(verslagjaar)
        if not amounts:
            return None
        plan = plan_names()[0] if codes is not None else None
        block: Block = {
            "sheet": self.sheet.name,
            "header_row": self.header,
            "account_column": column_letters(self.accounts),
            "description_column": column_letters(words),
            **({"rgs_column": column_letters(codes), "plan": plan} if codes is not None else {}),
            "amounts": amounts,
            "totals": "derive",
            "accounts": [],
        }
        proven = tuple(each["means"] for each in amounts if self._ties(each))
        return TrialProposal(block, proven, tuple(undecided), tuple(self._unplaced(codes, plan)))

    @property
    def header(self) -> int:
        """The last row above the accounts that has words above amounts."""
        above = [cell.ref.row for cell in self.sheet.cells if cell.ref.row < self.rows[0]]
        return max(above, default=1)

    def _amounts(self, verslagjaar: int | None) -> tuple[list[Block], list[str]]:
        """Pair debit with credit, and give each its year; what has no clear header stays open."""
        amounts = [number for number, cells in self.columns.items() if number != self.accounts and _are_amounts(cells)]
        headed = {number: self._head(number) for number in amounts}
        years = sorted({int(year) for words in headed.values() for year in _YEAR.findall(words)})
        current = verslagjaar or (years[-1] if years else None)
        found, undecided, taken = [], [], set[int]()
        for number, words in headed.items():
            if number in taken:
                continue
            means = _means(words, current, alone=not years)
            pair = next((other for other in headed if other == number + 1 and "credit" in headed[other]), None)
            if means is None or ("debet" in words and pair is None) or "credit" in words:
                undecided.append(column_letters(number))
                continue
            place = self._pair(number, pair) if "debet" in words and pair else self._single(number)
            taken |= {number, pair} if "debet" in words and pair else {number}
            found.append({"means": means, "holds": _holds(words), **place})
        return _once(found, undecided), undecided

    def _pair(self, debit: int, credit: int) -> Block:
        headers = {"header": self._shown(debit), "credit_header": self._shown(credit)}
        return {"form": "debit_credit", "debit": column_letters(debit), "credit": column_letters(credit), **headers}

    def _single(self, number: int) -> Block:
        return {"form": "balance", "column": column_letters(number), "header": self._shown(number)}

    def _shown(self, number: int) -> str | None:
        cell = self.sheet.at(self.header, number)
        return cell.shown if cell is not None else None

    def _head(self, number: int) -> str:
        return fold(self._shown(number) or "")

    def _ties(self, amounts: Block) -> bool:
        letters = {column_letters(number): number for number in self.columns}
        if amounts["form"] == "debit_credit":
            return self._sum(letters[amounts["debit"]]) == self._sum(letters[amounts["credit"]])
        return self._sum(letters[amounts["column"]]) == 0

    def _sum(self, number: int) -> Decimal:
        return sum((cell.value for cell in self.columns[number] if isinstance(cell.value, Decimal)), Decimal(0))

    def _unplaced(self, codes: int | None, plan: str | None) -> Iterator[str]:
        names = [name for entry in load_plan(plan).accounts for name in entry.names] if plan else []
        for row in self.rows:
            cell = self.sheet.at(row, codes) if codes is not None else None
            account = self.sheet.at(row, self.accounts)
            known = cell is not None and any(name.holds(cell.shown) for name in names)  # type: ignore[arg-type]
            if account is not None and not known:
                yield account.shown


def _columns(sheet: SheetCells) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        found.setdefault(cell.ref.column, []).append(cell)
    return dict(sorted(found.items()))


def _inside(cells: list[Cell], rows: list[int]) -> list[Cell]:
    kept = set(rows)
    return [cell for cell in cells if cell.ref.row in kept]


def _account(cell: Cell) -> AccountNumber | None:
    if isinstance(cell.value, Decimal):
        return AccountNumber("", int(cell.value)) if cell.value > 0 and cell.value % 1 == 0 else None
    return read_account(cell.shown) if isinstance(cell.value, str) else None


def _are_accounts(cells: list[Cell]) -> bool:
    """Tell whether a column holds account numbers: nearly all its cells, mostly rising, from some length on."""
    numbers = [number for cell in cells if (number := _account(cell)) is not None]
    rising = sum(first < second for first, second in pairwise(numbers))
    long = sum(number.number >= 100 for number in numbers)  # noqa: PLR2004 - the lines of a statement are shorter
    enough = len(numbers) >= _FEWEST and len(numbers) >= _MOST * (len(cells) - 5)
    return enough and rising >= _MOST * (len(numbers) - 1) and long >= _MOST * len(numbers)


def _are_texts(cells: list[Cell]) -> bool:
    words = [cell for cell in cells if isinstance(cell.value, str) and not _is_nil(cell)]
    return bool(cells) and len(words) >= _MOST * len(cells)


def _is_nil(cell: Cell) -> bool:
    return isinstance(cell.value, str) and read_number(cell.shown) is Unread.NIL


def _are_codes(cells: list[Cell]) -> bool:
    return sum(_CODE.fullmatch(cell.shown) is not None for cell in cells) >= _MOST * len(cells)


def _are_amounts(cells: list[Cell]) -> bool:
    typed = sum(isinstance(cell.value, Decimal) for cell in cells)
    return typed > 0 and typed + sum(map(_is_nil, cells)) >= _MOST * len(cells)


def _means(words: str, current: int | None, *, alone: bool) -> str | None:
    years = [int(year) for year in _YEAR.findall(words)]
    if "begroting" in words or "budget" in words:
        return "budget" if not years or years == [current] else None
    if "vorig" in words:
        return "previous"
    if alone or not years or current is None:
        return "current" if alone and words else None
    return {current: "current", current - 1: "previous"}.get(years[-1])


def _holds(words: str) -> str:
    return next((name for name, starts in _HOLDS.items() if any(start in words for start in starts)), "closing")


def _once(found: list[Block], undecided: list[str]) -> list[Block]:
    """Leave open what would be the same amounts of the same year twice."""
    kept: dict[tuple[str, str], Block] = {}
    for block in found:
        key = (block["means"], block["holds"])
        if key in kept:
            undecided.append(block.get("column") or block["debit"])
        else:
            kept[key] = block
    return list(kept.values())
