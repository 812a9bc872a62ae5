"""What is shown of a role without a table: its lines as it presents them, and a column for each year."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.model.facts import Dimension, Period
from xbrl_pipeline.rendering.sides import Members, Rules, SideSlot
from xbrl_pipeline.rendering.tables import Index, Laid
from xbrl_pipeline.rendering.words import AccountWords
from xbrl_pipeline.taxonomy.layouts import AspectRuleSet, LayoutNode, TableLayout
from xbrl_pipeline.taxonomy.model import Hypercube, LinkRole

_Aspect = tuple[date, Members]  # the last day and the members of a column


def present(role: LinkRole, index: Index, seen: AbstractSet[int], words: AccountWords) -> Laid | None:
    """Return the lines of a role with its facts; those that another section shows already are left out."""
    model = words.model
    tables = [table for table in model.tables if table.role == role.uri and not table.excludes]
    facts = [
        fact
        for name in dict.fromkeys(line.name for line in role.lines)
        for fact in index.of(name)
        if fact.place not in seen and _belongs(fact, tables)
    ]
    if not facts:
        return None
    aspects = sorted({_aspect(fact) for fact in facts if fact.key is not None}, key=_latest_first)
    rows = _rows(role, words)
    columns = tuple(_column(members, words) for _, members in aspects)
    places: dict[tuple[int, int], tuple[ReadFact, ...]] = {}
    for number, row in enumerate(rows):
        for fact in facts:
            if fact.concept == row.rules.concept and row.own:
                place = number, aspects.index(_aspect(fact))
                places[place] = (*places.get(place, ()), fact)
    return Laid(TableLayout(role.uri, "", role.labels, ()), rows, columns, places)


def _belongs(fact: ReadFact, tables: Sequence[Hypercube]) -> bool:
    """Tell whether a fact may be reported in a role: where that has hypercubes, by one of them."""
    if fact.key is None:
        return False
    if not tables:
        return True
    given = {each.axis for each in fact.key.dimensions}
    return any(fact.concept in table.items and given <= {axis.name for axis in table.axes} for table in tables)


def _aspect(fact: ReadFact) -> _Aspect:
    period = fact.key.period if fact.key is not None else Period(None, date.min)
    members = fact.key.dimensions if fact.key is not None else ()
    return period.end, frozenset(members)


def _latest_first(aspect: _Aspect) -> tuple[int, list[Dimension]]:
    return -aspect[0].toordinal(), sorted(aspect[1])


def _rows(role: LinkRole, words: AccountWords) -> tuple[SideSlot, ...]:
    """Return the lines of a role; a balance stands in the column of its own day, so that it needs no opening line."""
    path: list[LayoutNode] = []
    rows = []
    closing = {line.name for line in role.lines if line.preferred == "periodEndLabel"}
    for line in role.lines:
        if line.preferred == "periodStartLabel" and line.name in closing:
            continue
        del path[line.depth :]
        own = line.name in words.model.concepts
        rules = (AspectRuleSet("", line.name),)
        path.append(LayoutNode(line.depth, {}, abstract=not own, rules=rules, preferred=line.preferred))
        rows.append(SideSlot(tuple(path), Rules(line.name), own))
    return tuple(rows)


def _column(members: Members, words: AccountWords) -> SideSlot:
    path = tuple(
        LayoutNode(number, {("label", words.lang): words.member(each)}) for number, each in enumerate(sorted(members))
    )
    return SideSlot(path or (LayoutNode(0, {}),), Rules(members=tuple(sorted(members))), own=True)
