"""Inline XBRL and report packages get the verdict of Arelle's own command line, record by record."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.engine.test_command_line import CHATTER, NUMBER, OPTIONS
from tests.forms.conftest import Instance
from tests.forms.making import inline, package
from xbrl_pipeline.engine import Engine, FormJob
from xbrl_pipeline.taxonomy.store import find_package

_SLOW = pytest.mark.slow
_RULES = "NT20"


def _wrong_total(data: bytes) -> bytes:
    """Change the first total of the balance sheet, as it is shown."""
    return re.sub(rb"(:Assets[\" ][^>]*>)[0-9]", rb"\g<1>9", data, count=1)


def _case(name: str, data: bytes) -> tuple[str, bytes]:
    page = inline(data)
    cases = {
        "page": ("verslag.xhtml", page),
        "page-wrong-total": ("verslag.xhtml", _wrong_total(page)),
        "page-wrong-format": (
            "verslag.xhtml",
            page.replace(b'format="ixt:num-dot-decimal"', b'format="ixt:no-such"', 1),
        ),
        "page-unknown-context": ("verslag.xhtml", page.replace(b'contextRef="D', b'contextRef="X', 1)),
        "package": ("verslag.xbri", package("verslag.xhtml", page, "xbri")),
        "package-wrong-type": ("verslag.xbri", package("verslag.xhtml", page, "xbr")),
        "package-instance": ("verslag.xbr", package("verslag.xbrl", data)),
        "package-wrong-total": ("verslag.xbr", package("verslag.xbrl", _wrong_total(data))),
    }
    return cases[name]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("page", True),
        ("package-wrong-total", False),
        pytest.param("page-wrong-total", False, marks=_SLOW),
        pytest.param("page-wrong-format", False, marks=_SLOW),
        pytest.param("page-unknown-context", False, marks=_SLOW),
        pytest.param("package", True, marks=_SLOW),
        pytest.param("package-wrong-type", False, marks=_SLOW),
        pytest.param("package-instance", True, marks=_SLOW),
    ],
)
def test_the_verdict_is_that_of_plain_arelle(
    instance: Instance, name: str, clean: bool, tmp_path: Path, engine: Engine
) -> None:
    file, data = _case(name, instance("po-99001").read_bytes())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / file).write_bytes(data)
    found = find_package("onderwijs-2025")
    job = FormJob(tmp_path / "in" / file, found.paths, (found.entry_points[0].url,), _RULES)
    answer = engine.read_form(job)
    ours = Counter((record.code, record.level, record.text) for record in answer.result.records)
    theirs = Counter(_told(job, tmp_path / "log.json"))
    assert ours == theirs
    wrong = [code for code, level, _ in theirs if level == "error" and not code.startswith("NL.FR-KVK")]
    assert (not wrong) is clean  # the rules of the Chamber of Commerce are for its own taxonomy


def _told(job: FormJob, log: Path) -> list[tuple[str, str, str]]:
    program = str(Path(sys.executable).with_name("arelleCmdLine"))
    what = ["--packages", *map(str, job.packages), "--disclosureSystem", _RULES]
    where = ["--file", str(job.report), "--logFile", str(log), "--logFormat", "%(message)s"]
    subprocess.run([program, *OPTIONS, *what, *where], check=True, capture_output=True)
    return [
        (record["code"], record["level"], NUMBER.sub(r"\1[", record["message"]["text"]))
        for record in json.loads(log.read_text("utf-8"))["log"]
        if not CHATTER.fullmatch(record["code"])
    ]
