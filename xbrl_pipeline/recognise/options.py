"""What each row of a table may be: the lines its words and its place among sums and headings give, and their points."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Final

from xbrl_pipeline.recognise.forest import Option
from xbrl_pipeline.recognise.lexicon import Statement
from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.rolls import find_rolls
from xbrl_pipeline.recognise.steps import is_carried, is_left
from xbrl_pipeline.recognise.structure import Groups, Vector, find_groups, negated
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.tokens import plain_letters, words_of
from xbrl_pipeline.recognise.weights import WEIGHTS

_TOTAL: Final = re.compile(
    r"^\W*(?:sub)?(?:totaa?le?n?|total|som|saldo|subtotaal|sum)\b|\b(?:totaal|total)\W*$|^\W*(?:balanstotaal|telling)\b"
)
_WITHIN: Final = re.compile(r"^\W*(?:w\.?v\b\.?|waarvan|waaronder|hiervan|of which|including)\b")
_HOW: Final = {
    How.EXACT: "words.exact",
    How.RELATIVE: "words.relative",
    How.SHORT: "words.short",
    How.TYPO: "words.typo",
    How.NEAR: "words.near",
    How.PART: "words.part",
}
OWN_WORDS: Final = frozenset(_HOW.values()) - {"words.near", "words.part"}
MOVED: Final = "moved"  # a row that says how a balance moved, and is no line itself
_LEAST_NUMBERS: Final = 3
_MOST_OPTIONS: Final = 24
_NET: Final[Line] = ("income", "NetResultAfterTax")
_BEFORE_TAX: Final[Line] = ("income", "ResultBeforeTax")
_AFTER_TAX: Final[Line] = ("income", "ResultAfterTax")
_TAX: Final[Line] = ("income", "IncomeTaxExpense")
_SALDO: Final[Line] = ("income", "BalanceIncomeAndExpenses")
_FINANCIAL: Final[frozenset[Line]] = frozenset(
    ("income", key)
    for key in ("FinancialIncomeExpenses", "InterestIncomeRelatedIncome", "InterestExpensesRelatedExpenses")
)
_RESULTS: Final[frozenset[Line]] = frozenset(
    ("income", key) for key in ("ResultBeforeTax", "ResultAfterTax", "NetResultAfterTax", "BalanceIncomeAndExpenses")
)
RESULTS: Final[frozenset[Line]] = _RESULTS | {_TAX}


@dataclass(frozen=True)
class Context:
    """What is known of a table before its rows are looked at."""

    titles: tuple[str, ...] = ()
    sheet: str = ""
    before: Statement | None = None  # the statement of the table above, for one that goes on without a title
    slack: int = 0
    forbidden: Mapping[int, frozenset[Line]] = field(default_factory=dict)  # by place: what a row is not
    given: Mapping[int, Line | None] = field(default_factory=dict)  # by place: what a person said it is
    same: Mapping[int, frozenset[Line]] = field(default_factory=dict)  # by place: lines with these very amounts
    budget: int | None = None  # the column with a budget of this year
    numbered: bool = False  # the numbers of the workbook are those of RJ 660
    sums: dict[int, Groups] = field(default_factory=dict)  # by slack: what the figures add up to, found once


def is_total(row: Row) -> bool:
    """Tell whether the words of a row call it a total."""
    return _says_total(row.bare)


@lru_cache(maxsize=20_000)
def _says_total(text: str) -> bool:
    return _TOTAL.search(plain_letters(text)) is not None


def numbered_lines(row: Row, lines: Lines) -> set[Line]:
    """Return the lines that have the number of a row in RJ 660."""
    number = row.number
    return {
        (statement, lexicon.numbered[number])
        for statement, lexicon in lines.lexica.items()
        if number in lexicon.numbered
    }


def count_numbers(rows: Sequence[Row], lines: Lines) -> tuple[int, int]:
    """Count the numbers that say the line of the words, and those that say another, taken for those of RJ 660."""
    hits = misses = 0
    for row in rows:
        said = numbered_lines(row, lines) if row.label else set()
        named = [line for line, how in lines.candidates(row).items() if how >= How.SHORT] if said else []
        if named:
            hits += bool(said & set(named))
            misses += not said & set(named)
    return hits, misses


def named_by(found: Mapping[Line, How]) -> set[Line]:
    """Return the lines of which words are a name outright."""
    return {line for line, how in found.items() if how is How.EXACT}


def is_within(row: Row) -> bool:
    """Tell whether a row says a part of the row above it, beside the parts that add up: "waarvan"."""
    return _says_within(row.bare)


@lru_cache(maxsize=20_000)
def _says_within(text: str) -> bool:
    return _WITHIN.match(plain_letters(text)) is not None


def _hands_on(row: Row) -> bool:
    """Tell whether a row is no line whatever its words: it only hands an amount on."""
    return is_left(row) or is_carried(row)


class RowOptions:
    """The options of every row, with what is known of all rows together; sums and what is ruled out may change."""

    def __init__(self, rows: Sequence[Row], vectors: Mapping[int, Vector], lines: Lines, context: Context) -> None:
        self.rows, self.vectors, self.lines, self.context = rows, vectors, lines, context
        self.by_place = {row.place: row for row in rows}
        self.found = {row.place: lines.candidates(row) for row in rows if row.label and not _hands_on(row)}
        if context.slack not in context.sums:
            context.sums[context.slack] = self._find_groups(vectors)
        self.groups = context.sums[context.slack]
        self.headings = self._headings()
        rolls = find_rolls(rows, vectors, self.groups, lines, context.titles)
        self.rolled = {place: line for roll in rolls for place, line in roll.lines()}
        self.titles = [named for text in context.titles[-3:][::-1] if (named := self._named(text))]
        hits, misses = count_numbers(rows, lines)
        self.numbered = context.numbered or (hits >= _LEAST_NUMBERS and hits >= 4 * misses)
        results = [place for place, named in self.found.items() if place in vectors and _RESULTS & named.keys()]
        self.last_result = max(results, default=-1)
        financial = [place for place, named in self.found.items() if place in vectors and _FINANCIAL & named.keys()]
        self.first_financial = min(financial, default=len(rows))
        taxes = [place for place, found in self.found.items() if place in vectors and _TAX in named_by(found)]
        self.tax = max(taxes, default=-1)
        self.excluded: dict[int, set[Line]] = {place: set(found) for place, found in context.forbidden.items()}
        self.left: dict[int, Line] = {}
        for total in self.groups.parts_of:
            for place, line in self._outnamed(total):
                self.excluded.setdefault(place, set()).add(line)

    # what is known of the rows

    def _find_groups(self, vectors: Mapping[int, Vector]) -> Groups:
        """Find the sums that explain most rows, with or without hidden rows, as they stand or subtracted."""
        vectors = {place: found for place, found in vectors.items() if not is_left(self.by_place[place])}
        hidden = {place for place in vectors if self.by_place[place].hidden}
        within = {place for place in vectors if is_within(self.by_place[place])}
        best: Groups | None = None
        for dropped in dict.fromkeys(map(frozenset, (hidden | within, hidden, within, frozenset[int]()))):
            kept = {place: found for place, found in vectors.items() if place not in dropped}
            found = self._with_minus(kept)
            if best is None or len(found.total_of) > len(best.total_of):
                best = found
        return best or Groups()

    def _with_minus(self, vectors: Mapping[int, Vector]) -> Groups:
        """Find sums as they stand, and with what the taxonomy subtracts subtracted; take what explains more rows."""
        slack = self.context.slack
        plain = find_groups(self.rows, vectors, slack, is_total, self._may_add)
        minus = {
            place: negated(found)
            for place, found in vectors.items()
            if place not in plain.parts_of
            and self._is_minus(place)
            and all(value is None or value >= 0 for value in found)
        }
        if not minus:
            return plain
        other = find_groups(self.rows, {**vectors, **minus}, slack, is_total, self._may_add)
        return other if len(other.total_of) > len(plain.total_of) else plain

    def _is_minus(self, place: int) -> bool:
        named = [line for line, how in self.found.get(place, {}).items() if how >= How.TYPO]
        return bool(named) and all(line in self.lines.subtracted for line in named)

    def _may_add(self, total: int, parts: Sequence[int]) -> bool:
        """Tell whether the words allow rows to be parts of another: not where all that have a name are strangers."""
        above = named_by(self.found.get(total, {}))
        named = [each for part in parts if (each := named_by(self.found.get(part, {})))]
        if not above or not named:
            return True
        strange = sum(all(self.lines.steps(each, line) is None for each in above for line in found) for found in named)
        return strange < len(named)

    def _named(self, text: str) -> dict[Line, How]:
        """Return the lines that a title names; the name of a whole statement is no line."""
        if {"income", "cash"} & self.lines.titled([text]).keys():
            return {}
        return {line: how for line, how in self.lines.named(text).items() if how >= How.TYPO}

    def _headings(self) -> dict[int, Row | None]:
        """Return for each row the heading that it stands under and that no total has closed."""
        found: dict[int, Row | None] = {}
        stack: list[Row] = []
        before: Row | None = None
        for row in self.rows:
            if row.heading:
                stack.append(row)
                continue
            parts = self.groups.parts_of.get(row.place, ()) if row.place in self.groups.below else ()
            if parts:
                first = self._first_below(row.place)
                opened = [each for each in stack if each.place < first]
                begun = sum(self._opens(each, first) for each in opened)  # headings right above the first part
                if begun > self._count_totals(row.place, first):
                    found[row.place] = opened.pop()
                else:  # what heading there is is that of the total of which this is a part
                    found[row.place] = None
                stack = opened
            else:
                found[row.place] = stack[-1] if stack else None
            if is_within(row) and row.place not in self.groups.total_of:
                found[row.place] = before
            elif row.label:
                before = row
        return found

    def _first_below(self, place: int) -> int:
        """Return the first of the rows that add up to a total, over all subtotals."""
        return min((self._first_below(part) for part in self.groups.parts_of.get(place, ())), default=place)

    def _count_totals(self, place: int, first: int) -> int:
        """Return of how many totals, one within the other, a row is a part that begin with the same row."""
        above = self.groups.total_of.get(place)
        if above is None or above not in self.groups.below or self._first_below(above) != first:
            return 0
        return 1 + self._count_totals(above, first)

    def _opens(self, heading: Row, first: int) -> bool:
        """Tell whether no row with figures stands between a heading and the first part of a total."""
        return not any(heading.place < place < first for place in self.vectors)

    def _numbered(self, row: Row) -> set[Line]:
        return numbered_lines(row, self.lines)

    def _outnamed(self, total: int) -> Iterator[tuple[int, Line]]:
        """Give for a total and a part of it that have one name which of them is not that line."""
        named = named_by(self.found.get(total, {}))
        for part in self._all_below(total):
            for line in (named & named_by(self.found.get(part, {}))) - RESULTS:
                if not any(self.lines.steps(other, line) for other in named):  # it may be the line above it as well
                    yield (total if self.keeper(line, total, part) == part else part), line

    def keeper(self, line: Line, total: int, part: int) -> int:
        """Return which of a total and a part of it is a line that both may be.

        It is the total, which leaves out nothing, unless another part has the name of a line beside it, or the part is
        by its words the rest of the total. Numbers decide: that of the line where they mean something, or that only
        the total has one.
        """
        one, other = self.by_place[total], self.by_place[part]
        if (self.numbered and line in self._numbered(one)) or self._is_specified(one, other):
            return total
        if set(words_of(other.bare).stems) == {*words_of(one.bare).stems, "overig"} != set(words_of(one.bare).stems):
            return part
        beside = [named_by(self.found.get(each, {})) for each in self._all_below(total) if each != part]
        others = [{each for each in found if each[0] == line[0]} for found in beside]
        strange = any(found and all(self.lines.steps(line, each) is None for each in found) for found in others)
        return part if strange else total

    def _is_specified(self, total: Row, part: Row) -> bool:
        """Tell whether a total has a number, as all rows beside it have, and a part of it has none: it says more."""
        beside = self.groups.parts_of.get(self.groups.total_of.get(total.place, -1), ())
        return len(beside) > 1 and not part.number and all(self.by_place[place].number for place in beside)

    def holds(self, total: int, part: int) -> bool:
        """Tell whether a row adds up to another, over all subtotals."""
        return part in self._all_below(total)

    def _all_below(self, total: int) -> Iterator[int]:
        for part in self.groups.parts_of.get(total, ()):
            yield part
            yield from self._all_below(part)

    # options

    def of_row(self, row: Row) -> list[Option]:
        """Return what a row may be, with the points of each."""
        given = self.context.given.get(row.place, ...)
        if given is not ...:
            return [Option(given, 0.0, ("person",), How.EXACT)]
        if _hands_on(row):
            return [Option(None)]
        if row.place in self.rolled:
            return [self._rolled(self.rolled[row.place])]
        found = self._found(row)
        excluded = self.excluded.get(row.place, set())
        options = [self._weighed(row, option) for line, option in found.items() if line not in excluded]
        options.sort(key=lambda option: -option.points)
        return [*options[:_MOST_OPTIONS], Option(None)]

    def _rolled(self, line: Line | None) -> Option:
        """Return what a row of a schedule of one balance is: no line where it says how that moved."""
        name = "words.heading"
        return Option(None, reasons=(MOVED,)) if line is None else Option(line, WEIGHTS[name], (name,), How.EXACT)

    def _found(self, row: Row) -> dict[Line, Option]:
        found: dict[Line, Option] = {}
        for line, how in self.found.get(row.place, {}).items():
            found[line] = Option(line, WEIGHTS[_HOW[how]], (_HOW[how],), how)
        bare = not words_of(row.bare).stems
        self._add(found, {} if bare else self._with_heading(row), "words.relative")
        if bare:
            self._add(found, self._of_heading(row), "words.heading")
            if self._is_whole(row):
                for place, named in enumerate(self.titles):
                    self._add(found, named, "words.title", less=place * 0.5)
        if row.place in self.groups.parts_of:
            free = bare and not found
            self._add(found, self._of_parts(row), "words.parent" if free else "words.unlike")
        self._add(found, dict.fromkeys(sorted(self.context.same.get(row.place, ())), How.SHORT), "words.parent")
        self._add_without_rest(found, row)
        left = self.left.get(row.place)
        if left is not None:
            self._add(found, {left: How.SHORT}, "words.left")
        if self.numbered:
            said = self._numbered(row)
            for line in sorted(said - found.keys()):
                found[line] = Option(line, 0.0, ("number.same",), How.PART)
        return found

    def _add(self, found: dict[Line, Option], named: Mapping[Line, How], weight: str, less: float = 0.0) -> None:
        for line, how in named.items():
            if line not in found and how >= How.TYPO:
                found[line] = Option(line, WEIGHTS[weight] - less, (weight,), how)

    def _add_without_rest(self, found: dict[Line, Option], row: Row) -> None:
        """Add the lines of which a line is the rest: in one word ("andere baten") they are easily called the same.

        Which of the two it is the total says of which the row is a part.
        """
        if row.place not in self.groups.total_of or "overig" not in words_of(row.bare).stems:
            return
        for (statement, key), option in list(found.items()):
            rest = self.lines.lexica[statement].rest
            for above in self.lines.parents((statement, key)) if (option.how or How.PART) >= How.SHORT else ():
                if rest.get(above[1]) == key:
                    found.setdefault(above, replace(option, line=above))

    def _with_heading(self, row: Row) -> dict[Line, How]:
        """Return the lines that heading and words name together: "Investeringen", and then "Materiële vaste activa"."""
        heading = self.headings.get(row.place)
        if heading is None:
            return {}
        named = self.lines.named(f"{heading.bare} {row.bare}")
        return {line: how for line, how in named.items() if how is How.EXACT}

    def _of_heading(self, row: Row) -> Mapping[Line, How]:
        heading = self.headings.get(row.place)
        if heading is None:
            return {}
        said = self._numbered(heading) if self.numbered else set()
        return self.found.get(heading.place, {}) if not said else dict.fromkeys(said, How.EXACT)

    def _is_whole(self, row: Row) -> bool:
        """Tell whether a row is the total of its table: part of nothing, and the first or last with figures."""
        filled = sorted(self.vectors)
        return row.place not in self.groups.total_of and row.place in (filled[0], filled[-1])

    def _of_parts(self, row: Row) -> dict[Line, How]:
        found: dict[Line, How] = {}
        for part in self.groups.parts_of.get(row.place, ()):
            for line, how in self.found.get(part, {}).items():
                if how >= How.SHORT:
                    found |= dict.fromkeys(self.lines.parents(line), How.SHORT)
        return found

    def _weighed(self, row: Row, option: Option) -> Option:
        line = option.line
        if line is None:
            return option
        points, reasons = option.points, list(option.reasons)
        for name in self._unary(row, line):
            points += WEIGHTS[name]
            reasons.append(name)
        return Option(line, points, tuple(dict.fromkeys(reasons)), option.how)

    def _unary(self, row: Row, line: Line) -> Iterator[str]:
        yield from self._looks(row, line)
        if line in self.context.same.get(row.place, ()):
            yield "same.amounts"
        yield from self._among_results(row, line)
        if self.numbered and (said := self._numbered(row)):
            own = _HOW.get(self.found.get(row.place, {}).get(line, How.PART), "") in OWN_WORDS
            part = own and any(
                "direct" in (self.lines.relate(each, line), self.lines.relate(line, each)) for each in said
            )
            yield "number.same" if line in said else "number.part" if part else "number.other"
        if row.place in self.groups.total_of:
            return
        named = self._of_heading(row)
        if named:
            relation = self._best_relation(named, line)
            if relation == "same" and (row.place in self.groups.parts_of or is_total(row)):
                relation = "direct"
            yield f"flow.{relation}"
        elif self.titles:
            yield f"title.{self._best_relation(self.titles[0], line)}"

    def _among_results(self, row: Row, line: Line) -> Iterator[str]:
        """Say what speaks for and against a result by where it stands: results follow one another in one order."""
        if line == _SALDO and self.first_financial < row.place:
            yield "row.after_financial"
        if line == _AFTER_TAX and row.place < self.tax and self.tax not in self._all_below(row.place):
            yield "row.before_tax"
        if line == _BEFORE_TAX and row.place >= self.last_result and _NET in named_by(self.found.get(row.place, {})):
            yield "row.last_before_tax"
        if line == _NET:
            yield "row.last_result" if row.place >= self.last_result else "row.earlier_result"

    def _looks(self, row: Row, line: Line) -> Iterator[str]:
        if row.hidden:
            yield "row.hidden"
        if line[0] == "balance" and row.values.get(self.context.budget or 0):
            yield "row.budgeted"

    def _best_relation(self, above: Mapping[Line, How], line: Line) -> str:
        best = max(above.values())
        found = {self.lines.relate(each, line) for each, how in above.items() if how >= min(best, How.RELATIVE)}
        return next(name for name in ("direct", "below", "same", "stranger", "foreign") if name in found)

    @cached_property
    def prior(self) -> dict[Statement, float]:
        """The points of every statement for the first row."""
        titled = self.lines.titled(self.context.titles)
        points = dict.fromkeys(self.lines.lexica, 0.0)
        for statement, place in titled.items():
            points[statement] += WEIGHTS["title.statement"] / place**0.5
        for statement in self.lines.titled([self.context.sheet]):
            points[statement] += WEIGHTS["sheet.statement"]
        if self.context.before is not None and not titled:
            points[self.context.before] += 1.0
        return points
