"""What the words above a column say: year, moment, budget or actual, unit. A word in no list is never an obstacle."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from xbrl_pipeline.mapping.scale import stated_scale
from xbrl_pipeline.recognise.tokens import plain_letters
from xbrl_pipeline.workbook.cells import Cell

Kind = Literal["actual", "budget", "forecast", "note", "percent", "difference", "movement", "total", "words"]
Moment = Literal["opening", "closing"]
Scope = Literal["separate", "consolidated"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
_LONGEST: Final = 60
_MONTHS: Final = {"jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7}
_MONTH_NUMBERS: Final = _MONTHS | {"aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12}
_DAY: Final = re.compile(
    r"(?<![0-9])(?P<day>[0-9]{1,2})(?:\s*[-/.]\s*(?P<month>[0-9]{1,2})\s*[-/.]\s*|"
    r"\s*[-/. ]\s*(?P<word>[a-z]{3,9})\.?\s*[-/. ]\s*)"
    r"'?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])"
)
_ISO: Final = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])")
_MONTH_YEAR: Final = re.compile(
    r"(?<![0-9a-z])(?:(?P<month>0[1-9]|1[0-2]|[1-9])\s*[-/.]\s*(?P<year>(?:19|20)[0-9]{2})|"
    r"(?P<word>jan|feb|mrt|maart|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?\s*[-/' ]\s*'?"
    r"(?P<short>(?:19|20)[0-9]{2}|[0-9]{2}))(?![0-9])"
)
_YEAR_MONTH: Final = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})\s*[-/.]\s*(?P<month>0[1-9]|1[0-2])(?![0-9]|\s*[-/.]\s*[0-9])|"
    r"\bper(?:iode)?\.?\s*(?P<long>(?:19|20)[0-9]{2})(?P<digits>0[1-9]|1[0-2])(?![0-9])"
)
_BOOK_YEARS: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*[-/]\s*((?:19|20)?[0-9]{2})(?![0-9])")
_YEAR: Final = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,]*[0-9])")
_LINE_NUMBER: Final = re.compile(r"[1-9](?:\.[0-9]{1,2}){2,4}\.?")  # 3.5.10 is no day in May
_YEAR_ALONE: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SHORT_YEAR: Final = re.compile(
    r"(?:(?<![a-z])(?:fy|jr|jaar|r|b|a|fc|real|realisatie|rek|jaarrek|act|bud|budg|begr|begroting)\.?\s?|['\u2019\u2018])([0-9]{2})(?![0-9])"
)
_RELATIVE: Final = (
    (re.compile(r"(?<![a-z])(?:jaar\s*)?t\s*[-\u2013]\s*1(?![0-9a-z])"), -1),
    (
        re.compile(
            r"\b(?:vorig|voorgaand|voorafgaand|afgelopen|vergelijkend|last|previous|prior)e?\s*"
            r"(?:boek|verslag|reporting )?\s*(?:jaar|year|periode|period)\b|\bpy\b"
        ),
        -1,
    ),
    (re.compile(r"(?<![a-z])(?:jaar\s+)?t(?![a-z0-9.])(?!\s*[-+\u2013])"), 0),
    (
        re.compile(
            r"\b(?:dit|huidig|lopend|this|current|het)e?\s*(?:boek|verslag)?(?:jaar|year|periode|period)\b|\b(?:boek|verslag)jaar\b|\bcy\b"
        ),
        0,
    ),
)
_FUTURE: Final = re.compile(r"(?<![a-z])t\s*\+\s*[1-9]|\bvolgend\w* (?:boek)?jaar\b|\bnext year\b")
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        "difference",
        re.compile(
            r"\bversch\w*|\bafwijk\w*|\bafw\b\.?|\bdelta\b|\u03b4|\bvariance\b|\bvar\b\.?|\bdifference\b|\bt\.?o\.?v\b\.?|"
            r"ten opzichte|\bvs\b\.?|\+/-|over-? ?/ ?onder\w*|\bmeer ?/ ?minder\b|"
            r"\btoename\b|\bafname\b|\bchange\b|\bdiff\b\.?"
        ),
    ),
    ("percent", re.compile(r"%|\bprocent\w*|\bperc\b\.?|\bindex\w*|\baandeel\b|\bpercentage\b|\bsignaal\w*|\bnorm\b")),
    (
        "note",
        re.compile(
            r"^\W*(?:zie\s+)?(?:toel\w*|noot|note?s?|ref\w*|nr|no|bijlage|verwijzing|zie|par|pag\w*|niv\w*|level|code|d/c|rj)\b"
            r"\.?\s*(?:nr|noot|nummer|ref|pagina)?\.?\W*$"
        ),
    ),
    (
        "budget",
        re.compile(
            r"\bbegrot\w*|\bbegroot\w*|\bbegr\b\.?|\bbudget\w*|\bbudg\b\.?|\bbud\b\.?|\bbgt\b\.?|\bplan\b|^\W*b\W*$"
        ),
    ),
    (
        "forecast",
        re.compile(r"\bprognose\w*|\braming\w*|\bforecast\w*|\bfc\b|\bverwacht\w*|\bmeerjaren\w*|\bmjb\b|\bmjr\b"),
    ),
    (
        "movement",
        re.compile(
            r"\bmutaties?\b|\bmut\b\.?|\bdotatie\w*|\bonttrek\w*|\bvrijval\w*|\btoevoeg\w*|\bbestemming\w*|"
            r"\bresultaat\b(?! ?20)|"
            r"\b(?:des)?investering\w*|\bafschrijving\w*|\bmovements?\b|\badditions?\b|\bdisposals?\b|\bresult\b|"
            r"\boverige? mut\w*|"
            r"\bvermeerdering\w*|\bvermindering\w*|\bbesteding\w*|\bontvangsten\b|"
            r"\bvrijgevallen\b|\brente\w* toevoeging"
        ),
    ),
    (
        "actual",
        re.compile(
            r"\brealisat\w*|\bgerealiseerd\w*|\breal\b\.?|\bwerkelijk\w*|\bjaarrekening\w*|\bjaarrek\b\.?|\bjr\b\.?|\brekening\b|"
            r"\brek\b\.?|\bactuals?\b|\bact\b\.?|\buitkomst\w*|\brealised\b|\brealized\b|\bfeitelijk\w*|\bdefinitief\b|\bist\b|\bytd\b|"
            r"\bfy\b|\bcum\b\.?|\bcumulatief\b|^\W*[rwa]\W*$"
        ),
    ),
    ("total", re.compile(r"\btotaa?l\w*|\btotal\b")),
)
# 1.1 is a line number
_FIRST_DAY: Final = r"(?<![0-9./-])0?1(?:\s*[-/]\s*0?1|\s*[-/. ]\s*jan[a-z]*)(?![0-9a-z/-])"
_LAST_DAY: Final = r"(?<![0-9./-])31\s*[-/. ]\s*(?:12|dec[a-z]*)(?![0-9a-z/-])"
_OPENING: Final = re.compile(rf"\bbegin\w*|\bopening\w*|\baanvang\w*|\bstart\b|\bprimo\b|{_FIRST_DAY}")
_CLOSING: Final = re.compile(rf"\beind\w*|\bultimo\b|\bult\b\.?|\bclosing\b|\beinde\b|\bend\b|{_LAST_DAY}")
_SCOPES: Final[tuple[tuple[Scope, re.Pattern[str]], ...]] = (
    (
        "consolidated",
        re.compile(
            r"geconsolid\w*|\bgecons\b\.?|(?<![a-z])cons(?:ol)?(?![a-z])\.?|\bgec\b\.?|\bconsolidated\b|\bgroep\b|\bgroup\b|\bgrp\b"
        ),
    ),
    (
        "separate",
        re.compile(
            r"enkelvoud\w*|(?<![a-z])enk(?:elv|v)?(?![a-z])\.?|\bvennootschappelijk\w*|\bseparate\b|"
            r"\bstand-?alone\b|\bcompany[- ]only\b"
        ),
    ),
)
_BOARD: Final = re.compile(
    r"\bstichting\b|universit|hogeschool|\binstelling\b|\binstitution\b|\bmoeder\w*|\bparent\b|\brechtspersoon\b|"
    r"\bbestuur\b|\bvereniging\b|\bfoundation\b|\broc\b|\bschoolbestuur\b"
)
DRAFT: Final = re.compile(
    r"\bconcept\w*|\bdraft\w*|\bvoorlopig\w*|\boude?\b|\bvervallen\b|\bvorige versie\b|\bversie [0-9]|\bv[0-9]+\b|"
    r"\bwerkversie\b|\bklad\w*|\b(?:niet|not) (?:de )?(?:definitie(?:f|ve)|final|vastgesteld\w*)\b|"
    r"\b(?:ter|voor) bespreking\b|\b(?!definitieve)\w*versie\b(?! definitief)|\bverouderd\w*|"
    r"\bprovisional\b|\bsuperseded\b|\bniet gebruiken\b|\bniet meer\b|\barchief\b"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a header says. ``year`` and ``relative`` (0 this year, -1 the year before) are empty where it does not."""

    kind: Kind | None = None
    year: int | None = None
    relative: int | None = None
    moment: Moment | None = None
    odd: bool = (
        False  # another day than the first or last of a year, or two years: no column of these accounts as it is
    )
    scope: Scope | None = None
    scale: int | None = None
    draft: bool = False
    dated: bool = False  # a day stands in it, not a year alone

    @property
    def timed(self) -> bool:
        """Whether it says which year."""
        return self.year is not None or self.relative is not None

    @property
    def aside(self) -> bool:
        """Whether the column holds no figures to report."""
        return self.kind in ("note", "percent", "difference")


def is_year(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but what could be a year."""
    value = cell.value
    if isinstance(value, str):
        return _YEAR_ALONE.fullmatch(value.strip()) is not None
    return isinstance(value, Decimal) and FIRST_YEAR <= value <= LAST_YEAR and value == value.to_integral_value()


def read_head(cell: Cell) -> Head | None:
    """Return what a cell says as a header; None where it says nothing that heads a column."""
    match cell.value:
        case bool():
            return None
        case date():
            return _of_day(cell.value.year, cell.value.month, cell.value.day)
        case Decimal():
            return Head(year=int(cell.value)) if is_year(cell) else None
        case str():
            return read_head_text(cell.shown)
        case _:
            return None


@lru_cache(maxsize=20_000)
def read_head_text(text: str) -> Head | None:
    """Read a header. Words in no list leave the kind ``words``: something stands there, it is not known what."""
    if len(text) > _LONGEST or _LINE_NUMBER.fullmatch(text.strip()):
        return None
    rest = plain_letters(text).replace("euro's", "euro")
    head, rest = _take_time(rest)
    for kind, pattern in _KINDS:
        if head.kind is None and pattern.search(rest):
            head = replace(head, kind=kind)
    if head.moment is None and not head.dated:
        moment: Moment | None = "opening" if _OPENING.search(rest) else "closing" if _CLOSING.search(rest) else None
        head = replace(head, moment=moment)
    scopes = [scope for scope, pattern in _SCOPES if pattern.search(rest)]
    head = replace(
        head,
        scope=scopes[0] if len(scopes) == 1 else None,
        scale=stated_scale(text),
        draft=DRAFT.search(rest) is not None,
    )
    if head == Head():
        return Head(kind="words") if re.search(r"[a-z]", rest) else None
    return head


def _take_time(rest: str) -> tuple[Head, str]:
    """Take the day or year out of a text. Two different years are not one column's."""
    if _FUTURE.search(rest):
        return Head(relative=1), _YEAR.sub(" ", _FUTURE.sub(" ", rest))
    for pattern in (_ISO, _DAY, _MONTH_YEAR, _YEAR_MONTH):
        days = [found for match in pattern.finditer(rest) if (found := _day_of(match)) is not None]
        if days:
            one = days[0] if len(set(days)) == 1 else Head(odd=True)
            return one, pattern.sub(" ", rest)
    if _BOOK_YEARS.search(rest):
        return Head(odd=True), _BOOK_YEARS.sub(" ", rest)
    years = {int(year) for year in _YEAR.findall(rest)}
    if not years:
        years = {2000 + int(year) for year in _SHORT_YEAR.findall(rest)}
    if years:
        head = Head(year=years.pop()) if len(years) == 1 else Head(odd=True)
        return head, _SHORT_YEAR.sub(
            lambda match: match[0].rstrip("0123456789"), re.sub(r"(?:19|20)[0-9]{2}", " ", rest)
        )
    for pattern, relative in _RELATIVE:
        if pattern.search(rest):
            return Head(relative=relative), pattern.sub(" ", rest)
    return Head(), rest


def _day_of(match: re.Match[str]) -> Head | None:
    groups = match.groupdict()
    word = groups.get("word") or ""
    digits = groups.get("month") or groups.get("digits")
    month = int(digits) if digits else _MONTH_NUMBERS.get(word[:3])
    shown = groups.get("year") or groups.get("short") or groups.get("long") or ""
    year = int(shown) + (2000 if len(shown) == 2 else 0) if shown else 0  # noqa: PLR2004 - two digits
    if not month or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if "day" in groups:
        return _of_day(year, month, int(groups["day"] or 0))
    if match.re is _YEAR_MONTH and groups["year"] and month == (year + 1) % 100:
        return None  # 2011-12 may as well be two years
    return Head(year=year, odd=month not in (1, 12), moment="opening" if month == 1 else "closing", dated=True)


def _of_day(year: int, month: int, day: int) -> Head:
    moment: Moment | None = {(12, 31): "closing", (1, 1): "opening"}.get((month, day))  # type: ignore[assignment]
    return Head(year=year, moment=moment, odd=moment is None, dated=True)


def scopes_in(text: str) -> set[Scope]:
    """Return which sort of statements a title or sheet name mentions."""
    plain = plain_letters(text).replace("_", " ")
    return {scope for scope, pattern in _SCOPES if pattern.search(plain)}


def names_board(text: str) -> bool:
    """Tell whether a text names the board itself, as against the group that it is the head of."""
    return _BOARD.search(plain_letters(text)) is not None


def join_heads(heads: Iterable[Head]) -> Head | None:
    """Put together what several cells above a column say; None where they contradict one another."""
    result = Head()
    for head in heads:
        for name in ("year", "relative", "scope", "scale"):
            mine, other = getattr(result, name), getattr(head, name)
            if mine is not None and other is not None and mine != other:
                return None
        result = Head(
            kind=_stronger(result.kind, head.kind),
            year=head.year if head.year is not None else result.year,
            relative=head.relative if head.relative is not None else result.relative,
            moment=head.moment or result.moment,
            odd=result.odd or head.odd,
            scope=head.scope or result.scope,
            scale=head.scale or result.scale,
            draft=result.draft or head.draft,
            dated=result.dated or head.dated,
        )
    return result


_ORDER: Final[tuple[Kind | None, ...]] = (
    "difference",
    "percent",
    "note",
    "budget",
    "forecast",
    "movement",
    "actual",
    "total",
    "words",
    None,
)


def _stronger(first: Kind | None, second: Kind | None) -> Kind | None:
    return min((first, second), key=_ORDER.index)
