"""Last year's report in this year's template: its comparative figures, and what of it has no place."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from xbrl_pipeline.messages import Messages, amount, period_words
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Dimension, FactKey, FactValue, QName
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.template.layout import SheetPlan, Template
from xbrl_pipeline.template.tables import Members, Tables

Placed = dict[str, dict[Members, dict[str, FactValue]]]  # values of tables by sheet, members and column
_SHOWN: Final = 60
_ON_SCREEN: Final = 12  # lines that are named one by one on a terminal
_WRONG: Final = ("double", "foreign", "value")  # with last year's report itself


class Past(NamedTuple):
    """A fact of last year's report, as it stood there."""

    concept: QName
    key: FactKey | None
    value: FactValue | None
    text: str
    entity: str
    cells: tuple[CellRef, ...] = ()


@dataclass(frozen=True)
class Prefill:
    """What to fill in beforehand: facts, and rows of tables by sheet, members and column.

    ``remarks`` say all about it for the first sheet, ``told`` what fits on a screen. A ``whole`` report has nothing
    but what is given: no total is worked out that it does not have, and ``others`` are its facts that no statement
    shows. ``identifier`` and ``scheme`` say whose report it is. ``carried`` tells where each fact of last year's report
    went, ``left`` which did not and why.
    """

    values: Mapping[FactKey, FactValue] = field(default_factory=dict)
    rows: Mapping[str, Mapping[Members, Mapping[str, FactValue]]] = field(default_factory=dict)
    comparative: int = 0
    remarks: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    whole: bool = False
    others: Mapping[FactKey, FactValue] = field(default_factory=dict)
    identifier: str = ""
    scheme: str = ""
    carried: "tuple[tuple[Past, FactKey], ...]" = ()
    left: "tuple[Cause, ...]" = ()


class Cause(NamedTuple):
    """A fact that was left out, and the code of the reason."""

    past: Past
    reason: str


@dataclass
class _Placer:
    empty: Template
    model: TaxonomyModel
    profile: ReportProfile
    renamed: Mapping[str, str]
    values: dict[FactKey, FactValue] = field(default_factory=dict)
    rows: Placed = field(default_factory=dict)
    left: list[Cause] = field(default_factory=list)
    carried: list[tuple[Past, FactKey]] = field(default_factory=list)
    taken: int = 0
    comparative: int = 0
    kept: int = 0

    def __post_init__(self) -> None:
        self.slots = {slot.key for _, slot in self.empty.slots() if slot.key is not None}
        self.settled = {slot.key for _, slot in self.empty.slots() if slot.value is not None and slot.key is not None}
        self.tables = Tables(self.empty, self.model)
        self.last = self.empty.year.shifted(-1).end
        self.identity = {
            name.rpartition(":")[2]
            for name in (
                self.profile.identifier_concept,
                self.profile.bestuursnummer_concept,
                self.profile.name_concept,
            )
            if name
        }

    def place(self, past: Past) -> None:
        """Find the cell of a fact, or note why there is none."""
        concept = self.concept(past.concept)
        if concept is None or past.key is None:
            self.left.append(Cause(past, "dropped" if concept is None else "value"))
            return
        value = read_value(past, concept)
        if value is None:
            self.left.append(Cause(past, "value"))
        elif concept.name.local in self.identity and not past.key.dimensions:
            self._take(past, self._now(concept, past.key), value)
        elif self._lasts(concept, past.key):
            self._take(past, self._now(concept, past.key), value)
            self.kept += 1
            self._compare(past, concept, value)  # a number has a comparative cell too
        elif self._now(concept, past.key) in self.settled:
            self.left.append(Cause(past, "settled"))
        elif not self._compare(past, concept, value):
            self.left.append(Cause(past, self._why(past.key, concept)))

    def _lasts(self, concept: Concept, key: FactKey) -> bool:
        """Tell whether a fact says what is most probably the same this year: legal form, seat, who to ask."""
        lasting = any(fnmatchcase(concept.name.local, each) for each in self.profile.template.lasting_concepts)
        return lasting and key.period.end == self.last and self._now(concept, key) in self.slots

    def _why(self, key: FactKey, concept: Concept) -> str:
        if key.period.end != self.last:
            return "older"
        budget = self.profile.budget_member.rpartition(":")[2]
        if any(item.member.local == budget for item in key.dimensions):
            return "budget"
        return "place" if concept.kind in (Kind.MONETARY, Kind.NUMBER) else "text"

    def _compare(self, past: Past, concept: Concept, value: FactValue) -> bool:
        key = past.key
        dimensions = self._dimensions(key.dimensions) if key is not None else None
        if key is None or dimensions is None or key.period.end > self.last:
            return False
        found = FactKey(concept.name, key.period, dimensions, key.unit)
        if found in self.slots:
            self._take(past, found, value)
            self.comparative += 1
            return True
        return self._row(past, found, value)

    def _row(self, past: Past, key: FactKey, value: FactValue) -> bool:
        spot = self.tables.find(key)
        if spot is None:
            return False
        self.rows.setdefault(spot.sheet, {}).setdefault(spot.members, {})[spot.column] = value
        self.carried.append((past, key))
        self.taken += 1
        self.comparative += 1
        return True

    def _take(self, past: Past, key: FactKey, value: FactValue) -> None:
        self.values[key] = value
        self.carried.append((past, key))
        self.taken += 1

    def _now(self, concept: Concept, key: FactKey) -> FactKey:
        period = self.empty.year.period(instant=concept.instant)
        return FactKey(concept.name, period, key.dimensions, key.unit)

    def member(self, item: Dimension, lang: str) -> str:
        """Return a member in words."""
        found = None if item.typed else self._element(item.member)
        return item.member.local if found is None else self.model.members.get(found, {}).get(lang, found.local)

    def concept(self, name: QName) -> Concept | None:
        """Return what a concept of last year's taxonomy is now."""
        if name in self.model.concepts:
            return self.model.concepts[name]
        return self.model.find(self.renamed.get(name.local, name.local))

    def _dimensions(self, dimensions: Members) -> Members | None:
        found = [self._dimension(item) for item in dimensions]
        known = [item for item in found if item is not None]
        return tuple(sorted(known)) if len(known) == len(found) else None

    def _dimension(self, item: Dimension) -> Dimension | None:
        axis = self._element(item.axis)
        member = item.member if item.typed else self._element(item.member)
        return Dimension(axis, member) if axis is not None and member is not None else None

    def _element(self, name: QName) -> QName | None:
        if self.model.element(name) is not None:
            return name
        found = self.model.find_any(self.renamed.get(name.local, name.local))
        return None if found is None else found.name


def place(
    facts: Iterable[Past],
    empty: Template,
    model: TaxonomyModel,
    profile: ReportProfile,
    renamed: Mapping[str, str],
    *,
    texts: Messages,
    source: str,
    old_label: Callable[[QName], str],
) -> Prefill:
    """Give every fact of last year's report its cell.

    ``renamed`` is the publisher's list of new names, ``old_label`` gives the words for a line that is no more.
    """
    placer = _Placer(empty, model, profile, renamed)
    for past in leave_out_unsound([*facts], placer.left):
        placer.place(past)
    taken = [texts.text("template.prefill.taken", count=placer.taken, path=source)]
    if placer.kept:
        taken.append(texts.text("template.prefill.kept", count=placer.kept, year=str(placer.last.year)))
    listed = [_line(cause, placer, texts, old_label) for cause in sorted(_listed(placer), key=_listing_order)]
    counted = [*_counted(placer, texts)]
    head = [texts.text("template.prefill.left", count=len(listed))] if listed else []
    on_screen = shortened([*taken, *head], listed, counted, texts)
    remarks = (*taken, *head, *listed, *counted)
    given = Prefill(placer.values, placer.rows, placer.comparative, remarks, on_screen)
    return replace(given, carried=tuple(placer.carried), left=tuple(placer.left))


def _listed(placer: _Placer) -> Iterator[Cause]:
    """Give what somebody should look at one by one: figures of last year without a cell, and what is wrong."""
    for cause in placer.left:
        of_last_year = cause.past.key is None or cause.past.key.period.end == placer.last
        if cause.reason in _WRONG or (of_last_year and cause.reason in ("place", "dropped")):
            yield cause


def _listing_order(cause: Cause) -> tuple[bool, Decimal]:
    """Put what is wrong first, then the largest amounts."""
    value = cause.past.value
    return cause.reason not in _WRONG, -abs(value) if isinstance(value, Decimal) else Decimal(0)


def _counted(placer: _Placer, texts: Messages) -> Iterator[str]:
    """Tell in a sentence each what nobody expects in this year's report: older figures, budgets, texts of the year."""
    listed = {id(cause) for cause in _listed(placer)}
    rest = Counter("older" if cause.reason == "dropped" else cause.reason
                   for cause in placer.left if id(cause) not in listed)  # fmt: skip
    years = {"year": str(placer.last.year), "before": str(placer.last.year - 1), "now": str(placer.last.year + 1)}
    for reason in ("older", "budget", "text"):
        if rest[reason]:
            yield texts.text(f"template.prefill.counted.{reason}", count=rest[reason], **years)


def leave_out_unsound(facts: list[Past], left: list[Cause]) -> list[Past]:
    """Leave out what contradicts itself and what is about somebody else."""
    entities = Counter(past.entity for past in facts)
    own = entities.most_common(1)[0][0] if entities else ""
    values: dict[FactKey, set[str]] = {}
    for past in facts:
        if past.key is not None and past.entity == own:
            values.setdefault(past.key, set()).add(
                str(past.value.normalize() if isinstance(past.value, Decimal) else past.text)
            )
    kept: dict[object, Past] = {}
    for past in facts:
        if past.entity != own:
            left.append(Cause(past, "foreign"))
        elif past.key is not None and len(values[past.key]) > 1:
            left.append(Cause(past, "double"))
        else:
            kept.setdefault(past.key or id(past), past)
    return list(kept.values())


def read_value(past: Past, concept: Concept) -> FactValue | None:
    """Read what a fact says as its concept wants it."""
    if concept.kind in (Kind.MONETARY, Kind.NUMBER):
        return past.value if isinstance(past.value, Decimal) else None
    if concept.kind is Kind.DATE:
        try:
            return date.fromisoformat(past.text[:10])
        except ValueError:
            return None
    return past.text or None


def _line(cause: Cause, placer: _Placer, texts: Messages, old_label: Callable[[QName], str]) -> str:
    past = cause.past
    known = placer.concept(past.concept)
    members = [placer.member(item, texts.lang) for item in past.key.dimensions] if past.key is not None else []
    return told(cause, known.label(texts.lang) if known is not None else old_label(past.concept), members, texts)


def told(cause: Cause, line: str, members: Sequence[str], texts: Messages) -> str:
    """Write a fact that was left out in words: ``line`` with its members, period and value, and the reason."""
    past = cause.past
    text = amount(past.value, texts.lang) if isinstance(past.value, Decimal) else past.text
    value = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}\u2026"
    return texts.text(
        "template.prefill.item",
        line=line,
        period=period_words(past.key.period, members) if past.key is not None else "?",
        value=" ".join(value.split()),
        reason=texts.text(f"template.prefill.reason.{cause.reason}"),
    )


def shortened(head: Sequence[str], listed: Sequence[str], counted: Sequence[str], texts: Messages) -> tuple[str, ...]:
    """Return what fits on a screen of a list under its head, with what was counted after it."""
    more = [texts.text("template.prefill.more", count=len(listed) - _ON_SCREEN)] if len(listed) > _ON_SCREEN else []
    return (*head, *listed[:_ON_SCREEN], *more, *counted)


def with_rows(sheet: SheetPlan, given: Prefill, spare: int) -> SheetPlan:
    """Return a table with a row for each member that was given, and the same room to grow behind them."""
    found = given.rows.get(sheet.code, {})
    if not found:
        return sheet
    first = min(sheet.rows)
    model = {column: sheet.slots[first, column] for column in sheet.columns}
    rows = {first + number: sheet.rows[first] for number in range(len(found) + spare)}
    slots = {(row, column): model[column] for row in rows for column in sheet.columns}
    for row, (members, values) in zip(rows, found.items(), strict=False):
        for column, each in sheet.columns.items():
            value = _key_text(members, each.aspects.key) if each.aspects.key else values.get(each.code)
            slots[row, column] = replace(model[column], value=value)
    return replace(sheet, rows=rows, slots=slots)


def _key_text(members: Members, axis: QName) -> str | None:
    return next((item.member.local for item in members if item.axis == axis), None)
