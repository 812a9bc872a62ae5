"""The program as a library: its own examples hold, and it works in a script, in a notebook and for a type checker."""

import doctest
import os
import subprocess
import sys
from pathlib import Path

import pytest

import xbrl_pipeline
from tests.conftest import ROOT, SAMPLES
from xbrl_pipeline import api

SCRIPT = ROOT / "docs" / "voorbeeld.py"


def test_the_examples_hold() -> None:
    done = doctest.testmod(api)
    assert done.attempted > 10
    assert done.failed == 0


def test_every_name_can_be_reached_from_the_top() -> None:
    assert set(dir(xbrl_pipeline)) == {"VERSION", *api.__all__}
    assert all(getattr(xbrl_pipeline, name) is getattr(api, name) for name in api.__all__)
    told = (Path(api.__file__).parent / "__init__.pyi").read_text("utf-8")
    assert {line.split()[-1] for line in told.splitlines() if " import " in line and " as " in line} == {*api.__all__}


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="nothing_like_this"):
        getattr(xbrl_pipeline, "nothing_like_this")  # noqa: B009 - a type checker refuses it as an attribute


def test_the_type_checker_sees_what_there_is() -> None:
    assert (Path(api.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize("way", ["script", "notebook"])
def test_the_script_of_the_documentation_runs(tmp_path: Path, way: str) -> None:
    """A notebook has no file that a new process could import; neither has what is read from standard input."""
    command = [sys.executable, str(SCRIPT)] if way == "script" else [sys.executable, "-"]
    told = None if way == "script" else SCRIPT.read_text("utf-8")
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, input=told, cwd=tmp_path, env=surroundings, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[0] == "651 cells: 336 facts, 315 skipped, 0 rejected"
    assert "board 99001, 2025: VALID, " in done.stdout
    assert "INVALID" in done.stdout
    assert said[-1].startswith("no-such-report.xbrl ")
    assert len(said) == 16
    assert said[-2] == "po-99001.json: 332 of 332 facts shown"


def test_an_instance_is_given_out_only_where_reading_found_no_error() -> None:
    good, wrong = (xbrl_pipeline.convert(SAMPLES / f"{name}.xlsx") for name in ("po-99001", "fout-tekst-99006"))
    assert good.instance is not None
    assert wrong.instance is None
    assert any(finding.severity == "error" and finding.cells for finding in wrong.findings)


def test_a_difference_names_its_cells() -> None:
    told = xbrl_pipeline.compare(SAMPLES / "saldibalans-99007.xlsx", SAMPLES / "po-99001.xlsx", other_board=True)
    assert told.kin == "boards"
    assert told.same > 100
    assert all(each.before_cells or each.after_cells for each in told.differences if each.change)


def test_a_form_that_is_none_is_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match="html, pdf, ixbrl"):
        xbrl_pipeline.render(SAMPLES / "po-99001.xlsx", form="docx")
    with pytest.raises(ValueError, match="xbrl, xbrl-json, xbrl-csv, package"):
        xbrl_pipeline.recast(SAMPLES / "po-99001.xlsx", form="pdf")


def test_a_report_comes_back_as_a_workbook(tmp_path: Path) -> None:
    made = xbrl_pipeline.convert(SAMPLES / "po-99001.xlsx")
    (tmp_path / "instance.xbrl").write_bytes(made.instance or b"")
    book = xbrl_pipeline.fill(tmp_path / "instance.xbrl")
    assert (book.complete, book.kept, book.facts) == (True, 332, 332)
    (tmp_path / "again.xlsx").write_bytes(book.workbook)
    again = xbrl_pipeline.convert(tmp_path / "again.xlsx")
    assert {(fact.name, fact.end, str(fact.members)): fact.value for fact in again.facts} == {
        (fact.name, fact.end, str(fact.members)): fact.value for fact in made.facts
    }
