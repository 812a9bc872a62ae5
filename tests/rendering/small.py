"""A taxonomy of a few lines, and reports by it, made for one question each."""

from collections.abc import Sequence
from typing import Any, Final

from lxml import html

from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.rendering.render import as_page
from xbrl_pipeline.taxonomy.layouts import (
    AspectRuleSet,
    Breakdown,
    Heading,
    LayoutNode,
    MemberRule,
    Parameter,
    TableLayout,
)
from xbrl_pipeline.taxonomy.model import Code, Concept, Kind, LinkRole, TaxonomyModel

NS: Final = "http://small.example/taxonomy"
NL: Final = messages("nl")


def name(local: str) -> QName:
    """Return a name of the taxonomy."""
    return QName(NS, local)


def concept(local: str, kind: Kind = Kind.MONETARY, *, instant: bool = True, **more: object) -> Concept:
    """Return a concept that is called by its name with a space before each capital, in Dutch, and so in English."""
    labels = {("label", "nl"): f"{local} nl", ("label", "en"): f"{local} en", ("totalLabel", "nl"): f"Totaal {local}"}
    fields = {"type": QName(NS, f"{kind.value}ItemType"), "balance": None, "labels": labels} | more
    return Concept(name(local), "s", kind, instant, **fields)  # type: ignore[arg-type]


END: Final = Parameter("End", "xs:date((//s:End)[1])", (("s", NS), ("xs", "http://www.w3.org/2001/XMLSchema")))
START: Final = Parameter("Start", "xs:date((//s:Start)[1])", END.prefixes)
LAST: Final = Parameter("Last", "$Start - xs:dayTimeDuration('P1D')", END.prefixes)
PERIODS: Final = (AspectRuleSet("", None, ("$Start", "$End")), AspectRuleSet("instant", None, ("", "$End")))
EARLIER: Final = (AspectRuleSet("instant", None, ("", "$Last")),)


def line(local: str, depth: int = 0, **more: object) -> LayoutNode:
    """Return a row for a concept."""
    fields = {"tag": "instant", "rules": (AspectRuleSet("", name(local)),)} | more
    return LayoutNode(depth, {}, **fields)  # type: ignore[arg-type]


def column(label: str, rules: tuple[AspectRuleSet, ...] = PERIODS, depth: int = 0, **more: object) -> LayoutNode:
    """Return a column with words of its own."""
    return LayoutNode(depth, {("label", "nl"): label} if label else {}, rules=rules, **more)  # type: ignore[arg-type]


def table(
    rows: Sequence[LayoutNode], columns: Sequence[LayoutNode] = (), role: str = "urn:balance-sheet", id_: str = "t"
) -> TableLayout:
    """Return a table with rows and columns."""
    across = tuple(columns) or (column("Verslagjaar"), column("Vorig jaar", EARLIER))
    title = {("label", "nl"): "Label van de tabel"}
    return TableLayout(role, id_, title, (Breakdown("x", across), Breakdown("y", tuple(rows))))


def member(axis: str, local: str) -> MemberRule:
    """Return the rule that facts have a member on an axis."""
    return MemberRule(name(axis), name(local))


def taxonomy(
    concepts: Sequence[Concept], layouts: Sequence[TableLayout], headings: Sequence[Heading] = (), **more: object
) -> TaxonomyModel:
    """Return a taxonomy with a role for each table."""
    dates = (concept("Start", Kind.DATE, instant=False), concept("End", Kind.DATE, instant=False))
    roles = {each.role: LinkRole(each.role, "", {("label", "nl"): f"Rol {each.role}"}, ()) for each in layouts}
    fields = {
        "concepts": {each.name: each for each in (*concepts, *dates)},
        "roles": roles,
        "layouts": tuple(layouts),
        "parameters": (END, LAST, START),
        "headings": tuple(headings),
    } | more
    return TaxonomyModel("small", NS, "0" * 64, {"s": NS}, rules={}, **fields)  # type: ignore[arg-type]


def codes(type_: str, **values: str) -> dict[QName, tuple[Code, ...]]:
    """Return a code list with a Dutch label for each value."""
    return {name(type_): tuple(Code(value, {("label", "nl"): text}) for value, text in values.items())}


def fact(local: str, text: str, when: str = "end", more: str = "", *, unit: str = "EUR", members: str = "") -> str:
    """Write a fact; its context is that of ``when`` with the members in it."""
    about = f' unitRef="{unit}" decimals="INF"' if unit else ""
    return f'<s:{local} contextRef="{when}{members}"{about}{more}>{text}</s:{local}>'


def report(*facts: str, lang: str = "nl", axes: Sequence[tuple[str, str]] = (), comment: str = "") -> bytes:
    """Write a report over 2025; ``axes`` are typed: a suffix of contexts, and the element with axis and value."""
    times = {
        "end": "<xbrli:instant>2025-12-31</xbrli:instant>",
        "before": "<xbrli:instant>2024-12-31</xbrli:instant>",
        "year": "<xbrli:startDate>2025-01-01</xbrli:startDate><xbrli:endDate>2025-12-31</xbrli:endDate>",
        "other": "<xbrli:startDate>2025-07-01</xbrli:startDate><xbrli:endDate>2026-06-30</xbrli:endDate>",
    }
    contexts = "".join(
        f'<xbrli:context id="{when}{suffix}"><xbrli:entity><xbrli:identifier scheme="http://s.example">1'
        f"</xbrli:identifier></xbrli:entity><xbrli:period>{time}</xbrli:period>"
        f"{f'<xbrli:scenario>{members}</xbrli:scenario>' if members else ''}</xbrli:context>"
        for when, time in times.items()
        for suffix, members in (("", ""), *axes)
    )
    units = "".join(
        f'<xbrli:unit id="{unit}"><xbrli:measure>{measure}</xbrli:measure></xbrli:unit>'
        for unit, measure in (
            ("EUR", "iso:EUR"),
            ("USD", "iso:USD"),
            ("pure", "xbrli:pure"),
            ("shares", "xbrli:shares"),
        )
    )
    dates = fact("Start", "2025-01-01", "year", unit="") + fact("End", "2025-12-31", "year", unit="")
    return (
        f'<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:s="{NS}" xml:lang="{lang}"'
        f' xmlns:iso="http://www.xbrl.org/2003/iso4217" xmlns:xbrldi="http://xbrl.org/2006/xbrldi">'
        f"{comment}{contexts}{units}{dates}{''.join(facts)}</xbrli:xbrl>"
    ).encode()


def typed(axis: str, value: str) -> str:
    """Write a member on a typed axis."""
    return f'<xbrldi:typedMember dimension="s:{axis}"><s:v>{value}</s:v></xbrldi:typedMember>'


def select(page: str | bytes, path: str) -> list[Any]:
    """Return what an XPath expression selects in a page."""
    found: Any = html.fromstring(page).xpath(path)
    return list(found)


def page(data: bytes, model: TaxonomyModel, lang: str = "") -> str:
    """Return the account as a page."""
    return as_page(data, model, lang).data.decode()
