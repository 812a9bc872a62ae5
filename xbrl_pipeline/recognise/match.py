"""Which lines the words of a row could be, and how well they fit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from xbrl_pipeline.recognise.lexicon import Entry, Lexicon
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.tokens import Words, words_of
from xbrl_pipeline.recognise.traits import Traits, contradicts, leaves_out, traits_of

_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_BEFORE: Final = re.compile(
    r"^\W*(?:(?:af|bij|min|minus|plus|less|add)\s*[:.]|-/-|\+/\+)\s*|\s*\(?-/-\)?\s*$", re.IGNORECASE
)
_TAX: Final = re.compile(r"belasting|\bvpb\b|\btax", re.IGNORECASE)
_SLASH: Final = re.compile(r"\s+[/|]\s+")
_LANGUAGES: Final = 2
_LIKENESS: Final = 87
_SHORTLIST: Final = 12
_MOST_EXTRA: Final = 2


class How(IntEnum):
    """How a label came to a line, from the weakest to the strongest."""

    PART = 1  # it has all words of a name and some more, or some of them
    NEAR = 2  # it looks like a name
    TYPO = 3  # it is a name with a typing mistake
    SHORT = 4  # it is a name with words cut off
    RELATIVE = 5  # it is a name without what the line above says
    EXACT = 6  # it is a name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that a row may be."""

    key: str
    how: How


def candidates(row: Row, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Return the lines a row may be; only those of the best sort of fit."""
    return _candidates(row.bare, row.texts, lexicon)


@lru_cache(maxsize=20_000)
def _candidates(bare: str, shown: tuple[str, ...], lexicon: Lexicon) -> tuple[Candidate, ...]:
    likeness: tuple[Candidate, ...] = ()
    for texts in _readings(bare, shown):
        found = [_of_text(text, lexicon) for text in texts if text]
        found = [each for each in found if each]
        common = _common(found) if found else ()
        if any(each.how >= How.TYPO for each in common):
            return common
        likeness = likeness or common
    return _of_languages(bare, lexicon) or likeness


def _of_languages(bare: str, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Read words in two languages, such as "Voorraden / Inventories": both must name the same line."""
    named = [words for words in _SLASH.split(bare) if words_of(words).stems]
    if len(named) != _LANGUAGES:
        return ()
    found = [_of_text(words, lexicon) for words in named]
    common = _common(found)
    return tuple(each for each in common if each.how >= How.SHORT)


def _readings(bare: str, texts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the ways to read a row: all its words, each column by itself, and without what stands in brackets."""
    yield (bare,)
    if len(texts) > 1:
        yield texts
        yield (texts[-1],)
    for pattern in (_BEFORE, _ASIDE):
        if pattern.search(bare):
            yield (pattern.sub(" ", bare).strip(),)


def _common(found: list[tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    """Two languages in two columns must mean the same line."""
    first, *others = found
    keys = {candidate.key for candidate in first}
    for other in others:
        keys &= {candidate.key for candidate in other}
    return tuple(candidate for candidate in first if candidate.key in keys)


@lru_cache(maxsize=20_000)
def _of_text(text: str, lexicon: Lexicon) -> tuple[Candidate, ...]:
    words = words_of(text)
    if not words.stems:
        return ()
    exact = lexicon.exact.get(tuple(sorted(words.stems))) or lexicon.joined.get(words.joined)
    if exact:
        return tuple(_fitting(text, _named(words, exact, lexicon), lexicon))
    for how, alike in ((How.SHORT, Words.abbreviates), (How.TYPO, Words.misspells)):
        named = lexicon.initials.get(words.initials, ())
        keys = dict.fromkeys(key for key, name in named if alike(words, name))
        if keys:
            return tuple(_fitting(text, [Candidate(key, how) for key in keys], lexicon))
    return tuple(_fitting(text, [*_near(words, lexicon), *_parts(words, lexicon)], lexicon, strict=True))


def _named(words: Words, keys: Iterable[str], lexicon: Lexicon) -> list[Candidate]:
    entries = [lexicon.entries[key] for key in keys]
    return [
        Candidate(entry.key, How.EXACT if any(words.same(name) for name in entry.names) else How.RELATIVE)
        for entry in entries
    ]


def _fitting(text: str, found: Iterable[Candidate], lexicon: Lexicon, *, strict: bool = False) -> Iterator[Candidate]:
    """Leave out the lines of which a label says the opposite."""
    said = traits_of(text)
    for candidate in {each.key: each for each in found}.values():
        line = lexicon.entries[candidate.key].traits
        if _opposite(said, lexicon.entries[candidate.key], lexicon) or (strict and leaves_out(said, line)):
            continue
        if "tax" in line and "tax" not in said and _TAX.search(text):
            continue  # a tax on the result is no result before or after it
        yield candidate


def _opposite(said: Traits, entry: Entry, lexicon: Lexicon) -> bool:
    if contradicts(said, entry.traits):
        return True
    term = {trait: values for trait, values in said.items() if trait == "term"}
    above = (lexicon.entries[key].traits for key in lexicon.ancestors(entry.key))
    return any(contradicts(term, traits) for traits in above)


@lru_cache(maxsize=1_000)
def _texts_as_long(lexicon: Lexicon, length: int) -> Mapping[tuple[str, int], str]:
    """Return the names that may be alike to words of a length: the letters that are too many count against it."""
    return {
        key: text
        for key, text in lexicon.texts.items()
        if 200 * min(len(text), length) >= _LIKENESS * (len(text) + length)
    }


def _near(words: Words, lexicon: Lexicon) -> Iterator[Candidate]:
    texts = _texts_as_long(lexicon, len(words.text))
    found = process.extract(words.text, texts, scorer=fuzz.ratio, limit=_SHORTLIST, score_cutoff=_LIKENESS)
    for _, _, (key, _) in found:
        yield Candidate(key, How.NEAR)


def _parts(words: Words, lexicon: Lexicon) -> Iterator[Candidate]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for stem in dict.fromkeys(words.stems):
        for key, name in lexicon.by_stem.get(stem, ()):
            if (key, name.stems) not in seen:
                seen.add((key, name.stems))
                if _is_part(words, name) and not _of_another(words, name, key, lexicon):
                    yield Candidate(key, How.PART)


def _of_another(words: Words, name: Words, key: str, lexicon: Lexicon) -> bool:
    """Tell whether a word that the name does not explain belongs to a line beside it."""
    return bool((set(words.stems) - set(name.stems)) & lexicon.stems_beside[key])


def _is_part(words: Words, name: Words) -> bool:
    mine, other = set(words.stems), set(name.stems)
    extra = len(mine ^ other)
    return 0 < extra <= _MOST_EXTRA and (other < mine or (mine < other and len(mine) > 1))
