"""A report in the order people read it: by weight, sheet and cell, with consequences under their cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from xbrl_pipeline.model.cells import CellRef, in_short
from xbrl_pipeline.model.findings import About, Finding, Severity
from xbrl_pipeline.model.ledger import Fate, Ledger
from xbrl_pipeline.model.report import Report

_SECTIONS = ("error", "warning", "taxonomy", "info")
FEW: Final = 8  # cells that are read one by one
_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding with the findings it explains; ``number`` counts through the whole report."""

    number: int
    finding: Finding
    consequences: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SheetFindings:
    """The findings of one sheet; without a sheet: of the report as a whole."""

    sheet: str
    items: tuple[NumberedFinding, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the report: ``error``, ``warning``, ``taxonomy`` or ``info``."""

    key: str
    groups: tuple[SheetFindings, ...]

    @property
    def items(self) -> tuple[NumberedFinding, ...]:
        """All findings of the section in reading order."""
        return tuple(item for group in self.groups for item in group.items)


@dataclass(frozen=True, slots=True)
class FateRow:
    """What became of some cells: how many, and for which reasons they were left out."""

    fate: Fate
    number: int
    reasons: tuple[tuple[str, tuple[CellRef, ...]], ...]


def sections(report: Report) -> tuple[Section, ...]:
    """Return the sections that have findings, in reading order; every finding is in exactly one of them."""
    sheets = _sheet_order(report)
    pairs = sorted(_fold(report.findings), key=lambda pair: (_SECTIONS.index(_key(pair[0])), _place(pair[0], sheets)))
    items = [
        NumberedFinding(number, finding, consequences) for number, (finding, consequences) in enumerate(pairs, start=1)
    ]
    by_section = groupby(items, key=lambda item: _key(item.finding))
    return tuple(Section(key, _groups(members)) for key, members in by_section)


def _groups(items: Iterable[NumberedFinding]) -> tuple[SheetFindings, ...]:
    return tuple(
        SheetFindings(sheet, tuple(members)) for sheet, members in groupby(items, key=lambda item: _sheet(item.finding))
    )


def _key(finding: Finding) -> str:
    return "taxonomy" if finding.about is About.TAXONOMY else finding.severity.value


def sheets_of(finding: Finding) -> tuple[str, ...]:
    """Return the sheets under which to look for a finding: that of its first cell, or of each of its places."""
    cells = finding.cells if finding.places else finding.cells[:1]
    return tuple(dict.fromkeys(cell.sheet for cell in cells)) or ("",)


def _sheet(finding: Finding) -> str:
    """Return the sheet a finding stands under; one cause on several sheets is about the report as a whole."""
    sheets = sheets_of(finding)
    return sheets[0] if len(sheets) == 1 else ""


def _sheet_order(report: Report) -> dict[str, int]:
    of_ledger = [entry.cell.sheet for entry in report.ledger.entries] if report.ledger else []
    of_findings = [_sheet(finding) for finding in report.findings]
    return {sheet: place for place, sheet in enumerate(dict.fromkeys(["", *of_ledger, *of_findings]))}


def _place(finding: Finding, sheets: dict[str, int]) -> tuple[int, int, int, tuple[int, ...], str]:
    if not _sheet(finding):
        return (0, 0, 0, finding.lines, finding.code)
    cell = finding.cells[0]
    return (sheets[cell.sheet], cell.row, cell.column, finding.lines, finding.code)


def _fold(findings: Sequence[Finding]) -> list[tuple[Finding, tuple[Finding, ...]]]:
    """Pair each finding that stands on its own with those it explains."""
    owners = _owners(findings)
    consequences: dict[int, list[Finding]] = {}
    alone = []
    for place, finding in enumerate(findings):
        cause = _cause(finding, owners, findings)
        if cause is None:
            alone.append(place)
        else:
            consequences.setdefault(cause, []).append(finding)
    return [(findings[place], tuple(consequences.get(place, ()))) for place in alone]


def _owners(findings: Sequence[Finding]) -> dict[CellRef, int]:
    owners: dict[CellRef, int] = {}
    for place, finding in enumerate(findings):
        if not finding.because and not finding.follows and finding.about is About.REPORT:
            for cell in finding.cells:
                owners.setdefault(cell, place)
    return owners


def _cause(finding: Finding, owners: dict[CellRef, int], findings: Sequence[Finding]) -> int | None:
    """Return the place of what explains a finding; never what weighs less, so that no error hides under a remark."""
    if finding.follows:
        return next((place for place, each in enumerate(findings) if _leads(each, finding)), None)
    if finding.about is About.TAXONOMY:
        return None
    places = (owners[cell] for cell in finding.because if cell in owners)
    weight = _WEIGHT[finding.severity]
    return next((place for place in places if _WEIGHT[findings[place].severity] <= weight), None)


def _leads(cause: Finding, finding: Finding) -> bool:
    """Tell whether a finding is the one that another follows; a cause that itself follows is no heading."""
    return cause.ref == finding.follows and not cause.follows and _WEIGHT[cause.severity] <= _WEIGHT[finding.severity]


def fates(ledger: Ledger) -> tuple[FateRow, ...]:
    """Return what became of the cells, with the cells by reason; fates that no cell met are left out."""
    met: dict[Fate, dict[str, list[CellRef]]] = {}
    for entry in ledger.entries:
        met.setdefault(entry.fate, {}).setdefault(entry.reason, []).append(entry.cell)
    return tuple(_fate_row(fate, met[fate]) for fate in Fate if fate in met)


def _fate_row(fate: Fate, reasons: dict[str, list[CellRef]]) -> FateRow:
    number = sum(map(len, reasons.values()))
    return FateRow(fate, number, tuple((reason, tuple(cells)) for reason, cells in reasons.items()))


def ranges(cells: Iterable[CellRef]) -> list[str]:
    """Name cells briefly: cells that touch in one column as ``Balans!D5:D9``, in the order of sheet and column."""
    runs: list[list[CellRef]] = []
    for cell in _by_column(cells):
        if runs and _is_above(runs[-1][-1], cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}:{run[-1].address}" for run in runs]


def _is_above(cell: CellRef, below: CellRef) -> bool:
    return cell.row + 1 == below.row and cell.column == below.column and cell.sheet == below.sheet


def listed(cells: Iterable[CellRef]) -> list[str]:
    """Name a few cells one by one, in their order, and more of them briefly."""
    every = list(dict.fromkeys(cells))
    return list(map(str, every)) if len(every) <= FEW else ranges(every)


def _by_column(cells: Iterable[CellRef]) -> list[CellRef]:
    distinct = dict.fromkeys(cells)
    sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(cell.sheet for cell in distinct))}
    return sorted(distinct, key=lambda cell: (sheets[cell.sheet], cell.column, cell.row))


def lines_text(lines: Iterable[int]) -> str:
    """Name lines briefly and in order: those that follow each other as ``89-420``, of many the first and the last."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return in_short([str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs])
