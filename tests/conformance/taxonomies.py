"""XBRL 2.1, sections 3 and 5: schemas and linkbases, each with an instance that asks nothing of them."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.conformance.cases import Case, Files
from tests.conformance.pieces import (
    ARC,
    BASE,
    MONEY,
    ROLE,
    TEXT,
    arc,
    element,
    fact,
    instance,
    link,
    linkbase,
    linkbase_ref,
    loc,
    note,
    role_ref,
    schema,
    tuple_,
    unit,
)

_STRINGS: Final = '<xs:simpleContent><xs:restriction base="xbrli:stringItemType"/></xs:simpleContent>'
_LABEL: Final = "http://www.xbrl.org/2003/role/label"
_OWN: Final = "http://toets.example/role/eigen"
_OWN_ARC: Final = "http://toets.example/arcrole/eigen"


def _role_type(uri: str = _OWN, used: str = "link:presentationLink", more: str = 'id="eigen"') -> str:
    return f'<link:roleType roleURI="{uri}" {more}><link:usedOn>{used}</link:usedOn></link:roleType>'


def _arcrole_type(cycles: str = "any", used: str = "link:definitionArc") -> str:
    head = f'<link:arcroleType arcroleURI="{_OWN_ARC}" id="boog" cyclesAllowed="{cycles}">'
    return f"{head}<link:usedOn>{used}</link:usedOn></link:arcroleType>"


_SCHEMAS: Final[Mapping[str, str]] = {
    "no-period-type": schema(element("A", period="")),
    "period-type-wrong": schema(element("A", period="altijd")),
    "balance-on-text": schema(element("A"), element("T", TEXT, more='xbrli:balance="debit"')),
    "balance-wrong": schema(element("A", more='xbrli:balance="links"')),
    "item-type-plain": schema(element("A"), element("T", "xs:string")),
    "item-without-type": schema(element("A"), element("T", "")),
    "no-substitution-group": schema(element("A"), '<xs:element name="los" type="xbrli:stringItemType"/>'),
    "group-unknown": schema(element("A"), element("T", TEXT, group="t:Weg")),
    "group-through-item": schema(element("A"), element("T", group="t:A")),
    "same-name-twice": schema(element("A"), element("A")),
    "own-type": schema(
        element("A"), element("T", "t:kort"), f'<xs:complexType name="kort">{_STRINGS}</xs:complexType>'
    ),
    "type-unknown": schema(element("A"), element("T", "t:weg")),
    "tuple-with-period": schema(element("A"), tuple_("P", "<xs:sequence/>", 'xbrli:periodType="instant"')),
    "tuple-with-balance": schema(element("A"), tuple_("P", "<xs:sequence/>", 'xbrli:balance="debit"')),
    "tuple-mixed": schema(
        element("A"), tuple_("P", "<xs:sequence/>").replace("<xs:complexType>", '<xs:complexType mixed="true">')
    ),
    "tuple-local-element": schema(
        element("A"), tuple_("P", '<xs:sequence><xs:element name="l" type="xs:string"/></xs:sequence>')
    ),
    "tuple-other-element": schema(
        element("A"),
        '<xs:element name="plain" type="xs:string"/>',
        tuple_("P", '<xs:sequence><xs:element ref="t:plain"/></xs:sequence>'),
    ),
    "tuple-xbrli-attribute": schema(
        element("A"), tuple_("P", '<xs:attribute name="x" type="xs:string"/><xs:attribute ref="xbrli:periodType"/>')
    ),
    "tuple-simple-content": schema(
        element("A"), tuple_("P", '<xs:simpleContent><xs:extension base="xs:string"/></xs:simpleContent>')
    ),
    "no-target-namespace": schema(element("A"), more='id="s"').replace('targetNamespace="http://toets.example/t"', ""),
    "empty-target-namespace": schema(element("A")).replace(
        'targetNamespace="http://toets.example/t"', 'targetNamespace=""'
    ),
    "import-absent": schema(
        element("A"), imports='<xs:import namespace="http://toets.example/b" schemaLocation="weg.xsd"/>'
    ),
    "include-absent": schema(element("A"), imports='<xs:include schemaLocation="weg.xsd"/>'),
    "redefine": schema(element("A"), imports='<xs:redefine schemaLocation="r.xsd"/>'),
    "role-type": schema(element("A"), info=_role_type()),
    "role-type-twice": schema(element("A"), info=_role_type() + _role_type(more='id="eigen2"')),
    "role-type-used-twice": schema(
        element("A"),
        info=_role_type().replace(
            "</link:roleType>", "<link:usedOn>link:presentationLink</link:usedOn></link:roleType>"
        ),
    ),
    "role-type-no-uri": schema(element("A"), info=_role_type(uri="")),
    "arcrole-type": schema(element("A"), info=_arcrole_type()),
    "arcrole-type-cycles-wrong": schema(element("A"), info=_arcrole_type("soms")),
    "arcrole-type-twice": schema(element("A"), info=_arcrole_type() + _arcrole_type("none").replace("boog", "boog2")),
    "linkbase-absent": schema(element("A"), info=linkbase_ref("weg.xml")),
    "linkbase-ref-no-arcrole": schema(element("A"), info='<link:linkbaseRef xlink:type="simple" xlink:href="l.xml"/>'),
    "linkbase-ref-other-role": schema(
        element("A"),
        info=linkbase_ref("l.xml", 'xlink:role="http://www.xbrl.org/2003/role/labelLinkbaseRef"'),
    ),
    "linkbase-ref-in-wrong-place": schema(element("A"), linkbase_ref("l.xml")),
    "enumeration": schema(element("A"), more='attributeFormDefault="unqualified"'),
    "not-well-typed": schema(element("A"), '<xs:element naam="B"/>'),
    "schema-in-words": schema(element("A"), "<xs:iets/>"),
}
_TWO: Final = schema(
    element("A", more='xbrli:balance="debit"'),
    element("B", more='xbrli:balance="debit"'),
    element("C", more='xbrli:balance="credit"'),
    element("D", TEXT),
    element("E", period="duration"),
    tuple_("P", '<xs:sequence><xs:element ref="t:A" minOccurs="0"/></xs:sequence>'),
    tuple_("Q", '<xs:sequence><xs:element ref="t:A" minOccurs="0"/></xs:sequence>'),
    info=linkbase_ref("l.xml")
    + _role_type()
    + _arcrole_type("none")
    + _role_type(f"{_OWN}/label", "link:label", 'id="woord"'),
)
_PAIR: Final = (loc("A"), loc("B"))


def _label(more: str = 'xml:lang="nl"', role: str = _LABEL) -> str:
    return f'<link:label xlink:type="resource" xlink:label="w" xlink:role="{role}" {more}>Post</link:label>'


def _show(*parts: str, role: str = ROLE) -> str:
    return linkbase(link("presentation", *parts, role=role))


def _define(arcrole: str, start: str = "A", end: str = "B", more: str = "") -> str:
    return linkbase(link("definition", loc(start), loc(end), arc("definition", arcrole, start, end, more)))


def _sum(weight: str = "1", start: str = "A", end: str = "B") -> str:
    made = arc("calculation", "summation-item", start, end, f'weight="{weight}"')
    return linkbase(link("calculation", loc(start), loc(end), made))


_SHOWN: Final = arc("presentation", "parent-child", "A", "B", 'order="1"')
_BACK: Final = arc("presentation", "parent-child", "B", "A", 'order="1"')
_LINKBASES: Final[Mapping[str, str]] = {
    "presentation": _show(*_PAIR, _SHOWN),
    "presentation-cycle": _show(*_PAIR, _SHOWN, _BACK),
    "presentation-prohibited": _show(
        *_PAIR, _SHOWN, _BACK, _BACK.replace('order="1"', 'order="1" use="prohibited" priority="1"')
    ),
    "prohibited-too-weak": _show(
        *_PAIR,
        _SHOWN,
        _BACK.replace('order="1"', 'order="1" priority="2"'),
        _BACK.replace('order="1"', 'use="prohibited"'),
    ),
    "use-wrong": _show(*_PAIR, _SHOWN.replace('order="1"', 'use="misschien"')),
    "priority-wrong": _show(*_PAIR, _SHOWN.replace('order="1"', 'priority="hoog"')),
    "arc-twice": _show(*_PAIR, _SHOWN, _SHOWN),
    "arc-from-nothing": _show(loc("B"), _SHOWN),
    "arc-to-nothing": _show(loc("A"), _SHOWN),
    "locator-to-nothing": _show(loc("A"), loc("B", "t.xsd#t_Weg"), _SHOWN),
    "locator-to-no-file": _show(loc("A"), loc("B", "weg.xsd#t_B"), _SHOWN),
    "locator-by-child-sequence": _show(loc("A"), loc("B", "t.xsd#element(/1/4)"), _SHOWN),
    "locator-by-xpointer": _show(loc("A"), loc("B", "t.xsd#xpointer(//*)"), _SHOWN),
    "locator-to-role-type": _show(loc("A"), loc("B", "t.xsd#eigen"), _SHOWN),
    "locator-without-label": _show(*_PAIR, '<link:loc xlink:type="locator" xlink:href="t.xsd#t_A"/>'),
    "locator-without-href": _show(*_PAIR, '<link:loc xlink:type="locator" xlink:label="x"/>'),
    "locator-of-other-type": _show(*_PAIR, '<link:loc xlink:type="resource" xlink:href="t.xsd#t_A" xlink:label="x"/>'),
    "preferred-label-absent": _show(*_PAIR, _SHOWN.replace('order="1"', f'preferredLabel="{_OWN}/label"')),
    "role-without-ref": _show(*_PAIR, _SHOWN, role=_OWN),
    "role-with-ref": linkbase(role_ref(_OWN, "t.xsd#eigen"), link("presentation", *_PAIR, _SHOWN, role=_OWN)),
    "role-ref-twice": linkbase(role_ref(_OWN, "t.xsd#eigen") * 2, link("presentation", *_PAIR, _SHOWN, role=_OWN)),
    "role-ref-other": linkbase(role_ref(_OWN + "x", "t.xsd#eigen"), link("presentation", *_PAIR, _SHOWN)),
    "role-ref-to-nothing": linkbase(role_ref(_OWN, "t.xsd#weg"), link("presentation", *_PAIR, _SHOWN, role=_OWN)),
    "role-used-elsewhere": linkbase(role_ref(_OWN, "t.xsd#eigen"), link("definition", *_PAIR, role=_OWN)),
    "role-relative": _show(*_PAIR, _SHOWN, role="eigen"),
    "role-empty": _show(*_PAIR, _SHOWN, role=""),
    "arcrole-without-ref": _define(_OWN_ARC),
    "arcrole-relative": _define("eigen").replace(f"{ARC}eigen", "eigen"),
    "arcrole-with-ref": linkbase(
        role_ref(_OWN_ARC, "t.xsd#boog", "arcrole"), link("definition", *_PAIR, arc("definition", _OWN_ARC, "A", "B"))
    ),
    "arcrole-cycle": linkbase(
        role_ref(_OWN_ARC, "t.xsd#boog", "arcrole"),
        link("definition", *_PAIR, arc("definition", _OWN_ARC, "A", "B"), arc("definition", _OWN_ARC, "B", "A")),
    ),
    "arcrole-ref-twice": linkbase(role_ref(_OWN_ARC, "t.xsd#boog", "arcrole") * 2),
    "arcrole-on-other-arc": linkbase(
        role_ref(_OWN_ARC, "t.xsd#boog", "arcrole"),
        link("presentation", *_PAIR, arc("presentation", _OWN_ARC, "A", "B")),
    ),
    "standard-arcrole-on-other-arc": linkbase(
        link("presentation", *_PAIR, arc("presentation", "summation-item", "A", "B"))
    ),
    "label": linkbase(link("label", loc("A"), _label(), arc("label", "concept-label", "A", "w"))),
    "label-without-lang": linkbase(link("label", loc("A"), _label(""), arc("label", "concept-label", "A", "w"))),
    "label-role-without-ref": linkbase(
        link("label", loc("A"), _label(role=f"{_OWN}/label"), arc("label", "concept-label", "A", "w"))
    ),
    "label-backwards": linkbase(link("label", loc("A"), _label(), arc("label", "concept-label", "w", "A"))),
    "label-to-concept": linkbase(link("label", *_PAIR, arc("label", "concept-label", "A", "B"))),
    "reference": linkbase(
        link(
            "reference",
            loc("A"),
            '<link:reference xlink:type="resource" xlink:label="w" xlink:role="http://www.xbrl.org/2003/role/reference"/>',
            arc("reference", "concept-reference", "A", "w"),
        )
    ),
    "reference-to-concept": linkbase(link("reference", *_PAIR, arc("reference", "concept-reference", "A", "B"))),
    "sum": _sum(),
    "sum-zero-weight": _sum("0"),
    "sum-no-weight": _sum().replace('weight="1"', ""),
    "sum-opposite-balance": _sum("1", "A", "C"),
    "sum-same-balance-negative": _sum("-1"),
    "sum-of-text": _sum("1", "A", "D"),
    "sum-of-tuple": _sum("1", "A", "P"),
    "general-special": _define("general-special"),
    "general-special-cycle": linkbase(
        link(
            "definition",
            *_PAIR,
            arc("definition", "general-special", "A", "B"),
            arc("definition", "general-special", "B", "A"),
        )
    ),
    "essence-alias": _define("essence-alias"),
    "essence-alias-types": _define("essence-alias", "A", "D"),
    "essence-alias-balance": _define("essence-alias", "A", "C"),
    "essence-alias-periods": _define("essence-alias", "A", "E"),
    "similar-tuples": _define("similar-tuples", "P", "Q"),
    "similar-tuples-of-items": _define("similar-tuples"),
    "requires-element": _define("requires-element"),
    "documentation": linkbase("<link:documentation>over dit bestand</link:documentation>"),
    "other-element": linkbase("<t:vreemd/>"),
    "title-in-link": linkbase(link("presentation", "<link:documentation>x</link:documentation>", *_PAIR, _SHOWN)),
    "link-type-wrong": _show(*_PAIR, _SHOWN).replace('xlink:type="extended"', 'xlink:type="simple"'),
    "not-a-linkbase": instance(),
}
_REPORTED: Final = {
    "sum-holds": (_sum(), (fact("A", "5"), fact("B", "5"))),
    "sum-fails": (_sum(), (fact("A", "5"), fact("B", "4"))),
    "sum-rounded": (_sum(), (fact("A", "5000", 'unitRef="u" decimals="-3"'), fact("B", "5004"))),
    "sum-just-not": (_sum(), (fact("A", "5000", 'unitRef="u" decimals="-2"'), fact("B", "5060"))),
    "sum-with-precision": (_sum(), (fact("A", "5", 'unitRef="u" precision="1"'), fact("B", "5"))),
    "sum-with-nil": (_sum(), (fact("A", "5"), fact("B", "", 'unitRef="u" xsi:nil="true"'))),
    "sum-with-duplicates": (_sum(), (fact("A", "5"), fact("B", "4"), fact("B", "4"))),
    "sum-in-other-unit": (
        _sum(),
        (unit("v", "iso4217:USD"), fact("A", "5"), fact("B", "4", 'unitRef="v" decimals="0"')),
    ),
    "requires-met": (_define("requires-element"), (fact("A"), fact("B"))),
    "requires-unmet": (_define("requires-element"), (fact("A"),)),
    "alias-agrees": (_define("essence-alias"), (fact("A"), fact("B"))),
    "alias-differs": (_define("essence-alias"), (fact("A"), fact("B", "2"))),
    "alias-other-unit": (
        _define("essence-alias"),
        (unit("v", "iso4217:USD"), fact("A"), fact("B", "2", 'unitRef="v" decimals="0"')),
    ),
}


def cases() -> Iterator[Case]:
    """Give every schema and every linkbase, and instances that a linkbase has something to say of."""
    quiet = instance(*BASE, fact())
    for name, text in _SCHEMAS.items():
        files: Files = {"t.xsd": text, "l.xml": linkbase(), "r.xsd": schema(), "i.xml": quiet}
        yield Case(f"schema-{name}", files)
    for name, text in _LINKBASES.items():
        yield Case(f"linkbase-{name}", {"t.xsd": _TWO, "l.xml": text, "i.xml": quiet})
    for name, (text, facts) in _REPORTED.items():
        yield Case(f"reported-{name}", {"t.xsd": _TWO, "l.xml": text, "i.xml": instance(*BASE, *facts)})
    alone = schema(element("A", MONEY))
    extra = linkbase(link("label", loc("A"), _label(), arc("label", "concept-label", "A", "w")))
    head = linkbase_ref("l.xml")
    yield Case("linkbase-from-instance", {"t.xsd": alone, "l.xml": extra, "i.xml": instance(*BASE, fact(), head=head)})
    bad = linkbase_ref("weg.xml")
    yield Case("linkbase-from-instance-absent", {"t.xsd": alone, "i.xml": instance(*BASE, fact(), head=bad)})
    broken = _define("essence-alias", "A", "D")
    yield Case("linkbase-as-entry", {"t.xsd": _TWO, "l.xml": linkbase(link("presentation", *_PAIR, _SHOWN))}, "l.xml")
    yield Case("linkbase-as-entry-broken", {"t.xsd": _TWO, "l.xml": broken}, "l.xml")
    yield Case("schema-as-entry", {"t.xsd": _TWO, "l.xml": _sum()}, "t.xsd")
    yield Case("schema-as-entry-broken", {"t.xsd": _SCHEMAS["no-period-type"]}, "t.xsd")
    wrapped = quiet.partition("?>")[2]
    yield Case("instance-in-other-document", {"t.xsd": alone, "i.xml": f"<brief>{wrapped}</brief>"})
    used = role_ref(_OWN, "t.xsd#weg")
    yield Case("linkbase-role-ref-in-instance", {"t.xsd": alone, "i.xml": instance(*BASE, note("A"), head=used)})
