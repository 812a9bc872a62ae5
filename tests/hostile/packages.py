"""Inputs 1 to 36: files, zips and XML that are not what they seem."""

import zipfile
from dataclasses import replace
from typing import Final

from tests.hostile.boards import BALANCE, BOOK, RELATIONS, STRINGS, TYPES, board, packed, replaced
from tests.hostile.cases import CLEAN, REFUSED, Case
from tests.hostile.zips import MIB, Entry, entry, zeros, zip_of

OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
LINK: Final = 0o120777 << 16


def _ole(*streams: str) -> bytes:
    return OLE + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def _with(*entries: Entry) -> bytes:
    return zip_of([*(entry(name, data) for name, data in board().items()), *entries])


def _zeros() -> bytes:
    return _with(Entry(b"xl/media/a.bin", zeros(1024), 1024 * MIB, 0))


def _string_bomb() -> bytes:
    """A shared string of 300 MiB."""
    return _with(Entry(b"xl/strings2.xml", zeros(300, b"<"), 300 * MIB, 0))


def _lying() -> bytes:
    """A sheet that says it is small and is a gibibyte."""
    return zip_of(
        Entry(name.encode(), zeros(1024), 100, 0) if name == BALANCE else entry(name, data)
        for name, data in board().items()
    )


def _overlapping() -> bytes:
    first = entry("xl/a.xml", b"<a>" + b" " * 200_000 + b"</a>")
    copies = [replace(first, name=f"xl/{number}.xml".encode(), shared_with=0) for number in range(500)]
    return zip_of([first, *copies, *(entry(name, data) for name, data in board().items())])


def _quine() -> bytes:
    """A workbook with itself inside, three deep: nothing in a workbook is ever unpacked twice."""
    data = packed(board())
    for _ in range(3):
        data = packed(board(**{"xl/embeddings/zelf.xlsx": data}))
    return data


def _twice() -> bytes:
    return _with(entry(BALANCE, board()[BALANCE]))


def _external_sheet() -> bytes:
    target = 'Target="http://voorbeeld.example/blad.xml" TargetMode="External"'
    return packed(replaced(RELATIONS, 'Target="worksheets/sheet2.xml"', target))


def _doctype(text: str, part: str = BALANCE, encoding: str = "utf-8") -> bytes:
    old = board()[part].decode()
    head, _, body = old.partition("?>")
    return packed(board(**{part: f"{head}?>{text}{body}".replace("UTF-8", encoding.upper(), 1).encode(encoding)}))


def _entity_in_number() -> bytes:
    parts = replaced(BALANCE, "<v>8764553</v>", "<v>&bedrag;</v>")
    head, _, body = parts[BALANCE].decode().partition("?>")
    parts[BALANCE] = f'{head}?><!DOCTYPE worksheet [<!ENTITY bedrag "1">]>{body}'.encode()
    return packed(parts)


def _utf_16() -> bytes:
    text = board()[STRINGS].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return packed(board(**{STRINGS: text.encode("utf-16")}))


def _wrong_declaration() -> bytes:
    text = board()[STRINGS].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return packed(board(**{STRINGS: text.encode()}))


def _utf_7() -> bytes:
    return packed(board(**{STRINGS: b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE sst [ ]+AD4-<sst/>"}))


def _flood() -> bytes:
    attributes = " ".join(f'a{number}="1"' for number in range(600_000))
    return packed(replaced(BALANCE, "<sheetData>", f"<sheetData {attributes}>"))


def _control() -> bytes:
    return packed(replaced(BALANCE, "<v>8764553</v>", "<v>87\x0164553</v>"))


def _xinclude() -> bytes:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    return packed(replaced(BALANCE, "<sheetData>", f"{include}<sheetData>"))


def _schema_location() -> bytes:
    place = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://x http://voorbeeld.example/x"'
    )
    return packed(replaced(BALANCE, "<worksheet ", f"<worksheet {place} "))


def _instruction() -> bytes:
    return packed(
        replaced(BALANCE, "<worksheet ", '<?xml-stylesheet href="http://voorbeeld.example/x.xsl"?><worksheet ')
    )


LAUGHS: Final = '<!DOCTYPE sst [<!ENTITY a0 "ha">{}]>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)
QUADRATIC: Final = f'<!DOCTYPE sst [<!ENTITY a "{"a" * 50_000}">]>'
XXE: Final = '<!DOCTYPE sst [<!ENTITY e SYSTEM "{}">]>'
PARAMETER: Final = '<!DOCTYPE sst [<!ENTITY % e SYSTEM "http://voorbeeld.example/e"> %e;]>'

CASES: Final = (
    Case(1, "empty", lambda: b"", REFUSED, "workbook.empty"),
    Case(2, "web page", lambda: b"<html><table><tr><td>1</td></tr></table></html>", REFUSED, "workbook.markup"),
    Case(3, "truncated", lambda: packed(board())[:-3_000], REFUSED, "workbook.damaged"),
    Case(4, "xls", lambda: _ole("Workbook"), REFUSED, "workbook.xls"),
    Case(5, "agile encryption", lambda: _ole("EncryptionInfo", "EncryptedPackage"), REFUSED, "workbook.password"),
    Case(6, "standard encryption", lambda: _ole("EncryptedPackage"), REFUSED, "workbook.password"),
    Case(6, "xor", lambda: _ole("Book"), REFUSED, "workbook.xls"),
    Case(7, "a GiB of zeros", _zeros, REFUSED, "workbook.bomb"),
    Case(8, "sheet bomb", _string_bomb, REFUSED, "workbook.bomb"),
    Case(9, "overlapping", _overlapping, REFUSED, "workbook.unsafe_part"),
    Case(9, "nested", _quine, CLEAN, "workbook.note.embedding"),
    Case(10, "lying header", _lying, REFUSED, "workbook.damaged"),
    Case(11, "parent folder", lambda: _with(entry("../a.xml", b"<a/>")), REFUSED, "workbook.unsafe_part"),
    Case(12, "absolute", lambda: _with(entry("/etc/a.xml", b"<a/>")), REFUSED, "workbook.unsafe_part"),
    Case(12, "drive", lambda: _with(entry("C:\\a.xml", b"<a/>")), REFUSED, "workbook.unsafe_part"),
    Case(13, "link", lambda: _with(entry("xl/a.xml", b"/etc/passwd", 0, LINK)), REFUSED, "workbook.unsafe_part"),
    Case(14, "twice", _twice, REFUSED, "workbook.unsafe_part"),
    Case(15, "case", lambda: _with(entry(BALANCE.upper(), b"<a/>")), REFUSED, "workbook.unsafe_part"),
    Case(
        16,
        "100,000 members",
        lambda: zip_of(entry(f"{number}", b"", 0) for number in range(100_000)),
        REFUSED,
        "workbook.too_many_parts",
    ),
    Case(17, "no content types", lambda: packed(board(**{TYPES: None})), REFUSED, "workbook.no_workbook"),
    Case(18, "no workbook part", lambda: packed(board(**{BOOK: None})), REFUSED, "workbook.no_workbook"),
    Case(18, "no sheet part", lambda: packed(board(**{BALANCE: None})), REFUSED, "workbook.sheet_without_part"),
    Case(19, "external sheet", _external_sheet, REFUSED, "workbook.sheet_without_part"),
    Case(20, "deflate64", lambda: _with(entry("xl/a.xml", b"<a/>", 9)), REFUSED, "workbook.unsafe_part"),
    Case(20, "lzma", lambda: packed(board(), zipfile.ZIP_LZMA), REFUSED, "workbook.unsafe_part"),
    Case(21, "xxe file", lambda: _doctype(XXE.format("file:///etc/passwd"), STRINGS), REFUSED, "workbook.doctype"),
    Case(22, "xxe http", lambda: _doctype(XXE.format("http://x.example/"), STRINGS), REFUSED, "workbook.doctype"),
    Case(23, "parameter entity", lambda: _doctype(PARAMETER, STRINGS), REFUSED, "workbook.doctype"),
    Case(24, "external dtd", lambda: _doctype('<!DOCTYPE a SYSTEM "x.dtd">'), REFUSED, "workbook.doctype"),
    Case(25, "laughs", lambda: _doctype(LAUGHS, STRINGS), REFUSED, "workbook.doctype"),
    Case(26, "quadratic", lambda: _doctype(QUADRATIC, STRINGS), REFUSED, "workbook.doctype"),
    Case(27, "entity in a number", _entity_in_number, REFUSED, "workbook.doctype"),
    Case(28, "utf-16", _utf_16, CLEAN),
    Case(28, "utf-16 with doctype", lambda: _doctype("<!DOCTYPE a>", STRINGS, "utf-16"), REFUSED, "workbook.doctype"),
    Case(28, "wrong declaration", _wrong_declaration, REFUSED, "workbook.unreadable"),
    Case(29, "utf-7", _utf_7, REFUSED, "workbook.hidden_characters"),
    Case(30, "control character", _control, REFUSED, "workbook.unreadable"),
    Case(
        31,
        "depth",
        lambda: packed(replaced(BALANCE, "<sheetData>", "<a>" * 100_000 + "</a>" * 100_000 + "<sheetData>")),
        REFUSED,
        "workbook.unreadable",
    ),
    Case(32, "attributes", _flood, REFUSED, "workbook.flood"),
    Case(33, "xinclude", _xinclude, CLEAN),
    Case(34, "schema location", _schema_location, CLEAN),
    Case(36, "instruction", _instruction, CLEAN),
)
