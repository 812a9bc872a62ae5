"""What the series of numbers in which an account stands says of it, once the accounts whose names say enough are placed.

A plan of accounts keeps together what is reported together. Where all accounts with numbers alike that are placed are of
one section, one that is left is of that section too; where they are on one line of those that its name leaves, it is on
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
from xbrl_pipeline.recognise.trial_balance.vocabulary import inside

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
        section = self._section(item, lines)
        if section is None:
            return self._named(verdict)
        found = [key for key in verdict.choices if self.tree.section(key) == section]
        if not (found or verdict.within):
            return verdict
        choices = tuple(found or [key for key, _ in lines.most_common() if self.tree.section(key) == section])
        within = (section,) if verdict.within or not found else ()
        return self._named(self._by_line(replace(verdict, choices=choices[:_MOST_CHOICES], within=within), lines))

    def _section(self, item: Item, lines: Counter[str]) -> str | None:
        """Return the section of the accounts with numbers alike, or of those before and after an account."""
        for near in (lines, self._lines_beside(item)):
            sections = {self.tree.section(line) for line in near}
            if len(sections) == 1 and not any(self.wrong_sign(item, line) for line in near):
                section = sections.pop()
                said = {self.tree.section(key) for key in self.said_of(item)}
                return section if not said or section in said else None
        return None

    def _named(self, verdict: AccountPlacement) -> AccountPlacement:
        """Place an account by what its name means in the one section in which it may be."""
        within = verdict.within or verdict.choices
        sections = {self.tree.section(key) for key in within if key not in WHOLE}
        if not (verdict.open and verdict.within and len(sections) == 1) or WHOLE & set(within):
            return verdict
        section = sections.pop()
        named = (section,) if self.tree.is_leaf(section) else inside(verdict.item.name, section)
        if len(named) != 1 or self.wrong_sign(verdict.item, named[0]):
            return verdict
        return AccountPlacement(verdict.item, named[0], why=("words", "place"))

    def _by_line(self, verdict: AccountPlacement, lines: Counter[str]) -> AccountPlacement:
        """Place income and expenses on the line of their series; claims and debts of all kinds have numbers alike."""
        if verdict.item.half != "income":
            return verdict
        known = [key for key in verdict.choices if key in lines]
        sure = not verdict.within
        alone = len(lines) == 1 and set(lines) == self._beside(verdict.item)
        if len(lines) == 1 and known and (sure or (alone and sum(lines.values()) > _FEW)):
            return AccountPlacement(verdict.item, known[0], why=("place",))
        if len(verdict.choices) == 1 and sure:
            return AccountPlacement(verdict.item, verdict.choices[0], why=("words", "place"))
        if sure and known and sum(lines.values()) >= _MANY:
            if len(known) == 1:
                return AccountPlacement(verdict.item, known[0], why=("words", "place"))
            return replace(verdict, choices=tuple(known))
        return verdict

    def _lines_around(self, item: Item) -> Counter[str]:
        """Count the lines of the nearest accounts that are enough: those with the same first digits, a name once."""
        for length in range(len(item.digits) - 1, 0, -1):
            near = [other for other in self.neighbours.beginning(item.digits[:length]) if other is not item]
            lines = {(other.name, line) for other in near if (line := self._line(other))}
            if len(lines) >= _FEW:
                return Counter(line for _, line in lines)
        return Counter()

    def _lines_beside(self, item: Item) -> Counter[str]:
        """Count the lines of two placed accounts before and two after one, all with the same first digit."""
        before, after = self.neighbours.rows_around(item)
        found: list[str] = []
        for rows in (reversed(before), after):
            near = {other.name: line for other in rows if (line := self._line(other))}
            lines = list(near.values())[:_EACH_WAY]
            found += lines if len(lines) == _EACH_WAY else []
        return Counter(found) if len(found) == 2 * _EACH_WAY else Counter()

    def _beside(self, item: Item) -> set[str]:
        return {self._line(other) for other in self.neighbours.rows_beside(item)}

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
