"""Accounts added up to lines, the result on its line, rounding, and the totals above."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from xbrl_pipeline.mapping.plan import MappingPlan, Target
from xbrl_pipeline.mapping.tally import CandidateValue, Tally
from xbrl_pipeline.mapping.trial_balance.book import Book, Share, sum_of, year_words
from xbrl_pipeline.mapping.trial_balance.opened import Reach
from xbrl_pipeline.mapping.trial_balance.plan import PlannedEntry, PlannedTrial
from xbrl_pipeline.mapping.trial_balance.ties import note_difference
from xbrl_pipeline.mapping.trial_balance.totals import (
    ASSETS,
    FUNDING,
    RESULT,
    Derivation,
    Derived,
    Sums,
    counted,
    derive,
    leaves,
    sums_of,
)
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import LostFact, QName
from xbrl_pipeline.model.findings import Finding, FindingValue, Severity
from xbrl_pipeline.taxonomy.model import Concept
from xbrl_pipeline.workbook.cells import Cell
from xbrl_pipeline.workbook.notation import plain


@dataclass
class StatementLine:
    """A line of a statement: the accounts on it, and the result of the year where that is added."""

    concept: Concept
    shares: list[tuple[PlannedEntry, Share]] = field(default_factory=list)
    added: Decimal = Decimal(0)  # the result, and open accounts that count in it whatever line they are on
    result: list[Share] = field(default_factory=list)
    opened: list[Cell] = field(default_factory=list)
    rounding: Decimal = Decimal(0)

    @property
    def exact(self) -> Decimal:
        """The amount to the cent, in the sign of the concept."""
        return sum((entry.sign * share.balance for entry, share in self.shares), self.added)

    @property
    def value(self) -> Decimal:
        """The amount as it is reported."""
        exact = self.exact
        return plain((exact.to_integral_value(ROUND_HALF_UP) if self.concept.whole else exact) + self.rounding)

    @property
    def own(self) -> list[Cell]:
        """The cells of its accounts."""
        return [cell for _, share in self.shares for cell in share.cells]

    @property
    def cells(self) -> list[Cell]:
        """Every cell that took part."""
        return self.own + [cell for share in self.result for cell in share.cells] + self.opened


Lines = dict[QName, StatementLine]


def make_lines(plan: MappingPlan, trial: PlannedTrial, book: Book, tally: Tally, *, sound: bool) -> None:
    """Give the lines of one year their facts; ``sound`` tells that every account is placed and everything ties."""
    _Year(plan, trial, book, tally, sound).make()


@dataclass(frozen=True)
class _Year:
    plan: MappingPlan
    trial: PlannedTrial
    book: Book
    tally: Tally
    sound: bool

    def make(self) -> None:
        lines = dict(self._lines())
        whole = dict(lines)
        self._drop_lost(lines)
        if self.sound and self._reach.settled:
            self._round(lines, whole)
        for line in lines.values():
            self._take(line)
        self._note_rounded(lines)
        if self.trial.trial.totals == "derive":
            self._derive(lines, whole)

    def _lines(self) -> Iterator[tuple[QName, StatementLine]]:
        lines: Lines = {}
        for entry, concept, share in self.book.placed:
            lines.setdefault(concept.name, StatementLine(concept)).shares.append((entry, share))
        # a budget without a balance sheet has no line on which its result could stand
        if self.book.result and (self.book.balance_sheet or self.book.means != "budget"):
            for entry in self.trial.results_of(self.book.means):
                self._add_result(entry, lines)
        for name, value in self._reach.own.items():
            if name in lines:
                lines[name].added += value
                lines[name].opened = self._reach.cells(name)
        yield from lines.items()

    def _add_result(self, entry: PlannedEntry, lines: Lines) -> None:
        if entry.concept is None:
            return
        line = lines.setdefault(entry.concept.name, StatementLine(entry.concept))
        line.added += entry.sign * sum_of(self.book.result)
        line.result += self.book.result
        params = {"year": self._year, "line": self._label(entry.concept), "value": -sum_of(self.book.result)}
        finding = self.tally.pen.write(Remark("mapping.trial.result_added", params, Severity.INFO))
        self.tally.findings.append(replace(finding, values=(self._accounts(-sum_of(self.book.result)),)))

    def _accounts(self, value: Decimal, role: str = "") -> FindingValue:
        """Show the result as the accounts themselves have it."""
        words = self.tally.pen.messages.text("mapping.trial.accounts")
        refs = tuple(cell.ref for share in self.book.result for cell in share.cells)
        return FindingValue(words, format(plain(value), "f"), refs, role, "EUR")

    def _drop_lost(self, lines: Lines) -> None:
        """Leave out a line that misses an account: a part of an amount is a wrong amount."""
        for name, finding in self.book.lost.items():
            self._drop(lines, lines.get(name) or StatementLine(self.plan.model.concepts[name]), finding)
        if self._unsure:
            for line in [line for line in lines.values() if line.result]:
                self._drop(lines, line, self.book.faults[0])
        for name, finding in self._reach.lines.items():
            if name not in self.book.lost:
                self._drop(lines, lines.get(name) or StatementLine(self.plan.model.concepts[name]), finding)

    @property
    def _unsure(self) -> bool:
        """Whether the result misses an account, or may do so."""
        flows = any(not self.plan.model.concepts[name].instant for name in self.book.lost)
        return self.book.astray or flows or any(each.entry.flow is None for each in self.book.opened)

    def _drop(self, lines: Lines, line: StatementLine, finding: Finding) -> None:
        for cell in line.own:
            self.tally.reject(cell, finding)
        self._lose(line.concept, finding.cells[0])
        lines.pop(line.concept.name, None)

    def _lose(self, concept: Concept, ref: CellRef) -> None:
        self.tally.lost.append(LostFact(self._target(concept).key, ref))

    def _take(self, line: StatementLine) -> None:
        self.tally.add(self._candidate(line.concept, line.value, line.cells), line.own)

    def _candidate(self, concept: Concept, value: Decimal, cells: Iterable[Cell]) -> CandidateValue:
        first, *more = {cell.ref: cell for cell in cells}.values()
        return CandidateValue(self._target(concept), first, value, tuple(more))

    def _target(self, concept: Concept) -> Target:
        return self.trial.target(self.plan, concept, self._label(concept), self.book.means)

    def _label(self, concept: Concept) -> str:
        return self.tally.pen.label(concept)

    @property
    def _year(self) -> str:
        return year_words(self.book, self.tally)

    def _round(self, lines: Lines, whole: Lines) -> None:
        """Let the lines that the mapping names take what rounding to whole euros leaves between the two sides."""
        for instant in (True, False):
            named = [concept.name for concept in self.trial.rounding if concept.whole and concept.instant == instant]
            taking = [lines[name] for name in named if name in lines]
            if taking:
                _share_out(self._left_over(whole, taking[0].concept), taking)
            for line in (line for line in taking if line.rounding):
                params = {"line": self._label(line.concept), "year": self._year, "difference": abs(line.rounding)}
                refs = [cell.ref for cell in line.own]
                self.tally.note(Remark("mapping.trial.rounding_difference", params, Severity.WARNING), *refs)

    def _left_over(self, whole: Lines, concept: Concept) -> Decimal:
        """Return by how much the debit of all rounded lines of balance sheet or result is too high."""
        lines_there = [line for line in whole.values() if line.concept.instant == concept.instant]
        concepts = self.plan.model.concepts
        own = [(concepts[name], value) for name, value in self._own(whole).items()]
        loose = sum(
            (value if each.balance == "debit" else -value for each, value in own if each.instant == concept.instant),
            Decimal(0),
        )
        if not concept.instant:
            return _rest(line for line in lines_there if line.shares) + loose + _rounded(-sum_of(self.book.result))
        return Decimal(0) if self.book.means == "budget" else _rest(lines_there) + loose

    def _own(self, whole: Lines) -> dict[QName, Decimal]:
        """Return what open accounts add to totals that have no accounts of their own, rounded."""
        own = self._reach.own.items()
        return {name: _rounded_as(self.plan.model.concepts[name], value) for name, value in own if name not in whole}

    def _note_rounded(self, lines: Lines) -> None:
        rounded = [line for line in lines.values() if line.exact != line.value - line.rounding]
        if rounded:
            params = {"year": self._year, "count": len(rounded)}
            finding = self.tally.pen.write(Remark("mapping.trial.rounded", params, Severity.INFO))
            values = tuple(self._shown(line.concept, line.exact, line.cells) for line in rounded)
            self.tally.findings.append(replace(finding, values=values))

    def _shown(self, concept: Concept, value: Decimal, cells: Iterable[Cell], role: str = "") -> FindingValue:
        refs = tuple(dict.fromkeys(cell.ref for cell in cells))
        return FindingValue(self._label(concept), format(plain(value), "f"), refs, role, "EUR")

    @cached_property
    def _sums(self) -> Sums:
        some = next((concept for _, concept, _ in self.book.placed), None)
        return sums_of(self.plan.model, self._target(some).key.dimensions) if some is not None else {}

    @cached_property
    def _reach(self) -> Reach:
        return Reach(self.plan.model, self._sums, self.book)

    def _derive(self, lines: Lines, whole: Lines) -> None:
        """Derive totals; those of ``whole``, which holds the lines that are lost too, where only their line is open."""
        sums = self._sums
        if not whole:
            return
        made = derive({name: line.value for name, line in whole.items()}, sums, self._own(whole))
        if self.book.astray:  # an account is missing: the totals above would be wrong
            self._lose_totals(made, sums)
            return
        if self.book.faults:
            self._take_whole(made, sums, lines, whole)
            return
        for conflict in made.conflicts:
            self._note_conflict(conflict.concept, conflict.values, conflict.parts, lines, made.derived)
        self._check_counted(lines, sums)
        self._take_totals(made.derived, lines)
        if self.sound and not made.conflicts:
            self._check_roots(lines, made.derived)

    def _lose_totals(self, made: Derivation, sums: Sums) -> None:
        missing = {name for name in self.book.lost if name in counted(self.plan.model, sums)}
        above = [
            total for total, group in sums.items() if any(part in missing for each in group for part, _ in each.parts)
        ]
        for name in dict.fromkeys([*made.derived, *above]):
            self._lose(self.plan.model.concepts[name], self.book.faults[0].cells[0])

    def _take_whole(self, made: Derivation, sums: Sums, lines: Lines, whole: Lines) -> None:
        """Take the totals that hold none of the lines that are lost, or all lines on which an open account may be."""
        lost = set(self.book.lost)
        lost |= {
            entry.concept.name
            for entry in self.trial.results_of(self.book.means)
            if entry.concept is not None
            and entry.concept.name not in lines
            and (self._unsure or entry.concept.name not in self._reach.lines)
        }
        above: list[QName] | None = None
        while above is None or above:
            above = [
                total
                for total, group in sums.items()
                if total not in lost and any(part in lost for each in group for part, _ in each.parts)
            ]
            lost.update(above)
        lost |= self._reach.totals
        for name in (name for name in sums if name in lost):
            self._lose(self.plan.model.concepts[name], self.book.faults[0].cells[0])
        self._take_totals({name: total for name, total in made.derived.items() if name not in lost}, whole)

    def _take_totals(self, derived: Mapping[QName, Derived], lines: Lines) -> None:
        values = []
        for total in derived.values():
            concept = self.plan.model.concepts[total.concept]
            cells = _cells_of(total.concept, derived, lines) + self._reach.cells(total.concept)
            self.tally.add(self._candidate(concept, plain(total.value), cells), ())
            values.append(self._shown(concept, total.value, cells))
        if values:
            remark = Remark("mapping.trial.derived", {"year": self._year, "count": len(values)}, Severity.INFO)
            self.tally.findings.append(replace(self.tally.pen.write(remark), values=tuple(values)))

    def _note_conflict(
        self,
        name: QName,
        found: tuple[Decimal, ...],
        parts: tuple[QName, ...],
        lines: Lines,
        derived: Mapping[QName, Derived],
    ) -> None:
        concepts = self.plan.model.concepts
        shown = tuple(self._label(concepts[part]) for part in parts)
        params = {"line": self._label(concepts[name]), "values": found, "parts": shown, "year": self._year}
        values = [
            self._shown(concepts[part], _value(part, lines, derived), _cells_of(part, derived, lines)) for part in parts
        ]
        if name in lines:
            values.insert(0, self._shown(concepts[name], lines[name].value, lines[name].cells))
        note_difference(self.tally, Remark("mapping.trial.total_and_parts", params), found[0], found[1], tuple(values))

    def _check_counted(self, lines: Lines, sums: Sums) -> None:
        """Name the lines that count in no total: their accounts would be missing from balance sheet and result."""
        known = counted(self.plan.model, sums)
        for line in lines.values():
            if line.concept.name not in known:
                params = {"line": self._label(line.concept), "year": self._year, "value": line.value}
                self.tally.note(Remark("mapping.trial.counts_nowhere", params), *(cell.ref for cell in line.cells))

    def _check_roots(self, lines: Lines, derived: Mapping[QName, Derived]) -> None:
        """Check assets against equity and liabilities, and the net result against the accounts themselves."""
        if self.book.balance_sheet:
            self._check_root(ASSETS, FUNDING, lines, derived)
        root = self.plan.model.find(RESULT)
        if root is None or not self.book.result:
            return
        exact = -sum_of(self.book.result)
        value, exact = _value(root.name, lines, derived), _rounded(exact) if root.whole else exact
        if value == exact:
            return
        left = self._shown(root, value, _cells_of(root.name, derived, lines), "left")
        sides: dict[str, object] = {"left": value, "right": exact, "difference": value - exact}
        remark = Remark("mapping.trial.net_result", {"line": self._label(root), "year": self._year, **sides})
        note_difference(self.tally, remark, value, exact, (left, self._accounts(exact, "right")))

    def _check_root(self, one: str, other: str, lines: Lines, derived: Mapping[QName, Derived]) -> None:
        concepts = [self.plan.model.find(name) for name in (one, other)]
        known = [concept for concept in concepts if concept is not None]
        values = [_value(concept.name, lines, derived) for concept in known]
        if len(set(values)) > 1:
            left, right = values
            shown = [
                self._shown(concept, value, _cells_of(concept.name, derived, lines), role)
                for concept, value, role in zip(known, values, ("left", "right"), strict=True)
            ]
            params = {"year": self._year, "left": left, "right": right, "difference": left - right}
            note_difference(self.tally, Remark("mapping.trial.assets", params), left, right, tuple(shown))


def _share_out(rest: Decimal, taking: Sequence[StatementLine]) -> None:
    """Take a difference (debit too high) out of lines, euro by euro where it does least harm to the exact amounts."""
    while rest:
        step = max(min(rest, Decimal(1)), Decimal(-1))
        steps = [step if _credit(line) else -step for line in taking]
        harms = [abs(line.value + one - line.exact) for line, one in zip(taking, steps, strict=True)]
        place = harms.index(min(harms))
        taking[place].rounding += steps[place]
        rest -= step


def _credit(line: StatementLine) -> bool:
    return line.shares[0][0].sign < 0 if line.shares else line.concept.balance == "credit"


def _rest(lines: Iterable[StatementLine]) -> Decimal:
    """Return debit minus credit of rounded lines."""
    return sum((-line.value if _credit(line) else line.value for line in lines), Decimal(0))


def _rounded_as(concept: Concept, value: Decimal) -> Decimal:
    return _rounded(value) if concept.whole else value


def _rounded(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_HALF_UP)


def _value(name: QName, lines: Lines, derived: Mapping[QName, Derived]) -> Decimal:
    if name in lines:
        return lines[name].value
    return derived[name].value if name in derived else Decimal(0)


def _cells_of(name: QName, derived: Mapping[QName, Derived], lines: Lines) -> list[Cell]:
    found = [cell for leaf in leaves(name, derived) if leaf in lines for cell in lines[leaf].cells]
    return list({cell.ref: cell for cell in found}.values())
