"""A whole report in its own template: every fact its cell, and what has none named."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xbrl_pipeline.model.facts import Dimension, FactKey, FactValue, QName
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel
from xbrl_pipeline.template.layout import Template
from xbrl_pipeline.template.others import place_in_years
from xbrl_pipeline.template.prefill import Cause, Past, Placed, Prefill, leave_out_unsound, read_value
from xbrl_pipeline.template.tables import Tables

_LONGEST: Final = 32_767  # characters that Excel keeps in a cell


class Whose(NamedTuple):
    """How the reporting entity of a report is identified."""

    identifier: str
    scheme: str


@dataclass
class _Filler:
    empty: Template
    model: TaxonomyModel
    values: dict[FactKey, FactValue] = field(default_factory=dict)
    rows: Placed = field(default_factory=dict)
    others: dict[FactKey, FactValue] = field(default_factory=dict)
    left: list[Cause] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.slots = {slot.key for _, slot in self.empty.slots() if slot.key is not None}
        self.tables = Tables(self.empty, self.model)

    def place(self, past: Past) -> None:
        """Find the cell of a fact, or note why there is none."""
        concept = self.model.concepts.get(past.concept)
        value = read_value(past, concept) if concept is not None else None
        if concept is None or past.key is None:
            self.left.append(Cause(past, "unknown" if concept is None else "value"))
        elif past.key.unit != self._unit(concept):
            self.left.append(Cause(past, "unit"))
        elif value is None or (isinstance(value, str) and len(value) > _LONGEST):
            self.left.append(Cause(past, "value" if value is None else "long"))
        elif not self._put(past.key, concept, value):
            self.left.append(Cause(past, "place"))

    def _put(self, key: FactKey, concept: Concept, value: FactValue) -> bool:
        if key in self.slots:
            self.values[key] = value
            return True
        spot = self.tables.find(key)
        if spot is not None:
            self.rows.setdefault(spot.sheet, {}).setdefault(spot.members, {})[spot.column] = value
            return True
        named = all(self.model.element(name) is not None for item in key.dimensions for name in _names(item))
        if not named or place_in_years(key.period, self.empty.year, instant=concept.instant) is None:
            return False
        self.others[key] = value
        return True

    def _unit(self, concept: Concept) -> str | None:
        return {Kind.MONETARY: "EUR", Kind.NUMBER: "pure"}.get(concept.kind)


def _names(item: Dimension) -> tuple[QName, ...]:
    return (item.axis,) if item.typed else (item.axis, item.member)


def place_whole(
    facts: Iterable[Past], whose: Whose, empty: Template, model: TaxonomyModel
) -> tuple[Prefill, tuple[Cause, ...]]:
    """Give every fact of a report its cell, and return those that have none, each with its reason."""
    filler = _Filler(empty, model)
    for past in leave_out_unsound([*facts], filler.left):
        filler.place(past)
    given = Prefill(
        filler.values, filler.rows, whole=True, others=filler.others, identifier=whose.identifier, scheme=whose.scheme
    )
    return given, tuple(filler.left)
