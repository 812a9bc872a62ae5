"""What the columns of a trial balance hold: words above them propose, the sums of the accounts decide."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final, Literal

from xbrl_pipeline.mapping.trial_balance.files import Year
from xbrl_pipeline.mapping.trial_balance.numbers import read_side
from xbrl_pipeline.mapping.trial_balance.shape import Line, Shape, amount_of
from xbrl_pipeline.mapping.words import fold

Holds = Literal["opening", "movement", "closing", "result", "balance"]
Form = Literal["debit_credit", "balance", "letter"]
_MOST: Final = Decimal("0.98")  # of the accounts for which a relation must hold
_FEWEST_PARTS: Final = 2
_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_DEBIT: Final = re.compile(r"\bdebet|\bdebit|\bdt\b|\bdeb\b|\bd\b|\bdebe")
_CREDIT: Final = re.compile(r"\bcredit|\bct\b|\bcred\b|\bc\b|\bkredit")
_BUDGET: Final = re.compile(r"begroting|begroot|budget|\bbud\b|\bbegr\b|\bbegr\.")
_PREVIOUS: Final = re.compile(r"vorig|voorgaand|\bvj\b|last year|previous|\bt-1\b")
_KINDS: Final[tuple[tuple[Holds, re.Pattern[str]], ...]] = (
    (
        "result",
        re.compile(r"winst|verlies|\bw ?[&/+-]? ?v\b|resultaten|exploitatie|baten en lasten|\bv ?& ?w\b|\bp ?& ?l\b"),
    ),
    ("opening", re.compile(r"begin|opening|aanvang|\b0?1[-/ ]0?1[-/ ]|\b1 jan|\bvoorjaar|startsaldo|per 1[-/]1")),
    ("movement", re.compile(r"mutatie|beweging|\bomzet|deze periode|in periode|\bmut\b|boekingen|journaal")),
    ("balance", re.compile(r"eindbalans|\bbalans(?:saldi|kolom)?\b(?! *per)|activa|passiva")),
    (
        "closing",
        re.compile(
            r"saldibalans|saldi|eindsaldo|eindstand|slot|closing|proefbalans|ultimo|31[-/ ]12|31 dec|saldo|\beind|"
            r"kolommenbalans"
        ),
    ),
)
_NO_AMOUNT: Final = re.compile(r"verschil|afwijking|%|procent|variance|\bdiff|\bvar\b|index|ratio|\bfte\b|aantal")
_TOTAL: Final = re.compile(r"totaal|total|geconsolideerd|stichting|alle ")


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


def find_columns(shape: Shape, year: int | None) -> Columns:
    """Say what each column with amounts holds."""
    return _Finder(shape, tuple(_amounts(shape)), year).columns()


def _amounts(shape: Shape) -> Iterator[Amount]:
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
    years = [int(found) for found in _YEAR.findall(said)]
    holds = next((name for name, words in _KINDS if words.search(said)), None)
    balances = tuple(_balance(shape, line, form, columns, letter) for line in shape.lines)
    budget, previous = bool(_BUDGET.search(said)), bool(_PREVIOUS.search(said))
    return Amount(form, columns, letter, head, holds, max(years, default=None), budget, previous, balances)


def _balance(shape: Shape, line: Line, form: Form, columns: tuple[int, ...], letter: int | None) -> Decimal:
    if form == "debit_credit":
        return _at(shape, line, columns[0]) - _at(shape, line, columns[1])
    value = _at(shape, line, columns[0])
    if form == "letter" and letter is not None:
        cell = shape.sheet.at(line.row, letter)
        return -value if cell is not None and read_side(cell.shown) == "credit" else value
    return value


def _at(shape: Shape, line: Line, column: int) -> Decimal:
    return amount_of(shape.sheet.at(line.row, column))


class _Finder:
    def __init__(self, shape: Shape, amounts: Sequence[Amount], year: int | None) -> None:
        self.shape = shape
        self.beside: list[tuple[int, str]] = []
        kept = []
        for amount in amounts:
            if _NO_AMOUNT.search(fold(amount.head)) and amount.form == "balance":
                self.beside += [(column, "no_amount") for column in amount.columns]
            elif amount.filled or amount.holds in ("closing", None):
                kept.append(amount)
            else:
                self.beside += [(column, "empty") for column in amount.columns]
        self.amounts = kept
        said = [amount.year for amount in kept if amount.year is not None and not amount.budget]
        self.year = year or max(said, default=None)

    def columns(self) -> Columns:
        budgets = [amount for amount in self.amounts if amount.budget]
        before = [amount for amount in self.amounts if not amount.budget and self._is_before(amount)]
        current = [amount for amount in self.amounts if amount not in budgets and amount not in before]
        opening = self._opening(before, current)
        before = [amount for amount in before if amount is not opening]
        meant, halves, unsure = self._current([*([opening] if opening else []), *current])
        more = [*self._years(before), *self._budgets(budgets)]
        return Columns((*meant, *more), halves, tuple(self.beside), tuple(unsure))

    def _is_before(self, amount: Amount) -> bool:
        """Tell whether an amount is of an earlier year by its head."""
        if amount.holds == "opening" and (amount.year is None or self.year is None or amount.year == self.year):
            return False
        earlier = amount.year is not None and self.year is not None and amount.year < self.year
        return earlier or (amount.previous and amount.year is None)

    def _opening(self, before: list[Amount], current: list[Amount]) -> Amount | None:
        """Return the balance of last year that is the opening balance of this one: with the movement the closing."""
        for amount in before:
            if any(_adds(amount, one, other) for one in current for other in current if one is not other):
                return replace(amount, holds="opening")
        return next((amount for amount in before if amount.holds == "opening"), None)

    def _current(self, amounts: list[Amount]) -> tuple[list[Meant], tuple[Amount, Amount] | None, list[Amount]]:
        if not amounts:
            return [], None, []
        halves = self._halves(amounts)
        rest = [amount for amount in amounts if halves is None or amount not in halves]
        parts, rest = self._parts(rest)
        if halves is not None:
            self.beside += [(column, "halves") for half in halves for column in half.columns]
        if parts and not rest:
            return [Meant(amount, "current", "closing", amount.head) for amount in parts], halves, []
        self.beside += [(column, "part") for amount in parts for column in amount.columns]
        meant, unsure = self._flow(rest)
        return meant, halves, unsure

    def _halves(self, amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
        """Find the columns of income statement and balance sheet: each account in one of them, as it closes."""
        named = {name: [amount for amount in amounts if amount.holds == name] for name in ("result", "balance")}
        for closing in amounts:
            for one, other in combinations([amount for amount in amounts if amount is not closing], 2):
                if _splits(one, other, closing):
                    return (one, other) if _is_result(one, other, named) else (other, one)
        only = [amount for amount in named["balance"] if any(_within(amount, other) for other in amounts)]
        if only and not named["result"]:
            closing = next(other for other in amounts if _within(only[0], other))
            left = tuple(a - b for a, b in zip(closing.balances, only[0].balances, strict=True))
            return replace(closing, columns=(), balances=left), only[0]
        return None

    def _parts(self, amounts: list[Amount]) -> tuple[list[Amount], list[Amount]]:
        """Split off the columns of schools and cost centres, whose balances are added up."""
        for total in amounts:
            others = [amount for amount in amounts if amount is not total and amount.form == total.form]
            free = [amount for amount in others if amount.holds in (None, "closing")]
            told = len(free) > _FEWEST_PARTS or _TOTAL.search(fold(total.head)) is not None
            if len(free) >= _FEWEST_PARTS and told and _adds_up(free, total):
                return free, [amount for amount in amounts if amount not in free]
        free = [amount for amount in amounts if amount.holds not in ("opening", "movement")]
        whole = sum((amount.sum for amount in free), Decimal(0)) == 0
        alike = len({amount.form for amount in free}) == 1
        heads = {fold(amount.head) for amount in free}
        if len(free) == len(amounts) > _FEWEST_PARTS and whole and alike and len(heads) == len(free):
            related = any(_adds(*three) for three in combinations(free, 3))
            if not related and any(amount.sum != 0 for amount in free):
                return free, []
        return [], amounts

    def _flow(self, amounts: list[Amount]) -> tuple[list[Meant], list[Amount]]:
        """Tell opening, movement and closing apart; what the sums contradict or nothing says stays open."""
        for one, other, closing in self._triples(amounts):
            opening, movement = (other, one) if _is_movement(one, other) else (one, other)
            used = (opening, movement, closing)
            if opening.sum or movement.sum:  # an export that leaves out how last year's result was appropriated
                self.beside += [(column, "flow") for each in (opening, movement) for column in each.columns]
                rest = [amount for amount in amounts if amount not in used]
                return [Meant(closing, "current", "closing")], self._left(rest, closing)
            meant = [
                Meant(opening, "current", "opening"),
                Meant(movement, "current", "movement"),
                Meant(closing, "current", "closing"),
            ]
            return meant, self._left([amount for amount in amounts if amount not in used], closing)
        ends = [amount for amount in amounts if amount.holds in ("closing", None, "balance", "result")]
        flows = {name: [amount for amount in amounts if amount.holds == name] for name in ("opening", "movement")}
        end = self._end(ends)
        if end is not None:
            return [Meant(end, "current", "closing")], self._left([a for a in amounts if a is not end], end)
        if not ends and len(flows["opening"]) == 1 and len(flows["movement"]) == 1:
            return [
                Meant(flows["opening"][0], "current", "opening"),
                Meant(flows["movement"][0], "current", "movement"),
            ], []
        if not ends and not flows["opening"] and len(flows["movement"]) == 1:
            return [Meant(flows["movement"][0], "current", "closing")], []
        return [], amounts

    def _triples(self, amounts: list[Amount]) -> Iterator[tuple[Amount, Amount, Amount]]:
        for end in amounts:
            if end.holds not in ("opening", "movement"):
                others = [amount for amount in amounts if amount is not end]
                yield from ((one, other, end) for one, other in combinations(others, 2) if _adds(one, other, end))

    def _end(self, ends: list[Amount]) -> Amount | None:
        """Choose the closing balances: the only ones, those that alone say so, or those that alone tie."""
        if len(ends) == 1:
            return ends[0]
        dated = [amount for amount in ends if amount.year is not None and amount.year == self.year]
        for group in (ends, dated):
            for kept in (
                [amount for amount in group if amount.sum == 0 and amount.filled],
                [amount for amount in group if amount.holds == "closing"],
            ):
                if kept and all(amount.balances == kept[0].balances for amount in kept):
                    return kept[0]
        return None

    def _left(self, amounts: list[Amount], end: Amount) -> list[Amount]:
        """Set aside what repeats the closing balances or leads to them; the rest is open."""
        unsure = []
        for amount in amounts:
            if amount.balances == end.balances:
                self.beside += [(column, "copy") for column in amount.columns]
            elif amount.holds in ("opening", "movement"):
                self.beside += [(column, "flow") for column in amount.columns]
            else:
                unsure.append(amount)
        return unsure

    def _years(self, before: list[Amount]) -> Iterator[Meant]:
        """Take last year's closing balances; earlier years are left out."""
        last = [amount for amount in before if self._is_last(amount)]
        for amount in before:
            if amount not in last:
                self.beside += [(column, "other_year") for column in amount.columns]
        closing = [amount for amount in last if amount.holds in ("closing", None)]
        for amount in last:
            if len(closing) == 1 and amount is closing[0]:
                yield Meant(amount, "previous", "closing")
            else:
                self.beside += [(column, "other_year") for column in amount.columns]

    def _is_last(self, amount: Amount) -> bool:
        return amount.year is None or self.year is None or amount.year == self.year - 1

    def _budgets(self, budgets: list[Amount]) -> Iterator[Meant]:
        own = [amount for amount in budgets if amount.year in (None, self.year)]
        for amount in budgets:
            if amount in own and len(own) == 1:
                yield Meant(amount, "budget", "closing")
            else:
                self.beside += [(column, "other_budget") for column in amount.columns]


def _holds(relation: Iterable[bool], size: int) -> bool:
    return sum(relation) >= _MOST * size


def _adds(one: Amount, other: Amount, end: Amount) -> bool:
    """Tell whether opening and movement come to the closing balance, account by account, and not just by noughts."""
    if not (one.filled and other.filled):
        return False
    rows = list(zip(one.balances, other.balances, end.balances, strict=True))
    mixed = sum(bool(a) and bool(b) for a, b, _ in rows)
    return mixed > 0 and _holds((a + b == c for a, b, c in rows), len(rows))


def _adds_up(parts: Sequence[Amount], total: Amount) -> bool:
    sums = [sum(values, Decimal(0)) for values in zip(*(part.balances for part in parts), strict=True)]
    if sum(part.filled > 0 for part in parts) < _FEWEST_PARTS or not total.filled:
        return False
    return _holds((a == b for a, b in zip(sums, total.balances, strict=True)), len(sums))


def _splits(one: Amount, other: Amount, closing: Amount) -> bool:
    """Tell whether each account stands in one of two columns with its closing balance."""
    rows = list(zip(one.balances, other.balances, closing.balances, strict=True))
    apart = all(not (a and b) and a + b == c for a, b, c in rows)
    return apart and one.filled > 0 and other.filled > 0


def _within(some: Amount, closing: Amount) -> bool:
    """Tell whether a column shows part of the accounts, with their closing balances."""
    pairs = list(zip(some.balances, closing.balances, strict=True))
    return some is not closing and 0 < some.filled < closing.filled and all(a in (0, b) for a, b in pairs)


def _is_result(one: Amount, other: Amount, named: dict[str, list[Amount]]) -> bool:
    """Tell which half holds income and expenses: by its head, else the one that stands first."""
    if one in named["result"] or other in named["balance"]:
        return True
    if other in named["result"] or one in named["balance"]:
        return False
    return min(one.columns) < min(other.columns)


def _is_movement(one: Amount, other: Amount) -> bool:
    if one.holds == "movement" or other.holds == "opening":
        return True
    return not (other.holds == "movement" or one.holds == "opening") and min(one.columns) > min(other.columns)
