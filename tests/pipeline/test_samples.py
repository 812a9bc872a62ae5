"""The samples, all the way: right verdicts, the seeded faults found, and the same answer as plain Arelle."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import GOOD, SAMPLES, WRONG
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, Severity, SuspectKind
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import Product, check
from xbrl_pipeline.taxonomy.store import find_package

OURS = ("read", "map", "plausibility")  # what Arelle does not do
LEVELS = ("warning", "error", "critical")


Checked = Callable[[str], Product]


@pytest.fixture(scope="module")
def checked(engine: Engine, nl: Messages) -> Checked:
    """Check a sample, once for all tests that look at it."""

    def run(name: str) -> Product:
        return check(read_source(SAMPLES / f"{name}.xlsx", SAMPLES / f"{name}.mapping.yaml"), engine, nl)

    return cache(run)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_sample_is_valid_without_an_error_or_warning(name: str, checked: Checked) -> None:
    product = checked(name)
    assert product.report.verdict is Verdict.VALID
    assert (product.report.counts.error, product.report.counts.warning) == (0, 0)
    assert product.instance is not None
    ledger = product.report.ledger
    assert ledger is not None
    assert ledger.rejected == 0
    assert ledger.cells == ledger.facts + ledger.skipped
    assert sum(len(fact.cells) for fact in product.facts) == ledger.facts


def _errors(product: Product) -> tuple[Finding, ...]:
    return tuple(each for each in product.report.findings if each.severity is Severity.ERROR)


def _about(findings: tuple[Finding, ...], cell: str) -> list[Finding]:
    return [finding for finding in findings if cell in map(str, finding.cells)]


def test_the_balance_the_overwritten_sum_and_the_missing_budget_line_are_found(checked: Checked) -> None:
    findings = _errors(checked("fout-balans-99005"))
    assert len(findings) == 3
    assert any("TOTAAL ACTIVA" in finding.message for finding in _about(findings, "Balans!D34"))
    (gap,) = _about(findings, "Staat van baten en lasten!E20")
    assert "3.5.1 Verhuur" in gap.advice
    assert [(suspect.kind, suspect.expected) for suspect in gap.suspects] == [(SuspectKind.MISSING, "334691")]


def test_the_texts_and_the_stale_total_are_found_and_their_consequences_folded(checked: Checked) -> None:
    product = checked("fout-tekst-99006")
    findings = _errors(product)
    assert product.report.verdict is Verdict.INVALID
    assert product.instance is None, "an instance without the lost figures must not leave the house"
    texts = {"Balans!D25", "Staat van baten en lasten!D27"}
    assert {str(cell) for finding in findings for cell in finding.because} == texts
    assert len([finding for finding in findings if not finding.because]) == 3
    (swapped,) = _about(findings, "Balans!C53")
    assert (swapped.suspects[0].kind, swapped.suspects[0].expected) == (SuspectKind.TRANSPOSED, "3569599")
    assert [str(cell) for cell in swapped.suspects[0].cells] == ["Balans!C53"]


def _plain_arelle(instance: Path, folder: Path) -> list[tuple[str, str]]:
    log = folder / f"{instance.stem}.json"
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--packages", str(find_package("onderwijs-2025").path)]
    command += ["--file", str(instance), "--validate", "--internetConnectivity", "offline"]
    command += ["--disablePersistentConfig", "--logFile", str(log)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    records = json.loads(log.read_text("utf-8"))["log"]
    return sorted((record["code"], record["level"]) for record in records if record["level"] in LEVELS)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in (GOOD[0], WRONG[0]) else [pytest.mark.slow]) for name in (*GOOD, *WRONG)],
)
def test_plain_arelle_gives_the_same_codes(name: str, checked: Checked, engine: Engine, tmp_path: Path) -> None:
    from xbrl_pipeline.instance.writer import write_instance  # noqa: PLC0415 - also for reports that are not delivered
    from xbrl_pipeline.taxonomy.store import load_model  # noqa: PLC0415

    source = read_source(SAMPLES / f"{name}.xlsx", SAMPLES / f"{name}.mapping.yaml")
    product = checked(name)
    model = load_model(source.profile, engine)
    instance = tmp_path / f"{name}.xbrl"
    instance.write_bytes(write_instance(product.facts, product.report.entity.kvk, model, source.profile))
    judged = [finding for finding in product.report.findings if finding.phase not in OURS]
    ours = sorted((finding.code, finding.severity.value) for finding in judged for _ in range(finding.times))
    assert ours == _plain_arelle(instance, tmp_path)


def test_a_line_that_is_gone_gives_no_instance(engine: Engine, nl: Messages, tmp_path: Path) -> None:
    mapping = (SAMPLES / "po-99001.mapping.yaml").read_text("utf-8")
    assert "label: Voorraden" in mapping
    (tmp_path / "x.mapping.yaml").write_text(mapping.replace("label: Voorraden", "label: Voorraden en meer"), "utf-8")
    product = check(read_source(SAMPLES / "po-99001.xlsx", tmp_path / "x.mapping.yaml"), engine, nl)
    assert product.report.verdict is Verdict.INVALID
    assert product.instance is None
    assert product.report.instance is None
