"""A recognition as a review: every question, every statement as it will be reported, and what is left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.questions import Aside, Question, Reading
from xbrl_pipeline.model.review import ReviewAside, ReviewDatum, ReviewLine, ReviewStatement
from xbrl_pipeline.recognise.general import Datum, General
from xbrl_pipeline.recognise.lexicon import Lexicon, TotalPart
from xbrl_pipeline.recognise.offers import TABLE
from xbrl_pipeline.recognise.recognition import Recognition

_ORDER: Final = ("balance", "income", "cash", "equity")
_SCOPES: Final = ("separate", "consolidated")
_LONGEST: Final = 160
_Sums = Mapping[str, list[tuple[TotalPart, ...]]]


def statements_of(
    recognition: Recognition, answers: Mapping[str, str], fresh: frozenset[Reading] = frozenset()
) -> Iterator[ReviewStatement]:
    """Give each statement with its lines in the order of the taxonomy. ``answers`` are as shown, by question."""
    found: dict[tuple[str, str], list[Reading]] = {}
    for reading in recognition.readings:
        found.setdefault((reading.statement, reading.scope), []).append(reading)
    for statement, scope in sorted(found, key=_place):
        lexicon = recognition.lexica.get(statement)  # type: ignore[call-overload]
        lines = _lines(found[statement, scope], lexicon, answers, fresh)
        yield ReviewStatement(statement, scope, tuple(_with_parts(lines, lexicon)))


def _place(name: tuple[str, str]) -> tuple[int, int]:
    statement, scope = name
    return _SCOPES.index(scope), _ORDER.index(statement) if statement in _ORDER else len(_ORDER)


_Keyed = tuple[str, ReviewLine]


def _lines(
    readings: Iterable[Reading], lexicon: Lexicon | None, answers: Mapping[str, str], fresh: frozenset[Reading]
) -> list[_Keyed]:
    rows: dict[tuple[str, str, int, str], list[Reading]] = {}
    for reading in readings:
        # the accounts of a trial balance have no question of their own: they add up to one line
        row = reading.cell.row if reading.question else 0
        place = (reading.key, reading.cell.sheet, row, reading.question)
        rows.setdefault(place, []).append(reading)
    order = {key: place for place, key in enumerate(lexicon.entries)} if lexicon else {}
    lines: list[_Keyed] = []
    seen: dict[str, set[str]] = {}
    for place in sorted(rows, key=lambda place: order.get(place[0], len(order))):  # stable: rows as they stand
        key, *_ = place
        mine = rows[place]
        periods = {reading.period for reading in mine}
        again = periods <= seen.get(key, set())
        seen.setdefault(key, set()).update(periods)
        lines.append((key, _line(mine, _depth(key, lexicon), answers, again=again, fresh=bool(fresh & set(mine)))))
    return lines


def _depth(key: str, lexicon: Lexicon | None) -> int:
    return len(lexicon.ancestors(key)) if lexicon is not None and key in lexicon.entries else 0


def _line(mine: list[Reading], depth: int, answers: Mapping[str, str], *, again: bool, fresh: bool) -> ReviewLine:
    first = mine[0]
    return ReviewLine(
        first.question,
        one_line(first.label, _LONGEST),
        depth,
        one_line("; ".join(dict.fromkeys(reading.words for reading in mine)), _LONGEST),
        _amounts(mine),
        tuple(sorted({reading.cell for reading in mine})) if not first.derived else (),
        min(reading.confidence for reading in mine),
        one_line("; ".join(dict.fromkeys(reason for reading in mine for reason in reading.reasons)), _LONGEST),
        derived=all(reading.derived for reading in mine),
        again=again,
        fresh=fresh,
        answer=answers.get(first.question, ""),
    )


def _amounts(mine: list[Reading]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for reading in mine:
        found[reading.period] = found.get(reading.period, Decimal(0)) + reading.value
    return found


def _with_parts(lines: list[_Keyed], lexicon: Lexicon | None) -> Iterator[ReviewLine]:
    """Say for each total which lines of the same sheet add up to it, by the sum that most of them take part in."""
    places: dict[str, int] = {}
    for place, (key, _) in enumerate(lines):
        places.setdefault(key, place)
    sums: dict[str, list[tuple[TotalPart, ...]]] = {}
    for total, parts in lexicon.sums if lexicon else ():
        sums.setdefault(total, []).append(parts)
    for place, (key, line) in enumerate(lines):
        ways = [_expand(parts, places, sums, {key}) for parts in sums.get(key, ())]
        best = _longest(ways)
        yield replace(line, parts=tuple(best)) if best and places[key] == place else line


def _expand(
    parts: Iterable[TotalPart], places: Mapping[str, int], sums: _Sums, above: set[str], weight: int = 1
) -> list[tuple[int, int]]:
    """Return the places of parts; one that is not shown counts by its own parts."""
    found: list[tuple[int, int]] = []
    for part in parts:
        if part.key in places:
            found.append((places[part.key], part.weight * weight))
        elif part.key in sums and part.key not in above:
            below = [_expand(way, places, sums, above | {part.key}, weight * part.weight) for way in sums[part.key]]
            found += _longest(below)
    return found


def _longest(ways: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    return max(ways, key=len) if ways else []


def asides_of(
    asides: Iterable[Aside], questions: Iterable[Question], answers: Mapping[str, str]
) -> Iterator[ReviewAside]:
    """Give what is left out; where its question is open it waits, and is not settled."""
    waiting = {question.id for question in questions}
    for aside in asides:
        yield ReviewAside(
            aside.question,
            one_line(aside.cells),
            one_line(aside.words, _LONGEST),
            one_line(aside.reason, _LONGEST),
            aside.question in waiting,
            aside.question.startswith(TABLE),
            answers.get(aside.question, ""),
        )


def general_of(general: General, answers: Mapping[str, str], messages: Messages) -> Iterator[ReviewDatum]:
    """Give the general data, the missing ones first."""
    for datum in sorted(general.data, key=lambda datum: bool(datum.value)):
        yield ReviewDatum(
            datum.question,
            one_line(datum.label, _LONGEST),
            one_line(datum.shown, _LONGEST),
            _how(datum, messages),
            datum.how == "cell",
            datum.choices,
            answers.get(datum.question, ""),
        )


def _how(datum: Datum, messages: Messages) -> str:
    return messages.text(f"review.how.{datum.how or 'nowhere'}", cell=str(datum.cell or ""))
