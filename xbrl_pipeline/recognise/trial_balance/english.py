"""Names of accounts in English, brought to the words in which boards call their accounts in Dutch (english.yaml)."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final

from xbrl_pipeline.recognise.trial_balance.vocabulary import is_known
from xbrl_pipeline.recognise.wordlists import read_word_list

_WORD: Final = re.compile(r"[a-z]+|[0-9]+")
_TOGETHER: Final = re.compile(r"[ .'\u2019/-]*")  # what may stand between the words of a phrase
_COST: Final = re.compile(r"(?<=[,;:(\u2013-])(\s*)cost\b")  # of an asset, behind its name
_MOST: Final = 0.5  # of the names have English words
_SHORTEST_PLURAL: Final = 4  # letters
_SHORTEST_STRANGE: Final = 5  # letters
_STRANGE: Final = "q"


def is_english(names: Iterable[str]) -> bool:
    """Tell whether the names of a list of accounts are English."""
    told = [not _own_words().isdisjoint(_WORD.findall(name.casefold())) for name in names if name]
    return sum(told) >= _MOST * len(told) > 0


@lru_cache(maxsize=8_000)
def translate(name: str) -> str:
    """Return a name with its English words in Dutch; commas and the like stay where they are.

    A word that neither language has gets a letter in front, so that it is not taken for a Dutch word that is like it.
    """
    text = _COST.sub(r"\1acquisition cost", name.casefold())
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    parts, done, place = list[str](), 0, 0
    while place < len(words):
        size, dutch = _longest(text, words[place : place + _longest_phrase()])
        word, first, last = words[place]
        if not size and len(word) >= _SHORTEST_STRANGE and not is_known(word):
            size, dutch = 1, f"{_STRANGE}{word}"
        if size:
            parts += [text[done:first], dutch]
            done = words[place + size - 1][2] if size > 1 else last
        place += size or 1
    return "".join([*parts, text[done:]])


def _longest(text: str, words: list[tuple[str, int, int]]) -> tuple[int, str]:
    """Return the longest phrase with which some words begin: how many words it has, and what it is in Dutch."""
    for size in range(len(words), 0, -1):
        gaps = (text[one[2] : other[1]] for one, other in pairwise(words[:size]))
        if all(_TOGETHER.fullmatch(gap) for gap in gaps):
            for phrase in _forms([word for word, _, _ in words[:size]]):
                if phrase in _phrases():
                    return size, _phrases()[phrase]
    return 0, ""


def _forms(words: list[str]) -> Iterator[str]:
    """Give a phrase as it stands, and with its last word in the singular and in the plural."""
    *before, last = words
    yield " ".join(words)
    if len(last) >= _SHORTEST_PLURAL:
        single = f"{last[:-3]}y" if last.endswith("ies") else last.removesuffix("s")
        yield " ".join([*before, single])
        yield " ".join([*before, f"{last}s"])


@cache
def _table() -> dict[str, Any]:
    return read_word_list(__package__, "english.yaml")


@cache
def _phrases() -> dict[str, str]:
    return {str(english): dutch for english, dutch in _table()["phrases"].items()}


@cache
def _longest_phrase() -> int:
    return max(phrase.count(" ") + 1 for phrase in _phrases())


@cache
def _own_words() -> frozenset[str]:
    """Return the words that only English names have."""
    dutch = {word for text in _phrases().values() for word in text.split()}
    return frozenset({word for phrase in _phrases() for word in phrase.split()} - dutch - set(_table()["shared"]))
