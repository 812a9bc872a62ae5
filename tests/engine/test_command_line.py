"""A cold engine says what Arelle's own command line says under the same options."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.engine.corpus.cases import Case, cases_of
from tests.engine.corpus.recordings import job_of
from xbrl_pipeline.engine import Engine, ValidateJob

CHOSEN = ("single-po", "sums", "unknown_member", "twice_otherwise", "no_language", "without_last_tag")
OPTIONS = (
    *("--validate", "--calc", "c11r", "--utr", "--validateDuplicateFacts", "inconsistent"),
    *("--baseTaxonomyValidation", "none", "--formulaUnsatisfiedAsser", "--plugins", "validate/NL"),
    *("--workOffline", "--disablePersistentConfig"),
)
CHATTER = re.compile("info.*|asrtNoLog|formula:assertionUnsatisfied|")
NUMBER = re.compile(r"\b([mM]odel\w+)\[\d+, ")


@pytest.mark.slow
@pytest.mark.parametrize("name", CHOSEN)
def test_a_cold_engine_says_what_the_command_line_says(name: str, tmp_path: Path, engine: Engine) -> None:  # noqa: ARG001
    case = _case(name)
    job = job_of(case, "onderwijs-2025", tmp_path)
    with Engine(warm=False) as cold:
        result = cold.validate(job)
    ours = Counter((record.code, record.level, record.text) for record in result.records)
    theirs = Counter(_told(job, tmp_path / "log.json"))
    assert ours == theirs
    assert result.failure == ""


def _case(name: str) -> Case:
    return next(case for case in cases_of("onderwijs-2025") if case.name == name)


def _told(job: ValidateJob, log: Path) -> list[tuple[str, str, str]]:
    program = str(Path(sys.executable).with_name("arelleCmdLine"))
    what = ["--packages", *map(str, job.packages), "--disclosureSystem", str(job.disclosure_system)]
    where = ["--file", str(job.instance), "--logFile", str(log), "--logFormat", "%(message)s"]
    subprocess.run([program, *OPTIONS, *what, *where], check=True, capture_output=True)
    records = json.loads(log.read_text("utf-8"))["log"]
    return [
        (record["code"], record["level"], NUMBER.sub(r"\1[", record["message"]["text"]))
        for record in records
        if not CHATTER.fullmatch(record["code"])
    ]
