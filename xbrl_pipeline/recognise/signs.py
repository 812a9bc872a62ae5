"""Whether a row shows its amount as the taxonomy means it or with the other sign, as the sums prove it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from xbrl_pipeline.recognise.lexicon import Lexicon, TotalPart
from xbrl_pipeline.recognise.structure import Vector, ties

_GROSS: Final = "InterestIncomeRelatedIncome"
Figures = tuple[Decimal, ...]
_FAMILIES: Final = ("Expenses", "Income", "EquityAndLiabilities", "Assets")
_NEVER_BELOW_NIL: Final = {"Expenses": 1, "Income": 1, "EquityAndLiabilities": 1, "Assets": 2}  # steps below a family
_EITHER_WAY: Final = frozenset({"Equity", "EquityGroup"})
_LEAST_FIGURES: Final = 3
_MOST: Final = Decimal("0.85")
_MOST_UNKNOWN: Final = 8
_NET: Final = frozenset(
    {"FinancialIncomeExpenses", "ShareInResultsParticipatingInterests", "FinancialIncomeExpensesOther"}
)


@dataclass
class Signs:
    """+1 or -1 by line; lines whose sign stays unclear are in ``unclear``. ``tied`` and ``broken`` are sums."""

    of: dict[str, int]
    unclear: set[str]
    tied: list[tuple[str, tuple[str, ...]]]
    broken: list[tuple[str, tuple[str, ...]]]


def solve(lexicon: Lexicon, shown: Mapping[str, Vector], slack: int = 0) -> Signs:
    """Find the sign of every line from the sums of the statement. ``shown`` are the figures as the sheet has them."""
    known = _readable(shown)
    return _solve(lexicon, known, slack)


def _readable(shown: Mapping[str, Vector]) -> dict[str, Figures]:
    """Keep the columns in which every figure can be read; where there is none, nil stands for what cannot."""
    width = len(next(iter(shown.values()), ()))
    whole = [place for place in range(width) if all(values[place] is not None for values in shown.values())]
    places = whole or list(range(width))
    return {key: tuple(values[place] or Decimal(0) for place in places) for key, values in shown.items()}


def _solve(lexicon: Lexicon, shown: Mapping[str, Figures], slack: int) -> Signs:
    signs = Signs({}, set(), [], [])
    _seed(lexicon, shown, signs)
    minus = {part.key for _, parts in lexicon.sums for part in parts if part.weight < 0}
    sums = [(total, _shown_parts(lexicon, parts, shown)) for total, parts in lexicon.sums if total in shown]
    proven: set[str] = set()
    for total, parts in sums:
        _settle(total, parts, shown, signs, minus=minus, proven=proven, slack=slack)
    for key in minus & shown.keys():
        if key not in proven:
            _by_nature(key, shown[key], signs)
    _judge(sums, shown, signs, slack)
    _doubt(lexicon, shown, signs)
    return signs


def _shown_parts(lexicon: Lexicon, parts: Iterable[TotalPart], shown: Mapping[str, Figures]) -> list[TotalPart]:
    """Return the parts of a total that are shown; of one that is not, its own parts stand for it."""
    found: list[TotalPart] = []
    for part in parts:
        if part.key in shown:
            found.append(part)
            continue
        below = next((below for total, below in lexicon.sums if total == part.key), ())
        found += [TotalPart(each.key, each.weight * part.weight) for each in below if each.key in shown]
    return found


def _seed(lexicon: Lexicon, shown: Mapping[str, Figures], signs: Signs) -> None:
    """Take a family of lines that are all shown negative for reversed: costs and income are not below nil together."""
    for family in _FAMILIES:
        members = [key for key in shown if key == family or family in lexicon.ancestors(key)]
        values = [value for key in members for value in shown[key] if value]
        negative = sum(value < 0 for value in values)
        reversed_ = len(values) >= _LEAST_FIGURES and negative >= _MOST * len(values)
        signs.of.update(dict.fromkeys(members, -1 if reversed_ else 1))
    interest = [value for value in shown.get(_GROSS, ()) if value]
    if interest and all(value < 0 for value in interest):  # income from interest is never below nil by nature
        signs.of.update(dict.fromkeys(shown.keys() & {_GROSS, *_NET}, -1))
    if signs.of.get("Income") == -1:
        results = [key for key in shown if key not in signs.of]
        signs.of.update(dict.fromkeys(results, -1))


def _settle(
    total: str,
    parts: list[TotalPart],
    shown: Mapping[str, Figures],
    signs: Signs,
    *,
    minus: set[str],
    proven: set[str],
    slack: int,
) -> None:
    """Find the signs of the parts that are subtracted, where exactly one way makes the sum hold."""
    unknown = [part.key for part in parts if part.key in minus and part.key not in proven and any(shown[part.key])]
    if not unknown or len(unknown) > _MOST_UNKNOWN:
        return
    for flippable in (unknown, *([*unknown, part.key] for part in parts if part.key in _NET)):
        found = [
            choice
            for choice in product((1, -1), repeat=len(flippable))
            if _holds(total, parts, shown, {**signs.of, **dict(zip(flippable, choice, strict=True))}, slack)
        ]
        if len(found) == 1:
            signs.of.update(zip(flippable, found[0], strict=True))
            proven.update(flippable)
            return


def _by_nature(key: str, values: Figures, signs: Signs) -> None:
    """Without proof: what is subtracted is above nil by nature, so that a negative figure is shown reversed."""
    filled = [value for value in values if value]
    if not filled or key in _FAMILIES:
        return
    if all(value < 0 for value in filled):
        signs.of[key] = -1
    elif all(value > 0 for value in filled):
        signs.of[key] = 1
    else:
        signs.unclear.add(key)


def _doubt(lexicon: Lexicon, shown: Mapping[str, Figures], signs: Signs) -> None:
    """Doubt a main line that stands with another sign than those beside it: no sum shows that its sign is meant.

    The sign of most of the money is that of all the others.
    """
    proven = {key for total, parts in signs.tied for key in (total, *parts)}
    for family, steps in _NEVER_BELOW_NIL.items():
        beside = {
            key: sum(shown[key], Decimal(0))
            for key in shown
            if family in lexicon.ancestors(key)[:steps] and key not in _EITHER_WAY
        }
        negative = sum((-value for value in beside.values() if value < 0), Decimal(0))
        positive = sum((value for value in beside.values() if value > 0), Decimal(0))
        if negative and positive:
            usual = 1 if positive >= negative else -1
            signs.unclear |= {key for key, value in beside.items() if value * usual < 0 and key not in proven}
            members = [key for key in shown if key == family or family in lexicon.ancestors(key)]
            signs.of.update(dict.fromkeys((key for key in members if key not in proven), usual))


def _holds(
    total: str, parts: Iterable[TotalPart], shown: Mapping[str, Figures], signs: Mapping[str, int], slack: int
) -> bool:
    left = tuple(signs.get(total, 1) * value for value in shown[total])
    columns = [[part.weight * signs.get(part.key, 1) * value for value in shown[part.key]] for part in parts]
    right = tuple(sum(values, Decimal(0)) for values in zip(*columns, strict=True)) if columns else ()
    return len(right) == len(left) and ties(left, right, slack * (len(columns) + 1))


def _judge(sums: Iterable[tuple[str, list[TotalPart]]], shown: Mapping[str, Figures], signs: Signs, slack: int) -> None:
    """Note which totals hold; one with several ways to add up is broken only when none of them holds."""
    broken: dict[str, tuple[str, ...]] = {}
    for total, parts in sums:
        filled = [part for part in parts if any(shown[part.key])]
        if not any(shown[total]) or not filled:
            continue
        keys = tuple(part.key for part in parts)
        if _holds(total, parts, shown, signs.of, slack):
            signs.tied.append((total, keys))
        elif len(filled) > 1:
            broken.setdefault(total, keys)
    held = {total for total, _ in signs.tied}
    signs.broken += [(total, keys) for total, keys in broken.items() if total not in held]
