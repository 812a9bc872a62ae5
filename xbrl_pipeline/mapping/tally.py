"""What became of every cell, written down while the sheets are walked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from xbrl_pipeline.mapping.plan import Target
from xbrl_pipeline.mapping.words import Pen, Remark, RemarkSubject
from xbrl_pipeline.messages import day
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import FactValue, LostFact
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate, Ledger, LedgerEntry
from xbrl_pipeline.workbook.cells import Cell, Workbook


@dataclass(frozen=True, slots=True)
class CandidateValue:
    """A value that a cell gives to a fact; other cells may give the same fact."""

    target: Target
    cell: Cell
    value: FactValue
    more: tuple[Cell, ...] = ()  # the other cells that were added up

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Every cell that took part."""
        return tuple(cell.ref for cell in (self.cell, *self.more))


@dataclass
class Tally:
    """Collects entries, candidates, lost facts and findings; a cell is entered exactly once."""

    pen: Pen
    book: Workbook
    entries: dict[CellRef, LedgerEntry] = field(default_factory=dict)
    candidates: list[CandidateValue] = field(default_factory=list)
    targets: list[tuple[Target, Cell]] = field(default_factory=list)  # every cell that stands at the place of a fact
    lost: list[LostFact] = field(default_factory=list)
    empty: list[LostFact] = field(default_factory=list)  # facts that empty cells could have given
    findings: list[Finding] = field(default_factory=list)
    identifier: str = ""  # of the entity, where a template asks for it apart from the facts
    scheme: str = ""
    asked: CellRef | None = None  # where a template asks for the identifier

    def __post_init__(self) -> None:
        self._sheets = {sheet.name: sheet for sheet in self.book.sheets}

    def note(self, remark: Remark, *cells: CellRef, about: Target | None = None) -> Finding:
        """Write down a finding."""
        finding = self.pen.write(remark, *cells, about=self.subject(about))
        self.findings.append(finding)
        return finding

    def subject(self, target: Target | None) -> RemarkSubject:
        """Return a target in words."""
        if target is None:
            return RemarkSubject()
        return RemarkSubject(target.title, self._period(target))

    def skip(self, cell: Cell, fate: Fate, reason: str | None = None) -> None:
        """Leave a cell out, for a reason of the mapping's or the one that goes with its fate."""
        self._enter(cell, fate, reason if reason is not None else self.pen.messages.text(f"ledger.{fate.value}"))

    def skip_line(self, cell: Cell, reason: str) -> None:
        """Leave a cell out because the mapping leaves its line out; a sum that holds is named as such."""
        found = self.book.sums.get(cell.ref)
        if found is None or not found.holds:
            self.skip(cell, Fate.IGNORED, reason)
        else:
            words = self.pen.messages.text("ledger.subtotal", formula=found.formula, reason=reason)
            self.skip(cell, Fate.SUBTOTAL, words)

    def reject(self, cell: Cell, finding: Finding, target: Target | None = None) -> None:
        """Refuse a cell, and the fact that it should have given."""
        self._enter(cell, Fate.REJECTED, finding.message)
        if target is not None:
            self.lost.append(LostFact(target.key, cell.ref))

    def take(self, candidate: CandidateValue) -> None:
        """Let a cell give a fact."""
        self.add(candidate, (candidate.cell,))

    def add(self, candidate: CandidateValue, own: Iterable[Cell]) -> None:
        """Let several cells give a fact together; only ``own`` are entered, the others belong to other facts too."""
        for cell in own:
            self._enter(cell, Fate.FACT, "", candidate.target)
        self.candidates.append(candidate)

    def withdraw(self, candidate: CandidateValue, finding: Finding) -> None:
        """Refuse after all what a cell gave."""
        concept = candidate.target.concept.name.local
        for entry in (self.entries[cell] for cell in candidate.cells):
            if (entry.fate, entry.concept) == (Fate.FACT, concept):
                self.entries[entry.cell] = replace(
                    entry, fate=Fate.REJECTED, reason=finding.message, concept=None, label=""
                )
        self.lost.append(LostFact(candidate.target.key, candidate.cell.ref, candidate.value))

    def absorb(self, other: "Tally", place: Callable[[CellRef], CellRef]) -> None:
        """Take over what became of the cells of a rearranged sheet; ``place`` says where each of them stands.

        The findings of ``other`` name its cells as they stand already.
        """

        def moved(cell: Cell) -> Cell:
            return replace(cell, ref=place(cell.ref))

        for ref, entry in other.entries.items():
            self.entries[place(ref)] = replace(entry, cell=place(ref), hidden=self._hidden(place(ref)))
        self.candidates += [
            replace(each, cell=moved(each.cell), more=tuple(map(moved, each.more))) for each in other.candidates
        ]
        self.targets += [(target, moved(cell)) for target, cell in other.targets]
        self.lost += [replace(lost, cell=place(lost.cell)) for lost in other.lost]
        self.empty += [replace(empty, cell=place(empty.cell)) for empty in other.empty]
        self.findings += other.findings

    def ledger(self) -> Ledger:
        """Return the entries in reading order, sheet by sheet as they were walked."""
        order = {name: place for place, name in enumerate(dict.fromkeys(ref.sheet for ref in self.entries))}
        refs = sorted(self.entries, key=lambda ref: (order[ref.sheet], ref))
        return Ledger(tuple(self.entries[ref] for ref in refs))

    def _enter(self, cell: Cell, fate: Fate, reason: str, target: Target | None = None) -> None:
        if cell.ref in self.entries:
            raise ValueError(str(cell.ref))
        entry = LedgerEntry(cell.ref, cell.shown, fate, reason, hidden=self._hidden(cell.ref))
        if target is not None:
            concept = target.concept
            entry = replace(entry, concept=concept.name.local, label=target.title, words=not concept.numeric)
        self.entries[cell.ref] = entry

    def cell(self, ref: CellRef) -> Cell | None:
        """Return the cell at a place."""
        return self._sheets[ref.sheet].at(ref.row, ref.column)

    def matters(self, ref: CellRef) -> bool:
        """Tell whether a cell gave a fact, or should have."""
        entry = self.entries.get(ref)
        return entry is not None and entry.fate in (Fate.FACT, Fate.REJECTED)

    def _hidden(self, ref: CellRef) -> bool:
        return self._sheets[ref.sheet].hides(ref)

    def _period(self, target: Target) -> str:
        period = target.key.period
        words = day(period.end) if period.start is None else str(period.end.year)
        return self.pen.messages.text("mapping.period.budget", period=words) if target.budget else words
