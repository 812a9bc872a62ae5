"""The good sample as parts that a test can spoil one by one."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from tests.conftest import SAMPLES

NAME: Final = "po-99001"
GENERAL, BALANCE = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
STRINGS, BOOK, TYPES = "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
Parts = dict[str, bytes]


@cache
def _members() -> Mapping[str, bytes]:
    with zipfile.ZipFile(SAMPLES / f"{NAME}.xlsx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def board(**changes: bytes | None) -> Parts:
    """Return the parts of the sample; a change replaces or adds a part, None removes one."""
    return {name: data for name, data in (dict(_members()) | changes).items() if data is not None}


def edited(part: str, edit: Callable[[str], str]) -> Parts:
    """Return the sample with the text of one part changed; an edit that changes nothing is a broken test."""
    before = _members()[part].decode()
    after = edit(before)
    assert after != before, part
    return board(**{part: after.encode()})


def replaced(part: str, old: str, new: str) -> Parts:
    return edited(part, lambda text: text.replace(old, new, 1))


def cell(address: str, xml: str, part: str = BALANCE, parts: Parts | None = None) -> Parts:
    """Return the sample with what stands in one cell replaced; ``{}`` in ``xml`` is its address."""
    found = dict(parts or board())
    pattern = re.compile(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    text, count = pattern.subn(lambda _: xml.replace("{}", address), found[part].decode(), count=1)
    assert count == 1, address
    found[part] = text.encode()
    return found


def words(address: str, text: str, part: str = BALANCE) -> Parts:
    """Return the sample with a text typed into one cell."""
    return cell(address, f'<c r="{{}}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>', part)


def number(address: str, value: str, part: str = BALANCE) -> Parts:
    return cell(address, f'<c r="{{}}"><v>{value}</v></c>', part)


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()
