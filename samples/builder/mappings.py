"""The mapping file of a workbook, as a person would write it."""

from collections.abc import Iterator
from typing import Any

import yaml

from samples.builder.sheets import BoardWorkbook, Column, Row, SheetContent
from xbrl_pipeline.model.cells import column_letters

_INTRODUCTION = """\
# Mapping van {file}.xlsx: welke cel van de werkmap welk gegeven van de {report} is.
# Een regel wordt gevonden op zijn RJ-nummer (line) en zijn omschrijving (label), niet op zijn plaats.
# concept   lokale naam van het element in de taxonomie
# sign      reversed: het blad toont een uitgave of aftrekpost als negatief bedrag
# at        start: een stand aan het begin van de periode van de kolom
# ignore    bedragen in deze regel tellen niet mee, met de reden
"""
_TRIAL_BALANCE = """\
# De saldibalans: welke rekeningen welke post zijn. Een rekening die hier niet staat, is een fout.
# accounts  nummers en reeksen
# side      debit, credit: alleen zolang het saldo aan die kant staat
# result    het resultaat (som van alle resultaatrekeningen) komt bij deze post
# totals    derive: totalen volgen uit de optellingen van de taxonomie
"""
_IGNORED_ROWS = {
    "Controle (activa min passiva)": "Controleregel van de opsteller, geen post van de balans",
    "Saldo interest": "Tussentelling; ontvangen en betaalde interest staan in de regels erboven",
}
_PROSE_REASON = "Tekst zonder bedragen; de toelichting wordt niet uit deze werkmap gerapporteerd"


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        """Indent lists under their key."""
        super().increase_indent(flow, indentless=False)


def mapping_text(workbook: BoardWorkbook) -> str:
    """Return the mapping file of a workbook."""
    board = workbook.board
    head = {
        "version": 1,
        "taxonomy": "onderwijs-2025",
        "report": workbook.report,
        "verslagjaar": 2025,
        "bestuursnummer": board.facts["bestuursnummer"],
        "currency": "EUR",
    }
    sheets = "\n".join(_indented([_sheet(sheet)]) for sheet in workbook.sheets if sheet.columns)
    trials = [dict(sheet.trial_balance) for sheet in workbook.sheets if sheet.trial_balance is not None]
    prose = [sheet for sheet in workbook.sheets if not sheet.columns and sheet.trial_balance is None]
    ignored = [{"sheet": sheet.name, "reason": _PROSE_REASON} for sheet in prose]
    parts = (
        _INTRODUCTION.format(file=board.file.rpartition("/")[2], report=workbook.report),
        _dump(head),
        "\nsheets:\n",
        sheets,
        "\n",
        *([_TRIAL_BALANCE, "trial_balances:\n", _indented(trials), "\n"] if trials else []),
        *([_dump({"ignore_sheets": ignored})] if ignored else []),
    )
    return "".join(parts)


def _dump(data: object) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text


def _indented(data: object) -> str:
    return "".join(f"  {line}" for line in _dump(data).splitlines(keepends=True))


def _sheet(sheet: SheetContent) -> dict[str, Any]:
    place = {"line_column": column_letters(sheet.line_column)} if sheet.line_column else {}
    return {
        "sheet": sheet.name,
        "statement": sheet.statement,
        "header_row": sheet.header_row,
        **place,
        "label_column": column_letters(sheet.label_column),
        "columns": [_column(column) for column in sheet.columns],
        "lines": [dict(_line(row)) for row in sheet.rows],
    }


def _column(column: Column) -> dict[str, str]:
    return {"column": column_letters(column.column), "header": column.header, "means": column.means}


def _line(row: Row) -> Iterator[tuple[str, str]]:
    if row.number:
        yield "line", row.number
    yield "label", row.label
    if row.concept:
        yield "concept", row.concept
    else:
        yield "ignore", _IGNORED_ROWS[row.label]
    if row.reversed:
        yield "sign", "reversed"
    if row.start:
        yield "at", "start"
