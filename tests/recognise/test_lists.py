"""Long lists beside a statement, of entries, pupils or staff: they are seen as such, left alone, and cost no work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from tests.recognise.kinds import clear, write
from tests.recognise.ledgers import PLANS, Page, Row, make_ledger, transactions
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise import facing, propose, readings
from xbrl_pipeline.recognise.draft import make_draft
from xbrl_pipeline.recognise.grid import find_tables
from xbrl_pipeline.recognise.lexicon import make_lexica
from xbrl_pipeline.recognise.lines import Lines
from xbrl_pipeline.recognise.options import Context
from xbrl_pipeline.recognise.recognition import Recognition, UserChoices
from xbrl_pipeline.recognise.rows import Decision, decide_rows
from xbrl_pipeline.recognise.structure import Groups, Vector
from xbrl_pipeline.recognise.table import Row as TableRow
from xbrl_pipeline.recognise.table import Table
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells
from xbrl_pipeline.workbook.reader import read_workbook

Recognise = Callable[..., Recognition]
LONG: Final = 1_200
FIRST: Final = date(2025, 1, 1)


def amount(place: int) -> Decimal:
    return Decimal(place * 7919 % 500_000) / 100


def entries(count: int = LONG) -> SheetCells:
    """Journal entries with a day each, under a title."""
    rows: list[Row] = [["Grootboekkaarten 2025"], ["Datum", "Dagboek", "Rekening", "Omschrijving", "Bedrag"]]
    rows += [
        [FIRST + timedelta(place % 360), "INK", Decimal(4100), f"Salarissen {place}", amount(place)]
        for place in range(count)
    ]
    return Page(rows).sheet("Lijst")


def pupils() -> SheetCells:
    rows: list[Row] = [["Leerlingnummer", "Voornaam", "Geboortedatum", "Groep"]]
    rows += [
        [Decimal(100_000 + place), f"Kind {place}", date(2015, 1, 1) + timedelta(place), Decimal(place % 8 + 1)]
        for place in range(LONG)
    ]
    return Page(rows).sheet("Lijst")


def staff() -> SheetCells:
    rows: list[Row] = [["Personeelsnummer", "Naam", "Functie", "Schaal", "Bruto"]]
    rows += [
        [Decimal(5_000 + place), f"Iemand {place}", "Leraar", f"L{place % 3 + 10}", amount(place)]
        for place in range(LONG)
    ]
    return Page(rows).sheet("Lijst")


def by_month() -> SheetCells:
    """Amounts by account and month without any day; the words are names of lines."""
    names = ("Personeelslasten", "Afschrijvingen", "Huisvestingslasten", "Overige lasten")
    rows: list[Row] = [["Rekening", "Omschrijving", "Maand", "Bedrag"]]
    rows += [
        [Decimal(4000 + place % 4), names[place % 4], Decimal(place // 100 + 1), amount(place)] for place in range(LONG)
    ]
    return Page(rows).sheet("Lijst")


@pytest.fixture
def recognised(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Recognise:
    """Recognise two clear statements with other sheets beside them."""
    clean = read_workbook(write(tmp_path / "boek.xlsx", clear()))

    def run(*sheets: SheetCells, answers: Answers | None = None) -> Recognition:
        book = replace(clean, sheets=(*clean.sheets, *sheets))
        return propose.recognise(book, model, profile, UserChoices(), answers)

    return run


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (entries(), "een lijst met boekingen"),
        (replace(transactions(LONG), name="Lijst"), "een lijst met boekingen"),
        (pupils(), "een lijst met boekingen"),
        (staff(), "een lange lijst met gegevens, geen overzicht uit de jaarrekening"),
        (by_month(), "een lange lijst met gegevens, geen overzicht uit de jaarrekening"),
    ],
    ids=("entries", "days as text", "pupils", "staff", "by month"),
)
def test_a_long_list_is_left_alone_and_the_reason_is_said(
    recognised: Recognise, profile: ReportProfile, sheet: SheetCells, reason: str
) -> None:
    alone, beside = recognised(), recognised(sheet)
    assert beside.questions == alone.questions
    assert beside.readings == alone.readings
    assert [(aside.cells, aside.reason) for aside in beside.asides] == [("Lijst", reason)]
    ignored = make_draft(beside, profile, messages("nl")).mapping.ignore_sheets
    assert [(each.sheet, each.reason) for each in ignored] == [("Lijst", reason)]


def test_a_person_can_say_that_a_list_is_to_be_read_after_all(recognised: Recognise) -> None:
    (aside,) = recognised(by_month()).asides
    wanted = recognised(by_month(), answers=Answers({aside.question: "use"}))
    assert "Lijst" in {block.table.sheet.name for block in wanted.blocks}


def test_a_trial_balance_of_many_rows_is_no_list_to_leave_alone(recognised: Recognise) -> None:
    accounts = make_ledger(7, PLANS[1], "vo").accounts
    schools = LONG // len(accounts) + 1
    rows: list[Row] = [["Rekening", "Omschrijving", "Kostenplaats", "Saldo 31-12-2025"]]
    rows += [
        [each.number, each.words, f"School {school}", each.balance + school]
        for school in range(schools)
        for each in accounts
    ]
    found = recognised(Page(rows).sheet("Saldibalans"))
    assert not [aside for aside in found.asides if aside.cells == "Saldibalans"]


def test_a_list_is_not_read_row_by_row(recognised: Recognise, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(sheet: SheetCells) -> list[Table]:
        read.append(sheet.name)
        return find_tables(sheet)

    monkeypatch.setattr(facing, "find_tables", counted)
    recognised(entries())
    assert sorted(read) == sorted(clear())


def test_the_lines_of_a_taxonomy_are_made_once(recognised: Recognise, model: TaxonomyModel) -> None:
    assert all(recognised().lexica[statement] is lexicon for statement, lexicon in make_lexica(model).items())


def test_tables_that_add_up_as_they_stand_are_not_read_again_as_rounded(
    recognised: Recognise, monkeypatch: pytest.MonkeyPatch
) -> None:
    slacks: list[int] = []

    def counted(
        rows: Sequence[TableRow], vectors: Mapping[int, Vector], lines: Lines, context: Context
    ) -> tuple[list[Decision], Groups]:
        slacks.append(context.slack)
        return decide_rows(rows, vectors, lines, context)

    monkeypatch.setattr(readings, "decide_rows", counted)
    found = recognised()
    assert set(slacks) == {0}
    assert len(slacks) <= 2 * len(found.blocks)
