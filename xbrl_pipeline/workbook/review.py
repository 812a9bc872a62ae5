"""The review workbook: what was recognised, for a person to accept or change in Excel, and the answers read back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.review import Review, ReviewColumn, ReviewRow, ReviewSheet, Verdict
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.reader import read_workbook

START, ROWS, COLUMNS, SHEETS, LINES, DATA = "Start", "Regels", "Kolommen", "Bladen", "Lijst", "Gegevens"
_FORMAT: Final = "xbrl-pipeline review 1"
_HEAD_ROW: Final = 3  # of the three question sheets
_AGREED_CELL: Final = "B8"
_YES: Final = "ja"
_ROW_HEADS: Final = (
    "sheet",
    "cells",
    "words",
    "amount",
    "line",
    "concept",
    "confidence",
    "reason",
    "verdict",
    "other",
    "sign",
    "note",
)
_COLUMN_HEADS: Final = ("sheet", "cells", "header", "means", "reason", "verdict", "other", "note")
_SHEET_HEADS: Final = ("sheet", "cells", "reason", "verdict", "note")
_WIDTHS: Final = {
    "sheet": 16,
    "cells": 12,
    "words": 40,
    "amount": 14,
    "line": 38,
    "concept": 34,
    "confidence": 9,
    "reason": 40,
    "verdict": 14,
    "other": 34,
    "sign": 12,
    "note": 20,
    "header": 22,
    "means": 22,
}
_BLUE, _INPUT, _OPEN, _GREY = "#1F3864", "#FFF8DC", "#FCE4D6", "#666666"
_HEIGHT: Final = 13.5  # points, of a line of text
_REVERSED: Final = "omgekeerd"
_NATURAL: Final = "zoals getoond"


def write_review(review: Review, messages: Messages) -> bytes:
    """Return the bytes of the workbook with a review."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Writer(book, review, messages).write()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, review: Review, messages: Messages) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.book, self.review, self.messages = book, review, messages
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        self.formats = {
            "title": book.add_format({**base, "bold": True, "font_size": 16, "font_color": _BLUE}),
            "text": book.add_format({**base, "text_wrap": True}),
            "grey": book.add_format({**base, "font_color": _GREY, "text_wrap": True}),
            "head": book.add_format(
                {**base, "bold": True, "bg_color": _BLUE, "font_color": "white", "text_wrap": True}
            ),
            "input": book.add_format(
                {**base, "bg_color": _INPUT, "border": 1, "border_color": "#D9D9D9", "text_wrap": True}
            ),
            "open": book.add_format({**base, "bg_color": _OPEN, "text_wrap": True}),
            "amount": book.add_format({**base, "align": "right"}),
            "open_amount": book.add_format({**base, "align": "right", "bg_color": _OPEN}),
            "share": book.add_format({**base, "num_format": "0%", "align": "right"}),
            "open_share": book.add_format({**base, "num_format": "0%", "align": "right", "bg_color": _OPEN}),
            "plain": book.add_format({**base, "font_color": _GREY}),
            "bold": book.add_format({**base, "bold": True}),
        }

    def write(self) -> None:
        self._start()
        review = self.review
        self._questions(ROWS, _ROW_HEADS, [self._row(row) for row in review.rows], [row.open for row in review.rows])
        self._questions(
            COLUMNS,
            _COLUMN_HEADS,
            [self._column(column) for column in review.columns],
            [c.open for c in review.columns],
        )
        self._questions(
            SHEETS, _SHEET_HEADS, [self._sheet(sheet) for sheet in review.sheets], [True] * len(review.sheets)
        )
        self._lines()
        self._data()

    def _say(self, code: str, **params: object) -> str:
        return self.messages.text(f"review.{code}", **params)

    def _start(self) -> None:
        sheet = self.book.add_worksheet(START)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 90)
        sheet.write(0, 0, self._say("title"), self.formats["title"])
        open_rows = sum(row.open for row in self.review.rows)
        facts = (
            ("workbook", self.review.workbook),
            ("found", self._say("found_text", rows=str(len(self.review.rows) - open_rows), open=str(open_rows))),
            ("columns", self._say("columns_text", open=str(sum(column.open for column in self.review.columns)))),
            ("sheets", self._say("sheets_text", count=str(len(self.review.sheets)))),
        )
        for row, (code, text) in enumerate(facts, 2):
            sheet.write(row, 0, self._say(f"fact.{code}"), self.formats["bold"])
            sheet.write_string(row, 1, text, self.formats["text"])
        sheet.write(7, 0, self._say("agreed"), self.formats["bold"])
        sheet.write_string(7, 1, _YES if self.review.agreed else "", self.formats["input"])
        sheet.data_validation(_AGREED_CELL, {"validate": "list", "source": [_YES], "ignore_blank": True})
        for row, step in enumerate(self._say("steps").split("\n"), 9):
            sheet.merge_range(row, 0, row, 1, step, self.formats["text"])
            sheet.set_row(row, 30 if len(step) > 120 else 16)  # noqa: PLR2004 - about one line of text
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _questions(
        self, name: str, heads: Sequence[str], rows: Iterable[Mapping[str, object]], marked: Sequence[bool]
    ) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.write(0, 0, self._say(f"sheet.{name}"), self.formats["title"])
        sheet.write(1, 0, self._say(f"help.{name}"), self.formats["plain"])
        for place, head in enumerate(heads):
            sheet.write(_HEAD_ROW - 1, place, self._say(f"head.{head}"), self.formats["head"])
            sheet.set_column(place, place, _WIDTHS[head])
        last = _HEAD_ROW - 1
        for last, (values, is_open) in enumerate(zip(rows, marked, strict=True), _HEAD_ROW):
            sheet.set_row(last, _HEIGHT * max(_lines_of(str(values.get(head, "")), _WIDTHS[head]) for head in heads))
            for place, head in enumerate(heads):
                self._write(sheet, last, place, head, values.get(head, ""), is_open=is_open)
        self._finish(sheet, heads, last)

    def _write(self, sheet: Any, row: int, place: int, head: str, value: object, *, is_open: bool) -> None:  # noqa: ANN401
        asked = head in ("verdict", "other", "sign", "note")
        kind = {"amount": "amount", "confidence": "share"}.get(head, "text")
        name = "input" if asked else (("open" if kind == "text" else f"open_{kind}") if is_open else kind)
        if isinstance(value, float):
            sheet.write_number(row, place, value, self.formats[name])
        else:
            sheet.write_string(row, place, str(value), self.formats[name])

    def _finish(self, sheet: Any, heads: Sequence[str], last: int) -> None:  # noqa: ANN401
        sheet.freeze_panes(_HEAD_ROW, min(3, len(heads)))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW - 1)
        if last < _HEAD_ROW:
            return
        sheet.autofilter(_HEAD_ROW - 1, 0, last, len(heads) - 1)
        lists = {"verdict": [verdict.value for verdict in Verdict if verdict], "sign": [_NATURAL, _REVERSED]}
        for head, choices in lists.items():
            if head in heads:
                place = heads.index(head)
                sheet.data_validation(_HEAD_ROW, place, last, place, {"validate": "list", "source": choices})
        if "other" in heads:
            place = heads.index("other")
            column, count = ("A", len(self.review.lines)) if "line" in heads else ("B", len(self.review.meanings))
            source = f"={LINES}!${column}$2:${column}${count + 1}"
            sheet.data_validation(_HEAD_ROW, place, last, place, {"validate": "list", "source": source})

    def _row(self, row: ReviewRow) -> dict[str, object]:
        sign = _REVERSED if row.reversed else _NATURAL
        return {
            "sheet": row.sheet,
            "cells": row.cells,
            "words": row.words,
            "amount": row.amount,
            "line": row.line,
            "concept": row.concept,
            "confidence": row.confidence,
            "reason": row.reason,
            "verdict": row.verdict.value,
            "other": row.other,
            "sign": sign,
            "note": row.note,
        }

    def _column(self, column: ReviewColumn) -> dict[str, object]:
        return {
            "sheet": column.sheet,
            "cells": column.cells,
            "header": column.header,
            "means": column.means,
            "reason": column.reason,
            "verdict": column.verdict.value,
            "other": column.other,
            "note": column.note,
        }

    def _sheet(self, sheet: ReviewSheet) -> dict[str, object]:
        return {
            "sheet": sheet.sheet,
            "cells": sheet.cells,
            "reason": sheet.reason,
            "verdict": sheet.verdict.value,
            "note": sheet.note,
        }

    def _lines(self) -> None:
        sheet = self.book.add_worksheet(LINES)
        sheet.set_column(0, 0, 100)
        sheet.set_column(1, 1, 40)
        sheet.write(0, 0, self._say("head.lines"), self.formats["head"])
        sheet.write(0, 1, self._say("head.meanings"), self.formats["head"])
        for column, texts in enumerate((self.review.lines, self.review.meanings)):
            for row, text in enumerate(texts, 1):
                sheet.write_string(row, column, text, self.formats["text"])
        sheet.freeze_panes(1, 0)

    def _data(self) -> None:
        """Write down what belongs to which workbook; people have no need of it."""
        sheet = self.book.add_worksheet(DATA)
        pairs = (
            ("format", _FORMAT),
            ("workbook", self.review.workbook),
            ("sha256", self.review.sha256),
            *self.review.settings,
        )
        for row, (name, value) in enumerate(pairs):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value)
        sheet.hide()


def _lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, near enough."""
    return max(1, -(-len(text) * 11 // (10 * width)))


def read_review(path: Path) -> Review:
    """Read a review back; another workbook, or one that lost what it needs, is a PipelineError."""
    sheets = {sheet.name: sheet for sheet in read_workbook(path).sheets}
    data = dict(_pairs(sheets.get(DATA)))
    if data.get("format") != _FORMAT or not {START, ROWS, COLUMNS, SHEETS} <= sheets.keys():
        raise PipelineError("review.not_a_review", path=str(path))
    agreed = sheets[START].at(8, 2)
    settings = tuple((name, value) for name, value in data.items() if name not in ("format", "workbook", "sha256"))
    return Review(
        data["workbook"],
        data["sha256"],
        settings,
        tuple(_read_row(row) for row in _table(sheets[ROWS], _ROW_HEADS)),
        tuple(_read_column(row) for row in _table(sheets[COLUMNS], _COLUMN_HEADS)),
        tuple(_read_sheet(row) for row in _table(sheets[SHEETS], _SHEET_HEADS)),
        agreed=agreed is not None and agreed.shown.strip().casefold() == _YES,
    )


def _pairs(sheet: SheetCells | None) -> list[tuple[str, str]]:
    rows = sorted({cell.ref.row for cell in sheet.cells}) if sheet else []
    pairs = [(sheet.at(row, 1), sheet.at(row, 2)) for row in rows] if sheet else []
    return [(name.shown, value.shown if value else "") for name, value in pairs if name is not None]


_Row = dict[str, tuple[str, CellRef]]


def _table(sheet: SheetCells, heads: Sequence[str]) -> list[_Row]:
    """Return the rows below the header by the names of their columns; sorting and filtering do no harm."""
    rows = sorted({cell.ref.row for cell in sheet.cells if cell.ref.row > _HEAD_ROW})
    return [
        {head: (_text(sheet.at(row, place)), CellRef(sheet.name, row, place)) for place, head in enumerate(heads, 1)}
        for row in rows
        if sheet.at(row, 1) is not None
    ]


def _text(cell: Cell | None) -> str:
    return cell.shown.strip() if cell is not None else ""


def _verdict(row: _Row) -> Verdict:
    text, cell = row["verdict"]
    found = next((verdict for verdict in Verdict if verdict.value == text.casefold()), None)
    if found is None:
        known = tuple(verdict.value for verdict in Verdict if verdict)
        raise PipelineError("review.unknown_verdict", cell=str(cell), shown=text, known=known)
    return found


def _read_row(row: _Row) -> ReviewRow:
    sign, cell = row["sign"]
    if sign.casefold() not in ("", _NATURAL, _REVERSED):
        raise PipelineError("review.unknown_sign", cell=str(cell), shown=sign, known=(_NATURAL, _REVERSED))
    text = {name: value for name, (value, _) in row.items()}
    return ReviewRow(
        text["sheet"],
        text["cells"],
        text["words"],
        text["amount"],
        text["line"],
        text["concept"],
        0.0,
        text["reason"],
        open=not text["concept"],
        verdict=_verdict(row),
        other=text["other"],
        reversed=sign.casefold() == _REVERSED,
        note=text["note"],
        cell=str(row["verdict"][1]),
    )


def _read_column(row: _Row) -> ReviewColumn:
    text = {name: value for name, (value, _) in row.items()}
    return ReviewColumn(
        text["sheet"],
        text["cells"],
        text["header"],
        text["means"],
        text["reason"],
        open=False,
        verdict=_verdict(row),
        other=text["other"],
        note=text["note"],
        cell=str(row["verdict"][1]),
    )


def _read_sheet(row: _Row) -> ReviewSheet:
    text = {name: value for name, (value, _) in row.items()}
    return ReviewSheet(
        text["sheet"], text["cells"], text["reason"], _verdict(row), text["note"], str(row["verdict"][1])
    )


def area(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return cells as people write them: ``D10:F10``. Row and column, 1-based."""
    begin, end = (f"{column_letters(column)}{row}" for row, column in (first, last))
    return begin if begin == end else f"{begin}:{end}"
