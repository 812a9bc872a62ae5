"""Texts that a report may hold: their characters, length and form, and codes from a list."""

import re
import unicodedata
from functools import cache
from typing import Final

from lxml import etree

from xbrl_pipeline.mapping.words import Remark, fold
from xbrl_pipeline.taxonomy.model import Concept

_YES: Final = frozenset({"ja", "j", "waar", "true"})
_NO: Final = frozenset({"nee", "n", "onwaar", "false"})
_ALLOWED: Final = re.compile(
    r"[\t\n\u0020-\u007e\u00a0-\u00ff\u20a0-\u20cf]*"
)  # FR-NL-1.02, without control characters
_MOST_DIGITS: Final = 20
_XS: Final = "http://www.w3.org/2001/XMLSchema"


def check_text(text: str, concept: Concept) -> Remark | None:
    """Say what a report would not accept in a text, if anything."""
    allowed = _ALLOWED.match(text)
    if allowed is not None and allowed.end() < len(text):
        return _strange(text[allowed.end()])
    if concept.max_length is not None and len(text) > concept.max_length:
        return Remark("mapping.text_too_long", {"length": len(text), "limit": concept.max_length})
    if concept.pattern is not None and not _follows(concept.pattern, text):
        return Remark(*_wrong_form(text, concept.pattern))
    return None


def find_code(text: str, codes: tuple[str, ...]) -> str | None:
    """Return the code that a text stands for, whatever its case; J, N and Excel's own truth values are yes and no."""
    folded = {fold(code): code for code in codes}
    found = folded.get(fold(text))
    if found is not None:
        return found
    same = next((words for words in (_YES, _NO) if fold(text) in words), frozenset())
    return next((code for key, code in folded.items() if key in same), None)


def _strange(char: str) -> Remark:
    name = unicodedata.name(char, "?").lower()
    return Remark(
        "mapping.character", {"char": char if char.isprintable() else "?", "point": f"U+{ord(char):04X}", "name": name}
    )


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
