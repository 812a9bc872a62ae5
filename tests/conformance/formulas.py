"""Formula linkbases: formulas that assert nothing, and assertions of each kind, held and broken."""

from collections.abc import Iterator
from typing import Final

from tests.conformance.cases import Case, Files
from tests.conformance.pieces import BASE, element, fact, instance, linkbase_ref, schema

_SPEC: Final = "http://www.xbrl.org/2008/"
_SETS: Final = f"{_SPEC}variable.xsd"
_KINDS: Final = {
    "generic": ("http://xbrl.org/2008/generic", "generic-link.xsd"),
    "formula": ("http://xbrl.org/2008/formula", "formula.xsd"),
    "variable": ("http://xbrl.org/2008/variable", "variable.xsd"),
    "ca": ("http://xbrl.org/2008/assertion/consistency", "consistency-assertion.xsd"),
    "va": ("http://xbrl.org/2008/assertion/value", "value-assertion.xsd"),
    "ea": ("http://xbrl.org/2008/assertion/existence", "existence-assertion.xsd"),
    "cf": ("http://xbrl.org/2008/filter/concept", "concept-filter.xsd"),
}
_MESSAGE: Final = ("http://xbrl.org/2010/message", "http://www.xbrl.org/2010/generic-message.xsd")
_UNSATISFIED: Final = "http://xbrl.org/arcrole/2010/assertion-unsatisfied-message"
_CONSISTENT: Final = "http://xbrl.org/arcrole/2008/consistency-assertion-formula"
_ROLE: Final = f"{_SPEC}role/link"
_SENTENCE: Final = "http://www.xbrl.org/2010/role/message"

DERIVES: Final = (
    '<formula:formula xlink:type="resource" xlink:label="set" id="afleiding" aspectModel="dimensional" '
    'implicitFiltering="true" value="$b" source="b"><formula:decimals>0</formula:decimals>'
    "<formula:aspects><formula:concept><formula:qname>t:A</formula:qname></formula:concept></formula:aspects>"
    "</formula:formula>"
)
CONSISTENT: Final = (
    '<ca:consistencyAssertion xlink:type="resource" xlink:label="ca" id="gelijk" strict="false" '
    'absoluteAcceptanceRadius="0"/>'
    f'<generic:arc xlink:type="arc" xlink:arcrole="{_CONSISTENT}" xlink:from="ca" xlink:to="set"/>'
)


def asserts(kind: str, test: str) -> str:
    """Return a value (``va``) or existence (``ea``) assertion."""
    name = {"va": "valueAssertion", "ea": "existenceAssertion"}[kind]
    return (
        f'<{kind}:{name} xlink:type="resource" xlink:label="set" id="regel" aspectModel="dimensional" '
        f'implicitFiltering="true" test="{test}"/>'
    )


def says(*sentences: tuple[str, str]) -> str:
    """Return messages of an assertion by language, in this order."""
    return "".join(
        f'<msg:message xlink:type="resource" xlink:label="m{place}" xlink:role="{_SENTENCE}" xml:lang="{lang}">'
        f'{text}</msg:message><generic:arc xlink:type="arc" xlink:arcrole="{_UNSATISFIED}" '
        f'xlink:from="set" xlink:to="m{place}" order="{place}"/>'
        for place, (lang, text) in enumerate(sentences, 1)
    )


def linkbase_of(*parts: str) -> str:
    """Return a linkbase with one set of variables, in which ``$b`` is a fact of B."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, (uri, _) in _KINDS.items())
    places = " ".join(f"{uri} {_SPEC}{file}" for uri, file in _KINDS.values())
    references = {
        "http://xbrl.org/arcrole/2008/variable-set": f"{_SETS}#variable-set",
        "http://xbrl.org/arcrole/2008/variable-filter": f"{_SETS}#variable-filter",
        _CONSISTENT: f"{_SPEC}consistency-assertion.xsd#consistency-assertion-formula",
        _UNSATISFIED: "http://www.xbrl.org/2010/validation-message.xsd#assertion-unsatisfied-message",
    }
    arcroles = "".join(
        f'<link:arcroleRef arcroleURI="{uri}" xlink:type="simple" xlink:href="{href}"/>'
        for uri, href in references.items()
    )
    variable = (
        '<variable:factVariable xlink:type="resource" xlink:label="b" bindAsSequence="false"/>'
        '<variable:variableArc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/variable-set" '
        'xlink:from="set" xlink:to="b" name="b"/>'
        '<cf:conceptName xlink:type="resource" xlink:label="f"><cf:concept><cf:qname>t:B</cf:qname></cf:concept>'
        '</cf:conceptName><variable:variableFilterArc xlink:type="arc" xlink:from="b" xlink:to="f" '
        'xlink:arcrole="http://xbrl.org/arcrole/2008/variable-filter" complement="false" cover="true"/>'
    )
    return (
        '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="http://toets.example/t" {names} '
        f'xmlns:msg="{_MESSAGE[0]}" xsi:schemaLocation="{places} {" ".join(_MESSAGE)}">'
        f'<link:roleRef roleURI="{_ROLE}" xlink:type="simple" xlink:href="{_SPEC}generic-link.xsd#standard-link-role"/>'
        f'<link:roleRef roleURI="{_SENTENCE}" xlink:type="simple" '
        'xlink:href="http://www.xbrl.org/2010/generic-message.xsd#standard-message"/>'
        f'{arcroles}<generic:link xlink:type="extended" xlink:role="{_ROLE}">{"".join(parts)}{variable}</generic:link>'
        "</link:linkbase>"
    )


def files(*parts: str, value: str = "50") -> Files:
    """Return an instance with A = 100 and B, and the formulas that go with it."""
    facts = (fact("A", "100"), fact("B", value))
    return {
        "i.xml": instance(*BASE, *facts),
        "t.xsd": schema(element("A"), element("B"), info=linkbase_ref("f.xml")),
        "f.xml": linkbase_of(*parts),
    }


BILINGUAL: Final = (
    ("en", "The value {$b} is no multiple of seven."),
    ("nl", "De waarde {$b} is geen veelvoud van zeven."),
)
_SEVEN: Final = asserts("va", "$b mod 7 = 0")
_CASES: Final[dict[str, Files]] = {
    "derives-only": files(DERIVES),
    "value-holds": files(asserts("va", "$b = 50")),
    "value-broken": files(_SEVEN),
    "value-broken-told": files(_SEVEN, says(*BILINGUAL)),
    "value-broken-told-nl": files(_SEVEN, says(*reversed(BILINGUAL))),
    "existence-broken": files(asserts("ea", ". eq 2")),
    "consistency-holds": files(DERIVES, CONSISTENT, value="100"),
    "consistency-broken": files(DERIVES, CONSISTENT),
    "syntax": files(asserts("va", "$b = = 50")),
}


def cases() -> Iterator[Case]:
    """Give every case."""
    yield from (Case(f"formula-{name}", found) for name, found in _CASES.items())
    nested = f"<deel>{schema(element('A'))}</deel>"
    yield Case("formula-nested-schema", {"i.xsd": nested}, entry="i.xsd")
