"""A whole report in its own template: ``run`` gives the same report again, and what a template cannot hold is named."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import GOOD, SAMPLES
from tests.support import KVK, YEAR, Report
from tests.template.conftest import Maker
from tests.template.filling import facts_of, open_template
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, Period, QName
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

ALL = (*GOOD, "saldibalans-99007", "fout-balans-99005", "beleidsinformatie/beleidsinformatie-99001")
QUICK = {"po-99001", "saldibalans-99007", "beleidsinformatie/beleidsinformatie-99001"}  # `test-all` fills the others


def converted(book: Path, out: Path) -> Path:
    assert guarded(["convert", str(book), "--out", str(out), "--quiet"]) == 0
    return out / "instance.xbrl"


def filled(instance: Path, out: Path, *options: str) -> int:
    return guarded(["template", "--fill", str(instance), "--out", str(out), *options])


def ran(book: Path, out: Path) -> Path:
    guarded(["run", str(book), "--out", str(out), "--quiet"])
    [instance] = out.glob("*/instance.xbrl")
    return instance


@pytest.mark.parametrize(
    "sample", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in ALL]
)
def test_a_sample_goes_round_without_loss(tmp_path: Path, sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    instance = converted(SAMPLES / f"{sample}.xlsx", tmp_path / "first")
    assert filled(instance, tmp_path / "book.xlsx") == 0
    before = facts_of(instance)
    assert f"{len(before)} van de {len(before)} gegevens" in capsys.readouterr().err.replace(".", "")
    assert facts_of(ran(tmp_path / "book.xlsx", tmp_path / "out")) == before


def test_rows_of_typed_axes_go_round_without_loss(made: Maker, tmp_path: Path) -> None:
    instance = converted(made("onderwijs-2025", "wnt", 2025).full, tmp_path / "first")
    before = facts_of(instance)
    assert sum(any(item.typed for item in key.dimensions) for key in before) > 400
    assert filled(instance, tmp_path / "book.xlsx") == 0
    assert facts_of(converted(tmp_path / "book.xlsx", tmp_path / "second")) == before


def test_every_cell_of_the_annual_accounts_goes_round(made: Maker, tmp_path: Path) -> None:
    instance = converted(made("onderwijs-2025", "jaarverantwoording", 2025).full, tmp_path / "first")
    assert filled(instance, tmp_path / "book.xlsx") == 0
    assert facts_of(converted(tmp_path / "book.xlsx", tmp_path / "second")) == facts_of(instance)


def written(facts: list[Fact], report: Report, path: Path) -> Path:
    path.write_bytes(write_instance(facts, KVK, report.model, report.profile))
    return path


def test_facts_that_no_statement_shows_have_a_sheet_of_their_own(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    report = Report(model, profile)
    older = report.fact("Equity", 77, Period(None, YEAR.end.replace(year=2021)))
    axis = next(each for each in model.structure.values() if each.typed_domain)
    free = Dimension(axis.name, QName("", "Een naam"))
    named = Fact(FactKey(report.name(f"{_prefix(model, 'Assets')}:Assets"), *_at(report, free), "EUR"), Decimal(5), ())
    instance = written([*report.small(), older, named], report, tmp_path / "instance.xbrl")
    assert filled(instance, tmp_path / "book.xlsx") == 0
    assert facts_of(converted(tmp_path / "book.xlsx", tmp_path / "second")) == facts_of(instance)
    titles = [sheet.title for sheet in open_template(tmp_path / "book.xlsx").worksheets]
    assert [title for title in titles if title.startswith("Overige gegevens")] == [
        "Overige gegevens",
        "Overige gegevens 2",
    ]


def _prefix(model: TaxonomyModel, local: str) -> str:
    concept = model.find(local)
    assert concept is not None
    return concept.prefix


def _at(report: Report, free: Dimension) -> tuple[Period, tuple[Dimension, ...]]:
    key = report.fact("Assets", 5).key
    return key.period, tuple(sorted((*key.dimensions, free)))


def test_a_report_without_totals_gets_none(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    report = Report(model, profile)
    facts = report.small(Assets=None, AssetsCurrent=None, EquityAndLiabilities=None)
    instance = written(facts, report, tmp_path / "instance.xbrl")
    assert filled(instance, tmp_path / "book.xlsx") == 0
    assert facts_of(converted(tmp_path / "book.xlsx", tmp_path / "second")) == facts_of(instance)


def test_what_a_template_cannot_hold_is_named(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report(model, profile)
    odd = report.fact("Equity", 4321, Period(None, YEAR.end.replace(month=6, day=30)))
    instance = written([*report.small(), odd], report, tmp_path / "instance.xbrl")
    text = instance.read_text("utf-8").replace("iso4217:EUR", "iso4217:USD")
    cash = re.search(r"<ow-i:CashAndCashEquivalents[^>]*>", text)
    assert cash is not None
    nil = cash[0].replace(">", ' xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>')
    (tmp_path / "odd.xbrl").write_text(
        instance.read_text("utf-8").replace("</xbrli:xbrl>", f"{nil}</xbrli:xbrl>"), "utf-8"
    )
    assert filled(tmp_path / "odd.xbrl", tmp_path / "book.xlsx") == 1
    said = capsys.readouterr().err
    assert "4.321" in said
    assert "1 gegevens zonder waarde (nil)" in said
    (tmp_path / "usd.xbrl").write_text(text, "utf-8")
    assert filled(tmp_path / "usd.xbrl", tmp_path / "book.xlsx") == 1
    assert "eenheid" in capsys.readouterr().err


def test_a_workbook_cannot_be_filled_in_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert filled(SAMPLES / "po-99001.xlsx", tmp_path / "book.xlsx") == 3
    assert "werkmap" in capsys.readouterr().err
    assert not (tmp_path / "book.xlsx").exists()


@pytest.mark.parametrize("beside", [("--report", "wnt"), ("--prefill", "x.xbrl"), ("--consolidated",)])
def test_a_report_says_itself_what_it_is(tmp_path: Path, beside: tuple[str, ...]) -> None:
    assert filled(tmp_path / "instance.xbrl", tmp_path / "book.xlsx", *beside) == 2
