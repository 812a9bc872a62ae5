"""The separate PDFs that Mijn DUO asks for, under the names that it insists on."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission.files import plain_file

# Source: DUO, Mijn DUO > Verantwoording: the name, a hyphen, the five digits of the board, ".pdf"
ASKED: Final = ("Aanbiedingsformulier", "Jaarverslag", "Controleverklaring")
SOMETIMES: Final = ("Bevindingen",)  # where the accountant reports findings
LIMIT: Final = 100 * 2**20  # bytes; far above any annual report
_TAIL: Final = 2048
_HEAD: Final = re.compile(rb"%PDF-[12]\.[0-9]")
# the end of a PDF says where its table of objects begins; a file that was cut off or only looks like one has none there
_INDEX: Final = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF")
_TABLE: Final = re.compile(rb"\s*(xref\s+[0-9]+\s+[0-9]+\s|[0-9]+\s+[0-9]+\s+obj\b(?s:.*?)/XRef\b)")


@dataclass(frozen=True, slots=True)
class Pdfs:
    """What lies in a folder: files to take along by name, names that miss, and files that nobody asks for."""

    found: dict[str, Path]
    missing: tuple[str, ...]
    left_out: tuple[str, ...]


def read_pdfs(folder: Path, bestuursnummer: str) -> Pdfs:
    """Look through a folder; a file that is meant but misnamed, or that is no PDF, is refused by name."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as problem:
        reason = os_cause(problem)
        raise PipelineError("submission.unreadable_file", path=str(folder), reason=reason) from problem
    wanted = {f"{kind}-{bestuursnummer}.pdf": kind for kind in (*ASKED, *SOMETIMES)}
    found = {entry.name: entry for entry in entries if entry.name in wanted}
    others = [entry.name for entry in entries if entry.name not in wanted and not entry.name.startswith(".")]
    _refuse_misnamed(others, bestuursnummer)
    for path in found.values():
        _check_pdf(path)
    missing = tuple(name for name, kind in wanted.items() if kind in ASKED and name not in found)
    return Pdfs(found, missing, tuple(others))


def _refuse_misnamed(names: list[str], bestuursnummer: str) -> None:
    for name in names:
        kind = _meant(name)
        if kind:
            raise PipelineError("submission.pdf_name", file=name, wanted=f"{kind}-{bestuursnummer}.pdf")


def _meant(name: str) -> str:
    letters = re.sub(r"[^a-z]", "", name.casefold())
    return next((kind for kind in (*ASKED, *SOMETIMES) if letters.startswith(kind.casefold())), "")


def _check_pdf(path: Path) -> None:
    with plain_file(path) as descriptor, open(descriptor, "rb", closefd=False) as file:
        start = file.read(_TAIL)
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        index = _INDEX.findall(file.read())
        file.seek(min(int(index[-1]), size) if index else size)
        table = file.read(_TAIL)
    if not _HEAD.match(start) or not _TABLE.match(table):
        raise PipelineError("submission.pdf_broken", file=path.name)
    if size > LIMIT:
        raise PipelineError("submission.file_too_large", path=str(path), limit=LIMIT // 2**20)
