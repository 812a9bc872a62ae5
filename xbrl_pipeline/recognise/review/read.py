"""Reading a review back: what was filled in, in rows that nobody else made or changed."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.questions import Question
from xbrl_pipeline.model.review import ReadReview, ReviewAnswer
from xbrl_pipeline.recognise.review.shape import (
    AGREED,
    ANSWER,
    CODE,
    DATA,
    FORMAT,
    HEAD_ROW,
    INPUTS,
    MARK,
    OTHER,
    YES,
    cell_text,
    table_of,
)
from xbrl_pipeline.workbook.cells import SheetCells, Workbook
from xbrl_pipeline.workbook.reader import read_workbook


def read_review(path: Path) -> ReadReview:
    """Read a review back; another workbook, or one that lost or changed what it needs, is a PipelineError."""
    book = read_workbook(path)
    data = list(_data(book))
    facts = {name: value for name, value, _ in data}
    if facts.get("format") != FORMAT or not {"workbook", "sha256"} <= facts.keys():
        raise PipelineError("review.not_a_review", path=str(path))
    sheets = {sheet.name: sheet for sheet in book.sheets}
    start = book.sheets[0]
    given = tuple(answer for entry in data for answer in _given(entry, sheets, path))
    agreed = start.at(*AGREED)
    agreement = CellRef(start.name, *AGREED)
    said = agreed.shown.strip() if agreed is not None else ""
    if said and said.casefold() not in YES:
        raise PipelineError("review.unknown_choice", cell=str(agreement), shown=said, known=YES[0])
    return ReadReview(
        facts["workbook"],
        facts["sha256"],
        tuple((name, value) for kind, name, value in data if kind == "setting"),
        {name: value for kind, name, value in data if kind == "said"},
        {name: value for kind, name, value in data if kind == "memory"},
        tuple(_question(value, path) for kind, _, value in data if kind == "asked"),
        given,
        bool(said),
        agreement,
    )


def _question(text: str, path: Path) -> Question:
    try:
        return TypeAdapter(Question).validate_json(text)
    except ValidationError as error:
        raise PipelineError("review.not_a_review", path=str(path)) from error


def _data(book: Workbook) -> Iterator[tuple[str, str, str]]:
    sheet = next((sheet for sheet in book.sheets if sheet.name == DATA), None)
    if sheet is not None:
        for row in sorted({cell.ref.row for cell in sheet.cells}):
            yield cell_text(sheet.at(row, 1)), _raw(sheet, row, 2), _raw(sheet, row, 3)


def _told(sheet: SheetCells, row: int, column: int, head: str) -> str:
    """Return what was filled in as a reader sees it, and all else as it is compared."""
    return _raw(sheet, row, column).strip() if head in INPUTS else cell_text(sheet.at(row, column))


def _raw(sheet: SheetCells, row: int, column: int) -> str:
    cell = sheet.at(row, column)
    return cell.shown if cell is not None else ""


def _given(entry: tuple[str, str, str], sheets: dict[str, SheetCells], path: Path) -> Iterator[ReviewAnswer]:
    """Give the answers of one sheet; a row that was added, changed or taken away is a PipelineError."""
    kind, name, count = entry
    if not kind.startswith("sheet "):
        return
    sheet = sheets.get(name)
    if sheet is None:
        raise PipelineError("review.not_a_review", path=str(path))
    table = table_of(kind.removeprefix("sheet "))
    rows = sorted({cell.ref.row for cell in sheet.cells if cell.ref.row > HEAD_ROW})
    ours = 0
    for row in rows:
        texts = {head: _told(sheet, row, place, head) for place, head in enumerate(table.heads, 1)}
        filled = [head for head in INPUTS if head in table.heads and texts[head]]
        if not texts[MARK]:
            if filled:
                place = CellRef(name, row, table.place(filled[0]) + 1)
                raise PipelineError("review.no_question", cell=str(place))
            continue
        changed = table.mark(texts) != texts[MARK]
        if changed:
            raise PipelineError("review.changed", cell=str(CellRef(name, row, 1)))
        ours += 1
        for head in (head for head in (ANSWER, OTHER) if head in table.heads):
            yield ReviewAnswer(texts[CODE], texts[head], CellRef(name, row, table.place(head) + 1))
    if ours != int(count or 0):
        raise PipelineError("review.rows_gone", sheet=name, count=str(abs(int(count or 0) - ours)))
