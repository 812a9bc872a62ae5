"""What is said of one wrong amount: whether it is found, pointed at, called the likely culprit, or another is.

Three sets. The samples, as ``tests.pipeline`` seeds them. Templates of four sectors, filled with the amounts of the
samples. And each folder that is given: workbooks with a ``defects.json`` of ``workbook``, ``sheet``, ``cell`` and
``new``; their mappings are what ``mapping suggest`` makes of the untouched books. Each defect is tried with the results
of formulas as they were stored and, where LibreOffice is installed, worked out again. Of the untouched books the table
has how many alarms they give (templates; what a folder holds may be wrong as it is) and how many amounts are accused.

    python -m bench.defects [--samples 500] [--template 12] [FOLDER ...]
"""

import argparse
import json
import random
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree
from openpyxl import load_workbook

from samples.builder.mappings import mapping_text
from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook
from tests.pipeline.defects import BOARDS, defects, judge
from tests.template.filling import facts_of, inputs, open_template, type_in
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.taxonomy.profiles import load_profile
from xbrl_pipeline.taxonomy.store import load_model

ROOT: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = {"po": "po-99001", "vo": "vo-99002", "mbo": "mbo-99003", "hbo": "hbo-99004"}
YEAR: Final = 2025
SEED: Final = 2025
STORED, AGAIN = "stored", "recalculated"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LEAST: Final = 100  # euros of an amount that is worth getting wrong
_BATCH: Final = 12  # workbooks that LibreOffice is given at once
_ALWAYS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


@dataclass(frozen=True)
class Seeded:
    """A workbook and one amount in it that becomes another; ``new`` is None where it is wiped out."""

    workbook: str
    sheet: str
    cell: str
    new: float | None


def main() -> None:
    """Measure the sets and print one table."""
    parser = argparse.ArgumentParser(prog="bench.defects")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--samples", type=int, default=500, help="defects in the samples; 0 leaves them out")
    parser.add_argument("--template", type=int, default=12, help="defects in each template; 0 leaves them out")
    options = parser.parse_args()
    print("| set | formulas | defects | found | pointed at | culprit right | only wrong culprits | untouched books |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as scratch, Engine() as engine:
        samples = _of_samples(options.samples, Path(scratch), engine) if options.samples else {}
        for mode, count in samples.items():
            print(_row("samples", mode, count, "`tests/pipeline` tries them"), flush=True)
        if options.template and shutil.which("soffice"):
            _show("templates", *_templates(options.template, Path(scratch) / "templates", engine), engine)
        for folder in options.folders:
            _show(folder.name, *_copied(folder, Path(scratch) / folder.name), engine)


def _row(name: str, mode: str, count: Counter[str], untouched: str) -> str:
    """Give a line of the table; of what breaks no rule nothing is expected."""
    breaks = count["breaks"]
    told = ("found", "pointed", "right", "astray")
    shares = " | ".join(f"{count[each]} ({count[each] / breaks:.0%})" for each in told)
    return f"| {name} | {mode} | {count['seeded']}, of which {breaks} break a rule | {shares} | {untouched} |"


def _of_samples(number: int, folder: Path, engine: Engine) -> dict[str, Counter[str]]:
    boards = {board: build_board(board) for board in BOARDS}
    counts = {STORED: Counter[str](), AGAIN: Counter[str]()}
    workbook, mapping = folder / "board.xlsx", folder / "board.mapping.yaml"
    for defect in defects(boards, number, SEED):
        write_workbook(defect.workbook, workbook)
        mapping.write_text(mapping_text(boards[defect.board]), "utf-8")
        outcome = judge(defect, check(read_source(workbook, mapping), engine, messages("nl")).report)
        count = counts[AGAIN if defect.recalculated else STORED]
        count.update(["seeded"])
        if defect.breaks or (defect.recalculated and outcome.found):
            count.update(["breaks"])
            count.update(name for name in ("found", "pointed", "right", "astray") if getattr(outcome, name))
    return counts


def _templates(number: int, folder: Path, engine: Engine) -> tuple[Path, list[Seeded]]:
    """Make filled templates of which every formula was worked out, and choose amounts in them."""
    raw, made = folder / "raw", folder / "made"
    raw.mkdir(parents=True)
    model = load_model(load_profile(f"onderwijs-{YEAR}", "jaarverantwoording"), engine)
    for sector, sample in SAMPLES.items():
        _must(["convert", str(ROOT / "samples" / f"{sample}.xlsx"), "--out", str(folder / sample), "--quiet"])
        empty = ["template", "--taxonomy", f"onderwijs-{YEAR}", "--report", "jaarverantwoording", "--sector", sector]
        _must([*empty, "--out", str(raw / f"{sector}.xlsx"), "--quiet"])
        book = open_template(raw / f"{sector}.xlsx")
        type_in(book, facts_of(folder / sample / "instance.xbrl"), model, YEAR)
        book.save(raw / f"{sector}.xlsx")
    _recalculate(sorted(raw.glob("*.xlsx")), made)
    chance = random.Random(SEED)  # noqa: S311 - the same defects every time
    return made, [each for path in sorted(made.glob("*.xlsx")) for each in _chosen(path, raw, number, chance)]


def _chosen(path: Path, raw: Path, number: int, chance: random.Random) -> Iterator[Seeded]:
    """Choose filled amounts and what somebody types instead."""
    values, cells = load_workbook(path, data_only=True), inputs(open_template(raw / path.name))
    amounts = [(each, values[each.sheet][each.address].value) for each in cells]
    known = [(each, round(value)) for each, value in amounts if isinstance(value, int | float) and abs(value) >= _LEAST]
    for each, value in chance.sample(known, number):
        wrong = chance.choice((_swapped(value), -value, value * 10, value * 1000, value * 2, None))
        yield Seeded(path.name, each.sheet, each.address, wrong)


def _swapped(value: int) -> int:
    """Return an amount of which the first two digits that differ changed places."""
    digits = str(value)
    for place in range(1, len(digits) - 1):
        if digits[place] != digits[place + 1]:
            return int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
    return value * 10


def _copied(folder: Path, target: Path) -> tuple[Path, list[Seeded]]:
    """Copy the workbooks of a folder, with what is recognised in each as its confirmed mapping."""
    listed = json.loads((folder / "defects.json").read_text("utf-8"))
    found = [Seeded(each["workbook"], each["sheet"], each["cell"], each["new"]) for each in listed]
    target.mkdir(parents=True)
    for name in {each.workbook for each in found}:
        shutil.copy(folder / name, target / name)
        mapping = _mapping(target / name)
        _must(["mapping", "suggest", str(target / name), "--out", str(mapping), "--quiet"])
        lines = mapping.read_text("utf-8").splitlines()
        mapping.write_text("\n".join(line for line in lines if line != "confirmed: false") + "\n", "utf-8")
    return target, found


def _show(name: str, folder: Path, seeded: Sequence[Seeded], engine: Engine) -> None:
    """Try every defect of a folder, stored and worked out again, and print a line of the table for each."""
    stored, again = folder / STORED, folder / AGAIN
    stored.mkdir()
    for book in sorted(folder.glob("*.xlsx")):
        shutil.copy(book, stored / book.name)
    for place, each in enumerate(seeded):
        _type_over(folder / each.workbook, stored / f"{place:03}-{each.workbook}", each)
    sets = {STORED: stored}
    if shutil.which("soffice"):
        _recalculate(sorted(stored.glob("*.xlsx")), again)
        sets[AGAIN] = again
    for mode, files in sets.items():
        clean = {book.name: _checked(files / book.name, folder, book.name, engine) for book in folder.glob("*.xlsx")}
        count = Counter[str]()
        for place, each in enumerate(seeded):
            report = _checked(files / f"{place:03}-{each.workbook}", folder, each.workbook, engine)
            count.update(["seeded", *_outcome(each, report, clean[each.workbook])])
        alarms = sum(len(_alarms(report)) for report in clean.values())
        accused = sum(bool(found.suspects) for report in clean.values() for found in report.findings)
        print(_row(name, mode, count, f"{len(clean)}: {alarms} alarms, {accused} accusations"), flush=True)


def _outcome(seeded: Seeded, report: Report, clean: Report) -> Iterator[str]:
    """Name what holds of a defect, by the alarms that the untouched book does not give."""
    known = Counter(map(_identity, _alarms(clean)))
    alarms = [found for found in _alarms(report) if _identity(found) not in known]
    if not alarms:
        return
    cell = f"{seeded.sheet}!{seeded.cell}"
    accused = [{f"{at.sheet}!{at.address}" for at in suspect.cells} for found in alarms for suspect in found.suspects]
    yield from ("breaks", "found")
    if any(f"{at.sheet}!{at.address}" == cell for found in alarms for at in (*found.cells, *found.because)):
        yield "pointed"
    if accused and cell in accused[0]:
        yield "right"
    if accused and not any(cell in cells for cells in accused):
        yield "astray"


def _alarms(report: Report) -> list[Finding]:
    return [found for found in report.findings if found.severity is not Severity.INFO]


def _identity(found: Finding) -> tuple[object, ...]:
    return found.code, found.cells, found.message


def _checked(path: Path, folder: Path, workbook: str, engine: Engine) -> Report:
    mapping = _mapping(folder / workbook)
    return check(read_source(path, mapping if mapping.exists() else None), engine, messages("nl")).report


def _mapping(workbook: Path) -> Path:
    return workbook.with_name(f"{workbook.stem}.mapping.yaml")


def _must(arguments: list[str]) -> None:
    if guarded(arguments):
        raise SystemExit(" ".join(arguments))


def _type_over(source: Path, target: Path, seeded: Seeded) -> None:
    """Type an amount into a cell, over its formula if it has one; all other stored results stay as they were."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        part = _part_of(seeded.sheet, old)
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _with_amount(data, seeded) if name == part else data)


def _part_of(sheet: str, book: zipfile.ZipFile) -> str:
    sheets = etree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    found = next(each.get(_RELATION) for each in sheets if each.get("name") == sheet)
    targets: Mapping[str | None, str] = {
        each.get("Id"): each.get("Target", "") for each in etree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    }
    return f"xl/{targets[found].removeprefix('/xl/')}"


def _with_amount(data: bytes, seeded: Seeded) -> bytes:
    root = etree.fromstring(data)
    cell = next(each for each in root.iter(f"{_MAIN}c") if each.get("r") == seeded.cell)
    for child in list(cell):
        cell.remove(child)
    if "t" in cell.attrib:
        del cell.attrib["t"]
    if seeded.new is not None:
        etree.SubElement(cell, f"{_MAIN}v").text = f"{Decimal(str(seeded.new)):f}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


@cache
def _profile() -> Path:
    """Return a profile of LibreOffice that works every formula out on opening."""
    folder = Path(tempfile.mkdtemp(prefix="libreoffice-"))
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(_ALWAYS, "utf-8")
    return folder


def _recalculate(files: Sequence[Path], out: Path) -> None:
    office = ["soffice", f"-env:UserInstallation={_profile().as_uri()}", "--headless"]
    for first in range(0, len(files), _BATCH):
        given = map(str, files[first : first + _BATCH])
        command = [*office, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *given]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
