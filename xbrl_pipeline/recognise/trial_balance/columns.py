"""What the columns of a trial balance hold: words above them propose, the sums of the accounts decide."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, permutations
from typing import Final

from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.recognise.trial_balance.amounts import Amount, Columns, Meant, has_unread_balances, read_amounts
from xbrl_pipeline.recognise.trial_balance.relations import (
    FEWEST_PARTS,
    adds,
    adds_up,
    is_movement,
    is_result,
    splits,
    within,
)
from xbrl_pipeline.recognise.trial_balance.shape import Shape

_FEWEST_PERIODS: Final = 3
_BEFORE: Final = re.compile(
    r"(?:voor|before|v\xf3\xf3r) (?:(?:resultaat|winst)\W*)?(?:bestemming|appropriation|verdeling)"
)
_AFTER: Final = re.compile(r"(?:na|after) (?:(?:resultaat|winst)\W*)?(?:bestemming|appropriation|verdeling)")
_NO_AMOUNT: Final = re.compile(
    r"verschil|afwijking|%|procent|variance|\bdiff|\bvar\b|index|ratio|\bfte\b|aantal|\bchg\b|\bchange\b|\bdelta\b|toename"
)
_DRAFT: Final = re.compile(r"voorlopig|concept|prelim|\bdraft\b|unadjusted|\bunadj|voor correctie|ongecorrigeerd")
_TOTAL: Final = re.compile(r"totaal|total|geconsolideerd|stichting|alle ")


def find_columns(shape: Shape, year: int | None) -> Columns:
    """Say what each column with amounts holds."""
    return _Finder(shape, tuple(read_amounts(shape)), year).columns()


class _Finder:
    def __init__(self, shape: Shape, amounts: Sequence[Amount], year: int | None) -> None:
        self.shape = shape
        self.beside: list[tuple[int, str]] = []
        kept = []
        for amount in amounts:
            if _NO_AMOUNT.search(fold(amount.head)) and amount.form == "balance" and not amount.budget:
                self.beside += [(column, "no_amount") for column in amount.columns]
            elif amount.filled or amount.holds in ("closing", None):
                kept.append(amount)
            else:
                self.beside += [(column, "empty") for column in amount.columns]
        periods = [amount for amount in kept if amount.holds == "period"]
        if len(periods) < _FEWEST_PERIODS:
            kept = [replace(amount, holds=None) if amount in periods else amount for amount in kept]
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
            if any(adds(amount, one, other) for one in current for other in current if one is not other):
                return replace(amount, holds="opening")
        return next((amount for amount in before if amount.holds == "opening"), None)

    def _current(self, amounts: list[Amount]) -> tuple[list[Meant], tuple[Amount, Amount] | None, list[Amount]]:
        if not amounts:
            return [], None, []
        periods = [amount for amount in amounts if amount.holds == "period"]
        if periods:
            return self._by_period(periods, [amount for amount in amounts if amount.holds != "period"])
        appropriated = self._appropriated(amounts)
        if appropriated is not None:
            return [Meant(appropriated, "current", "closing")], None, []
        amounts = self._without_drafts(amounts)
        halves = self._halves(amounts)
        if halves is None and (both := self._both_halves(amounts)) is not None:
            meant = [Meant(half, "current", "closing", half.head) for half in both]
            return meant, both, [amount for amount in amounts if amount not in both]
        rest = [amount for amount in amounts if halves is None or amount not in halves]
        parts, rest = self._parts(rest)
        if halves is not None and not parts and (whole := self._with_half(amounts)) is not None:
            parts, rest = whole
            halves = (halves[0], replace(halves[1], columns=())) if halves[1] in parts else halves
        if halves is not None:
            self.beside += [(column, "halves") for half in halves for column in half.columns]
        if parts and not rest:
            return [Meant(amount, "current", "closing", amount.head) for amount in parts], halves, []
        self.beside += [(column, "part") for amount in parts for column in amount.columns]
        meant, unsure = self._flow(rest)
        return meant, halves, unsure

    def _by_period(
        self, periods: list[Amount], others: list[Amount]
    ) -> tuple[list[Meant], tuple[Amount, Amount] | None, list[Amount]]:
        """Add up the periods of a year with the opening balance, or set them aside where a closing balance has them."""
        moved = _added(periods)
        openings = [amount for amount in others if amount.holds == "opening"]
        for opening in openings:
            for closing in others:
                if closing is not opening and adds(opening, moved, closing):
                    used = [opening, *periods]
                    self.beside += [(column, "flow") for each in used for column in each.columns]
                    rest = [amount for amount in others if amount not in (opening, closing)]
                    return [Meant(closing, "current", "closing")], None, self._left(rest, closing)
        same = next((amount for amount in others if amount.balances == moved.balances), None)
        if same is not None:
            self.beside += [(column, "flow") for each in periods for column in each.columns]
            rest = [amount for amount in others if amount is not same]
            return [Meant(same, "current", "closing")], None, self._left(rest, same)
        if others == openings and len(openings) <= 1:
            return [Meant(amount, "current", "closing", amount.head) for amount in (*openings, *periods)], None, []
        return [], None, [*others, *periods]

    def _appropriated(self, amounts: list[Amount]) -> Amount | None:
        """Return the balances after appropriation of the result, where those before it stand beside them."""
        before = [amount for amount in amounts if _BEFORE.search(fold(amount.head))]
        after = [amount for amount in amounts if _AFTER.search(fold(amount.head))]
        rest = [amount for amount in amounts if amount not in (*before, *after)]
        if len(before) != 1 or len(after) != 1 or len(rest) > 1:
            return None
        if rest and not adds(before[0], rest[0], after[0]):
            return None
        self.beside += [(column, "before") for amount in (*before, *rest) for column in amount.columns]
        return after[0]

    def _without_drafts(self, amounts: list[Amount]) -> list[Amount]:
        """Leave out balances before corrections, with these, where what they come to stands beside them."""
        drafts = [amount for amount in amounts if _DRAFT.search(fold(amount.head))]
        rest = [amount for amount in amounts if amount not in drafts]
        for final in rest if len(drafts) == 1 else ():
            steps = [amount for amount in rest if amount is not final and amount.filled < final.filled]
            for used in (steps, []):
                if _added([*drafts, *used]).balances == final.balances:
                    self.beside += [(column, "flow") for each in (*drafts, *used) for column in each.columns]
                    return [amount for amount in rest if amount not in used]
        return amounts

    def _both_halves(self, amounts: list[Amount]) -> tuple[Amount, Amount] | None:
        """Find two columns or pairs of which one holds the balance sheet and the other income and expenses."""
        results = [amount for amount in amounts if amount.holds == "result"]
        sheets = [amount for amount in amounts if amount.holds == "balance"]
        if len(results) != 1 or len(sheets) != 1:
            return None
        one, other = results[0], sheets[0]
        apart = not any(a and b for a, b in zip(one.balances, other.balances, strict=True))
        return (one, other) if apart and one.sum + other.sum == 0 and one.form == other.form else None

    def _halves(self, amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
        """Find the columns of income statement and balance sheet: each account in one of them, as it closes."""
        named = {name: [amount for amount in amounts if amount.holds == name] for name in ("result", "balance")}
        for closing in amounts:
            for one, other in combinations([amount for amount in amounts if amount is not closing], 2):
                if splits(one, other, closing):
                    return (one, other) if is_result(one, other, named) else (other, one)
        only = [amount for amount in named["balance"] if any(within(amount, other) for other in amounts)]
        if only and not named["result"]:
            closing = next(other for other in amounts if within(only[0], other))
            left = tuple(a - b for a, b in zip(closing.balances, only[0].balances, strict=True))
            return replace(closing, columns=(), balances=left), only[0]
        return None

    def _parts(self, amounts: list[Amount]) -> tuple[list[Amount], list[Amount]]:
        """Split off the columns of schools and cost centres, whose balances are added up."""
        for total in amounts:
            others = [amount for amount in amounts if amount is not total and amount.form == total.form]
            free = [amount for amount in others if amount.holds in (None, "closing")]
            told = len(free) > FEWEST_PARTS or _TOTAL.search(fold(total.head)) is not None
            if len(free) >= FEWEST_PARTS and told and adds_up(free, total):
                return free, [amount for amount in amounts if amount not in free]
        free = [amount for amount in amounts if amount.holds not in ("opening", "movement")]
        whole = sum((amount.sum for amount in free), Decimal(0)) == 0
        alike = len({amount.form for amount in free}) == 1
        heads = {fold(amount.head) for amount in free}
        if len(free) == len(amounts) > FEWEST_PARTS and whole and alike and len(heads) == len(free):
            related = any(adds(*three) for three in permutations(free, 3))
            related |= any(one.sum == 0 and one.balances == other.balances for one, other in combinations(free, 2))
            if not related and any(amount.sum != 0 for amount in free):
                return free, []
        return [], amounts

    def _with_half(self, amounts: list[Amount]) -> tuple[list[Amount], list[Amount]] | None:
        """Split off schools beside a column for the balance sheet: only with it they come to the total."""
        for total in amounts:
            others = [amount for amount in amounts if amount is not total and amount.form == total.form]
            free = [amount for amount in others if amount.holds in (None, "closing", "balance", "result")]
            if len(free) > FEWEST_PARTS and _TOTAL.search(fold(total.head)) is not None and adds_up(free, total):
                return free, [amount for amount in amounts if amount not in free]
        return None

    def _flow(self, amounts: list[Amount]) -> tuple[list[Meant], list[Amount]]:
        """Tell opening, movement and closing apart; what the sums contradict or nothing says stays open."""
        for one, other, closing in self._triples(amounts):
            opening, movement = (other, one) if is_movement(one, other) else (one, other)
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
        if not ends and not flows["opening"] and len(flows["movement"]) == 1 and not has_unread_balances(self.shape):
            return [Meant(flows["movement"][0], "current", "closing")], []
        return [], amounts

    def _triples(self, amounts: list[Amount]) -> Iterator[tuple[Amount, Amount, Amount]]:
        for end in amounts:
            if end.holds not in ("opening", "movement"):
                others = [amount for amount in amounts if amount is not end]
                yield from ((one, other, end) for one, other in combinations(others, 2) if adds(one, other, end))

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
        last = [amount for amount in before if self._is_last(amount) and amount.filled]
        for amount in before:
            if amount not in last:
                self.beside += [(column, "other_year" if amount.filled else "empty") for column in amount.columns]
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


def _added(amounts: Sequence[Amount]) -> Amount:
    """Return columns added up to one."""
    balances = tuple(sum(values, Decimal(0)) for values in zip(*(each.balances for each in amounts), strict=True))
    return replace(amounts[0], columns=(), holds="movement", balances=balances)
