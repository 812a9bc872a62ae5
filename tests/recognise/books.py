"""Small workbooks of an invented board, with something in them that only a person can say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = tuple[tuple[str, int | None, int | None], ...]
ODD: Final = "Kruimelpost dakgoot"  # no line of any taxonomy is called so
BALANCE: Final[Rows] = (
    ("Vaste activa", None, None),
    ("Materiële vaste activa", 1_512_340, 1_488_120),
    ("Totaal vaste activa", 1_512_340, 1_488_120),
    ("Vlottende activa", None, None),
    ("Vorderingen", 402_110, 377_905),
    ("Liquide middelen", 986_775, 1_001_230),
    ("Totaal vlottende activa", 1_388_885, 1_379_135),
    ("Totaal activa", 2_901_225, 2_867_255),
    ("Passiva", None, None),
    ("Eigen vermogen", 1_702_480, 1_660_225),
    ("Voorzieningen", 310_450, 305_110),
    ("Langlopende schulden", 200_000, 225_000),
    ("Kortlopende schulden", 688_295, 676_920),
    ("Totaal passiva", 2_901_225, 2_867_255),
)
INCOME: Final[Rows] = (
    ("Baten", None, None),
    ("Rijksbijdragen", 6_120_400, 5_987_300),
    ("Overige baten", 214_780, 198_345),
    ("Totaal baten", 6_335_180, 6_185_645),
    ("Lasten", None, None),
    ("Personeelslasten", 5_012_660, 4_930_115),
    ("Afschrijvingen", 188_240, 181_005),
    ("Huisvestingslasten", 530_915, 519_880),
    ("Overige lasten", 555_390, 541_775),
    ("Totaal lasten", 6_287_205, 6_172_775),
    ("Saldo baten en lasten", 47_975, 12_870),
    ("Financiële baten en lasten", -5_720, -6_115),
    ("Nettoresultaat na belastingen", 42_255, 6_755),
)
GENERAL: Final[Mapping[str, str]] = {
    "Naam van de rechtspersoon": "Stichting Vraagbaak Voorbeeldonderwijs",
    "Bestuursnummer": "99051",
    "KvK-nummer": "99990051",
    "Zetel van de rechtspersoon": "Fictiestad",
}


@dataclass(frozen=True)
class Book:
    """What a workbook holds; ``odd`` are the amounts of a row that nobody can place, below the balance sheet."""

    general: Mapping[str, str] = field(default_factory=lambda: GENERAL)
    odd: tuple[int, int] | None = (14_320, 11_875)
    year: int = 2025
    factor: int = 1  # of all amounts
    heads: tuple[str, str] | None = None  # of the balance sheet, instead of its days
    more: Rows = ()  # under everything else of the balance sheet
    changed: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # amounts that are other than they should be

    def write(self, path: Path) -> Path:
        """Write the workbook."""
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = "Algemeen"
        for row, (label, value) in enumerate(self.general.items(), 1):
            sheet.cell(row, 1, label)
            sheet.cell(row, 2, value)
        year = self.year
        self._table(
            book.create_sheet("Balans"),
            f"Balans per 31 december {year}",
            self.heads or (f"31-12-{year}", f"31-12-{year - 1}"),
            self._balance(),
        )
        self._table(
            book.create_sheet("Exploitatie"),
            f"Staat van baten en lasten over {year}",
            (str(year), str(year - 1)),
            INCOME,
        )
        book.save(path)
        return path

    def _balance(self) -> Rows:
        odd = () if self.odd is None else ((ODD, *self.odd),)
        return (*BALANCE, *odd, *self.more)

    def _table(self, sheet: Worksheet, title: str, heads: tuple[str, str], rows: Rows) -> None:
        sheet["A1"] = title
        for column, head in enumerate(("Omschrijving", *heads), 1):
            sheet.cell(3, column, head)
        for number, (label, *amounts) in enumerate(rows, 4):
            sheet.cell(number, 1, label)
            for column, amount in enumerate(self.changed.get(label, amounts), 2):
                if amount is not None:
                    sheet.cell(number, column, amount * self.factor)
