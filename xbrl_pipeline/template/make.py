"""A template for a report: sheets in the order of the statements, bound to their facts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import FactKey, FactValue
from xbrl_pipeline.taxonomy.model import Concept, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.template.checks import checked
from xbrl_pipeline.template.codes import Aspects
from xbrl_pipeline.template.drafts import drafts
from xbrl_pipeline.template.formulas import Web
from xbrl_pipeline.template.layout import (
    FIRST_COLUMN,
    Settings,
    SheetColumn,
    SheetPlan,
    SheetRow,
    Slot,
    SlotKind,
    Template,
)
from xbrl_pipeline.template.others import other_sheets
from xbrl_pipeline.template.prefill import Prefill, with_rows
from xbrl_pipeline.template.shapes import Combination, Shapes
from xbrl_pipeline.template.sheets import SPARE_ROWS, Maker, number_of

_SECTOR: Final = "Sector"  # local name in the NT
START_CODE: Final = "start"
START_FIRST_ROW: Final = 14
_DATES: Final = (  # local names in the NT of the days that the reporting period decides
    ("FinancialReportingPeriodCurrentStartDate", 0, "start"),
    ("FinancialReportingPeriodCurrentEndDate", 0, "end"),
    ("FinancialReportingPeriodPreviousStartDate", -1, "start"),
    ("FinancialReportingPeriodPreviousEndDate", -1, "end"),
)


def make_template(
    model: TaxonomyModel,
    profile: ReportProfile,
    settings: Settings,
    messages: Messages,
    given: Prefill | None = None,
) -> Template:
    """Lay out a workbook for an entry point; ``given`` is what to fill in beforehand."""
    shapes = Shapes(model, profile, settings.consolidated)
    maker = Maker(model, profile, shapes, settings, messages)
    known = given or Prefill()
    start = _start(maker, known)
    found = drafts(model, shapes, messages.lang)
    sheets = (start, *(maker.sheet(draft, f"s{number}") for number, draft in enumerate(found, 1)))
    sheets = tuple(with_rows(sheet, known, SPARE_ROWS) if sheet.table else sheet for sheet in sheets)
    sheets = (*sheets, *other_sheets(maker, known.others))
    values = known.values if known.whole else {**_known(maker), **known.values}
    web = Web(model, settings.year, sheets, {**values, **known.others}, known.whole)
    finished = tuple(_shown(checked(sheet, number, web, messages)) for number, sheet in enumerate(web.finished()))
    return Template(
        taxonomy=model.package,
        report=profile.report,
        entry_point=model.entry_point,
        sha256=model.sha256,
        lang=messages.lang,
        year=settings.year,
        title=_title(maker),
        sheets=finished,
        scheme=profile.identifier_scheme,
    )


def _title(maker: Maker) -> str:
    report = maker.settings.title or maker.profile.report
    year = str(maker.settings.year.end.year)
    return report if year in report else maker.messages.text("template.title", report=report, year=year)


def _shown(sheet: SheetPlan) -> SheetPlan:
    """Never hide what is filled in."""
    filled = {row for (row, _), slot in sheet.slots.items() if slot.value is not None}
    rows = {place: replace(row, hidden=row.hidden and place not in filled) for place, row in sheet.rows.items()}
    return replace(sheet, rows=rows, hidden=sheet.hidden and not filled)


def _start(maker: Maker, given: Prefill) -> SheetPlan:
    """Return the sheet where the user starts: whose report it is."""
    aspects = Aspects(year=0)
    column = SheetColumn(aspects, maker.names.code(aspects), maker.messages.text("template.start.value"))
    rows: dict[int, SheetRow] = {}
    slots: dict[tuple[int, int], Slot] = {}
    for place, (row, slot) in enumerate(_entity(maker, given), START_FIRST_ROW):
        rows[place] = row
        slots[place, FIRST_COLUMN] = slot
    title = maker.tab(maker.messages.text("template.start.tab"))
    return SheetPlan(START_CODE, title, _title(maker), {FIRST_COLUMN: column}, rows, slots)


def _entity(maker: Maker, given: Prefill) -> Iterator[tuple[SheetRow, Slot]]:
    profile = maker.profile
    for name in (profile.name_concept, profile.bestuursnummer_concept, profile.identifier_concept):
        concept = maker.model.find(name) if name else None
        if concept is not None:
            yield _known_row(maker, concept)
    asked = [] if profile.identifier_concept else ["@identifier"]
    for marker in (*asked, *([] if profile.identifier_scheme else ["@scheme"])):
        code = marker.removeprefix("@")
        label, note = maker.messages.text(f"template.start.{code}"), maker.messages.advice(f"template.start.{code}")
        said = given.identifier if code == "identifier" else given.scheme
        yield SheetRow(label, marker, Aspects(marker=marker), note=note), Slot(SlotKind.INPUT, value=said or None)


def _known_row(maker: Maker, concept: Concept) -> tuple[SheetRow, Slot]:
    aspects = Aspects(concept.name, dimensions=_combination(maker, concept))
    label, code = concept.label(maker.messages.lang), maker.names.code(aspects)
    must = concept.name in maker.mandatory
    row = SheetRow(label, code, aspects, 0, number_of(concept), maker.noted(concept), mandatory=must)
    key = maker.key(concept, 0, aspects.dimensions, start=False)
    return row, Slot(SlotKind.INPUT, concept, key, choices=concept.codes, mandatory=must)


def _combination(maker: Maker, concept: Concept) -> Combination:
    """Return the members with which a line stands in the first statement that shows it."""
    for role in maker.model.roles.values():
        if any(line.name == concept.name for line in role.lines):
            return next((shape.combinations[0] for shape in maker.shapes.of(concept.name, role) if not shape.keys), ())
    return ()


def _known(maker: Maker) -> dict[FactKey, FactValue]:
    """Return the days that follow from the reporting period, and the sector that was chosen."""
    found: dict[FactKey, FactValue] = {}
    for name, year, edge in _DATES:
        concept = maker.model.find(name)
        if concept is not None:
            period = maker.settings.year.shifted(year)
            found[maker.key(concept, 0, (), start=False)] = period.start if edge == "start" else period.end
    sector = maker.model.find(_SECTOR)
    codes = [code for code in sector.codes if code.casefold() == maker.settings.sector] if sector is not None else []
    if sector is not None and codes:
        found[maker.key(sector, 0, (), start=False)] = codes[0]
    return found


def with_remarks(template: Template, remarks: tuple[str, ...]) -> Template:
    """Return a template that says what was filled in beforehand, and what was not."""
    return replace(template, remarks=remarks)
