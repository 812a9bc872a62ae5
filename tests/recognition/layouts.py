"""Layouts of other hands. ``HELD_OUT`` were written with the others and never used to improve recognition."""

from datetime import date
from typing import Final

from openpyxl import Workbook

from tests.recognition.figures import Name
from tests.recognition.generator import Layout, Truth, day_heads

ALL: Final[tuple[Name, ...]] = ("balance", "income", "cash", "equity")


def years(means: str, _: bool) -> list[str | int | date | None]:
    head: dict[str, str | int] = {"current": 2025, "previous": 2024, "budget": "Begroting 2025"}
    return [head[means]]


def relative(means: str, _: bool) -> list[str | int | date | None]:
    return [{"current": "T", "previous": "T-1", "budget": "Begroting T"}[means]]


def two_rows(means: str, instant: bool) -> list[str | int | date | None]:
    if instant:
        return [
            {"current": "31 december", "previous": "31 december"}.get(means),
            {"current": 2025, "previous": 2024}.get(means),
        ]
    return [
        {"current": 2025, "budget": None, "previous": 2024}[means],
        {"current": "Realisatie", "budget": "Begroting", "previous": "Realisatie"}[means],
    ]


def words(means: str, instant: bool) -> list[str | int | date | None]:
    year = {"current": 2025, "previous": 2024, "budget": 2025}[means]
    if instant:
        return [f"31 december {year}"]
    return [f"Budget {year}" if means == "budget" else f"Werkelijk {year}"]


def unit_below(means: str, instant: bool) -> list[str | int | date | None]:
    return [*words(means, instant), "€"]


def thousands_in_head(means: str, instant: bool) -> list[str | int | date | None]:
    return [*words(means, instant), "€ x 1.000"]


def this_and_last(means: str, _: bool) -> list[str | int | date | None]:
    return [{"current": "Verslagjaar", "previous": "Vorig jaar", "budget": "Begroting"}[means]]


def actual_only(means: str, instant: bool) -> list[str | int | date | None]:
    return ["Ultimo" if instant else "Realisatie"] if means != "budget" else ["Begroting"]


def short(means: str, instant: bool) -> list[str | int | date | None]:
    year = {"current": 2025, "previous": 2024, "budget": 2025}[means]
    return [f"31-12-{year % 100}" if instant else (f"Begr. {year}" if means == "budget" else f"Real. {year}")]


def english(means: str, instant: bool) -> list[str | int | date | None]:
    year = {"current": 2025, "previous": 2024, "budget": 2025}[means]
    return [f"31 December {year}" if instant else (f"Budget {year}" if means == "budget" else f"Actual {year}")]


def hide_rows(book: Workbook, _: Truth) -> None:
    sheet = book.worksheets[-1]
    for row in (7, 8):
        sheet.row_dimensions[row].hidden = True


def merge_titles(book: Workbook, _: Truth) -> None:
    for sheet in book.worksheets:
        if sheet.title != "Gegevens":
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=4)


def add_ratios(book: Workbook, _: Truth) -> None:
    sheet = book.create_sheet("Kengetallen")
    for row, (label, value) in enumerate((("Solvabiliteit 1", 0.52), ("Liquiditeit", 1.7), ("Rentabiliteit", 0.01)), 3):
        sheet.cell(row, 1, label)
        sheet.cell(row, 2, value)


def add_prose(book: Workbook, _: Truth) -> None:
    sheet = book.create_sheet("Grondslagen", 0)
    sheet.cell(1, 1, "Grondslagen voor waardering en resultaatbepaling")
    sheet.cell(3, 1, "De jaarrekening is opgesteld in overeenstemming met RJ 660. Bedragen luiden in euro's.")


def text_amounts(book: Workbook, truth: Truth) -> None:
    for name in list(truth)[::17]:
        sheet, _, address = name.rpartition("!")
        cell = book[sheet][address]
        if isinstance(cell.value, int) and abs(cell.value) >= 1_000_000:
            cell.value = f"{cell.value:,}".replace(",", ".")


def texts_and_ratios(book: Workbook, truth: Truth) -> None:
    text_amounts(book, truth)
    add_ratios(book, truth)


def hide_and_prose(book: Workbook, truth: Truth) -> None:
    hide_rows(book, truth)
    add_prose(book, truth)


LAYOUTS: Final = (
    Layout("one-sheet-stacked", "po", (("Jaarrekening", ALL),), 0, words, general="title"),
    Layout(
        "two-stacked",
        "mbo",
        (("Cijfers", ("balance", "income")), ("Kasstroom en vermogen", ("cash", "equity"))),
        1,
        two_rows,
        extras=("note",),
    ),
    Layout("side-by-side", "po", wording=1, heads=day_heads, side_by_side=True, numbers="none"),
    Layout("side-by-side-numbered", "hbo", wording=2, heads=words, side_by_side=True, numbers="rj", scale=1000),
    Layout("label-in-two-columns", "mbo", wording=0, heads=years, label="two", numbers="none"),
    Layout("indent-by-spaces", "hbo", wording=1, heads=unit_below, label="spaces", numbers="none", blanks=True),
    Layout("indent-by-format", "vo", wording=2, heads=words, label="indent", numbers="none"),
    Layout("notes-between", "vo", wording=3, heads=years, extras=("note",), numbers="rj"),
    Layout("merged-headers", "mbo", wording=2, heads=two_rows, numbers="none", change=merge_titles),
    Layout("thousands-and-euros", "po", wording=1, heads=words, scales={"Balans": 1000, "SBL": 1000}, numbers="dotted"),
    Layout(
        "thousands-in-header", "hbo", wording=3, heads=thousands_in_head, scale=1000, unit_place="none", numbers="none"
    ),
    Layout("previous-first", "po", wording=2, heads=day_heads, order=("previous", "budget", "current"), blanks=True),
    Layout("two-years-two-sheets", "mbo", wording=0, heads=words, years_apart=True, numbers="rj"),
    Layout(
        "two-years-two-sheets-bare",
        "po",
        (("Balans", ("balance",)), ("Exploitatie", ("income",))),
        1,
        actual_only,
        years_apart=True,
        numbers="none",
        title=lambda name, _: {"balance": "Balans", "income": "Exploitatierekening"}.get(name, ""),
    ),
    Layout("difference-and-percent", "vo", wording=1, heads=words, extras=("diff", "percent"), numbers="none"),
    Layout("more-years", "hbo", wording=0, heads=words, extras=("other_year", "old_budget"), numbers="rj"),
    Layout("totals-below", "mbo", wording=3, heads=words, totals="below", numbers="none", blanks=True),
    Layout("totals-below-numbered", "po", wording=0, heads=day_heads, totals="below", numbers="rj"),
    Layout("totals-above", "hbo", wording=1, heads=words, totals="above", numbers="none"),
    Layout("negative-costs", "vo", wording=0, heads=words, negative_costs=True, numbers="none"),
    Layout("positive-outflows", "mbo", wording=1, heads=years, negative_outflows=False, numbers="none"),
    Layout(
        "relative-years",
        "po",
        wording=3,
        heads=relative,
        numbers="rj",
        title=lambda name, _: f"{name.title()} jaarrekening 2025",
    ),
    Layout("this-and-last-year", "hbo", wording=2, heads=this_and_last, numbers="none"),
    Layout("number-inside-label", "mbo", wording=1, heads=words, numbers="inside"),
    Layout("letters", "po", wording=2, heads=short, numbers="letters", extras=("blank",)),
    Layout("own-numbers", "vo", wording=1, heads=words, numbers="own", first_row=4, first_column=3),
    Layout(
        "consolidated-sheets",
        "vo",
        wording=0,
        heads=words,
        consolidated="sheets",
        numbers="none",
        sheet_name=lambda name, cons: f"{name} {'geconsolideerd' if cons else 'enkelvoudig'}",
    ),
    Layout(
        "consolidated-titles",
        "vo",
        wording=2,
        heads=day_heads,
        consolidated="sheets",
        sheet_name=lambda name, cons: f"{'A' if cons else 'B'} {name}",
        title=lambda name, cons: f"{'Geconsolideerde' if cons else 'Enkelvoudige'} {name} 2025",
    ),
    Layout(
        "consolidated-columns",
        "vo",
        (("Balans", ("balance",)), ("SBL", ("income",))),
        1,
        words,
        consolidated="columns",
        numbers="none",
    ),
    Layout(
        "main-lines-only",
        "hbo",
        wording=3,
        heads=words,
        details=False,
        numbers="none",
        footer=("Vastgesteld door het college van bestuur", "Fictiestad, 12 juni 2026"),
    ),
    Layout("no-headings", "mbo", wording=2, heads=words, headings=False, numbers="rj"),
    Layout(
        "text-amounts-and-ratios",
        "po",
        wording=0,
        heads=words,
        numbers="none",
        change=texts_and_ratios,
    ),
    Layout(
        "hidden-rows-and-prose",
        "hbo",
        wording=1,
        heads=words,
        change=hide_and_prose,
    ),
    Layout(
        "odd-places",
        "po",
        (("Blad1", ("equity", "cash")), ("Blad2", ("income", "balance"))),
        2,
        words,
        first_row=3,
        first_column=2,
        numbers="none",
        board_title=False,
        blanks=True,
        seed=7,
    ),
)

HELD_OUT: Final = (
    Layout(
        "held-out-stacked-thousands",
        "vo",
        (("Jaarstukken", ALL),),
        3,
        unit_below,
        scale=1000,
        unit="bedragen in duizenden euro's",
        numbers="dotted",
        blanks=True,
        seed=3,
    ),
    Layout(
        "held-out-below-two-columns",
        "hbo",
        wording=2,
        heads=short,
        label="two",
        totals="below",
        numbers="none",
        extras=("diff",),
    ),
    Layout(
        "held-out-side-previous-first",
        "mbo",
        wording=3,
        heads=years,
        order=("previous", "current", "budget"),
        side_by_side=True,
        numbers="none",
    ),
    Layout(
        "held-out-english-heads",
        "po",
        wording=3,
        heads=english,
        numbers="none",
        negative_costs=True,
        title=lambda name, _: {
            "balance": "Balance sheet",
            "income": "Statement of income and expenses",
            "cash": "Cash flow statement",
            "equity": "Changes in equity",
        }[name],
    ),
    Layout(
        "held-out-spaces-notes",
        "mbo",
        (("Jaarrekening 2025", ("balance", "income", "cash")),),
        1,
        two_rows,
        label="spaces",
        numbers="rj",
        extras=("note", "percent"),
        totals="above",
    ),
    Layout(
        "held-out-consolidated-stacked",
        "vo",
        (("Cijfers", ("balance", "income")),),
        3,
        words,
        consolidated="sheets",
        numbers="none",
        sheet_name=lambda name, cons: f"{name} ({'cons.' if cons else 'enk.'})",
        general="title",
    ),
)
