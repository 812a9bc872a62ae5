"""``compare`` from the outside: corrected versions, the year after, other taxonomies, and what is refused."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import jsonschema
import openpyxl
import pytest

from samples.builder.mappings import mapping_text
from samples.builder.sheets import Overrides
from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook
from tests import support
from tests.conftest import ROOT, SAMPLES
from tests.reporting import pages
from xbrl_pipeline.base.system import SystemAccount
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.dossier.files import facts_json, read_facts
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.model.facts import Dimension, Fact, Period, QName
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile, load_profile
from xbrl_pipeline.taxonomy.store import load_model

BALANCE: Final = "Balans"
LONG: Final = 3_000  # facts of a report that nobody reads line by line
NEXT_YEAR: Final = Period(date(2026, 1, 1), date(2026, 12, 31))
YEARS: Final = {2024: support.LAST_YEAR, 2025: support.YEAR, 2026: NEXT_YEAR}


def _book(folder: Path, name: str, changes: dict[str, int] | None = None) -> Path:
    """Write the accounts of an invented board, with amounts of its balance sheet so much higher."""
    board = build_board("po")
    held = {cell.address: cell.value for sheet in board.sheets if sheet.name == BALANCE for cell in sheet.cells}
    overrides: Overrides = {
        (BALANCE, address): value + by
        for address, by in (changes or {}).items()
        if isinstance(value := held[address], int)
    }
    assert len(overrides) == len(changes or {})
    path = folder / f"{name}.xlsx"
    write_workbook(board, path, overrides)
    path.with_name(f"{name}.mapping.yaml").write_text(mapping_text(board), "utf-8")
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Path:  # noqa: ARG001 - it comes first
    """A folder with a first version, one with an amount on another line, one with higher totals, and dossiers."""
    folder = tmp_path_factory.mktemp("desk")
    _book(folder, "eerste")
    _book(folder, "verschoven", {"D22": 1_000, "D23": -1_000})
    _book(folder, "hoger", dict.fromkeys(("D22", "D21", "D33", "D34", "D50", "D49", "D61"), 100_000))
    assert guarded(["run", str(folder / "eerste.xlsx"), "--out", str(folder / "uit"), "--quiet"]) == ExitCode.VALID
    return folder


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Compare and return the JSON, which is as its schema says and in which the facts of both reports add up."""

    def run(before: Path, after: Path, *options: str) -> dict[str, Any]:
        assert guarded(["compare", str(before), str(after), "--format", "json", *options]) == ExitCode.VALID
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        jsonschema.validate(found, json.loads((ROOT / "schemas" / "comparison.schema.json").read_text("utf-8")))
        for name in ("before", "after"):
            tally = found[name]["tally"]
            assert tally["facts"] == sum(tally[each] for each in ("same", "changed", "single", "aside"))
        assert found["before"]["tally"]["same"] == found["after"]["tally"]["same"]
        assert found["before"]["tally"]["changed"] == found["after"]["tally"]["changed"] == found["counts"]["changed"]
        assert found["before"]["tally"]["single"] == found["counts"]["gone"]
        assert found["after"]["tally"]["single"] == found["counts"]["added"]
        return found

    return run


def test_a_corrected_version_is_told_in_words_with_cells(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["compare", str(desk / "eerste.xlsx"), str(desk / "verschoven.xlsx")]) == ExitCode.VALID
    out = capsys.readouterr().out
    assert "Veranderd: 2, nieuw: 0, vervallen: 0." in out
    assert "Debiteuren · 31-12-2025 · Balans (enkelvoudig): 475.195 → 476.195 (+1.000)" in out
    assert "OCW/EZ · 31-12-2025 · Balans (enkelvoudig): 1.736.780 → 1.735.780 (\u22121.000)" in out
    assert "Balans!D22" in out
    assert "Balans!D23" in out
    assert "totalen" not in out
    assert "99001 Stichting Voorbeeld Primair Onderwijs Fictiestad 2025" in out


def test_what_it_does_to_totals_and_ratios(desk: Path, told: Callable[..., dict[str, Any]]) -> None:
    found = told(desk / "eerste.xlsx", desk / "hoger.xlsx")
    totals = {cell for each in found["differences"] if each["total"] for cell in each["after_cells"]}
    assert totals == {f"Balans!{address}" for address in ("D21", "D33", "D34", "D49", "D61")}
    assert {each["change"] for each in found["differences"]} == {"100000"}
    ratios = {(each["code"], each["year"], each["budget"]) for each in found["ratios"]}
    assert ratios == {("solvency", 2025, False), ("liquidity", 2025, False)}
    assert found["kin"] == "version"


def test_findings_that_came_and_went_are_told_apart(
    desk: Path, tmp_path: Path, told: Callable[..., dict[str, Any]]
) -> None:
    wrong = _book(tmp_path, "fout", {"D22": 1_000})  # the total above it stays as it was
    found = told(desk / "eerste.xlsx", wrong)
    assert (found["before"]["verdict"], found["after"]["verdict"]) == ("VALID", "INVALID")
    assert [each["severity"] for each in found["new"]].count("error") == found["after"]["counts"]["error"] > 0
    back = told(wrong, desk / "eerste.xlsx")
    assert back["solved"] == found["new"]
    assert back["new"] == found["solved"]


def test_workbook_instance_and_dossier_say_the_same(
    desk: Path, tmp_path: Path, told: Callable[..., dict[str, Any]]
) -> None:
    (dossier,) = (path for path in (desk / "uit").iterdir() if path.is_dir())
    instance = shutil.copy(dossier / "instance.xbrl", tmp_path / "verslag.xbrl")
    assert guarded(["run", str(instance), "--out", str(tmp_path / "uit"), "--quiet"]) == ExitCode.VALID
    (of_instance,) = (path for path in (tmp_path / "uit").iterdir() if path.is_dir())
    book = desk / "eerste.xlsx"
    for before, after in ((book, dossier), (dossier, instance), (instance, of_instance)):
        found = told(before, after)
        assert found["counts"] == {"changed": 0, "added": 0, "gone": 0}
        assert found["before"]["tally"]["same"] == found["before"]["tally"]["facts"] > 300
        assert (found["solved"], found["new"], found["ratios"]) == ([], [], [])


def test_a_file_that_breaks_off_is_refused_and_no_figure_is_told_as_gone(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = next(desk.glob("uit/*/instance.xbrl"))
    half = tmp_path / "half.xbrl"
    half.write_bytes(whole.read_bytes()[:20_000])
    assert guarded(["compare", str(whole), str(half), "--lang", "en"]) == ExitCode.INPUT_REFUSED
    said = capsys.readouterr()
    assert "half.xbrl" in said.err
    assert "Assets" not in said.out


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_difference_is_said_in_every_form(
    lang: str, desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dossier,) = (path for path in (desk / "uit").iterdir() if path.is_dir())
    sentence = {"nl": "Er zijn geen verschillen.", "en": "There are no differences."}[lang]
    pair = ["compare", str(dossier), str(dossier), "--lang", lang, "--out", str(tmp_path)]
    assert guarded(pair) == ExitCode.VALID
    assert sentence in capsys.readouterr().out
    for kind in ("html", "xlsx"):
        assert guarded([*pair, "--format", kind]) == ExitCode.VALID
    page = next(tmp_path.glob("*.html")).read_bytes()
    pages.check_soundness(page)
    assert sentence in pages.text(pages.parse(page))
    sheet = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx"))).worksheets[0]
    assert sentence in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_sheet_holds_every_difference_as_a_number(desk: Path, tmp_path: Path) -> None:
    pair = [str(desk / "eerste.xlsx"), str(desk / "hoger.xlsx")]
    assert guarded(["compare", *pair, "--format", "xlsx", "--out", str(tmp_path)]) == ExitCode.VALID
    book = openpyxl.load_workbook(tmp_path / "hoger.compare.xlsx")
    heads, *rows = book["Verschillen"].iter_rows(values_only=True)
    before, after, change = (heads.index(name) for name in ("Was (A)", "Wordt (B)", "Verschil"))
    assert len(rows) == 7
    for row in rows:
        numbers = [value for value in (row[before], row[after], row[change]) if isinstance(value, int)]
        assert numbers[1] - numbers[0] == numbers[2] == 100_000


@pytest.mark.parametrize(
    ("other", "code", "word"),
    [
        ("beleidsinformatie/beleidsinformatie-99001", ExitCode.USAGE, "twee soorten verslagen"),
        ("fout-tekst-99006", ExitCode.USAGE, "--other-board"),
    ],
)
def test_what_says_nothing_of_each_other_is_refused(
    other: str, code: ExitCode, word: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(["compare", str(desk / "eerste.xlsx"), str(SAMPLES / f"{other}.xlsx")]) == code
    assert word in capsys.readouterr().err


def test_two_boards_are_compared_when_asked_and_lost_cells_are_told(
    desk: Path, told: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    other = SAMPLES / "fout-tekst-99006.xlsx"
    found = told(desk / "eerste.xlsx", other, "--other-board")
    assert found["kin"] == "boards"
    lost = found["after"]["tally"]["rejected"]
    assert lost > 0
    assert guarded(["compare", str(desk / "eerste.xlsx"), str(other), "--other-board"]) == ExitCode.VALID
    assert f"{lost} cellen die niet gelezen konden worden" in capsys.readouterr().out


def test_a_mapping_may_be_named_for_both(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    books = [str(shutil.copy(desk / f"{name}.xlsx", tmp_path)) for name in ("eerste", "verschoven")]
    mapping = ["--mapping", str(desk / "eerste.mapping.yaml")]
    assert guarded(["compare", *books, *mapping, "--quiet"]) == ExitCode.VALID
    assert "Veranderd: 2" in capsys.readouterr().out
    assert guarded(["compare", *books, *mapping * 3]) == ExitCode.USAGE


def test_a_folder_that_is_no_dossier_or_a_damaged_one_is_refused(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dossier,) = (path for path in (desk / "uit").iterdir() if path.is_dir())
    damaged = tmp_path / "beschadigd"
    shutil.copytree(dossier, damaged)
    (damaged / "facts.json").write_bytes(facts_json(()))
    assert guarded(["compare", str(dossier), str(damaged)]) == ExitCode.INPUT_REFUSED
    assert "facts.json" in capsys.readouterr().err
    assert guarded(["compare", str(dossier), str(desk)]) == ExitCode.USAGE
    assert "geen dossier" in capsys.readouterr().err


def _sealed(folder: Path, dossier: Path, facts: list[Fact]) -> Path:
    """Copy a dossier with other facts in it, and a manifest that says so."""
    shutil.copytree(dossier, folder)
    (folder / "facts.json").write_bytes(facts_json(facts))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"]["facts.json"] = hashlib.sha256((folder / "facts.json").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def test_of_thousands_the_largest_are_shown_and_all_are_kept(
    desk: Path, tmp_path: Path, told: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    (dossier,) = (path for path in (desk / "uit").iterdir() if path.is_dir())
    facts = read_facts((dossier / "facts.json").read_bytes())
    amount = next(fact for fact in facts if fact.key.unit == "EUR")
    axis = Dimension(QName("urn:eigen", "Rij"), QName("", ""))

    def row(number: int, value: int) -> Fact:
        member = axis._replace(member=QName("", f"regel {number}"))
        return replace(amount, key=amount.key._replace(dimensions=(member,)), value=Decimal(value))

    many = [row(number, number) for number in range(1, LONG + 1)]
    after = _sealed(tmp_path / "lang", dossier, [*facts, *many])
    found = told(dossier, after)
    assert found["counts"] == {"changed": 0, "added": LONG, "gone": 0}
    changes = [int(each["change"]) for each in found["differences"]]
    assert changes == list(range(LONG, 0, -1))
    assert guarded(["compare", str(dossier), str(after)]) == ExitCode.VALID
    out = capsys.readouterr().out
    assert "… en nog 2.980; alle staan in --format xlsx en --format json." in out
    assert len(out.splitlines()) < 60
    for kind in ("html", "xlsx"):
        assert guarded(["compare", str(dossier), str(after), "--format", kind, "--out", str(tmp_path)]) == 0
    page = (tmp_path / "lang.compare.html").read_bytes()
    pages.check_soundness(page)
    assert "en nog 2.500" in pages.text(pages.parse(page))
    book = openpyxl.load_workbook(BytesIO((tmp_path / "lang.compare.xlsx").read_bytes()), read_only=True)
    assert sum(1 for _ in book["Verschillen"].iter_rows()) == LONG + 1


def _own(
    model: TaxonomyModel, profile: ReportProfile, year: int, board: str = "99001"
) -> tuple[support.Report, list[Fact]]:
    """Return a maker of facts and the general data of a report over a year."""
    report = support.Report(model, profile)
    now, before = YEARS.get(year, support.YEAR), YEARS.get(year - 1, support.LAST_YEAR)
    changed = {
        "CompetentAuthorityNumber": board,
        "FinancialReportingPeriodCurrentStartDate": now.start,
        "FinancialReportingPeriodCurrentEndDate": now.end,
        "FinancialReportingPeriodPreviousStartDate": before.start,
        "FinancialReportingPeriodPreviousEndDate": before.end,
    }
    return report, [report.fact(local, value, now) for local, value in {**support.INFORMATION, **changed}.items()]


@pytest.fixture
def two_years(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, engine: Engine) -> tuple[Path, Path]:
    """What was filed over 2025, and the report over 2026 by the next taxonomy, with other comparative figures."""
    then, filed = _own(model, profile, 2025)
    filed += [
        then.fact("Assets", 500),
        then.fact("Equity", 300),
        then.fact("HolidayPayAndHolidaysPayable", 40),  # has another name now
        then.fact("EmployeeExpensesHiredStaff", 70),  # was split
        then.fact("Income", 900),
        then.fact("Income", 950, members=("separate", "budget")),  # a column that the next report does not show
        then.fact("Assets", 450, support.LAST_YEAR),
    ]
    later = load_profile("onderwijs-2026", "jaarverantwoording")
    names = load_model(later, engine)
    now, own = _own(names, later, 2026)
    own += [
        now.fact("Assets", 600, NEXT_YEAR),
        now.fact("Income", 990, NEXT_YEAR),
        now.fact("Assets", 500),
        now.fact("Equity", 310),
        now.fact("HolidayPayAndLeavePayable", 41),
        now.fact("Income", 900),
        now.fact("AssetsCurrent", 500),  # nobody filed it
    ]
    paths = (tmp_path / "2025.xbrl", tmp_path / "2026.xbrl")
    paths[0].write_bytes(write_instance(filed, support.KVK, model, profile))
    paths[1].write_bytes(write_instance(own, support.KVK, names, later))
    return paths


def test_the_year_after_is_held_against_what_was_filed_by_the_new_names(
    two_years: tuple[Path, Path], told: Callable[..., dict[str, Any]]
) -> None:
    found = told(*two_years)
    assert found["kin"] == "next_year"
    rows = {(each["kind"], each["element"].partition(":")[2]): each for each in found["differences"]}
    assert set(rows) == {
        ("changed", "Equity"),
        ("changed", "HolidayPayAndLeavePayable"),
        ("gone", "EmployeeExpensesHiredStaff"),
        ("added", "AssetsCurrent"),
    }
    assert rows["changed", "Equity"]["change"] == "10"
    assert (
        rows["changed", "HolidayPayAndLeavePayable"]["before"],
        rows["gone", "EmployeeExpensesHiredStaff"]["unnamed"],
    ) == ("40", True)
    assert found["before"]["tally"]["same"] == 2  # assets and income
    texts = len(support.INFORMATION)
    assert found["before"]["tally"]["aside"] == texts + 2  # and a budget and the year before, which are shown no more
    assert found["after"]["tally"]["aside"] == texts + 2  # and the new year itself


def test_the_year_after_is_told_in_its_own_words(
    two_years: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(["compare", *map(str, two_years)]) == ExitCode.VALID
    out = capsys.readouterr().out
    assert "Wel in het verslag van vorig jaar, nu niet als vergelijkend cijfer (1)" in out
    assert "de nieuwe taxonomie heeft hiervoor geen post" in out
    assert "De taxonomie is veranderd van onderwijs-2025 in onderwijs-2026" in out


def test_the_newer_report_first_and_years_apart_are_refused(
    two_years: tuple[Path, Path],
    tmp_path: Path,
    model: TaxonomyModel,
    profile: ReportProfile,
    capsys: pytest.CaptureFixture[str],
) -> None:
    filed, own = map(str, two_years)
    assert guarded(["compare", own, filed]) == ExitCode.USAGE
    assert "Noem het oudste verslag eerst." in capsys.readouterr().err
    earlier, facts = _own(model, profile, 2024)
    old = tmp_path / "2024.xbrl"
    old.write_bytes(write_instance([*facts, earlier.fact("Assets", 1, support.LAST_YEAR)], support.KVK, model, profile))
    assert guarded(["compare", str(old), own]) == ExitCode.USAGE
    assert "sluiten niet op elkaar aan" in capsys.readouterr().err


def test_the_year_after_without_a_common_amount_is_no_agreement(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = []
    for year in (2024, 2025):
        report, facts = _own(model, profile, year)
        path = tmp_path / f"{year}.xbrl"
        path.write_bytes(write_instance([*facts, report.fact("Assets", 5, YEARS[year])], support.KVK, model, profile))
        paths.append(str(path))
    assert guarded(["compare", *paths]) == ExitCode.VALID
    out = capsys.readouterr().out
    assert "Er is niets vergeleken" in out
    assert "geen verschillen" not in out


def test_the_queue_tells_what_is_other_than_in_the_version_before(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XBRL_PIPELINE_QUEUE", str(tmp_path / "wachtrij"))

    def run(name: str, *arguments: str) -> int:
        monkeypatch.setattr("xbrl_pipeline.base.system.account", lambda: SystemAccount(name, name))
        monkeypatch.setattr("xbrl_pipeline.cli.office.has_account", lambda _: True)
        return guarded(list(arguments))

    assert run("bea", "role", "bootstrap", "bea", "99001") == ExitCode.VALID
    assert run("bea", "role", "grant", "alice", "medewerker-verantwoording", "99001") == ExitCode.VALID
    (first,) = (path for path in (desk / "uit").iterdir() if path.is_dir())
    assert run("alice", "queue", "add", str(first)) == ExitCode.VALID

    def numbers() -> set[str]:
        capsys.readouterr()
        assert run("alice", "queue", "list", "--json") == ExitCode.VALID
        return {row["number"] for row in json.loads(capsys.readouterr().out) if row["number"]}

    (before,) = numbers()
    assert run("alice", "queue", "show", before) == ExitCode.VALID
    assert "Verschil" not in capsys.readouterr().out
    assert run("alice", "queue", "compare", before) == ExitCode.INPUT_REFUSED
    assert run("alice", "run", str(desk / "verschoven.xlsx"), "--out", str(tmp_path / "uit"), "--quiet") == 0
    (second,) = (path for path in (tmp_path / "uit").iterdir() if path.is_dir())
    assert run("alice", "queue", "add", str(second)) == ExitCode.VALID
    (number,) = numbers() - {before}
    assert run("alice", "queue", "show", number) == ExitCode.VALID
    out = capsys.readouterr().out
    assert "Veranderd: 2, nieuw: 0, vervallen: 0." in out
    assert f"xbrl-pipeline queue compare {number}" in out
    assert run("alice", "queue", "show", number, "--json") == ExitCode.VALID
    difference = json.loads(capsys.readouterr().out)["difference"]
    assert difference == {"before": f"{before}-1", "changed": 2, "added": 0, "gone": 0}
    assert run("alice", "queue", "compare", number) == ExitCode.VALID
    assert "475.195 → 476.195 (+1.000)" in capsys.readouterr().out
    assert run("eve", "queue", "compare", number) == ExitCode.INPUT_REFUSED
