"""Dossiers that are changed by somebody who works every hash out again, and an office that is to refuse them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from tests.submission.dossiers import sha256
from tests.submission.offices import ALICE, staff
from xbrl_pipeline.batch.premises import read_installed
from xbrl_pipeline.batch.recheck import Recheck
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.office import Office, open_office
from xbrl_pipeline.submission.queue import add

GOOD: Final = "po-99001"
BAD: Final = "fout-balans-99005"
BOARD: Final = "99001"
Change = Callable[[Path], object]


def open_staffed(folder: Path, checker: Recheck) -> Office:
    """Open an office with staff for the boards of the samples."""
    return staff(open_office(folder / "queue.sqlite", folder, read_installed(), checker), BOARD, "99005")


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def reseal(folder: Path, **changes: Any) -> None:  # noqa: ANN401
    """Work every hash out again, also those in the report, and change what the manifest says."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8")) | changes
    names = sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")
    manifest["files"] = {name: sha256(folder / name) for name in names}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def in_report(folder: Path, **changes: Any) -> None:  # noqa: ANN401
    """Change what the report says."""
    report = json.loads((folder / "report.json").read_text("utf-8")) | changes
    (folder / "report.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")


def in_instance(folder: Path, before: str, after: str, encoding: str = "utf-8") -> None:
    """Write one text for another in the instance, everywhere."""
    path = folder / "instance.xbrl"
    text = path.read_text("utf-8")
    assert before in text
    path.write_bytes(text.replace(before, after).encode(encoding))


def refused(office: Office, folder: Path) -> PipelineError:
    """Bring a dossier, expect a refusal, and see that the record tells of it."""
    with pytest.raises(PipelineError) as refusal:
        add(office, folder, ALICE, now=now())
    *_, last = events(office.database)
    assert (last.refused, last.detail["code"]) == (True, refusal.value.code)
    return refusal.value
