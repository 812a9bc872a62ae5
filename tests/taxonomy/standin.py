"""A stand-in for a release of the State that is still to come: its names and addresses, and nothing of what it holds.

Its contents are those of our own taxonomy of the same reporting year. So is what a user would find out and write into a
profile: where the release keeps the number of the board, and the like.
"""

import re
import zipfile
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

EDITION: Final = "20270105"
REPORT: Final = "ocw-rpt-jaarverantwoording-2026-nlgaap-onderwijsinstellingen"
OTHERS: Final = {  # by the name that mappings use
    "beleidsinformatie": "ocw-rpt-beleidsinformatie-2026",
    "wnt": "ocw-rpt-wet-normering-topinkomens-2026",
}
OURS: Final = ROOT / "taxonomies" / "onderwijs-2026"
_PREFIX: Final = re.compile(rb"\bow-")
PROFILE: Final = """taxonomy: ocw-2026
report: jaarverantwoording
identifier_scheme: http://www.kvk.nl/kvk-id
identifier_concept: ocw-i:ChamberOfCommerceRegistrationNumber
bestuursnummer_concept: ocw-i:CompetentAuthorityNumber
name_concept: ocw-i:LegalEntityName
period_end_concept: ocw-i:FinancialReportingPeriodCurrentEndDate
statement_axis: ocw-dim:FinancialStatementsTypeAxis
separate_member: ocw-dm:SeparateMember
consolidated_member: ocw-dm:ConsolidatedMember
budget_axis: ocw-dim:BudgetTypeAxis
budget_member: ocw-dm:BudgetMember
"""


def address(edition: str = EDITION, report: str = REPORT) -> str:
    """Return the address of an entry point, by default that for the annual accounts."""
    return f"http://www.nltaxonomie.nl/nt21/ocw/{edition}/entrypoints/{report}.xsd"


def profile(report: str) -> str:
    """Return what a user writes into a profile for a report."""
    return PROFILE.replace("report: jaarverantwoording", f"report: {report}")


def release(edition: str = EDITION, *, described: bool = False) -> dict[str, bytes]:
    """Return the files of a release by name, with or without META-INF, as it comes out of the State's zip."""
    found = {path.relative_to(OURS).as_posix(): path.read_bytes() for path in OURS.rglob("*") if path.is_file()}
    kept = {name: data for name, data in found.items() if described or not name.startswith("META-INF")}
    return {_renamed(name.encode(), edition).decode(): _renamed(data, edition) for name, data in kept.items()}


def _renamed(text: bytes, edition: str) -> bytes:
    place = f"www.nltaxonomie.nl/nt21/ocw/{edition}".encode()
    text = text.replace(b"www.onderwijstaxonomie.example/ot2026/20270101", place)
    text = _PREFIX.sub(b"ocw-", text)
    return text.replace(b"ocw-rpt-jaarverantwoording-2026", REPORT.encode())


def below(folder: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files in a folder."""
    return {f"{folder}/{name}": data for name, data in files.items()}


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    """Write files as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def write_folder(path: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder."""
    for name, data in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return path
