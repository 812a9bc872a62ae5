"""Every kind of defect, by name: one function each, in an instance of any taxonomy."""

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from tests.engine.corpus.tree import (
    LINK,
    XBRLDI,
    XBRLI,
    XLINK,
    XML,
    XSI,
    Instance,
    child,
    local,
    remove,
    renamed,
    shift,
    twin,
)

Defect = Callable[[Instance], None]
DEFECTS: Final[dict[str, Defect]] = {}
BYTES: Final[dict[str, Callable[[bytes], bytes]]] = {}  # what is done to the file itself


def _defect(made: Defect) -> Defect:
    DEFECTS[made.__name__] = made
    return made


def _bytes(made: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    BYTES[made.__name__] = made
    return made


# values and elements: what the schema says


@_defect
def unknown_concept(it: Instance) -> None:
    fact = it.fact()
    renamed(fact, f"{local(fact)}X")


@_defect
def other_concept(it: Instance) -> None:
    renamed(it.amount(), local(it.text()))


@_defect
def foreign_element(it: Instance) -> None:
    child(it.root, "{http://vreemd.example}iets", "1")


@_defect
def text_for_amount(it: Instance) -> None:
    it.amount().text = "veel"


@_defect
def dutch_amount(it: Instance) -> None:
    it.amount().text = "1.234,56"


@_defect
def half_a_euro(it: Instance) -> None:
    fact = it.amount()
    fact.text = f"{fact.text}.5"


@_defect
def endless_amount(it: Instance) -> None:
    it.amount().text = "9" * 60


@_defect
def negative_amount(it: Instance) -> None:
    fact = it.amount()
    fact.text = f"-{fact.text}".replace("--", "")


@_defect
def empty_amount(it: Instance) -> None:
    it.amount().text = None


@_defect
def spaces_around_amount(it: Instance) -> None:
    fact = it.amount()
    fact.text = f"\n  {fact.text} "


@_defect
def impossible_date(it: Instance) -> None:
    it.date().text = "2025-02-30"


@_defect
def date_with_time(it: Instance) -> None:
    it.date().text = "2025-12-31T00:00:00"


@_defect
def other_date(it: Instance) -> None:
    it.date().text = "2019-07-01"


@_defect
def empty_text(it: Instance) -> None:
    it.text().text = None


@_defect
def other_text(it: Instance) -> None:
    it.text().text = "Iets heel anders"


@_defect
def long_text(it: Instance) -> None:
    it.text().text = "Zeer uitvoerig. " * 800


@_defect
def not_latin_text(it: Instance) -> None:
    it.text().text = "\u0416\u4e2d \U0001f600"


@_defect
def nil_amount(it: Instance) -> None:
    fact = it.amount()
    fact.text = None
    fact.set(f"{XSI}nil", "true")


@_defect
def nil_with_value(it: Instance) -> None:
    it.amount().set(f"{XSI}nil", "true")


@_defect
def unknown_attribute(it: Instance) -> None:
    it.fact().set("kleur", "rood")


@_defect
def element_in_fact(it: Instance) -> None:
    child(it.text(), "{http://vreemd.example}b", "vet")


@_defect
def other_type(it: Instance) -> None:
    it.amount().set(f"{XSI}type", "string")


@_defect
def no_decimals(it: Instance) -> None:
    del it.amount().attrib["decimals"]


@_defect
def precision(it: Instance) -> None:
    fact = it.amount()
    del fact.attrib["decimals"]
    fact.set("precision", "3")


@_defect
def odd_decimals(it: Instance) -> None:
    it.amount().set("decimals", "nul")


@_defect
def text_with_unit(it: Instance) -> None:
    it.text().set("unitRef", it.amount().get("unitRef") or "")


# contexts


@_defect
def no_context(it: Instance) -> None:
    del it.fact().attrib["contextRef"]


@_defect
def unknown_context(it: Instance) -> None:
    it.fact().set("contextRef", "nergens")


@_defect
def lost_context(it: Instance) -> None:
    remove(it.used())


@_defect
def doubled_context(it: Instance) -> None:
    twin(it.context())


@_defect
def equal_contexts(it: Instance) -> None:
    twin(it.context()).set("id", "evenbeeld")


@_defect
def fact_in_equal_context(it: Instance) -> None:
    made = twin(it.used())
    fact = it.fact(lambda each: each.get("contextRef") == made.get("id"))
    made.set("id", "evenbeeld")
    fact.set("contextRef", "evenbeeld")


@_defect
def end_before_start(it: Instance) -> None:
    context = it.context(f"{XBRLI}startDate")
    for start in context.iter(f"{XBRLI}startDate"):
        start.text = "2031-01-01"


@_defect
def impossible_period(it: Instance) -> None:
    for end in it.context(f"{XBRLI}endDate").iter(f"{XBRLI}endDate"):
        end.text = "2025-13-01"


@_defect
def period_with_time(it: Instance) -> None:
    for day in it.context(f"{XBRLI}instant").iter(f"{XBRLI}instant"):
        day.text = f"{day.text}T00:00:00"


@_defect
def other_year(it: Instance) -> None:
    for day in it.context(f"{XBRLI}instant").iter(f"{XBRLI}instant"):
        day.text = "2019-06-30"


@_defect
def instant_for_duration(it: Instance) -> None:
    duration = it.context(f"{XBRLI}startDate").find(f"{XBRLI}period")
    if duration is not None:
        duration[:] = []
        child(duration, f"{XBRLI}instant", "2025-12-31")


@_defect
def forever(it: Instance) -> None:
    period = it.used().find(f"{XBRLI}period")
    if period is not None:
        period[:] = []
        child(period, f"{XBRLI}forever")


@_defect
def no_period(it: Instance) -> None:
    for period in it.used().findall(f"{XBRLI}period"):
        remove(period)


@_defect
def other_identifier(it: Instance) -> None:
    for name in it.context().iter(f"{XBRLI}identifier"):
        name.text = "87654321"


@_defect
def other_scheme(it: Instance) -> None:
    for name in it.context().iter(f"{XBRLI}identifier"):
        name.set("scheme", "http://vreemd.example/id")


@_defect
def no_entity(it: Instance) -> None:
    for entity in it.used().findall(f"{XBRLI}entity"):
        remove(entity)


@_defect
def context_id_with_space(it: Instance) -> None:
    it.context().set("id", "een twee")


# units


@_defect
def no_unit(it: Instance) -> None:
    del it.amount().attrib["unitRef"]


@_defect
def unknown_unit(it: Instance) -> None:
    it.amount().set("unitRef", "knikkers")


@_defect
def lost_unit(it: Instance) -> None:
    remove(it.unit())


@_defect
def dollars(it: Instance) -> None:
    it.unit()[0].text = "iso4217:USD"


@_defect
def no_such_currency(it: Instance) -> None:
    it.unit()[0].text = "iso4217:XXQ"


@_defect
def pure_amount(it: Instance) -> None:
    it.unit()[0].text = "xbrli:pure"


@_defect
def unit_without_prefix(it: Instance) -> None:
    it.unit()[0].text = "EUR"


@_defect
def two_measures(it: Instance) -> None:
    twin(it.unit()[0])


@_defect
def amount_per_share(it: Instance) -> None:
    unit = it.unit()
    unit[:] = []
    divide = child(unit, f"{XBRLI}divide")
    for side, measure in (("unitNumerator", "iso4217:EUR"), ("unitDenominator", "xbrli:shares")):
        child(child(divide, f"{XBRLI}{side}"), f"{XBRLI}measure", measure)


@_defect
def doubled_unit(it: Instance) -> None:
    twin(it.unit())


@_defect
def equal_units(it: Instance) -> None:
    twin(it.unit()).set("id", "ook-euro")


# dimensions


@_defect
def unknown_member(it: Instance) -> None:
    member = it.members()[0]
    member.text = f"{(member.text or '').partition(':')[0]}:BestaatNietMember"


@_defect
def unknown_axis(it: Instance) -> None:
    member = it.members()[0]
    member.set("dimension", f"{(member.get('dimension') or '').partition(':')[0]}:BestaatNietAxis")


@_defect
def axis_for_member(it: Instance) -> None:
    member = it.members()[0]
    member.text = member.get("dimension")


@_defect
def member_without_prefix(it: Instance) -> None:
    it.members()[0].text = "ConsolidatedMember"


@_defect
def member_with_unknown_prefix(it: Instance) -> None:
    it.members()[0].text = "zomaar:ConsolidatedMember"


@_defect
def axis_twice(it: Instance) -> None:
    twin(it.members()[0])


@_defect
def no_members(it: Instance) -> None:
    for scenario in it.context(f"{XBRLDI}explicitMember").findall(f"{XBRLI}scenario"):
        remove(scenario)


@_defect
def members_of_another_context(it: Instance) -> None:
    one, other = it.members(), it.members()
    one[0].text = other[-1].text


@_defect
def typed_for_explicit(it: Instance) -> None:
    member = it.members()[0]
    member.tag, member.text = f"{XBRLDI}typedMember", None
    child(member, "{http://vreemd.example}waarde", "1")


@_defect
def segment(it: Instance) -> None:
    context = it.context(f"{XBRLI}scenario")
    entity, scenario = context.find(f"{XBRLI}entity"), context.find(f"{XBRLI}scenario")
    if entity is not None and scenario is not None:
        scenario.tag = f"{XBRLI}segment"
        entity.append(scenario)


@_defect
def something_else_in_scenario(it: Instance) -> None:
    for scenario in it.context(f"{XBRLI}scenario").iter(f"{XBRLI}scenario"):
        child(scenario, "{http://vreemd.example}iets", "1")


@_defect
def empty_scenario(it: Instance) -> None:
    for scenario in it.context(f"{XBRLI}scenario").iter(f"{XBRLI}scenario"):
        scenario[:] = []


@_defect
def fact_in_other_context(it: Instance) -> None:
    it.amount().set("contextRef", it.context().get("id") or "")


# sums, and facts that come twice


@_defect
def a_euro_off(it: Instance) -> None:
    shift(it.amount(), 1)


@_defect
def a_thousand_off(it: Instance) -> None:
    shift(it.amount(), 1000)


@_defect
def ten_amounts_off(it: Instance) -> None:
    for step in range(10):
        shift(it.amount(), 7**step)


@_defect
def lost_fact(it: Instance) -> None:
    remove(it.amount())


@_defect
def ten_lost_facts(it: Instance) -> None:
    for _ in range(10):
        remove(it.fact())


@_defect
def in_thousands(it: Instance) -> None:
    for _ in range(20):
        it.amount().set("decimals", "-3")


@_defect
def twice(it: Instance) -> None:
    twin(it.amount())


@_defect
def twice_otherwise(it: Instance) -> None:
    shift(twin(it.amount()), 5)


@_defect
def twice_less_exact(it: Instance) -> None:
    twin(it.amount()).set("decimals", "-6")


@_defect
def text_twice_otherwise(it: Instance) -> None:
    twin(it.text()).text = "Iets anders"


# what filing rules say


@_defect
def no_language(it: Instance) -> None:
    it.root.attrib.pop(f"{XML}lang", "")


@_defect
def other_language(it: Instance) -> None:
    it.root.set(f"{XML}lang", "fr")


@_defect
def language_at_fact(it: Instance) -> None:
    it.text().set(f"{XML}lang", "en")


@_defect
def ids_at_facts(it: Instance) -> None:
    for number, fact in enumerate(it.facts()[:20]):
        fact.set("id", f"f{number}")


@_defect
def id_twice(it: Instance) -> None:
    for fact in it.facts()[:2]:
        fact.set("id", "dubbel")


@_defect
def facts_first(it: Instance) -> None:
    fact = it.fact()
    it.root.insert(0, fact)


@_defect
def context_last(it: Instance) -> None:
    it.root.append(it.context())


@_defect
def unused_context(it: Instance) -> None:
    made = twin(it.context())
    made.set("id", "ongebruikt")
    for name in made.iter(f"{XBRLI}identifier"):
        name.text = "11112222"


@_defect
def unused_unit(it: Instance) -> None:
    made = twin(it.unit())
    made.set("id", "ongebruikt")
    made[0].text = "xbrli:shares"


@_defect
def comment(it: Instance) -> None:
    it.root.insert(3, etree.Comment(" opmerking "))


@_defect
def instruction(it: Instance) -> None:
    it.root.insert(3, etree.ProcessingInstruction("iets", "doe='niets'"))


@_defect
def footnote(it: Instance) -> None:
    fact = it.fact()
    fact.set("id", "genoteerd")
    link = child(it.root, f"{LINK}footnoteLink")
    link.set(f"{XLINK}type", "extended")
    link.set(f"{XLINK}role", "http://www.xbrl.org/2003/role/link")
    for tag, kind, label in (("loc", "locator", "feit"), ("footnote", "resource", "noot"), ("footnoteArc", "arc", "")):
        made = child(link, f"{LINK}{tag}", "Een noot." if tag == "footnote" else "")
        made.set(f"{XLINK}type", kind)
        if label:
            made.set(f"{XLINK}label", label)
    link[0].set(f"{XLINK}href", "#genoteerd")
    link[1].set(f"{XLINK}role", "http://www.xbrl.org/2003/role/footnote")
    link[1].set(f"{XML}lang", "nl")
    for name, value in (
        ("from", "feit"),
        ("to", "noot"),
        ("arcrole", "http://www.xbrl.org/2003/arcrole/fact-footnote"),
    ):
        link[2].set(f"{XLINK}{name}", value)


@_defect
def linkbase_of_its_own(it: Instance) -> None:
    made = child(it.root, f"{LINK}linkbaseRef")
    it.root.insert(1, made)
    made.set(f"{XLINK}type", "simple")
    made.set(f"{XLINK}href", "eigen.xml")
    made.set(f"{XLINK}arcrole", "http://www.w3.org/1999/xlink/properties/linkbase")


@_defect
def schema_location(it: Instance) -> None:
    it.root.set(f"{XSI}schemaLocation", "http://vreemd.example vreemd.xsd")


@_defect
def role_of_its_own(it: Instance) -> None:
    made = child(it.root, f"{LINK}roleRef")
    it.root.insert(1, made)
    made.set("roleURI", "http://vreemd.example/rol")
    made.set(f"{XLINK}type", "simple")
    made.set(f"{XLINK}href", "eigen.xsd#rol")


@_defect
def nothing_but_contexts(it: Instance) -> None:
    for fact in it.facts():
        remove(fact)


# the entry point


@_defect
def other_entry_point(it: Instance) -> None:
    ref = it.schema_ref()
    ref.set(f"{XLINK}href", re.sub(r"([^/]+)\.xsd$", r"x-\1.xsd", ref.get(f"{XLINK}href") or ""))


@_defect
def entry_point_by_file_name(it: Instance) -> None:
    ref = it.schema_ref()
    ref.set(f"{XLINK}href", (ref.get(f"{XLINK}href") or "").rpartition("/")[2])


@_defect
def two_entry_points(it: Instance) -> None:
    twin(it.schema_ref()).set(f"{XLINK}href", "ander.xsd")


@_defect
def entry_point_twice(it: Instance) -> None:
    twin(it.schema_ref())


@_defect
def no_entry_point(it: Instance) -> None:
    remove(it.schema_ref())


@_defect
def entry_point_with_fragment(it: Instance) -> None:
    ref = it.schema_ref()
    ref.set(f"{XLINK}href", f"{ref.get(f'{XLINK}href')}#iets")


# the file itself


@_bytes
def cut_in_half(data: bytes) -> bytes:
    return data[: len(data) // 2]


@_bytes
def without_last_tag(data: bytes) -> bytes:
    return data[: data.rindex(b"</")]


@_bytes
def tag_not_closed(data: bytes) -> bytes:
    return data.replace(b"</xbrli:context>", b"", 1)


@_bytes
def empty(_: bytes) -> bytes:
    return b""


@_bytes
def no_xml(_: bytes) -> bytes:
    return b"Dit is geen XBRL."


@_bytes
def other_root(data: bytes) -> bytes:
    return data.replace(b"xbrli:xbrl", b"xbrli:verslag")


@_bytes
def doctype(data: bytes) -> bytes:
    return data.replace(b"?>", b'?>\n<!DOCTYPE x [<!ENTITY e "1">]>', 1)


@_bytes
def utf_16(data: bytes) -> bytes:
    return data.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")


@_bytes
def latin_1(data: bytes) -> bytes:
    return data.decode().replace("UTF-8", "ISO-8859-1", 1).encode("latin-1", "xmlcharrefreplace")


@_bytes
def byte_order_mark(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data


@_bytes
def no_declaration(data: bytes) -> bytes:
    return data.partition(b"?>")[2].lstrip()


@_bytes
def other_prefix(data: bytes) -> bytes:
    return data.replace(b"xbrli:", b"x:").replace(b"xmlns:xbrli=", b"xmlns:x=")


@_bytes
def control_character(data: bytes) -> bytes:
    return data.replace(b"</xbrli:identifier>", b"\x0b</xbrli:identifier>", 1)


@_bytes
def single_quotes(data: bytes) -> bytes:
    return data.replace(b'"', b"'")
