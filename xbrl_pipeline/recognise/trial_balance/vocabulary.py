"""What school boards call their accounts: which lines the name of an account can mean, by accounts.yaml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

from xbrl_pipeline.recognise.tokens import plain_letters
from xbrl_pipeline.recognise.wordlists import read_word_list

Half = Literal["balance", "income"]
HALVES: Final[tuple[Half, Half]] = ("balance", "income")
Apart = Literal["appropriation", "internal", "clearing", "statistics"]
_TIERS: Final = ("weak", "words", "first")
_LEAST_STEM: Final = 3
_LEAST_SWAPPED: Final = 6  # letters of a word with two letters swapped; shorter ones become other words
_LEAST_SHORTENED: Final = 9  # letters of a word that lacks one
_ABBREVIATIONS: Final = {
    "aw": "aanschafwaarde",
    r"dot\.? go": "dotatie groot onderhoud",
    r"voorz\.? go": "voorziening groot onderhoud",
    "gwe": "gas water en elektra",
    "div": "diverse",
    "dub": "dubieuze",
    "meub": "meubilair",
    "verz": "verzekering",
    "gebw": "gebouwen",
    "repr": "representatie",
    r"vak\.? ?toesl(?:ag)?": "vakantietoeslag",
    "verlofdgn": "verlofdagen",
    "ontwikk": "ontwikkelings",
    "afs": "cumulatieve afschrijving",
    "afschr": "afschrijving",
    "bijdr": "bijdrage",
    "lang": "langlopend",
    "kort": "kort kortlopend",
    r"voorz|vz": "voorziening",
    "vord": "vordering",
    "vooruitontv": "vooruitontvangen",
    "vooruitbet": "vooruitbetaald",
    "ontv": "ontvangen",
    r"best\.? ?res(?:erve)?": "bestemmingsreserve",
    "deb": "debiteuren",
    "cred": "crediteuren",
    "subs": "subsidie",
    "doelsubs": "doelsubsidie",
    "pers": "personeel",
    r"i\.?o\.?v": "in opdracht van",
    "ov": "overige",
    "dot": "dotatie",
    "jub": "jubileum",
    "opbr": "opbrengst",
    "onderh": "onderhoud",
    "meerjarenonderh": "meerjarenonderhoud",
    r"m(?:j)?op": "meerjarenonderhoud",
    "gem": "gemeente",
    "geb": "gebouwen",
    "huisv": "huisvesting",
    "schoolgeb": "schoolgebouwen",
    "ouderbijdr": "ouderbijdrage",
    "uitk": "uitkering",
    "doorbet": "doorbetaling",
    "soc": "sociale",
    "vrg": "voorgaande",
    "abonn": "abonnementen",
    "kortl": "kort kortlopend",
    "langl": "langlopend",
    "publ": "publiek",
    "priv": "privaat",
    "sal": "salaris",
    r"te bet": "te betalen",
    r"te dr": "te dragen",
    r"n\.? ?t\.? ?b": "nog te betalen",
    r"n\.? ?t\.? ?o": "nog te ontvangen",
    r"klein ond(?:erh?)?": "klein onderhoud",
    r"groot ond[a-z]*": "groot onderhoud",
    r"inv(?:est)?\.? ?subs(?:idies?)?": "investering subsidie",
}
_EXPANSIONS: Final = (
    (re.compile(r"> ?(?:1|een|\xe9\xe9n) ?j(?:aa)?r\b"), "langlopend"),
    (re.compile(r"< ?(?:1|een|\xe9\xe9n) ?j(?:aa)?r\b"), "kort kortlopend"),
    (re.compile(r"k(?:o?stn)(?![a-z])\.?|kstn|(?<=[a-z]{3})kn\.?(?![a-z])"), "kosten"),
    (re.compile(r"\bo ?[/.] ?g\b\.?"), "og"),
    (re.compile(r"\bu ?[/.] ?g\b\.?"), "ug"),
    (re.compile(r"\br ?[/.] ?c\b\.?|\brek\.? ?-?(?:crt|cour)\.?(?=\s|$)|\brc(?=[ -])"), "rekening courant"),
    (re.compile(r"\brekening-?courant"), "rekening courant"),
    (re.compile(r"\(v\)so\b"), "vso"),
    (re.compile(r"\bgr'?s\b"), "grs"),
    (re.compile(r"\bsamenwerkingsverb[a-z]*\.?"), "samenwerkingsverband swv"),
    (re.compile(r"\binterest"), "rente interest"),
    (re.compile(r"\bgeldlening"), "lening"),
    (re.compile(r"\bborgsom(?:men)?\b|\bwaarborgen\b"), "waarborgsom"),
    (re.compile(r"\bouderfactu[a-z]+"), "debiteuren ouders"),
    (re.compile(r"\bleerlingfactu[a-z]+"), "debiteuren leerlingen"),
    (re.compile(r"\b(?:(?:uitstaande|openstaande) )?(?:verkoop|uitgaande )factu[a-z]+"), "debiteuren"),
    (re.compile(r"\b(?:(?:uitstaande|openstaande) )?(?:inkoop|inkomende )factu[a-z]+"), "crediteuren inkoopfacturen"),
    (re.compile(r"\bvrijgevallen\b"), "vrijval"),
    (re.compile(r"\bdoorbetaald(?:e)?\b"), "doorbetaling"),
    (re.compile(r"\bafgedragen\b"), "afdracht"),
    (re.compile(r"\bstaatsobligatie|\bbedrijfsobligatie"), "obligatie"),
    (re.compile(r"\bbankrente"), "rente bank"),
    (re.compile(r"\bspaarrente"), "rente spaar"),
    (re.compile(r"\bleningrente"), "rente lening"),
    (re.compile(r"\bmogelijk oninba[a-z]+"), "dubieuze"),
    (re.compile(r"\bverkochte?\b"), "verkoop"),
    (
        re.compile(
            r"\b(?:bouwkundige|technische|sanitaire|bouwtechnische) voorzieningen(?=.*(?:aansch|afsch|inv|cum))"
        ),
        "gebouwen",
    ),
    *((re.compile(rf"\b(?:{short})\b\.?"), whole) for short, whole in _ABBREVIATIONS.items()),
    (re.compile(r"\bvooruit(?:be)?t\.?(?=\s|$)"), "vooruitbetaald"),
    (re.compile(r"\bvooruit ?ontv\b\.?"), "vooruitontvangen"),
)
_GENERAL: Final = frozenset(
    {
        *(
            "overig",
            "overige",
            "divers",
            "diverse",
            "diversen",
            "kosten",
            "lasten",
            "baten",
            "opbrengst",
            "opbrengsten",
        ),
        *("bedrag", "bedragen", "post", "posten", "vordering", "vorderingen", "vorderen", "schuld", "schulden", "te"),
        *("betalen", "ontvangen", "nog", "algemeen", "algemene", "kort", "kortlopend", "kortlopende", "langlopend"),
        *("langlopende", "voorziening", "voorzieningen", "eigen", "vermogen", "kapitaal", "bestemmingsreserve", "en"),
        *("bestemmingsreserves", "bestemmingsfonds", "bestemmingsfondsen", "dotatie", "van", "op", "de", "het", "op"),
        *("verstrekte", "voorschot", "voorschotten", "termijn", "groot", "onderhoud", "terug", "balans", "rekening"),
    }
)
_SHORT: Final = re.compile(r"\b([a-z]{3,})\.(?=[\s,/()-]|$|[a-z])")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_DEPRECIATION: Final = re.compile(r"\bafschrijving[a-z]*|\b(?:last|lasten|kosten)\b")
_DEPRECIATED: Final = {  # what is written off on an asset is on the line of its kind
    "IntangibleAssets": "AmortisationIntangibleAssets",
    "LandAndBuildings": "DepreciationPropertyPlantEquipment",
    "InventoryAndEquipment": "DepreciationPropertyPlantEquipment",
    "PropertyPlantEquipmentOther": "DepreciationPropertyPlantEquipment",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A line that a name can mean, and how much of the name says so: tier, terms, letters."""

    key: str
    half: Half
    tier: int
    terms: int
    letters: int

    @property
    def weak(self) -> bool:
        """Whether many lines share the words."""
        return self.tier == 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """The stronger the larger."""
        return self.tier, self.terms, self.letters


@dataclass(frozen=True, slots=True)
class _Term:
    """Words of which one must stand in a name, and words that must not."""

    any_of: tuple[str, ...]
    none_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    half: Half | Apart
    tier: int
    terms: tuple[_Term, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Lines between which practice differs; where it is ``strict`` only a heading says which."""

    terms: tuple[_Term, ...]
    lines: tuple[str, ...]
    plain: bool  # only for names of general words
    strict: bool


class _Name:
    """A name in which terms are looked up, each once."""

    def __init__(self, text: str) -> None:
        self.text = f" {text} "
        self.known: dict[str, bool] = {}

    def has(self, term: str) -> bool:
        if term not in self.known:
            self.known[term] = self._find(term)
        return self.known[term]

    def _find(self, term: str) -> bool:
        if " " in term:
            return _phrase(term).search(self.text) is not None
        if term.startswith("~"):
            return term[1:] in self.text
        return f" {term[:-1]} " in self.text if term.endswith(".") else f" {term}" in self.text


@cache
def _phrase(term: str) -> re.Pattern[str]:
    words = [re.escape(word.strip("~.")) + ("" if word.endswith(".") else "[a-z0-9]*") for word in term.split()]
    return re.compile((" [a-z0-9]*" if term.startswith("~") else " ") + " ".join(words) + " ")


def matches(name: str) -> tuple[Match, ...]:
    """Return the lines that a name can mean, the strongest first; each line once."""
    return _matches(clean(name))


@lru_cache(maxsize=20_000)
def _matches(text: str) -> tuple[Match, ...]:
    best = _found(text)
    if "afschrijving" in text and not any(match.half == "income" and not match.weak for match in best.values()):
        kept = _found(_DEPRECIATION.sub(" ", text))
        for match in sorted(kept.values(), key=lambda each: each.rank):
            if match.key in _DEPRECIATED and not match.weak:
                key = _DEPRECIATED[match.key]
                best[key] = Match(key, "income", match.tier, match.terms + 1, match.letters)
    return tuple(sorted(best.values(), key=lambda match: match.rank, reverse=True))


def _found(text: str) -> dict[str, Match]:
    """Return the lines that the catalogue has for a name."""
    name = _Name(text)
    best: dict[str, Match] = {}
    places = {place for term, rules in _by_term().items() if name.has(term) for place in rules}
    for place in sorted(places):
        rule = _catalogue()[place]
        if (found := _match(rule, name)) is not None:
            known = best.get(rule.key)
            if known is None or found.rank > known.rank:
                best[rule.key] = found
    return best


def completed(name: str) -> Iterator[str]:
    """Give what a name that was cut off may have been: its last word as each word of the catalogue that begins so."""
    *words, last = clean(name).split() or [""]
    if len(last) >= _LEAST_STEM:
        longer = sorted(stem for stem in _stems() if stem.startswith(last) and stem != last)
        for stem in longer:
            if not any(stem.startswith(other) for other in longer if other != stem):
                yield " ".join([*words, stem])


def is_apart(name: str, kind: Apart) -> bool:
    """Tell whether a name is that of an account that no statement shows as such."""
    text = _Name(clean(name))
    return any(_letters(rule, text) is not None for rule in _catalogue() if rule.half == kind)


def is_plain(name: str) -> bool:
    """Tell whether a name says no more than general words do: diverse kosten, overige vorderingen."""
    return all(word in _GENERAL or word.isdigit() for word in clean(name).split())


def either(name: str) -> Either | None:
    """Return the lines that boards put accounts with a name on, where practice differs; else nothing."""
    text = _Name(clean(name))
    found = (rule for rule in _eithers() if all(_holds(term, text) for term in rule.terms))
    return next((rule for rule in found if not rule.plain or is_plain(name)), None)


def inside(name: str, section: str) -> tuple[str, ...]:
    """Return the lines of a section that a name means where it is known that the account stands in that section."""
    text = _Name(clean(name))
    found = (rule.key for rule in _insides().get(section, ()) if _letters(rule, text) is not None)
    return tuple(dict.fromkeys(found))


def _holds(term: _Term, name: _Name) -> bool:
    return any(map(name.has, term.any_of)) and not any(map(name.has, term.none_of))


def _match(rule: _Rule, name: _Name) -> Match | None:
    letters = _letters(rule, name)
    if letters is None or rule.half not in HALVES:
        return None
    terms = sum(len(term.any_of) > 0 for term in rule.terms)
    return Match(rule.key, rule.half, rule.tier, terms, letters)


def _letters(rule: _Rule, name: _Name) -> int | None:
    """Return how many letters of a name a rule explains, None where it does not hold."""
    letters = 0
    for term in rule.terms:
        if any(map(name.has, term.none_of)):
            return None
        if term.any_of:
            found = [len(each.strip("~.")) for each in term.any_of if name.has(each)]
            if not found:
                return None
            letters += max(found)
    return letters


@lru_cache(maxsize=20_000)
def clean(name: str) -> str:
    """Bring a name to the form in which it is compared, with words that were cut off written out."""
    text = plain_letters(name).replace("\u2019", "'")
    for pattern, instead in _EXPANSIONS:
        text = pattern.sub(instead, text)
    text = _SHORT.sub(lambda match: _whole(match[1]) + " ", text)
    return " ".join(map(_mended, _OTHER.sub(" ", text).split()))


@cache
def _mended(word: str) -> str:
    """Return a long word that the catalogue lacks as what it has with two letters swapped or one added; else itself."""
    if len(word) < _LEAST_SWAPPED or _is_known(word, _LEAST_STEM + 1):
        return word
    swapped = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    found = [each for each in swapped if _is_known(each, _LEAST_SWAPPED)]
    for end in range(len(word), _LEAST_SHORTENED - 2, -1) if not found else ():
        if word[:end] in _shortened():
            return _shortened()[word[:end]] + word[end:]
    return found[0] if len(set(found)) == 1 else word


@cache
def _shortened() -> dict[str, str]:
    """Return the long words of the catalogue by what is left of them without one of their letters."""
    long = sorted(stem for stem in _stems() if len(stem) >= _LEAST_SHORTENED)
    return {stem[:at] + stem[at + 1 :]: stem for stem in long for at in range(1, len(stem))}


def is_known(word: str) -> bool:
    """Tell whether a word begins as a word of the catalogue does, or holds one."""
    return _is_known(word, _LEAST_STEM + 1)


def _is_known(word: str, least: int) -> bool:
    """Tell whether a word begins as one of the catalogue does or holds one, with at least so many letters in common."""
    begins = any(word[:end] in _stems() for end in range(least, len(word) + 1))
    return begins or any(stem in word for stem in _inner() if len(stem) >= least)


@cache
def _whole(short: str) -> str:
    """Return the word of the catalogue that begins so, where all that do share a beginning; else the letters."""
    found = sorted({word for word in _stems() if word.startswith(short) and len(word) > len(short)}, key=len)
    return found[0] if found and all(word.startswith(found[0][: len(short) + 1]) for word in found) else short


@cache
def _stems() -> frozenset[str]:
    terms = (term for rule in _catalogue() for each in rule.terms for term in (*each.any_of, *each.none_of))
    return frozenset(word.strip("~.") for term in terms for word in term.split() if len(word) > _LEAST_STEM)


@cache
def _inner() -> frozenset[str]:
    """Return what may stand anywhere in a word."""
    terms = (term for rule in _catalogue() for each in rule.terms for term in (*each.any_of, *each.none_of))
    return frozenset(term.strip("~.") for term in terms if term.startswith("~") and " " not in term)


@cache
def _table() -> dict[str, Any]:
    return read_word_list(__package__, "accounts.yaml")


@cache
def _catalogue() -> tuple[_Rule, ...]:
    return tuple(_rules(_table()))


@cache
def _by_term() -> dict[str, list[int]]:
    """Return where the rules stand in the catalogue that need a term; every name has the term without letters."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(_catalogue()):
        if rule.half in HALVES:
            for term in next((each.any_of for each in rule.terms if each.any_of), ("",)):
                found.setdefault(term, []).append(place)
    return found


@cache
def _eithers() -> tuple[Either, ...]:
    return tuple(
        Either(_terms(each["names"]), tuple(each["lines"]), plain="plain" in each, strict="strict" in each)
        for each in _table()["either"]
    )


@cache
def _insides() -> dict[str, tuple[_Rule, ...]]:
    return {
        section: tuple(_Rule(key, "balance", 0, _terms(line)) for key, rules in lines.items() for line in rules)
        for section, lines in _table()["inside"].items()
    }


def _rules(table: dict[str, Any]) -> Iterator[_Rule]:
    for half in HALVES:
        for key, tiers in table[half].items():
            never = _Term((), tuple(tiers.get("never", ())))
            for tier in (tier for tier in _TIERS if tier in tiers):
                yield from (_Rule(key, half, _TIERS.index(tier), (*_terms(line), never)) for line in tiers[tier])
    kinds: tuple[Apart, ...] = ("appropriation", "internal", "clearing", "statistics")
    for kind in kinds:
        yield from (_Rule("", kind, 0, _terms(line)) for line in table["apart"][kind])


def _terms(line: str) -> tuple[_Term, ...]:
    return tuple(_term(part) for part in line.split("&"))


def _term(part: str) -> _Term:
    some, *none = part.split("!")
    return _Term(tuple(_split(some)), tuple(word for each in none for word in _split(each)))


def _split(text: str) -> Iterator[str]:
    return (word.strip() for word in text.split("/") if word.strip())
