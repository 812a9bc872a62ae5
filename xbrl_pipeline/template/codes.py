"""Binding codes: what a row or column of a template means, as text in an ordinary cell.

A code is a list of aspects with ``; `` between them; those of the row and of the column together make a fact:

    ow-i:IntangibleAssets @start    a concept, and for balances the start of the period instead of its end
    t, t-1, t+2                     the reporting period, the one before, two years on
    ow-dim:Axis=ow-dm:Member        a member on an axis
    ow-dim:Axis=*                   the member stands in this column
    @row                            a row of a table, whose members stand in its key columns
    @scheme, @identifier            how the reporting entity is identified
    #                               nothing to report here, whatever stands in it
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.taxonomy.model import TaxonomyModel

SKIP: Final = "#"
ROW: Final = "@row"
MARKERS: Final = (ROW, "@scheme", "@identifier")
SHEET: Final = "xbrl-pipeline:sheet"  # the corner of a sheet: SHEET taxonomy report sheet-code
FINGERPRINT: Final = "xbrl-pipeline:fingerprint"
OVER: Final = "over "  # before an axis: a total over its members
WAYS: Final = " | "  # between the ways in which the cells of one row are added up
_YEAR: Final = re.compile(r"t(?:([+-])([0-9]{1,2}))?")
_BETWEEN: Final = "; "


@dataclass(frozen=True, slots=True)
class Aspects:
    """What a code says of a fact; a row and a column together say all of it."""

    concept: QName | None = None
    start: bool = False
    year: int | None = None
    dimensions: tuple[Dimension, ...] = ()
    key: QName | None = None  # the axis whose members stand in the column
    marker: str = ""

    def joined(self, other: "Aspects") -> "Aspects":
        """Return what a row and a column say together."""
        return Aspects(
            self.concept or other.concept,
            self.start or other.start,
            self.year if self.year is not None else other.year,
            tuple(sorted({*self.dimensions, *other.dimensions})),
            self.key or other.key,
            self.marker or other.marker,
        )


NOTHING: Final = Aspects()


@dataclass(frozen=True, slots=True)
class CodeNames:
    """Names of a taxonomy as codes: ``prefix:Local``, or in full where a prefix does not tell them apart."""

    model: TaxonomyModel

    def code(self, aspects: Aspects) -> str:
        """Write aspects."""
        return _BETWEEN.join(self._parts(aspects))

    def _parts(self, aspects: Aspects) -> Iterable[str]:
        if aspects.concept is not None:
            yield self.name(aspects.concept) + (" @start" if aspects.start else "")
        if aspects.year is not None:
            yield f"t{aspects.year:+d}" if aspects.year else "t"
        for item in aspects.dimensions:
            yield f"{self.name(item.axis)}={self.name(item.member)}"
        if aspects.key is not None:
            yield f"{self.name(aspects.key)}=*"
        if aspects.marker:
            yield aspects.marker

    def read(self, code: str) -> Aspects | None:
        """Read a code; None where it is no code or names something that the taxonomy does not have."""
        found = Aspects()
        for part in code.split(_BETWEEN.strip()):
            aspects = self._part(part.strip())
            if aspects is None:
                return None
            found = found.joined(aspects)
        return found

    def _part(self, part: str) -> Aspects | None:
        if part in MARKERS:
            return Aspects(marker=part)
        if year := _YEAR.fullmatch(part):
            return Aspects(year=int(f"{year[1] or '+'}{year[2] or 0}"))
        if "=" in part and not part.endswith(" @start"):
            return self._dimension(*(side.strip() for side in part.rsplit("=", 1)))
        concept = self.find(part.removesuffix(" @start").strip())
        if concept is None or concept not in self.model.concepts:
            return None
        return Aspects(concept, start=part.endswith(" @start"))

    def _dimension(self, axis: str, member: str) -> Aspects | None:
        found = self.find(axis)
        if found is None or member == "*":
            return None if found is None else Aspects(key=found)
        name = self.find(member)
        return None if name is None else Aspects(dimensions=(Dimension(found, name),))

    def name(self, name: QName) -> str:
        """Write a name."""
        element = self.model.element(name)
        short = f"{element.prefix}:{name.local}" if element is not None and element.prefix else ""
        found = self.model.find_any(short) if short else None
        return short if found is not None and found.name == name else str(name)

    def find(self, text: str) -> QName | None:
        """Read a name; None where the taxonomy does not have it."""
        if text.startswith("{"):
            namespace, _, local = text[1:].partition("}")
            name = QName(namespace, local)
            return name if self.model.element(name) is not None else None
        found = self.model.find_any(text) if ":" in text else None
        return None if found is None else found.name
