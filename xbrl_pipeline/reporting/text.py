"""Text from workbooks and file names, made fit to show."""

import re
from typing import Final

_REPLACEMENT: Final = "\ufffd"
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# Control characters, and the marks that turn the reading direction so that text seems to say something else.
_DECEIVING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def encodable(text: object) -> object:
    """Replace lone surrogates (undecodable bytes of a file name) in a text; leave anything else as it is."""
    return _SURROGATES.sub(_REPLACEMENT, text) if isinstance(text, str) else text


def printable(text: str) -> str:
    """Replace what a reader cannot see or should not be misled by."""
    return _DECEIVING.sub(_REPLACEMENT, text)
