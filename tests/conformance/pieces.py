"""XBRL in small pieces: schemas, linkbases and instances as text."""

from typing import Final

NS: Final = "http://toets.example/t"
ROLE: Final = "http://www.xbrl.org/2003/role/link"
ARC: Final = "http://www.xbrl.org/2003/arcrole/"
DIM: Final = "http://xbrl.org/int/dim/arcrole/"
_INSTANCE: Final = "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"
_DECLARED: Final = (
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xmlns:t="{NS}"'
)
MONEY: Final = "xbrli:monetaryItemType"
TEXT: Final = "xbrli:stringItemType"


def element(name: str, kind: str = MONEY, period: str = "instant", group: str = "xbrli:item", more: str = "") -> str:
    """Return the declaration of a concept; an empty period or group leaves the attribute out."""
    parts = [f'name="{name}" id="t_{name}"', f'type="{kind}"' if kind else "", f'substitutionGroup="{group}"']
    parts += [
        f'xbrli:periodType="{period}"' if period else "",
        more if "nillable" in more else f'nillable="true" {more}',
    ]
    return f"<xs:element {' '.join(filter(None, parts))}/>"


def tuple_(name: str, content: str, more: str = "") -> str:
    """Return the declaration of a tuple; ``content`` is its complex type."""
    head = f'<xs:element name="{name}" id="t_{name}" substitutionGroup="xbrli:tuple" nillable="true" {more}>'
    return f"{head}<xs:complexType>{content}</xs:complexType></xs:element>"


def schema(*body: str, info: str = "", imports: str = "", namespace: str = NS, more: str = "") -> str:
    """Return a taxonomy schema; ``info`` goes into its appinfo, ``more`` are attributes of its root."""
    appinfo = f"<xs:annotation><xs:appinfo>{info}</xs:appinfo></xs:annotation>" if info else ""
    target = f'targetNamespace="{namespace}"' if namespace else ""
    return (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" {_DECLARED} '
        f'xmlns:xbrldt="http://xbrl.org/2005/xbrldt" {target} elementFormDefault="qualified" {more}>\n{appinfo}\n'
        f'<xs:import namespace="http://www.xbrl.org/2003/instance" schemaLocation="{_INSTANCE}"/>\n{imports}\n'
        + "\n".join(body)
        + "\n</xs:schema>"
    )


def linkbase_ref(href: str, more: str = "") -> str:
    """Return a reference from a schema or an instance to a linkbase."""
    arcrole = "http://www.w3.org/1999/xlink/properties/linkbase"
    return f'<link:linkbaseRef xlink:type="simple" xlink:href="{href}" xlink:arcrole="{arcrole}" {more}/>'


def linkbase(*parts: str) -> str:
    """Return a linkbase document."""
    return (
        f'<link:linkbase {_DECLARED} xmlns:xbrldt="http://xbrl.org/2005/xbrldt">\n'
        + "\n".join(parts)
        + "</link:linkbase>"
    )


def link(kind: str, *parts: str, role: str = ROLE) -> str:
    """Return an extended link: ``presentation``, ``calculation``, ``definition``, ``label`` or ``reference``."""
    return f'<link:{kind}Link xlink:type="extended" xlink:role="{role}">\n' + "\n".join(parts) + f"</link:{kind}Link>"


def loc(name: str, href: str = "") -> str:
    """Return a locator; by default to the concept of that name in ``t.xsd``."""
    return f'<link:loc xlink:type="locator" xlink:href="{href or f"t.xsd#t_{name}"}" xlink:label="{name}"/>'


def arc(kind: str, arcrole: str, start: str, end: str, more: str = "") -> str:
    """Return an arc; an arcrole without a scheme is one of XBRL 2.1."""
    full = arcrole if ":" in arcrole else f"{ARC}{arcrole}"
    return f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{full}" xlink:from="{start}" xlink:to="{end}" {more}/>'


def role_ref(uri: str, href: str, kind: str = "role") -> str:
    """Return a reference to a role or arcrole type."""
    return f'<link:{kind}Ref xlink:type="simple" xlink:href="{href}" {kind}URI="{uri}"/>'


def context(
    name: str = "c", period: str = "2025-12-31", inside: str = "", segment: str = "", scenario: str = ""
) -> str:
    """Return a context; a period of two days is a duration, ``forever`` is itself."""
    first, _, last = period.partition("/")
    when = f"<xbrli:startDate>{first}</xbrli:startDate><xbrli:endDate>{last}</xbrli:endDate>"
    when = when if last else f"<xbrli:instant>{first}</xbrli:instant>"
    when = "<xbrli:forever/>" if first == "forever" else when
    part = f"<xbrli:segment>{segment}</xbrli:segment>" if segment else inside
    rest = f"<xbrli:scenario>{scenario}</xbrli:scenario>" if scenario else ""
    who = f'<xbrli:identifier scheme="http://toets.example/id">1</xbrli:identifier>{part}'
    return (
        f'<xbrli:context id="{name}"><xbrli:entity>{who}</xbrli:entity>'
        f"<xbrli:period>{when}</xbrli:period>{rest}</xbrli:context>"
    )


def unit(name: str = "u", measure: str = "iso4217:EUR", divided: str = "") -> str:
    """Return a unit with one measure, divided by another where one is given."""
    above = f"<xbrli:measure>{measure}</xbrli:measure>"
    if divided:
        below = f"<xbrli:unitDenominator><xbrli:measure>{divided}</xbrli:measure></xbrli:unitDenominator>"
        above = f"<xbrli:divide><xbrli:unitNumerator>{above}</xbrli:unitNumerator>{below}</xbrli:divide>"
    return f'<xbrli:unit id="{name}">{above}</xbrli:unit>'


BASE: Final = (context(), unit())


def fact(name: str = "A", value: str = "1", more: str = 'unitRef="u" decimals="0"', where: str = "c") -> str:
    """Return a fact with its context; ``more`` are all its other attributes."""
    return f'<t:{name} contextRef="{where}" {more}>{value}</t:{name}>'


def note(name: str, value: str = "woord", where: str = "c") -> str:
    """Return a fact without a unit."""
    return fact(name, value, "", where)


def instance(*body: str, refs: tuple[str, ...] = ("t.xsd",), more: str = "", head: str = "") -> str:
    """Return an instance; ``head`` follows its schemaRefs."""
    found = "\n".join(f'<link:schemaRef xlink:type="simple" xlink:href="{href}"/>' for href in refs)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xbrli:xbrl {_DECLARED} xmlns:xbrldi="http://xbrl.org/2006/xbrldi" '
        f'xmlns:iso4217="http://www.xbrl.org/2003/iso4217" {more}>\n{found}\n{head}\n'
        + "\n".join(body)
        + "\n</xbrli:xbrl>\n"
    )
