"""Trial balances as other hands lay them out, with the line of every account."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.workbook.cells import Cell, CellValue, Merge, SheetCells

Row = list[CellValue | None]
SECTORS: Final = ("po", "vo", "mbo", "hbo", "swv")
PARTS: Final = ("assets", "funding", "income", "expenses", "financial")


@dataclass(frozen=True)
class Account:
    """An account with its balance to the cent, debit positive; ``line`` is empty for one that must be left out."""

    number: str
    words: str
    line: str
    balance: Decimal
    part: str
    previous: Decimal = Decimal(0)

    @property
    def flow(self) -> bool:
        """Whether it is of income and expenses."""
        return self.part in ("income", "expenses", "financial")


@dataclass(frozen=True)
class Plan:
    """How a board numbers its accounts: where each part begins, the step, and how numbers are written."""

    name: str
    starts: Mapping[str, int]
    step: int
    width: int = 4


PLANS: Final = (
    Plan("usual", {"assets": 100, "funding": 1500, "income": 8000, "expenses": 4000, "financial": 9000}, 10),
    Plan("rj", {"assets": 1100, "funding": 2100, "income": 3100, "expenses": 4100, "financial": 5100}, 10),
    Plan("long", {"assets": 10000, "funding": 20000, "income": 80000, "expenses": 40000, "financial": 90000}, 100, 5),
    Plan("dense", {"assets": 1, "funding": 1001, "income": 8001, "expenses": 4001, "financial": 4901}, 3),
)


@dataclass(frozen=True)
class Ledger:
    """The accounts of one invented board; they tie."""

    sector: str
    accounts: tuple[Account, ...]
    result: Decimal  # positive: more income than expenses


@cache
def kinds() -> dict[str, list[dict[str, Any]]]:
    """Return what accounts there are."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        Path(__file__).with_name("ledgers.yaml").read_text(encoding="utf-8")
    )
    return found


def make_ledger(seed: int, plan: Plan, sector: str, *, appropriated: bool = False) -> Ledger:
    """Make up a ledger; after appropriation the reserve holds the result and a contra account closes the flows."""
    chance = random.Random(seed)  # noqa: S311 - invented figures
    accounts = []
    for part in PARTS:
        number = plan.starts[part]
        for kind in kinds()[part]:
            if sector in kind.get("only", SECTORS) and sector not in kind.get("not", ()):
                side = -1 if part in ("funding", "income") or kind.get("credit") else 1
                amount = Decimal(chance.randint(80_000, 120_000) * abs(kind["share"])).scaleb(-1) + Decimal("0.37")
                balance = amount * side * (1 if kind["share"] > 0 else -1)
                words = chance.choice(kind["names"])
                accounts.append(Account(f"{number:0{plan.width}d}", words, kind["line"], balance, part))
                number += plan.step
    result = -sum((each.balance for each in accounts if each.flow), Decimal(0))
    if appropriated:
        words = chance.choice(["Resultaatbestemming (tegenrekening)", "Bestemming resultaat boekjaar"])
        accounts.append(
            Account(f"{plan.starts['financial'] + 50 * plan.step:0{plan.width}d}", words, "", result, "financial")
        )
    rest = sum((each.balance for each in accounts), Decimal(0))
    place = next(place for place, each in enumerate(accounts) if each.line == "BankBalances")
    bank = accounts[place]
    accounts[place] = replace(bank, balance=bank.balance + max(-rest, Decimal(0)))
    place = next(place for place, each in enumerate(accounts) if each.line == "GeneralReserve")
    reserve = accounts[place]
    accounts[place] = replace(reserve, balance=reserve.balance - max(rest, Decimal(0)))
    return Ledger(sector, tuple(sorted(accounts, key=lambda each: int(each.number))), result)


@dataclass
class Page:
    """A sheet in the making."""

    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def sheet(self, name: str = "Export") -> SheetCells:
        """Return the cells."""
        cells = (
            Cell(CellRef(name, row, column), value, _shown(value))
            for row, values in enumerate(self.rows, 1)
            for column, value in enumerate(values, 1)
            if value is not None
        )
        return SheetCells(name, tuple(cells), merges=tuple(self.merges))


def _shown(value: CellValue) -> str:
    return format(value, "f").replace(".", ",") if isinstance(value, Decimal) else str(value)


def dutch(value: Decimal) -> str:
    """Write an amount as a Dutch text export does."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def sides(balance: Decimal) -> tuple[Decimal, Decimal]:
    """Split a balance into debit and credit."""
    return max(balance, Decimal(0)), max(-balance, Decimal(0))


# layouts


def columns_with_halves(ledger: Ledger) -> Page:
    """Closing balances, income statement and balance sheet in pairs below merged heads, and a grand total."""
    page = Page([["Kolommenbalans"], ["Boekjaar 2025"], [None, None, "Saldibalans", None, "W&V", None, "Balans", None]])
    page.rows.append(["Rek.nr", "Naam", *["Debet", "Credit"] * 3])
    page.merges += [Merge(3, column, 3, column + 1) for column in (3, 5, 7)]
    for each in ledger.accounts:
        pair, none = list(sides(each.balance)), [None, None]
        page.rows.append(
            [each.number, each.words, *pair, *(pair if each.flow else none), *(none if each.flow else pair)]
        )
    totals = [sum((Decimal(str(row[c] or 0)) for row in page.rows[4:]), Decimal(0)) for c in range(2, 8)]
    page.rows.append([None, "Totaal", *totals])
    return page


def signed_numbers(ledger: Ledger) -> Page:
    """Numbers as numbers, one signed column a year, the words cut off, and accounts without money."""
    page = Page([["Grootboeknr", "Omschrijving grootboek", "Saldo 2025", "Saldo 2024"]])
    for each in ledger.accounts:
        page.rows.append([Decimal(int(each.number)), each.words[:40], each.balance, each.balance * 2])
    last = max(int(each.number) for each in ledger.accounts)
    base = (last // 1000 + 1) * 1000
    page.rows += [
        [Decimal(base), "Aantal leerlingen 1 oktober", Decimal(812), Decimal(799)],
        [Decimal(base + 1), "Formatie in fte", Decimal("61.4"), Decimal("60.2")],
        [Decimal(base + 2), "Vloeroppervlak m2", Decimal(9120), Decimal(9120)],
    ]
    return page


def credit_positive(ledger: Ledger) -> Page:
    """One column in which credit is positive, behind the group of each account."""
    groups = {
        "assets": "Activa",
        "funding": "Passiva",
        "income": "Baten",
        "expenses": "Lasten",
        "financial": "Financieel",
    }
    page = Page([["Saldilijst per 31-12-2025 (credit = positief)"], ["Groep", "Rekening", "Omschrijving", "Saldo"]])
    page.rows += [[groups[each.part], each.number, each.words, -each.balance] for each in ledger.accounts]
    return page


def letters_in_text(ledger: Ledger) -> Page:
    """Texts only, as a csv has them: Dutch amounts with a letter beside them, opening to closing."""
    page = Page(
        [
            ["Boekjaar 2025"],
            ["Rekening", "Omschrijving", "Beginsaldo", "D/C", "Debet mutatie", "Credit mutatie", "Eindsaldo", "D/C"],
        ]
    )
    openings = {
        each.number: Decimal(0) if each.flow else (each.balance / 2).quantize(Decimal("0.01"))
        for each in ledger.accounts
    }
    reserve = next(each.number for each in ledger.accounts if each.line == "GeneralReserve")
    openings[reserve] -= sum(openings.values())
    for each in ledger.accounts:
        opening = openings[each.number]
        debit, credit = sides(each.balance - opening)
        row: Row = [each.number, each.words, dutch(abs(opening)), _letter(opening), dutch(debit), dutch(credit)]
        page.rows.append([*row, dutch(abs(each.balance)), _letter(each.balance)])
    return page


def _letter(balance: Decimal) -> str | None:
    return None if balance == 0 else "D" if balance > 0 else "C"


def centres_in_rows(ledger: Ledger) -> Page:
    """Costs and income over schools in rows, with totals of each and an internal charge that cancels out."""
    page = Page([["Kpl", "Naam kpl", "Grootboek", "Omschrijving", "Debet 2025", "Credit 2025"]])
    centres = (("100", "Bureau"), ("210", "School Noord"), ("220", "School Zuid"))
    for place, (code, name) in enumerate(centres):
        start = len(page.rows)
        for each in ledger.accounts:
            if each.flow:
                third = (each.balance / 3).quantize(Decimal("0.01"))
                balance = each.balance - 2 * third if place == 0 else third
                page.rows.append([code, name, each.number, each.words, *sides(balance)])
            elif place == 0:
                page.rows.append([code, name, each.number, each.words, *sides(each.balance)])
        charge = Decimal(2000) if place == 0 else Decimal(-1000)
        last = max(ledger.accounts, key=lambda each: int(each.number)).number
        number = str(int(last) + 7).zfill(len(last))
        page.rows.append([code, name, number, "Interne doorbelasting bureau", *sides(charge)])
        own = page.rows[start:]
        page.rows.append(
            [
                None,
                None,
                None,
                f"Totaal {name}",
                *(sum((Decimal(str(row[c])) for row in own), Decimal(0)) for c in (4, 5)),
            ]
        )
    return page


def centres_in_columns(ledger: Ledger) -> Page:
    """A signed column for each school and one for all."""
    page = Page([["Rekening", "Naam", "Bureau", "School Noord", "School Zuid", "Totaal"]])
    for each in ledger.accounts:
        third = (each.balance / 3).quantize(Decimal("0.01")) if each.flow else Decimal(0)
        page.rows.append([each.number, each.words, each.balance - 2 * third, third, third, each.balance])
    return page


def centres_without_total(ledger: Ledger) -> Page:
    """The same without the column for all."""
    page = centres_in_columns(ledger)
    return Page([row[:-1] for row in page.rows])


def grouped(ledger: Ledger) -> Page:
    """Number and words in one column, headings above, and totals under short numbers between the accounts."""
    page = Page([["Proefbalans 2025"], ["Grootboekrekening", "Debet", "Credit"]])
    for part in PARTS:
        own = [each for each in ledger.accounts if each.part == part]
        page.rows.append([{"assets": "Activa", "funding": "Passiva", "income": "Baten"}.get(part, "Lasten")])
        page.rows += [[f"{each.number} {each.words}", *sides(each.balance)] for each in own]
        page.rows.append(
            [f"Totaal {part}", *(sum((sides(each.balance)[c] for each in own), Decimal(0)) for c in (0, 1))]
        )
    return page


LAYOUTS: Final[dict[str, Callable[[Ledger], Page]]] = {
    "halves": columns_with_halves,
    "signed": signed_numbers,
    "credit": credit_positive,
    "letters": letters_in_text,
    "centre rows": centres_in_rows,
    "centre columns": centres_in_columns,
    "centres only": centres_without_total,
    "grouped": grouped,
}


def transactions(count: int) -> SheetCells:
    """Return a list of journal entries, which is no trial balance."""
    names = ("Datum", "Dagboek", "Boekstuk", "Rekening", "Omschrijving", "Debet", "Credit")
    days = [f"{day:02d}-{month:02d}-2025" for month in range(1, 13) for day in range(1, 29)]
    rows: list[Row] = [list(names)]
    for place in range(count):
        amount = Decimal(place % 977 + 1)
        pair: Sequence[Decimal] = (amount, Decimal(0)) if place % 2 else (Decimal(0), amount)
        number = f"{4000 + 10 * (place % 60):04d}"
        rows.append([days[place % len(days)], "70", f"2025{place:06d}", number, f"Factuur {place}", *pair])
    return Page(rows).sheet("Mutaties")


def books(seeds: Sequence[int]) -> Iterator[tuple[str, Ledger, SheetCells]]:
    """Give one trial balance for every layout, plan and seed, before and after appropriation."""
    for seed in seeds:
        for place, (name, layout) in enumerate(LAYOUTS.items()):
            plan = PLANS[(seed + place) % len(PLANS)]
            sector = SECTORS[(seed + place // 2) % len(SECTORS)]
            ledger = make_ledger(seed * 100 + place, plan, sector, appropriated=(seed + place) % 3 == 0)
            yield f"{name}/{plan.name}/{sector}/{seed}", ledger, layout(ledger).sheet()
