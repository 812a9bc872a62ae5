import json
import re
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from taxonomies.build import build_all, committed, main
from taxonomies.builder.kinds import kind_of, kinds_of
from taxonomies.builder.labels import PATTERNS
from taxonomies.builder.package import build_package
from taxonomies.builder.reading import read_tables
from taxonomies.builder.rows import rows_of
from taxonomies.builder.rules import all_assertions
from taxonomies.builder.structure import parents
from taxonomies.builder.tables import Section

ROOT = Path(__file__).resolve().parents[2] / "taxonomies"
TABLES = read_tables(ROOT / "tables" / "onderwijs-2025")


def test_committed_files_equal_a_fresh_build() -> None:
    fresh, present = build_all(), committed()
    assert sorted(fresh) == sorted(present)
    assert [path for path in fresh if fresh[path] != present[path]] == []


def test_check_passes_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_no_file_uses_a_namespace_of_the_state() -> None:
    assert [path for path, content in build_all().items() if b"nltaxonomie.nl" in content] == []


def test_metadata_says_that_it_is_not_official() -> None:
    metadata = build_all()["onderwijs-2025/META-INF/taxonomyPackage.xml"].decode()
    assert "niet de officiële taxonomie van de Staat" in metadata
    assert "not the official taxonomy of the State" in metadata


def test_there_is_no_calculation_linkbase() -> None:
    assert [path for path, content in build_all().items() if b"calculationLink" in content] == []


def test_every_xml_file_is_well_formed() -> None:
    for path, content in build_all().items():
        if path.endswith((".xml", ".xsd")):
            etree.fromstring(content)


def test_every_item_stands_in_a_section_and_every_line_exists() -> None:
    lines = {line.item for line in TABLES.lines}
    assert set(TABLES.concepts) - lines == set()
    assert lines - set(TABLES.concepts) - set(TABLES.abstracts) == set()


def test_levels_never_jump() -> None:
    for section in TABLES.sections.values():
        lines = TABLES.lines_of(section)
        assert lines[0].level == "0"
        steps = [int(after.level) - int(before.level) for before, after in pairwise(lines)]
        assert max(steps) == 1


def test_parts_of_a_sum_have_the_period_of_their_total_and_the_right_side() -> None:
    for total in TABLES.sums:
        parent = TABLES.concepts[total.parent]
        for name, side in _parts(total.plus, total.minus):
            part = TABLES.concepts[name]
            assert part.period == parent.period, (total.parent, name)
            assert (part.balance == parent.balance) is (side == "plus"), (total.parent, name)


def _parts(plus: str, minus: str) -> list[tuple[str, str]]:
    return [(name, "plus") for name in plus.split()] + [(name, "minus") for name in minus.split()]


def test_every_breakdown_in_a_tree_is_summed() -> None:
    for section in TABLES.sections.values():
        kind = kind_of(TABLES, section)
        for parent, _line, _order in parents(TABLES.lines_of(section)):
            if parent in TABLES.concepts:
                kinds = [found for total in TABLES.sums if total.parent == parent for found in kinds_of(TABLES, total)]
                ours = [found for found in kinds if (found.members, found.axes) == (kind.members, kind.axes)]
                assert ours or _only_actual(parent, section), (section.role, parent)


def _only_actual(parent: str, section: Section) -> bool:
    """The continuity paragraph groups reserves; actual ones tie to the lines of the balance sheet instead."""
    return parent == "Equity" and section.tree == "continuity-balance"


def test_labels_are_unique_in_each_section() -> None:
    for section in TABLES.sections.values():
        items = TABLES.items_of(section)
        for lang in ("nl", "en"):
            labels = Counter(item.label(lang) for item in items)
            assert [label for label, count in labels.items() if count > 1] == []


def test_preferred_labels_have_a_pattern() -> None:
    used = {line.preferred.lower() for line in TABLES.lines if line.preferred}
    assert used <= {kind for kind, _lang in PATTERNS}


def test_messages_follow_the_severity_words() -> None:
    for rule in TABLES.rules:
        word, other = ("MOET", "BEHO") if rule.severity == "ERROR" else ("BEHO", "MOET")
        assert word in rule.message_nl, rule.id
        assert other not in rule.message_nl, rule.id


def test_every_variable_belongs_to_a_rule() -> None:
    assert {variable.rule for variable in TABLES.variables} == {rule.id for rule in TABLES.rules}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name,base,surprise\nx,y,z\n", "surprise"),
        ("name,base,facets\nx,y,z,comma\n", "types.csv, row 2"),
        ("name,base,facets\nx,y\n", "types.csv, row 2"),
    ],
)
def test_a_table_of_the_wrong_shape_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    for file in (ROOT / "tables" / "onderwijs-2025").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "types.csv").write_text(text, encoding="utf-8")
    with pytest.raises((TypeError, ValueError), match=problem):
        read_tables(tmp_path)


def test_every_concept_of_rj_660_is_there_or_left_out_with_a_reason() -> None:
    folder = ROOT / "tables" / "onderwijs-2025"
    wanted = {row["name"] for row in rows_of(folder / "rj-660.csv")}
    rows = [row for row in rows_of(folder / "left-out.csv") if row["about"] == "RJ 660"]
    left_out = {row["name"]: row["reason"] for row in rows}
    there = set(TABLES.concepts) | set(TABLES.members)
    assert len(wanted) == 198
    assert wanted - there == set(left_out)
    assert all(left_out.values())


def test_what_the_policy_information_lacks_is_named_with_its_source() -> None:
    rows = rows_of(ROOT / "tables" / "onderwijs-2025" / "left-out.csv")
    lacking = [row for row in rows if row["about"] == "Beleidsinformatie"]
    assert len(lacking) > 10
    assert {row["about"] for row in rows} == {"RJ 660", "Beleidsinformatie"}
    assert [row["name"] for row in lacking if row["name"] in {*TABLES.concepts, *TABLES.sections}] == []
    assert all(row["reason"] and row["source"] for row in lacking)


def test_a_sum_is_a_rule_in_every_report_that_has_its_items() -> None:
    for year in ("onderwijs-2025", "onderwijs-2026"):
        tables = read_tables(ROOT / "tables" / year)
        kept = [
            each for each in all_assertions(tables) if each.id.endswith("_SumOfChildren_AmountSpentOfWorkloadResources")
        ]
        reports = [report for each in kept for report in tables.sections[each.role].reports.split()]
        having = [
            report
            for report in tables.reports
            if any("AmountSpentOfWorkloadResources" in tables.item_names(each) for each in tables.sections_of(report))
        ]
        assert sorted(reports) == sorted(having)
        assert "beleidsinformatie" in having


def test_references_to_rj_660_are_those_of_the_nt() -> None:
    for row in rows_of(ROOT / "tables" / "onderwijs-2025" / "rj-660.csv"):
        if row["name"] in TABLES.concepts:
            given = set(re.findall(r"RJ (660\.\d+)", TABLES.concepts[row["name"]].references))
            assert given == set(row["paragraphs"].split()), row["name"]


def test_no_rule_is_both_made_and_left_out() -> None:
    sources = " ".join(each.source for each in all_assertions(TABLES))
    left_out = [row["rule"] for row in rows_of(ROOT / "tables" / "onderwijs-2025" / "rules-left-out.csv")]
    assert [rule for rule in left_out if rule in sources] == []


def test_documentation_is_about_items() -> None:
    assert {each.name for each in TABLES.documentation} <= set(TABLES.concepts)


def test_2026_is_2025_with_the_changes_of_its_list() -> None:
    after = read_tables(ROOT / "tables" / "onderwijs-2026")
    gone = set(TABLES.concepts) - set(after.concepts)
    assert gone == {each.before for each in after.changes if each.what == "concept" and each.kind != "changed"} - {""}
    named = {name for each in after.changes for name in each.after.split() if each.what == "concept"}
    assert named <= set(after.concepts)
    assert {each.after for each in after.changes if each.what == "section"} <= set(after.sections) - set(
        TABLES.sections
    )


def test_no_file_of_2026_names_what_is_gone_or_points_at_2025() -> None:
    after = read_tables(ROOT / "tables" / "onderwijs-2026")
    gone = [each.before for each in after.changes if each.kind in {"renamed", "dropped", "split"}]
    pattern = re.compile("|".join([*(rf"\b{name}\b" for name in gone), "ot2025"]).encode())
    built = {path: content for path, content in build_all().items() if path.startswith("onderwijs-2026/")}
    assert [path for path, content in built.items() if pattern.search(content)] == [
        "onderwijs-2026/META-INF/changes.json"
    ]


def test_the_changes_go_with_the_package() -> None:
    listed = json.loads(build_all()["onderwijs-2026/META-INF/changes.json"])
    assert (listed["from"], listed["to"]) == ("onderwijs-2025", "onderwijs-2026")
    assert {each["kind"] for each in listed["changes"]} == {"renamed", "split", "dropped", "changed", "added"}
    assert all(isinstance(each["after"], list) for each in listed["changes"])


def test_a_line_behind_an_unknown_line_is_refused(tmp_path: Path) -> None:
    for name in ("onderwijs-2025", "onderwijs-2026"):
        shutil.copytree(ROOT / "tables" / name, tmp_path / name)
    path = tmp_path / "onderwijs-2026" / "lines.csv"
    path.write_text(path.read_text("utf-8") + "income,Onbekend,4,Income,,\n", "utf-8")
    with pytest.raises(ValueError, match="income has no line Onbekend"):
        read_tables(tmp_path / "onderwijs-2026")


@pytest.mark.parametrize(
    ("table", "row", "problem"),
    [
        ("lines", "segments,1,@income/Onbekend,,", "there is no @income/Onbekend"),
        ("required", "entity-information-education,Sector,ERROR,eigen", "two rules share an id"),
        ("rule_variables", "{rule},more,Sector,,,onbekend=x,", "there is no filter onbekend"),
    ],
)
def test_a_row_that_cannot_be_is_refused(table: str, row: str, problem: str, tmp_path: Path) -> None:
    folder = tmp_path / "onderwijs-2025"
    shutil.copytree(ROOT / "tables" / "onderwijs-2025", folder)
    path = folder / f"{table}.csv"
    path.write_text(path.read_text("utf-8") + row.format(rule=TABLES.rules[0].id) + "\n", "utf-8")
    with pytest.raises(ValueError, match=problem):
        build_package(read_tables(folder))


def test_every_section_has_its_place_in_the_order_of_its_report() -> None:
    built = build_all()
    for report in TABLES.reports:
        path = f"presentation/ow-generic-linkrole-order-{report}.xml"
        (content,) = [content for name, content in built.items() if name.startswith("onderwijs-2025") and path in name]
        places = [element.text for element in etree.fromstring(content).iter("{*}linkroleOrder")]
        assert places == [str(number) for number in range(1, len(TABLES.sections_of(report)) + 1)]
