"""Inputs 37 to 64: workbooks and cells that are read wrongly by whoever does not look."""

import re
from typing import Final

from tests.hostile.boards import (
    BALANCE,
    BOOK,
    GENERAL,
    RELATIONS,
    TYPES,
    Parts,
    board,
    cell,
    edited,
    number,
    packed,
    replaced,
    words,
)
from tests.hostile.cases import CLEAN, REFUSED, WRONG, Case

AMOUNT: Final = "D11"  # Gebouwen en terreinen: typed, no formula
NAME: Final = "B24"
_PLAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _macros() -> bytes:
    return packed(replaced(TYPES, _PLAIN_TYPE, _MACRO_TYPE) | {"xl/vbaProject.bin": b"Sub Auto_Open()"})


def _macro_sheet() -> bytes:
    parts = replaced(BOOK, "</sheets>", '<sheet name="Macro1" sheetId="9" r:id="rIdM"/></sheets>')
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    relation = f'<Relationship Id="rIdM" Type="{kind}" Target="macrosheets/sheet1.xml"/></Relationships>'
    parts |= {RELATIONS: replaced(RELATIONS, "</Relationships>", relation)[RELATIONS]}
    return packed(parts | {"xl/macrosheets/sheet1.xml": b"<a/>"})


def _links() -> bytes:
    dde = b'<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
    return packed(board(**{"xl/externalLinks/externalLink1.xml": dde}))


def _hidden_sheet(state: str) -> bytes:
    return packed(replaced(BOOK, '<sheet name="Balans"', f'<sheet name="Balans" state="{state}"'))


def _merged() -> bytes:
    return packed(replaced(BALANCE, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="D11:E11"/></mergeCells>'))


def _added(xml: str) -> bytes:
    return packed(replaced(BALANCE, "</sheetData>", f"{xml}</sheetData>"))


def _strict() -> bytes:
    strict = {
        name: data.replace(_MAIN.encode(), _STRICT.encode()).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in board().items()
    }
    return packed(strict)


def _since_1904() -> bytes:
    parts = replaced(BOOK, "<workbookPr ", '<workbookPr date1904="1" ')
    for name in (GENERAL, BALANCE, *(f"xl/worksheets/sheet{place}.xml" for place in range(3, 7))):
        days = re.compile(r'(<c r="[A-Z]+[0-9]+" s="(?:7|9)"><v>)([0-9]+)(</v>)')
        parts[name] = days.sub(lambda m: f"{m[1]}{int(m[2]) - 1462}{m[3]}", parts[name].decode()).encode()
    return packed(parts)


def _reordered() -> bytes:
    sheets = re.compile(r"<sheet [^>]*/>")

    def turn(text: str) -> str:
        found = sheets.findall(text)
        return sheets.sub(lambda _: found.pop(), text)

    return packed(edited(BOOK, turn))


def _renamed() -> bytes:
    return packed(replaced(BOOK, 'name="Balans"', 'name="Balans (2)"'))


def _missing() -> bytes:
    return packed(edited(BOOK, lambda text: re.sub(r'<sheet name="Balans"[^>]*/>', "", text)))


def _extra() -> bytes:
    more = replaced(BOOK, "</sheets>", '<sheet name="Extra" sheetId="9" r:id="rId2"/></sheets>')
    return packed(more)


def _protected_sheet() -> bytes:
    return packed(replaced(BALANCE, "</sheetData>", '</sheetData><sheetProtection sheet="1" password="CC1A"/>'))


def _protected_book() -> bytes:
    return packed(replaced(BOOK, "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'))


def _formula(content: str) -> bytes:
    return packed(cell("D10", f'<c r="{{}}" s="12">{content}</c>'))


def _error(name: str) -> bytes:
    return packed(cell(AMOUNT, f'<c r="{{}}" t="e"><v>{name}</v></c>'))


def _text(text: str, address: str = AMOUNT, part: str = BALANCE) -> bytes:
    return packed(words(address, text, part))


def _named(text: str) -> bytes:
    return _text(text, NAME, GENERAL)


def _blank_rows() -> Parts:
    return edited(BALANCE, lambda text: re.sub(r'<row r="1[12]"', lambda m: m[0] + ' hidden="1"', text))


_BOOKS: Final = (
    Case(37, "macros", _macros, CLEAN, "workbook.note.macros", ".xlsm"),
    Case(37, "macros called xlsx", _macros, REFUSED, "workbook.macros"),
    Case(38, "macro sheet", _macro_sheet, CLEAN, ("workbook.note.other_sheet", "workbook.note.macros")),
    Case(39, "links", _links, CLEAN, ("workbook.note.external_link", "workbook.note.dde")),
    Case(40, "hidden sheet", lambda: _hidden_sheet("hidden"), CLEAN, "workbook.note.hidden_sheet"),
    Case(40, "very hidden sheet", lambda: _hidden_sheet("veryHidden"), CLEAN, "workbook.note.hidden_sheet"),
    Case(41, "hidden rows", lambda: packed(_blank_rows()), CLEAN, "workbook.note.hidden_rows", cell="11-12"),
    Case(
        41,
        "hidden columns",
        lambda: packed(replaced(BALANCE, '<col min="4" max="5" ', '<col min="4" max="5" hidden="1" ')),
        CLEAN,
        "workbook.note.hidden_columns",
    ),
    Case(42, "merged inputs", _merged, WRONG, ("mapping.merged_amount", "workbook.note.covered"), cell="Balans!D11"),
    Case(
        43,
        "far cell",
        lambda: _added('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        REFUSED,
        "workbook.far_cell",
        cell="XFD1048576",
    ),
    Case(44, "wrong dimension", lambda: packed(replaced(BALANCE, 'ref="A1:E62"', 'ref="A1"')), CLEAN),
    Case(44, "no dimension", lambda: packed(replaced(BALANCE, '<dimension ref="A1:E62"/>', "")), CLEAN),
    Case(44, "endless dimension", lambda: packed(replaced(BALANCE, '"A1:E62"', '"A1:XFD1048576"')), CLEAN),
    Case(45, "bad address", lambda: packed(replaced(BALANCE, 'r="D11"', 'r="ZZZZ9"')), REFUSED, "workbook.bad_address"),
    Case(
        46,
        "cell twice",
        lambda: packed(replaced(BALANCE, '<c r="E10"', '<c r="D10"><v>1</v></c><c r="E10"')),
        REFUSED,
        "workbook.cell_twice",
        cell="Balans!D10",
    ),
    Case(
        47,
        "shared string out of range",
        lambda: packed(cell(AMOUNT, '<c r="{}" t="s"><v>99999</v></c>')),
        WRONG,
        "workbook.cell.damaged",
        cell="Balans!D11",
    ),
    Case(48, "strict", _strict, CLEAN),
    Case(49, "calendar of 1904", _since_1904, CLEAN),
    Case(50, "renamed sheet", _renamed, WRONG, "mapping.sheet_missing.similar", cell="Balans (2)"),
    Case(50, "missing sheet", _missing, WRONG, "mapping.sheet_missing"),
    Case(50, "extra sheet", _extra, CLEAN, "mapping.sheet_unmapped"),
    Case(50, "reordered sheets", _reordered, CLEAN),
    Case(50, "other year", lambda: packed(number("D5", "46387")), WRONG, "mapping.header_differs", cell="Balans!D5"),
    Case(51, "protected sheet", _protected_sheet, CLEAN),
    Case(51, "protected workbook", _protected_book, CLEAN),
)
_CELLS: Final = (
    Case(52, "not calculated", lambda: _formula("<f>SUM(D11:D13)</f>"), WRONG, "workbook.cell.not_calculated"),
    Case(
        53,
        "stale",
        lambda: _formula("<f>SUM(D11:D13)</f><v>1</v>"),
        CLEAN,
        "workbook.cell.stale",
        cell="Balans!D10",
        same=False,
    ),
    *(
        Case(54, name.strip("#!?"), lambda name=name: _error(name), WRONG, "workbook.cell.error", cell="Balans!D11")  # type: ignore[misc]
        for name in ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!")
    ),
    *(
        Case(54, f"text {name}", lambda name=name: _text(name), WRONG, "workbook.cell.error", cell="Balans!D11")  # type: ignore[misc]
        for name in ("#VERW!", "#DEEL/0!", "#N/B", "#NAAM?", "#WAARDE!")
    ),
    *(
        Case(55, text, lambda text=text: _text(text), CLEAN, "mapping.number_as_text", same=False)  # type: ignore[misc]
        for text in ("1.234,00", "1 234 567", "1.234,00-", "(1.234.567)", "\u22121.234,00", "\u20ac\u00a01.234,00")
    ),
    *(
        Case(55, text, lambda text=text: _text(text), WRONG, "mapping.ambiguous_number", cell="Balans!D11")  # type: ignore[misc]
        for text in ("1.234", "1,234", "\u20ac 1.234", "1\u202f234".replace("\u202f", "."))
    ),
    Case(55, "english", lambda: _text("1,234.56"), WRONG, "mapping.pointed_number", cell="Balans!D11"),
    Case(55, "narrow space", lambda: _text("1\u202f234"), CLEAN, "mapping.number_as_text", same=False),
    Case(56, "brackets", lambda: _text("(1.234)"), WRONG, "mapping.ambiguous_number", cell="Balans!D11"),
    Case(56, "trailing minus", lambda: _text("1.234-"), WRONG, "mapping.ambiguous_number", cell="Balans!D11"),
    Case(57, "noise", lambda: packed(number(AMOUNT, "5.5000000000000004E-1")), CLEAN, "mapping.rounded", same=False),
    Case(
        57,
        "noise that matters",
        lambda: packed(number(AMOUNT, "0.49999999999999994")),
        CLEAN,
        "mapping.noise",
        cell="Balans!D11",
        same=False,
    ),
    Case(57, "digits", lambda: packed(number(AMOUNT, "1234567890123456")), WRONG, "workbook.cell.digits"),
    Case(57, "too large", lambda: packed(number(AMOUNT, "1E400")), WRONG, "workbook.cell.error"),
    Case(57, "not a number", lambda: packed(number(AMOUNT, "NaN")), WRONG, "workbook.cell.damaged"),
    Case(57, "infinite", lambda: packed(number(AMOUNT, "INF")), WRONG, "workbook.cell.damaged"),
    Case(58, "short year", lambda: _text("31-12-25", "B10", GENERAL), WRONG, "mapping.short_year"),
    Case(58, "no such day", lambda: _text("29-2-2023", "B10", GENERAL), WRONG, "mapping.no_such_day"),
    Case(
        58,
        "serial 60",
        lambda: packed(cell("B10", '<c r="{}" s="7"><v>60</v></c>', GENERAL)),
        WRONG,
        "workbook.cell.no_day",
    ),
    Case(58, "text day", lambda: _text("31-12-2025", "B10", GENERAL), CLEAN),
    Case(59, "thousands", lambda: _text("(x \u20ac 1.000)", "A3"), WRONG, "mapping.other_scale", cell="Balans!A3"),
    Case(59, "percentage", lambda: _text("28,4%"), WRONG, "mapping.not_a_number", cell="Balans!D11"),
    *(
        Case(60, f"lead {ord(text[0])}", lambda text=text: _named(text), CLEAN, same=False)  # type: ignore[misc]
        for text in ("=cmd|' /C calc'!A0", "+31", "-1+1", "@SUM(1)", "\tTab")
    ),
    *(
        Case(61, point, lambda code=point: _named(f"Noord &#x{code};"), WRONG, "mapping.character", cell=f"U+{point}")  # type: ignore[misc]
        for point in ("2019", "2013", "0141", "1F600", "202E")
    ),
    Case(61, "40,000 characters", lambda: _named("a" * 40_000), CLEAN, same=False),
    Case(61, "100,000 characters", lambda: _named("a" * 100_000), CLEAN, same=False),
    Case(61, "line ends", lambda: _named("een_x000D_&#10;twee"), CLEAN, same=False),
    Case(62, "spaces", lambda: _text("  \u00a0 "), CLEAN, same=False),
    Case(62, "dash", lambda: _text("-"), CLEAN, same=False),
    Case(62, "two dashes", lambda: _text("--"), CLEAN, same=False),
    Case(62, "n.v.t.", lambda: _text("n.v.t."), CLEAN, same=False),
    Case(62, "zero", lambda: packed(number(AMOUNT, "0")), CLEAN, same=False),
    Case(63, "other board", lambda: _text("99002", "B28", GENERAL), REFUSED, "mapping.other_board"),
    Case(63, "lost zero", lambda: packed(number("B27", "9990001", GENERAL)), WRONG, "mapping.wrong_form.digits"),
)
CASES: Final = (*_BOOKS, *_CELLS)
