"""Lists of invented boards, in the shapes in which such lists are published and passed on."""

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

HEADINGS = ("BEVOEGD GEZAG NUMMER", "BEVOEGD GEZAG NAAM", "PLAATSNAAM", "KVK-NUMMER")
FIRST = ("99001", "Stichting Voorbeeld Primair Onderwijs Fictiestad", "FICTIESTAD", "99990001")
SECOND = ("99002", "Stichting Verzonnen Voortgezet Onderwijs", "VOORBEELDAM", "99990002")

Row = Sequence[str | float]


def write_csv(
    path: Path, *rows: Row, separator: str = ";", encoding: str = "utf-8", headings: Sequence[str] = HEADINGS
) -> Path:
    """Write a list as text, every field in quotes, as DUO does."""
    lines = (separator.join(f'"{field}"' for field in row) for row in (headings, *rows))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def write_xlsx(path: Path, *rows: Row, headings: Sequence[str] = HEADINGS, top: int = 0) -> Path:
    """Write a list as a workbook; numbers stay numbers, so that their zeros are lost. ``top`` rows stand above it."""
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Besturen")
        if top:
            sheet.write(0, 0, "Verzonnen besturen, geen lijst van DUO")
        for place, row in enumerate((headings, *rows), start=top):
            sheet.write_row(place, 0, row)
    return path
