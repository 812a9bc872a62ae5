"""Real material: the Nederlandse Taxonomie of 2016 for the Chamber of Commerce, and the sample filing for it."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT
from tests.rendering.small import select
from xbrl_pipeline.base.markup import parse
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.instance.facts import all_facts
from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.findings import About
from xbrl_pipeline.model.taxonomy_changes import ChangeKind
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.rendering.forms import OpenedReport, RenderForm
from xbrl_pipeline.rendering.render import render
from xbrl_pipeline.reporting.taxonomy_diff import diff_html, diff_lines
from xbrl_pipeline.taxonomy import store
from xbrl_pipeline.taxonomy.changes import compare
from xbrl_pipeline.taxonomy.compiled import read_model
from xbrl_pipeline.taxonomy.model import TaxonomyModel

_PLACES: Final = [folder / "shared" / "real" for folder in ROOT.parents]
REAL: Final = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
PACKAGE: Final = REAL / "nt11-kvk-20161214.zip"
FILING: Final = REAL / "kvk-rpt-jaarverantwoording-2016-nlgaap-klein-publicatiestukken.xbrl"
LEVELS: Final = ("warning", "error", "critical")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PACKAGE.is_file(), reason=f"the real taxonomy is not in {REAL}"),
    pytest.mark.xdist_group("real"),
]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Package]:
    """Install the package in a store of its own; XBRL_PIPELINE_REAL_HOME keeps it from one run to the next."""
    before = os.environ["XBRL_PIPELINE_HOME"]
    kept = os.environ.get("XBRL_PIPELINE_REAL_HOME")
    os.environ["XBRL_PIPELINE_HOME"] = kept or str(tmp_path_factory.mktemp("real"))
    yield store.add(PACKAGE, checking=True).package
    os.environ["XBRL_PIPELINE_HOME"] = before


def _model(package: store.Package, name: str) -> TaxonomyModel:
    entry = next(entry for entry in package.entry_points if entry.stem.endswith(f"nlgaap-{name}"))
    model = read_model(package, entry.url)
    assert model is not None
    return model


def test_all_entry_points_are_compiled(package: store.Package) -> None:
    models = [read_model(package, entry.url) for entry in package.entry_points]
    assert len(models) == 11
    assert all(model is not None and model.roles and model.rules and model.tables for model in models)


def test_what_is_said_of_the_taxonomy_is_kept_once(package: store.Package) -> None:
    assert Counter(remark.code for remark in package.remarks)["xbrl.4.3.4"] == 1
    assert [url.rpartition("/")[2] for url in package.missing] == ["ez-ncgc-data.xsd"]


def test_sums_are_found_in_assertions_that_name_the_children_of_a_line(package: store.Package) -> None:
    model = _model(package, "klein")
    sums = {(each.role.rpartition(":")[2], each.total.local): each for each in model.sums}
    assets = sums["balance-sheet", "AssetsNoncurrent"]
    assert [name.local for name, _ in assets.parts] == [
        "IntangibleAssets",
        "PropertyPlantEquipment",
        "InvestmentProperties",
        "FinancialAssets",
    ]
    weights = {weight for each in sums.values() for _, weight in each.parts}
    assert weights == {1, -1}
    assert len(sums) > 40


def test_roles_stand_in_the_order_of_the_taxonomy(package: store.Package) -> None:
    model = _model(package, "groot")
    assert next(iter(model.roles)).endswith("entity-information")


def test_the_sample_filing_gives_what_plain_arelle_gives(
    package: store.Package, engine: Engine, nl: Messages, tmp_path: Path
) -> None:
    report = check(read_source(FILING, None), engine, nl).report
    findings = Counter((item.code, item.severity.value) for item in report.findings)
    assert [item for item in report.findings if item.about is About.TAXONOMY] == []
    plain = _plain_arelle(tmp_path / "log.json")
    remarks = tuple(f"[{remark.code}] {remark.text}" for remark in package.remarks)
    about_taxonomy = Counter((code, level) for code, level, text in plain if text.startswith(remarks))
    assert findings + about_taxonomy == Counter((code, level) for code, level, _ in plain)
    assert about_taxonomy


def _plain_arelle(log: Path) -> list[tuple[str, str, str]]:
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--packages", str(PACKAGE), "--file", str(FILING)]
    command += ["--validate", "--calc", "c11r", "--utr", "--validateDuplicateFacts", "inconsistent"]
    command += ["--workOffline", "--disablePersistentConfig", "--logFile", str(log)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    records = json.loads(log.read_text("utf-8"))["log"]
    found = [(each["code"], each["level"], each["message"]["text"]) for each in records if each["level"] in LEVELS]
    return [(code, {"critical": "error"}.get(level, level), text) for code, level, text in found]


def test_large_and_small_differ_in_lines_and_rules(package: store.Package, nl: Messages) -> None:
    changes = compare(_model(package, "klein"), _model(package, "groot"))
    assert changes.of(ChangeKind.ADDED)
    assert changes.of(ChangeKind.RULE_ADDED)
    assert not changes.of(ChangeKind.RENAMED)
    assert len(diff_html(changes, nl)) > len("".join(diff_lines(changes, nl)))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_fact_of_the_filing_is_shown(package: store.Package, engine: Engine, lang: str) -> None:
    source = read_source(FILING, None)
    opened = OpenedReport(FILING.stem, source.data, store.load_model(source.profile, engine))
    facts = all_facts(parse(source.data))
    made = render(opened, RenderForm.HTML, lang)
    assert source.profile.taxonomy == package.id
    assert made.shown == made.total == len(facts) > 100
    shown = " ".join(" ".join(select(made.data, "//text()")).split())
    numbers = (read_amount(each.text) for each in facts if each.key and each.key.unit == "EUR")
    for number in numbers:
        assert number is None or amount(abs(number), lang) in shown
