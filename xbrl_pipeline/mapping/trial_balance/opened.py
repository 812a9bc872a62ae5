"""Accounts whose line nobody has chosen yet: which lines may miss their amount, and which totals hold it anyway."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xbrl_pipeline.mapping.trial_balance.book import Book, Opened
from xbrl_pipeline.mapping.trial_balance.plan import PlannedEntry
from xbrl_pipeline.mapping.trial_balance.totals import Sums
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.workbook.cells import Cell


@dataclass(frozen=True)
class Reach:
    """How far open accounts reach in the sums of a taxonomy."""

    model: TaxonomyModel
    sums: Sums
    book: Book

    @cached_property
    def lines(self) -> dict[QName, Finding]:
        """Every line that may miss an account, with the finding about one of them."""
        found: dict[QName, Finding] = {}
        for each in self.book.opened:
            for name in self._lines_of(each.entry) - self._sure(each.entry):
                found.setdefault(name, each.finding)
        return found

    @cached_property
    def totals(self) -> set[QName]:
        """Return the totals of which nobody knows whether an open account counts in them."""
        lost: set[QName] = set()
        for each in self.book.opened:
            lost |= self._above(self._lines_of(each.entry)) - self._sure(each.entry)
        return {name for name in lost if name in self.sums}

    @cached_property
    def own(self) -> Mapping[QName, Decimal]:
        """Return what open accounts add to the lowest totals that hold them whatever line they are on."""
        found: dict[QName, Decimal] = {}
        for each in self.book.opened:
            met = self._meeting(each.entry)
            if met is not None:
                found[met] = found.get(met, Decimal(0)) + self._value(met, each)
        return found

    def cells(self, total: QName) -> list[Cell]:
        """Return the cells of the open accounts that count in a total."""
        found = [
            each for each in self.book.opened if (met := self._meeting(each.entry)) and total in self._above([met])
        ]
        return [cell for each in found for cell in each.share.cells]

    def _value(self, name: QName, opened: Opened) -> Decimal:
        balance = opened.share.balance
        return balance if self.model.concepts[name].balance == "debit" else -balance

    @property
    def settled(self) -> bool:
        """Whether every open account counts in some total whatever line it is on."""
        return all(self._meeting(each.entry) is not None for each in self.book.opened)

    def _sure(self, entry: PlannedEntry) -> set[QName]:
        """Return what holds an open account whatever line it is on."""
        met = self._meeting(entry)
        return self._above({met}) if met is not None else set()

    def _lines_of(self, entry: PlannedEntry) -> set[QName]:
        """Return the lines on which an open account may be, totals with accounts of their own included."""
        within = {concept.name for concept in entry.within}
        found = within | self._below(within) | {concept.name for concept in entry.choices}
        given = {concept.name for _, concept, _ in self.book.placed}
        return {name for name in found if name not in self.sums or name in given}

    def _meeting(self, entry: PlannedEntry) -> QName | None:
        """Return the lowest total that holds all lines on which an account may be."""
        reached = [self._above([concept.name]) for concept in (*entry.within, *entry.choices)]
        common = {name for name in set.intersection(*reached) if name in self.sums} if reached else set()
        lowest = [name for name in common if not common & self._below([name])]
        return lowest[0] if len(lowest) == 1 and self.model.concepts[lowest[0]].balance is not None else None

    def _below(self, names: Iterable[QName]) -> set[QName]:
        found: set[QName] = set()
        waiting = list(names)
        while waiting:
            parts = {part for each in self.sums.get(waiting.pop(), ()) for part, _ in each.parts}
            waiting += parts - found
            found |= parts
        return found

    def _above(self, names: Iterable[QName]) -> set[QName]:
        """Return some lines and every total that holds one of them."""
        found: set[QName] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._parents.get(name, [])
        return found

    @cached_property
    def _parents(self) -> dict[QName, list[QName]]:
        found: dict[QName, list[QName]] = {}
        for total, group in self.sums.items():
            for name in {part for each in group for part, _ in each.parts}:
                found.setdefault(name, []).append(total)
        return found
