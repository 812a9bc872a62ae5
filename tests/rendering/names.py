"""A report of which every table with rows of names is filled in: models G and E, specifications, remuneration."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from tests.support import INFORMATION, YEAR
from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, FactValue, Period, QName
from xbrl_pipeline.taxonomy.model import Concept, Hypercube, Kind, TaxonomyModel

_ROWS: Final = ("Voorbeeldrij A", "Voorbeeldrij B met een naam die over meer dan een regel gaat", "Voorbeeldrij C")
_STEP: Final = 12_345
_START: Final = date(2024, 12, 31)


def fill_in(model: TaxonomyModel) -> tuple[Fact, ...]:
    """Return who reports, and for each line of each table with rows of names a value on each row."""
    found: dict[FactKey, Fact] = {}
    lines = {line.name for role in model.roles.values() for line in role.lines}
    for local, text in INFORMATION.items():
        concept = model.find(local)
        if concept is not None and concept.name in lines:
            key = FactKey(concept.name, YEAR, (), None)
            found[key] = Fact(key, text, ())
    for table in model.tables:
        if not table.excludes and any(axis.typed for axis in table.axes):
            for fact in _rows(table, model, len(found)):
                found.setdefault(fact.key, fact)
    return tuple(found.values())


def _rows(table: Hypercube, model: TaxonomyModel, number: int) -> Iterator[Fact]:
    for row in _ROWS:
        dimensions = tuple(
            sorted(Dimension(axis.name, QName("", row) if axis.typed else axis.members[0]) for axis in table.axes)
        )
        for concept in (model.concepts[name] for name in sorted(table.items) if name in model.concepts):
            if concept.kind is Kind.ABSTRACT:
                continue
            number += 1
            unit = {Kind.MONETARY: "EUR", Kind.NUMBER: "pure"}.get(concept.kind)
            for period in (Period(None, YEAR.end), Period(None, _START)) if concept.instant else (YEAR,):
                key = FactKey(concept.name, period, dimensions, unit)
                value = _value(concept, number, model)
                yield Fact(key, value, (), "INF" if isinstance(value, Decimal) else None)


def _value(concept: Concept, number: int, model: TaxonomyModel) -> FactValue:
    if concept.kind is Kind.CODE:
        return model.codes_of(concept)[0].value
    if concept.kind is Kind.MONETARY:
        return Decimal(number * _STEP)
    if concept.kind is Kind.NUMBER:
        return Decimal(number) / 1000
    if concept.kind is Kind.DATE:
        return _START + timedelta(days=number)
    return f"Voorbeeldtekst {number}"
