"""Which rows are accepted, which are left out with a reason, and which a person must decide on."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import exp
from typing import Final

from rapidfuzz import fuzz

from xbrl_pipeline.mapping.scale import said_scale
from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.offers import IGNORE, MINUS, PLUS
from xbrl_pipeline.recognise.options import MOVED, RESULTS, is_total
from xbrl_pipeline.recognise.readings import TableReading, slots_of
from xbrl_pipeline.recognise.rows import Decision
from xbrl_pipeline.recognise.steps import find_left, is_carried, is_surely_carried
from xbrl_pipeline.recognise.structure import vectors_of
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.tokens import plain_letters, words_of
from xbrl_pipeline.recognise.weights import (
    MARGIN,
    MOST_POINTS,
    ODDS,
    ODDS_OF_POINT,
    ODDS_OF_SUM,
    PROVEN_MARGIN,
)

_CHECK: Final = re.compile(r"controle|check|\bverschil|aansluit|difference")
_MOST_OFFERED: Final = 6
_LEAST_CASH: Final = 3  # lines of cash flows that make a statement of them
_REMARK: Final = re.compile(r"\s*[(*]")
_PAGE: Final = Decimal(300)
_OFTEN_WHOLE: Final = frozenset({"BankBalances", "MandatoryIncomeTransfersToBeExecutedByOCWToVso"})
_JOINED: Final = re.compile(r"\(.*\b(?:en|and)\b.*\)|\(.*[&+].*\)")  # one amount for several things
_OF_ANY: Final = frozenset({"overig", "divers", "totaal", "post"})  # words that any line may have a part with
SIGN: Final = "sign"  # why a row is open: ends of codes ``recognise.why.*``
MERGED: Final = "merged"
_LIKE: Final = 72  # likeness of words, in percent, from which a row may be a line that no other row is


@dataclass(frozen=True)
class Judged:
    """What becomes of a row with figures: a line, left out (``aside``), or a question."""

    decision: Decision
    line: Line | None = None
    reversed: bool = False
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    options: tuple[Line, ...] = ()
    aside: str = ""  # why it is left out: the end of a code ``recognise.why.*``
    about: Line | None = None  # the line of which it is a part
    question: str = ""  # the id by which a person can say what it is

    @property
    def row(self) -> Row:
        """The row itself."""
        return self.decision.row

    @property
    def open(self) -> bool:
        """Whether a person must decide."""
        return self.line is None and not self.aside


def judge_rows(
    reading: TableReading, lines: Lines, answers: Mapping[int, str], signs: Mapping[int, str], ids: Mapping[int, str]
) -> list[Judged]:
    """Judge every row of a table.

    ``answers`` holds which line a person said that a row is, ``signs`` which sign, and ``ids`` the questions; by place.
    """
    judge = _Judge(reading, lines, signs)
    judged = [
        judge.judge(decision, answers.get(decision.row.place), ids.get(decision.row.place, ""))
        for decision in reading.decisions
    ]
    return judge.settle_parts(judged)


class _Judge:
    def __init__(self, reading: TableReading, lines: Lines, signs: Mapping[int, str]) -> None:
        self.reading, self.lines, self.signs = reading, lines, signs
        self.columns = [period.column.number for period in reading.periods.reported]
        self.by_place = {decision.row.place: decision for decision in reading.decisions}
        self.named = self._count_named()
        self.cash = self._is_cash()
        self.left = find_left(reading.table.rows, vectors_of(reading.table.rows, slots_of(reading.table)))
        self.words = Counter(plain_letters(row.label) for row in reading.table.rows if row.label)

    def _count_named(self) -> Counter[str]:
        """Return of how many rows the words name a line, by statement."""
        return Counter(
            decision.line[0]
            for decision in self.reading.decisions
            if decision.line is not None and decision.how is not None and decision.how >= How.SHORT
        )

    def _is_cash(self) -> bool:
        """Tell whether cash flows stand here: movements of a balance have their names too, but are no statement."""
        titles = self.reading.table.titles
        item = any(
            line[0] == "balance" and how is How.EXACT
            for text in titles[-1:]
            for line, how in self.lines.named(text).items()
        )
        titled = "cash" in self.lines.titled((*titles, self.reading.table.sheet.name))
        return titled or (not item and self.named["cash"] >= _LEAST_CASH)

    def _is_strange(self, row: Row, line: Line) -> bool:
        """Tell whether a line is of a statement that does not stand here, or a balance with a budget among expenses.

        A balance has none: its depreciation by the same name has.
        """
        if line[0] == "cash":
            return not self.cash
        if self.named["income"] <= self.named["balance"]:
            return False
        budgets = [period for period in self.reading.periods.reported if period.means == "budget"]
        if line[0] != "balance" or not budgets:
            return False
        groups = self.reading.groups
        around = (groups.total_of.get(row.place, -1), *groups.parts_of.get(row.place, ()))
        lines = [self.by_place[place].line for place in around if place in self.by_place]
        return any(self.reading.shown(row, period) for period in budgets) or not any(
            each is not None and each[0] == "balance" for each in lines
        )

    def judge(self, decision: Decision, answer: str | None, question: str) -> Judged:
        """Say what becomes of one row by itself."""
        if answer == IGNORE:
            return Judged(decision, aside="person", question=question)
        if answer is None and decision.row.hidden and self._is_superseded(decision):
            return Judged(decision, aside="hidden", question=question)
        line = decision.line
        merged = answer is None and decision.row.index in self.merged
        if not merged and line is not None and (answer is not None or self._accepts(decision, line)):
            return self._signed(decision, line, question, said=answer is not None)
        why = "" if merged else self._left_out(decision)
        if why:
            return Judged(decision, aside=why, options=decision.options, question=question)
        reason = MERGED if merged else self._why_open(decision)
        return Judged(decision, reasons=(reason,), options=decision.options, question=question)

    def _signed(self, decision: Decision, line: Line, question: str, *, said: bool) -> Judged:
        """Take a row for a line, unless its sign is in doubt; ``said`` tells whether a person said the line."""
        if self._is_unsigned(decision, line):
            return Judged(decision, reasons=(SIGN,), options=(line,), question=question)
        if said:
            return self._taken(decision, line, 1.0, ("person",), question)
        confidence = confidence_of(decision.margin, proven=line in self.reading.tied)
        return self._taken(decision, line, confidence, self._reasons(decision, line), question)

    def _is_unsigned(self, decision: Decision, line: Line) -> bool:
        """Tell whether only the sign of a row is in doubt, and nobody has said it."""
        known = self.signs.get(decision.row.place) in (PLUS, MINUS)
        return line in self.reading.unclear and not known and self._first(decision.row) != 0

    def _first(self, row: Row) -> Decimal:
        """Return the first amount of a row that is not nil."""
        values = (row.values.get(column) for column in self.columns)
        return next((value for value in values if value), Decimal(0))

    @cached_property
    def merged(self) -> frozenset[int]:
        """The rows of the sheet with an amount in cells that are joined over several rows with words, or periods."""
        table = self.reading.table
        worded = {row.index for row in table.rows if row.label and not (row.begun or _REMARK.match(row.label))}
        apart = worded - {row.index for row in table.rows if row.goes_on}
        labels = {*table.labels, *(() if table.codes is None else (table.codes,))}
        joined = {
            (merge.first_row, merge.last_row)
            for merge in table.sheet.merges
            if any(merge.first_column <= label <= merge.last_column for label in labels)
        }
        found = set()
        for merge in table.sheet.merges:
            columns = [each for each in self.columns if merge.first_column <= each <= merge.last_column]
            rows = [row for row in apart if merge.first_row <= row <= merge.last_row]
            several = len(rows) > 1 and (merge.first_row, merge.last_row) not in joined
            if columns and rows and (several or len(columns) > 1):
                found.add(merge.first_row)
        return frozenset(found)

    def _taken(
        self, decision: Decision, line: Line, confidence: float, reasons: tuple[str, ...], question: str
    ) -> Judged:
        reversed_ = self.reading.signs.get(line, 1) < 0
        said = self.signs.get(decision.row.place)
        if said is not None:
            reversed_ = (self._first(decision.row) < 0) == (said == PLUS)
        return Judged(decision, line, reversed_, confidence, reasons, decision.options, question=question)

    def _accepts(self, decision: Decision, line: Line) -> bool:
        unsure = decision.twice or self._is_strange(decision.row, line)
        unsure = unsure or self._astray(decision) or self._is_lone(line)
        if decision.how in (How.NEAR, How.PART):
            unsure = unsure or self._says_part(decision.row, line) or bool(_JOINED.search(decision.row.bare))
        if unsure or decision.how is None or self._other_scale(decision.row):
            return False
        proven = line in self.reading.tied
        if "words.unlike" in decision.reasons:
            return "same.amounts" in decision.reasons and decision.margin >= MARGIN
        if "same.amounts" not in decision.reasons and not any(
            reason.startswith("words.") for reason in decision.reasons
        ):
            # a number alone does not say what a row holds: offices take lines together under one
            return proven and decision.margin >= 2 * MARGIN and self._explains(line, decision.row)
        if decision.how >= How.SHORT:
            return decision.margin >= (PROVEN_MARGIN if proven else MARGIN)
        if decision.how is How.TYPO:
            return decision.margin >= MARGIN and line not in self.reading.broken
        # a result before tax and one after it differ in a word, and change places in any sum
        alike = line in RESULTS and not {"same.amounts", "number.same"} & {*decision.reasons}
        return (proven or self._fits(decision, line)) and decision.margin >= 2 * MARGIN and not alike

    def _says_part(self, row: Row, line: Line) -> bool:
        """Tell whether words that are merely like a line have one of their own with a part of it."""
        lexicon = self.lines.lexica[line[0]]
        own = {stem for name in self.lines.entry(line).names for stem in name.stems} | _OF_ANY
        said = set(words_of(row.bare).stems) - own
        parts = (words_of(lexicon.entries[key].label) for key in lexicon.children.get(line[1], ()))
        return any(said & set(words.stems) for words in parts)

    def _is_lone(self, line: Line) -> bool:
        """Tell whether nothing shows that a line, by whose name boards also call all that it is part of, is a part."""
        if line[1] not in _OFTEN_WHOLE:
            return False
        lexicon = self.lines.lexica[line[0]]
        above = lexicon.entries[line[1]].parent
        family = {above, *lexicon.children.get(above or "", ())} - {line[1]}
        return not any(each.line is not None and each.line[1] in family for each in self.reading.decisions)

    def _fits(self, decision: Decision, line: Line) -> bool:
        """Tell whether a row adds up to the line above its own, which stands elsewhere with the same amounts."""
        total = self.by_place.get(self.reading.groups.total_of.get(decision.row.place, -1))
        if total is None or total.line is None or "same.amounts" not in total.reasons:
            return False
        return decision.how is How.PART and self.lines.relate(total.line, line) == "direct"

    def _astray(self, decision: Decision) -> bool:
        """Tell whether the total that a row is part of is sure to be a line that this one is no part of."""
        if decision.line is None or "same.amounts" in decision.reasons:
            return False
        total = self.reading.groups.total_of.get(decision.row.place)
        while total is not None:
            above = self.by_place.get(total)
            if above is not None and above.line is not None:
                return above.margin >= MARGIN and self.lines.steps(above.line, decision.line) is None
            total = self.reading.groups.total_of.get(total)
        return False

    def _other_scale(self, row: Row) -> bool:
        """Tell whether the words of a row name a unit that is not that of the table."""
        said = said_scale(row.label)
        return said is not None and said != self.reading.scale

    def _reasons(self, decision: Decision, line: Line) -> tuple[str, ...]:
        extra = ("tied",) if line in self.reading.tied else ("broken",) if line in self.reading.broken else ()
        return (*decision.reasons, *extra)

    def _why_open(self, decision: Decision) -> str:
        if decision.twice:
            return "twice"
        if decision.line is not None or decision.options:
            return "ambiguous"
        return "unknown" if decision.row.label else "no_words"

    def _left_out(self, decision: Decision) -> str:
        """Leave out by its figures and words a row that is no line: nil, a check, a page number, a draft."""
        row = decision.row
        values = [row.values[column] for column in self.columns if column in row.values]
        if all(value == 0 for value in values):
            return "check" if _CHECK.search(plain_letters(row.bare)) else "nil"
        if self._is_page(row, values):
            return "page"
        if MOVED in decision.reasons:
            return "moved"
        if row.place in self.left or self._is_carried(row):
            return "subtotal"
        return ""

    def _is_carried(self, row: Row) -> bool:
        """Tell whether a row carries a sum over to the next page, or begins a page with one."""
        groups = self.reading.groups
        shown = [decision.row.place for decision in self.reading.decisions if decision.row.values]
        if row.place == shown[-1] and row.place in groups.parts_of:
            return is_carried(row)
        return row.place == shown[0] and row.place in groups.total_of and is_surely_carried(row)

    def _is_page(self, row: Row, values: Sequence[Decimal | None]) -> bool:
        bare = not row.label or self.words[plain_letters(row.label)] > 1 or "pagina" in plain_letters(row.label)
        small = all(value is not None and 0 < value < _PAGE and value % 1 == 0 for value in values)
        return bare and small and len(values) == 1 and row.place not in self.reading.groups.total_of

    def _is_superseded(self, decision: Decision) -> bool:
        """Tell whether a row that is seen has the line or the words of a hidden row that no sum needs."""
        if decision.row.place in self.reading.groups.total_of:
            return False
        shown = {other.line for other in self.reading.decisions if not other.row.hidden and other.line is not None}
        if any(option in shown for option in decision.options):
            return True
        words = set(words_of(decision.row.bare).stems)
        return any(
            words and words <= set(words_of(other.row.bare).stems) | {"concept", "oud"}
            for other in self.reading.decisions
            if not other.row.hidden and other.row.values
        )

    # rows that are parts of a total that is known

    def settle_parts(self, found: list[Judged]) -> list[Judged]:
        """Leave out a row that splits a reported line finer, or adds reported lines up, where no line is like it."""
        by_place = {each.row.place: each for each in found}
        taken = {each.line for each in found if each.line is not None}
        return [self._settled(each, by_place, taken) for each in found]

    def _settled(self, judged: Judged, by_place: Mapping[int, Judged], taken: Iterable[Line]) -> Judged:
        if not judged.open or judged.reasons in ((SIGN,), (MERGED,)):
            return judged
        if judged.reasons == ("twice",) or judged.decision.twice:
            line = self._line_of_total(judged, by_place)
            return judged if line is None else _aside(judged, "split", line)
        return self._settled_part(judged, by_place, taken)

    def _settled_part(self, judged: Judged, by_place: Mapping[int, Judged], taken: Iterable[Line]) -> Judged:
        groups = self.reading.groups
        parts = [by_place[part] for part in groups.parts_of.get(judged.row.place, ()) if part in by_place]
        if parts and all(not part.open for part in parts) and self._is_subtotal(judged):
            return _aside(judged, "subtotal", None)
        above = self._total_above(judged.row.place, by_place)
        if above is None or above.line is None:
            return judged
        common = {stem for name in self.lines.entry(above.line).names for stem in name.stems}
        free = [
            key
            for key in self.lines.lexica[above.line[0]].adds.get(above.line[1], ())
            if (above.line[0], key) not in taken
        ]
        line = above.line
        near = judged.options and self._near(judged, line)
        if near or any(self._like(judged.row, (line[0], key), common) for key in free):
            return judged
        if self._leaves_gap(judged.row.place, by_place):
            return self._with_rest(judged, line, free)
        return _aside(judged, "split", line)

    def _line_of_total(self, judged: Judged, by_place: Mapping[int, Judged]) -> Line | None:
        """Return the line of a total that its parts are too, as nothing more is known of any of them; else None."""
        total = by_place.get(self.reading.groups.total_of.get(judged.row.place, -1))
        if total is None or total.line is None or total.line not in judged.options:
            return None
        parts = self.reading.groups.parts_of.get(total.row.place, ())
        return total.line if all(by_place[part].line is None for part in parts if part in by_place) else None

    def _is_subtotal(self, judged: Judged) -> bool:
        named = [
            line for line in judged.options if judged.decision.how is not None and judged.decision.how >= How.SHORT
        ]
        return not named and (not judged.row.label or is_total(judged.row) or judged.decision.line is None)

    def _total_above(self, place: int, by_place: Mapping[int, Judged]) -> Judged | None:
        total = self.reading.groups.total_of.get(place)
        while total is not None:
            judged = by_place.get(total)
            if judged is not None and judged.line is not None:
                return judged
            total = self.reading.groups.total_of.get(total)
        return None

    def _leaves_gap(self, place: int, by_place: Mapping[int, Judged]) -> bool:
        """Tell whether rows beside a row are reported: without it they would not add up to their total."""
        beside = self.reading.groups.parts_of.get(self.reading.groups.total_of.get(place, -1), ())
        return any(by_place[other].line is not None for other in beside if other in by_place)

    def _with_rest(self, judged: Judged, above: Line, free: Sequence[str]) -> Judged:
        """Offer the rest of the total that a row is part of, and what else of it no row is."""
        rest = self.lines.lexica[above[0]].rest.get(above[1])
        offered = [(above[0], key) for key in (*((rest,) if rest is not None else ()), *free)]
        return replace(judged, options=tuple(dict.fromkeys((*judged.options, *offered)))[:_MOST_OFFERED])

    def _like(self, row: Row, line: Line, common: set[str]) -> bool:
        """Tell whether a row may be a line after all that nothing else is: words of its own in common."""
        if line not in ((line[0], key) for key in self.lines.lexica[line[0]].entries):
            return False
        mine = words_of(row.bare)
        rest = {"overig", "divers", "post", *common}
        own = set(mine.stems) - rest
        return any(
            own & (set(name.stems) - rest) or fuzz.ratio(mine.text, name.text) >= _LIKE
            for name in self.lines.entry(line).names
        )

    def _explains(self, line: Line, row: Row) -> bool:
        """Tell whether the names of a line and of those above it have every word of a row."""
        if line[1] not in self.lines.lexica[line[0]].entries:
            return False
        lexicon = self.lines.lexica[line[0]]
        own = {stem for name in lexicon.entries[line[1]].names for stem in name.stems}
        above = {
            stem for key in lexicon.ancestors(line[1]) for name in lexicon.entries[key].names for stem in name.stems
        }
        mine = set(words_of(row.bare).stems)
        return bool(mine & own) and mine <= own | (above - {"overig"})

    def _near(self, judged: Judged, above: Line) -> bool:
        return any(self.lines.relate(above, option) in ("direct", "below") for option in judged.options)


def _aside(judged: Judged, why: str, about: Line | None) -> Judged:
    return Judged(judged.decision, aside=why, about=about, options=judged.options, question=judged.question)


def confidence_of(margin: float, *, proven: bool) -> float:
    """Return how likely a row is what it is taken for, from 0 to 1; docs/recognition.md says what was measured.

    ``margin`` is its distance in points to the runner-up; ``proven`` says that a sum of the taxonomy with it holds.
    """
    odds = ODDS + ODDS_OF_POINT * min(margin, MOST_POINTS) + ODDS_OF_SUM * proven
    return 1 / (1 + exp(-odds))
