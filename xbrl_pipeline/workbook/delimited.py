"""Texts with separators (.csv): which encoding and which separator, and only where there is no doubt about it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from xbrl_pipeline.workbook.raw import RawCell, RawSheet, RefusalError, check_place, number_content, text_content

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMES: Final = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "cp858": "DOS (850)",  # 850 with a euro sign
}
# An accented letter within a word, as the one writes it and the other never would: letters of DOS are signs of Windows
# (per mille, low quotes), letters of Windows are lines and capitals of DOS. Dashes, dots and spaces may join words.
_DOS_LETTERS: Final = re.compile(rb"[A-Za-z](?:\x82|[\x81-\x84\x87-\x8d\x93\x94\xa1-\xa4](?=[a-z]))")
_WINDOWS_LETTERS: Final = re.compile(rb"[A-Za-z][\xe0-\xff](?=[a-z])")
_END_OF_FILE: Final = "\x1a"  # as DOS writes it
_TEXT_FORMULA: Final = re.compile(r'="((?:[^"]|"")*)"')  # by which exports keep Excel from reading a number
_SEPARATORS: Final = {";": "separator.semicolon", "\t": "separator.tab", ",": "separator.comma"}
_SAMPLE: Final = 65_536
_LONGEST_FIELD: Final = 2_000_000  # characters
_POINTED: Final = re.compile(r"-?[0-9]+\.[0-9]{2}")  # in Dutch three digits follow a point
_LARGE_POINTED: Final = re.compile(r"-?[0-9]{4,}\.[0-9]{2}")
_WHOLE: Final = re.compile(r"-?[0-9]+")
_FEWEST_POINTED: Final = 5


def decode(data: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding: by its mark, else UTF-8, else that of DOS or of Windows."""
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else (_unmarked_utf_16(data) or "utf-8", _single_byte(data)):
        try:
            return data.decode(encoding), _NAMES.get(encoding, "UTF-16")
        except UnicodeDecodeError:
            continue
    raise RefusalError("workbook.csv_encoding")


def _single_byte(data: bytes) -> str:
    """Choose the encoding that makes letters of what stands within words; Windows-1252 where that says nothing."""
    return "cp858" if _DOS_LETTERS.search(data) and not _WINDOWS_LETTERS.search(data) else "cp1252"


def _unmarked_utf_16(data: bytes) -> str | None:
    """Recognise UTF-16 by the zero bytes between the letters."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 < len(sample) or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def read_table(name: str, text: str) -> tuple[RawSheet, str]:
    """Return the one sheet of a text, and the code of its separator; doubt about the separator is a refusal."""
    text = text.rstrip(_END_OF_FILE)
    if "\0" in text:
        raise RefusalError("workbook.not_excel")
    csv.field_size_limit(_LONGEST_FIELD)
    separator, body, first = _declared(text)
    separator = separator or _separator(body)
    sheet = RawSheet(name)
    sheet.rows = _rows(sheet, body, separator, first)
    return sheet, f"workbook.{_SEPARATORS[separator]}"


def _declared(text: str) -> tuple[str | None, str, int]:
    """Honour Excel's own first line ``sep=;``; the rows below keep the numbers that Excel gives them."""
    line, _, rest = text.partition("\n")
    if line.lower().startswith("sep=") and line.strip()[4:] in ("", *_SEPARATORS):
        chosen = line.rstrip("\r")[4:5]
        return (chosen or None), rest, 1
    return None, text, 1


def _rows(sheet: RawSheet, text: str, separator: str, first: int) -> Iterator[list[RawCell]]:
    pointed = _pointed_columns(text, separator) if _LARGE_POINTED.search(text) else frozenset()
    for row, fields in enumerate(_records(text, separator), start=first):
        cells: list[RawCell] = []
        for column, value in enumerate(fields, start=1):
            if column in pointed and (_POINTED.fullmatch(value) or _WHOLE.fullmatch(value)):
                number = number_content(value)
                check_place(sheet.name, row, column)
                cells.append((row, column, *number, None))
            elif (content := text_content(value.replace("\r\n", "\n").replace("\r", "\n"))) is not None:
                check_place(sheet.name, row, column)
                cells.append((row, column, *content, None))
        yield cells


def _pointed_columns(text: str, separator: str) -> frozenset[int]:
    """Return the columns whose amounts have a decimal point beyond doubt: two decimals, and thousands without one.

    One amount with a decimal comma, or one that would be thousands in Dutch (``1.234``), and a column is left as it is.
    """
    columns: dict[int, list[str]] = {}
    for record in _records(text, separator):
        for column, value in enumerate(record, start=1):
            columns.setdefault(column, []).append(value.strip())
    found = set()
    for column, values in columns.items():
        figures = [value for value in values if value[-1:].isdigit() and not value.strip("0123456789.,-")]
        pointed = [value for value in figures if _POINTED.fullmatch(value)]
        whole = [value for value in figures if _WHOLE.fullmatch(value)]
        enough = len(pointed) >= _FEWEST_POINTED and any(map(_LARGE_POINTED.fullmatch, pointed))
        if enough and len(pointed) + len(whole) == len(figures):
            found.add(column)
    return frozenset(found)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [_as_shown(value) for value in record]
    except csv.Error as error:
        raise RefusalError("workbook.csv_quotes") from error


def _as_shown(value: str) -> str:
    """Return what a formula that is nothing but a text (``="0100"``) shows."""
    formula = _TEXT_FORMULA.fullmatch(value) if value.startswith('="') else None
    return value if formula is None else formula[1].replace('""', '"')


def _separator(text: str) -> str:
    """Choose the separator: a semicolon or a tab where one stands outside quotes, a comma only where it fits."""
    outside = "".join(text.split('"')[::2])
    present = [separator for separator in (";", "\t") if separator in outside]
    if len(present) == 1 and not _rare(outside, present[0]):
        return present[0]
    if not present and "," not in outside:
        return ";"  # one column
    if present or not _regular([record for record in _records(text, ",") if len(record) > 1]):
        raise RefusalError("workbook.csv_separator")
    return ","


def _rare(text: str, separator: str) -> bool:
    """Tell whether commas stand in more lines than a separator, which may then be no more than punctuation."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(separator in line for line in lines) < sum("," in line for line in lines)


def _regular(records: Sequence[Sequence[str]]) -> bool:
    """Tell whether commas can be separators: every row has as many; a decimal comma would break that."""
    return len({len(record) for record in records}) == 1 and len(records) > 1
