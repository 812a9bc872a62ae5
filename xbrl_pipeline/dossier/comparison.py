"""What the JSON of a comparison looks like; ``schemas/`` is generated from these models."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from xbrl_pipeline.dossier.schema import (
    Cell,
    Count,
    CountsEntry,
    EntityEntry,
    FileEntry,
    FindingEntry,
    TaxonomyEntry,
    Text,
)
from xbrl_pipeline.model.comparison import Compared, Difference, DifferenceKind, Kin, ReportComparison
from xbrl_pipeline.model.facts import FactValue
from xbrl_pipeline.model.outcome import Verdict

_VALUE = "A number as exact decimal text, a day as YYYY-MM-DD, or the text; null where the report does not state it"
_Value = Annotated[Text | None, Field(description=_VALUE)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class TallyEntry(_Part):
    """What became of the facts of one report: facts = same + changed + single + aside."""

    facts: Count
    same: Count
    changed: Count
    single: Annotated[int, Field(ge=0, description="In this report only")]
    aside: Annotated[int, Field(ge=0, description="Without a counterpart by nature, such as the reporting year itself")]
    unread: Annotated[int, Field(ge=0, description="In the file and not understood: not among facts, not compared")]
    rejected: Annotated[int, Field(ge=0, description="Cells that should have become a fact and could not")]


class SideEntry(_Part):
    """One of the two reports."""

    name: Text
    verdict: Verdict
    input: FileEntry
    instance: FileEntry | None
    report: str
    entity: EntityEntry
    taxonomy: TaxonomyEntry | None
    program: str
    counts: CountsEntry
    tally: TallyEntry


class DifferenceEntry(_Part):
    """One fact that is not the same in both reports."""

    kind: DifferenceKind
    label: Text
    statement: Text
    period: Annotated[Text, Field(description="With scope and other members in words")]
    element: str
    unit: str | None
    before: _Value
    after: _Value
    change: Annotated[
        Decimal | None, Field(description="After minus before, not stated counting as nothing; null for words and days")
    ]
    before_cells: tuple[Cell, ...]
    after_cells: tuple[Cell, ...]
    total: Annotated[bool, Field(description="A sum of other lines")]
    unnamed: Annotated[bool, Field(description="Gone because the later taxonomy has no name for it")]


class RatioChangeEntry(_Part):
    """A ratio of one year that is not the same in both reports, as a fraction."""

    code: str
    statement: str
    year: int
    budget: bool
    percentage: bool
    before: Decimal | None
    after: Decimal | None


class ComparisonFile(_Part):
    """What ``compare --format json`` writes: differences by size."""

    kin: Annotated[Kin, Field(description="version: one board, one year; next_year: earlier columns; boards: two")]
    lang: str
    before: SideEntry
    after: SideEntry
    counts: Annotated[dict[DifferenceKind, int], Field(description="Differences of each kind")]
    differences: tuple[DifferenceEntry, ...]
    ratios: tuple[RatioChangeEntry, ...]
    solved: tuple[FindingEntry, ...]
    new: tuple[FindingEntry, ...]
    remaining: Annotated[int, Field(ge=0, description="Findings that both have; none are compared with next_year")]

    @classmethod
    def of(cls, comparison: ReportComparison, lang: str) -> Self:
        """Return what is written of a comparison."""
        return cls(
            kin=comparison.kin,
            lang=lang,
            before=_side(comparison.before),
            after=_side(comparison.after),
            counts={kind: len(comparison.of(kind)) for kind in DifferenceKind},
            differences=tuple(map(_difference, comparison.differences)),
            ratios=tuple(map(RatioChangeEntry.model_validate, comparison.ratios)),
            solved=tuple(map(FindingEntry.model_validate, comparison.solved)),
            new=tuple(map(FindingEntry.model_validate, comparison.new)),
            remaining=comparison.remaining,
        )


def _side(side: Compared) -> SideEntry:
    told = {name: getattr(side.report, name) for name in SideEntry.model_fields if name not in ("name", "tally")}
    return SideEntry.model_validate({**told, "name": side.name, "tally": side.tally})


def _difference(each: Difference) -> DifferenceEntry:
    told = {name: getattr(each, name) for name in DifferenceEntry.model_fields}
    return DifferenceEntry.model_validate({**told, "before": _text(each.before), "after": _text(each.after)})


def _text(value: FactValue | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else f"{value:f}" if isinstance(value, Decimal) else value


FILES: dict[str, type[BaseModel]] = {"comparison": ComparisonFile}


def json_schema(name: str) -> dict[str, JsonValue]:
    """Return the JSON Schema of what is written, with the draft it is in."""
    schema = FILES[name].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
