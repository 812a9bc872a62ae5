"""From the presentation of a taxonomy to drafts of sheets: lines with the combinations they take."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy.model import Concept, Kind, LinkRole, PresentationLine, TaxonomyModel
from xbrl_pipeline.template.shapes import Combination, Shapes

NUMERIC: Final = (Kind.MONETARY, Kind.NUMBER)
_ABSTRACT: Final = re.compile(r"\s*\[[^\]]*\]$")  # "[titel]", "[abstract]"
_ONLY_CURRENT: Final = "OnlyReportFactCurrent"  # in the names of such rules, by the conventions of the NT


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of a statement; headings have no combinations."""

    line: PresentationLine
    label: str
    concept: Concept | None = None
    start: bool = False
    combinations: tuple[Combination, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A sheet to be: the roles it shows, the axes that rows name, and its lines."""

    roles: tuple[LinkRole, ...]
    keys: tuple[QName, ...]
    lines: tuple[DraftLine, ...]

    @property
    def signature(self) -> tuple[object, ...]:
        """What drafts that can share a sheet have in common."""
        shown = tuple((each.line.name, each.start) for each in self.lines if each.concept is not None)
        return self.keys, shown

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts of all lines."""
        return tuple(each.concept for each in self.lines if each.concept is not None)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        """Every combination of any line, in order of appearance."""
        return tuple(dict.fromkeys(item for each in self.lines for item in each.combinations))


def drafts(model: TaxonomyModel, shapes: Shapes, lang: str) -> tuple[SheetDraft, ...]:
    """Return a draft per statement and note; those that differ only in their members share one."""
    found: dict[tuple[object, ...], SheetDraft] = {}
    for role in model.roles.values() or _unpresented(model):
        for draft in _drafts_of(role, model, shapes, lang):
            consolidated = any(shapes.is_consolidated(item.member) for each in draft.combinations for item in each)
            alone = role.uri if draft.keys else ""
            mark = (*draft.signature, consolidated, alone)
            found[mark] = _joined(found[mark], draft) if mark in found else draft
    return tuple(found.values())


def current_only(model: TaxonomyModel) -> frozenset[QName]:
    """Return the concepts that a rule allows for the reporting period alone."""
    rules = [rule for rule in model.rules.values() if _ONLY_CURRENT in rule.id]
    return frozenset(name for rule in rules for name in rule.subjects)


def matches(role: LinkRole, patterns: Iterable[str]) -> bool:
    """Tell whether the end of a role's URI fits a pattern."""
    end = re.split(r"[:/]", role.uri)[-1]
    return any(fnmatchcase(end, pattern) for pattern in patterns)


def plain_label(text: str) -> str:
    """Return a label without the "[titel]" that taxonomies write behind headings."""
    return _ABSTRACT.sub("", text)


def _unpresented(model: TaxonomyModel) -> list[LinkRole]:
    """Return one role with everything, for a taxonomy that presents nothing."""
    lines = tuple(PresentationLine(0, name) for name in model.concepts)
    return [LinkRole("urn:all", model.package, {}, lines)]


def _drafts_of(role: LinkRole, model: TaxonomyModel, shapes: Shapes, lang: str) -> Iterator[SheetDraft]:
    lines = [*_lines(role, model, lang)]
    ways = [shapes.of(each.line.name, role) if each.concept is not None else () for each in lines]
    for keys in dict.fromkeys(shape.keys for way in ways for shape in way):
        filled = [
            replace(each, combinations=next((shape.combinations for shape in way if shape.keys == keys), ()))
            for each, way in zip(lines, ways, strict=True)
        ]
        yield SheetDraft((role,), keys, tuple(_pruned(filled)))


def _lines(role: LinkRole, model: TaxonomyModel, lang: str) -> Iterator[DraftLine]:
    starts: list[bool] = []  # of the lines above
    for line in role.lines:
        element = model.element(line.name)
        if element is None:
            continue
        del starts[line.depth :]
        inherited = bool(starts) and starts[-1] and line.preferred != "periodEndLabel"
        start = element.instant and (line.preferred == "periodStartLabel" or inherited)
        starts += [start] * (line.depth + 1 - len(starts))
        concept = model.concepts.get(line.name)
        yield DraftLine(line, plain_label(element.label(lang, line.preferred)), concept, start)


def _pruned(lines: list[DraftLine]) -> Iterator[DraftLine]:
    """Leave out lines that cannot be reported here, and headings with nothing below them."""
    for place, each in enumerate(lines):
        if each.combinations or (each.concept is None and _has_below(lines, place)):
            yield each


def _has_below(lines: list[DraftLine], place: int) -> bool:
    for each in lines[place + 1 :]:
        if each.line.depth <= lines[place].line.depth:
            return False
        if each.combinations:
            return True
    return False


def _joined(one: SheetDraft, other: SheetDraft) -> SheetDraft:
    extra = iter([each.combinations for each in other.lines if each.concept is not None])
    lines = tuple(
        replace(each, combinations=tuple(dict.fromkeys((*each.combinations, *next(extra)))))
        if each.concept is not None
        else each
        for each in one.lines
    )
    return replace(one, roles=(*one.roles, *other.roles), lines=lines)
