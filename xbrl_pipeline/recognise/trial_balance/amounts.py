"""The columns of a trial balance with amounts: one, a pair of debit and credit, or one with a letter beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from xbrl_pipeline.mapping.trial_balance.files import Year
from xbrl_pipeline.mapping.trial_balance.numbers import read_side
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.recognise.trial_balance.shape import AccountLine, Shape, amount_of

Holds = Literal["opening", "movement", "closing", "result", "balance", "period"]
Form = Literal["debit_credit", "balance", "letter"]
_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_DEBIT: Final = re.compile(r"\bdebet|\bdebit|\bdt\b|\bdeb\b|\bd\b|\bdebe")
_CREDIT: Final = re.compile(r"\bcredit|\bct\b|\bcred\b|\bc\b|\bkredit")
_BUDGET: Final = re.compile(r"begroting|begroot|budget|\bbud\b|\bbegr\b|\bbegr\.")
_SHORT_YEAR: Final = re.compile(r"(?<![0-9/-])(?:0?[1-9]|1[0-2])[-/]([1-9][0-9])(?![0-9/-])")  # 12/24
_PREVIOUS: Final = re.compile(r"vorig|voorgaand|\bvj\b|last year|previous|\bt-1\b|prior|\bpy\b|comparative")
_PERIOD: Final = re.compile(
    r"(?:per\.?|periode|maand|p|m)? ?[01]?[0-9]|20[0-9]{2}[-/]?[01][0-9]|[01]?[0-9][-/]20[0-9]{2}|"
    r"(?:jan|feb|m(?:aa)?rt|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?(?: 20[0-9]{2})?"
)
_KINDS: Final[tuple[tuple[Holds, re.Pattern[str]], ...]] = (
    ("result", re.compile(r"winst|verlies|\bw ?[&/+-]? ?v\b|resultaten|exploitatie|baten en lasten|\bv ?& ?w\b")),
    (
        "opening",
        re.compile(
            r"begin|opening|aanvang|carr(?:y|ied) ?f|brought f|\b0?1[-/ ]0?1[-/ ]|\b1 jan|\bvoorjaar|startsaldo|"
            r"per 1[-/]1"
        ),
    ),
    (
        "movement",
        re.compile(
            r"mutatie|beweging|movement|net change|activity|correctie|\badj|reclass|herrubric|\bomzet|deze periode|"
            r"in periode|\bmut\b|boekingen|journaal"
        ),
    ),
    ("balance", re.compile(r"eindbalans|\bbalans(?:saldi|kolom)?\b(?! *per)|activa|passiva")),
    (
        "closing",
        re.compile(
            r"saldibalans|saldi|eindsaldo|eindstand|slot|closing|proefbalans|ultimo|31[-/ ]12|31 dec|saldo|\beind|"
            r"kolommenbalans|ending|accumulated|\bfinal\b|definitief|\brep\b|year to date|\bytd\b|\bcumulatief"
        ),
    ),
)


@dataclass(frozen=True)
class Amount:
    """One column, a pair, or a column with a letter beside it. ``year`` is None where nothing says it.

    ``balances`` are the balances of the rows, debit positive (for a single column as it stands).
    """

    form: Form
    columns: tuple[int, ...]  # debit first
    letter: int | None
    head: str
    holds: Holds | None
    year: int | None
    budget: bool
    previous: bool
    balances: tuple[Decimal, ...]

    @property
    def sum(self) -> Decimal:
        """Debit minus credit of all accounts."""
        return sum(self.balances, Decimal(0))

    @property
    def filled(self) -> int:
        """How many accounts have an amount."""
        return sum(balance != 0 for balance in self.balances)


@dataclass(frozen=True)
class Meant:
    """A column or pair with its meaning; ``part`` is the cost centre of one that is added to others."""

    amount: Amount
    means: Year
    holds: Literal["opening", "movement", "closing"]
    part: str = ""


@dataclass(frozen=True)
class Columns:
    """What the columns were found to be.

    ``halves`` holds a column with the income and expense accounts and one with the balance sheet, where a sheet
    shows these apart. ``beside``: columns that are left out, and why. ``open``: columns of which nobody can tell.
    """

    meant: tuple[Meant, ...]
    halves: tuple[Amount, Amount] | None
    beside: tuple[tuple[int, str], ...]
    open: tuple[Amount, ...]

    def closing(self, means: Year) -> list[Amount]:
        """Return what makes the closing balances of a year: one, several parts, or opening and movement."""
        own = [each for each in self.meant if each.means == means]
        return [each.amount for each in own if each.holds == "closing"] or [each.amount for each in own]

    @property
    def years(self) -> tuple[Year, ...]:
        """The years that have amounts."""
        return tuple(dict.fromkeys(each.means for each in self.meant))


def read_amounts(shape: Shape) -> Iterator[Amount]:
    """Give the columns with amounts, from left to right."""
    taken: set[int] = set()
    for column in shape.amounts:
        if column in taken:
            continue
        letter = _letter(shape, column)
        other = None if letter else _partner(shape, column)
        if other is not None:
            debit, credit = (column, other) if _side(shape, column) != "credit" else (other, column)
            taken |= {column, other}
            yield _amount(shape, "debit_credit", (debit, credit), None)
        else:
            yield _amount(shape, "letter" if letter else "balance", (column,), letter)


def has_unread_balances(shape: Shape) -> bool:
    """Tell whether a column says that it holds balances and none of them can be read as an amount."""
    headed = {cell.ref.column for row in shape.heads for cell in shape.rows.get(row, ())} - set(shape.amounts)
    filled = {cell.ref.column for line in shape.lines for cell in shape.rows.get(line.row, ())}
    return any(_kind_of(fold(shape.head(column))) in ("opening", "closing") for column in headed & filled)


def _kind_of(said: str) -> Holds | None:
    return next((name for name, words in _KINDS if words.search(said)), None)


def _letter(shape: Shape, column: int) -> int | None:
    """Return the column with D or C that belongs to a column: the one just right of it, else just left of it."""
    if column + 1 in shape.letters:
        return column + 1
    free = column - 1 in shape.letters and column - 2 not in shape.amounts
    return column - 1 if free else None


def _side(shape: Shape, column: int) -> str | None:
    head = fold(shape.head(column))
    last = fold(shape.head_at(shape.heads[-1], column)) if shape.heads else ""
    for text in (last, head):
        debit, credit = _DEBIT.search(text), _CREDIT.search(text)
        if bool(debit) != bool(credit):
            return "debit" if debit else "credit"
    return None


def _partner(shape: Shape, column: int) -> int | None:
    """Return the credit column of a debit column, or the other way round."""
    place = shape.amounts.index(column)
    after = shape.amounts[place + 1] if place + 1 < len(shape.amounts) else None
    if after is None or after in shape.letters:
        return None
    sides = _side(shape, column), _side(shape, after)
    if sides in {("debit", "credit"), ("credit", "debit")}:
        return after
    return after if sides == (None, None) and not shape.heads and _excludes(shape, column, after) else None


def _excludes(shape: Shape, one: int, other: int) -> bool:
    """Tell whether two columns without heads are debit and credit: never both, and equal in sum."""
    pairs = [(_at(shape, line, one), _at(shape, line, other)) for line in shape.lines]
    apart = all(not (left and right) and left >= 0 and right >= 0 for left, right in pairs)
    left, right = sum(left for left, _ in pairs), sum(right for _, right in pairs)
    return apart and left == right != 0


def _amount(shape: Shape, form: Form, columns: tuple[int, ...], letter: int | None) -> Amount:
    head = " ".join(shape.head(columns[0]).split())
    said = fold(head)
    years = [int(found) for found in _YEAR.findall(said)] or [2000 + int(end) for end in _SHORT_YEAR.findall(said)]
    holds = "period" if _PERIOD.fullmatch(said) else _kind_of(said)
    balances = tuple(_balance(shape, line, form, columns, letter) for line in shape.lines)
    budget, previous = bool(_BUDGET.search(said)), bool(_PREVIOUS.search(said))
    return Amount(form, columns, letter, head, holds, max(years, default=None), budget, previous, balances)


def _balance(shape: Shape, line: AccountLine, form: Form, columns: tuple[int, ...], letter: int | None) -> Decimal:
    if form == "debit_credit":
        return _at(shape, line, columns[0]) - _at(shape, line, columns[1])
    value = _at(shape, line, columns[0])
    if form == "letter" and letter is not None:
        cell = shape.sheet.at(line.row, letter)
        return -value if cell is not None and read_side(cell.shown) == "credit" else value
    return value


def _at(shape: Shape, line: AccountLine, column: int) -> Decimal:
    return amount_of(shape.sheet.at(line.row, column))
