"""A whole workbook: its tables read together, its general data, and what a person must be asked.

``recognise`` is one pass over hypotheses that are settled from the surest to the least sure: the tables by their
shape, the year, the columns, the rows of each table (exactly, see ``rows``), then what ties tables together: units,
scopes, drafts and copies. What a person said goes in as given facts, and everything else follows from it anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.recognise.asides import aside_of_sheet, aside_of_table, is_ledger
from xbrl_pipeline.mapping.recognise.board import Board, Pair, Told, find_board, pairs_in
from xbrl_pipeline.mapping.recognise.grid import Table, figure, find_tables
from xbrl_pipeline.mapping.recognise.heads import Scope, is_year
from xbrl_pipeline.mapping.recognise.identities import column_ids, row_ids, table_id
from xbrl_pipeline.mapping.recognise.judge import Judged, judge_rows
from xbrl_pipeline.mapping.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.mapping.recognise.lines import Line, Lines
from xbrl_pipeline.mapping.recognise.periods import Periods, is_segmented, read_periods
from xbrl_pipeline.mapping.recognise.readings import TableReading, find_signs, is_statement, read_rows
from xbrl_pipeline.mapping.recognise.rows import Context
from xbrl_pipeline.mapping.recognise.scales import say_scales, settle_scales
from xbrl_pipeline.mapping.recognise.scopes import find_rivals, say_scopes, settle_scopes
from xbrl_pipeline.mapping.trial_balance.recognise import (
    TrialProposal,
    is_trial_balance,
    recognise_trial_balance,
)
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells, Workbook

_LEAST_PAIRS: Final = 3


@dataclass(frozen=True)
class Wishes:
    """What a person said on the command line; empty where the workbook must say it."""

    verslagjaar: int | None = None
    bestuursnummer: str = ""
    kvk: str = ""
    naam: str = ""
    report: tuple[str, str] | None = None  # taxonomy and report


@dataclass(frozen=True)
class Block:
    """A table with what it is taken for, row by row. ``open`` is why all of it waits for an answer."""

    reading: TableReading
    rows: tuple[Judged, ...]
    id: str
    columns: Mapping[int, str]  # ids of the columns, by number
    open: tuple[str, ...] = ()  # topics: table, scope, scale

    @property
    def table(self) -> Table:
        """The table."""
        return self.reading.table

    @property
    def taken(self) -> bool:
        """Whether its lines go into the mapping."""
        return self.reading.used and not self.open


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

    blocks: tuple[Block, ...]
    general: tuple[General, ...]
    board: Board
    lexica: dict[Statement, Lexicon]
    year: int | None
    sheets_aside: tuple[tuple[str, str], ...] = ()  # sheets that hold nothing to report, and the reason
    scale_doubts: Mapping[int, tuple[str, tuple[int, ...]]] = field(default_factory=dict)  # by place of the block
    scope_doubts: Mapping[int, str] = field(default_factory=dict)
    table_doubts: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[SheetCells, ...] = ()  # sheets with figures of which nothing is known
    trials: tuple[TrialProposal, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing of it looks like the accounts of a school board."""
        return not (any(block.reading.named for block in self.blocks) or self.trials)


def recognise(
    book: Workbook, model: TaxonomyModel, profile: ReportProfile, wishes: Wishes, answers: Answers | None = None
) -> Recognition:
    """Find out what the cells of a workbook mean in a report."""
    return _Inference(book, make_lexica(model), profile, wishes, answers or Answers()).infer()


class _Inference:
    def __init__(
        self,
        book: Workbook,
        lexica: dict[Statement, Lexicon],
        profile: ReportProfile,
        wishes: Wishes,
        answers: Answers,
    ) -> None:
        self.book, self.lexica, self.profile, self.wishes, self.answers = book, lexica, profile, wishes, answers
        self.lines = Lines(lexica)
        self.sheets_aside: dict[str, str] = {}

    def infer(self) -> Recognition:
        trial_sheets = [sheet for sheet in self.book.sheets if is_trial_balance(sheet)]
        sheets = [sheet for sheet in self.book.sheets if sheet not in trial_sheets and sheet.cells]
        tables = [table for sheet in sheets if self._is_read(sheet) for table in find_tables(sheet)]
        general_lexicon = self.lexica.get("general")
        pairs = {sheet.name: list(pairs_in(sheet, general_lexicon)) if general_lexicon else [] for sheet in sheets}
        board = self._board(tables, [pair for found in pairs.values() for pair in found])
        year = int(board.year.value) if board.year else None
        trials = tuple(
            trial
            for sheet in trial_sheets
            if (trial := recognise_trial_balance(sheet, self.lexica, year=year, answers=self.answers)) is not None
        )
        readings, ids = self._read(tables, year) if year is not None else ([], [])
        recognition = self._settle(readings, ids, board, year)
        general = tuple(
            found for sheet in sheets if (found := _general(sheet, pairs[sheet.name], recognition.blocks)) is not None
        )
        recognition = replace(recognition, trials=trials)
        return replace(recognition, general=general, **self._rest(recognition, general))  # type: ignore[arg-type]

    def _is_read(self, sheet: SheetCells) -> bool:
        why = aside_of_sheet(sheet)
        if why:
            self.sheets_aside[sheet.name] = why
        return not why

    def _board(self, tables: Sequence[Table], pairs: list[Pair]) -> Board:
        profile, wishes = self.profile, self.wishes
        names = {
            "number": profile.bestuursnummer_concept,
            "kvk": profile.identifier_concept,
            "name": profile.name_concept,
        }
        keys = {name: concept.rpartition(":")[2] for name, concept in names.items()}
        end = profile.period_end_concept.rpartition(":")[2]
        found = find_board(self.book, tables, pairs, end, keys)
        said = self.answers.to
        year = str(wishes.verslagjaar or "") or said("year")
        number = wishes.bestuursnummer or said("entity:bestuursnummer")
        kvk = wishes.kvk or said("entity:kvk")
        name = wishes.naam or said("entity:naam")
        return replace(
            found,
            year=Told(year) if year else found.year,
            number=Told(number) if number else found.number,
            kvk=Told(kvk) if kvk else found.kvk,
            name=Told(name) if name else found.name,
        )

    # tables one by one

    def _read(self, tables: Sequence[Table], year: int) -> tuple[list[TableReading], list[str]]:
        readings: list[TableReading] = []
        ids: list[str] = []
        before: Statement | None = None
        for place, table in enumerate(tables):
            own = table_id(table, tables[:place])
            reading = self._read_table(table, own, year, before)
            readings.append(reading)
            ids.append(own)
            statements = [decision.line[0] for decision in reading.decisions if decision.line is not None]
            before = Counter(statements).most_common(1)[0][0] if statements and not reading.aside else before
        return readings, ids

    def _read_table(self, table: Table, own: str, year: int, before: Statement | None) -> TableReading:
        columns = column_ids(read_periods(table, year).columns, own)
        given = {number: said for number, name in columns.items() if (said := self.answers.to(name)) is not None}
        periods = read_periods(table, year, given)
        if is_ledger(table):
            return TableReading(table, periods, [], _no_groups(), aside="ledger")
        reading = read_rows(table, periods, self.lines, self._context(table, own, before, slack=0))
        rounded = read_rows(table, periods, self.lines, self._context(table, own, before, slack=1))
        if len(rounded.groups.total_of) > len(reading.groups.total_of):
            reading = rounded
        reading.aside = aside_of_table(reading)
        if self.answers.to(f"table:{own}") == "ignore":
            reading.aside = "person"
        return reading

    def _context(self, table: Table, own: str, before: Statement | None, slack: int) -> Context:
        title = table.titles[-1] if table.titles else ""
        given: dict[int, Line | None] = {}
        for place, name in row_ids(table.rows, own, title).items():
            said = self.answers.to(name)
            if said is not None:
                given[place] = None if said == "ignore" else self._line(said)
        return Context(table.titles, table.sheet.name, before, slack, given=given)

    def _line(self, key: str) -> Line:
        for statement, lexicon in self.lines.lexica.items():
            if key in lexicon.entries:
                return statement, key
        return "balance", key

    # tables together

    def _settle(self, readings: list[TableReading], ids: list[str], board: Board, year: int | None) -> Recognition:
        say_scales(self.book, readings)
        say_scopes(readings)
        self._segments(readings)
        kept = [place for place, reading in enumerate(readings) if reading.used and is_statement(reading)]
        live = [readings[place] for place in kept]
        scales = self._given(kept, ids, readings, "scale", {"1": 1, "1000": 1000, "1000000": 1_000_000})
        scale_doubts = settle_scales(live, scales)
        scopes: Mapping[int, Scope] = self._given(
            kept, ids, readings, "scope", {"separate": "separate", "consolidated": "consolidated"}
        )
        scope_doubts = settle_scopes(live, scopes)
        chosen = {place for place, at in enumerate(kept) if self.answers.to(f"table:{ids[at]}") == "use"}
        table_doubts = find_rivals(live, chosen)
        for reading in live:
            find_signs(reading, self.lines, 1 if (reading.scale or 1) > 1 else 2)
        blocks = []
        for place, reading in enumerate(readings):
            at = kept.index(place) if place in kept else None
            doubts = {"table": table_doubts, "scope": scope_doubts, "scale": scale_doubts}
            why = tuple(name for name, found in doubts.items() if at is not None and at in found)
            blocks.append(self._block(reading, ids[place], why))
        moved = {place: kept[place] for place in range(len(kept))}
        return Recognition(
            tuple(blocks),
            (),
            board,
            self.lexica,
            year,
            scale_doubts={moved[place]: found for place, found in scale_doubts.items()},
            scope_doubts={moved[place]: why for place, why in scope_doubts.items()},
            table_doubts={moved[place]: why for place, why in table_doubts.items()},
        )

    def _given(
        self,
        kept: Sequence[int],
        ids: Sequence[str],
        readings: Sequence[TableReading],
        topic: str,
        values: Mapping[str, object],
    ) -> dict:  # type: ignore[type-arg]
        """Return what a person said of tables, by place among those that are kept: of one, or of its whole sheet."""
        found = {}
        for place, at in enumerate(kept):
            said = self.answers.to(f"{topic}:{ids[at]}") or self.answers.to(f"{topic}:*")
            if said in values:
                found[place] = values[said]
        return found

    def _segments(self, live: Sequence[TableReading]) -> None:
        for reading in live:
            if not reading.aside and not reading.periods.reported and is_segmented(reading.periods, reading.table.rows):
                reading.aside = "segment"

    def _block(self, reading: TableReading, own: str, why: tuple[str, ...]) -> Block:
        title = reading.table.titles[-1] if reading.table.titles else ""
        names = row_ids(reading.table.rows, own, title)
        said = {place: answer for place, name in names.items() if (answer := self.answers.to(name)) is not None}
        rows = tuple(judge_rows(reading, self.lines, said, names)) if reading.used else ()
        return Block(reading, rows, own, column_ids(reading.periods.columns, own), why)

    # what is left

    def _rest(self, recognition: Recognition, general: Sequence[General]) -> dict[str, object]:
        used = {block.table.sheet.name for block in recognition.blocks if block.reading.named or block.reading.aside}
        used |= {each.sheet.name for each in general} | set(self.sheets_aside)
        aside = dict(self.sheets_aside)
        unknown = []
        for sheet in self.book.sheets:
            if sheet.name in used or not sheet.cells or sheet.name in {trial.sheet for trial in recognition.trials}:
                continue
            if _has_figures(sheet):
                unknown.append(sheet)
            else:
                aside[sheet.name] = "no_figures"
        return {"sheets_aside": tuple(aside.items()), "unknown": tuple(unknown)}


def _no_groups():  # noqa: ANN202
    from xbrl_pipeline.mapping.recognise.structure import Groups

    return Groups()


def _general(sheet: SheetCells, pairs: list[Pair], blocks: Iterable[Block]) -> General | None:
    taken = {
        (row.index, column)
        for block in blocks
        if block.table.sheet is sheet and block.reading.named
        for row in block.table.rows
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
    return any(figure(cell)[0] and not is_year(cell) for cell in sheet.cells)


def amount_of(block: Block, judged: Judged) -> Decimal:
    """Return the largest figure of a row in euros, as far as its unit is known."""
    values = [abs(value) for value in judged.row.values.values() if value is not None]
    return max(values, default=Decimal(0)) * (block.reading.scale or 1)


__all__ = ["Block", "General", "Periods", "Recognition", "Wishes", "amount_of", "recognise"]
