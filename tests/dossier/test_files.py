import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from schemas.build import FOLDER, schemas
from tests.reporting import examples
from xbrl_pipeline.dossier.files import (
    facts_json,
    ledger_json,
    manifest_json,
    read_facts,
    read_manifest,
    read_report,
    report_json,
    to_bytes,
)
from xbrl_pipeline.dossier.schema import FactsFile, LedgerFile
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.ledger import Fate, Ledger, LedgerEntry
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import FileRef, Report
from xbrl_pipeline.reporting.overview import overview_json

NL = messages("nl")
REPORTS = [examples.valid, examples.invalid, examples.not_validated]


def parsed(report: Report) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(report_json(report, NL))
    return data


def test_committed_schemas_equal_generated_ones() -> None:
    committed = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.schema.json")}
    assert committed == schemas()


def written() -> dict[str, list[bytes]]:
    return {
        "report": [report_json(make(), NL) for make in REPORTS],
        "facts": [facts_json(examples.facts()), facts_json(())],
        "ledger": [ledger_json(examples.ledger(("Balans!D21",)))],
        "manifest": [manifest_json(examples.manifest())],
        "overview": [overview_json((*examples.rows(), examples.hostile_row())), overview_json(())],
    }


@pytest.mark.parametrize("name", ["report", "facts", "ledger", "manifest", "overview"])
def test_written_files_obey_their_schema(name: str) -> None:
    schema = json.loads(Path(FOLDER, f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for data in written()[name]:
        assert data.endswith(b"}\n")
        Draft202012Validator(schema).validate(json.loads(data))


@pytest.mark.parametrize("name", ["report", "facts", "ledger", "manifest", "overview"])
def test_the_same_content_gives_the_same_bytes(name: str) -> None:
    assert written()[name] == written()[name]


def test_report_tells_what_the_design_promises() -> None:
    report = parsed(examples.invalid())
    assert report["verdict"] == "INVALID"
    assert report["input"]["path"] == "jaarrekening-2025.xlsx"
    assert report["taxonomy"]["id"] == "onderwijs-2025"
    assert report["counts"] == {"error": 5, "warning": 1, "info": 1}
    assert report["ledger"] == {"cells": 128, "facts": 80, "skipped": 47, "rejected": 1}
    assert report["created"] == "2026-03-12T14:05:33Z"
    assert {phase["status"] for phase in report["phases"]} == {"done"}


def test_a_finding_carries_its_cells_figures_and_cause() -> None:
    findings = {finding["code"]: finding for finding in parsed(examples.invalid())["findings"]}
    tie = findings["onderwijs:sum-PropertyPlantEquipment"]
    assert tie["cells"][0] == "Balans!D10"
    assert tie["comparison"] == {"left": "16427949.5", "right": "16417949.5", "difference": "10000"}
    assert tie["values"][1]["cells"] == ["Balans!D11"]
    assert findings["onderwijs:sum-AssetsCurrent"]["because"] == ["Balans!D21"]
    assert findings["xbrl.5.2.4.1"]["about"] == "taxonomy"


def test_a_file_name_that_is_no_unicode_does_not_stop_the_report() -> None:
    report = replace(examples.valid(), input=FileRef("map\udce9.xlsx", "00" * 32))
    assert parsed(report)["input"]["path"] == "map\ufffd.xlsx"


@pytest.mark.parametrize(("name", "model"), [("facts", FactsFile), ("ledger", LedgerFile)])
def test_files_of_many_entries_are_what_their_models_write(name: str, model: type[BaseModel]) -> None:
    for data in written()[name]:
        assert to_bytes(model.model_validate_json(data)) == data


def test_text_that_is_no_unicode_does_not_stop_facts_or_ledger() -> None:
    fact = replace(examples.facts()[0], value="caf\udce9", cells=(CellRef("Bl\udce9d", 1, 1),))
    entry = LedgerEntry(CellRef("Bl\udce9d", 1, 1), "caf\udce9", Fate.LABEL, "\udce9", label="\udce9")
    (read,) = read_facts(facts_json([fact]))
    assert (read.value, str(read.cells[0])) == ("caf\ufffd", "Bl\ufffdd!A1")
    (line,) = json.loads(ledger_json(Ledger((entry,))))["entries"]
    assert (line["cell"], line["text"], line["reason"], line["label"]) == (
        "Bl\ufffdd!A1",
        "caf\ufffd",
        "\ufffd",
        "\ufffd",
    )


def test_facts_survive_the_round_trip_exactly() -> None:
    assert read_facts(facts_json(examples.facts())) == examples.facts()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_any_amount_survives_the_round_trip(amount: Decimal) -> None:
    fact = replace(examples.facts()[0], value=amount)
    assert read_facts(facts_json([fact])) == (fact,)


@pytest.mark.parametrize("make", [examples.valid, examples.invalid, examples.not_validated])
def test_a_report_survives_the_round_trip(make: Callable[[], Report]) -> None:
    report = make()
    ledger = None if report.ledger is None else ledger_json(report.ledger)
    shown = [replace(each, shared="") for each in report.findings]
    assert read_report(report_json(report, messages("nl")), ledger) == replace(report, findings=tuple(shown))


def test_manifest_survives_the_round_trip() -> None:
    assert read_manifest(manifest_json(examples.manifest())) == examples.manifest()


def test_manifest_lists_its_files_by_name() -> None:
    assert list(json.loads(manifest_json(examples.manifest()))["files"]) == ["instance.xbrl", "report.json"]


def damaged(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_manifest, b""),
        (read_manifest, b"[]"),
        (read_manifest, damaged(manifest_json(examples.manifest()), b'"report.json"', b'"../report.json"')),
        (read_manifest, damaged(manifest_json(examples.manifest()), b"bb" * 32, b"bb" * 31)),
        (read_facts, damaged(facts_json(examples.facts()), b'"-0.05"', b'"NaN"')),
        (read_facts, damaged(facts_json(examples.facts()), b'"2026-06-30"', b'"30-06-2026"')),
        (read_facts, b"\xff\xfe"),
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(read: Callable[[bytes], object], data: bytes) -> None:
    with pytest.raises(PipelineError) as refused:
        read(data)
    assert "beschadigd" in NL.advice(refused.value.code, **refused.value.params)
