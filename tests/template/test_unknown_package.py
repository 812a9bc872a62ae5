"""A package that no profile knows: what cannot be known is asked for by name, and all else works."""

from pathlib import Path

import pytest

from tests.taxonomy.examples import package, write_zip
from tests.template.filling import as_text, facts_of, fill, inputs, open_template
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.taxonomy import store


@pytest.fixture
def accounts(own_home: Path, tmp_path: Path) -> store.Package:  # noqa: ARG001 - it is installed there
    assert guarded(["taxonomy", "add", str(write_zip(tmp_path / "acc.zip", package())), "--id", "acc"]) == 0
    return store.find_package("acc")


def test_it_asks_for_the_year_and_the_entity(
    accounts: store.Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, full = tmp_path / "leeg.xlsx", tmp_path / "vol.xlsx"
    options = ["template", "--taxonomy", "acc", "--out", str(empty)]
    assert guarded(options) == 2
    assert "--year" in capsys.readouterr().err
    assert guarded([*options, "--year", "2024"]) == 0
    with Engine() as engine:
        model = store.compiled_model(accounts, accounts.entry_points[0].url, engine)
    filled = fill(empty, full, model, 2024)
    book = open_template(full)
    for cell in [cell for cell in inputs(book) if cell.row in ("@scheme", "@identifier")]:
        book[cell.sheet][cell.address] = {"@scheme": "http://entity.example/id", "@identifier": "X-1"}[cell.row]
    for row in book.worksheets[1].iter_rows(min_row=6, max_row=17):
        row[1].value = "Malta, the island"  # a choice that repeats: the persons tell the rows apart
    book.save(full)
    assert guarded(["convert", str(full), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    found = facts_of(tmp_path / "out" / "instance.xbrl")
    text = (tmp_path / "out" / "instance.xbrl").read_text("utf-8")
    assert 'scheme="http://entity.example/id">X-1<' in text
    amounts = sorted(as_text(value) for key, value in filled.facts.items() if key.concept.local == "Sales")
    assert sorted(as_text(value) for key, value in found.items() if key.concept.local == "Sales") == amounts
    assert all(item.typed or item.member.local == "Malta" for key in found for item in key.dimensions)


def test_without_the_entity_there_is_no_report(accounts: store.Package, tmp_path: Path) -> None:
    empty, full = tmp_path / "leeg.xlsx", tmp_path / "vol.xlsx"
    assert guarded(["template", "--taxonomy", accounts.id, "--year", "2024", "--out", str(empty), "--quiet"]) == 0
    book = open_template(empty)
    book.worksheets[2]["D7"].value = 5
    book.save(full)
    assert guarded(["convert", str(full), "--out", str(tmp_path / "out"), "--quiet"]) == 1
