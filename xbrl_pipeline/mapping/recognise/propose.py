"""A whole workbook: its blocks with columns and rows, its general data, and what stays open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.recognise.blocks import Block, narrowed, split_statements
from xbrl_pipeline.mapping.recognise.board import Board, Pair, Told, find_board, pairs_in
from xbrl_pipeline.mapping.recognise.columns import StatementKind
from xbrl_pipeline.mapping.recognise.crosscheck import swapped
from xbrl_pipeline.mapping.recognise.findings import Finding
from xbrl_pipeline.mapping.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.mapping.recognise.match import candidates
from xbrl_pipeline.mapping.recognise.meanings import Meaning, Scale, kinds_of, meanings, scale_of
from xbrl_pipeline.mapping.recognise.resolve import resolve
from xbrl_pipeline.mapping.recognise.tables import Row, figure, find_tables, sense_of_number
from xbrl_pipeline.mapping.trial_balance.recognise import TrialProposal, recognise_trial_balance
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells, Workbook

_LEAST_PAIRS: Final = 3
_GROUP_ONLY: Final = frozenset({"NoncontrollingInterest", "EquityGroup", "ResultAttributableNoncontrollingInterest"})


@dataclass(frozen=True)
class Wishes:
    """What a person said on the command line; empty where the workbook must say it."""

    verslagjaar: int | None = None
    bestuursnummer: str = ""
    kvk: str = ""
    naam: str = ""
    report: tuple[str, str] | None = None  # taxonomy and report


@dataclass(frozen=True)
class Seen:
    """A block of a sheet and what was made of it. ``trouble`` is why nothing of it is taken over."""

    block: Block
    kind: StatementKind
    kind_reason: str
    scale: Scale
    columns: tuple[Meaning, ...]
    rows: tuple[Finding, ...]
    trouble: str = ""


@dataclass(frozen=True)
class General:
    """Rows with general data of one sheet: words in one column, what they say in another."""

    sheet: SheetCells
    label: int
    value: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Recognition:
    """What a workbook was found to hold."""

    seen: tuple[Seen, ...]
    general: tuple[General, ...]
    board: Board
    lexica: dict[Statement, Lexicon]
    unknown: tuple[SheetCells, ...]  # sheets with figures of which nothing was recognised
    wordy: tuple[SheetCells, ...]  # sheets without figures
    blocks: int = 0  # stretches that look like a statement, also when the year is not known
    ignored: tuple[tuple[str, str], ...] = ()  # sheets that a person leaves out, and why
    trials: tuple[TrialProposal, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing of it looks like the accounts of a school board."""
        return not (self.blocks or self.trials)


def recognise(book: Workbook, model: TaxonomyModel, profile: ReportProfile, wishes: Wishes) -> Recognition:
    """Find out what the cells of a workbook mean in a report."""
    lexica = make_lexica(model)
    sheets = [sheet for sheet in book.sheets if not (sheet.hidden or _is_trial(sheet))]
    blocks = [block for sheet in sheets for block in _blocks(sheet, lexica)]
    pairs = {sheet.name: list(pairs_in(sheet, lexica["general"])) for sheet in sheets if "general" in lexica}
    board = _board(book, blocks, [pair for found in pairs.values() for pair in found], profile, wishes)
    year = int(board.year.value) if board.year else None
    seen = [] if year is None else [_see(block, lexica, year) for block in blocks]
    general = [found for sheet in sheets if (found := _general(sheet, pairs.get(sheet.name, []), blocks)) is not None]
    seen = swapped(_with_kinds(seen))
    trials = [trial for sheet in book.sheets if _is_trial(sheet) and (trial := recognise_trial_balance(sheet, year))]
    placed = {trial.sheet for trial in trials if trial.complete}
    used = {item.block.table.sheet.name for item in seen} | {item.sheet.name for item in general} | placed
    rest = [sheet for sheet in book.sheets if sheet.name not in used and sheet.cells]
    return Recognition(
        tuple(seen),
        tuple(general),
        board,
        lexica,
        tuple(sheet for sheet in rest if _has_figures(sheet)),
        tuple(sheet for sheet in rest if not _has_figures(sheet)),
        len(blocks),
        trials=tuple(trials),
    )


def _is_trial(sheet: SheetCells) -> bool:
    """Tell whether a sheet is a trial balance beyond doubt: the debit of a year in it equals the credit."""
    found = None if sheet.hidden else recognise_trial_balance(sheet)
    return found is not None and bool(found.proven)


def _blocks(sheet: SheetCells, lexica: dict[Statement, Lexicon]) -> list[Block]:
    def is_line(text: str) -> bool:
        row = Row(0, "", text, (text,), {})
        return any(candidates(row, lexicon) for name, lexicon in lexica.items() if name != "general")

    return [block for table in find_tables(sheet, is_line) for block in split_statements(table, lexica)]


def _board(book: Workbook, blocks: Sequence[Block], pairs: list[Pair], profile: ReportProfile, wishes: Wishes) -> Board:
    names = {"number": profile.bestuursnummer_concept, "kvk": profile.identifier_concept, "name": profile.name_concept}
    keys = {name: concept.rpartition(":")[2] for name, concept in names.items()}
    found = find_board(book, blocks, pairs, profile.period_end_concept.rpartition(":")[2], keys)
    return replace(
        found,
        year=Told(str(wishes.verslagjaar)) if wishes.verslagjaar else found.year,
        number=Told(wishes.bestuursnummer) if wishes.bestuursnummer else found.number,
        kvk=Told(wishes.kvk) if wishes.kvk else found.kvk,
        name=Told(wishes.naam) if wishes.naam else found.name,
    )


def _see(block: Block, lexica: dict[Statement, Lexicon], year: int) -> Seen:
    columns = tuple(meanings(block, year))
    scale = scale_of(block)
    taken = [each.column.number for each in columns if each.means in ("current", "previous", "budget")]
    lexicon = lexica[block.statement]
    rows = resolve(narrowed(block, taken).rows, lexicon, taken, 0 if scale == 1 else 1)
    trouble = "scale_twice" if scale is None else ("" if taken else "no_columns")
    kinds = kinds_of(block)
    kind: StatementKind = "consolidated" if kinds == {"consolidated"} else "separate"
    reason = {0: "unsaid", 1: "said"}.get(len(kinds), "both")
    if reason == "both" and all(each.statement for each in columns if each.column.number in taken):
        reason = "said"
    return Seen(block, kind, reason, scale or 1, columns, tuple(rows), trouble)


def _with_kinds(seen: list[Seen]) -> list[Seen]:
    """Settle which blocks are separate and which consolidated where their words do not say it."""
    unsaid = [item for item in seen if _is_unsaid(item)]
    group = any(_has_group_lines(item) for item in unsaid)
    torn = any(_clashes(one, other) for one in unsaid for other in _rivals(one, unsaid))
    return [_with_kind(item, seen, group=group, torn=torn) for item in seen]


def _is_unsaid(item: Seen) -> bool:
    return item.kind_reason == "unsaid" and not any(each.statement for each in item.columns)


def _has_group_lines(item: Seen) -> bool:
    return any(row.key in _GROUP_ONLY and any(row.row.values.values()) for row in item.rows)


def _rivals(item: Seen, others: Sequence[Seen]) -> list[Seen]:
    """Return the blocks that give the same statement for the same years."""
    same = [other for other in others if other is not item and other.block.statement == item.block.statement]
    return [other for other in same if _same_columns(item, other)]


def _with_kind(item: Seen, seen: Sequence[Seen], *, group: bool, torn: bool) -> Seen:
    """Leave open what could be either: an unsaid block is separate only where nothing speaks of a group.

    ``group``: lines that only a group has stand in a block that does not say so. ``torn``: two unsaid blocks differ.
    """
    trouble = ""
    if item.kind_reason == "both":
        trouble = "kind_both"
    elif _is_unsaid(item):
        trouble = _unsaid_trouble(item, seen, group=group, torn=torn)
    elif item.kind == "separate" and _has_group_lines(item) and not any(each.statement for each in item.columns):
        trouble = "kind_group_lines"
    return replace(item, trouble=item.trouble or trouble)


def _unsaid_trouble(item: Seen, seen: Sequence[Seen], *, group: bool, torn: bool) -> str:
    if group:
        return "kind_group_lines"
    if torn and any(figures_of(item).keys() & figures_of(other).keys() for other in _rivals(item, seen)):
        return "kind_unsaid"
    said = [other for other in seen if other.kind == "consolidated" or any(c.statement for c in other.columns)]
    rivals = _rivals(item, seen)
    if said and not any(other in said for other in rivals):
        return "kind_unsaid"
    return "kind_unsaid" if any(other.kind_reason == "said" and other.kind == "separate" for other in rivals) else ""


def _same_columns(one: Seen, other: Seen) -> bool:
    mine = {each.means for each in one.columns if each.means in ("current", "previous", "budget")}
    return any(each.means in mine for each in other.columns)


def _clashes(one: Seen, other: Seen) -> bool:
    """Tell whether two blocks give the same line different figures: then they are not the same accounts."""
    mine, theirs = figures_of(one), figures_of(other)
    return any(mine[key] != theirs[key] for key in mine.keys() & theirs.keys())


def figures_of(item: Seen) -> dict[tuple[str, str], Decimal]:
    """Return the figures of a block in euros, in the sign of the report, by line and meaning of the column."""
    columns = {
        each.column.number: each.means for each in item.columns if each.means in ("current", "previous", "budget")
    }
    found: dict[tuple[str, str], Decimal] = {}
    for row in item.rows:
        for number, value in row.row.values.items():
            if row.key and not row.open and value is not None and number in columns:
                found[row.key, str(columns[number])] = value * item.scale * (-1 if row.reversed else 1)
    return found


def _general(sheet: SheetCells, pairs: list[Pair], blocks: Iterable[Block]) -> General | None:
    taken = {
        (row.index, column)
        for block in blocks
        if block.table.sheet is sheet
        for row in block.rows
        for column in (*block.table.labels, *(each.number for each in block.table.columns))
    }
    free = [pair for pair in pairs if (pair.label.ref.row, pair.label.ref.column) not in taken]
    if len({pair.key for pair in free}) < _LEAST_PAIRS:
        return None
    places = Counter((pair.label.ref.column, pair.value.ref.column) for pair in free)
    (label, value), _ = places.most_common(1)[0]
    mine = [pair for pair in free if (pair.label.ref.column, pair.value.ref.column) == (label, value)]
    return General(sheet, label, value, tuple(_agreeing(mine)))


def _agreeing(pairs: list[Pair]) -> list[Pair]:
    """Leave out what is said twice in different ways."""
    values: dict[str, set[str]] = {}
    for pair in pairs:
        values.setdefault(pair.key, set()).add(pair.value.shown)
    return [pair for pair in pairs if len(values[pair.key]) == 1]


def _has_figures(sheet: SheetCells) -> bool:
    return any(figure(cell)[0] and sense_of_number(cell) is None for cell in sheet.cells)
