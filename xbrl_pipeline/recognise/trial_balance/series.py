"""What the numbers around an account say of it, once those whose names say enough are placed.

A plan of accounts keeps together what is reported together. Where all placed accounts with numbers alike are of one
section, one that is left is of that section too; where they are on one line of those that its name leaves, it is on
that line. A balance with the other sign than the section has speaks against it, and then nothing follows.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from xbrl_pipeline.recognise.trial_balance.ledger import Item
from xbrl_pipeline.recognise.trial_balance.neighbours import Neighbours
from xbrl_pipeline.recognise.trial_balance.tree import WHOLE, Tree
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement
from xbrl_pipeline.recognise.trial_balance.vocabulary import inside, is_plain

_FINANCIAL: Final = "FinancialIncomeExpenses"
_FEW: Final = 3  # accounts with names of their own that say of which section a series is
_MANY: Final = 5  # that say which lines it has
_MOST_CHOICES: Final = 3
_EACH_WAY: Final = 2  # placed accounts before one, and as many after it


@dataclass(frozen=True)
class Series:
    """The placed accounts of one book by their numbers.

    ``wrong_sign`` tells whether a balance contradicts a line, ``said_of`` which lines a name says outright.
    """

    neighbours: Neighbours
    tree: Tree
    verdicts: Mapping[int, AccountPlacement]
    wrong_sign: Callable[[Item, str], bool]
    said_of: Callable[[Item], set[str]]

    def settle(self, verdict: AccountPlacement) -> AccountPlacement:
        """Return an open account as far as its series settles it: its line, or fewer lines on which it may be."""
        item = verdict.item
        lines = self._lines_around(item)
        section, near = self._section(item, lines)
        if section is None:
            return self._named(self._by_term(verdict))
        said = [key for key in self.said_of(item) if self.tree.section(key) == section]
        if len(said) == 1 and verdict.within and not item.cut and (len(near) > 1 or said[0] in near):
            return AccountPlacement(item, said[0], why=("words", "place"))
        found = [key for key in verdict.choices if self.tree.section(key) == section]
        if not (found or verdict.within or is_plain(item.name)):
            return self._by_term(verdict)
        choices = tuple(found or [key for key, _ in lines.most_common() if self.tree.section(key) == section])
        within = (section,) if verdict.within or not found else ()
        return self._named(self._by_line(replace(verdict, choices=choices[:_MOST_CHOICES], within=within), lines))

    def _section(self, item: Item, lines: Counter[str]) -> tuple[str | None, Counter[str]]:
        """Return the section of the accounts with numbers alike, or just before and after one, and their lines."""
        for near in (lines, self._lines_beside(item)):
            sections = {self.tree.section(line) for line in near}
            if len(sections) == 1 and not any(self.wrong_sign(item, line) for line in near):
                section = sections.pop()
                said = {self.tree.section(key) for key in self.said_of(item)}
                return (section if not said or section in said else None), near
        return None, lines

    def _named(self, verdict: AccountPlacement) -> AccountPlacement:
        """Place an account by what its name means in the one section in which it may be."""
        within = verdict.within or verdict.choices
        sections = {self.tree.section(key) for key in within if key not in WHOLE}
        if not (verdict.open and verdict.within and len(sections) == 1) or WHOLE & set(within):
            return verdict
        section = sections.pop()
        named = [key for key in (section, *inside(verdict.item.name, section)) if self.tree.is_leaf(key)]
        if len(named) != 1 or self.wrong_sign(verdict.item, named[0]):
            return verdict
        return AccountPlacement(verdict.item, named[0], why=("words", "place"))

    def _by_term(self, verdict: AccountPlacement) -> AccountPlacement:
        """Leave the assets of the term among which an account stands, where long and short term are choices."""
        terms = {key: self._term(key) for key in verdict.choices}
        if verdict.within or set(terms.values()) != {"AssetsNoncurrent", "AssetsCurrent"}:
            return verdict
        before, after = self.neighbours.before_and_after(verdict.item)
        near = [line for rows in (reversed(before), after) for line in self._first_lines(rows)]
        found = Counter(term for line in near if (term := self._term(line)))
        kept = tuple(key for key, term in terms.items() if term in found)
        if len(found) != 1 or sum(found.values()) < _EACH_WAY:
            return verdict
        if len(kept) > 1:
            return replace(verdict, choices=kept)
        return AccountPlacement(verdict.item, kept[0], why=("words", "place"))

    def _term(self, key: str) -> str:
        above = self.tree.lexica[self.tree.half(key)].ancestors(key)
        return next((each for each in above if each in ("AssetsNoncurrent", "AssetsCurrent")), "")

    def _first_lines(self, rows: Iterable[Item]) -> list[str]:
        """Return the lines of the first accounts among some that are placed."""
        near = {other.name: line for other in rows if (line := self._line(other))}
        return list(near.values())[:_EACH_WAY]

    def _by_line(self, verdict: AccountPlacement, lines: Counter[str]) -> AccountPlacement:
        """Place income and expenses on the line of their series; claims and debts of all kinds have numbers alike."""
        if verdict.item.half != "income":
            return verdict
        known = [key for key in verdict.choices if key in lines]
        sure = not verdict.within
        alone = len(lines) == 1 and self._beside(verdict.item) <= set(lines)
        if len(lines) == 1 and known and (sure or (alone and sum(lines.values()) > _FEW)):
            return AccountPlacement(verdict.item, known[0], why=("place",))
        one = len(verdict.choices) == 1 and sure
        if one and len(lines) == 1:
            return replace(verdict, within=(self.tree.section(verdict.choices[0]),))
        if not one and sure and known and sum(lines.values()) >= _MANY:
            verdict, one = replace(verdict, choices=tuple(known)), len(known) == 1
        return AccountPlacement(verdict.item, verdict.choices[0], why=("words", "place")) if one else verdict

    def _lines_around(self, item: Item) -> Counter[str]:
        """Count the lines of the nearest accounts that are enough: those with the same first digits, a name once."""
        for length in range(len(item.digits) - 1, 0, -1):
            near = [other for other in self.neighbours.beginning(item.digits[:length]) if other is not item]
            lines = {(other.name, line) for other in near if (line := self._line(other))}
            financial = lines and all(self.tree.section(line) == _FINANCIAL for _, line in lines)
            if len(lines) >= _FEW or financial:  # of interest there are few accounts
                return Counter(line for _, line in lines)
        return Counter()

    def _lines_beside(self, item: Item) -> Counter[str]:
        """Count the lines of two placed accounts before and two after one, all with the same first digit."""
        sides = self.neighbours.before_and_after(item)
        alike = ([other for other in rows if other.digits[:1] == item.digits[:1]] for rows in sides)
        before, after = alike
        found = [*self._first_lines(reversed(before)), *self._first_lines(after)]
        return Counter(found) if len(found) == 2 * _EACH_WAY else Counter()

    def _beside(self, item: Item) -> set[str]:
        """Return the lines of the accounts in the rows beside one with the same two first digits."""
        near = [other for other in self.neighbours.rows_beside(item) if other.digits[:2] == item.digits[:2]]
        return {self._line(other) for other in near} or {""}

    def _line(self, item: Item) -> str:
        verdict = self.verdicts.get(id(item))
        if verdict is None or "place" in verdict.why:
            return ""
        return verdict.other if verdict.other and item.balance < 0 else verdict.line


def settle_series(items: Iterable[Item], series: Series) -> dict[int, AccountPlacement]:
    """Return what the series of numbers say of the open accounts among some, each by what is placed without them."""
    found = {}
    for item in items:
        verdict = series.verdicts[id(item)]
        if verdict.open and item.digits:
            found[id(item)] = series.settle(verdict)
    return found
