"""The accounts of one entity: two years and a budget that follow from a few drivers, and tie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from samples.builder.boards import Board, Drivers
from samples.builder.chance import swing, varied
from samples.builder.sums import Amounts, Figures, with_totals
from samples.builder.tables import Line, statement_lines

BALANCE = ("2023", "2024", "2025")
INCOME = ("2024", "2025", "budget")
YEARS = ("2024", "2025")
WEAR_KEYS = {
    "AmortisationIntangibleAssets": ("IntangibleAssets",),
    "DepreciationPropertyPlantEquipment": ("LandAndBuildings", "InventoryAndEquipment", "PropertyPlantEquipmentOther"),
}
_EQUITY = next(line for line in statement_lines("balans") if line.key == "Equity")
_EQUITY_KEYS = [key for part in _EQUITY.parts for key in part.keys]
_TEN_THOUSAND = 10_000


@dataclass
class Books:
    """Everything the statements of one entity are made of: lowest lines, and movements that the cash flow needs."""

    balance: Figures = field(default_factory=dict)
    income: Figures = field(default_factory=dict)
    invested: Figures = field(default_factory=dict)
    sold: Amounts = field(default_factory=lambda: dict.fromkeys(YEARS, 0))
    profit_on_sales: Amounts = field(default_factory=lambda: dict.fromkeys(YEARS, 0))
    worn: Figures = field(default_factory=dict)
    borrowed: Amounts = field(default_factory=lambda: dict.fromkeys(YEARS, 0))
    repaid: Amounts = field(default_factory=lambda: dict.fromkeys(YEARS, 0))
    other_equity: Amounts = field(default_factory=lambda: dict.fromkeys(YEARS, 0))

    def balance_sheet(self) -> Figures:
        """Return the balance sheet with its totals, at the end of three years."""
        return with_totals(statement_lines("balans"), self.balance, BALANCE)

    def income_statement(self) -> Figures:
        """Return the staat van baten en lasten with its totals."""
        return with_totals(statement_lines("baten-en-lasten"), self.income, INCOME)


@dataclass(frozen=True, slots=True)
class Shared:
    """What a board gets from the company it owns: its share in capital, in results, and what the company owes it."""

    capital: Amounts
    results: Amounts
    owed: Amounts


def make_books(board: Board, drivers: Drivers, shares: str, shared: Shared | None = None) -> Books:
    """Return books that tie: wages close the result, the bank balance closes the balance sheet."""
    return _Maker(board.seed, drivers, shares, shared).make()


class _Maker:
    def __init__(self, seed: int, drivers: Drivers, shares: str, shared: Shared | None) -> None:
        self.seed, self.drivers, self.shares, self.shared = seed, drivers, shares, shared
        self.books = Books(other_equity=dict(zip(YEARS, drivers.other_equity, strict=True)))

    def make(self) -> Books:
        for line in statement_lines("balans"):
            self._fill_balance(line)
        for line in statement_lines("baten-en-lasten"):
            self._fill_income(line)
        self._close_income()
        self._close_equity()
        self._close_balance()
        return self.books

    def _fill_balance(self, line: Line) -> None:
        share = line.share(self.shares)
        if share == "-":
            self.books.balance[line.key] = {}
        elif share == "share" and self.shared:
            self.books.balance[line.key] = self.shared.capital
        elif share == "internal" and self.shared:
            self.books.balance[line.key] = self.shared.owed
        elif _is_number(share):
            self.books.balance[line.key] = self._moved(line, float(share))

    def _moved(self, line: Line, share: float) -> Amounts:
        kind, *params = line.moves.split()
        opening = varied(share / _TEN_THOUSAND * self.drivers.baten, 0.04, self.seed, line.key, "opening")
        amounts = {BALANCE[0]: opening}
        for before, year in zip(BALANCE, YEARS, strict=False):
            amounts[year] = _MOVES[kind](self, line.key, year, amounts[before], *map(float, params))
        return amounts

    def walk(self, key: str, year: str, opening: int, width: float = 0.05) -> int:
        return round(opening * (1 + self.drivers.growth / 2 + width * swing(self.seed, key, year)))

    def grow(self, key: str, year: str, opening: int, width: float) -> int:
        return opening + round(opening * width * abs(swing(self.seed, key, year)))

    def shrink(self, key: str, year: str, opening: int, rate: float) -> int:
        return opening - varied(opening * rate, 0.1, self.seed, key, year)

    def repay(self, key: str, year: str, opening: int, rate: float, new: float = 0) -> int:
        repaid = varied(opening * rate, 0.08, self.seed, key, year, "repaid")
        borrowed = varied(opening * new, 0.3, self.seed, key, year, "borrowed")
        self.books.repaid[year] += repaid
        self.books.borrowed[year] += borrowed
        return opening + borrowed - repaid

    def wear(self, key: str, year: str, opening: int, rate: float) -> int:
        worn = varied(opening * rate, 0.05, self.seed, key, year, "worn")
        invested = varied(worn * 1.04, 0.22, self.seed, key, year, "invested")
        sold = 0 if key == "IntangibleAssets" else varied(opening * 0.004, 0.6, self.seed, key, year, "sold")
        self.books.worn.setdefault(key, {})[year] = worn
        self.books.invested.setdefault(key, {})[year] = invested
        self.books.sold[year] += sold
        self.books.profit_on_sales[year] += round(sold * 0.2 * swing(self.seed, key, year, "profit"))
        return opening + invested - worn - sold

    def _fill_income(self, line: Line) -> None:
        share = line.share(self.shares)
        if share == "-":
            self.books.income[line.key] = {}
        elif share == "wear":
            self.books.income[line.key] = self._worn(line.key)
        elif share == "share" and self.shared:
            self.books.income[line.key] = self.shared.results
        elif _is_number(share.rstrip("~")):
            self.books.income[line.key] = self._earned(line.key, share)

    def _worn(self, key: str) -> Amounts:
        worn = {year: sum(self.books.worn.get(asset, {}).get(year, 0) for asset in WEAR_KEYS[key]) for year in YEARS}
        return worn | {"budget": varied(worn["2025"] * 1.01, 0.04, self.seed, key, "budget")}

    def _earned(self, key: str, share: str) -> Amounts:
        base = float(share.rstrip("~")) / _TEN_THOUSAND * self.drivers.baten
        previous = varied(base, 0.05, self.seed, key, "2024")
        current = varied(previous * (1 + self.drivers.growth), 0.04, self.seed, key, "2025")
        budget = varied(current * 0.985, 0.03, self.seed, key, "budget")
        amounts = {"2024": previous, "2025": current, "budget": budget}
        return {column: amounts[column] for column in INCOME if not (column == "budget" and share.endswith("~"))}

    def _close_income(self) -> None:
        before = self.books.income_statement()
        self.books.income["WagesSalaries"] = {
            column: before["NetResultAfterTax"][column] - self._wanted(before["Income"][column], column, ratio)
            for column, ratio in zip(INCOME, self.drivers.result, strict=True)
        }

    def _wanted(self, income: int, column: str, ratio: float) -> int:
        return varied(income * ratio, 0.03, self.seed, "result", column)

    def _close_equity(self) -> None:
        result = self.books.income_statement()["NetResultAfterTax"]
        equity = self._equity(result)
        if any(line.moves == "result" and line.share(self.shares) for line in statement_lines("balans")):
            earlier = self._wanted(self.drivers.baten, "2023", 0.007)
            self.books.balance["ResultForTheYear"] = {"2023": earlier, "2024": result["2024"], "2025": result["2025"]}
        others = [
            self.books.balance[key] for key in _EQUITY_KEYS if key in self.books.balance and key != "GeneralReserve"
        ]
        self.books.balance["GeneralReserve"] = {
            year: equity[year] - sum(amounts.get(year, 0) for amounts in others) for year in BALANCE
        }

    def _equity(self, result: Mapping[str, int]) -> Amounts:
        keys = [key for key in _EQUITY_KEYS if key in self.books.balance]
        equity = {"2023": sum(self.books.balance[key].get("2023", 0) for key in keys)}
        for before, year in zip(BALANCE, YEARS, strict=False):
            equity[year] = equity[before] + result[year] + self.books.other_equity[year]
        return equity

    def _close_balance(self) -> None:
        sheet = self.books.balance_sheet()
        self.books.balance["BankBalances"] = {
            year: sheet["EquityAndLiabilities"][year] - sheet["Assets"][year] for year in BALANCE
        }


_MOVES: dict[str, Callable[..., int]] = {
    "walk": _Maker.walk,
    "grow": _Maker.grow,
    "shrink": _Maker.shrink,
    "repay": _Maker.repay,
    "wear": _Maker.wear,
    "rest": _Maker.walk,
}


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
