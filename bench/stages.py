"""What the stages of one file cost, against another commit in the same run.

    git worktree add --detach FOLDER COMMIT
    python bench/stages.py --against FOLDER

Each round runs both programs in turn, each in a process of its own with warm imports, over all samples: reading their
mappings, and writing ``report.xlsx``, ``report.html``, ``facts.json`` and ``ledger.json``. Figures are processor
milliseconds per sample, medians of the rounds. Besides, the files of both are compared: bytes of HTML and JSON, and of
spreadsheets every cell with its format and link. Both keep the program's state in a folder of their own.
"""

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import openpyxl

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLES: Final = ROOT / "samples"
MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)
TIMES: Final = 5  # per round; the quickest counts
STAGES: Final = ("mapping", "report.xlsx", "report.html", "facts.json", "ledger.json")
WRITTEN: Final = STAGES[1:]


def main() -> None:
    """Measure this program, and the other one beside it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--against", type=Path, help="folder with another commit of this project")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(_measured()))
        return
    trees = {"this": ROOT} | ({"against": options.against.resolve()} if options.against else {})
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in trees}
    with tempfile.TemporaryDirectory(prefix="xbrl-bench-") as folder:
        for _ in range(options.rounds):
            for name, tree in trees.items():
                runs[name].append(_run(tree, Path(folder) / name))
    costs = {name: _medians(found) for name, found in runs.items()}
    told: dict[str, object] = {"milliseconds_per_sample": costs}
    if options.against:
        told["ratio"] = {key: round(costs["this"][key] / costs["against"][key], 2) for key in costs["this"]}
        this, other = (runs[name][0]["contents"] for name in trees)
        told["different"] = [name for name in this | other if this.get(name) != other.get(name)]
    print(json.dumps(told, indent=2))


def _run(tree: Path, home: Path) -> dict[str, Any]:
    """Measure the program in a folder, with this script."""
    environment = os.environ | {"PYTHONPATH": str(tree), "XBRL_PIPELINE_HOME": str(home)}
    command = [sys.executable, str(Path(__file__).resolve()), "--measure"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment, cwd=tree)
    found: dict[str, Any] = json.loads(done.stdout)
    if Path(found["program"]) != tree:
        raise RuntimeError(found["program"])
    return found


def _medians(runs: list[dict[str, Any]]) -> dict[str, float]:
    costs = {stage: statistics.median(run["costs"][stage] for run in runs) for stage in STAGES}
    together = {"written": sum(costs[stage] for stage in WRITTEN)}
    return {stage: round(cost * 1000, 2) for stage, cost in (costs | together).items()}


def _measured() -> dict[str, Any]:

    import xbrl_pipeline  # noqa: PLC0415 - that of the folder to measure
    from xbrl_pipeline.engine import Engine  # noqa: PLC0415
    from xbrl_pipeline.mapping.files import load_mapping  # noqa: PLC0415
    from xbrl_pipeline.messages import messages  # noqa: PLC0415
    from xbrl_pipeline.pipeline import check  # noqa: PLC0415
    from xbrl_pipeline.reporting.html import report_html  # noqa: PLC0415
    from xbrl_pipeline.reporting.xlsx import report_xlsx  # noqa: PLC0415

    try:
        from xbrl_pipeline.dossier.files import facts_json, ledger_json  # noqa: PLC0415
        from xbrl_pipeline.inputs.sources import open_source  # noqa: PLC0415
    except ImportError:  # where they were before
        json_report = import_module("xbrl_pipeline.reporting.json_report")
        facts_json, ledger_json = json_report.facts_json, json_report.ledger_json
        open_source = import_module("xbrl_pipeline.sources").open_source

    books = sorted(SAMPLES.glob("*.xlsx"))
    costs, contents, texts = dict.fromkeys(STAGES, 0.0), {}, messages("nl")
    with Engine() as engine:
        for book in books:
            mapping = book.with_suffix(".mapping.yaml")
            made = check(open_source(book, mapping, engine, texts), engine, texts)
            report = replace(made.report, created=MOMENT, program="bench")  # the same of both programs
            facts, names = made.facts, made.names
            if report.ledger is None:
                raise LookupError(book.name)
            jobs: dict[str, Callable[[], object]] = {
                "mapping": lambda path=mapping: load_mapping(path),  # type: ignore[misc]
                "report.xlsx": lambda: report_xlsx(report, texts, facts, "source.xlsx", names),  # noqa: B023
                "report.html": lambda: report_html(report, texts),  # noqa: B023
                "facts.json": lambda: facts_json(facts),  # noqa: B023
                "ledger.json": lambda: ledger_json(report.ledger),  # type: ignore[arg-type] # noqa: B023
            }
            for stage, job in jobs.items():
                seconds, result = _least(job)
                costs[stage] += seconds / len(books)
                if isinstance(result, bytes):
                    contents[f"{book.stem}/{stage}"] = _content(result, stage)
    return {"program": str(Path(xbrl_pipeline.__file__).parent.parent), "costs": costs, "contents": contents}


def _least(job: Callable[[], object]) -> tuple[float, object]:
    least, result = float("inf"), None
    for _ in range(TIMES):
        started = time.process_time()
        result = job()
        least = min(least, time.process_time() - started)
    return least, result


def _content(data: bytes, stage: str) -> str:
    """Return a hash of what a file says."""
    told = repr(list(_cells(data))).encode() if stage == "report.xlsx" else data
    return hashlib.sha256(told).hexdigest()


def _cells(data: bytes) -> Iterator[object]:
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        yield sheet.title, sheet.auto_filter.ref, sheet.print_area, sheet.freeze_panes, sheet.dimensions
        yield [(name, column.width) for name, column in sheet.column_dimensions.items()]
        yield [(number, row.height) for number, row in sheet.row_dimensions.items() if row.height not in (None, 15)]
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            link = cell.hyperlink and (cell.hyperlink.target, cell.hyperlink.location)
            yield cell.coordinate, cell.value, cell.number_format, cell.font.b, cell.font.u, cell.quotePrefix, link


if __name__ == "__main__":
    main()
