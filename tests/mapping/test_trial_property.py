"""Random accounts cut into random ranges: the lines add up to the trial balance, and nothing is lost."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mapping.ledger import Grid, amounts, convert, errors, trial, workbook
from xbrl_pipeline.model.ledger import Fate

LINES = {"Buildings": 1, "Cash": 1, "Reserve": -1, "Creditors": -1, "Wages": 1, "Rent": 1, "Refunds": -1, "Fees": -1}
BALANCE = ("Buildings", "Cash", "Reserve", "Creditors")
BALANCES = st.dictionaries(st.integers(0, 9998), st.integers(-(10**12), 10**12), min_size=1, max_size=30)
CUTS = st.lists(st.integers(1, 9998), unique=True, max_size=15)


def _entries(cuts: list[int], names: list[str]) -> list[dict[str, Any]]:
    edges = [0, *sorted(cuts), 9999]
    ranges = [f"{first}-{last - 1}" for first, last in pairwise(edges)]
    lines = [{"accounts": span, "concept": name} for span, name in zip(ranges, names, strict=True)]
    return [*lines, {"accounts": "9999", "concept": "Furniture"}, {"result": True, "concept": "ResultForTheYear"}]


@settings(max_examples=120)
@given(BALANCES, CUTS, st.data())
def test_the_sum_of_the_lines_is_the_trial_balance(
    balances: dict[int, int], cuts: list[int], data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(list(LINES)), min_size=len(cuts) + 1, max_size=len(cuts) + 1))
    rows = [*balances.items(), (9999, -sum(balances.values()))]
    grid: Grid = {}
    for row, (number, balance) in enumerate(rows, start=2):
        grid |= {
            f"A{row}": f"{number:04d}",
            f"B{row}": "x",
            f"{'C' if balance > 0 else 'D'}{row}": Decimal(abs(balance)),
        }
    block = trial(header_row=None, amounts=[_plain(trial()["amounts"][0])], accounts=_entries(cuts, names))
    book = workbook(grid)
    mapped = convert(book, block)
    assert errors(mapped) == []
    found = amounts(mapped)
    signed = {**LINES, "Furniture": 1}
    expected: dict[str, int] = {}
    for number, balance in rows:
        line = "Furniture" if number == 9999 else names[sum(cut <= number for cut in cuts)]
        if balance:
            expected[line] = expected.get(line, 0) + signed[line] * balance
    assert {line: found[line] for line in expected} == expected
    assert sum((signed[line] * found.get(line, Decimal(0)) for line in signed), Decimal(0)) == 0
    assert found.get("Assets", 0) == found.get("EquityAndLiabilities", 0)
    fates = [entry.fate for entry in mapped.ledger.entries if entry.cell.sheet == "Saldi" and entry.cell.column > 2]
    assert fates.count(Fate.FACT) == sum(bool(balance) for _, balance in rows)
    assert set(fates) <= {Fate.FACT, Fate.NIL}
    assert len(mapped.ledger.entries) == sum(len(part.cells) for part in book.sheets)


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if name != "header"}


CENTS = st.integers(-(10**9), 10**9)


@settings(max_examples=100)
@given(st.lists(CENTS, min_size=9, max_size=9))
def test_rounding_stays_between_the_lines_that_may_carry_it(cents: list[int]) -> None:
    numbers = ("0100", "0200", "1600", "0500", "0510", "4000", "4100", "4200", "8000", "8010")
    values = [*cents, -sum(cents)]
    grid: Grid = {}
    for row, (number, value) in enumerate(zip(numbers, values, strict=True), start=2):
        grid |= {f"A{row}": number, f"B{row}": "x", f"C{row}": Decimal(value) / 100}
    single = [{"means": "current", "form": "balance", "column": "C"}]
    block = trial(header_row=None, amounts=single, rounding=["Creditors", "Rent"])
    mapped = convert(workbook(grid), block)
    if all(values):
        assert errors(mapped) == []
        found = amounts(mapped)
        assert found["Assets"] == found["EquityAndLiabilities"]
        assert found["NetResultAfterTax"] == found["ResultForTheYear"]
        assert all(value == value.to_integral_value() for value in found.values())
        exact = {"Buildings": values[0], "Furniture": values[1], "Wages": values[5], "Fees": -values[8] - values[9]}
        for line, value in exact.items():
            assert abs(found[line] - Decimal(value) / 100) <= Decimal("0.5")
        assert abs(found["Creditors"] + Decimal(values[2]) / 100) <= 3
