"""Last year's workbook as next year's start: every cell is found again in the new workbook or named with its amount."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import GOOD, SAMPLES
from tests.template.conftest import Maker
from tests.template.filling import as_text, facts_of, open_template
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.dossier.files import read_facts
from xbrl_pipeline.messages import amount
from xbrl_pipeline.model.facts import FactKey

ALL = (*GOOD, "saldibalans-99007", "fout-balans-99005", "beleidsinformatie/beleidsinformatie-99001")


def migrated(book: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert guarded(["migrate", str(book), "--to", "onderwijs-2026", "--out", str(out), "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def converted(book: Path, out: Path) -> Path:
    assert guarded(["convert", str(book), "--out", str(out), "--quiet"]) == 0
    return out


@pytest.mark.parametrize("sample", ALL)
def test_cells_before_are_cells_after_and_cells_named(
    sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = converted(SAMPLES / f"{sample}.xlsx", tmp_path / "old")
    told = migrated(SAMPLES / f"{sample}.xlsx", tmp_path / "2026.xlsx", capsys)
    ledger = json.loads((old / "ledger.json").read_text("utf-8"))
    cells = {entry["cell"] for entry in ledger["entries"] if entry["fate"] == "fact"}
    assert told["cells"] == len(cells) == told["kept"] + told["named"]
    assert 0 < told["kept"] < told["cells"]
    new = {
        (key.concept.local, key.period, frozenset(item.member.local for item in key.dimensions)): as_text(value)
        for key, value in facts_of(converted(tmp_path / "2026.xlsx", tmp_path / "new") / "instance.xbrl").items()
    }
    lines, found = "\n".join(told["lines"]), set[str]()
    for fact in read_facts((old / "facts.json").read_bytes()):
        key = fact.key
        same = (key.concept.local, key.period, frozenset(item.member.local for item in key.dimensions))
        now = next((name for name in (same, _lasting(same)) if new.get(name) == as_text(fact.value)), None)
        if now is not None:
            found |= set(map(str, fact.cells))
        else:
            shown = amount(fact.value) if isinstance(fact.value, Decimal) else " ".join(str(fact.value).split())[:50]
            assert shown in lines, fact
    assert len(found) >= told["kept"] - len(cells) // 50  # all but the few that have another name now


def _lasting(same: tuple[str, Any, frozenset[str]]) -> tuple[str, Any, frozenset[str]]:
    """Return what says the same of the new year: a name, a seat, who to ask."""
    name, period, members = same
    days = {"end": period.end.replace(year=2026)}
    return name, period._replace(**days | ({"start": period.start.replace(year=2026)} if period.start else {})), members


def test_a_filled_template_moves_on(made: Maker, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    full = made("onderwijs-2025", "wnt", 2025).full
    old = facts_of(converted(full, tmp_path / "old") / "instance.xbrl")
    told = migrated(full, tmp_path / "2026.xlsx", capsys)
    assert told["cells"] == told["kept"] + told["named"]
    new = facts_of(converted(tmp_path / "2026.xlsx", tmp_path / "new") / "instance.xbrl")
    last = {
        (key.concept.local, key.dimensions[-1:]): value for key, value in new.items() if key.period.end.year == 2025
    }
    now = [key for key, value in old.items() if key.period.end.year == 2025 and isinstance(value, Decimal)]
    assert len(now) > 400
    assert len(last) >= len(now)
    assert str(full) not in "".join(told["lines"])


def _mark(key: FactKey) -> tuple[object, ...]:
    return key.concept.local, key.period, tuple(item.member.local for item in key.dimensions)


def test_a_line_that_was_split_is_named_with_what_it_became(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = migrated(SAMPLES / "po-99001.xlsx", tmp_path / "2026.xlsx", capsys)
    split = [line for line in told["lines"] if "gesplitst in" in line]
    assert {line.partition(": ")[0] for line in split} == {f"Staat van baten en lasten!{at}35" for at in "DEF"}
    assert all("Onderwijzend personeel niet in loondienst" in line for line in split)
    assert any("1.714.853" in line for line in split)
    shown = [
        str(row[1]) for row in open_template(tmp_path / "2026.xlsx")["Begin"].iter_rows(values_only=True) if row[1]
    ]
    assert set(told["lines"]) <= set(shown)


def test_what_cannot_be_read_stops_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = SAMPLES / "fout-tekst-99006.xlsx"
    assert guarded(["migrate", str(wrong), "--to", "onderwijs-2026", "--out", str(tmp_path / "x.xlsx")]) == 1
    assert "Balans!D25" in capsys.readouterr().err
    assert not (tmp_path / "x.xlsx").exists()


def test_another_year_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--to", "onderwijs-2025", "--out", str(tmp_path / "x.xlsx")]
    assert guarded(["migrate", str(SAMPLES / "po-99001.xlsx"), *arguments]) == 2
    assert "onderwijs-2025 is voor 2025" in capsys.readouterr().err
