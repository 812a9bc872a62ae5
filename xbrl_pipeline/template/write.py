"""Writing a template with XlsxWriter; formulas carry their values, so that it reads right before it is calculated."""

import io
from datetime import date
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import FactValue
from xbrl_pipeline.taxonomy.model import Kind
from xbrl_pipeline.template.codes import SKIP
from xbrl_pipeline.template.fingerprint import corner, fingerprint_rows
from xbrl_pipeline.template.formulas import quoted
from xbrl_pipeline.template.layout import (
    CODE_COLUMN,
    CODE_ROW,
    GROUP_ROW,
    HEAD_ROW,
    HINT_ROW,
    LABEL_COLUMN,
    NUMBER_COLUMN,
    TITLE_ROW,
    Check,
    PlannedCell,
    SheetColumn,
    SheetPlan,
    SheetRow,
    Slot,
    SlotKind,
    Template,
)
from xbrl_pipeline.template.looks import GREY, TemplateFormats

_LISTED: Final = 255  # characters of a list inside a validation
_EXACT_DIGITS: Final = 15  # that Excel keeps of a number
_ON_A_PAGE: Final = 12  # columns beside each other that are still readable on paper
_PROMPT: Final = 250
_DEFAULT_HEIGHT: Final = 15
_LINE: Final = 72  # characters of a label on one line
_NOTE_LINE: Final = 84


def template_xlsx(template: Template, messages: Messages) -> bytes:
    """Return the workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd-mm-yyyy"})
    book.set_properties({"title": template.title, "comments": messages.text("template.made")})
    book.set_calc_mode("auto")
    _Writer(book, template, messages).write()
    book.close()
    return stream.getvalue()


class _Writer:
    """One workbook in the making."""

    def __init__(self, book: Any, template: Template, messages: Messages) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.book, self.template, self.messages = book, template, messages
        self.looks = TemplateFormats(book)
        self.lists: dict[tuple[str, ...], str] = {}
        self.last = 0  # row of the first sheet
        self.sheets = [book.add_worksheet(sheet.title) for sheet in template.sheets]

    def write(self) -> None:
        for number, (sheet, plan) in enumerate(zip(self.sheets, self.template.sheets, strict=True)):
            self._codes(sheet, plan)
            if number == 0:
                self._start(sheet, plan)
            else:
                self._statement(sheet, plan)
            self._slots(sheet, plan, number)
            self._print(sheet, plan, start=number == 0)
        self._write_lists()
        self._fingerprint()
        self.sheets[0].activate()

    def _codes(self, sheet: Any, plan: SheetPlan) -> None:  # noqa: ANN401
        small = self.looks.code
        sheet.set_column(CODE_COLUMN, CODE_COLUMN, 2.5, small)
        sheet.set_row(CODE_ROW, 9, small)
        mark = corner(self.template.taxonomy, self.template.report, plan.code)
        sheet.write_string(CODE_ROW, CODE_COLUMN, mark, small)
        for place, column in plan.columns.items():
            sheet.write_string(CODE_ROW, place, column.code, small)
        for place, row in plan.rows.items():
            if row.code:
                sheet.write_string(place, CODE_COLUMN, row.code, small)

    def _statement(self, sheet: Any, plan: SheetPlan) -> None:  # noqa: ANN401
        text = self.messages.text
        sheet.write_string(TITLE_ROW, 1, plan.heading, self.looks.title)
        back = f"internal:{quoted(self.template.sheets[0].title)}!B2"
        sheet.write_url(HINT_ROW, 1, back, self.looks.link, text("template.back"))
        if plan.table:
            sheet.write_string(HINT_ROW, 3, text("template.table_hint"), self.looks.hint)
        self._heads(sheet, plan)
        if plan.table:
            self._table_size(sheet, plan)
        else:
            self._labels(sheet, plan)
            self._checks(sheet, plan)
        if plan.hidden:
            sheet.hide()

    def _heads(self, sheet: Any, plan: SheetPlan) -> None:  # noqa: ANN401
        sheet.set_row(HEAD_ROW, 60 if plan.table else 30)
        before = ""
        for place, column in plan.columns.items():
            sheet.write_string(GROUP_ROW, place, column.group if column.group != before else "", self.looks.group)
            sheet.write_string(HEAD_ROW, place, column.title, self.looks.head)
            before = column.group
        if not plan.table:
            numbered = any(row.number for row in plan.rows.values())
            number = self.messages.text("template.number") if numbered else ""
            sheet.write_string(HEAD_ROW, NUMBER_COLUMN, number, self.looks.head_left)
            sheet.write_string(HEAD_ROW, LABEL_COLUMN, self.messages.text("template.line"), self.looks.head_left)
            sheet.write_string(
                HEAD_ROW, plan.note_column, self.messages.text("template.guidance"), self.looks.head_left
            )

    def _table_size(self, sheet: Any, plan: SheetPlan) -> None:  # noqa: ANN401
        for place, column in plan.columns.items():
            sheet.set_column(place, place, 30 if column.aspects.key else 17)
        sheet.freeze_panes(HEAD_ROW + 1, 1 + sum(column.aspects.key is not None for column in plan.columns.values()))

    def _labels(self, sheet: Any, plan: SheetPlan) -> None:  # noqa: ANN401
        numbered = any(row.number for row in plan.rows.values())
        sheet.set_column(NUMBER_COLUMN, NUMBER_COLUMN, 9 if numbered else 1.5)
        sheet.set_column(LABEL_COLUMN, LABEL_COLUMN, 58)
        sheet.set_column(min(plan.columns), max(plan.columns), self._width(plan))
        noted = any(row.note for row in plan.rows.values())
        sheet.set_column(plan.note_column, plan.note_column, 60 if noted else 12)
        sheet.freeze_panes(HEAD_ROW + 1, LABEL_COLUMN + 1)
        for place, row in plan.rows.items():
            self._label(sheet, plan, place, row)

    def _width(self, plan: SheetPlan) -> int:
        words = any(slot.concept is not None and slot.concept.kind is Kind.TEXT for slot in plan.slots.values())
        return 45 if words and len(plan.columns) == 1 else 17

    def _label(self, sheet: Any, plan: SheetPlan, place: int, row: SheetRow) -> None:  # noqa: ANN401
        heading = not row.code
        look = self.looks.label(row.depth, bold=heading or row.total)
        sheet.write_string(place, NUMBER_COLUMN, row.number, self.looks.number)
        sheet.write_string(place, LABEL_COLUMN, f"{row.label} *" if row.mandatory else row.label, look)
        if row.note:
            sheet.write_string(place, plan.note_column, row.note, self.looks.note)
        lines = max(-(-len(row.label) // (_LINE - 2 * row.depth)), -(-len(row.note) // _NOTE_LINE), 1)
        options = {"hidden": True} if row.hidden else {}
        sheet.set_row(place, _DEFAULT_HEIGHT * lines, None, options)

    def _slots(self, sheet: Any, plan: SheetPlan, number: int) -> None:  # noqa: ANN401
        for (row, column), slot in plan.slots.items():
            self._cell(sheet, PlannedCell(number, row, column), slot, plan.columns[column])

    def _cell(self, sheet: Any, place: PlannedCell, slot: Slot, column: SheetColumn) -> None:  # noqa: ANN401
        look = self.looks.slot(slot.kind, slot.concept, mandatory=slot.mandatory)
        at = (place.row, place.column)
        if slot.formula:
            sheet.write_formula(*at, slot.formula, look, _cached(slot.value))
        elif slot.value is None:
            sheet.write_blank(*at, None, look)
        else:
            _write_value(sheet, at, slot.value, look)
        if slot.kind in (SlotKind.INPUT, SlotKind.KEY):
            self._help(sheet, at, slot, column)

    def _help(self, sheet: Any, at: tuple[int, int], slot: Slot, column: SheetColumn) -> None:  # noqa: ANN401
        options: dict[str, Any] = {"validate": "any"}
        if slot.choices:
            options = {"validate": "list", "source": self._list(slot.choices), "error_type": "warning"}
        if column.note:
            options |= {"input_title": column.title[:32], "input_message": column.note[:_PROMPT]}
        if len(options) > 1:
            sheet.data_validation(*at, *at, options)

    def _list(self, choices: tuple[str, ...]) -> str | list[str]:
        if len(",".join(choices)) <= _LISTED and not any("," in choice for choice in choices):
            return list(choices)
        if choices not in self.lists:
            column = len(self.lists)
            letters = xlsxwriter.utility.xl_col_to_name(column)
            title = quoted(self.messages.text("template.lists"))
            self.lists[choices] = f"={title}!${letters}$1:${letters}${len(choices)}"
        return self.lists[choices]

    def _write_lists(self) -> None:
        if not self.lists:
            return
        sheet = self.book.add_worksheet(self.messages.text("template.lists"))
        for column, choices in enumerate(self.lists):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)
        sheet.hide()

    def _checks(self, sheet: Any, plan: SheetPlan) -> None:  # noqa: ANN401
        if not plan.checks:
            return
        first = plan.check_row
        sheet.write_string(first - 1, CODE_COLUMN, SKIP, self.looks.code)
        sheet.write_string(first - 1, LABEL_COLUMN, self.messages.text("template.checks"), self.looks.section)
        for place, check in enumerate(plan.checks, first):
            self._check(sheet, place, check)

    def _check(self, sheet: Any, place: int, check: Check) -> None:  # noqa: ANN401
        sheet.write_string(place, CODE_COLUMN, SKIP, self.looks.code)
        sheet.write_string(place, LABEL_COLUMN, check.label, self.looks.hint_wrapped)
        sheet.set_row(place, _DEFAULT_HEIGHT * -(-len(check.label) // _LINE))
        red = self.looks.wrong if check.error else self.looks.doubtful
        for column, formula in check.formulas.items():
            sheet.write_formula(place, column, formula, self.looks.check, _cached(check.shown.get(column)))
            cell = _fixed(place, column)
            test = f"=AND(ISNUMBER({cell}),{cell}<>0)"
            sheet.conditional_format(place, column, place, column, {"type": "formula", "criteria": test, "format": red})
            for row, guarded in check.guards:
                if guarded == column:
                    sheet.conditional_format(
                        row, guarded, row, guarded, {"type": "formula", "criteria": test, "format": red}
                    )

    def _start(self, sheet: Any, plan: SheetPlan) -> None:  # noqa: ANN401
        text = self.messages.text
        sheet.set_column(NUMBER_COLUMN, NUMBER_COLUMN, 6)
        sheet.set_column(LABEL_COLUMN, LABEL_COLUMN, 58)
        sheet.set_column(LABEL_COLUMN + 1, LABEL_COLUMN + 1, 32)
        sheet.set_column(plan.note_column, plan.note_column, 60)
        sheet.write_string(TITLE_ROW, NUMBER_COLUMN, plan.heading, self.looks.title)
        for place, line in enumerate(text("template.start.steps").splitlines(), HINT_ROW + 1):
            sheet.write_string(place, NUMBER_COLUMN, line, self.looks.plain)
        first = min(plan.rows, default=HINT_ROW + 10)
        sheet.write_string(first - 1, NUMBER_COLUMN, text("template.start.entity"), self.looks.section)
        for place, row in plan.rows.items():
            self._label(sheet, plan, place, row)
        self._index(sheet, max(plan.rows, default=first) + 2)

    def _index(self, sheet: Any, first: int) -> None:  # noqa: ANN401
        """List the sheets: those that every board of the sector fills in, then the others; hidden ones are counted."""
        text, plans = self.messages.text, self.template.sheets[1:]
        place = first
        for heading, listed in (("first", True), ("others", False)):
            found = [plan for plan in plans if plan.first is listed and not plan.hidden]
            if found:
                self._index_head(sheet, place, text(f"template.start.sheets.{heading}"))
                for row, plan in enumerate(found, place + 1):
                    self._index_line(sheet, row, plan)
                place += len(found) + 2
        hidden = sum(plan.hidden for plan in plans)
        if hidden:
            sheet.write_string(place, NUMBER_COLUMN, text("template.start.hidden", count=hidden), self.looks.hint)
            place += 2
        self._remarks(sheet, place)

    def _index_head(self, sheet: Any, place: int, heading: str) -> None:  # noqa: ANN401
        text = self.messages.text
        sheet.write_string(place, CODE_COLUMN, SKIP, self.looks.code)
        sheet.write_string(place, NUMBER_COLUMN, heading, self.looks.section)
        sheet.write_string(place, LABEL_COLUMN + 1, text("template.start.differences"), self.looks.section)
        sheet.write_string(place, LABEL_COLUMN + 2, text("template.start.missing"), self.looks.section)

    def _index_line(self, sheet: Any, place: int, plan: SheetPlan) -> None:  # noqa: ANN401
        sheet.write_string(place, CODE_COLUMN, SKIP, self.looks.code)
        sheet.write_url(place, LABEL_COLUMN, f"internal:{quoted(plan.title)}!B2", self.looks.link, plan.heading)
        if plan.checks:
            self._count(sheet, place, plan)
        if plan.mandatory:
            empty = "+".join(f'({quoted(plan.title)}!{cell}="")' for cell in plan.mandatory)
            now = sum(slot.mandatory and slot.value is None for slot in plan.slots.values())
            self._counted(sheet, (place, LABEL_COLUMN + 2), f"={empty}", now)

    def _counted(self, sheet: Any, at: tuple[int, int], formula: str, now: int) -> None:  # noqa: ANN401
        sheet.write_formula(*at, formula, self.looks.check, now)
        test = {"type": "cell", "criteria": ">", "value": 0, "format": self.looks.wrong}
        sheet.conditional_format(*at, *at, test)

    def _count(self, sheet: Any, place: int, plan: SheetPlan) -> None:  # noqa: ANN401
        last = plan.check_row + len(plan.checks) - 1
        cells = f"{_fixed(plan.check_row, min(plan.columns))}:{_fixed(last, max(plan.columns))}"
        area = f"{quoted(plan.title)}!{cells}"
        now = sum(bool(amount) for check in plan.checks for amount in check.shown.values())
        formula = f"=SUMPRODUCT(ISNUMBER({area})*({area}<>0))"
        self._counted(sheet, (place, LABEL_COLUMN + 1), formula, now)

    def _remarks(self, sheet: Any, first: int) -> None:  # noqa: ANN401
        if self.template.remarks:
            sheet.write_string(first, NUMBER_COLUMN, self.messages.text("template.start.remarks"), self.looks.section)
        for place, remark in enumerate(self.template.remarks, first + 1):
            sheet.write_string(place, NUMBER_COLUMN, remark, self.looks.plain)
        self.last = first + len(self.template.remarks)

    def _print(self, sheet: Any, plan: SheetPlan, *, start: bool) -> None:  # noqa: ANN401
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(-(-len(plan.columns) // _ON_A_PAGE) if plan.columns else 1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&L&F&C&A&R&P / &N")
        sheet.set_tab_color(GREY if start else self.looks.tab(table=plan.table))
        if start:
            sheet.print_area(TITLE_ROW, 1, self.last, plan.note_column)
        else:
            sheet.repeat_rows(TITLE_ROW, HEAD_ROW)
            keys = sum(column.aspects.key is not None for column in plan.columns.values())
            if len(plan.columns) > _ON_A_PAGE:
                sheet.repeat_columns(1, keys if plan.table else LABEL_COLUMN)
            last = plan.check_row + len(plan.checks) if plan.checks else max(plan.rows, default=HEAD_ROW)
            sheet.print_area(TITLE_ROW, 1, last, plan.note_column)

    def _fingerprint(self) -> None:
        sheet = self.book.add_worksheet(self.messages.text("template.fingerprint"))
        for place, row in enumerate(fingerprint_rows(self.template)):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(place, column, cell)
        sheet.hide()


def _fixed(row: int, column: int) -> str:
    return str(xlsxwriter.utility.xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _write_value(sheet: Any, at: tuple[int, int], value: FactValue, look: object) -> None:  # noqa: ANN401
    match value:
        case Decimal() if len(value.as_tuple().digits) > _EXACT_DIGITS:
            sheet.write_string(*at, format(value, "f").replace(".", ","), look)  # a number would lose its last digits
        case Decimal():
            sheet.write_number(*at, float(value), look)
        case date():
            sheet.write_datetime(*at, value, look)
        case _:
            sheet.write_string(*at, value, look)


def _cached(value: FactValue | None) -> float | str:
    match value:
        case None:
            return ""
        case Decimal():
            return float(value)
        case date():
            return (value - date(1899, 12, 30)).days
        case _:
            return value
