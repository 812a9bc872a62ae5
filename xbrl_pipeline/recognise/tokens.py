"""The words of a label, brought to one form: no case, accents, endings, filling words, years or bullet signs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz import fuzz

_FILLING: Final = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "aan",
        "op",
        "uit",
        "voor",
        "per",
        "in",
        "en",
        "of",
        "met",
        "door",
        "te",
        "ter",
        "zake",
        "terzake",
        "inzake",
        "der",
        "des",
        "bij",
        "tot",
        "naar",
        "als",
        "om",
        "hoofde",
        "gezamenlijk",
        "gezamenlijke",
        "sommatie",
        "getroffen",
        "telling",
        "totaal",
        "totale",
        "totalen",
        "subtotaal",
        "sub",
        "som",
        "saldo",
        "zijnde",
        "betreffende",
        "mbt",
        "tbv",
        "incl",
        "inclusief",
        "zie",
        "the",
        "of",
        "and",
        "on",
        "in",
        "to",
        "for",
        "from",
        "at",
        "by",
        "a",
        "an",
        "total",
        "sum",
    ]
)
_SAME: Final = {
    "voorraad": "voorraden",
    "interest": "rente",
    "intrest": "rente",
    "rente": "rente",
    "opbrengsten": "baten",
    "opbrengst": "baten",
    "inkomsten": "baten",
    "kosten": "lasten",
    "andere": "overige",
    "overigen": "overige",
    "jan": "januari",
    "dec": "december",
    "gr": "grs",
    "swvs": "swv",
    "rent": "huur",  # English, not "rente" without its ending
    "rents": "huur",
    "swven": "swv",
    "ezk": "ez",
    "lnv": "ez",
    "eleni": "ez",
    "verslagjaar": "boekjaar",
    "kasstromen": "kasstroom",
    "verloop": "mutatie",
    "stoffelijke": "materiele",
    "bezittingen": "activa",
    "verandering": "mutatie",
    "veranderingen": "mutatie",
    "wijziging": "mutatie",
    "wijzigingen": "mutatie",
    "nettoresultaat": "netto resultaat",
    "min": "af",
    "minus": "af",
}
_SAME_PART: Final = (("kosten", "lasten"), ("opbrengsten", "baten"), ("interest", "rente"))
_PHRASES: Final = (
    (re.compile(r"\bi\.?\s?o\.?\s?v\.?(?=\s|$)"), " in opdracht van "),
    (re.compile(r"\bgem(?:eenschappelijke|eensch\.|\.)\s*regeling(?:en)?\b|\bg\.r\.(?:['’]?s\b)?"), " grs "),  # noqa: RUF001
    (re.compile(r"\bsamenwerkingsverband(?:en)?\b"), " swv "),
    (
        re.compile(
            r"\bo\.?\s?c\.?\s?(?:en|&)\s?w\b\.?|\bo\.c\.w\b\.?|"
            r"\bonderwijs,?\s+cultuur\s+en\s+wetenschap(?:pen)?\b"
        ),
        " ocw ",
    ),
    (re.compile(r"\bmin(?:isterie|\.)?\s+(?:van\s+)?(?=ocw|ez|lnv)"), " "),
    (re.compile(r"\bs\.w\.v\b\.?"), " swv "),
    (re.compile(r"\b([imf])\.v\.a\b\.?"), r" \1va "),
    (re.compile(r"\b(?:t\.b\.v|m\.b\.t|i\.z)\b\.?"), " "),
    (re.compile(r"\brc\b"), " rekening courant "),
    (re.compile(r"\(\s?af\s?\)\s?-?name|\baf-?\s?(?:/|en|of)\s?-?(?=toename)"), " afname "),
    (re.compile(r"\btoe-?\s?(?:/|en|of)\s?-?(?=afname)|\(\s?toe\s?\)\s?-?name"), " toename "),
    (re.compile(r"\bvr\.\s"), " voor "),
    (re.compile(r"^\W*bij\s*/\s*af\b\s*:?|^\W*af\s*/\s*bij\b\s*:?"), " "),
    (re.compile(r"\bna aftrek van\b"), " na "),
    (re.compile(r"(?<=[a-z]{4})positie\b"), " "),
    # "saldo voor belastingen" is not "belastingen"
    (
        re.compile(
            r"\b(?:voor|exclusief|excl\.?)\s+(?:de\s+)?(?:aftrek\s+(?:van\s+)?)?(?=financiele\s+(?:baten|bedrijfsvoering)|"
            r"belasting|vpb|vennootschapsb|winstb|aandeel|minderheid)"
        ),
        " vooraf ",
    ),
    (re.compile(r"\b(?:0?1)[-/ .](?:0?1)(?:[-/ .](?:20)?[0-9]{2})?(?![0-9])"), " 1 januari "),
    (re.compile(r"\b31[-/ .]12(?:[-/ .](?:20)?[0-9]{2})?(?![0-9])"), " 31 december "),
    (re.compile(r"\b(?:o/g|o\.g\.)(?=\s|$)"), " og "),
    (re.compile(r"\bn\.?v\.?t\.?\b"), " "),
    # "huisvestings- en overige lasten" are two lines, "overige huisvestingslasten" are one
    (re.compile(r"(?<=[a-z-])\s+(?:en|and|&|\+)\s+(?=(?:overig|ander|other)e?\b)"), " alsook "),
    (re.compile(r"\b(?:e\.?d\.|c\.?a\.|etc\.?)(?=\s|$|\))"), " "),
    (re.compile(r"\br\s?[/.]\s?c\b\.?"), " rekening courant "),
)
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_BULLET: Final = re.compile(
    r"^\s*(?:[-\u2013—•*·>+]+\s*|[a-z]\)\s+|\([0-9]{1,2}[a-z]?\)\s+|[ivx]+\.\s+|[0-9]{1,2}\)\s+|"
    r"(?:w\.?v\.?|waarvan|waaronder|hiervan|of which)\b\s*:?\s+)"
)
_REFERENCE: Final = re.compile(r"\s*[\[(](?:zie\s+)?(?:noot|toelichting|toel\.?|nr\.?|bijlage)?\s*[0-9]{1,2}[\])]\s*$")
_STAFF: Final = re.compile(r"\b(?:OP|OOP|OBP)\b")  # teaching and other staff, not the word "op"
_WORD: Final = re.compile(r"[a-z]{2,}\.[a-z]{3,}|[a-z0-9]+\.?")
_ENDINGS: Final = ("en", "es", "s", "e")
_SHORTEST: Final = 4
_TYPO_LENGTH, _TYPO_RATIO = 6, 86


@dataclass(frozen=True)
class Words:
    """The words of a label; ``short`` tells which of them were cut off with a full stop."""

    stems: tuple[str, ...]
    short: tuple[bool, ...]
    joined: str  # all letters in their order, without filling words

    @cached_property
    def bag(self) -> Counter[str]:
        """The words without their order."""
        return Counter(self.stems)

    @cached_property
    def text(self) -> str:
        """The words as one text, for comparison by likeness."""
        return " ".join(sorted(self.stems))

    @cached_property
    def initials(self) -> str:
        """The first letters of the words, sorted."""
        return "".join(sorted(stem[0] for stem in self.stems))

    def same(self, other: "Words") -> bool:
        """Tell whether two labels have the same words."""
        return bool(self.stems) and (self.bag == other.bag or self.joined == other.joined)

    def abbreviates(self, other: "Words") -> bool:
        """Tell whether this label is the other one with words cut off: "Mat. vaste activa"."""
        return any(self.short) and _pairs(self, other, _cut_off)

    def misspells(self, other: "Words") -> bool:
        """Tell whether this label is the other one with a typing mistake in long words."""
        return _pairs(self, other, _typo)


def _pairs(left: Words, right: Words, alike: Callable[[str, bool, str], bool]) -> bool:
    if len(left.stems) != len(right.stems):
        return False
    rest = list(right.stems)
    for stem, short in zip(left.stems, left.short, strict=True):
        found = next((word for word in rest if word == stem), None)
        found = found or next((word for word in rest if alike(stem, short, word)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


def _cut_off(stem: str, short: bool, word: str) -> bool:
    begin, _, end = stem.partition(".")  # "best.reserve" is short for bestemmingsreserve
    return short and len(begin) > 1 and word.startswith(begin) and word.endswith(end)


def _typo(stem: str, short: bool, word: str) -> bool:
    long = min(len(stem), len(word)) >= _TYPO_LENGTH
    return (_cut_off(stem, short, word)) or (long and stem[0] == word[0] and fuzz.ratio(stem, word) >= _TYPO_RATIO)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> Words:
    """Return the words of a label."""
    text = text if text.isupper() else _STAFF.sub(" onderwijspersoneel ", text)
    bare = _BULLET.sub("", _REFERENCE.sub("", plain_letters(text)))
    for phrase, instead in _PHRASES:
        bare = phrase.sub(instead, bare)
    bare = _YEAR.sub(" ", bare).replace("&", " en ").replace("'", "").replace("’", "").replace("`", "")  # noqa: RUF001
    stems: list[str] = []
    short: list[bool] = []
    whole: list[str] = []
    for match in _WORD.finditer(bare.replace("-", " ").replace("/", " ")):
        for word in _usual(match[0].rstrip(".")).split():
            if word not in _FILLING:
                whole.append(word)
                stems.append(_stem(word))
                short.append("." in match[0])
    return Words(tuple(stems), tuple(short), _stem("".join(whole)))


@lru_cache(maxsize=20_000)
def plain_letters(text: str) -> str:
    """Return a text in small letters without accents."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


def _usual(word: str) -> str:
    if word in _SAME:
        return _SAME[word]
    for part, instead in _SAME_PART:
        if part in word and word != part:
            return word.replace(part, instead)
    return word


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
