"""Text that comes from files, made fit to stand in a sentence on a terminal or in a spreadsheet."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_INSTEAD: Final = "\ufffd"
# Control characters, and the marks that turn the reading direction so that text seems to say something else.
_DECEIVING: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
# The same where text goes into a page or a sheet, which keep their lines and do not obey it.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LONG_WORD: Final = re.compile(r"(\S{100})\S{20,}")


def one_line(text: str, longest: int = 0) -> str:
    """Return a text on one line without what a reader cannot see; longer than ``longest`` it is broken off."""
    told = " ".join(_DECEIVING.sub(_INSTEAD, text).split())
    return told if not longest or len(told) <= longest else f"{told[: longest - 1].rstrip()}…"


def visible(text: str) -> str:
    """Return a text without what moves a terminal, turns the reading direction or begins a line of its own."""
    return " ".join(_DECEIVING.sub(_INSTEAD, text).splitlines()) if text else text


def printable(text: str) -> str:
    """Return a text for a page or a sheet: lines stay, what a reader cannot see or should not be misled by does not."""
    return text if text.isprintable() else _UNPRINTABLE.sub(_INSTEAD, text)


def escaped(json: str) -> str:
    """Return JSON in which what a terminal would obey is written as an escape: the same values."""
    return _DECEIVING.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def without_long_words(text: str) -> str:
    """Break off words that nobody could read to their end, such as a number of five thousand digits."""
    return _LONG_WORD.sub(lambda match: f"{match[1]}…", text)


def told_apart(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts on one line each; those that read the same get their place in the list, so that one can be meant."""
    shown = [one_line(text) for text in texts]
    counts = Counter(text.casefold() for text in shown)
    return tuple(text if counts[text.casefold()] == 1 else f"{text} ({place})" for place, text in enumerate(shown, 1))
