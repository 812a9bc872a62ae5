"""The same accounts from other programs give the same facts."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from tests.conftest import SAMPLES
from tests.hostile.boards import NAME
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.messages import amount
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.workbook.cells import Workbook
from xbrl_pipeline.workbook.reader import read_workbook

SOFFICE: Final = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


@pytest.fixture(scope="module")
def sample(state: Path) -> Workbook:  # noqa: ARG001 - state first
    return read_workbook(SAMPLES / f"{NAME}.xlsx")


def facts(path: Path, folder: Path) -> list[dict[str, object]]:
    """Convert a workbook with the mapping of the sample; return its facts without their cells."""
    out = folder / "out"
    mapping = SAMPLES / f"{NAME}.mapping.yaml"
    assert guarded(["convert", str(path), "--mapping", str(mapping), "--out", str(out), "--quiet"]) == ExitCode.VALID
    found = json.loads((out / "facts.json").read_bytes())["facts"]
    return [{name: value for name, value in fact.items() if name != "cells"} for fact in found]


@pytest.fixture
def expected(tmp_path: Path) -> list[dict[str, object]]:
    return facts(SAMPLES / f"{NAME}.xlsx", tmp_path)


def plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def by_openpyxl(sample: Workbook, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sample.sheets:
        target = book.create_sheet(sheet.name)
        for cell in sheet.cells:
            target.cell(cell.ref.row, cell.ref.column).value = plain(cell.value)
    book.save(path)


def by_xlsxwriter(sample: Workbook, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for sheet in sample.sheets:
            target = book.add_worksheet(sheet.name)
            for cell in sheet.cells:
                write = target.write_string if isinstance(cell.value, str) else target.write
                write(cell.ref.row - 1, cell.ref.column - 1, plain(cell.value))


def by_pandas(sample: Workbook, path: Path) -> None:
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for sheet in sample.sheets:
            rows = range(1, sheet.cells[-1].ref.row + 1)
            columns = range(1, max(cell.ref.column for cell in sheet.cells) + 1)
            cells = [[sheet.at(row, column) for column in columns] for row in rows]
            values = [[None if cell is None else plain(cell.value) for cell in row] for row in cells]
            frame = pd.DataFrame(values, dtype=object)
            frame.to_excel(writer, sheet_name=sheet.name, header=False, index=False)


def without_addresses(_sample: Workbook, path: Path) -> None:
    """A workbook as some exports write it: no addresses, no shared strings part of its own, absolute targets."""
    import re  # noqa: PLC0415

    source = zipfile.ZipFile(SAMPLES / f"{NAME}.xlsx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("workbook.xml.rels"):
                data = data.replace(b'Target="', b'Target="/xl/')
            if "worksheets/sheet" in name:
                data = re.sub(rb"<(/?)(worksheet|sheetData|row|c|v|f)\b", rb"<\1x:\2", data)
                data = data.replace(b"<x:worksheet xmlns=", b"<x:worksheet xmlns:x=", 1)
                data = re.sub(rb'(<x:worksheet xmlns:x="([^"]*)")', rb'\1 xmlns="\2"', data, count=1)
            archive.writestr(name, data)
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter, by_pandas, without_addresses])
def test_workbooks_of_other_writers(
    write: Callable[[Workbook, Path], None], sample: Workbook, expected: list[dict[str, object]], tmp_path: Path
) -> None:
    path = tmp_path / "ander.xlsx"
    write(sample, path)
    assert facts(path, tmp_path) == expected


@needs_office
@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_what_libreoffice_saved(suffix: str, expected: list[dict[str, object]], tmp_path: Path) -> None:
    path = office(SAMPLES / f"{NAME}.xlsx", suffix, tmp_path)
    assert facts(path, tmp_path) == expected
    book = read_workbook(path)
    assert book.sums
    assert all(found.holds for found in book.sums.values())


def office(source: Path, suffix: str, folder: Path) -> Path:
    """Open a workbook in LibreOffice and save it in another form."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), "--headless", profile, "--convert-to", suffix, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{suffix}"


BALANCE_MAPPING: Final = """version: 1
taxonomy: onderwijs-2025
verslagjaar: 2025
bestuursnummer: '99001'
sheets:
"""


def table_mapping(name: str) -> str:
    """Return the mapping of the sample for its balance sheet alone, as a table of that name."""
    text = (SAMPLES / f"{NAME}.mapping.yaml").read_text("utf-8")
    start = text.index("  - sheet: Balans\n")
    end = text.index("  - sheet: ", start + 1)
    return BALANCE_MAPPING + text[start:end].replace("sheet: Balans", f"sheet: {name}")


def write_csv(sample: Workbook, path: Path) -> None:
    sheet = next(sheet for sheet in sample.sheets if sheet.name == "Balans")
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in range(1, sheet.cells[-1].ref.row + 1):
            cells = [sheet.at(row, column) for column in range(1, 6)]
            writer.writerow([written(cell.value) if cell else "" for cell in cells])


def fates(shown: str) -> list[tuple[str, ...]]:
    """Return the address, the fate and the concept of each cell that gives a fact."""
    lines = [line.partition("!")[2].split("\t") for line in shown.splitlines() if "\tfact\t" in line]
    return [tuple(line[:3]) for line in lines]


def written(value: object) -> str:
    """Write a value as a Dutch package exports it."""
    if isinstance(value, Decimal):
        return f"{amount(value)},00"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


def test_one_table_as_csv(sample: Workbook, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "Balans per 31-12.csv"
    write_csv(sample, path)
    (tmp_path / "Balans per 31-12.mapping.yaml").write_text(table_mapping("Balans per 31-12"), "utf-8")
    assert guarded(["mapping", "check", str(path), "--cells"]) == ExitCode.INVALID  # no board in one table
    shown = capsys.readouterr().out
    assert guarded(["mapping", "check", str(SAMPLES / f"{NAME}.xlsx"), "--cells"]) == ExitCode.VALID
    typed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Balans!")]
    assert fates(shown) == fates("\n".join(typed))
    assert "Windows-1252" in shown
    assert "als tekst; dat is gelezen als" not in shown
    assert shown.count("FOUT") == 1
    assert "KvK-nummer" in shown


@pytest.mark.parametrize(("suffix", "kind"), [("xls", "xls"), ("csv", "xlsx"), ("ods", "xlsx")])
def test_a_workbook_under_the_name_of_another_kind(
    suffix: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kind
    path = tmp_path / f"{NAME}.{suffix}"
    shutil.copy(SAMPLES / f"{NAME}.xlsx", path)
    shutil.copy(SAMPLES / f"{NAME}.mapping.yaml", tmp_path)
    assert guarded(["mapping", "check", str(path)]) == ExitCode.VALID
    assert f"heet '.{suffix}'" in capsys.readouterr().out


@needs_office
@pytest.mark.slow
def test_the_dossier_keeps_the_kind_of_its_source(tmp_path: Path) -> None:
    path = office(SAMPLES / f"{NAME}.xlsx", "ods", tmp_path)
    shutil.copy(SAMPLES / f"{NAME}.mapping.yaml", tmp_path)
    out = tmp_path / "out"
    assert guarded(["run", str(path), "--out", str(out), "--quiet"]) == ExitCode.VALID
    (dossier,) = (folder for folder in out.iterdir() if folder.is_dir())
    assert (dossier / "source.ods").read_bytes() == path.read_bytes()
    assert "source.ods" in json.loads((dossier / "manifest.json").read_bytes())["files"]
