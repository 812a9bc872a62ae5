"""XBRL Dimensions 1.0: taxonomies that say what they may not, and contexts that do not fit."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.conformance import pieces as p
from tests.conformance.cases import Case

_OTHER: Final = "http://toets.example/role/ander"
_CUBE: Final = "xbrldt:hypercubeItem"
_AXIS: Final = "xbrldt:dimensionItem"
_ABSTRACT: Final = 'abstract="true"'
_IMPORT: Final = (
    '<xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>'
)
_ROLE: Final = (
    f'<link:roleType roleURI="{_OTHER}" id="ander"><link:usedOn>link:definitionLink</link:usedOn></link:roleType>'
)
_CONCEPTS: Final = (
    p.element("A"),
    p.element("B"),
    p.element("Cube", p.TEXT, group=_CUBE, more=_ABSTRACT),
    p.element("Cube2", p.TEXT, group=_CUBE, more=_ABSTRACT),
    p.element("Axis", p.TEXT, group=_AXIS, more=_ABSTRACT),
    p.element("Axis2", p.TEXT, group=_AXIS, more=_ABSTRACT),
    p.element("Free", p.TEXT, group=_AXIS, more=f'{_ABSTRACT} xbrldt:typedDomainRef="#t_code"'),
    p.element("Domain", p.TEXT, more=_ABSTRACT),
    p.element("M1", p.TEXT, more=_ABSTRACT),
    p.element("M2", p.TEXT, more=_ABSTRACT),
    p.element("Other", p.TEXT, more=_ABSTRACT),
    '<xs:element name="code" id="t_code" type="xs:integer"/>',
    '<xs:element name="plain" type="xs:string"/>',
)
_ROLES: Final = "".join(
    p.role_ref(f"{p.DIM}{name}", f"http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}", "arcrole")
    for name in ("all", "notAll", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")
)
_NAMES: Final = ("A", "B", "Cube", "Cube2", "Axis", "Axis2", "Free", "Domain", "M1", "M2", "Other")


def _taxonomy(*more: str, info: str = "") -> str:
    return p.schema(*_CONCEPTS, *more, imports=_IMPORT, info=p.linkbase_ref("l.xml") + _ROLE + info)


def _arc(name: str, start: str, end: str, more: str = "") -> str:
    return p.arc("definition", f"{p.DIM}{name}", start, end, more)


def _has(cube: str = "Cube", start: str = "A", kind: str = "all", closed: str = "true", where: str = "segment") -> str:
    return _arc(kind, start, cube, f'xbrldt:contextElement="{where}" xbrldt:closed="{closed}"')


def _network(*arcs: str, other: tuple[str, ...] = (), names: tuple[str, ...] = _NAMES) -> str:
    links = [p.link("definition", *map(p.loc, names), *arcs)]
    links += [p.link("definition", *map(p.loc, names), *other, role=_OTHER)] if other else []
    return p.linkbase(_ROLES, p.role_ref(_OTHER, "t.xsd#ander"), *links)


_AXIS_ARCS: Final = (
    _arc("hypercube-dimension", "Cube", "Axis"),
    _arc("dimension-domain", "Axis", "Domain"),
    _arc("domain-member", "Domain", "M1"),
    _arc("domain-member", "Domain", "M2", 'xbrldt:usable="false"'),
)
_TYPED: Final = (_has(), _arc("hypercube-dimension", "Cube", "Free"))
_DEFAULT: Final = _arc("dimension-default", "Axis", "Domain")
CLOSED: Final = _network(_has(), *_AXIS_ARCS)


def _member(member: str = "t:M1", axis: str = "t:Axis") -> str:
    return f'<xbrldi:explicitMember dimension="{axis}">{member}</xbrldi:explicitMember>'


def _typed(content: str = "<t:code>12</t:code>", axis: str = "t:Free") -> str:
    return f'<xbrldi:typedMember dimension="{axis}">{content}</xbrldi:typedMember>'


def _report(segment: str = "", scenario: str = "", name: str = "A") -> str:
    return p.instance(p.context(segment=segment, scenario=scenario), p.unit(), p.fact(name))


_TAXONOMIES: Final[Mapping[str, str]] = {
    "cube-to-no-axis": _network(_has(), _arc("hypercube-dimension", "Cube", "M1")),
    "axis-from-no-cube": _network(_has(), *_AXIS_ARCS, _arc("hypercube-dimension", "Domain", "Axis")),
    "has-cube-from-cube": _network(_has(start="Cube2"), *_AXIS_ARCS),
    "has-cube-to-item": _network(_has("M1")),
    "has-cube-nowhere": _network(_arc("all", "A", "Cube", 'xbrldt:closed="true"'), *_AXIS_ARCS),
    "has-cube-somewhere": _network(_has(where="ergens"), *_AXIS_ARCS),
    "domain-from-no-axis": _network(_has(), *_AXIS_ARCS, _arc("dimension-domain", "Domain", "M1")),
    "domain-from-typed": _network(*_TYPED, _arc("dimension-domain", "Free", "Domain")),
    "domain-to-axis": _network(_has(), *_AXIS_ARCS, _arc("dimension-domain", "Axis", "Axis2")),
    "member-from-cube": _network(_has(), *_AXIS_ARCS, _arc("domain-member", "Cube", "M1")),
    "member-to-axis": _network(_has(), *_AXIS_ARCS, _arc("domain-member", "Domain", "Axis2")),
    "default-from-no-axis": _network(_has(), *_AXIS_ARCS, _arc("dimension-default", "Domain", "M1")),
    "default-from-typed": _network(*_TYPED, _arc("dimension-default", "Free", "Domain")),
    "default-to-axis": _network(_has(), *_AXIS_ARCS, _arc("dimension-default", "Axis", "Axis2")),
    "default-twice": _network(_has(), *_AXIS_ARCS, _DEFAULT, _arc("dimension-default", "Axis", "M1")),
    "default-twice-in-roles": _network(_has(), *_AXIS_ARCS, _DEFAULT, other=(_arc("dimension-default", "Axis", "M1"),)),
    "cycle-of-members": _network(_has(), *_AXIS_ARCS, _arc("domain-member", "M1", "Domain")),
    "cycle-through-role": _network(
        _has(),
        *_AXIS_ARCS,
        _arc("domain-member", "M1", "Other", f'xbrldt:targetRole="{_OTHER}"'),
        other=(_arc("domain-member", "Other", "Domain"),),
    ),
    "cycle-to-axis": _network(_has(), *_AXIS_ARCS, _arc("domain-member", "M1", "Axis")),
    "item-as-member": _network(_has(), *_AXIS_ARCS, _arc("domain-member", "M1", "A")),
    "target-role-unknown": _network(
        _arc(
            "all",
            "A",
            "Cube",
            'xbrldt:contextElement="segment" xbrldt:targetRole="http://toets.example/role/weg"',
        ),
        *_AXIS_ARCS,
    ),
}
_SCHEMAS: Final[Mapping[str, str]] = {
    "cube-not-abstract": p.element("Cube3", p.TEXT, group=_CUBE),
    "axis-not-abstract": p.element("Axis3", p.TEXT, group=_AXIS),
    "typed-without-fragment": p.element("F", p.TEXT, group=_AXIS, more=f'{_ABSTRACT} xbrldt:typedDomainRef="t.xsd"'),
    "typed-to-nothing": p.element("F", p.TEXT, group=_AXIS, more=f'{_ABSTRACT} xbrldt:typedDomainRef="#t_weg"'),
    "typed-outside": p.element("F", p.TEXT, group=_AXIS, more=f'{_ABSTRACT} xbrldt:typedDomainRef="weg.xsd#t_code"'),
    "typed-to-abstract": p.element("F", p.TEXT, group=_AXIS, more=f'{_ABSTRACT} xbrldt:typedDomainRef="#t_leeg"')
    + '<xs:element name="leeg" id="t_leeg" abstract="true" type="xs:string"/>',
    "typed-to-type": p.element("F", p.TEXT, group=_AXIS, more=f'{_ABSTRACT} xbrldt:typedDomainRef="#t_soort"')
    + '<xs:simpleType name="soort" id="t_soort"><xs:restriction base="xs:string"/></xs:simpleType>',
    "typed-on-item": p.element("F", p.TEXT, more='xbrldt:typedDomainRef="#t_code"'),
}
_OPEN: Final = _network(_has(closed="false"), *_AXIS_ARCS)
_SCENARIO: Final = _network(_has(where="scenario"), *_AXIS_ARCS)
_NOT: Final = _network(
    _has(),
    *_AXIS_ARCS,
    _has("Cube2", kind="notAll"),
    _arc("hypercube-dimension", "Cube2", "Axis", f'xbrldt:targetRole="{_OTHER}"'),
    other=(_arc("dimension-domain", "Axis", "M1"),),
)
_INHERITED: Final = _network(_has(), *_AXIS_ARCS, _arc("domain-member", "A", "B"))
_WITH_DEFAULT: Final = _network(_has(), *_AXIS_ARCS, _DEFAULT)
_FAR: Final = _network(
    _arc("all", "A", "Cube", f'xbrldt:contextElement="segment" xbrldt:closed="true" xbrldt:targetRole="{_OTHER}"'),
    other=_AXIS_ARCS,
)
_EITHER: Final = _network(
    _has(),
    *_AXIS_ARCS,
    other=(
        _has("Cube2"),
        _arc("hypercube-dimension", "Cube2", "Axis2"),
        _arc("dimension-domain", "Axis2", "Other"),
    ),
)
_BOTH: Final = _network(
    _has(),
    *_AXIS_ARCS,
    _has("Cube2", where="scenario"),
    _arc("hypercube-dimension", "Cube2", "Axis2"),
    _arc("dimension-domain", "Axis2", "Other"),
)
_REPORTS: Final[Mapping[str, tuple[str, str]]] = {
    "closed-member": (CLOSED, _report(_member())),
    "closed-domain": (CLOSED, _report(_member("t:Domain"))),
    "closed-nothing": (CLOSED, _report()),
    "closed-other-member": (CLOSED, _report(_member("t:Other"))),
    "closed-unusable": (CLOSED, _report(_member("t:M2"))),
    "closed-extra-axis": (CLOSED, _report(_member() + _member("t:Other", "t:Axis2"))),
    "closed-extra-words": (CLOSED, _report(_member() + "<t:plain>a</t:plain>")),
    "closed-in-scenario": (CLOSED, _report("", _member())),
    "closed-scenario-free": (CLOSED, _report(_member(), _member("t:Other", "t:Axis2"))),
    "no-cube-at-all": (CLOSED, _report("", "", "B")),
    "no-cube-with-member": (CLOSED, _report(_member(), "", "B")),
    "open-extra-axis": (_OPEN, _report(_member() + _member("t:Other", "t:Axis2"))),
    "open-nothing": (_OPEN, _report()),
    "scenario-member": (_SCENARIO, _report("", _member())),
    "scenario-in-segment": (_SCENARIO, _report(_member())),
    "axis-twice": (CLOSED, _report(_member() + _member("t:Domain"))),
    "axis-in-both": (CLOSED, _report(_member(), _member())),
    "member-undefined": (CLOSED, _report(_member("t:Weg"))),
    "member-unbound": (CLOSED, _report(_member("y:Weg"))),
    "axis-undefined": (CLOSED, _report(_member("t:M1", "t:Weg"))),
    "axis-is-member": (CLOSED, _report(_member("t:M1", "t:Domain"))),
    "explicit-on-typed": (_network(*_TYPED), _report(_member("t:M1", "t:Free"))),
    "typed-on-explicit": (CLOSED, _report(_typed(axis="t:Axis"))),
    "typed-on-nothing": (CLOSED, _report(_typed(axis="t:Weg"))),
    "typed": (_network(*_TYPED), _report(_typed())),
    "typed-wrong-value": (_network(*_TYPED), _report(_typed("<t:code>twaalf</t:code>"))),
    "typed-other-element": (_network(*_TYPED), _report(_typed("<t:plain>12</t:plain>"))),
    "typed-empty": (_network(*_TYPED), _report(_typed(""))),
    "typed-two": (_network(*_TYPED), _report(_typed("<t:code>1</t:code><t:code>2</t:code>"))),
    "typed-nothing": (_network(*_TYPED), _report()),
    "default-left-out": (_WITH_DEFAULT, _report()),
    "default-written": (_WITH_DEFAULT, _report(_member("t:Domain"))),
    "default-other": (_WITH_DEFAULT, _report(_member())),
    "not-all-excluded": (_NOT, _report(_member())),
    "not-all-allowed": (_NOT, _report(_member("t:Domain"))),
    "inherited": (_INHERITED, _report(_member(), "", "B")),
    "inherited-not": (_INHERITED, _report("", "", "B")),
    "target-role": (_FAR, _report(_member())),
    "target-role-not": (_FAR, _report()),
    "either-first": (_EITHER, _report(_member())),
    "either-second": (_EITHER, _report(_member("t:Other", "t:Axis2"))),
    "either-none": (_EITHER, _report(_member("t:M1", "t:Axis2"))),
    "both-cubes": (_BOTH, _report(_member(), _member("t:Other", "t:Axis2"))),
    "both-cubes-half": (_BOTH, _report(_member())),
}


def cases() -> Iterator[Case]:
    """Give every taxonomy with an instance that fits, and every instance that need not fit."""
    quiet = _report(_member())
    for name, text in _TAXONOMIES.items():
        yield Case(f"xdt-{name}", {"t.xsd": _taxonomy(), "l.xml": text, "i.xml": quiet})
    for name, text in _SCHEMAS.items():
        yield Case(f"xdt-{name}", {"t.xsd": _taxonomy(text), "l.xml": CLOSED, "i.xml": quiet})
    for name, (text, report) in _REPORTS.items():
        yield Case(f"xdi-{name}", {"t.xsd": _taxonomy(), "l.xml": text, "i.xml": report})
    assert p.ROLE
