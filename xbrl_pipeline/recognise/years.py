"""Tables of which the heads of this year and the year before are exchanged, as the amounts of other tables show it.

Which of them is right the workbook cannot say: both sides are asked, and nothing of either is reported until then. Only
where the result is what equity moved by on one side and not on the other, that side stands, and the other waits.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.options import RESULTS
from xbrl_pipeline.recognise.periods import Means, Periods
from xbrl_pipeline.recognise.readings import TableReading

EXCHANGED: Final = "exchanged"  # the end of a code: why a column is not what its head says
_Pair = tuple[Decimal, Decimal]  # this year and the year before, without sign
_LEAST_CROSSED: Final = 2
_TELLING: Final = 20  # amounts below that are the same by chance
_TELLING_ALONE: Final = 100  # one line proves by itself that it is no chance
_EXCHANGED: Final[Mapping[Means | None, Means]] = {"current": "previous", "previous": "current"}


@dataclass(frozen=True)
class Exchange:
    """Tables that give the same amounts for other years than those do: two sides, by place.

    ``proven`` is the side on which the result is what equity moved by, where it is on that one alone.
    """

    sides: tuple[tuple[int, ...], tuple[int, ...]]
    proven: int | None = None

    def name(self, ids: Sequence[str]) -> str:
        """Return the id of the question which side is right. ``ids`` are those of the tables."""
        return f"years:{' / '.join(sorted(ids[side[0]] for side in self.sides))}"

    def right(self, ids: Sequence[str], said: str | None) -> int | None:
        """Return which side is right by an answer, None where there is none."""
        firsts = [ids[side[0]] for side in self.sides]
        return firsts.index(said) if said in firsts else None

    def at(self, places: Sequence[int]) -> "Exchange":
        """Return the same by other places, one for each of those it has."""
        first, second = (tuple(places[each] for each in side) for side in self.sides)
        return replace(self, sides=(first, second))

    @property
    def waiting(self) -> tuple[int, ...]:
        """Return the tables of which nothing is reported as long as nobody says which side is right."""
        return tuple(at for place, side in enumerate(self.sides) if place != self.proven for at in side)


def find_exchanges(readings: Sequence[TableReading]) -> list[Exchange]:
    """Return the tables that disagree with others on which amounts are of this year, each with its adversaries."""
    pairs = [_pairs(reading) for reading in readings]
    links: dict[int, dict[int, bool]] = {}
    proven: set[int] = set()
    for one in range(len(readings)):
        for other in range(one):
            result = _agree_on_result(pairs[one], pairs[other])
            same = _agree(pairs[one], pairs[other])
            if same is None:
                same = result
            if same is not None:
                links.setdefault(one, {})[other] = same
                links.setdefault(other, {})[one] = same
            if same and result:
                proven |= {one, other}
    return list(_exchanges(links, proven))


def _exchanges(links: Mapping[int, Mapping[int, bool]], proven: Collection[int]) -> Iterator[Exchange]:
    """Put all that hangs together on two sides; where everything agrees there is no second one."""
    side_of: dict[int, bool] = {}
    for start in sorted(links):
        if start in side_of:
            continue
        side_of[start] = True
        waiting, found = [start], [start]
        while waiting:
            at = waiting.pop()
            for other, same in links[at].items():
                if other not in side_of:
                    side_of[other] = side_of[at] if same else not side_of[at]
                    waiting.append(other)
                    found.append(other)
        sides = (
            tuple(sorted(each for each in found if side_of[each])),
            tuple(sorted(each for each in found if not side_of[each])),
        )
        if all(sides):
            sure = [place for place, side in enumerate(sides) if any(each in proven for each in side)]
            yield Exchange(sides, sure[0] if len(sure) == 1 else None)


def _pairs(reading: TableReading) -> dict[str, _Pair]:
    """Return the amounts of both years by line, where they differ."""
    if reading.aside or any(period.scope for period in reading.periods.reported):
        return {}
    found: dict[str, dict[str, Decimal]] = {}
    for (key, moment, _), value in reading.facts(scoped=False):
        found.setdefault(key, {})[moment] = value
    return {
        key: (abs(shown["current"]), abs(shown["previous"]))
        for key, shown in found.items()
        if {"current", "previous"} <= shown.keys() and abs(shown["current"]) != abs(shown["previous"])
    }


def _agree(one: Mapping[str, _Pair], other: Mapping[str, _Pair]) -> bool | None:
    """Tell whether two tables have the same amounts in the same years or in exchanged ones; None where in neither."""
    shared = [key for key in one if key in other and min(one[key]) >= _TELLING]
    straight = sum(one[key] == other[key] for key in shared)
    crossed = [key for key in shared if one[key] == other[key][::-1]]
    if straight:
        return True
    telling = len(crossed) >= _LEAST_CROSSED or any(min(one[key]) >= _TELLING_ALONE for key in crossed)
    return False if telling else None


def _agree_on_result(one: Mapping[str, _Pair], other: Mapping[str, _Pair]) -> bool | None:
    """Tell whether the result that one table shows is what equity moved by in the other, or the result beside it is."""
    for balance, income in ((one, other), (other, one)):
        equity = balance.get("Equity")
        results = [income[key] for _, key in sorted(RESULTS) if key in income]
        if equity is None or not results or abs(equity[0] - equity[1]) < _TELLING_ALONE:
            continue
        moved = abs(equity[0] - equity[1])
        if any(current == moved for current, _ in results):
            return True
        if any(previous == moved for _, previous in results):
            return False
    return None


def settle_years(readings: Sequence[TableReading], names: Sequence[str], answers: Answers) -> list[Exchange]:
    """Exchange the years of the tables whose heads a person calls wrong. Return what nobody has spoken of."""
    left = []
    for found in find_exchanges(readings):
        right = found.right(names, answers.to(found.name(names)))
        if right is None:
            left.append(found)
        else:
            exchange_years(readings, found.sides[1 - right])
    return left


def exchange_years(readings: Sequence[TableReading], places: Collection[int]) -> None:
    """Take the columns of this year for those of the year before, and the other way about."""
    for place in places:
        reading = readings[place]
        reading.periods = Periods(
            tuple(
                replace(each, means=_EXCHANGED[each.means], reason=EXCHANGED) if each.means in _EXCHANGED else each
                for each in reading.periods.columns
            ),
            reading.periods.forecast,
            reading.periods.moves,
        )
