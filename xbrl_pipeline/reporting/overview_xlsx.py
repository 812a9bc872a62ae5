"""``overview.xlsx``: all inputs of a run as a table to filter and sort."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import pandas as pd

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
    frame = _frame(rows, messages)
    output = BytesIO()
    sheet = messages.text("overview.xlsx.sheet")
    with pd.ExcelWriter(output, engine="xlsxwriter", engine_kwargs={"options": OPTIONS}) as writer:
        writer.book.set_properties(properties(created, messages.text("overview.title")))
        frame.to_excel(writer, sheet_name=sheet, index=False, freeze_panes=(1, 0))
        text = writer.book.add_format({"valign": "top", **TEXT_FORMAT})
        for column, (key, width) in enumerate(_WIDTHS.items()):
            writer.sheets[sheet].set_column(column, column, width, None if key in _NUMBERS else text)
        writer.sheets[sheet].autofilter(0, 0, len(frame), len(_WIDTHS) - 1)
        rules = _rules(rows, messages)
        if len(rules):
            name = messages.text("overview.rules")
            rules.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            for column, width in enumerate(_RULE_WIDTHS):
                writer.sheets[name].set_column(column, column, width, text if column in _RULE_TEXTS else None)
            writer.sheets[name].autofilter(0, 0, len(rules), len(_RULE_WIDTHS) - 1)
        if boards:
            name = messages.text("overview.boards")
            owing = _boards(boards, messages)
            owing.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            for column, (key, width) in enumerate(_BOARD_WIDTHS.items()):
                writer.sheets[name].set_column(column, column, width, None if key in _NUMBERS else text)
            writer.sheets[name].autofilter(0, 0, len(owing), len(_BOARD_WIDTHS) - 1)
        if left_out:
            name = messages.text("overview.left_out")
            heads = [messages.text("overview.column.file"), messages.text("overview.left_out.reason")]
            values = [(cell_text(each.file), cell_text(each.reason)) for each in left_out]
            listed = pd.DataFrame(values, columns=heads, dtype=object)
            listed.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            writer.sheets[name].set_column(0, 1, _LEFT_OUT_WIDTH, text)
    return output.getvalue()


def _frame(rows: Sequence[OverviewRow], messages: Messages) -> pd.DataFrame:
    heads = [messages.text(f"overview.column.{key}") for key in _WIDTHS]
    return pd.DataFrame([_values(row, messages) for row in worst_first(rows)], columns=heads, dtype=object)


def _boards(boards: Sequence[BoardRow], messages: Messages) -> pd.DataFrame:
    heads = [messages.text(f"overview.column.{key}") for key in _BOARD_WIDTHS]
    values = [
        (
            cell_text(board.bestuursnummer),
            cell_text(board.name),
            board.verslagjaar,
            cell_text(board.sector),
            cell_text(", ".join(board.there)),
            cell_text(", ".join(board.missing) if board.owed else owed_sentence(board, messages)),
        )
        for board in boards
    ]
    return pd.DataFrame(values, columns=heads, dtype=object)


def _rules(rows: Sequence[OverviewRow], messages: Messages) -> pd.DataFrame:
    heads = [messages.text(head) for head in _RULE_HEADS]
    values = [
        (
            messages.text(f"severity.{rule.severity}"),
            cell_text(rule.code),
            rule.files,
            rule.times,
            cell_text(rule.example),
        )
        for rule in rule_totals(rows)
    ]
    return pd.DataFrame(values, columns=heads, dtype=object)


def _values(row: OverviewRow, messages: Messages) -> tuple[str | int | float | None, ...]:
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
