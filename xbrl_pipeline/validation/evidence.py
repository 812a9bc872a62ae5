"""What is known about the facts of one report while its findings are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.engine import Record
from xbrl_pipeline.messages import Messages, period_words
from xbrl_pipeline.messages.plain import without_long_words
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, FactKey, LostFact, QName
from xbrl_pipeline.model.findings import FindingValue
from xbrl_pipeline.model.ledger import Fate, Ledger
from xbrl_pipeline.taxonomy.model import TaxonomyModel

_HALF: Final = Decimal("0.5")


@dataclass(frozen=True)
class Evidence:
    """Facts by key with their cells, what was lost on the way, and which mapped cells were empty.

    For an instance without a workbook ``lines`` tells where each fact stands in it.
    """

    model: TaxonomyModel
    messages: Messages
    facts: Mapping[FactKey, Fact]
    lost: tuple[LostFact, ...] = ()
    empty: tuple[LostFact, ...] = ()
    titles: Mapping[QName, str] = field(default_factory=dict)
    ledger: Ledger | None = None
    lines: Mapping[FactKey, int] = field(default_factory=dict)
    unread: Mapping[int, Decimal] = field(default_factory=dict)  # amounts of facts that are none, by line
    days: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # context and text of each day without use
    formulas: frozenset[CellRef] = frozenset()  # cells of the workbook that are worked out from others
    template: bool = False  # the workbook is our own template: there is no mapping

    @classmethod
    def of(
        cls,
        model: TaxonomyModel,
        messages: Messages,
        facts: Iterable[Fact] = (),
        *,
        lost: tuple[LostFact, ...] = (),
        empty: tuple[LostFact, ...] = (),
        titles: Mapping[QName, str] | None = None,
        ledger: Ledger | None = None,
        lines: Mapping[FactKey, int] | None = None,
        unread: Mapping[int, Decimal] | None = None,
        days: Mapping[int, tuple[str, str]] | None = None,
        formulas: frozenset[CellRef] = frozenset(),
        template: bool = False,
    ) -> "Evidence":
        """Index facts by their key."""
        indexed = {fact.key: fact for fact in facts}
        found = (lines or {}, unread or {}, days or {})
        return cls(model, messages, indexed, lost, empty, titles or {}, ledger, *found, formulas, template)

    @cached_property
    def amounts(self) -> dict[FactKey, Decimal]:
        """Every number that is reported."""
        return {key: fact.value for key, fact in self.facts.items() if isinstance(fact.value, Decimal)}

    @cached_property
    def exact(self) -> dict[FactKey, Decimal]:
        """Every number as its cell has it: what was rounded to whole euros for the report with its cents."""
        return {key: self._unrounded(key, amount) for key, amount in self.amounts.items()}

    def _unrounded(self, key: FactKey, amount: Decimal) -> Decimal:
        cells = self.cells(key)
        shown = shown_number(self.texts.get(cells[0], "")) if cells else None
        if not shown or not shown.is_finite() or shown % 1 == 0:
            return amount
        found = (shown * factor for factor in (1, -1, 1000, -1000))
        return next((each for each in found if abs(each - amount) <= _HALF), amount)

    def worked_out(self, cells: Iterable[CellRef]) -> bool:
        """Tell whether all these cells are formulas over others: what is wrong there was typed elsewhere."""
        return all(cell in self.formulas for cell in cells)

    @cached_property
    def overtyped(self) -> frozenset[FactKey]:
        """The totals that somebody typed over: a formula in the other columns of their row, as in others of their own.

        A column in which nothing is a formula was typed as a whole; that says nothing of one of its amounts.
        """
        columns = {(cell.sheet, cell.column) for cell in self.formulas}
        rows: dict[tuple[QName, str, int, frozenset[QName]], list[tuple[FactKey, CellRef]]] = {}
        for key in self.amounts:
            axes = frozenset(item.axis for item in key.dimensions)
            for cell in self.cells(key):
                rows.setdefault((key.concept, cell.sheet, cell.row, axes), []).append((key, cell))
        found = set()
        for row in rows.values():
            typed = [(key, cell) for key, cell in row if cell not in self.formulas]
            if len(typed) == 1 and len(row) > 1 and (typed[0][1].sheet, typed[0][1].column) in columns:
                found.add(typed[0][0])
        return frozenset(found)

    @cached_property
    def texts(self) -> dict[CellRef, str]:
        """What a reader sees in each cell of the workbook."""
        return {entry.cell: entry.text for entry in self.ledger.entries} if self.ledger else {}

    @cached_property
    def stray(self) -> dict[CellRef, Decimal]:
        """Amounts in cells that stand at no line of the mapping."""
        lost = {item.cell for item in self.lost}
        entries = self.ledger.entries if self.ledger else ()
        rejected = [entry for entry in entries if entry.fate is Fate.REJECTED and entry.cell not in lost]
        read = {entry.cell: shown_number(entry.text) for entry in rejected}
        return {cell: value for cell, value in read.items() if value is not None}

    def label(self, concept: QName) -> str:
        """Return the workbook's own words for a concept, else its label, else its local name."""
        if concept in self.titles:
            return self.titles[concept]
        known = self.model.concepts.get(concept)
        return known.label(self.messages.lang) if known is not None else concept.local

    def cells(self, key: FactKey) -> tuple[CellRef, ...]:
        """Return the cells a fact came from; none for an instance without a workbook."""
        fact = self.facts.get(key)
        return fact.cells if fact is not None else ()

    def value(self, key: FactKey, text: str | None, role: str = "") -> FindingValue:
        """Describe one fact that took part in a finding: by its cells, else by its element and line."""
        cells = self.cells(key)
        told = None if text is None else without_long_words(text)
        described = FindingValue(self.label(key.concept), told, cells, role, key.unit)
        if cells:
            return described
        return replace(described, element=self.element(key.concept), line=self.lines.get(key))

    def element(self, name: QName) -> str:
        """Return the prefixed name of a concept."""
        known = self.model.concepts.get(name)
        return f"{known.prefix}:{name.local}" if known is not None else name.local

    def period(self, key: FactKey) -> str:
        """Return period and dimensions of a fact in words."""
        told = [item.member for item in key.dimensions if item.axis in self._telling]
        return period_words(key.period, map(self.label_of_member, told))

    @cached_property
    def _telling(self) -> frozenset[QName]:
        """The axes that say anything: not those on which every figure of the report has the same member."""
        figures = [{item.axis: item.member for item in key.dimensions} for key in self.facts if key.dimensions]
        members: dict[QName, set[QName | None]] = {axis: set() for figure in figures for axis in figure}
        for axis, met in members.items():
            met.update(figure.get(axis) for figure in figures)
        return frozenset(axis for axis, met in members.items() if len(met) > 1)

    def label_of_member(self, member: QName) -> str:
        """Return a member in words, without the "[member]" that taxonomies write behind it."""
        return self.model.members.get(member, {}).get(self.messages.lang, member.local)


def shown_number(text: str) -> Decimal | None:
    """Read a number as cells show it: a decimal comma, no thousands."""
    return read_amount(text.replace(",", "."))


def fact_texts(record: Record) -> dict[FactKey, str | None]:
    """Return the facts a record points at, with their text, in the record's order."""
    return {ref.fact: ref.value for ref in record.refs if ref.fact is not None}
