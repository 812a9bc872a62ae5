"""Filling in every input cell of a template by script, and what facts that should give: read from the codes alone."""

import re
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast

import openpyxl
from openpyxl.workbook import Workbook as Book

from xbrl_pipeline.instance.facts import read_facts
from xbrl_pipeline.instance.reader import read_instance
from xbrl_pipeline.model.facts import Dimension, FactKey, FactValue, Period, QName
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel

_YEAR: Final = re.compile(r"t([+-][0-9]+)?")
_FORMS: Final = ("{0:05d}", "{0:08d}", "a{0}@voorbeeld.example", "{0}AB", "{0}", "0{0:09d}", "tekst {0}")


@dataclass(frozen=True)
class Input:
    """A cell that is not locked, with the codes of its row and column."""

    sheet: str
    address: str
    row: str
    column: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """What was typed, by the fact that it should give; keys of rows give none themselves."""

    facts: Mapping[FactKey, FactValue]
    cells: int


def open_template(path: Path) -> Book:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def inputs(book: Book) -> Iterator[Input]:
    for sheet in book.worksheets:
        if not str(sheet["A1"].value or "").startswith("xbrl-pipeline:sheet"):
            continue
        lists = _lists(book, sheet)
        for row in cast("Any", sheet).iter_rows():
            for cell in row:
                row_code, column_code = sheet[f"A{cell.row}"].value, sheet[f"{cell.column_letter}1"].value
                if not cell.protection.locked and row_code and column_code:
                    yield Input(
                        sheet.title,
                        cell.coordinate,
                        str(row_code),
                        str(column_code),
                        lists.get(cell.coordinate, ()),
                    )


def _lists(book: Book, sheet: object) -> dict[str, tuple[str, ...]]:
    found = {}
    for validation in cast("Any", sheet).data_validations.dataValidation:
        if validation.type == "list":
            for area in validation.sqref.ranges:
                found[str(area)] = _choices(book, str(validation.formula1))
    return found


def _choices(book: Book, formula: str) -> tuple[str, ...]:
    if formula.startswith('"'):
        return tuple(formula.strip('"').split(","))
    title, _, area = formula.lstrip("=").rpartition("!")
    cells = book[title.strip("'")][area.replace("$", "")]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return tuple(str(row[0].value) for row in rows)


def fill(source: Path, target: Path, model: TaxonomyModel, year: int) -> Filled:
    """Type something else in every input cell, and save."""
    book = open_template(source)
    cells = list(inputs(book))
    keys: dict[tuple[str, str], dict[str, str]] = {}
    for number, each in enumerate(cells):
        if each.column.endswith("=*"):
            name = each.choices[number % len(each.choices)] if each.choices else f"Rij {number} van {each.sheet}"
            keys.setdefault((each.sheet, _row(each)), {})[each.column] = name
            book[each.sheet][each.address] = name
    facts: dict[FactKey, FactValue] = {}
    for number, each in enumerate(cells, 1):
        if not each.column.endswith("=*") and each.row not in ("@scheme", "@identifier"):
            concept = model.concepts[_concept(each, model)]
            value = _value(concept, each, number)
            book[each.sheet][each.address] = float(value) if isinstance(value, Decimal) else value
            key = key_of(each, concept, model, year, keys.get((each.sheet, _row(each)), {}))
            assert key not in facts, (each, key)
            facts[key] = value
    book.save(target)
    return Filled(facts, len(cells))


def type_in(book: Book, given: Mapping[FactKey, FactValue], model: TaxonomyModel, year: int) -> None:
    """Type known facts into the cells that are for them; rows of tables are left alone."""
    for cell in inputs(book):
        concept = model.find(cell.row.split("; ")[0].removesuffix(" @start"))
        key = key_of(cell, concept, model, year, {}) if concept is not None else None
        if key is not None and key in given:
            value = given[key]
            book[cell.sheet][cell.address] = float(value) if isinstance(value, Decimal) else value


def type_totals(book: Book, given: Mapping[FactKey, FactValue], model: TaxonomyModel, year: int) -> None:
    """Type known totals over their formulas, as who has no parts of them does; what is repeated stays a formula."""
    for sheet in book.worksheets:
        for row in cast("Any", sheet).iter_rows(min_col=2, min_row=2):
            for cell in row:
                codes = (str(sheet[f"A{cell.row}"].value or ""), str(sheet[f"{cell.column_letter}1"].value or ""))
                if str(cell.value).startswith("=IF(COUNT(") and all(codes) and "#" not in codes:
                    each = Input(sheet.title, cell.coordinate, *codes, ())
                    concept = model.find(codes[0].split("; ")[0].removesuffix(" @start"))
                    key = key_of(each, concept, model, year, {}) if concept is not None else None
                    if key is not None and isinstance(value := given.get(key), Decimal):
                        cell.value = float(value)


def _row(each: Input) -> str:
    return each.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _parts(each: Input) -> list[str]:
    return [part for part in (*each.row.split("; "), *each.column.split("; ")) if not part.startswith("@")]


def _concept(each: Input, model: TaxonomyModel) -> QName:
    names = [part.removesuffix(" @start") for part in _parts(each) if "=" not in part and not _YEAR.fullmatch(part)]
    found = model.find(names[0])
    assert found is not None
    return found.name


def key_of(each: Input, concept: Concept, model: TaxonomyModel, year: int, keys: Mapping[str, str]) -> FactKey:
    parts = _parts(each)
    offset = next(int(match[1] or 0) for part in parts if (match := _YEAR.fullmatch(part)))
    start, end = date(year + offset, 1, 1), date(year + offset, 12, 31)
    if concept.instant:
        opening = any(part.endswith(" @start") for part in parts)
        period = Period(None, start - timedelta(days=1) if opening else end)
    else:
        period = Period(start, end)
    fixed = [_dimension(part, model) for part in parts if "=" in part and not part.endswith("=*")]
    named = [_named(code.removesuffix("=*"), text, model) for code, text in keys.items()]
    unit = {Kind.MONETARY: "EUR", Kind.NUMBER: "pure"}.get(concept.kind)
    return FactKey(concept.name, period, tuple(sorted([*fixed, *named])), unit)


def _dimension(part: str, model: TaxonomyModel) -> Dimension:
    axis, member = (model.find_any(name) for name in part.split("="))
    assert axis is not None
    assert member is not None
    return Dimension(axis.name, member.name)


def _named(axis: str, text: str, model: TaxonomyModel) -> Dimension:
    found = model.find_any(axis)
    assert found is not None
    if found.kind is Kind.TYPED_AXIS:
        return Dimension(found.name, QName("", text))
    members = {
        member for table in model.tables for each in table.axes if each.name == found.name for member in each.members
    }
    return Dimension(found.name, next(name for name in members if text in _labels(model, name)))


def _labels(model: TaxonomyModel, name: QName) -> set[str]:
    element = model.element(name)
    assert element is not None
    return {text.partition(" [")[0] for text in element.labels.values()}


def _value(concept: Concept, each: Input, number: int) -> FactValue:
    if concept.kind is Kind.CODE:
        assert each.choices
        return each.choices[number % len(each.choices)]
    if concept.kind in (Kind.MONETARY, Kind.NUMBER):
        return Decimal(number)
    if concept.kind is Kind.DATE:
        return date(2000, 1, 1) + timedelta(days=number)
    fitting = (form.format(10_000_000 + number if form == "{0:08d}" else 1000 + number) for form in _FORMS[::-1])
    return next(text for text in fitting if _fits(concept, text))


def _fits(concept: Concept, text: str) -> bool:
    pattern = (concept.pattern or ".*").replace(r"\i", "[A-Za-z_:]").replace(r"\c", "[-.0-9:A-Za-z_]")
    return re.fullmatch(pattern, text) is not None and len(text) <= (concept.max_length or len(text))


def facts_of(instance: Path) -> dict[FactKey, FactValue]:
    found: dict[FactKey, FactValue] = {}
    for fact in read_facts(read_instance(instance).data):
        assert fact.key is not None
        assert fact.value is not None
        assert fact.key not in found
        found[fact.key] = fact.value
    return found


def as_text(value: FactValue) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def libreoffice(path: Path, folder: Path, kind: str = "xlsx") -> Path:
    """Let LibreOffice open and save a workbook, in a profile of its own."""
    profile = (folder / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder / "saved"), str(path)], check=True, capture_output=True, timeout=180
    )
    return folder / "saved" / f"{path.stem}.{kind}"
