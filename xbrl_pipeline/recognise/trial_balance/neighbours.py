"""What stands around an account: those whose numbers begin alike, and those in the rows beside it."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from xbrl_pipeline.recognise.trial_balance.ledger import AccountLedger, Item

ENOUGH: Final = 2  # accounts of a group that agree
_CLEAR: Final = 0.8  # of them
_CLASS: Final = 2  # digits


@dataclass
class Neighbours:
    """The accounts of one book by what they have around them."""

    ledger: AccountLedger

    def votes(self, item: Item, said: dict[int, str]) -> Counter[str]:
        """Count what is said of the nearest accounts that say enough: those with the same first digits."""
        for length in range(len(item.digits) - 1, 0, -1):
            near = [other for other in self.beginning(item.digits[:length]) if other is not item and id(other) in said]
            if len(near) >= ENOUGH:
                return Counter(said[id(other)] for other in near)
        return Counter()

    def ruling(self, item: Item, said: dict[int, str]) -> Counter[str]:
        """Count what is said of the largest group of accounts that is of one mind: those with the same first digits."""
        votes: Counter[str] = Counter()
        for length in range(1, len(item.digits)):
            near = [other for other in self.beginning(item.digits[:length]) if other is not item and id(other) in said]
            votes = Counter(said[id(other)] for other in near) if len(near) >= ENOUGH else votes
            if clear(votes):
                return votes
        return votes

    def beginning(self, digits: str) -> list[Item]:
        """Return the accounts whose numbers begin with some digits."""
        if digits not in self._blocks:
            self._blocks[digits] = [item for item in self.ledger.accounts if item.digits.startswith(digits)]
        return self._blocks[digits]

    @cached_property
    def _blocks(self) -> dict[str, list[Item]]:
        return {}

    def rows_beside(self, item: Item) -> tuple[Item, ...]:
        """Return the accounts with amounts in the rows just above and below one."""
        place = self._rows.index(item)
        return (*self._rows[max(0, place - 1) : place], *self._rows[place + 1 : place + 2])

    def is_alone(self, item: Item) -> bool:
        """Tell whether no other account has the first two digits of one."""
        return len(item.digits) > _CLASS and len(self.beginning(item.digits[:_CLASS])) == 1

    def before_and_after(self, item: Item) -> tuple[list[Item], list[Item]]:
        """Return the accounts with amounts that have a lower number than one, and those with a higher, in order."""
        place = next(place for place, other in enumerate(self._numbered) if other is item)
        return self._numbered[:place], self._numbered[place + 1 :]

    @cached_property
    def _numbered(self) -> list[Item]:
        return sorted(self._rows, key=lambda item: item.digits)

    @cached_property
    def _rows(self) -> list[Item]:
        return [other for other in self.ledger.accounts if other.used and not other.group]


def clear(votes: Counter[str]) -> str | None:
    """Return what nearly all say."""
    if not votes:
        return None
    said, count = votes.most_common(1)[0]
    return said if count >= _CLEAR * sum(votes.values()) else None
