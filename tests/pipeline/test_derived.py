"""What a workbook does not print and what follows: totals with a proof above them, and the days of the book year."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import Product, check

NAME = "po-99001"
TOTALS = ("GovernmentSubsidiesOCWAndEZ", "ResultBeforeTax", "ProvisionsEmployees")
DAYS = ("CurrentStartDate", "CurrentEndDate", "PreviousStartDate", "PreviousEndDate", "DifferentThanAnnualStatus")
Run = Callable[..., Product]


@pytest.fixture
def run(tmp_path: Path, engine: Engine, nl: Messages) -> Run:
    """Check the sample without the lines of some concepts, and with other amounts in some cells."""

    def made(*without: str, more: str = "", **amounts: int) -> Product:
        book = openpyxl.load_workbook(SAMPLES / f"{NAME}.xlsx", data_only=True)
        text = (SAMPLES / f"{NAME}.mapping.yaml").read_text("utf-8")
        for concept in without:
            text, count = re.subn(rf"concept: {concept}\n", "ignore: niet gedrukt\n", text)
            assert count == 1
        for cell, amount in amounts.items():
            book["Staat van baten en lasten"][cell] = amount
        book.save(tmp_path / "boek.xlsx")
        (tmp_path / "boek.mapping.yaml").write_text(f"{text}{more}", "utf-8")
        return check(read_source(tmp_path / "boek.xlsx", tmp_path / "boek.mapping.yaml"), engine, nl)

    return made


def _amounts(product: Product, *names: str) -> dict[object, object]:
    return {fact.key: fact.value for fact in product.facts if fact.key.concept.local in names}


def _derived(product: Product) -> list[Fact]:
    return [fact for fact in product.facts if fact.derived]


def test_totals_that_are_not_printed_are_derived_as_they_would_be_printed(run: Run) -> None:
    whole, product = run(), run(*TOTALS, more="totals: derive\n")
    assert not _derived(whole)
    assert product.report.verdict is Verdict.VALID
    assert _amounts(product, *TOTALS) == _amounts(whole, *TOTALS)
    assert {fact.key.concept.local for fact in _derived(product)} == set(TOTALS)
    told = [each for each in product.report.findings if each.code == "mapping.derived"]
    assert len(told) == len(_derived(product))
    assert all(each.severity is Severity.INFO and each.cells for each in told)


def test_a_mapping_may_say_that_only_what_is_printed_counts(run: Run) -> None:
    product = run(*TOTALS)
    assert not _derived(product)
    assert product.report.verdict is Verdict.INVALID


def test_a_total_that_does_not_fit_into_the_one_above_it_is_not_derived(run: Run) -> None:
    whole = run()
    (part,) = (
        fact
        for fact in whole.facts
        if fact.key.concept.local == "GovernmentSubsidiesOCW" and len(fact.key.dimensions) == 1 and _is_now(fact)
    )
    (cell,) = part.cells
    assert isinstance(part.value, Decimal)
    product = run("GovernmentSubsidiesOCWAndEZ", more="totals: derive\n", **{cell.address: int(part.value) + 7})
    assert product.report.verdict is Verdict.INVALID
    assert _derived(product), "of the other columns it is"
    assert part.key.period not in {fact.key.period for fact in _derived(product) if not _is_budget(fact)}


def _is_now(fact: Fact) -> bool:
    return fact.key.period.end.year == 2025


def _is_budget(fact: Fact) -> bool:
    return any(item.axis.local == "BudgetTypeAxis" for item in fact.key.dimensions)


def test_the_days_of_the_book_year_follow_from_the_year(run: Run) -> None:
    names = [f"FinancialReportingPeriod{day}" for day in DAYS]
    whole, product = run(), run(*names)
    assert product.report.verdict is Verdict.VALID
    assert _amounts(product, *names) == _amounts(whole, *names)
    assert [each.code for each in product.report.findings].count("mapping.derived_period") == 1


@pytest.mark.parametrize("kept", DAYS[:2])
def test_days_are_not_made_up_beside_one_that_the_workbook_gives(run: Run, kept: str) -> None:
    product = run(*(f"FinancialReportingPeriod{day}" for day in DAYS if day != kept))
    assert "mapping.derived_period" not in [each.code for each in product.report.findings]
    assert product.report.verdict is Verdict.INVALID
