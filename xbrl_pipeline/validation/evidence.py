"""What is known about the facts of one report while its findings are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from xbrl_pipeline.engine import Record
from xbrl_pipeline.messages import Messages, period_words
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, FactKey, LostFact, QName
from xbrl_pipeline.model.findings import FindingValue
from xbrl_pipeline.taxonomy.model import TaxonomyModel


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts by key with their cells, what was lost on the way, and which mapped cells were empty."""

    model: TaxonomyModel
    messages: Messages
    facts: Mapping[FactKey, Fact]
    lost: tuple[LostFact, ...] = ()
    empty: tuple[LostFact, ...] = ()
    titles: Mapping[QName, str] = field(default_factory=dict)

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
    ) -> "Evidence":
        """Index facts by their key."""
        return cls(model, messages, {fact.key: fact for fact in facts}, lost, empty, titles or {})

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
        """Describe one fact that took part in a finding."""
        return FindingValue(self.label(key.concept), text, self.cells(key), role, key.unit)

    def period(self, key: FactKey) -> str:
        """Return period and dimensions of a fact in words."""
        told = [item.member for item in key.dimensions if self._distinguishes(item.axis)]
        return period_words(key.period, map(self.label_of_member, told))

    def _distinguishes(self, axis: QName) -> bool:
        """Tell whether an axis says anything: not when every figure of the report has the same member on it."""
        figures = [key for key in self.facts if key.dimensions]
        members = {item.member for key in figures for item in key.dimensions if item.axis == axis}
        everywhere = all(any(item.axis == axis for item in key.dimensions) for key in figures)
        return len(members) > 1 or not everywhere

    def label_of_member(self, member: QName) -> str:
        """Return a member in words, without the "[member]" that taxonomies write behind it."""
        return self.model.members.get(member, {}).get(self.messages.lang, member.local)


def number(text: str | None) -> Decimal | None:
    """Read the text of a numeric fact; None for anything else."""
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None


def fact_texts(record: Record) -> dict[FactKey, str | None]:
    """Return the facts a record points at, with their text, in the record's order."""
    return {ref.fact: ref.value for ref in record.refs if ref.fact is not None}
