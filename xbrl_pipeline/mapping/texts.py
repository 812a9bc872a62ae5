"""Texts that a report may hold: their characters, length and form, and codes from a list."""

import re
import unicodedata
from functools import cache
from typing import Final

from lxml import etree

from xbrl_pipeline.mapping.words import Remark, fold
from xbrl_pipeline.taxonomy.model import Code, Concept

_YES: Final = frozenset({"ja", "j", "waar", "true"})
_NO: Final = frozenset({"nee", "n", "onwaar", "false"})
_ALLOWED: Final = re.compile(
    r"[\t\n\u0020-\u007e\u00a0-\u00ff\u20a0-\u20cf]*"
)  # FR-NL-1.02, without control characters
_PLAIN: Final = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "\u2026": "...",
    "\u2022": "-",
    "\u0141": "L",
    "\u0142": "l",
    "\u0131": "i",
    "\u0152": "OE",
    "\u0153": "oe",
    "\u0111": "d",
    "\u0110": "D",
}
_MOST_DIGITS: Final = 20
_XS: Final = "http://www.w3.org/2001/XMLSchema"


def check_text(text: str, concept: Concept) -> Remark | None:
    """Say what a report would not accept in a text, if anything."""
    allowed = _ALLOWED.match(text)
    if allowed is not None and allowed.end() < len(text):
        return strange(text[allowed.end()])
    if concept.max_length is not None and len(text) > concept.max_length:
        return Remark("mapping.text_too_long", {"length": len(text), "limit": concept.max_length})
    if concept.pattern is not None and not _follows(concept.pattern, text):
        return Remark(*_wrong_form(text, concept.pattern))
    return None


def find_code(text: str, codes: tuple[str, ...], labelled: tuple[Code, ...] = ()) -> str | None:
    """Return the code that a text stands for, by itself or by its words, whatever the case.

    J, N and Excel's own truth values are yes and no; 1 and 0 only where the list is nothing but yes and no. Words that
    two codes share stand for neither.
    """
    folded = {fold(code): code for code in codes}
    given = fold(text)
    if given in folded:
        return folded[given]
    meant = {code.value for code in labelled for words in code.labels.values() if fold(words) == given}
    if len(meant) == 1:
        return meant.pop()
    return _yes_or_no(given, folded)


def _yes_or_no(given: str, folded: dict[str, str]) -> str | None:
    only = all(key in _YES | _NO for key in folded)
    digits = {"1": _YES, "0": _NO} if only else {}
    same = digits.get(given) or next((words for words in (_YES, _NO) if given in words), frozenset())
    return next((code for key, code in folded.items() if key in same), None)


def strange(char: str) -> Remark:
    """Say which character may not stand in a text, and what may stand there instead."""
    params = {
        "char": char if char.isprintable() else "?",
        "point": f"U+{ord(char):04X}",
        "name": unicodedata.name(char, "?").lower(),
    }
    instead = suggestion(char)
    if instead is None:
        return Remark("mapping.character.remove", params)
    return Remark("mapping.character", params | {"instead": instead})


def suggestion(char: str) -> str | None:
    """Return what may stand for a character that a report cannot hold: its plain form, or the letters without marks.

    Nothing is replaced without the user: this is for a sentence only.
    """
    plain = _PLAIN.get(char)
    if plain is None:
        parts = (part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
        plain = "".join(parts)
    return plain if plain and _ALLOWED.fullmatch(plain) else None


def _wrong_form(text: str, pattern: str) -> tuple[str, dict[str, object]]:
    """Say a pattern in words where it asks for so many digits: few people read patterns."""
    count = _digits(pattern)
    if count is None or (len(text) == count and text.isdigit()):
        return "mapping.wrong_form", {"text": text, "pattern": pattern}
    return "mapping.wrong_form.digits", {"text": text, "count": str(count)}


@cache
def _digits(pattern: str) -> int | None:
    counts = [count for count in range(1, _MOST_DIGITS) if _follows(pattern, "1" * count)]
    return counts[0] if len(counts) == 1 and not _follows(pattern, "A" * counts[0]) else None


def _follows(pattern: str, text: str) -> bool:
    schema = _schema(pattern)
    if schema is None:
        return True  # not a pattern to libxml2: the schema phase of the validation decides
    element = etree.Element("v")
    element.text = text
    return bool(schema.validate(element))


@cache
def _schema(pattern: str) -> etree.XMLSchema | None:
    """XSD's regular expressions are not Python's: let a schema processor judge them."""
    root = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
    element = etree.SubElement(root, f"{{{_XS}}}element", name="v")
    type_ = etree.SubElement(element, f"{{{_XS}}}simpleType")
    restriction = etree.SubElement(type_, f"{{{_XS}}}restriction", base="xs:string")
    etree.SubElement(restriction, f"{{{_XS}}}pattern", value=pattern)
    try:
        return etree.XMLSchema(root)
    except etree.XMLSchemaParseError:
        return None
