"""What became of a taxonomy: told by its publisher, or else suggested by labels and references."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.taxonomy_changes import ChangeKind, TaxonomyChange
from xbrl_pipeline.reporting.taxonomy_diff import diff_html, diff_json, diff_lines
from xbrl_pipeline.taxonomy.changes import Listed, compare
from xbrl_pipeline.taxonomy.model import Concept, Kind, LinkRole, PresentationLine, Rule, TaxonomyModel, Term

Names = dict[str, Concept]
ROLE: Final = "urn:x:role"


def _name(local: str, year: int) -> QName:
    return QName(f"http://taxonomy.example/{year}", local)


def _concept(local: str, year: int, label: str = "") -> Concept:
    return Concept(_name(local, year), "t", Kind.MONETARY, True, "debit", {("label", "nl"): label or local})


def _rule(year: int, *parts: str) -> Rule:
    terms = (Term("plus", tuple(_name(part, year) for part in parts), 1, summed=True),)
    total = (Term("total", (_name("Total", year),), 1),)
    return Rule("sum_Total", Severity.ERROR, "$total = sum($plus)", {"nl": "Total is de som."}, total, terms)


def _model(
    year: int, concepts: Iterable[Concept], lines: Iterable[tuple[int, str]] = (), **more: Rule
) -> TaxonomyModel:
    tree = tuple(PresentationLine(depth, _name(local, year)) for depth, local in lines)
    role = {ROLE: LinkRole(ROLE, "Balans", {}, tree)} if tree else {}
    return TaxonomyModel(
        f"t-{year}", f"http://x/{year}/report.xsd", "0", {}, {c.name: c for c in concepts}, dict(more), roles=role
    )


def _found(changes: Iterable[TaxonomyChange]) -> list[tuple[ChangeKind, str, tuple[str, ...]]]:
    return [(change.kind, change.name, change.to) for change in changes]


OLD: Final = _model(
    2025, [_concept("Total", 2025), _concept("Cash", 2025, "Geld"), _concept("Loans", 2025, "Leningen")]
)


def test_what_only_got_another_namespace_is_the_same() -> None:
    same = _model(2026, [replace(each, name=_name(each.name.local, 2026)) for each in OLD.concepts.values()])
    assert compare(OLD, same).changes == ()


def test_the_publishers_list_tells_what_was_renamed_split_and_dropped() -> None:
    new = _model(2026, [_concept(name, 2026) for name in ("Total", "Money", "LoansShort", "LoansLong")])
    listed = [
        Listed("Cash", ("Money",), {"nl": "Nieuwe naam."}),
        Listed("Loans", ("LoansShort", "LoansLong"), {}),
    ]
    changes = compare(OLD, new, listed)
    assert _found(changes.changes) == [
        (ChangeKind.RENAMED, "t:Cash", ("t:Money",)),
        (ChangeKind.SPLIT, "t:Loans", ("LoansShort", "LoansLong")),
        (ChangeKind.ADDED, "t:LoansShort", ()),
        (ChangeKind.ADDED, "t:LoansLong", ()),
    ]
    assert changes.changes[0].note == "Nieuwe naam."


def test_without_a_list_an_equal_label_is_a_suggestion() -> None:
    new = _model(2026, [_concept("Total", 2026), _concept("Money", 2026, "geld")])
    assert _found(compare(OLD, new).changes) == [
        (ChangeKind.SUGGESTED, "t:Cash", ("t:Money",)),
        (ChangeKind.DROPPED, "t:Loans", ()),
        (ChangeKind.ADDED, "t:Money", ()),
    ]


def test_equal_references_are_a_suggestion_too() -> None:
    law = ((("Name", "RJ"), ("Number", "660")),)
    old = _model(2025, [replace(_concept("Cash", 2025, "Kasgeld"), references=law)])
    new = _model(2026, [replace(_concept("Money", 2026, "Kasgelden"), references=law)])
    assert compare(old, new).of(ChangeKind.SUGGESTED)


def test_another_type_period_or_balance_is_told() -> None:
    other = replace(_concept("Cash", 2026), type=_name("money", 2026), instant=False, balance="credit")
    (change,) = compare(_model(2025, [_concept("Cash", 2025)]), _model(2026, [other])).changes
    assert change.kind is ChangeKind.CHANGED
    assert [(detail.what, detail.before, detail.after) for detail in change.details] == [
        ("type", "-", "money"),
        ("period", "instant", "duration"),
        ("balance", "debit", "credit"),
    ]


def test_a_line_under_another_line_has_moved() -> None:
    names = ("Total", "Cash", "Loans")
    old = _model(2025, [_concept(name, 2025) for name in names], [(0, "Total"), (1, "Cash"), (1, "Loans")])
    new = _model(2026, [_concept(name, 2026) for name in names], [(0, "Total"), (1, "Cash"), (2, "Loans")])
    (change,) = compare(old, new).changes
    assert (change.kind, change.name) == (ChangeKind.MOVED, "t:Loans")
    assert change.details[0].before == "Balans / Total"
    assert change.details[0].after == "Balans / Cash"


def test_rules_that_came_went_or_changed_are_told() -> None:
    old = _model(2025, OLD.concepts.values(), sum_Total=_rule(2025, "Cash"), gone=_rule(2025, "Loans"))
    new = _model(
        2026,
        [replace(each, name=_name(each.name.local, 2026)) for each in OLD.concepts.values()],
        sum_Total=_rule(2026, "Cash", "Loans"),
        came=_rule(2026, "Loans"),
    )
    assert [(change.kind, change.name) for change in compare(old, new).changes] == [
        (ChangeKind.RULE_CHANGED, "sum_Total"),
        (ChangeKind.RULE_ADDED, "came"),
        (ChangeKind.RULE_DROPPED, "sum_Total"),
    ]


def test_text_page_and_json_tell_the_same(nl: Messages) -> None:
    new = _model(2026, [_concept("Total", 2026), _concept("Money", 2026, "Geld <b>")])
    changes = compare(OLD, new)
    text = "\n".join(diff_lines(changes, nl))
    page = diff_html(changes, nl).decode()
    data = json.loads(diff_json(changes, nl))
    for change in changes.changes:
        assert change.name in text
        assert change.name in page
    assert "Geld <b>" not in page
    assert sum(data["counts"].values()) == len(data["changes"]) == len(changes.changes)
    assert nl.text("diff.none") in "\n".join(diff_lines(compare(OLD, OLD), nl))


def test_a_taxonomy_is_equal_to_itself(model: TaxonomyModel) -> None:
    assert compare(model, model).changes == ()
