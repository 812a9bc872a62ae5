"""``overview.xlsx``: all inputs of a run as a table to filter and sort."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.reporting.overview import BoardRow, LeftOut, OverviewRow, owed_sentence, rule_totals, worst_first
from xbrl_pipeline.reporting.sheets import OPTIONS, TEXT_FORMAT, cell_text, properties

_WIDTHS = {
    "status": 18,
    "name": 40,
    "bestuursnummer": 16,
    "verslagjaar": 8,
    "sector": 9,
    "report": 22,
    "file": 36,
    "errors": 10,
    "warnings": 16,
    "facts": 11,
    "problem": 70,
    "dossier": 40,
    "seconds": 11,
    "reused": 14,
    "cached": 22,
}
_RULE_HEADS = (
    "report.xlsx.severity",
    "overview.rule",
    "overview.rule_files",
    "overview.rule_count",
    "overview.rule_example",
)
_RULE_WIDTHS = (14, 60, 12, 10, 90)
_BOARD_WIDTHS = {"bestuursnummer": 16, "name": 40, "verslagjaar": 8, "sector": 9, "there": 40, "missing": 40}
_LEFT_OUT_WIDTH = 60
_RULE_TEXTS = (0, 1, 4)
_Value = str | int | float | None
_NUMBERS = {"verslagjaar", "errors", "warnings", "facts", "seconds"}


def overview_xlsx(
    rows: Sequence[OverviewRow],
    messages: Messages,
    *,
    created: datetime,
    left_out: Sequence[LeftOut] = (),
    boards: Sequence[BoardRow] = (),
) -> bytes:
    """Write ``overview.xlsx``, worst first; text stays text, numbers are numbers."""
    output = BytesIO()
    with Workbook(output, OPTIONS) as book:
        book.set_properties(properties(created, messages.text("overview.title")))
        tables = _Tables(book)
        heads = [messages.text(f"overview.column.{key}") for key in _WIDTHS]
        texts = [place for place, key in enumerate(_WIDTHS) if key not in _NUMBERS]
        values = [_values(row, messages) for row in worst_first(rows)]
        tables.add(messages.text("overview.xlsx.sheet"), heads, values, tuple(_WIDTHS.values()), texts)
        rules = _rules(rows, messages)
        if rules:
            heads = [messages.text(head) for head in _RULE_HEADS]
            tables.add(messages.text("overview.rules"), heads, rules, _RULE_WIDTHS, _RULE_TEXTS)
        if boards:
            heads = [messages.text(f"overview.column.{key}") for key in _BOARD_WIDTHS]
            texts = [place for place, key in enumerate(_BOARD_WIDTHS) if key not in _NUMBERS]
            owing = [_owing(board, messages) for board in boards]
            tables.add(messages.text("overview.boards"), heads, owing, tuple(_BOARD_WIDTHS.values()), texts)
        if left_out:
            heads = [messages.text("overview.column.file"), messages.text("overview.left_out.reason")]
            named = [(cell_text(each.file), cell_text(each.reason)) for each in left_out]
            tables.add(messages.text("overview.left_out"), heads, named, (_LEFT_OUT_WIDTH, _LEFT_OUT_WIDTH), (0, 1))
    return output.getvalue()


class _Tables:
    """The sheets of a workbook, in one look."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "valign": "bottom"})
        self._text = book.add_format({"valign": "top", **TEXT_FORMAT})

    def add(
        self,
        name: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[_Value]],
        widths: Sequence[int],
        texts: Sequence[int],
    ) -> None:
        """Add a table with a frozen head and a filter; ``texts`` are the numbers of the columns with words."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self._text if column in texts else None)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self._head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _owing(board: BoardRow, messages: Messages) -> tuple[_Value, ...]:
    return (
        cell_text(board.bestuursnummer),
        cell_text(board.name),
        board.verslagjaar,
        cell_text(board.sector),
        cell_text(", ".join(board.there)),
        cell_text(", ".join(board.missing) if board.owed else owed_sentence(board, messages)) or None,
    )


def _rules(rows: Sequence[OverviewRow], messages: Messages) -> list[tuple[_Value, ...]]:
    return [
        (
            messages.text(f"severity.{rule.severity}"),
            cell_text(rule.code),
            rule.files,
            rule.times,
            cell_text(rule.example),
        )
        for rule in rule_totals(rows)
    ]


def _values(row: OverviewRow, messages: Messages) -> tuple[_Value, ...]:
    checked = bool(row.dossier)
    return (
        messages.text(f"overview.status.{row.status}"),
        cell_text(row.name),
        cell_text(row.bestuursnummer),
        row.verslagjaar,
        cell_text(row.sector),
        cell_text(row.report),
        cell_text(row.file),
        row.counts.error if checked else None,
        row.counts.warning if checked else None,
        row.facts if checked else None,
        cell_text(row.problem),
        cell_text(row.dossier),
        row.seconds,
        messages.text("report.yes" if row.reused else "report.no"),
        messages.text("report.yes" if row.cached else "report.no"),
    )
