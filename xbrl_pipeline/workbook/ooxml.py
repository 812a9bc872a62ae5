"""Workbooks of Excel (.xlsx, .xlsm, also "strict"): which sheets there are, their shared texts and date formats."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from xbrl_pipeline.base.markup import Element, local_name, parse, stream
from xbrl_pipeline.workbook.archive import ArchiveParts
from xbrl_pipeline.workbook.cells import FileNote
from xbrl_pipeline.workbook.raw import RawSheet, RefusalError
from xbrl_pipeline.workbook.worksheet import CellContext, inline_text, read_sheet

MAIN: Final = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",  # "strict"
)
_BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_CODES: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODES: Final = re.compile(r"[dmyhs]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str  # the last step of its type
    target: str
    external: bool


@dataclass
class OpenedWorkbook:
    """An opened workbook. ``main`` is the name of its workbook part."""

    parts: ArchiveParts
    main: str
    notes: list[FileNote] = field(default_factory=list)

    def sheets(self) -> Iterator[RawSheet]:
        """Give the sheets in their order; the rows of one must be read before the next is asked for."""
        root = self._parsed(self.main)
        space = root.tag.rpartition("}")[0] + "}"
        if space not in MAIN:
            raise RefusalError("workbook.unreadable")
        context = CellContext(
            space, self._strings(space), self._date_styles(space), since_1904=_since_1904(root, space)
        )
        for sheet in root.iterfind(f"{space}sheets/{space}sheet"):
            name, id_ = sheet.get("name") or "", _relation_id(sheet)
            relation = self._relations.get(id_ or "")
            if relation is not None and relation.kind == "chartsheet":
                continue  # a chart holds no cells
            if id_ == "" or (relation is not None and relation.kind != "worksheet"):  # "": modules of before Excel 97
                self.notes.append(FileNote("workbook.note.other_sheet", {"sheet": name}))
                continue
            yield self._sheet(name, relation, context, hidden=sheet.get("state", "visible") != "visible")

    def _sheet(self, name: str, relation: _Relation | None, context: CellContext, *, hidden: bool) -> RawSheet:
        if relation is None or relation.external or relation.target not in self.parts:
            raise RefusalError("workbook.sheet_without_part", sheet=name)
        sheet = RawSheet(name, hidden)
        sheet.rows = read_sheet(self.parts, relation.target, sheet, context)
        return sheet

    @cached_property
    def _relations(self) -> dict[str, _Relation]:
        folder, name = posixpath.split(self.main)
        root = self._parsed(f"{folder}/_rels/{name}.rels".lstrip("/"))
        return {each.get("Id", ""): _relation(each, folder) for each in root if local_name(each) == "Relationship"}

    def _parsed(self, part: str) -> Element:
        data = self.parts.read(part)
        if data is None:
            raise RefusalError("workbook.unreadable")
        return parse(data)

    def _of_kind(self, kind: str) -> str | None:
        found = (each.target for each in self._relations.values() if each.kind == kind and not each.external)
        return next((part for part in found if part in self.parts), None)

    def _strings(self, space: str) -> list[str]:
        part = self._of_kind("sharedStrings")
        if part is None:
            return []
        with self.parts.open(part) as source:
            return [inline_text(item, space) for _, item in stream(source, [f"{space}si"])]

    def _date_styles(self, space: str) -> frozenset[str]:
        """Return the numbers of the cell styles that show a day or a time."""
        part = self._of_kind("styles")
        if part is None:
            return frozenset()
        root = self._parsed(part)
        formats = root.iterfind(f"{space}numFmts/{space}numFmt")  # those in dxfs are of tables and conditions
        custom = {each.get("numFmtId"): each.get("formatCode", "") for each in formats}
        styles = root.iterfind(f"{space}cellXfs/{space}xf")
        return frozenset(str(number) for number, xf in enumerate(styles) if _shows_day(xf.get("numFmtId"), custom))


def _relation(element: Element, folder: str) -> _Relation:
    target = element.get("Target", "").replace("\\", "/")
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return _Relation(element.get("Type", "").rpartition("/")[2], path, element.get("TargetMode") == "External")


def _relation_id(sheet: Element) -> str | None:
    return next((value for name, value in _attributes(sheet) if name.endswith("/relationships}id")), None)


def _attributes(element: Element) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def _since_1904(root: Element, space: str) -> bool:
    properties = root.find(f"{space}workbookPr")
    return properties is not None and properties.get("date1904", "0").lower() in ("1", "true", "on")


def _shows_day(number: str | None, custom: dict[str | None, str]) -> bool:
    if number in custom:
        section = _NOT_CODES.sub("", custom[number]).partition(";")[0]
        return bool(_DATE_CODES.search(section))
    return number is not None and number.isdecimal() and int(number) in _BUILT_IN_DATES
