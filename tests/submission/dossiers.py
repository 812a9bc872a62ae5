"""Dossiers as the pipeline writes them, small enough to bend in every way."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.roles import Role, grant

BOARD = "99041"
OTHER_BOARD = "30156"
ALICE = Subject("alice")
BOB = Subject("bob")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = date(2026, 6, 1)

_INSTANCE = """<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:ow-i="http://www.onderwijstaxonomie.example/ow-i">
  <ow-i:LegalEntityName contextRef="c">Stichting Voorbeeld</ow-i:LegalEntityName>
  <ow-i:CompetentAuthorityNumber contextRef="c">{board}</ow-i:CompetentAuthorityNumber>
</xbrli:xbrl>
"""


def instance(board: str = BOARD) -> str:
    return _INSTANCE.format(board=board)


def make_dossier(
    folder: Path,
    *,
    board: str = BOARD,
    xbrl: str | None = None,
    manifest_verdict: str = "VALID",
    report_verdict: str = "VALID",
) -> Path:
    folder.mkdir(parents=True)
    (folder / "instance.xbrl").write_text(instance(board) if xbrl is None else xbrl, "utf-8")
    (folder / "report.json").write_text(json.dumps({"verdict": report_verdict, "findings": []}), "utf-8")
    (folder / "source.xlsx").write_bytes(b"PK not really a workbook")
    (folder / "mapping.yaml").write_text("sheets: []\n", "utf-8")
    seal(folder, board, manifest_verdict)
    return folder


def seal(folder: Path, board: str = BOARD, verdict: str = "VALID") -> None:
    """Write the manifest over the files as they now are."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name != "manifest.json")
    manifest = {
        "files": {name: sha256(folder / name) for name in names},
        "report": "jaarverantwoording",
        "verdict": verdict,
        "counts": {"error": 0, "warning": 0, "info": 0},
        "entity": {"name": "Stichting Voorbeeld", "bestuursnummer": board, "kvk": "12345678", "verslagjaar": 2025},
        "taxonomy": None,
        "engine": None,
        "program": "0.1.0",
        "created": "2026-05-31T10:00:00Z",
        "fingerprint": "0" * 64,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def edit_manifest(folder: Path, **changes: object) -> None:
    """Change top-level keys of the manifest; ``None`` takes one out."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text("utf-8")) | changes
    path.write_text(json.dumps({key: value for key, value in content.items() if value is not None}), "utf-8")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def give_role(
    database: Database,
    *,
    subject: Subject = ALICE,
    role: Role = Role.MEDEWERKER_VERANTWOORDING,
    board: str = BOARD,
    valid_from: date = date(2026, 1, 1),
    valid_to: date | None = None,
) -> None:
    grant(database, BOB, subject.name, role, board, valid_from=valid_from, valid_to=valid_to, now=NOW)
