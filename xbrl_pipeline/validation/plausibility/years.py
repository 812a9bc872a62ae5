"""One column beside another: last year, the budget, and last year's own report."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.validation.plausibility.columns import Figures, StatementColumn, largest
from xbrl_pipeline.validation.plausibility.lines import EXPENSES, INCOME, MAIN
from xbrl_pipeline.validation.plausibility.registry import OWN, Oddity, rule

# last year's figures are those of last year's accounts, or the change is explained
_RJ: Final = "RJ 110.122, BW 2:362"
_JUMP: Final = Decimal(3)  # times as much, or a third
_FACTOR: Final = Decimal(8)  # more is rather a zero too many than a good year
_MATERIAL: Final = Decimal("0.02")  # of the balance total or the income
_MOST: Final = Decimal("0.5")  # of a difference
_OFF_BUDGET: Final = Decimal("0.10")
_SHARE: Final = Decimal("0.03")


def _size(figures: Figures, column: StatementColumn) -> Decimal:
    return largest((figures.amount(column, "Assets"), figures.amount(column, "Income")))


@rule("jump", Severity.INFO, OWN)
def jump(figures: Figures) -> Iterator[Oddity]:
    """Say that a main line is three times last year's or a third of it, and it matters; eight times is a warning.

    Of several lines that jump because of the same line below them the one that jumps most is told.
    """
    for statement in figures.statements:
        now, before = StatementColumn(statement, figures.year), StatementColumn(statement, figures.year - 1)
        told: dict[str, _Jump] = {}
        for found in _jumps(figures, now, before):
            source = _source(figures, now, before, found.keys[0].concept.local)
            if source not in told or told[source].times < found.times:
                told[source] = found
        for source, found in told.items():
            yield _odd(figures, found, (figures.key(now, source), figures.key(before, source)))


class _Jump(NamedTuple):
    """A main line in two years."""

    keys: tuple[FactKey, FactKey]
    times: Decimal


def _jumps(figures: Figures, now: StatementColumn, before: StatementColumn) -> Iterator[_Jump]:
    floor = _MATERIAL * _size(figures, now)
    for keys in figures.pairs(now, before):
        one, two = (figures.amounts[key] for key in keys)
        if keys[0].concept.local in MAIN and one > 0 and two > 0 and abs(one - two) >= floor:
            times = max(one / two, two / one)
            if times >= _JUMP:
                yield _Jump(keys, times)


def _odd(figures: Figures, found: _Jump, source: tuple[FactKey | None, FactKey | None]) -> Oddity:
    value, before = (figures.amounts[key] for key in found.keys)
    params = {"value": value, "before": before}
    severity = Severity.WARNING if found.times >= _FACTOR else None
    part, last = source
    if source == found.keys or part is None or last is None:
        return Oddity(found.keys, params, severity)
    own = {"part": part.concept, "part_value": figures.amounts[part], "part_before": figures.amounts[last]}
    return Oddity((*found.keys, part, last), params | own, severity, "part")


def _source(figures: Figures, now: StatementColumn, before: StatementColumn, line: str) -> str:
    """Return the line far down that most of a difference comes from; the line itself where no part is most of it."""

    def difference(each: str) -> Decimal:
        return (figures.amount(now, each) or Decimal(0)) - (figures.amount(before, each) or Decimal(0))

    met = {line}
    while parts := figures.parts.get(line, frozenset()) - met:
        largest_part = max(sorted(parts), key=lambda each: abs(difference(each)))
        if abs(difference(largest_part)) <= _MOST * abs(difference(line)):
            break
        line = largest_part
        met.add(line)
    return line


# the annual report explains differences with the budget
@rule("off_budget", Severity.INFO, "Richtlijn Jaarverslag Onderwijs")
def off_budget(figures: Figures) -> Iterator[Oddity]:
    """Say that a main line is more than 10 % off its budget, and by over 3 % of the income."""
    for statement in figures.statements:
        actual, budget = StatementColumn(statement, figures.year), StatementColumn(statement, figures.year, budget=True)
        income = figures.amount(actual, "Income") or Decimal(0)
        for key, other in figures.pairs(actual, budget):
            one, two = figures.amounts[key], figures.amounts[other]
            off = abs(one - two)
            if key.concept.local in (*INCOME, *EXPENSES) and off > _OFF_BUDGET * abs(two) and off > _SHARE * income > 0:
                yield Oddity((key, other), {"value": one, "budget": two, "difference": one - two})


@rule("opening", Severity.WARNING, _RJ)
def opening(figures: Figures) -> Iterator[Oddity]:
    """Say that last year's balance is not the one that last year's own report closed with."""
    return _against_previous(figures, instant=True)


@rule("comparative", Severity.INFO, _RJ)
def comparative(figures: Figures) -> Iterator[Oddity]:
    """Say that last year's income or expense in this report is not what last year's own report says."""
    return _against_previous(figures, instant=False)


def common(figures: Figures) -> Iterator[tuple[FactKey, Decimal]]:
    """Give each amount that last year's own report states too, with what it says there."""
    if figures.previous is None:
        return
    before = {_bare(key): amount for key, amount in figures.previous.amounts.items()}
    for key in figures.amounts:
        closed = before.get(_bare(key))
        if closed is not None:
            yield key, closed


def _against_previous(figures: Figures, *, instant: bool) -> Iterator[Oddity]:
    for key, closed in common(figures):
        amount = figures.amounts[key]
        if closed != amount and (key.period.start is None) == instant:
            yield Oddity((key,), {"value": amount, "closed": closed, "difference": amount - closed})


def _bare(key: FactKey) -> tuple[object, ...]:
    """Return a key without namespaces, which differ from one year's taxonomy to the next."""
    members = frozenset((item.axis.local, item.member.local) for item in key.dimensions)
    return key.concept.local, key.period, members, key.unit
