"""Amounts that change by year: each table says for which years, whence and since when, and covers what we ship."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

import xbrl_pipeline.dated
from xbrl_pipeline.base.program import shipped_taxonomies
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.dated import (
    covered_years,
    in_force,
    missing_reports,
    missing_years,
    owed_reports,
    table_names,
)
from xbrl_pipeline.dated.tables import read_table
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.submission.deadlines import last_day
from xbrl_pipeline.taxonomy.profiles import shipped_profiles

TABLES = {"filing_dates", "owed_reports", "public_equity", "signals", "staff_costs"}
FOLDER = Path(xbrl_pipeline.dated.__file__).parent


def shipped_years() -> set[int]:
    names = [package.stem for package in shipped_taxonomies()]
    return {int(found[0]) for name in names for found in [re.search(r"20\d\d", name)] if found}


def test_every_table_is_known() -> None:
    assert set(table_names()) == TABLES
    assert shipped_years() >= {2025, 2026}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_reporting_year_that_we_ship_is_covered(name: str) -> None:
    assert missing_years(name, shipped_years()) == ()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_year_that_nobody_looked_up_is_missing(name: str) -> None:
    after = covered_years(name)[-1] + 1
    assert missing_years(name, {2025, after}) == (after,)
    assert in_force(name, after) == ()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_row_says_where_it_comes_from_and_when_somebody_looked(name: str) -> None:
    for row in read_table(name):
        assert row.source
        assert row.first <= row.last
        assert row.published is None or row.published <= row.read
        assert row.read >= date(2026, 11, 30)
        assert row.values["remark"]
        assert row.values["owner"] or row.source.startswith("own rule")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_files_are_tables_of_one_width(name: str) -> None:
    heads, *rows = csv.reader((FOLDER / f"{name}.csv").read_text("utf-8").splitlines())
    assert {len(row) for row in rows} == {len(heads)}


def test_doctor_says_for_which_reporting_years_each_table_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["doctor"]) == ExitCode.VALID
    told = capsys.readouterr().out
    assert "de signaleringswaarden van de Inspectie van het Onderwijs, 2020 tot en met 2026." in told
    assert "de uiterste dag om in te dienen, 2016 tot en met 2026." in told
    assert told.count("Per verslagjaar vastgelegd: ") == len(TABLES)


def test_doctor_names_an_installed_year_that_a_table_does_not_know(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "xbrl_pipeline.cli.checkup.missing_years", lambda name, years: missing_years(name, {2027} | years)
    )
    assert guarded(["doctor"]) == ExitCode.VALID
    assert "2020 tot en met 2026; niet bekend voor 2027." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("year", "day"), [(2016, date(2017, 6, 30)), (2025, date(2026, 6, 30)), (2026, date(2027, 6, 30))]
)
def test_the_last_day_to_file(year: int, day: date) -> None:
    assert last_day(year) == day


@pytest.mark.parametrize("year", [2021, 2025, 2026, 2031])
def test_which_reports_a_sector_owes(year: int) -> None:
    owed = {kind: owed_reports(kind, year) for kind in ("PO", "VO", "MBO", "HBO", "WO", "SWV", "CUL")}
    both, accounts = ("jaarverantwoording", "beleidsinformatie"), ("jaarverantwoording",)
    assert [owed[kind] for kind in ("PO", "VO", "MBO")] == [both, both, both]
    assert [owed[kind] for kind in ("HBO", "WO", "SWV")] == [accounts, accounts, accounts]
    assert owed["CUL"] == ("wnt",)


def test_of_an_unknown_sector_or_an_early_year_nobody_knows_what_is_owed() -> None:
    assert owed_reports("", 2025) == owed_reports("SO", 2025) == owed_reports("PO", 2020) == ()


def test_a_report_of_another_taxonomy_is_known_by_the_name_of_its_file() -> None:
    official = ["ocw-rpt-jaarverantwoording-2026-nlgaap-onderwijsinstellingen"]
    assert missing_reports(("jaarverantwoording", "beleidsinformatie"), official) == ("beleidsinformatie",)
    assert missing_reports(("jaarverantwoording",), []) == ("jaarverantwoording",)


def test_every_report_that_is_owed_can_be_made() -> None:
    owed = {report for row in read_table("owed_reports") for report in row.values["reports"].split()}
    for year in shipped_years():
        assert owed == {each.report for each in shipped_profiles() if each.taxonomy == f"onderwijs-{year}"}


def test_a_year_without_a_row_of_its_own_has_the_day_of_the_nearest() -> None:
    assert last_day(2040) == date(2041, 6, 30)
    assert last_day(2010) == date(2011, 6, 30)
