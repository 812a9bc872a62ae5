"""Whether a table is enkelvoudig or geconsolideerd, and which of two tables of the same statement is meant.

What a title says holds for the tables below it on the sheet. What says nothing has the scope of the tables with the
same amounts; where there is no other than one, separate. Two tables that give one statement different amounts are
rivals: a draft gives way to what is none, a rounded copy to what it was rounded from, and all else is a question.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from xbrl_pipeline.recognise.heads import DRAFT, Scope, names_board, scopes_in
from xbrl_pipeline.recognise.readings import FactId, TableReading, amounts_of
from xbrl_pipeline.recognise.tokens import plain_letters

_GROUP_ONLY: Final = frozenset({"NoncontrollingInterest", "EquityGroup", "ResultAttributableNoncontrollingInterest"})
_OF: Final = re.compile(r"\b(?:of the|van de|van het)\b", re.IGNORECASE)
_NOTES: Final = re.compile(r"\btoelicht\w*|\bspecificat\w*|\buitwerking\w*|\bnotes?\b|\bbijlage\w*")
_PASSES: Final = 3
_LEAST_RIVAL: Final = 3
_LEAST_SHARED: Final = 4
_LEAST_UNLIKE: Final = (
    2  # one line may be a mistake; a statement of another day differs in two at least, as it balances
)
_WHOLE: Final = 5  # lines that make a statement and not a note
Facts = Mapping[FactId, Decimal]


def say_scopes(readings: Sequence[TableReading]) -> None:
    """Write down what titles, sheet names and columns say, also what a title above on the sheet said."""
    held: dict[str, Scope | None] = {}
    of_notes: dict[str, bool] = {}
    for reading in readings:
        name = reading.table.sheet.name
        said, reason = _said(reading)
        if said is not None:
            held[name] = said
            of_notes[name] = any(_NOTES.search(plain_letters(text)) for text in reading.table.titles if scopes_in(text))
        elif reason == "unsaid" and held.get(name) is not None:
            said, reason = held[name], "notes" if of_notes.get(name) else "above"
        named = scopes_in(name)
        if (reason == "unsaid" and len(named) == 1) or (reason == "above" and named == {said}):
            said, reason = next(iter(named)), "sheet"
        reading.scope, reading.scope_reason = said, reason
        texts = (*reading.table.titles, name)
        reading.draft = any(DRAFT.search(plain_letters(text)) for text in texts)


def _said(reading: TableReading) -> tuple[Scope | None, str]:
    """Return what the titles of a table say, the nearest first; a title that names both says nothing."""
    columns = {period.scope for period in reading.periods.reported}
    if columns and None not in columns:
        return None, "columns"
    for text in reversed(reading.table.titles):
        found = scopes_in(text)
        if len(found) == 1:
            return found.pop(), "said"
        if len(found) > 1:
            return None, "both"
    return None, "unsaid"


def settle_scopes(readings: Sequence[TableReading], given: Mapping[int, Scope]) -> dict[int, str]:
    """Settle the scope of every table. Return the reason of what stays a question, by place."""
    for place, scope in given.items():
        readings[place].scope, readings[place].scope_reason = scope, "person"
    waiting = [
        place
        for place, reading in enumerate(readings)
        if reading.used and reading.scope_reason in ("unsaid", "both", "above")
    ]
    facts = [_scaled(reading) for reading in readings]
    group = any(readings[place].scope == "consolidated" for place in range(len(readings)))
    group = group or any(period.scope == "consolidated" for r in readings for period in r.periods.reported)
    lines = any(_has_group_lines(readings[place]) for place in waiting)
    if not (group or lines):
        torn = set(waiting) if _are_two_sets(waiting, readings, facts) else _torn(waiting, readings, facts)
        for place in waiting:
            if place not in torn:
                readings[place].scope, readings[place].scope_reason = "separate", "only"
        return dict.fromkeys(torn, "two_sets")
    inherited = {place: readings[place].scope for place in waiting}
    for place in waiting:
        readings[place].scope = None
    for _ in range(_PASSES):
        _spread(waiting, readings, inherited)
    _fill_between(waiting, readings)
    return {place: "lines" if lines and not group else "unsaid" for place in waiting if readings[place].scope is None}


def _has_group_lines(reading: TableReading) -> bool:
    return any(
        decision.line is not None and decision.line[1] in _GROUP_ONLY and any(decision.row.values.values())
        for decision in reading.decisions
    )


def _scaled(reading: TableReading) -> dict[FactId, Decimal]:
    scale = reading.scale or 1
    return {(key[0], key[1], ""): value * scale for key, value in reading.facts(scoped=False)}


def _are_two_sets(waiting: Sequence[int], readings: Sequence[TableReading], facts: Sequence[Facts]) -> bool:
    """Tell whether more than one statement stands in the workbook twice, otherwise: of a board and of its group.

    One that stands twice may be a draft of it. Two are two sets of accounts, and then nothing says of which of them
    the cash flow and the notes are, that stand once.
    """
    twice: set[str] = set()
    finals = [place for place in waiting if not (readings[place].draft or _hidden(readings[place]))]
    for a, b in combinations(finals, 2):
        same = _main_statement(readings[a]) == _main_statement(readings[b])
        if same and _unlike(facts[a], facts[b]) >= _LEAST_UNLIKE and _are_whole(facts[a], facts[b]):
            twice.add(_main_statement(readings[a]))
    return len(twice) > 1


def _main_statement(reading: TableReading) -> str:
    """Return the statement of which a table has most lines; empty when it has none."""
    counted = Counter(decision.line[0] for decision in reading.decisions if decision.line is not None)
    return max(counted, key=lambda each: (counted[each], each), default="")


def _torn(waiting: Sequence[int], readings: Sequence[TableReading], facts: Sequence[Facts]) -> set[int]:
    """Return tables that give one statement wholly different amounts, while nothing calls either a draft or a group."""
    found: set[int] = set()
    for a in waiting:
        for b in waiting:
            same = a < b and bool(readings[a].statements & readings[b].statements)
            if (
                same
                and differ(facts[a], facts[b])
                and _are_whole(facts[a], facts[b])
                and not (readings[a].draft or readings[b].draft)
            ):
                found |= {a, b}
    return found


def differ(one: Facts, other: Facts) -> bool:
    """Tell whether two tables give the same lines mostly different amounts, and not by rounding."""
    shared = [key for key in one if key in other and (one[key] or other[key])]
    unlike = sum(not _near(one[key], other[key]) for key in shared)
    return unlike >= _LEAST_RIVAL and 2 * unlike > len(shared)


def _unlike(one: Facts, other: Facts) -> int:
    """Count the lines to which two tables give different amounts."""
    return len({key[0] for key in one if key in other and not _near(one[key], other[key])})


def _near(left: Decimal, right: Decimal) -> bool:
    return abs(abs(left) - abs(right)) <= 1


def _spread(waiting: Sequence[int], readings: Sequence[TableReading], inherited: Mapping[int, Scope | None]) -> None:
    """Give a table the scope of those with its amounts, whatever the lines are called.

    What a title above says is taken where the amounts do not speak against it. A table that shares amounts with
    neither scope has that of the tables before and after it on the sheet, where these agree.
    """
    pools: dict[Scope, set[Amounts]] = {"separate": set(), "consolidated": set()}
    for reading in readings:
        if reading.scope is not None and not reading.aside:
            pools[reading.scope] |= _all_amounts(reading)
    for place in waiting:
        reading = readings[place]
        if reading.scope is not None:
            continue
        own = _all_amounts(reading)
        votes = {scope: len(own & pool - pools[_OTHER[scope]]) for scope, pool in pools.items()}
        shared = len(own & pools["separate"] & pools["consolidated"])
        best: Scope = "separate" if votes["separate"] > votes["consolidated"] else "consolidated"
        above = inherited.get(place)
        if votes[best] > votes[_OTHER[best]] and (votes[best] > 1 or above == best or not votes[_OTHER[best]]):
            reading.scope, reading.scope_reason = best, "equal"
        elif above is not None and shared and votes["separate"] == votes["consolidated"]:
            reading.scope, reading.scope_reason = above, "above"


_OTHER: Final[dict[Scope, Scope]] = {"separate": "consolidated", "consolidated": "separate"}
Amounts = tuple[tuple[str, Decimal], ...]


def _all_amounts(reading: TableReading) -> set[Amounts]:
    rows = (row for row in reading.table.rows if row.values and not row.hidden)
    return {amounts for row in rows if (amounts := amounts_of(row, reading.periods))}


def _fill_between(waiting: Sequence[int], readings: Sequence[TableReading]) -> None:
    """Give a table without a scope that of its neighbours on the sheet, where the nearest on both sides agree.

    One whose own title names the board (*Equity of the university*) is not of the group because its neighbours are.
    """
    for place in waiting:
        titles = readings[place].table.titles[-1:]
        if readings[place].scope is not None or any(_OF.search(text) and names_board(text) for text in titles):
            continue
        name = readings[place].table.sheet.name
        before = [each for each in readings[:place] if each.table.sheet.name == name and each.scope is not None]
        after = [each for each in readings[place + 1 :] if each.table.sheet.name == name and each.scope is not None]
        around = {each.scope for each in (*before[-1:], *after[:1])}
        if len(around) == 1 and ((before and after) or not after or not before):
            readings[place].scope, readings[place].scope_reason = around.pop(), "around"


def find_rivals(readings: Sequence[TableReading], chosen: set[int]) -> dict[int, str]:
    """Leave out drafts and rounded copies; return the places of tables that stay rivals, with the reason."""
    open_tables: dict[int, str] = {}
    _leave_drafts(readings, chosen)
    facts = [dict(reading.facts()) for reading in readings]
    for a, one in enumerate(readings):
        for b in range(a + 1, len(readings)):
            other = readings[b]
            if one.aside or other.aside or not (one.statements & other.statements):
                continue
            mine = {key: value * (one.scale or 1) for key, value in facts[a].items()}
            theirs = {key: value * (other.scale or 1) for key, value in facts[b].items()}
            if one.scale != other.scale and _is_copy(mine, theirs, one, other):
                continue
            if _unlike(mine, theirs) >= _LEAST_UNLIKE and _are_whole(mine, theirs):
                _part(a, b, readings, chosen, open_tables)
    return open_tables


def _leave_drafts(readings: Sequence[TableReading], chosen: set[int]) -> None:
    """Leave out a table that calls itself a draft where another table gives the same statement."""
    for place, one in enumerate(readings):
        others = [
            other
            for other in readings
            if other is not one and not other.draft and not other.aside and other.statements & one.statements
        ]
        if one.draft and not one.aside and place not in chosen and any(other.named >= _WHOLE for other in others):
            one.aside = "draft"
            one.instead = max(others, key=lambda other: _in_common(one, other))


def _in_common(one: TableReading, other: TableReading) -> int:
    return len({key for key, _ in one.facts(scoped=False)} & {key for key, _ in other.facts(scoped=False)})


def _are_whole(mine: Facts, theirs: Facts) -> bool:
    """Tell whether two tables are the same statement, and not a statement and a note to a part of it."""
    lines, others = {key[0] for key in mine}, {key[0] for key in theirs}
    return len(lines & others) >= max(_LEAST_SHARED, min(len(lines), len(others)) / 2)


def _is_copy(mine: Facts, theirs: Facts, one: TableReading, other: TableReading) -> bool:
    """Leave out the coarser of two tables when it holds nothing but the other's amounts, rounded."""
    coarse = one if (one.scale or 1) > (other.scale or 1) else other
    left, right = (mine, theirs) if coarse is one else (theirs, mine)
    shared = [key for key in left if key in right and (left[key] or right[key])]
    rounded = [key for key in shared if abs(abs(left[key]) - abs(right[key])) <= (coarse.scale or 1)]
    if len(rounded) >= _LEAST_RIVAL and len(rounded) >= 0.9 * len(shared) and len(shared) >= 0.7 * len(left):
        coarse.aside = "copy"
        return True
    return False


def _part(a: int, b: int, readings: Sequence[TableReading], chosen: set[int], open_tables: dict[int, str]) -> None:
    """Settle which of two rivals is meant."""
    one, other = readings[a], readings[b]
    picked = {a, b} & chosen
    if len(picked) == 1:
        readings[({a, b} - picked).pop()].aside = "not_chosen"
    elif one.draft != other.draft:
        draft, final = (one, other) if one.draft else (other, one)
        draft.aside, draft.instead = "draft", final
    elif _hidden(one) != _hidden(other):
        (one if _hidden(one) else other).aside = "hidden"
    else:
        open_tables[a] = open_tables[b] = "rivals"


def _hidden(reading: TableReading) -> bool:
    rows = [decision.row for decision in reading.decisions if decision.row.values]
    return reading.table.sheet.hidden or (bool(rows) and all(row.hidden for row in rows))
