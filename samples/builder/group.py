"""A board and the company it owns: what the board's own accounts show of it, and the consolidation."""

from collections.abc import Iterable

from samples.builder.boards import Board, Subsidiary
from samples.builder.books import BALANCE, INCOME, YEARS, Books, Shared, make_books
from samples.builder.sums import Amounts, Figures

_OWED, _PAYABLE = "ReceivablesOtherRelatedPartiesCurrent", "PayablesOtherCurrent"
_EARNED, _PAID = "IncomeSecondmentPersonnel", "EmployeeExpensesHiredStaff"


def make_group(board: Board) -> tuple[Books, Books | None]:
    """Return the books of the board itself and, if it owns a company, those of the group."""
    if board.subsidiary is None:
        return make_books(board, board.drivers, board.shares), None
    company = make_books(board, board.subsidiary, "dochter")
    outside = _outside_capital(company, board.subsidiary)
    parent = make_books(board, board.drivers, board.shares, _shared(company, outside, board.subsidiary))
    return parent, _consolidate(parent, company, outside, board.subsidiary)


def _outside_capital(company: Books, owned: Subsidiary) -> Amounts:
    """Return what third parties own of the company at each year's end."""
    outside = {"2023": round((1 - owned.share) * company.balance_sheet()["Equity"]["2023"])}
    for before, year in zip(BALANCE, YEARS, strict=False):
        outside[year] = outside[before] + _outside_results(company, owned)[year]
    return outside


def _outside_results(company: Books, owned: Subsidiary) -> Amounts:
    result = company.income_statement()["NetResultAfterTax"]
    return {column: round((1 - owned.share) * result[column]) for column in INCOME}


def _shared(company: Books, outside: Amounts, owned: Subsidiary) -> Shared:
    equity = company.balance_sheet()["Equity"]
    result = company.income_statement()["NetResultAfterTax"]
    others = _outside_results(company, owned)
    return Shared(
        capital={year: equity[year] - outside[year] for year in BALANCE},
        results={column: result[column] - others[column] for column in INCOME},
        owed=_internal(company.balance[_PAYABLE], owned),
    )


def _internal(amounts: Amounts, owned: Subsidiary) -> Amounts:
    return {column: round(owned.internal * amount) for column, amount in amounts.items()}


def _consolidate(parent: Books, company: Books, outside: Amounts, owned: Subsidiary) -> Books:
    group = Books(
        balance=_sum_figures((parent.balance, company.balance)),
        income=_sum_figures((parent.income, company.income)),
        invested=_sum_figures((parent.invested, company.invested)),
        worn=_sum_figures((parent.worn, company.worn)),
        sold=_sum(parent.sold, company.sold),
        profit_on_sales=_sum(parent.profit_on_sales, company.profit_on_sales),
        borrowed=_sum(parent.borrowed, company.borrowed),
        repaid=_sum(parent.repaid, company.repaid),
        other_equity=parent.other_equity,
    )
    _eliminate(group, parent, company, owned)
    _show_third_parties(group, outside, _outside_results(company, owned))
    return group


def _eliminate(group: Books, parent: Books, company: Books, owned: Subsidiary) -> None:
    del group.balance["ParticipatingInterestsNoncurrent"], group.balance[_OWED]
    del group.income["ShareInResultsParticipatingInterests"]
    group.balance["GeneralReserve"] = parent.balance["GeneralReserve"]
    group.balance[_PAYABLE] = _minus(group.balance[_PAYABLE], parent.balance[_OWED])
    lent = _internal(company.income[_EARNED], owned)
    for key in (_EARNED, _PAID):
        group.income[key] = _minus(group.income[key], lent)


def _show_third_parties(group: Books, capital: Amounts, results: Amounts) -> None:
    group.balance["NoncontrollingInterest"] = capital
    group.income["ResultAttributableNoncontrollingInterest"] = results


def _sum_figures(sides: Iterable[Figures]) -> Figures:
    total: Figures = {}
    for side in sides:
        for key, amounts in side.items():
            total[key] = _sum(total.get(key, {}), amounts)
    return total


def _sum(left: Amounts, right: Amounts) -> Amounts:
    columns = dict.fromkeys((*left, *right))
    return {column: left.get(column, 0) + right.get(column, 0) for column in columns}


def _minus(left: Amounts, right: Amounts) -> Amounts:
    return {column: amount - right[column] for column, amount in left.items()}
