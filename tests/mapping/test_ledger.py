"""Whatever stands in the cells: each has one fate, and nothing is counted twice."""

from collections import Counter
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mapping.onderwijs import WORKBOOK, book, convert
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import CellError, CellValue, Workbook

VALUES: st.SearchStrategy[CellValue | None] = st.one_of(
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.booleans(),
    st.sampled_from(CellError),
    st.sampled_from(["1.234", "-", "1.234,50", "3.1", "1.2", "Activa", "Kas eind", "Controle", "31-12-2025", "2025"]),
    st.text(min_size=1, max_size=12),
)
ADDRESSES = st.builds("{}{}".format, st.sampled_from("ABCDEFGH"), st.integers(1, 12))
CHANGES = st.dictionaries(ADDRESSES, VALUES, max_size=25)


def check_balance(workbook: Workbook, mapped: Mapped) -> None:
    read = [cell.ref for sheet in workbook.sheets for cell in sheet.cells]
    ledger = mapped.ledger
    assert [entry.cell for entry in ledger.entries] == read
    assert ledger.cells == ledger.facts + ledger.skipped + ledger.rejected
    taken = Counter(cell for fact in mapped.facts for cell in fact.cells)
    assert taken == Counter(entry.cell for entry in ledger.entries if entry.fate is Fate.FACT)
    assert set(taken.values()) <= {1}


def check_rejections(mapped: Mapped) -> None:
    rejected = {entry.cell: entry.reason for entry in mapped.ledger.entries if entry.fate is Fate.REJECTED}
    errors = {finding.message for finding in mapped.findings if finding.severity is Severity.ERROR}
    assert set(rejected.values()) <= errors
    assert {lost.cell for lost in mapped.lost} <= set(rejected)
    assert not {lost.key for lost in mapped.lost} & {fact.key for fact in mapped.facts}
    assert len({fact.key for fact in mapped.facts}) == len(mapped.facts)
    assert all(entry.reason for entry in mapped.ledger.entries if entry.fate is not Fate.FACT)


@settings(max_examples=150)
@given(CHANGES, CHANGES, CHANGES)
def test_every_cell_has_exactly_one_entry(
    general: dict[str, CellValue | None], balance: dict[str, CellValue | None], income: dict[str, CellValue | None]
) -> None:
    workbook = book(WORKBOOK, Algemeen=general, Balans=balance, Baten=income)
    try:
        mapped = convert(workbook)
    except PipelineError as error:
        assert error.code in {"mapping.other_board", "mapping.lines_share_row"}  # noqa: PT017 - an outcome too
        return
    check_balance(workbook, mapped)
    check_rejections(mapped)


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_an_amount_reaches_its_fact_unchanged(value: Decimal) -> None:
    mapped = convert(book(Baten={"C2": value}))
    (fact,) = (fact for fact in mapped.facts if "Baten!C2" in map(str, fact.cells))
    assert fact.value == value
    assert "E" not in str(fact.value)
