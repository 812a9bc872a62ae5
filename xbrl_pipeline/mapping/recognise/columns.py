"""What the words above a column say: which year, budget or actual, which unit; or that it is no column of figures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from xbrl_pipeline.mapping.recognise.tokens import plain_letters
from xbrl_pipeline.mapping.scale import said_scale
from xbrl_pipeline.workbook.cells import Cell

Kind = Literal["actual", "budget", "note", "percent", "difference", "unit"]
StatementKind = Literal["separate", "consolidated"]

_FIRST, _LAST = 1990, 2100
_LONGEST: Final = 80
_MONTHS: Final = [
    "jan",
    "feb",
    "mrt",
    "maa",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
    "mar",
    "may",
    "oct",
]
_DAY: Final = re.compile(
    r"(?<![0-9])(?P<day>[0-9]{1,2})(?:\s*[-/.]\s*(?P<month>[0-9]{1,2})\s*[-/.]\s*|\s+(?P<word>[a-z]{3,9})\.?\s+)"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"
)
_ISO: Final = re.compile(r"(?<![0-9])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])")
_YEAR: Final = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,])")
_BOOK_YEARS: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*[-/]\s*((?:19|20)?[0-9]{2})(?![0-9])")
_RELATIVE: Final = (
    (re.compile(r"(?<![a-z])(?:jaar\s*)?t\s*[-–]\s*1(?![0-9a-z])"), -1),  # noqa: RUF001
    (
        re.compile(
            r"\b(?:vorig|voorgaand|voorafgaand|afgelopen|last|previous|prior)e?\s*"
            r"(?:boek|verslag|reporting )?(?:jaar|year|periode|period)\b"
        ),
        -1,
    ),
    (re.compile(r"(?<![a-z])(?:jaar\s+)?t(?![a-z0-9.])(?!\s*[-+–])"), 0),  # noqa: RUF001
    (
        re.compile(
            r"\b(?:dit|huidig|lopend|this|current|het)e?\s*(?:boek|verslag)?(?:jaar|year|periode|period)\b|\bverslagjaar\b"
        ),
        0,
    ),
)
_FUTURE: Final = re.compile(r"(?<![a-z])t\s*\+\s*[1-9]|\bvolgend (?:boek)?jaar\b|\bnext year\b")
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        "difference",
        re.compile(
            r"versch\w*|afwijk\w*|mutaties?\b|\bdelta\b|δ|variance|difference|\bt\.?o\.?v\.?\b|"
            r"ten opzichte|\bvs\.?\b|\+/-|over-? ?/ ?onder\w*|toename|afname|\bchange\b"
        ),
    ),
    ("percent", re.compile(r"%|procent\w*|\bperc\b\.?|\bindex\w*|\baandeel\b|percentage")),
    (
        "note",
        re.compile(
            r"^\W*(?:zie\s+)?(?:toel\w*|noot|note?s?|ref\w*|nr|no|bijlage|verwijzing|zie|par|pag\w*)\b\.?\s*(?:nr|noot|nummer|ref|pagina)?\.?\W*$"
        ),
    ),
    (
        "budget",
        re.compile(r"begrot\w*|begroot\w*|\bbegr\b\.?|budget\w*|\bbudg\b\.?|\bprognose\w*|\braming\w*|forecast"),
    ),
    (
        "actual",
        re.compile(
            r"realisat\w*|gerealiseerd\w*|\breal\b\.?|werkelijk\w*|jaarrekening\w*|\bjr\b\.?|\brekening\b|actuals?\b|uitkomst\w*|realised|realized|feitelijk\w*|definitief"
        ),
    ),
)
_STATEMENTS: Final[tuple[tuple[StatementKind, re.Pattern[str]], ...]] = (
    ("consolidated", re.compile(r"geconsolid\w*|\bcons(?:ol)?\b\.?|consolidated|\bgroep\b|\bgroup\b")),
    (
        "separate",
        re.compile(r"enkelvoud\w*|\benk\b\.?|\benkv\b\.?|vennootschappelijk\w*|\bseparate\b|stand-?alone|company only"),
    ),
)
_FILLING: Final = re.compile(
    r"\b(?:per|ultimo|ult|stand|saldo|jaar|jaren|boekjaar|bedrag|bedragen|in|eur|euro|euros|x|de|het|over|van|t/m|"
    r"tot|en|met|as|at|of|for|the|year|ended|ending|vastgesteld\w*|goedgekeurd\w*|"
    r"oorspronkelijk\w*|cijfers?|vergelijkende?|amounts?|einde|eind|kalenderjaar|"
    r"dec|jan|figures|duizenden|miljoenen|duizend|mln|thousands?|millions?)\b|['’‘]|€|\$|[^a-z0-9]"  # noqa: RUF001
)
_SCALE_WORDS: Final = re.compile(r"[x*×]?\s*€?\s*1[., ]?000(?:[., ]?000)?|k€|€k|['’]000")  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Sense:
    """What a header says. ``year`` and ``relative`` (0 this year, -1 the year before) are empty where it does not."""

    kind: Kind | None = None
    year: int | None = None
    relative: int | None = None
    end: bool = False  # it names 31 December
    odd: bool = False  # it names another day, two years, or a year to come: not a column of these accounts as it stands
    statement: StatementKind | None = None
    scale: int | None = None

    @property
    def dated(self) -> bool:
        """Whether it says which year."""
        return self.year is not None or self.relative is not None

    @property
    def aside(self) -> bool:
        """Whether the column holds no figures to report."""
        return self.kind in ("note", "percent", "difference")


def sense_of(cell: Cell) -> Sense | None:
    """Return what a cell says as a header; None for a cell that is none."""
    match cell.value:
        case bool():
            return None
        case date():
            return _dated(cell.value.year, cell.value.month, cell.value.day)
        case Decimal():
            whole = cell.value == cell.value.to_integral_value()
            return Sense(year=int(cell.value)) if whole and _FIRST <= cell.value <= _LAST else None
        case str():
            return sense_of_text(cell.shown)
        case _:
            return None


def sense_of_text(text: str) -> Sense | None:
    """Read a header: every word of it must be one that headers are made of."""
    if len(text) > _LONGEST:
        return None
    scale = said_scale(text)
    rest = plain_letters(text).replace("euro's", "euro")
    sense, rest = _take_time(rest)
    if sense is None:
        return None
    for kind, pattern in _KINDS:
        if sense.kind is None and pattern.search(rest):
            sense = replace(sense, kind=kind)
        rest = pattern.sub(" ", rest)
    statement, rest = _take_statement(rest)
    if scale is not None:
        rest = _SCALE_WORDS.sub(" ", rest)
    unit = bool(re.search(r"€|\beur|\bbedrag|\bsaldo|\bstand|\bamount|\bk€", plain_letters(text))) or scale is not None
    sense = replace(sense, statement=statement, scale=scale)
    if _FILLING.sub("", rest).strip():
        return None
    if sense.kind is None and not sense.dated and not sense.odd and statement is None:
        return replace(sense, kind="unit") if unit else None
    return sense


def _take_time(rest: str) -> tuple[Sense | None, str]:
    """Take the day or year out of a text. Two different years are not one column's."""
    if _FUTURE.search(rest):
        return Sense(odd=True), _YEAR.sub(" ", _FUTURE.sub(" ", rest))
    for pattern in (_ISO, _DAY):
        days = list(pattern.finditer(rest))
        if days:
            found = {sense for match in days if (sense := _day_of(match)) is not None}
            return (found.pop() if len(found) == 1 else Sense(odd=True)) if found else None, pattern.sub(" ", rest)
    if _BOOK_YEARS.search(rest):
        return Sense(odd=True), _BOOK_YEARS.sub(" ", rest)
    years = {int(year) for year in _YEAR.findall(rest)}
    if years:
        sense = Sense(year=years.pop()) if len(years) == 1 else Sense(odd=True)
        rest = _YEAR.sub(" ", rest)
        for pattern, _ in _RELATIVE:
            rest = pattern.sub(" ", rest)
        return sense, rest
    for pattern, relative in _RELATIVE:
        if pattern.search(rest):
            return Sense(relative=relative), pattern.sub(" ", rest)
    return Sense(), rest


def _day_of(match: re.Match[str]) -> Sense | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups.get("month") else _month(groups.get("word") or "")
    year = int(groups["year"]) + (2000 if len(groups["year"]) == 2 else 0)  # noqa: PLR2004 - two digits
    return _dated(year, month, int(groups["day"])) if month and _FIRST <= year <= _LAST else None


def _month(word: str) -> int | None:
    names = {"jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7}
    names |= {"aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12}
    return names.get(word[:3])


def _dated(year: int, month: int, day: int) -> Sense:
    end = (month, day) == (12, 31)
    return Sense(year=year, end=end, odd=not end)


def _take_statement(rest: str) -> tuple[StatementKind | None, str]:
    found = [statement for statement, pattern in _STATEMENTS if pattern.search(rest)]
    for _, pattern in _STATEMENTS:
        rest = pattern.sub(" ", rest)
    return (found[0] if len(found) == 1 else None), rest


def statements_in(text: str) -> set[StatementKind]:
    """Return which sort of statements a title or sheet name mentions."""
    plain = plain_letters(text)
    return {statement for statement, pattern in _STATEMENTS if pattern.search(plain)}


def joined(senses: Iterable[Sense]) -> Sense | None:
    """Put together what several cells above a column say; None where they contradict one another."""
    result = Sense()
    for sense in senses:
        for name in ("year", "relative", "statement", "scale"):
            mine, other = getattr(result, name), getattr(sense, name)
            if mine is not None and other is not None and mine != other:
                return None
        kinds = {kind for kind in (result.kind, sense.kind) if kind not in (None, "unit")}
        if len(kinds) > 1 and not kinds & {"difference", "percent"}:
            return None
        result = Sense(
            kind=_kind(result.kind, sense.kind),
            year=sense.year if sense.year is not None else result.year,
            relative=sense.relative if sense.relative is not None else result.relative,
            end=result.end or sense.end,
            odd=result.odd or sense.odd,
            statement=sense.statement or result.statement,
            scale=sense.scale or result.scale,
        )
    return result


def _kind(first: Kind | None, second: Kind | None) -> Kind | None:
    order: tuple[Kind | None, ...] = ("difference", "percent", "note", "budget", "actual", "unit", None)
    return min((first, second), key=order.index)
