"""Cells are named as people name them, and read back."""

from hypothesis import given
from hypothesis import strategies as st

from xbrl_pipeline.model.cells import CellRef, column_letters, column_number


def test_a_cell_is_written_as_people_say_it() -> None:
    assert str(CellRef("Balans", 10, 4)) == "Balans!D10"
    assert CellRef("Balans", 1, 28).address == "AB1"


@given(st.integers(1, 20_000))
def test_columns_survive_their_letters(column: int) -> None:
    assert column_number(column_letters(column)) == column


@given(st.text(min_size=1), st.integers(1, 2**20), st.integers(1, 2**14))
def test_a_reference_reads_back_whatever_the_sheet_is_called(sheet: str, row: int, column: int) -> None:
    reference = CellRef(sheet, row, column)
    assert CellRef.parse(str(reference)) == reference
