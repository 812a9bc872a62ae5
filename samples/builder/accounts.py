"""The general ledger behind a board's statements: what its trial balance holds before the result is appropriated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samples.builder.books import Books
from samples.builder.chance import varied
from samples.builder.sums import Amounts
from samples.builder.tables import Line, statement_lines

YEARS = ("2025", "2024")
COLUMNS = (*YEARS, "budget")
RESERVE, RESULT, CURRENT_ACCOUNT = "GeneralReserve", "ResultForTheYear", 1990
_FIRST = {"assets": 100, "funding": 2500, "income": 8000, "expenses": 4000}
_STEP = 20
_SPLIT = (("I", 0.5), ("II", 0.3))
_WORN = ("LandAndBuildings", "InventoryAndEquipment", "PropertyPlantEquipmentOther", "IntangibleAssets")
_DEBIT_INCOME = ("InterestExpensesRelatedExpenses",)
_CREDIT_EXPENSES = ("EmployeeBenefitsReceived",)
_MOVED = {"2025": 48_250, "2024": -31_900}  # the current account: first a debt, then a claim
CLAIM, DEBT = "ReceivablesOtherCurrent", "PayablesOtherCurrent"


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its balances, debit positive; a column without amount is shown as a dash."""

    number: int
    words: str
    balances: Amounts
    concept: str

    @property
    def shown(self) -> str:
        """The number as exports show it."""
        return f"{self.number:04d}"


@dataclass(frozen=True, slots=True)
class Block:
    """The accounts of one line: a range of numbers of its own."""

    line: Line
    first: int
    accounts: tuple[Account, ...]

    @property
    def range(self) -> str:
        """The range as a mapping names it."""
        return f"{self.first:04d}-{self.first + _STEP - 1:04d}"


def make_blocks(books: Books, seed: int) -> tuple[Block, ...]:
    """Return a block of accounts for every lowest line of balance sheet and income statement."""
    return tuple(_Maker(books, seed).blocks())


class _Maker:
    def __init__(self, books: Books, seed: int) -> None:
        self.books, self.seed, self.next = books, seed, dict(_FIRST)
        self.result = books.income_statement()["NetResultAfterTax"]

    def blocks(self) -> Iterator[Block]:
        part = "assets"
        for line in statement_lines("balans"):
            part = "funding" if line.label == "PASSIVA" else part
            if not line.parts and line.key in self.books.balance and line.key != RESULT:
                yield self._block(line, part, 1 if part == "assets" else -1, self._balance(line.key))
        for line in statement_lines("baten-en-lasten"):
            part = {"BATEN": "income", "LASTEN": "expenses"}.get(line.label, part)
            if not line.parts and line.key in self.books.income:
                credit = line.key in _CREDIT_EXPENSES or (_earns(line.key, part) and line.key not in _DEBIT_INCOME)
                yield self._block(line, part, -1 if credit else 1, self.books.income[line.key])

    def _balance(self, key: str) -> Amounts:
        """Return a line before appropriation, and without the current account that stands on either side."""
        amounts = {year: self.books.balance[key][year] for year in YEARS if year in self.books.balance[key]}
        if key == RESERVE and RESULT not in self.books.balance:
            return {year: amount - self.result[year] for year, amount in amounts.items()}
        side = {CLAIM: 1, DEBT: -1}.get(key, 0)
        return {year: amount - max(0, side * _MOVED[year]) * abs(side) for year, amount in amounts.items()}

    def _block(self, line: Line, part: str, side: int, amounts: Amounts) -> Block:
        first = self.next[part]
        self.next[part] += _STEP
        parts = list(self._split(line, {column: side * amount for column, amount in amounts.items()}))
        accounts = [Account(first + step, words, held, line.key) for step, (words, held) in enumerate(parts)]
        return Block(line, first, tuple(accounts))

    def _split(self, line: Line, balances: Mapping[str, int]) -> Iterator[tuple[str, Amounts]]:
        rest = dict(balances)
        if line.key in _WORN:
            worn = {
                year: varied(amount * 0.6, 0.1, self.seed, line.key, year, "depreciated")
                for year, amount in rest.items()
            }
            yield f"{line.label}: aanschafwaarde", {year: rest[year] + worn[year] for year in rest}
            yield f"{line.label}: cumulatieve afschrijving", {year: -amount for year, amount in worn.items()}
            return
        for name, share in _SPLIT:
            taken = {key: varied(amount * share, 0.2, self.seed, line.key, key, name) for key, amount in rest.items()}
            rest = {key: amount - taken[key] for key, amount in rest.items()}
            yield f"{line.label} {name}", taken
        yield f"{line.label} (correcties)", rest
        if not balances:
            yield f"{line.label} (vervallen)", dict.fromkeys(COLUMNS, 0)


def current_account() -> Account:
    """Return the account whose line follows from its sign."""
    return Account(CURRENT_ACCOUNT, "Rekening-courant gemeente Fictiestad", dict(_MOVED), "")


def result_line(books: Books) -> str:
    """Return the line on which the board shows the result: its own before appropriation, else the reserve."""
    return RESULT if RESULT in books.balance else RESERVE


def _earns(key: str, part: str) -> bool:
    return part == "income" or key in {"InterestIncomeRelatedIncome", "ShareInResultsParticipatingInterests"}
