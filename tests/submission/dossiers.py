"""Dossiers as the pipeline writes them, small enough to bend in every way."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from xbrl_pipeline.dossier.files import report_json
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.findings import Finding, PhaseName, Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.model.report import FileRef, Report

BOARD = "99041"
OTHER_BOARD = "30156"
YEAR = 2025
PROGRAM = "0.1.0"
ENGINE = {"name": "arelle-release", "version": "2.47.3", "options": ["validate", "offline"]}
WHOSE = {"name": "Stichting Voorbeeld", "bestuursnummer": BOARD, "kvk": "12345678", "verslagjaar": YEAR}
TAXONOMY = {"id": "onderwijs-2025", "entry_point": "http://www.onderwijstaxonomie.example/x.xsd", "sha256": "ab" * 32}

_INSTANCE = """<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:ow-i="http://www.onderwijstaxonomie.example/ow-i">
  <ow-i:LegalEntityName contextRef="c">Stichting Voorbeeld</ow-i:LegalEntityName>
  <ow-i:CompetentAuthorityNumber contextRef="c">{board}</ow-i:CompetentAuthorityNumber>
  <ow-i:FamilyName contextRef="c">Voorbeeldpersoon</ow-i:FamilyName>
  <ow-i:TelephoneNumber contextRef="c">000-0000001</ow-i:TelephoneNumber>
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
    warnings: int = 0,
    codes: tuple[str, ...] = (),
    year: int = YEAR,
    created: str = "2026-05-31T10:00:00Z",
    sector: str = "",
    report: str = "jaarverantwoording",
) -> Path:
    folder.mkdir(parents=True)
    (folder / "instance.xbrl").write_text(instance(board) if xbrl is None else xbrl, "utf-8")
    checked = Report(
        verdict=Verdict(report_verdict),
        input=FileRef("source.xlsx", "0" * 64),
        report=report,
        phases=(),
        findings=tuple(Finding(code, Severity.WARNING, "Melding.", "Advies.", PhaseName.MAP) for code in codes),
        created=datetime.fromisoformat(created),
        program=PROGRAM,
    )
    (folder / "report.json").write_bytes(report_json(checked, messages("nl")))
    (folder / "report.html").write_text("<p>Geldig</p>", "utf-8")
    (folder / "source.xlsx").write_bytes(b"PK not really a workbook")
    (folder / "mapping.yaml").write_text("sheets: []\n", "utf-8")
    seal(folder, board, manifest_verdict, warnings=warnings, year=year, created=created, sector=sector, report=report)
    return folder


def seal(
    folder: Path,
    board: str = BOARD,
    verdict: str = "VALID",
    *,
    warnings: int = 0,
    year: int = YEAR,
    created: str = "2026-05-31T10:00:00Z",
    sector: str = "",
    report: str = "jaarverantwoording",
) -> None:
    """Write the manifest over the files as they now are."""
    names = sorted(entry.name for entry in folder.iterdir() if entry.name != "manifest.json")
    whose = {"name": "Stichting Voorbeeld", **WHOSE} | ({"sector": sector} if sector else {})
    manifest = {
        "files": {name: sha256(folder / name) for name in names},
        "report": report,
        "verdict": verdict,
        "counts": {"error": 0, "warning": warnings, "info": 0},
        "entity": whose | {"bestuursnummer": board, "verslagjaar": year},
        "taxonomy": TAXONOMY,
        "engine": ENGINE,
        "program": PROGRAM,
        "created": created,
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
