"""XBRL 2.1, section 4: what may stand in an instance."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.conformance.cases import Case
from tests.conformance.pieces import (
    ARC,
    BASE,
    MONEY,
    TEXT,
    context,
    element,
    fact,
    instance,
    note,
    schema,
    tuple_,
    unit,
)

_PAIR: Final = '<xs:complexContent><xs:restriction base="xs:anyType"><xs:sequence><xs:element ref="t:A" {often}/>'
_PAIR_END: Final = '</xs:sequence><xs:attribute name="id" type="xs:ID"/></xs:restriction></xs:complexContent>'
_FRACTION: Final = "<xbrli:numerator>1</xbrli:numerator><xbrli:denominator>{}</xbrli:denominator>"
_FOOTNOTE_ROLE: Final = "http://www.xbrl.org/2003/role/footnote"
TAXONOMY: Final = schema(
    element("A", more='xbrli:balance="debit"'),
    element("Flow", period="duration"),
    element("Text", TEXT),
    element("Pure", "xbrli:pureItemType"),
    element("Shares", "xbrli:sharesItemType"),
    element("Number", "xbrli:decimalItemType"),
    element("Whole", "xbrli:integerItemType"),
    element("Day", "xbrli:dateItemType"),
    element("Part", "xbrli:fractionItemType"),
    element("Must", more='nillable="false"'),
    element("Heading", TEXT, more='abstract="true"'),
    tuple_("Pair", _PAIR.format(often='minOccurs="0" maxOccurs="unbounded"') + _PAIR_END),
    tuple_("One", _PAIR.format(often="") + _PAIR_END),
    '<xs:element name="plain" type="xs:string"/>',
)
_ILL_FORMED: Final[Mapping[str, Callable[[str], str]]] = {
    "truncated": lambda text: text[:-30],
    "truncated-early": lambda text: text[: text.index("<xbrli:unit")],
    "nothing-but-a-head": lambda text: text[: text.index("<xbrli:context")],
    "tag-mismatch": lambda text: text.replace("</xbrli:xbrl>", "</xbrli:verslag>"),
    "tail": lambda text: f"{text}<over/>",
    "entity-unknown": lambda text: text.replace(">1<", ">1&euro;<"),
    "attribute-twice": lambda text: text.replace('decimals="0"', 'decimals="0" decimals="0"'),
    "prefix-unbound": lambda text: text.replace("t:A", "x:A"),
    "control-character": lambda text: text.replace(">1<", ">1\x07<"),
    "amount-cut": lambda text: text.replace(">1<", ">1<<"),
    "before-the-schema": lambda text: text.replace("<link:schemaRef", "<link:a><link:schemaRef", 1),
}
_YEAR: Final = "2025-01-01/2025-12-31"
_PURE: Final = unit("p", "xbrli:pure")


def _footnotes(*parts: str) -> str:
    return f'<link:footnoteLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">{"".join(parts)}</link:footnoteLink>'


def _loc(href: str) -> str:
    return f'<link:loc xlink:type="locator" xlink:href="{href}" xlink:label="f"/>'


def _footnote(more: str = 'xml:lang="nl"') -> str:
    kind = f'xlink:type="resource" xlink:label="n" xlink:role="{_FOOTNOTE_ROLE}"'
    return f"<link:footnote {kind} {more}>noot</link:footnote>"


def _arc(start: str = "f", end: str = "n", arcrole: str = "fact-footnote") -> str:
    return f'<link:footnoteArc xlink:type="arc" xlink:arcrole="{ARC}{arcrole}" xlink:from="{start}" xlink:to="{end}"/>'


_BODIES: Final[dict[str, tuple[str, ...]]] = {
    "plain": (*BASE, fact()),
    "no-facts": (),
    "unknown-context": (*BASE, fact(where="nergens")),
    "unknown-unit": (*BASE, fact(more='unitRef="x" decimals="0"')),
    "no-context": (*BASE, '<t:A unitRef="u" decimals="0">1</t:A>'),
    "no-unit": (*BASE, fact(more='decimals="0"')),
    "unit-on-text": (*BASE, fact("Text", "a", 'unitRef="u"')),
    "id-twice": (context(), context(), unit(), fact()),
    "id-no-name": (context("1c"), unit(), fact(where="1c")),
    "context-after-fact": (unit(), fact(), context()),
    "context-is-unit": (*BASE, fact(where="u")),
    "no-decimals": (*BASE, fact(more='unitRef="u"')),
    "decimals-and-precision": (*BASE, fact(more='unitRef="u" decimals="0" precision="3"')),
    "precision": (*BASE, fact(more='unitRef="u" precision="3"')),
    "precision-zero": (*BASE, fact(more='unitRef="u" precision="0"')),
    "precision-negative": (*BASE, fact(more='unitRef="u" precision="-1"')),
    "decimals-inf": (*BASE, fact(more='unitRef="u" decimals="INF"')),
    "decimals-word": (*BASE, fact(more='unitRef="u" decimals="veel"')),
    "decimals-on-text": (*BASE, fact("Text", "a", 'decimals="0"')),
    "nil": (*BASE, fact(value="", more='unitRef="u" xsi:nil="true"')),
    "nil-with-decimals": (*BASE, fact(value="", more='unitRef="u" decimals="0" xsi:nil="true"')),
    "nil-with-value": (*BASE, fact(more='unitRef="u" xsi:nil="true"')),
    "nil-not-allowed": (*BASE, fact("Must", "", 'unitRef="u" xsi:nil="true"')),
    "instant-for-duration": (*BASE, fact("Flow")),
    "duration-for-instant": (context(period=_YEAR), unit(), fact()),
    "duration": (context(period=_YEAR), unit(), fact("Flow")),
    "forever": (context(period="forever"), unit(), fact("Flow")),
    "forever-for-instant": (context(period="forever"), unit(), fact()),
    "end-before-start": (context(period="2025-12-31/2025-01-01"), unit(), fact("Flow")),
    "one-day": (context(period="2025-01-01/2025-01-01"), unit(), fact("Flow")),
    "no-day": (context(period="2025-02-30"), unit(), fact()),
    "moment": (context(period="2025-12-31T12:00:00"), unit(), fact()),
    "same-moment": (context(period="2025-01-01T10:00:00/2025-01-01T10:00:00"), unit(), fact("Flow")),
    "empty-segment": (context(inside="<xbrli:segment/>"), unit(), fact()),
    "segment-of-words": (context(segment="<t:plain>a</t:plain>"), unit(), fact()),
    "segment-with-item": (context(segment=note("Text")), unit(), fact()),
    "segment-with-xbrli": (context(segment="<xbrli:measure>t:x</xbrli:measure>"), unit(), fact()),
    "scenario-of-words": (context(scenario="<t:plain>a</t:plain>"), unit(), fact()),
    "scenario-with-item": (context(scenario=note("Text")), unit(), fact()),
    "scenario-with-xbrli": (context(scenario="<xbrli:measure>t:x</xbrli:measure>"), unit(), fact()),
    "equal-contexts": (context(), context("d"), unit(), fact(), fact(where="d")),
    "money-in-pure": (context(), _PURE, fact(more='unitRef="p" decimals="0"')),
    "money-per-pure": (context(), unit(divided="xbrli:pure"), fact()),
    "money-of-nowhere": (context(), unit(measure="iso4217:euro"), fact()),
    "money-own-unit": (context(), unit(measure="t:EUR"), fact()),
    "pure": (context(), _PURE, fact("Pure", "0.5", 'unitRef="p" decimals="1"')),
    "pure-in-euro": (*BASE, fact("Pure", "0.5", 'unitRef="u" decimals="1"')),
    "shares": (context(), unit("s", "xbrli:shares"), fact("Shares", "5", 'unitRef="s" decimals="0"')),
    "shares-in-euro": (*BASE, fact("Shares", "5")),
    "measure-unknown": (context(), unit("x", "xbrli:onbekend"), fact("Number", "5", 'unitRef="x" decimals="0"')),
    "measure-unbound": (context(), unit("x", "y:z"), fact("Number", "5", 'unitRef="x" decimals="0"')),
    "divide": (context(), unit("x", "iso4217:EUR", "xbrli:shares"), fact("Number", "5", 'unitRef="x" decimals="0"')),
    "divide-by-itself": (
        context(),
        unit("x", "xbrli:shares", "xbrli:shares"),
        fact("Number", "5", 'unitRef="x" decimals="0"'),
    ),
    "letters-for-number": (*BASE, fact(value="veel")),
    "half-for-whole": (context(), _PURE, fact("Whole", "1.5", 'unitRef="p" decimals="0"')),
    "no-date": (context(), note("Day", "31-12-2025")),
    "date": (context(), note("Day", "2025-12-31")),
    "fraction": (context(), _PURE, fact("Part", _FRACTION.format(3), 'unitRef="p"')),
    "fraction-by-zero": (context(), _PURE, fact("Part", _FRACTION.format(0), 'unitRef="p"')),
    "fraction-decimals": (context(), _PURE, fact("Part", _FRACTION.format(3), 'unitRef="p" decimals="0"')),
    "abstract-reported": (context(), note("Heading")),
    "unknown-concept": (*BASE, '<t:Niets contextRef="c" unitRef="u" decimals="0">1</t:Niets>'),
    "not-an-item": (*BASE, "<t:plain>a</t:plain>"),
    "extra-attribute": (*BASE, fact(more='unitRef="u" decimals="0" vreemd="ja"')),
    "xbrli-attribute": (*BASE, fact(more='unitRef="u" decimals="0" xbrli:vreemd="ja"')),
    "tuple": (*BASE, f"<t:Pair>{fact()}{fact(value='2')}</t:Pair>"),
    "tuple-empty": (*BASE, "<t:Pair/>"),
    "tuple-lacks": (*BASE, "<t:One/>"),
    "tuple-too-many": (*BASE, f"<t:One>{fact()}{fact()}</t:One>"),
    "tuple-nil": (*BASE, '<t:Pair xsi:nil="true"/>'),
    "tuple-in-context": (*BASE, f'<t:Pair contextRef="c">{fact()}</t:Pair>'),
    "tuple-decimals": (*BASE, f'<t:Pair decimals="0">{fact()}</t:Pair>'),
    "tuple-other-item": (*BASE, f"<t:Pair>{note('Text')}</t:Pair>"),
    "footnote": (*BASE, fact(more='id="f1" unitRef="u" decimals="0"'), _footnotes(_loc("#f1"), _footnote(), _arc())),
    "footnote-without-lang": (
        *BASE,
        fact(more='id="f1" unitRef="u" decimals="0"'),
        _footnotes(_loc("#f1"), _footnote(""), _arc()),
    ),
    "footnote-on-context": (*BASE, fact(), _footnotes(_loc("#c"), _footnote(), _arc())),
    "footnote-elsewhere": (*BASE, fact(), _footnotes(_loc("t.xsd#t_A"), _footnote(), _arc())),
    "footnote-on-nothing": (*BASE, fact(), _footnotes(_loc("#niets"), _footnote(), _arc())),
    "footnote-backwards": (
        *BASE,
        fact(more='id="f1" unitRef="u" decimals="0"'),
        _footnotes(_loc("#f1"), _footnote(), _arc("n", "f")),
    ),
    "footnote-arc-loose": (*BASE, fact(), _footnotes(_footnote(), _arc("weg", "n"))),
    "duplicate": (*BASE, fact(), fact()),
    "duplicate-differs": (*BASE, fact(), fact(value="2")),
    "comments": ("<!-- vooraf -->", *BASE, "<?stijl geen?>", fact(value="<!-- in -->1")),
    "space-around": (*BASE, fact(value=" 1\n")),
}


def cases() -> Iterator[Case]:
    """Give every instance over one taxonomy, and those that differ in what they refer to."""
    for name, body in _BODIES.items():
        yield Case(f"instance-{name}", {"t.xsd": TAXONOMY, "i.xml": instance(*body)})
    whole = instance(*BASE, fact())
    other = schema(element("B", MONEY), namespace="http://toets.example/b")
    yield Case("instance-no-schema", {"t.xsd": TAXONOMY, "i.xml": instance(*BASE, refs=())})
    yield Case(
        "instance-two-schemas",
        {"t.xsd": TAXONOMY, "b.xsd": other, "i.xml": instance(*BASE, fact(), refs=("t.xsd", "b.xsd"))},
    )
    yield Case("instance-schema-absent", {"i.xml": instance(*BASE, fact(), refs=("weg.xsd",))})
    yield Case("instance-schema-is-linkbase", {"t.xsd": whole, "i.xml": instance(*BASE, fact())})
    yield Case(
        "instance-schema-above",
        {"lib/t.xsd": TAXONOMY, "a/i.xml": instance(*BASE, fact(), refs=("../lib/t.xsd",))},
        "a/i.xml",
    )
    yield Case(
        "instance-schema-by-base", {"lib/t.xsd": TAXONOMY, "i.xml": instance(*BASE, fact(), more='xml:base="lib/"')}
    )
    yield Case(
        "instance-schema-escaped",
        {"een map/t.xsd": TAXONOMY, "i.xml": instance(*BASE, fact(), refs=("een%20map/t.xsd",))},
    )
    located = 'xsi:schemaLocation="http://toets.example/b b.xsd" xmlns:b="http://toets.example/b"'
    seen = '<b:B contextRef="c" unitRef="u" decimals="0">1</b:B>'
    yield Case(
        "instance-schema-located", {"t.xsd": TAXONOMY, "b.xsd": other, "i.xml": instance(*BASE, seen, more=located)}
    )
    for name, spoilt in _ILL_FORMED.items():
        yield Case(f"instance-ill-formed-{name}", {"t.xsd": TAXONOMY, "i.xml": spoilt(whole)})
    yield Case("instance-utf16", {"t.xsd": TAXONOMY, "i.xml": whole.replace("UTF-8", "UTF-16").encode("utf-16")})
    yield Case("instance-latin1", {"t.xsd": TAXONOMY, "i.xml": whole.replace("UTF-8", "ISO-8859-1").encode("latin-1")})
    yield Case("instance-bom", {"t.xsd": TAXONOMY, "i.xml": b"\xef\xbb\xbf" + whole.encode()})
    yield Case("instance-no-declaration", {"t.xsd": TAXONOMY, "i.xml": whole.partition("\n")[2]})
