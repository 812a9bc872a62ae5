"""The Dutch filing rules: one instance for each rule that Arelle knows, broken, for each year of the rules."""

from collections.abc import Iterator, Mapping
from typing import Final

from tests.conformance.cases import Case
from tests.conformance.pieces import (
    BASE,
    TEXT,
    context,
    element,
    fact,
    instance,
    linkbase,
    linkbase_ref,
    note,
    schema,
    unit,
)

YEARS: Final = ("NT16", "NT17", "NT18", "NT19", "NT20")
_TYPES: Final = {
    "NT16": "http://www.nltaxonomie.nl/nt16/sbr/20210301/dictionary/nl-types",
    "NT19": "http://www.nltaxonomie.nl/nt19/sbr/20240301/dictionary/nl-types",
}
_LANG: Final = 'xml:lang="nl"'
TAXONOMY: Final = schema(
    element("A"),
    element("Flow", period="duration"),
    element("Text", TEXT),
    element("Pure", "xbrli:pureItemType"),
)
DOCTYPE: Final = '<!DOCTYPE x SYSTEM "x.dtd">'
_GOOD: Final = instance(*BASE, fact(), more=_LANG)
_YEAR: Final = "2025-01-01/2025-12-31"
_NOTE: Final = (
    '<link:footnoteLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
    '<link:loc xlink:type="locator" xlink:href="#f" xlink:label="f"/>'
    '<link:footnote xlink:type="resource" xlink:label="n" xml:lang="nl" '
    'xlink:role="http://www.xbrl.org/2003/role/footnote">noot</link:footnote>'
    '<link:footnoteArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote" '
    'xlink:from="f" xlink:to="n"/></link:footnoteLink>'
)


def _of(*body: str, more: str = _LANG, head: str = "", refs: tuple[str, ...] = ("t.xsd",)) -> str:
    return instance(*body, more=more, head=head, refs=refs)


BROKEN: Final[Mapping[str, str | bytes]] = {
    "none": _GOOD,
    "1.01": b"\xef\xbb\xbf" + _GOOD.encode(),
    "1.02": _of(context(), note("Text", "\u201cwoord\u201d")),
    "1.02-comment": _of(*BASE, "<!-- \u0141 -->", fact()),
    "1.02-allowed": _of(context(), note("Text", "\u20ac \u00e9\u00ff")),
    "1.03": DOCTYPE + _GOOD.partition("?>")[2],
    "1.04": _of(context(), note("Text", "a&#1080;b")),
    "1.04-hex": _of(context(), note("Text", "a&#x2013;b")),
    "1.04-named": _of(context(), note("Text", "a&reg;b")),
    "1.04-allowed": _of(context(), note("Text", "a&amp;b&#233;")),
    "1.05-utf16": _GOOD.replace("UTF-8", "UTF-16").encode("utf-16"),
    "1.05-latin1": _GOOD.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "2.03": instance(*BASE, fact()),
    "2.04": _of(*BASE, fact(), refs=("t.xsd", "b.xsd")),
    "2.05": _of(*BASE, fact(), head=linkbase_ref("l.xml")),
    "2.06": _of(context(), note("Text", "<![CDATA[woord]]>")),
    "2.06-tail": _of(context(), note("Text", "woord]]>")),
    "2.07": _of(*BASE, fact(value="", more='unitRef="u" xsi:nil="true"')),
    "2.07-false": _of(*BASE, fact(more='unitRef="u" decimals="0" xsi:nil="false"')),
    "3.01": _of(context(period="2025-01-01T00:00:00/2025-12-31T00:00:00"), unit(), fact("Flow")),
    "3.01-instant": _of(context(period="2025-12-31T00:00:00"), unit(), fact()),
    "3.02": _of(context(period="forever"), unit(), fact("Flow")),
    "3.03": _of(*BASE, context("over", _YEAR), fact()),
    "3.04": _of(*BASE, context("d"), fact(), note("Text", where="d")),
    "4.01": _of(
        *BASE, unit("v"), fact(), fact("Flow", where="d", more='unitRef="v" decimals="0"'), context("d", _YEAR)
    ),
    "4.02": _of(*BASE, unit("v", "xbrli:pure"), fact()),
    "5.01": _of(*BASE, fact(), fact()),
    "5.01-differs": _of(*BASE, fact(), fact(value="2")),
    "5.03": _of(context(), note("Text", "")),
    "5.06": _of(*BASE, fact(more='unitRef="u" precision="3"')),
    "5.11": _of(context(), note("Text", "&lt;p&gt;vet&lt;/p&gt;")),
    "6.01": _of(*BASE, fact(more='id="f" unitRef="u" decimals="0"'), _NOTE),
    "prefix": _of(*BASE, fact()).replace("xmlns:xbrli=", "xmlns:x=").replace("xbrli:", "x:"),
    "order": _of(unit(), fact(), context()),
    "namespace-unused": _of(*BASE, fact(), more=f'{_LANG} xmlns:over="http://toets.example/over"'),
    "fact-id": _of(*BASE, fact(more='id="f" unitRef="u" decimals="0"')),
    "unit-own": _of(context(), unit("v", "t:stuks"), fact("Pure", "1", 'unitRef="v" decimals="INF"')),
    "lang-other": _of(*BASE, fact(), more='xml:lang="fy"'),
    "lang-mixed": _of(context(), note("Text").replace("<t:Text", '<t:Text xml:lang="en"')),
    "decimals": _of(*BASE, fact(more='unitRef="u" decimals="-3"')),
    "decimals-pure": _of(context(), unit("p", "xbrli:pure"), fact("Pure", "0.5", 'unitRef="p" decimals="1"')),
}
_FORMATTED: Final = {
    "fits": "&lt;p&gt;vet&lt;/p&gt;",
    "broken": "&lt;p&gt;vet",
    "style": "&lt;p style='position: fixed'&gt;vet&lt;/p&gt;",
    "list": "&lt;ul&gt;&lt;li type='groot'&gt;een&lt;/li&gt;&lt;/ul&gt;",
}


def cases() -> Iterator[Case]:
    """Give every broken rule for the first and the last year, those with their own types for two, the rest once."""
    for year in YEARS:
        for rule, text in BROKEN.items():
            yield _case(rule, text, year)
    for year, namespace in _TYPES.items():
        for name, text in _FORMATTED.items():
            yield _formatted(name, text, year, namespace)
    yield _case("1.06", _GOOD, "NT19", "een verslag.xbrl")


def _case(rule: str, text: str | bytes, year: str, entry: str = "verslag.xbrl") -> Case:
    other = schema(element("B"), namespace="http://toets.example/b")
    files = {"t.xsd": TAXONOMY, "b.xsd": other, "l.xml": linkbase(), entry: text}
    return Case(f"{year}-{rule}", files, entry, year)


def _formatted(name: str, text: str, year: str, namespace: str) -> Case:
    """Return a text of the type that may hold formatting, as the NT of that year declares it."""
    kind = (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
        f'targetNamespace="{namespace}"><xs:import namespace="http://www.xbrl.org/2003/instance" '
        'schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
        '<xs:complexType name="formattedExplanationItemType"><xs:simpleContent>'
        '<xs:restriction base="xbrli:stringItemType"/></xs:simpleContent></xs:complexType></xs:schema>'
    )
    taxonomy = schema(
        element("Text", "nl:formattedExplanationItemType"),
        imports=f'<xs:import namespace="{namespace}" schemaLocation="n.xsd"/>',
        more=f'xmlns:nl="{namespace}"',
    )
    files = {"t.xsd": taxonomy, "n.xsd": kind, "verslag.xbrl": _of(context(), note("Text", text))}
    return Case(f"{year}-5.11-{name}", files, "verslag.xbrl", year)
