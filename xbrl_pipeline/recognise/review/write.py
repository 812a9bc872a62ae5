"""Writing a review. Only this module and ``looks`` know XlsxWriter."""

import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from pydantic import TypeAdapter
from xlsxwriter.utility import xl_rowcol_to_cell

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line, told_apart
from xbrl_pipeline.model.cells import CellRef, cells_text
from xbrl_pipeline.model.questions import Choice, Question
from xbrl_pipeline.model.review import Review, ReviewLine, ReviewStatement
from xbrl_pipeline.recognise.review import looks
from xbrl_pipeline.recognise.review.shape import (
    ANSWER,
    ASIDES,
    CHOICES,
    CODE,
    DATA,
    FORMAT,
    GENERAL,
    HEAD_ROW,
    INPUTS,
    LINES,
    MARK,
    NOTE,
    OTHER,
    QUESTIONS,
    ReviewColumns,
    amount_text,
    code_of,
    statement_table,
)

_LINKED: Final = (".xlsx", ".xlsm")
_LONGEST_LIST: Final = 250  # characters that Excel takes for a list inside a cell
_SURE: Final = 0.95
_MOST_CELLS: Final = 100  # of a question that was answered
Value = str | Decimal | tuple[CellRef, ...]


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
        self.looks = looks.ReviewFormats(book)
        self.kinds: list[tuple[str, str, int]] = []  # kind, sheet, rows
        self.lists: list[tuple[str, ...]] = []  # choices that stand on the hidden sheet
        self.untied: list[str] = []  # cells that count what does not add up, one a statement

    def write(self) -> None:
        start = self.book.add_worksheet(self._say("sheet.start"))
        self._questions()
        self._general()
        for statement in self.review.statements:
            self._statement(statement)
        self._asides()
        looks.write_start(start, self.looks, self.review, self._say, self.untied)
        self._lists()
        self._data()
        start.activate()

    def _say(self, code: str, **params: object) -> str:
        return self.messages.text(f"review.{code}", **params)

    def _questions(self) -> None:
        sheet = self._sheet("questions", QUESTIONS)
        row = HEAD_ROW - 1
        for number, asked in enumerate(self.review.questions, 1):
            row += 1
            question = asked.question
            shown = told_apart(choice.shown for choice in question.choices)
            told = zip(shown, question.choices, strict=True)
            choices = [f"{place}. {_with_reasons(*each)}" for place, each in enumerate(told, 1)]
            remembered = [one_line(asked.remembered)] if asked.remembered else []
            values: dict[str, Value] = {
                "number": str(number),
                "topic": self._say(f"topic.{question.topic}"),
                "question": one_line(question.text),
                "where": question.cells,
                "money": question.money or "",
                "settles": Decimal(question.settles) if question.settles else "",
                "choices": "\n".join([*choices, *remembered]),
                ANSWER: one_line(asked.answer),
                CODE: code_of(question.id),
            }
            self._row(sheet, QUESTIONS, row, values, "done" if asked.answer else "open")
            self._offer(sheet, row, QUESTIONS.place(ANSWER), shown, strict=not question.free)
            if question.free and question.topic in ("row", "account"):
                self._offer_lines(sheet, row, QUESTIONS.place(OTHER))
        if row < HEAD_ROW:
            sheet.merge_range(HEAD_ROW, 0, HEAD_ROW, 7, self._say("no_questions"), self.looks["text"])
        self._finish(sheet, QUESTIONS, row, "questions")

    def _general(self) -> None:
        if not self.review.general:
            return
        sheet = self._sheet("general", GENERAL)
        row = HEAD_ROW - 1
        for datum in self.review.general:
            row += 1
            values: dict[str, Value] = {
                "label": datum.label,
                "value": datum.value,
                "how": datum.how,
                ANSWER: datum.answer,
                CODE: code_of(datum.question),
            }
            if datum.fixed:
                values.pop(ANSWER)
            self._row(sheet, GENERAL, row, values, "plain" if datum.value else "open", locked=datum.fixed)
            if not datum.fixed:
                self._offer(sheet, row, GENERAL.place(ANSWER), datum.choices, strict=True)
        self._finish(sheet, GENERAL, row, "general")

    def _statement(self, statement: ReviewStatement) -> None:
        periods = statement.periods
        table = statement_table(periods)
        name = self._say(f"sheet.{statement.statement}")
        title = self._say(f"title.{statement.statement}")
        if statement.scope == "consolidated":
            name, title = f"{name} {self._say('sheet.consolidated')}", f"{title}, {self._say('consolidated')}"
        sheet = self._sheet("statement", table, name=name, title=title)
        for place, line in enumerate(statement.lines):
            row = HEAD_ROW + place
            amounts: dict[str, Value] = {f"amount_{period}": line.amounts.get(period, "") for period in periods}
            values: dict[str, Value] = {
                "label": line.label,
                **amounts,
                "words": line.words,
                "where": line.cells,
                "sure": self._sure(line),
                "reason": line.reason,
                OTHER: line.answer,
                CODE: code_of(line.question),
            }
            state = "open" if line.fresh or (line.sure < _SURE and not line.derived) else "plain"
            state = "again" if line.again else "total" if line.parts and state == "plain" else state
            self._row(sheet, table, row, values, state, indent=line.depth, locked=not line.question)
            self._checks(sheet, table, place, statement)
        last = HEAD_ROW + len(statement.lines) - 1
        self._offer_lines(sheet, HEAD_ROW, table.place(OTHER), last)
        self._count(sheet, table, last, statement)
        self._finish(sheet, table, last, name)

    def _sure(self, line: ReviewLine) -> str:
        if line.fresh:
            return self._say("sure.fresh")
        if line.derived:
            return self._say("sure.derived")
        if line.answer:
            return self._say("sure.answer")
        return self._say("sure.yes" if line.sure >= _SURE else "sure.look")

    def _checks(self, sheet: Any, table: ReviewColumns, place: int, statement: ReviewStatement) -> None:  # noqa: ANN401
        """Write a cell for each period that is 0 where a total is its parts."""
        row, line = HEAD_ROW + place, statement.lines[place]
        for period in statement.periods:
            column = table.place(f"tie_{period}")
            difference = statement.tie(line, period)
            if difference is None:
                sheet.write_blank(row, column, None, self.looks["check"])
                continue
            amounts = table.place(f"amount_{period}")
            parts = [
                f"{'+' if weight > 0 else '-'}{f'{abs(weight)}*' if abs(weight) != 1 else ''}"
                f"{xl_rowcol_to_cell(HEAD_ROW + place, amounts)}"
                for place, weight in line.parts
            ]
            formula = f"=ROUND({xl_rowcol_to_cell(row, amounts)}-({''.join(parts).lstrip('+')}),2)"
            sheet.write_formula(row, column, formula, self.looks["check"], float(difference))

    def _count(self, sheet: Any, table: ReviewColumns, last: int, statement: ReviewStatement) -> None:  # noqa: ANN401
        """Say above a statement how many totals do not tie."""
        periods = statement.periods
        first, end = table.place(f"tie_{periods[0]}"), table.place(f"tie_{periods[-1]}")
        area = f"{xl_rowcol_to_cell(HEAD_ROW, first)}:{xl_rowcol_to_cell(last, end)}"
        sheet.write(2, 0, self._say("untied"), self.looks["bold"])
        sheet.write_formula(2, 1, f"=SUMPRODUCT(--({area}<>0))", self.looks["count"], statement.untied)
        quoted = sheet.get_name().replace("'", "''")
        self.untied.append(f"'{quoted}'!$B$3")

    def _asides(self) -> None:
        sheet = self._sheet("asides", ASIDES)
        row = HEAD_ROW - 1
        for aside in self.review.asides:
            row += 1
            state = self._say("state.waits" if aside.waits else "state.out")
            values: dict[str, Value] = {
                "where": aside.cells,
                "words": aside.words,
                "reason": aside.reason,
                "state": state,
                OTHER: aside.answer,
                CODE: code_of(aside.question),
            }
            self._row(sheet, ASIDES, row, values, "open" if aside.waits else "plain", locked=not aside.question)
            if aside.whole:
                self._offer(sheet, row, ASIDES.place(OTHER), (self._say("use"),), strict=True)
            elif aside.question:
                self._offer_lines(sheet, row, ASIDES.place(OTHER))
        self._finish(sheet, ASIDES, row, "asides")

    def _sheet(self, kind: str, table: ReviewColumns, *, name: str = "", title: str = "") -> Any:  # noqa: ANN401
        sheet = self.book.add_worksheet(name or self._say(f"sheet.{kind}"))
        sheet.hide_gridlines(2)
        sheet.write(0, 0, title or self._say(f"title.{kind}"), self.looks["title"])
        sheet.set_row(0, looks.HEIGHT * 1.8)
        sheet.write(1, 0, self._say(f"help.{kind}"), self.looks["grey"])
        for place, (head, width) in enumerate(table.columns):
            sheet.write(HEAD_ROW - 1, place, self._head(head), self.looks["input_head" if head in INPUTS else "head"])
            hidden = {"hidden": True} if head in (CODE, MARK) else {}
            sheet.set_column(place, place, width, None, hidden)
        sheet.set_row(HEAD_ROW - 1, looks.HEIGHT * 2)
        return sheet

    def _head(self, head: str) -> str:
        what, _, period = head.partition("_")
        if what == "tie":
            return self._say("head.tie")
        return self._say(f"head.{head}", year=self._year(period)) if period else self._say(f"head.{head}")

    def _year(self, period: str) -> str:
        year = self.review.year
        return "" if year is None else str(year - (period == "previous"))

    def _row(
        self,
        sheet: Any,  # noqa: ANN401
        table: ReviewColumns,
        row: int,
        values: Mapping[str, Value],
        state: str,
        *,
        indent: int = 0,
        locked: bool = False,
    ) -> None:
        texts = {head: _text(value) for head, value in values.items()}
        height = max(
            looks.lines_in(texts.get(head, ""), width) for head, width in table.columns if head not in (CODE, MARK)
        )
        sheet.set_row(row, looks.HEIGHT * min(height, looks.MOST_LINES))
        for place, (head, _) in enumerate(table.columns):
            value = values.get(head, "")
            if head == MARK:
                sheet.write_string(row, place, table.mark(texts), self.looks["grey"])
            elif head in INPUTS and not locked:
                sheet.write_string(row, place, _text(value), self.looks["input"])
            elif head.startswith("tie_"):
                continue
            elif isinstance(value, Decimal):
                sheet.write_number(row, place, float(value), self.looks[f"{state}_amount"])
            elif isinstance(value, tuple) and value:
                self._cells(sheet, row, place, value, state)
            else:
                look = self.looks.indented(state, indent) if head == "label" and indent else self.looks[state]
                sheet.write_string(row, place, _text(value), look)

    def _cells(self, sheet: Any, row: int, place: int, cells: tuple[CellRef, ...], state: str) -> None:  # noqa: ANN401
        """Write where something stands, as a link to the first of the cells."""
        first = cells[0]
        if not self.review.link.casefold().endswith(_LINKED) or "#" in self.review.link:
            sheet.write_string(row, place, _text(cells), self.looks[state])
            return
        quoted = first.sheet.replace("'", "''")
        address = f"external:{self.review.link}#'{quoted}'!{first.address}"
        if sheet.write_url(row, place, address, self.looks[f"{state}_link"], _text(cells)) != 0:
            sheet.write_string(row, place, _text(cells), self.looks[state])

    def _offer(self, sheet: Any, row: int, place: int, choices: tuple[str, ...], *, strict: bool) -> None:  # noqa: ANN401
        """Give a cell its drop-down."""
        if not choices:
            return
        short = sum(map(len, choices)) + len(choices) <= _LONGEST_LIST and not any("," in each for each in choices)
        source: list[str] | str = list(choices)
        if not short:
            self.lists.append(choices)
            column = xl_rowcol_to_cell(0, len(self.lists) - 1, row_abs=True, col_abs=True)
            last = xl_rowcol_to_cell(len(choices) - 1, len(self.lists) - 1, row_abs=True, col_abs=True)
            source = f"={CHOICES}!{column}:{last}"
        sheet.data_validation(
            row, place, row, place, {"validate": "list", "source": source, "ignore_blank": True, "show_error": strict}
        )

    def _offer_lines(self, sheet: Any, row: int, place: int, last: int | None = None) -> None:  # noqa: ANN401
        source = f"={LINES}!$A$1:$A${len(self.review.lines)}"
        options = {"validate": "list", "source": source, "ignore_blank": True}
        sheet.data_validation(row, place, row if last is None else last, place, options)

    def _finish(self, sheet: Any, table: ReviewColumns, last: int, name: str) -> None:  # noqa: ANN401
        kind = table.kind
        self.kinds.append((kind, sheet.get_name(), max(last - HEAD_ROW + 1, 0)))
        sheet.freeze_panes(HEAD_ROW, 1 if name not in ("questions", "asides") else 3 if name == "questions" else 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW - 1)
        if last >= HEAD_ROW:
            sheet.autofilter(HEAD_ROW - 1, 0, last, table.place(NOTE))

    def _lists(self) -> None:
        lines = self.book.add_worksheet(LINES)
        for row, text in enumerate(self.review.lines):
            lines.write_string(row, 0, text)
        choices = self.book.add_worksheet(CHOICES)
        for column, texts in enumerate(self.lists):
            for row, text in enumerate(texts):
                choices.write_string(row, column, text)
        lines.hide()
        choices.hide()

    def _data(self) -> None:
        """Write down what belongs to which workbook; people have no need of it."""
        sheet = self.book.add_worksheet(DATA)
        review = self.review
        rows = [
            ("format", FORMAT, ""),
            ("workbook", review.workbook, ""),
            ("sha256", review.sha256, ""),
            *(("setting", name, value) for name, value in review.settings),
            *(("said", name, value) for name, value in review.said.items()),
            *(("asked", each.question.id, _kept(each.question)) for each in review.questions if each.answer),
            *(("memory", name, value) for name, value in review.memory.items()),
            *((f"sheet {kind}", name, str(rows)) for kind, name, rows in self.kinds),
        ]
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                sheet.write_string(row, column, value)
        sheet.hide()


def _kept(question: Question) -> str:
    """Return a question that was answered as it is kept, so that its answer can be changed later."""
    short = replace(question, cells=question.cells[:_MOST_CELLS])
    return TypeAdapter(Question).dump_json(short).decode()


def _with_reasons(shown: str, choice: Choice) -> str:
    told = one_line("; ".join(choice.reasons))
    return f"{shown}: {told}" if told else shown


def _text(value: Value) -> str:
    if isinstance(value, Decimal):
        return amount_text(value)
    return cells_text(value) if isinstance(value, tuple) else value
