"""What this reader makes of a file, against what calamine and openpyxl make of it, over the files of many writers."""

import io
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.workbook import writers
from tests.workbook.packages import saved
from tests.workbook.writers import Cells, Writer, make_cells
from xbrl_pipeline.workbook.cells import CellError
from xbrl_pipeline.workbook.reader import read_workbook

Comparable = dict[tuple[int, int], str]
Other = Callable[[bytes], Comparable]


def by_us(path: Path) -> Comparable:
    sheet = next(sheet for sheet in read_workbook(path).sheets if sheet.name == writers.SHEET)
    return comparable(((cell.ref.row, cell.ref.column), cell.value) for cell in sheet.cells)


def by_calamine(data: bytes) -> Comparable:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(writers.SHEET)
    rows = sheet.to_python(skip_empty_area=False)
    return comparable(
        ((row, column), value) for row, cells in enumerate(rows, 1) for column, value in enumerate(cells, 1)
    )


def by_openpyxl(data: bytes) -> Comparable:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[writers.SHEET]
    rows = sheet.iter_rows(values_only=True)
    return comparable(
        ((row, column), value) for row, cells in enumerate(rows, 1) for column, value in enumerate(cells, 1)
    )


def comparable(cells: Iterable[tuple[tuple[int, int], object]]) -> Comparable:
    """Write values alike: numbers to the fifteen digits that a spreadsheet keeps, texts without white space around."""
    shown = {place: _comparable(value) for place, value in cells}
    return {place: text for place, text in shown.items() if text != "text "}


def _comparable(value: object) -> str:
    match value:
        case None:
            return "text "
        case bool():
            return f"truth {value}"
        case datetime():
            return f"day {value.date() if value.time() == time() else value}"
        case date():
            return f"day {value}"
        case str() | CellError():
            return f"text {value}".strip() if str(value).strip() else "text "
        case _:
            return f"number {float(str(value)):.15g}"


# what the others cannot open stands here with the one that can
BOTH: Final = (by_calamine, by_openpyxl)
WRITERS: Final[dict[Writer, tuple[Other, ...]]] = {
    writers.by_openpyxl: BOTH,
    writers.by_openpyxl_in_one_go: BOTH,
    writers.by_xlsxwriter: BOTH,
    writers.by_xlsxwriter_row_by_row: BOTH,
    writers.by_xlsxwriter_since_1904: BOTH,
    writers.by_pandas: BOTH,
    writers.with_backslashes: (by_calamine,),
    writers.in_other_case: (by_calamine,),
    writers.with_empty_texts: BOTH,
    writers.with_a_module: (by_openpyxl,),
    writers.as_open_document: (by_calamine,),
    writers.as_open_document_unsaid: (),
}


@pytest.mark.filterwarnings("ignore:File contains an invalid specification:UserWarning")  # openpyxl, of the module
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_every_reader_finds_the_same_cells(write: Writer, seed: int, tmp_path: Path) -> None:
    cells: Cells = make_cells(seed)
    data = write(cells)
    suffix = ".ods" if write.__name__.startswith("as_open") else ".xlsx"
    found = by_us(saved(tmp_path, data, f"boek{suffix}"))
    assert found == comparable(cells.items())
    for other in WRITERS[write]:
        assert other(data) == found, other.__name__
