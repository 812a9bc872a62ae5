"""An Office Open XML package as parts: what is changed is written anew, all else is copied byte for byte."""

import posixpath
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from lxml import etree

SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN: Final = f"{{{SPREADSHEET}}}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPE: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TYPES: Final = "[Content_Types].xml"
_STRICT: Final = b"http://purl.oclc.org/ooxml"  # the other dialect of the standard: other names for everything


_SHEET: Final = f"{RELATIONS}/worksheet"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ID: Final = f"{{{RELATIONS}}}id"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of a sheet of our own looks; colours are ARGB, empty for those of the workbook."""

    fill: str = ""
    colour: str = ""
    bold: bool = False
    underlined: bool = False
    wrapped: bool = True


def element(tag: str) -> etree._Element:
    """Return an element of a new part, with its namespace as the default one."""
    name = etree.QName(tag)
    return etree.fromstring(f'<{name.localname} xmlns="{name.namespace}"/>')


def add_child(parent: etree._Element, tag: str, attributes: dict[str, str], place: int) -> etree._Element:
    """Put a new element at a place among the children of another."""
    child = parent.makeelement(tag, attributes)
    parent.insert(place, child)
    return child


@dataclass
class WorkbookParts:
    """The parts of a workbook that were looked at, by their names in the archive; these are written anew.

    ``stored`` are these names by how they are meant: with slashes and in any case.
    """

    archive: zipfile.ZipFile
    stored: dict[str, str]
    trees: dict[str, etree._Element] = field(default_factory=dict)
    styles: str = ""
    looks: dict[Look, str] = field(default_factory=dict)

    @classmethod
    def read(cls, archive: zipfile.ZipFile) -> "WorkbookParts":
        """Open a package; one in the strict dialect is a ValueError."""
        package = cls(archive, {_meant(name): name for name in archive.namelist()})
        book = package._main()
        if _STRICT in archive.read(package._stored(book))[:4000]:
            raise ValueError(book)
        package.styles = package.related(book, f"{RELATIONS}/styles")
        return package

    def tree(self, part: str) -> etree._Element:
        """Return a part as XML; whoever asks may change it."""
        name = self._stored(part)
        if name not in self.trees:
            parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
            self.trees[name] = etree.fromstring(self.archive.read(name), parser)
        return self.trees[name]

    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet by the sheet's name."""
        book = self._main()
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
        root = etree.fromstring(self.archive.read(self._stored(book)), parser)
        listed = ((each, each.get(f"{{{RELATIONS}}}id")) for each in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"))
        # a module of before Excel 97 has an empty id and no part
        return {each.get("name", ""): self.by_id(book, id_ or "") for each, id_ in listed if id_ != ""}

    def sheet_names(self) -> list[str]:
        """Return the names of all sheets, in their order."""
        return [each.get("name", "") for each in self.tree(self._main()).iterfind(f"{MAIN}sheets/{MAIN}sheet")]

    def add_first_sheet(self, name: str, root: etree._Element) -> None:
        """Put a sheet in front of all others; the workbook opens on the sheet on which it did.

        Two sheets would else be selected at once, and what is typed in one of them would go into both.
        """
        book = self._main()
        part = self.add_related(book, _SHEET, "xl/worksheets/sheetXP{}.xml", _SHEET_TYPE, root)
        tree = self.tree(book)
        sheets = tree.find(f"{MAIN}sheets")
        if sheets is None:
            raise KeyError("sheets")
        number = 1 + max((int(each.get("sheetId", "0")) for each in sheets), default=0)
        attributes = {"name": name, "sheetId": str(number), _ID: self.id_of(book, part)}
        add_child(sheets, f"{MAIN}sheet", attributes, 0)
        for defined in tree.iterfind(f"{MAIN}definedNames/{MAIN}definedName[@localSheetId]"):
            defined.set("localSheetId", str(int(defined.get("localSheetId", "0")) + 1))
        for view in tree.iterfind(f"{MAIN}bookViews/{MAIN}workbookView"):
            view.set("activeTab", str(int(view.get("activeTab", "0")) + 1))
            view.set("firstSheet", "0")

    def related(self, part: str, kind: str) -> str:
        """Return the first part that another refers to as ``kind``, empty where there is none."""
        for each in self._relations(part):
            if each.get("Type") == kind and each.get("TargetMode") != "External":
                return _beside(part, each.get("Target", ""))
        return ""

    def by_id(self, part: str, name: str) -> str:
        """Return the part that another refers to by an id; KeyError where there is none."""
        for each in self._relations(part):
            if each.get("Id") == name:
                return _beside(part, each.get("Target", ""))
        raise KeyError(name)

    def id_of(self, part: str, target: str) -> str:
        """Return the id by which a part refers to another."""
        for each in self._relations(part):
            if _beside(part, each.get("Target", "")) == target:
                return each.get("Id", "")
        raise KeyError(target)

    def add_related(self, part: str, kind: str, pattern: str, content: str, root: etree._Element) -> str:
        """Add a part, its content type, and the relation that leads to it; return its name."""
        known = {*self.stored, *map(_meant, self.trees)}
        number = next(number for number in range(1, 100_000) if _meant(pattern.format(number)) not in known)
        name = pattern.format(number)
        self.trees[name] = root
        types = self.tree(_TYPES)
        add_child(types, f"{_TYPE}Override", {"PartName": f"/{name}", "ContentType": content}, len(types))
        relations = self._changed_relations(part)
        ids = {each.get("Id") for each in relations}
        new = next(f"rIdXP{number}" for number in range(1, 100_000) if f"rIdXP{number}" not in ids)
        attributes = {"Id": new, "Type": kind, "Target": f"/{name}"}
        add_child(relations, f"{_REL}Relationship", attributes, len(relations))
        return name

    def filled_style(self, style: int, colour: str) -> str:
        """Return the number of a style that is another one with a plain fill; looks of other cells stay as they are."""
        root = self.tree(self.styles)
        fills, looks = root.find(f"{MAIN}fills"), root.find(f"{MAIN}cellXfs")
        if fills is None or looks is None or not 0 <= style < len(looks):
            raise KeyError(style)
        fill = add_child(fills, f"{MAIN}fill", {}, len(fills))
        pattern = add_child(fill, f"{MAIN}patternFill", {"patternType": "solid"}, 0)
        add_child(pattern, f"{MAIN}fgColor", {"rgb": colour}, 0)
        add_child(pattern, f"{MAIN}bgColor", {"indexed": "64"}, 1)
        look = deepcopy(looks[style])
        look.set("fillId", str(len(fills) - 1))
        look.set("applyFill", "1")
        looks.append(look)
        fills.set("count", str(len(fills)))
        looks.set("count", str(len(looks)))
        return str(len(looks) - 1)

    def look(self, look: Look) -> str:
        """Return the number of a style for a cell of our own, in the workbook's first font."""
        if look not in self.looks:
            self.looks[look] = self._made(look)
        return self.looks[look]

    def _made(self, look: Look) -> str:
        number = self.filled_style(0, look.fill) if look.fill else ""
        root = self.tree(self.styles)
        fonts, looks = root.find(f"{MAIN}fonts"), root.find(f"{MAIN}cellXfs")
        if fonts is None or looks is None or not len(fonts) or not len(looks):
            raise KeyError(self.styles)
        made = looks[int(number)] if number else deepcopy(looks[0])
        if not number:
            looks.append(made)
            looks.set("count", str(len(looks)))
        if look.bold or look.underlined or look.colour:
            fonts.append(_font(fonts[0], look))
            fonts.set("count", str(len(fonts)))
            made.set("fontId", str(len(fonts) - 1))
            made.set("applyFont", "1")
        for old in made.findall(f"{MAIN}alignment"):
            made.remove(old)
        add_child(made, f"{MAIN}alignment", {"vertical": "top", "wrapText": str(int(look.wrapped))}, 0)
        made.set("applyAlignment", "1")
        return str(looks.index(made))

    def write(self, archive: zipfile.ZipFile) -> bytes:
        """Return the package: changed and new parts as they are now, all others untouched, in their order."""
        output = BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
            for info in archive.infolist():
                data = self._bytes(info.filename) if info.filename in self.trees else archive.read(info)
                target.writestr(_entry(info.filename, info.date_time, info.compress_type), data)
            for name in self.trees:
                if _meant(name) not in self.stored:
                    target.writestr(_entry(name, (1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED), self._bytes(name))
        return output.getvalue()

    def _bytes(self, name: str) -> bytes:
        return etree.tostring(self.trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)

    def _main(self) -> str:
        for each in self._relations(""):
            if each.get("Type", "").endswith("/officeDocument"):
                return _beside("", each.get("Target", ""))
        raise KeyError("officeDocument")

    def _stored(self, part: str) -> str:
        return self.stored.get(_meant(part), part)

    def _relations(self, part: str) -> etree._Element:
        name = self._stored(_relations_of(part))
        if name in self.trees:
            return self.trees[name]
        if _meant(name) not in self.stored:
            return element(f"{_REL}Relationships")
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
        return etree.fromstring(self.archive.read(name), parser)

    def _changed_relations(self, part: str) -> etree._Element:
        name = self._stored(_relations_of(part))
        if name not in self.trees:
            self.trees[name] = self._relations(part)
        return self.trees[name]


def _font(model: etree._Element, look: Look) -> etree._Element:
    """Return a font like another one, its parts in the order in which Excel writes them."""
    font = deepcopy(model)
    for name in ("b", "u", *(["color"] if look.colour else [])):
        for old in font.findall(f"{MAIN}{name}"):
            font.remove(old)
    if look.colour:
        behind = [place for place, each in enumerate(font) if each.tag == f"{MAIN}sz"]
        add_child(font, f"{MAIN}color", {"rgb": look.colour}, behind[0] + 1 if behind else len(font))
    for name in [*(["u"] if look.underlined else []), *(["b"] if look.bold else [])]:
        add_child(font, f"{MAIN}{name}", {}, 0)
    return font


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _meant(name: str) -> str:
    """Return what programs take for the same name: some write backslashes, or another case than where they refer."""
    return name.replace("\\", "/").casefold()


def _beside(part: str, target: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.removeprefix("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _entry(name: str, moment: tuple[int, int, int, int, int, int], method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, moment)
    info.compress_type = method
    return info
