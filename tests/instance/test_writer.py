"""Instances follow the filing rules of the NT, and say exactly what the facts say."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from tests.support import KVK, Report
from xbrl_pipeline.instance.reader import parse_instance
from xbrl_pipeline.instance.writer import lexical, write_instance
from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

XBRLI = "{http://www.xbrl.org/2003/instance}"


@pytest.fixture
def root(model: TaxonomyModel, profile: ReportProfile) -> etree._Element:
    report = Report(model, profile)
    facts = [*report.small(), report.fact("Income", -5, members=("separate", "budget"))]
    return etree.fromstring(write_instance(facts, KVK, model, profile))


def test_the_order_is_that_of_fg_nl_04(root: etree._Element) -> None:
    kinds = ["fact" if child.get("contextRef") else etree.QName(child).localname for child in root]
    order = ["schemaRef", "context", "unit", "fact"]
    assert sorted(kinds, key=order.index) == kinds
    assert kinds.count("schemaRef") == 1


def test_contexts_and_units_are_used_and_different(root: etree._Element) -> None:
    contexts = root.findall(f"{XBRLI}context")
    used = {child.get("contextRef") for child in root} - {None}
    assert {context.get("id") for context in contexts} == used
    bodies = [
        etree.tostring(context, method="c14n").replace((context.get("id") or "").encode(), b"") for context in contexts
    ]
    assert len(set(bodies)) == len(bodies)
    assert {unit.get("id") for unit in root.findall(f"{XBRLI}unit")} == {"EUR"}


def test_dimensions_stand_in_the_scenario_and_dates_have_no_time(root: etree._Element) -> None:
    assert root.findall(f".//{XBRLI}segment") == []
    members = {element.text for element in root.iter("{http://xbrl.org/2006/xbrldi}explicitMember")}
    assert members == {"ow-dm:SeparateMember", "ow-dm:BudgetMember"}
    dates = [element.text for name in ("instant", "startDate", "endDate") for element in root.iter(f"{XBRLI}{name}")]
    assert dates
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", text or "") for text in dates)


def test_facts_carry_no_id_no_nil_and_no_precision(root: etree._Element) -> None:
    facts = [child for child in root if child.get("contextRef")]
    assert facts
    for fact in facts:
        assert set(fact.attrib) <= {"contextRef", "unitRef", "decimals"}


def test_no_namespace_is_declared_in_vain(root: etree._Element) -> None:
    text = etree.tostring(root).decode()
    for prefix in root.nsmap:
        assert len(re.findall(rf"[<\"/ >]{prefix}:", text.replace(f"xmlns:{prefix}", ""))) > 0, prefix


def test_the_bytes_are_utf_8_without_a_mark(model: TaxonomyModel, profile: ReportProfile) -> None:
    report = Report(model, profile)
    facts = [report.fact("LegalEntityName", "Stichting Één € & <Twee>")]
    data = write_instance(facts, KVK, model, profile)
    assert not data.startswith(b"\xef\xbb\xbf")
    assert parse_instance(data, "x.xbrl").texts["LegalEntityName"] == "Stichting Één € & <Twee>"


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("1E+3"), "1000"), (Decimal("-0.10"), "-0.10"), (Decimal("1E-7"), "0.0000001")]
)
def test_amounts_never_get_an_exponent(value: Decimal, text: str) -> None:
    assert lexical(value) == text


def test_the_same_facts_give_the_same_bytes(model: TaxonomyModel, profile: ReportProfile) -> None:
    first, second = (write_instance(Report(model, profile).small(), KVK, model, profile) for _ in range(2))
    assert first == second


def test_typed_members_hold_their_text_and_share_no_context(model: TaxonomyModel, profile: ReportProfile) -> None:
    report = Report(model, profile)
    plain = report.fact("Income", 5)
    axis = next(axis.name for table in model.tables for axis in table.axes if axis.typed)
    facts = [
        replace(plain, key=plain.key._replace(dimensions=(Dimension(axis, QName("", text)),)))
        for text in ("Piet & Co", "Piet / Co", "é")
    ]
    root = etree.fromstring(write_instance(facts, KVK, model, profile))
    members = [element[0].text for element in root.iter("{http://xbrl.org/2006/xbrldi}typedMember")]
    assert sorted(members, key=str) == ["Piet & Co", "Piet / Co", "é"]
    names = [context.get("id") for context in root.iter(f"{XBRLI}context")]
    assert len(set(names)) == len(facts)


def test_dimensions_stand_in_the_segment_where_the_taxonomy_wants_them(
    model: TaxonomyModel, profile: ReportProfile
) -> None:
    report = Report(model, profile)
    tables = tuple(replace(table, context="segment") for table in model.tables)
    root = etree.fromstring(write_instance([report.fact("Income", 5)], KVK, replace(model, tables=tables), profile))
    assert len(root.findall(f".//{XBRLI}entity/{XBRLI}segment")) == 1
    assert root.findall(f".//{XBRLI}scenario") == []
