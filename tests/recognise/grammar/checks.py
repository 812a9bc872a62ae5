"""Checks that do not use the generator: formulas, and the model's sums over the facts of a key."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

REF = re.compile(r"([+-]?)(?:'((?:[^']|'')+)'!|([A-Za-z0-9_]+)!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")

# The sums of the model, written down apart from the generator.
MODEL: tuple[tuple[str, tuple[tuple[int, str], ...]], ...] = (
    ("Assets", ((1, "AssetsNoncurrent"), (1, "AssetsCurrent"))),
    ("AssetsNoncurrent", ((1, "IntangibleAssets"), (1, "PropertyPlantEquipment"), (1, "FinancialAssets"))),
    (
        "AssetsCurrent",
        ((1, "Inventories"), (1, "Receivables"), (1, "SecuritiesCurrent"), (1, "CashAndCashEquivalents")),
    ),
    ("Assets", ((1, "EquityAndLiabilities"),)),
    ("BalanceIncomeAndExpenses", ((1, "Income"), (-1, "Expenses"))),
    ("ResultBeforeTax", ((1, "BalanceIncomeAndExpenses"), (1, "FinancialIncomeExpenses"))),
    ("FinancialIncomeExpenses", ((1, "InterestIncomeRelatedIncome"), (-1, "InterestExpensesRelatedExpenses"))),
    ("ResultAfterTax", ((1, "ResultBeforeTax"), (-1, "IncomeTaxExpense"), (1, "ShareInResultsParticipatingInterests"))),
    (
        "NetCashFlows",
        ((1, "CashFlowOperatingActivities"), (1, "CashFlowInvestingActivities"), (1, "CashFlowFinancingActivities")),
    ),
    ("NetCashFlows", ((1, "IncreaseDecreaseCashAndCashEquivalents"),)),
    ("OperatingResultCashFlow", ((1, "BalanceIncomeAndExpenses"),)),
    ("CashAndCashEquivalentsCashFlow", ((1, "CashAndCashEquivalents"),)),
    ("EquityGroup", ((1, "Equity"), (1, "NoncontrollingInterest"))),
    ("CashFlowFinancingActivities", ((1, "NewBorrowings"), (-1, "RepaymentsBorrowings"))),
    (
        "AdjustmentsDepreciationAndAmortisationExpense",
        ((1, "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets"),),
    ),
)
MAY_MISS = {
    "IntangibleAssets",
    "FinancialAssets",
    "Inventories",
    "SecuritiesCurrent",
    "IncomeTaxExpense",
    "ShareInResultsParticipatingInterests",
    "NoncontrollingInterest",
    "NewBorrowings",
    "RepaymentsBorrowings",
    "PropertyPlantEquipment",
}
ONLY_T = {"AssetsNoncurrent", "AssetsCurrent"}


def column(name: str) -> int:
    """The number of a column."""
    n = 0
    for ch in name:
        n = n * 26 + ord(ch) - 64
    return n


def letters(n: int) -> str:
    """The name of a column."""
    text = ""
    while n:
        n, r = divmod(n - 1, 26)
        text = chr(65 + r) + text
    return text


def evaluate(formula: str, sheet: str, got: dict[str, dict[str, Any]]) -> Decimal:
    """The value of a formula of sums, plus and minus, from cached values."""
    body = formula[1:]
    total = Decimal(0)
    inside = body
    for sign, quoted, plain, c1, r1, c2, r2 in REF.findall(inside):
        other = quoted.replace("''", "'") or plain or sheet
        cells = [f"{c1}{r1}"]
        if c2:
            cells = [f"{letters(c)}{r}" for c in range(column(c1), column(c2) + 1) for r in range(int(r1), int(r2) + 1)]
        for cell in cells:
            value = got[other].get(cell)
            if isinstance(value, int | float):
                total += (-1 if sign == "-" else 1) * Decimal(str(value))
    return total


def model_sums(key: dict[str, Any]) -> list[str]:
    """The model's sums over the facts of the key, per period and scope, with slack for rounding."""
    facts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    shown: dict[tuple[str, str], set[str]] = defaultdict(set)
    scale = 1
    for entry in [*key["optional_facts"], *key["facts"]]:
        if "T-2" in entry["period"]:
            continue
        scale = max(scale, entry["scale"])
        facts[entry["period"], entry["scope"]][entry["concept"]] = int(entry["value"])
        shown[entry["period"], entry["scope"]].add(entry["concept"])
    faults = []
    merged = any("two model lines" in e["why"] for e in key["not_facts"])
    for (period, scope), have in facts.items():
        for total, parts in MODEL:
            if total not in have or not any(p in have for _, p in parts):
                continue
            if any(p not in have and p not in MAY_MISS for _, p in parts):
                continue
            if merged and any(p not in have for _, p in parts):
                continue
            found = sum(s * have.get(p, 0) for s, p in parts)
            if abs(found - have[total]) > (len(parts) + 1) * max(1, scale):
                faults.append(f"{total} {period} {scope}: {have[total]}, parts {found}")
    return faults
