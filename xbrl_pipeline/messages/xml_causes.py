"""What libxml2 has against a file, in the words of the catalogue; its own English is a detail for who made the file."""

from typing import Any, Final

from lxml import etree

from xbrl_pipeline.model.outcome import Phrase

# by the numbers of libxml2's xmlParserErrors (xmlerror.h), which stay the same from version to version
_CAUSES: Final = {
    4: "no_start",
    5: "after_end",
    9: "character",
    23: "reference",
    26: "entity",
    31: "encoding",
    32: "encoding",
    38: "less_than",
    39: "quotes",
    40: "quotes",
    41: "no_value",
    42: "twice",
    45: "unclosed",
    62: "cdata_end",
    63: "unclosed",
    64: "declaration",
    65: "space",
    68: "name",
    73: "no_bracket",
    76: "mismatch",
    77: "truncated",
    80: "hyphens",
    81: "bytes",
    114: "too_deep",
    201: "prefix",
    203: "twice",
}


def xml_gaps(error: etree.XMLSyntaxError) -> dict[str, Any]:
    """Return the gaps ``line``, ``column``, ``cause`` and ``detail`` of a sentence about ill-formed XML."""
    line, column = error.position
    code = getattr(error, "code", 0)  # the stubs do not know it
    detail = " ".join((error.msg or "").split())
    return {
        "line": str(line or 0),
        "column": str(column or 0),
        "cause": Phrase(f"xml.{_CAUSES.get(code, 'other')}"),
        "detail": detail.removesuffix(f", line {line}, column {column}"),
    }
