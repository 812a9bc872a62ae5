"""Formulas that only add, subtract or multiply by constants, worked out again from the stored values of their cells.

A stored result that differs is a sum that was not calculated again after a change. Any other formula is left alone:
nothing is guessed. Arithmetic is decimal; what binary arithmetic can have added to a stored result is no difference.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from typing import Final

from xbrl_pipeline.model.cells import CellRef, column_number
from xbrl_pipeline.workbook.cells import CellError, CellSum, CellValue, SheetCells
from xbrl_pipeline.workbook.raw import Formula

_LONGEST: Final = 2_000  # characters of a formula
_DEEPEST: Final = 16  # brackets in brackets
_BUDGET: Final = 3_000_000  # cells looked at per workbook: sums over sums over whole columns would never end
_NOISE: Final = Decimal("1e-13")  # of what was added up; a double keeps 15 to 17 digits
_EXACT: Final = Context(prec=60)
_ZERO: Final = Decimal(0)
_REF: Final = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN: Final = re.compile(
    rf"""\s*(?:
      (?P<ref> (?: (?P<sheet>'(?:[^'\[\]:]|'')+'|[^\W\d][\w.]*)! )?
               (?P<first>{_REF}) (?: :(?P<last>{_REF}) )? (?![\w(!.:]) )
    | (?P<number> [0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]{{1,3}})? (?![\w.%!:]) )
    | (?P<sum> SUM\( )
    | (?P<sign> [-+*/(),] )
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CORNER: Final = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)", re.IGNORECASE)


class _UnknownError(Exception):
    """A formula, or a value in it, that is not ours to work out."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """A value, how large its parts are together, and whether it is a constant."""

    value: Decimal
    size: Decimal
    constant: bool = False


@dataclass
class _Cells:
    """The cells of a workbook by sheet, and how many more may be looked at."""

    sheets: Mapping[str, SheetCells]
    budget: int = _BUDGET

    def at(self, sheet: str, row: int, column: int) -> CellValue | None:
        self.spend(1)
        cell = self._sheet(sheet).at(row, column)
        return None if cell is None else cell.value

    def within(self, sheet: str, first: tuple[int, int], last: tuple[int, int]) -> list[CellValue]:
        """Return the values in a block; of a block larger than the sheet only the cells there are looked at."""
        found = self._sheet(sheet)
        (top, left), (bottom, right) = first, last
        area = (bottom - top + 1) * (right - left + 1)
        self.spend(min(area, len(found.cells)))
        if area > len(found.cells):
            inside = (c for c in found.cells if top <= c.ref.row <= bottom and left <= c.ref.column <= right)
            return [cell.value for cell in inside]
        places, columns = found.by_place, range(left, right + 1)
        cells = [places.get((row, column)) for row in range(top, bottom + 1) for column in columns]
        return [cell.value for cell in cells if cell is not None]

    def spend(self, cells: int) -> None:
        self.budget -= cells
        if self.budget < 0:
            raise _UnknownError

    def _sheet(self, name: str) -> SheetCells:
        if name.casefold() not in self.sheets:
            raise _UnknownError
        return self.sheets[name.casefold()]


def check_sums(sheets: Sequence[SheetCells], formulas: Mapping[CellRef, Formula]) -> dict[CellRef, CellSum]:
    """Work out every formula that is a plain sum, and compare it with the stored result."""
    cells = _Cells({sheet.name.casefold(): sheet for sheet in sheets})
    found = {}
    for ref, formula in formulas.items():
        stored = cells.sheets[ref.sheet.casefold()].at(ref.row, ref.column)
        if stored is None or not isinstance(stored.value, Decimal) or len(formula.text) > _LONGEST:
            continue
        try:
            amount = _Parser(cells, ref, formula).whole()
        except (_UnknownError, ArithmeticError):
            continue
        holds = abs(amount.value - stored.value) <= amount.size * _NOISE
        found[ref] = CellSum(f"={formula.text}", amount.value, holds)
    return found


class _Parser:
    """Reads one formula from left to right and adds up on the way."""

    def __init__(self, cells: _Cells, ref: CellRef, formula: Formula) -> None:
        self._cells, self._ref = cells, ref
        own = not formula.row
        self._down = 0 if own else ref.row - formula.row
        self._across = 0 if own else ref.column - formula.column
        self._tokens = [*_tokens(formula.text)]
        self._place = 0
        self._depth = 0

    def whole(self) -> _Amount:
        """Return what the formula comes to."""
        amount = self._expression()
        if self._place != len(self._tokens):
            raise _UnknownError
        return amount

    def _expression(self) -> _Amount:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _UnknownError
        amount = self._term()
        while self._peek() in ("+", "-"):
            sign = self._next()[0]
            other = self._term()
            value = _EXACT.add(amount.value, other.value if sign == "+" else -other.value)
            amount = _Amount(value, amount.size + other.size, amount.constant and other.constant)
        self._depth -= 1
        return amount

    def _term(self) -> _Amount:
        amount = self._factor()
        while self._peek() in ("*", "/"):
            sign = self._next()[0]
            amount = _multiplied(amount, self._factor(), sign)
        return amount

    def _factor(self) -> _Amount:
        text, match = self._next()
        if text in ("+", "-"):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise _UnknownError
            amount = self._factor()
            self._depth -= 1
            return amount if text == "+" else _Amount(-amount.value, amount.size, amount.constant)
        if text == "(":
            return self._closed(self._expression())
        if match["number"]:
            value = Decimal(text)
            return _Amount(value, abs(value), constant=True)
        if match["sum"]:
            return self._sum()
        if match["ref"] and not match["last"]:
            return self._cell(match)
        raise _UnknownError

    def _closed(self, amount: _Amount) -> _Amount:
        if self._next()[0] != ")":
            raise _UnknownError
        return amount

    def _sum(self) -> _Amount:
        total = _Amount(_ZERO, _ZERO)
        while True:
            part = self._argument()
            total = _Amount(_EXACT.add(total.value, part.value), total.size + part.size)
            sign = self._next()[0]
            if sign == ")":
                return total
            if sign != ",":
                raise _UnknownError

    def _argument(self) -> _Amount:
        """Return what one argument of SUM comes to; a bare reference passes over texts, as Excel does."""
        match = self._tokens[self._place][1] if self._place < len(self._tokens) else None
        alone = self._peek(1) in (",", ")")
        if match is None or not match["ref"] or not alone:
            return self._expression()
        self._next()
        sheet, first = self._sheet(match), self._corner(match["first"])
        last = self._corner(match["last"]) if match["last"] else first
        block = (min(first[0], last[0]), min(first[1], last[1])), (max(first[0], last[0]), max(first[1], last[1]))
        return _added(self._cells.within(sheet, *block))

    def _cell(self, match: re.Match[str]) -> _Amount:
        value = self._cells.at(self._sheet(match), *self._corner(match["first"]))
        if value is None:
            return _Amount(_ZERO, _ZERO)
        if not isinstance(value, Decimal):
            raise _UnknownError
        return _Amount(value, abs(value))

    def _sheet(self, match: re.Match[str]) -> str:
        name = match["sheet"]
        if name is None:
            return self._ref.sheet
        return name[1:-1].replace("''", "'") if name.startswith("'") else name

    def _corner(self, text: str) -> tuple[int, int]:
        match = _CORNER.fullmatch(text)
        if match is None:
            raise _UnknownError
        row = int(match[4]) + (0 if match[3] else self._down)
        column = column_number(match[2]) + (0 if match[1] else self._across)
        if row < 1 or column < 1:
            raise _UnknownError
        return row, column

    def _peek(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place][0] if place < len(self._tokens) else ""

    def _next(self) -> tuple[str, re.Match[str]]:
        if self._place >= len(self._tokens):
            raise _UnknownError
        self._place += 1
        return self._tokens[self._place - 1]


def _added(values: Iterable[CellValue]) -> _Amount:
    total = size = _ZERO
    for value in values:
        if isinstance(value, Decimal):
            total = _EXACT.add(total, value)
            size += abs(value)
        elif isinstance(value, CellError | date):
            raise _UnknownError
    return _Amount(total, size)


def _multiplied(amount: _Amount, other: _Amount, sign: str) -> _Amount:
    """Multiply or divide by a constant; two values that both come from cells are no plain sum."""
    if sign == "/":
        if not other.constant or not other.value:
            raise _UnknownError
        by = _EXACT.divide(Decimal(1), other.value)
        value = _EXACT.divide(amount.value, other.value)
        return _Amount(value, amount.size * abs(by), amount.constant)
    if not (amount.constant or other.constant):
        raise _UnknownError
    value = _EXACT.multiply(amount.value, other.value)
    return _Amount(value, amount.size * other.size, amount.constant and other.constant)


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    place, text = 0, text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _UnknownError
        yield match[0].strip(), match
        place = match.end()
