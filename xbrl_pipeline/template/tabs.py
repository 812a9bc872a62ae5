"""Names of sheets: Excel takes 31 characters, and a reader must still tell one from another."""

import re
from collections.abc import Iterator
from itertools import chain, count
from typing import Final

_MOST: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_TAKEN: Final = frozenset({"history", "geschiedenis"})  # Excel keeps these for itself
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LONG: Final = 7  # letters of a word that is written in full
_STEM: Final = 5  # letters of a word that are kept at least
_SMALL: Final = 3  # letters of a word between others that nobody misses, and of what is left of a scope
_KEPT: Final = 2  # words that go last
_VOWELS: Final = frozenset("aeiouyàáâäèéêëìíîïòóôöùúûü")


def name_tab(heading: str, taken: set[str]) -> str:
    """Return a name for the sheet of a heading: short, allowed by Excel, and not ``taken`` (in lower case) yet."""
    text = heading if len(heading) <= _MOST else heading.rpartition(" - ")[2]
    clean = " ".join(_FORBIDDEN.sub(" ", text).split()).strip("'") or "-"
    told = list(_shorter(clean))
    short = next(each for each in (*told, _cut(told[-1], _MOST)) if len(each) <= _MOST)
    numbered = (f"{_cut(short, _MOST - len(str(number)) - 1)} {number}" for number in count(2))
    return next(each for each in chain([short], numbered) if each.casefold() not in taken | _TAKEN)


def _shorter(text: str) -> Iterator[str]:
    """Give a text ever shorter: long words abbreviated from the last on, small words and then last words left out.

    What stands between brackets at the end, such as the scope, stays: it tells sheets of one heading apart.
    """
    words = text.split()
    bracketed = len(words) > 1 and words[-1].startswith("(") and words[-1].endswith(")")
    full = [words.pop()] if bracketed else []
    yield text
    scope = full
    for stem in (_STEM, _SMALL):
        scope = [_abbreviated(each, stem) for each in full]
        yield _joined(words, scope)
    for place in range(len(words) - 1, 0, -1):
        words[place] = _abbreviated(words[place], _STEM)
        yield _joined(words, scope)
    words = [word for place, word in enumerate(words) if not (place and len(word) <= _SMALL and word.islower())]
    yield _joined(words, scope)
    while len(words) > _KEPT:
        words.pop()
        yield _joined(words, scope)
    first = words[0]
    for stem in range(len(first) - 1, _SMALL, -1):
        words[0] = _abbreviated(first, stem)
        yield _joined(words, scope)


def _joined(words: list[str], scope: list[str]) -> str:
    return " ".join([" ".join(words).rstrip(" ,;"), *scope])


def _abbreviated(text: str, stem: int) -> str:
    """Cut long words behind a consonant, as people do: specificatie becomes specif."""

    def cut(found: re.Match[str]) -> str:
        word = found[0]
        for place in range(stem, len(word) - 1) if len(word) > _LONG else ():
            if word[place - 1].lower() not in _VOWELS and word[place].lower() in _VOWELS:
                kept = word[:place]
                return f"{kept[:-1] if kept[-1] == kept[-2] else kept}."
        return word

    return _LETTERS.sub(cut, text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,.;-(')}\u2026"
