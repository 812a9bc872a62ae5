"""The committed samples are what the builder makes, and their mapping files fit them."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from samples.build import SAMPLES, build, differences
from samples.builder.boards import all_boards
from samples.builder.policy import BOARDS as POLICY_BOARDS
from samples.builder.policy import build_policy
from tests.samples.facts import row_of
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.mapping.sheets import Sheet
from xbrl_pipeline.messages.notation import day

WORKBOOKS = sorted(SAMPLES.rglob("*.xlsx"))
REAL = ["Amsterdam", "Dunamare", "KSU", "Midden Nederland", "Ons Middelbaar", "Radboud", "Surplus", "Utrecht"]


def test_committed_samples_are_a_fresh_build() -> None:
    assert differences(SAMPLES) == []


def test_every_committed_sample_belongs_to_a_board() -> None:
    paths = (*SAMPLES.rglob("*.xlsx"), *SAMPLES.rglob("*.mapping.yaml"))
    files = {path.relative_to(SAMPLES).as_posix() for path in paths}
    names = {board.file for board in all_boards().values()} | {build_policy(key).board.file for key in POLICY_BOARDS}
    assert files == {f"{name}{suffix}" for name in names for suffix in (".xlsx", ".mapping.yaml")}


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        build(folder)
    made = (sorted(path for path in folder.rglob("*") if path.is_file()) for folder in folders)
    first, second = ([path.read_bytes() for path in paths] for paths in made)
    assert first == second


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_file_name_is_allowed_in_a_filing(workbook: Path) -> None:
    assert re.fullmatch(r"[0-9A-Za-z_-]+", workbook.stem)


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_mapping_names_every_sheet(workbook: Path) -> None:
    mapping = load_mapping(workbook.with_suffix(".mapping.yaml"))
    named = {sheet.sheet for sheet in (*mapping.sheets, *mapping.trial_balance_sheets)}
    named |= {sheet.sheet for sheet in mapping.ignore_sheets}
    assert named == set(load_workbook(workbook).sheetnames)
    assert mapping.bestuursnummer == workbook.stem[-5:]


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_mapping_covers_every_amount_and_finds_every_header(workbook: Path) -> None:
    mapping = load_mapping(workbook.with_suffix(".mapping.yaml"))
    values = load_workbook(workbook, data_only=True)
    for sheet in mapping.sheets:
        cells = values[sheet.sheet]
        rows = {row_of(sheet, line, cells) for line in sheet.lines}
        columns = {column.column for column in sheet.columns}
        header = sheet.header_rows[-1] if sheet.header_rows else 0
        amounts = [cell for row in cells.iter_rows(min_row=header + 1) for cell in row if is_amount(cell.value)]
        assert [
            cell.coordinate
            for cell in amounts
            if cell.row not in rows or cell.coordinate.rstrip("0123456789") not in columns
        ] == []
        assert {column.header for column in sheet.columns} <= {shown(cell.value) for cell in cells[header]}


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_every_mapped_line_is_named_once(workbook: Path) -> None:
    for sheet in load_mapping(workbook.with_suffix(".mapping.yaml")).sheets:
        assert len(names(sheet)) == len(set(names(sheet)))


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_sample_is_invented(workbook: Path) -> None:
    values = load_workbook(workbook, data_only=True)
    text = json.dumps([shown(cell.value) for sheet in values for row in sheet.iter_rows() for cell in row])
    general = {row[-2].value: row[-1].value for row in values["Algemene gegevens"].iter_rows()}
    assert [name for name in REAL if name in text] == []
    assert str(general["KvK-nummer"]).startswith("9999")
    assert str(general["Bestuursnummer"]).startswith("990")
    assert str(general["E-mailadres"]).endswith(".example")
    assert str(general["Telefoonnummer"]).startswith("000")


def is_amount(value: object) -> bool:
    return isinstance(value, int | float)


def shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return day(value)
    return "" if value is None else str(value)


def names(sheet: Sheet) -> list[tuple[str | None, str | None]]:
    return [(line.line, None if line.line else line.label) for line in sheet.lines]
