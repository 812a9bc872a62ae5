"""Small workbooks as rows of cells, and what the program makes of them: amounts, questions, and what it leaves out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.recognise.books import BALANCE, GENERAL, INCOME, Rows
from tests.recognise.measure import FactId, id_of_fact
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.questions import Answers, Question, Topic
from xbrl_pipeline.recognise.draft import make_draft
from xbrl_pipeline.recognise.propose import Recognition, UserChoices, recognise
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook

Value = str | int | float | date | None
Page = list[list[Value]]
Pages = dict[str, Page]
HEADS: Final[tuple[Value, ...]] = ("31-12-2025", "31-12-2024")
YEARS: Final[tuple[Value, ...]] = ("2025", "2024")
TOP: Final = 4  # the row of the first line of a page
STAFF: Final = Decimal(5_012_660)
ROW: Final[Mapping[str, Mapping[str, int | None]]] = {
    label: dict(zip(("T", "T-1"), amounts, strict=True)) for label, *amounts in (*BALANCE, *INCOME)
}


def page(title: str, heads: Sequence[Value], rows: Rows | Sequence[Sequence[Value]], factor: float = 1) -> Page:
    """Return a title, an empty row, heads and rows."""
    return [[title], [], ["Omschrijving", *heads], *([row[0], *(_times(v, factor) for v in row[1:])] for row in rows)]


def _times(value: Value, factor: float) -> Value:
    return round(value * factor) if isinstance(value, int) and factor != 1 else value


def balance(heads: Sequence[Value] = HEADS, title: str = "Balans per 31 december 2025 (in euro's)") -> Page:
    """Return a balance sheet of which everything is clear."""
    return page(title, heads, BALANCE)


def income(heads: Sequence[Value] = YEARS, title: str = "Staat van baten en lasten over 2025 (in euro's)") -> Page:
    """Return a statement of income and expenses of which everything is clear."""
    return page(title, heads, INCOME)


def budgeted(second: str) -> Page:
    """Return the clear statement with twice its amounts in a second column under a head."""
    rows = [[label, now, now and 2 * now, before] for label, now, before in INCOME]
    heads = ("Realisatie 2025", second, "Realisatie 2024")
    return page("Staat van baten en lasten over 2025 (in euro's)", heads, rows)


def clear() -> Pages:
    """Return a workbook of which everything is clear."""
    return {"Algemeen": [list(pair) for pair in GENERAL.items()], "Balans": balance(), "Exploitatie": income()}


def row_of(sheet: Page, label: str) -> int:
    """Return the number of the row with these words."""
    return next(number for number, row in enumerate(sheet, 1) if row and row[0] == label)


def cell_of(name: str, sheet: Page, label: str, column: int = 2) -> CellRef:
    """Return the cell in the row with these words."""
    return CellRef(name, row_of(sheet, label), column)


@dataclass(frozen=True)
class Found:
    """What the program makes of a workbook."""

    recognition: Recognition
    mapped: Mapped

    @property
    def amounts(self) -> dict[FactId, Decimal]:
        """The amounts that stand in cells, by concept, period and scope."""
        return {
            id_of_fact(fact, 2025): fact.value
            for fact in self.mapped.facts
            if isinstance(fact.value, Decimal) and fact.cells and not fact.derived
        }

    def amount(self, concept: str, period: str = "T", scope: str = "separate") -> Decimal | None:
        """Return one amount."""
        return self.amounts.get((concept, period, scope))

    @property
    def cells(self) -> set[CellRef]:
        """The cells that became amounts."""
        return {
            cell
            for fact in self.mapped.facts
            if isinstance(fact.value, Decimal) and not fact.derived
            for cell in fact.cells
        }

    def asked(self, topic: Topic) -> list[Question]:
        """Return the questions of a topic."""
        return [question for question in self.recognition.questions if question.topic is topic]

    @property
    def open(self) -> set[CellRef]:
        """The cells that wait for an answer."""
        return {cell for question in self.recognition.questions for cell in question.cells}

    def aside(self, cell: CellRef) -> str:
        """Return why a cell is left out; empty where it is not."""
        for entry in self.mapped.ledger.entries:
            if entry.cell == cell and entry.fate not in (Fate.FACT, Fate.REJECTED):
                return entry.reason
        for aside in self.recognition.asides:
            sheet, _, area = aside.cells.partition("!")
            if sheet == cell.sheet and (not area or _holds(area, cell)):
                return aside.reason
        return ""


def _holds(area: str, cell: CellRef) -> bool:
    left, top, right, bottom = range_boundaries(area)
    return (left or 0) <= cell.column <= (right or 0) and (top or 0) <= cell.row <= (bottom or 0)


Change = Callable[[Workbook], object]


def write(path: Path, pages: Mapping[str, Page], change: Change | None = None) -> Path:
    """Write a workbook; ``change`` may do to it what cells do not show."""
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.remove(book.active)
    for name, rows in pages.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
    if change is not None:
        change(book)
    book.save(path)
    return path


@dataclass(frozen=True)
class Reader:
    """Reads workbooks without a mapping."""

    folder: Path
    model: TaxonomyModel
    profile: ReportProfile

    def __call__(
        self, pages: Mapping[str, Page], change: Change | None = None, answers: Mapping[str, str] | None = None
    ) -> Found:
        """Write a workbook and read it, up to its facts. ``answers`` are what a person said, by question."""
        recognition = self.recognise(pages, change, answers)
        draft = make_draft(recognition, self.profile, messages("nl"))
        book = read_workbook(self._path)
        return Found(recognition, map_cells(book, draft.mapping, self.model, self.profile, messages("nl")))

    def recognise(
        self, pages: Mapping[str, Page], change: Change | None = None, answers: Mapping[str, str] | None = None
    ) -> Recognition:
        """Write a workbook and say what it holds."""
        book = read_workbook(write(self._path, pages, change))
        return recognise(book, self.model, self.profile, UserChoices(), Answers(answers or {}))

    @property
    def _path(self) -> Path:
        return self.folder / "boek.xlsx"


def with_balance(sheet: Page) -> Pages:
    """Return the clear workbook with another balance sheet."""
    return {**clear(), "Balans": sheet}


def with_income(sheet: Page) -> Pages:
    """Return the clear workbook with another statement of income and expenses."""
    return {**clear(), "Exploitatie": sheet}


def assert_clear(found: Found) -> None:
    """Check that everything of the clear workbook is reported as it is, and nothing asked."""
    assert found.recognition.questions == ()
    for label, concept in (
        ("Totaal activa", "Assets"),
        ("Vorderingen", "Receivables"),
        ("Liquide middelen", "CashAndCashEquivalents"),
        ("Eigen vermogen", "Equity"),
        ("Totaal baten", "Income"),
        ("Personeelslasten", "EmployeeBenefitsExpenses"),
        ("Financiële baten en lasten", "FinancialIncomeExpenses"),
    ):
        for period, amount in ROW[label].items():
            assert found.amount(concept, period) == amount, (label, period)
