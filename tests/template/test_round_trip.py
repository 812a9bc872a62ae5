"""Template, every input cell filled in, ``convert``: the instance has exactly those values in those contexts."""

import os
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.taxonomy.test_real import PACKAGE, REAL
from tests.template.conftest import Made, Maker
from tests.template.filling import as_text, facts_of, fill, libreoffice, open_template, type_in
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.model.facts import FactKey, FactValue
from xbrl_pipeline.taxonomy import store
from xbrl_pipeline.template.fingerprint import read_fingerprint

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
REPORTS = [
    ("onderwijs-2025", "jaarverantwoording", 2025),
    ("onderwijs-2025", "wnt", 2025),
    ("onderwijs-2026", "jaarverantwoording", 2026),
    ("onderwijs-2026", "wnt", 2026),
]


def converted(book: Path, out: Path) -> dict[FactKey, FactValue]:
    assert guarded(["convert", str(book), "--out", str(out), "--quiet"]) == 0
    return facts_of(out / "instance.xbrl")


def assert_exact(made: Made, found: dict[FactKey, FactValue]) -> None:
    """Hold the instance against what was typed; all else in it must be totals of that."""
    wrong = {
        key: (value, found.get(key)) for key, value in made.filled.facts.items() if as_text(value) != _text(found, key)
    }
    assert not wrong
    extra = [key for key in found if key not in made.filled.facts]
    assert all(isinstance(found[key], Decimal) for key in extra)


def _text(found: dict[FactKey, FactValue], key: FactKey) -> str | None:
    return as_text(found[key]) if key in found else None


@pytest.mark.parametrize(("taxonomy", "report", "year"), REPORTS)
def test_every_input_cell_arrives(made: Maker, tmp_path: Path, taxonomy: str, report: str, year: int) -> None:
    each = made(taxonomy, report, year)
    assert len(each.filled.facts) > 1_000
    assert_exact(each, converted(each.full, tmp_path))


@pytest.mark.parametrize(("taxonomy", "year"), [("onderwijs-2025", 2025), ("onderwijs-2026", 2026)])
def test_every_answer_of_the_policy_information_arrives(made: Maker, tmp_path: Path, taxonomy: str, year: int) -> None:
    each = made(taxonomy, "beleidsinformatie", year, "--sector", "po")
    amounts = {key.concept.local for key, value in each.filled.facts.items() if isinstance(value, Decimal)}
    assert {name for name in amounts if name.startswith("AmountSpentOfWorkloadResourcesOn")} != set()
    assert_exact(each, converted(each.full, tmp_path))


@pytest.mark.slow
def test_consolidated_figures_have_sheets_of_their_own(made: Maker, tmp_path: Path) -> None:
    each = made("onderwijs-2025", "jaarverantwoording", 2025, "--consolidated")
    members = {item.member.local for key in each.filled.facts for item in key.dimensions}
    assert {"SeparateMember", "ConsolidatedMember", "BudgetMember"} <= members
    assert_exact(each, converted(each.full, tmp_path))


@pytest.mark.slow  # test_checks has it calculate in every run
@needs_libreoffice
def test_libreoffice_gives_the_same_report(made: Maker, tmp_path: Path) -> None:
    each = made("onderwijs-2025", "jaarverantwoording", 2025)
    saved = libreoffice(each.full, tmp_path)
    ours, theirs = converted(each.full, tmp_path / "ours"), converted(saved, tmp_path / "theirs")
    assert_exact(each, theirs)
    _assert_totals(each, theirs)
    assert {key: as_text(value) for key, value in theirs.items()} == {
        key: as_text(value) for key, value in ours.items()
    }


def _assert_totals(each: Made, found: dict[FactKey, FactValue]) -> None:
    """Hold what LibreOffice calculated against the sums of the taxonomy."""
    totals = [item for item in each.model.sums if item.role.endswith(":balance-sheet-education")]
    assert len(totals) > 10
    for total in totals:
        for key in [key for key in found if key.concept == total.total]:
            parts = [found.get(key._replace(concept=name)) for name, _ in total.parts]
            if None not in parts:
                amounts = [value for value in parts if isinstance(value, Decimal)]
                assert found[key] == sum(
                    amount * weight for amount, (_, weight) in zip(amounts, total.parts, strict=True)
                )


def test_a_filled_in_template_is_valid(made: Maker, tmp_path: Path) -> None:
    each = made("onderwijs-2025", "jaarverantwoording", 2025)
    sample = Path(__file__).parents[2] / "samples" / "po-99001.xlsx"
    given = converted(sample, tmp_path / "sample")
    book = open_template(each.empty)
    type_in(book, given, each.model, 2025)
    book.save(tmp_path / "ingevuld.xlsx")
    assert guarded(["run", str(tmp_path / "ingevuld.xlsx"), "--out", str(tmp_path / "run"), "--quiet"]) == 0
    [dossier] = [folder for folder in (tmp_path / "run").iterdir() if folder.is_dir()]
    assert dossier.name == "99001-2025-jaarverantwoording"
    assert (dossier / "source.xlsx").is_file()
    assert not (dossier / "mapping.yaml").exists()


def test_an_empty_template_is_no_report(made: Maker, tmp_path: Path) -> None:
    each = made("onderwijs-2025", "wnt", 2025)
    assert guarded(["convert", str(each.empty), "--out", str(tmp_path)]) == 1


def test_the_fingerprint_reads_back(made: Maker) -> None:
    book = open_template(made("onderwijs-2025", "wnt", 2025).empty)
    rows = [[str(cell or "") for cell in row] for row in book["Vingerafdruk"].iter_rows(values_only=True)]
    found = read_fingerprint(rows)
    assert found is not None
    assert found.sound
    assert (found.taxonomy, found.report, found.year.end.year) == ("onderwijs-2025", "wnt", 2025)
    rows[-1][2] = "iets anders"
    changed = read_fingerprint(rows)
    assert changed is not None
    assert not changed.sound


@pytest.fixture
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ["XBRL_PIPELINE_HOME"]
    kept = os.environ.get("XBRL_PIPELINE_REAL_HOME")
    os.environ["XBRL_PIPELINE_HOME"] = kept or str(tmp_path_factory.mktemp("real"))
    yield
    os.environ["XBRL_PIPELINE_HOME"] = before


@pytest.mark.slow
@pytest.mark.skipif(not PACKAGE.is_file(), reason=f"the real taxonomy is not in {REAL}")
@pytest.mark.xdist_group("real")
@pytest.mark.usefixtures("real_home")
def test_the_real_taxonomy_goes_round(tmp_path: Path) -> None:
    package = store.add(PACKAGE).package
    entry = next(entry for entry in package.entry_points if entry.stem.endswith("nlgaap-klein"))
    empty, full = tmp_path / "leeg.xlsx", tmp_path / "vol.xlsx"
    arguments = ["--taxonomy", package.id, "--report", "klein", "--out", str(empty), "--quiet"]
    assert guarded(["template", *arguments]) == 0
    with Engine() as engine:
        model = store.compiled_model(package, entry.url, engine)
    filled = fill(empty, full, model, 2016)
    assert len(filled.facts) > 3_000
    assert_exact(Made(empty, model, full, filled), converted(full, tmp_path / "out"))
    if shutil.which("soffice") is not None:
        saved = libreoffice(full, tmp_path)
        assert_exact(Made(empty, model, full, filled), converted(saved, tmp_path / "saved"))
