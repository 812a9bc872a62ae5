"""A whole workbook: its tables read together, its general data, and what a person must be asked.

``recognise`` is one pass over hypotheses that are settled from the surest to the least sure: the tables by their
shape, the year, the columns, the rows of each table (exactly, see ``rows``), then what ties tables together: units,
scopes, drafts and copies. What a person said goes in as given facts, and everything else follows from it anew.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages import messages as catalogue
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.amounts import (
    amounts_index,
    completing,
    known_amounts,
    missing_parts,
    same_amounts,
)
from xbrl_pipeline.recognise.asides import aside_of_sheet, aside_of_table, is_ledger
from xbrl_pipeline.recognise.asking import with_questions
from xbrl_pipeline.recognise.barred import find_barred
from xbrl_pipeline.recognise.board import BoardClaims, Pair, WorkbookClaim, cells_of, find_board, likely_year, pairs_in
from xbrl_pipeline.recognise.clashes import settle_clashes
from xbrl_pipeline.recognise.details import put_details_aside
from xbrl_pipeline.recognise.facing import Sight, choose_facing, see
from xbrl_pipeline.recognise.grid import find_tables
from xbrl_pipeline.recognise.heads import Scope
from xbrl_pipeline.recognise.identities import column_ids, rivals_id, row_ids, sign_id, table_id
from xbrl_pipeline.recognise.judge import judge_rows
from xbrl_pipeline.recognise.legends import read_legend
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.lists import find_list
from xbrl_pipeline.recognise.offers import EACH, IGNORE, REST, USE
from xbrl_pipeline.recognise.options import Context
from xbrl_pipeline.recognise.pairs import find_general, has_figures, is_scaled, without_doubtful
from xbrl_pipeline.recognise.periods import Periods, find_total_column, read_periods, with_total_column
from xbrl_pipeline.recognise.readings import (
    TableReading,
    align_signs,
    find_signs,
    has_moments,
    is_statement,
    is_undecided,
    numbers_mean,
    read_rounded,
    read_rows,
)
from xbrl_pipeline.recognise.recognition import Block, GeneralRows, Recognition, UserChoices
from xbrl_pipeline.recognise.scales import claimed_scale, say_scales, settle_scales
from xbrl_pipeline.recognise.scopes import find_rivals, say_scopes, settle_scopes
from xbrl_pipeline.recognise.structure import Groups
from xbrl_pipeline.recognise.sums import settle_sums
from xbrl_pipeline.recognise.table import Table
from xbrl_pipeline.recognise.thousands import read_thousands
from xbrl_pipeline.recognise.trial_balance.recognise import find_trial_books, lists_accounts, recognise_trial_book
from xbrl_pipeline.recognise.trial_balance.year import find_year
from xbrl_pipeline.recognise.years import settle_years
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells, Workbook

_LEAST_REPEATED: Final = 3
_LEAST_NOTES: Final = 3
_TELLING: Final = 20  # amounts below that are the same by chance
_SCOPES: Final[dict[str | None, Scope]] = {"separate": "separate", "consolidated": "consolidated"}


def recognise(
    book: Workbook,
    model: TaxonomyModel,
    profile: ReportProfile,
    wishes: UserChoices,
    answers: Answers | None = None,
    *,
    messages: Messages | None = None,
) -> Recognition:
    """Find out what the cells of a workbook mean in a report; questions are worded in the language of ``messages``."""
    return Inference(book, model, profile, wishes, answers or Answers()).infer(messages or catalogue("nl"))


@dataclass(frozen=True, slots=True)
class _FirstLook:
    """What a first look shows: whose accounts, and which sheets are read as what."""

    trial_books: tuple[tuple[SheetCells, ...], ...]
    sheets: list[SheetCells]
    clear: frozenset[str]
    sights: list[Sight]
    pairs: dict[str, list[Pair]]
    board: BoardClaims


class Inference:
    """What the cells of one workbook mean in one report; its year is known before any amount is read."""

    def __init__(
        self, book: Workbook, model: TaxonomyModel, profile: ReportProfile, wishes: UserChoices, answers: Answers
    ) -> None:
        self.book, self.model, self.profile, self.wishes, self.answers = book, model, profile, wishes, answers
        self.lexica = make_lexica(model)
        self.lines = Lines(self.lexica)
        self.sheets_aside: dict[str, str] = {}
        self.told: set[CellRef] = set()  # who and which year it is about: no amounts
        self.sums: dict[str, dict[int, Groups]] = {}  # of each table, by slack

    @cached_property
    def year(self) -> int | None:
        """The reporting year, None where nothing says it."""
        told = self._first_look.board.year
        return int(told.value) if told else None

    def infer(self, messages: Messages) -> Recognition:
        """Return what every cell means, and what has to be asked."""
        found = self._infer(self._first_look)
        return with_questions(replace(found, barred=find_barred(found, self.model, self.profile)), messages)

    @cached_property
    def _first_look(self) -> _FirstLook:
        self.book = self._without_lists()
        trial_books = find_trial_books(self.book.sheets, self.lexica)
        trial_sheets = [sheet for sheets in trial_books for sheet in sheets]
        sheets = [sheet for sheet in self.book.sheets if sheet not in trial_sheets and sheet.cells]
        # a list of accounts that do not tie is no statement: what it holds is asked, not read as lines
        untied = [sheet for sheet in sheets if lists_accounts(sheet) and not _specifies(sheet)]
        read = [sheet for sheet in sheets if sheet not in untied and self._is_read(sheet)]
        legend = read_legend(self.book.sheets)
        clear = {sheet.name: found for sheet in read if (found := read_thousands(sheet)) is not None}
        sights = [see(clear.get(sheet.name, sheet), legend) for sheet in read]
        general_lexicon = self.lexica.get("general")
        pairs = {sheet.name: self._pairs(sheet, general_lexicon) for sheet in sheets}
        said = [pair for each in pairs.values() for pair in each]
        board = self._board([table for sight in sights for table in sight.upright], said)
        if board.year is None:
            board = self._board([table for sight in sights for table in (*sight.upright, *sight.turned)], said)
        if board.year is None and (told := find_year(trial_sheets)) is not None:
            board = replace(board, year=told, doubts=tuple(each for each in board.doubts if each[0] != "verslagjaar"))
        self.told = {pair.value.ref for found in pairs.values() for pair in found} | cells_of(board)
        return _FirstLook(trial_books, sheets, frozenset(clear), sights, pairs, board)

    def _infer(self, looked: _FirstLook) -> Recognition:
        pairs, board, year = looked.pairs, looked.board, self.year
        trials = tuple(
            trial
            for sheets in looked.trial_books
            for trial in recognise_trial_book(sheets, self.lexica, year=year, answers=self.answers)
        )
        stated = set(self.lexica) - {"general"}  # a report without statements has no lines for the rows of tables
        guess = year or likely_year(board) if stated else None
        tables = [table for each in looked.sights for table in choose_facing(each, self._alone(guess), self.answers.to)]
        self.sums.clear()
        readings, ids = self._read(tables, guess) if guess is not None else ([], [])
        recognition = self._settle(readings, ids, board, year)
        general = tuple(
            data
            for sheet in looked.sheets
            if (data := find_general(sheet, pairs[sheet.name], recognition.blocks)) is not None
        )
        apart = frozenset(name for name, said in self.answers.said.items() if said == EACH)
        general_lexicon = self.lexica.get("general")
        asked = general_lexicon.asked if general_lexicon else frozenset()
        answered = any(pair.key in asked for each in general for pair in each.pairs)
        recognition = replace(
            recognition, trials=trials, apart=apart, answers_questions=answered, thousands=looked.clear
        )
        return replace(recognition, general=general, **self._rest(recognition, general))  # type: ignore[arg-type]

    def _pairs(self, sheet: SheetCells, lexicon: Lexicon | None) -> list[Pair]:
        if lexicon is None or not lexicon.asked:
            return list(pairs_in(sheet, lexicon)) if lexicon is not None else []
        return without_doubtful(sheet, pairs_in(sheet, lexicon), lexicon, scaled=is_scaled(self.book))

    def _without_lists(self) -> Workbook:
        """Set sheets aside that are one long list; what stands above it may still say whose accounts these are."""
        kept = []
        for sheet in self.book.sheets:
            wanted = self.answers.to(f"table:sheet|{sheet.name}") == USE
            found = None if wanted else find_list(sheet, self.lines)
            if found is not None:
                self.sheets_aside[sheet.name] = aside_of_sheet(sheet) or found.kind
            kept.append(sheet if found is None else found.above)
        return replace(self.book, sheets=tuple(kept))

    def _is_read(self, sheet: SheetCells) -> bool:
        why = aside_of_sheet(sheet)
        if why and self.answers.to(f"table:sheet|{sheet.name}") != USE:
            self.sheets_aside[sheet.name] = why
        return sheet.name not in self.sheets_aside

    def _board(self, tables: Sequence[Table], pairs: list[Pair]) -> BoardClaims:
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
            year=WorkbookClaim(year) if year else found.year,
            number=WorkbookClaim(number) if number else found.number,
            kvk=WorkbookClaim(kvk) if kvk else found.kvk,
            name=WorkbookClaim(name) if name else found.name,
        )

    # tables one by one

    def _read(self, tables: Sequence[Table], year: int) -> tuple[list[TableReading], list[str]]:
        """Read every table twice: by itself, and again with what the others say of the same amounts and numbers."""
        ids = [table_id(table, tables[:place]) for place, table in enumerate(tables)]
        first = [self._read_table(table, own, year) for table, own in zip(tables, ids, strict=True)]
        say_scales(self.book, first)
        index, missing = amounts_index(first), missing_parts(first, self.lines)
        numbered = numbers_mean(first, self.lines)
        readings: list[TableReading] = []
        before: Statement | None = None
        for place, (table, own) in enumerate(zip(tables, ids, strict=True)):
            if first[place].aside in ("ledger", "person"):
                readings.append(first[place])
                continue
            same = dict(same_amounts(first[place], place, index))
            for row, found in completing(first[place], self.lines, missing).items():
                same[row] = same.get(row, frozenset()) | found
            told = same or numbered or (before is not None and not self.lines.titled(table.titles))
            context = Context(before=before, same=same, numbered=numbered)
            reading = self._read_table(table, own, year, context) if told else first[place]
            readings.append(reading)
            statements = [decision.line[0] for decision in reading.decisions if decision.line is not None]
            before = Counter(statements).most_common(1)[0][0] if statements and not reading.aside else before
        return readings, ids

    def _alone(self, year: int | None) -> Callable[[Table], TableReading] | None:
        """Return how a table is read by itself: the other way round the same id has other sums."""

        def read(table: Table) -> TableReading:
            self.sums.clear()
            return self._read_table(table, table_id(table, ()), year or 0)

        return read if year is not None else None

    def _read_table(self, table: Table, own: str, year: int, known: Context | None = None) -> TableReading:
        columns = column_ids(read_periods(table, year).columns, own)
        given = {number: said for number, name in columns.items() if (said := self.answers.to(name)) is not None}
        periods = read_periods(table, year, given)
        picked = self._picked(periods, columns)
        if picked:
            periods = read_periods(table, year, given | picked)
        said = self.answers.to(f"table:{own}")
        if is_ledger(table) and said != USE:
            return TableReading(table, periods, [], Groups(), aside="ledger")
        context = self._context(table, periods, own, known or Context())
        reading = read_rows(table, periods, self.lines, context)
        reading = read_rounded(table, periods, self.lines, context, reading) or reading
        reading.wanted = said == USE
        reading.aside = "person" if said == IGNORE else "" if reading.wanted else aside_of_table(reading)
        return reading

    def _picked(self, periods: Periods, columns: Mapping[int, str]) -> dict[int, str]:
        """Return what a person chose of columns that say the same: the chosen one is that, the others are left out."""
        found: dict[int, str] = {}
        for period in periods.columns:
            said = self.answers.to(rivals_id(columns[number] for number in period.rivals)) if period.rivals else None
            if said is not None and period.column.inner is None:
                own = columns[period.column.number] == said
                found[period.column.number] = str(period.rival_means) if own else "ignore"
        return found

    def _context(self, table: Table, periods: Periods, own: str, known: Context) -> Context:
        title = table.titles[-1] if table.titles else ""
        given: dict[int, Line | None] = {}
        for place, name in row_ids(table.rows, own, title).items():
            said = self.answers.to(name)
            if said is not None:
                given[place] = None if said == "ignore" else self._line(said)
        budget = next((period.column.number for period in periods.reported if period.means == "budget"), None)
        sums = self.sums.setdefault(own, {})
        return replace(known, titles=table.titles, sheet=table.sheet.name, given=given, sums=sums, budget=budget)

    def _line(self, key: str) -> Line:
        for statement, lexicon in self.lines.lexica.items():
            if key in lexicon.entries:
                return statement, key
        return "balance", key

    # tables together

    def _settle(
        self, readings: list[TableReading], ids: list[str], board: BoardClaims, year: int | None
    ) -> Recognition:
        self._settle_unyeared(readings)
        kept = [
            place
            for place, reading in enumerate(readings)
            if reading.used and (reading.wanted or is_statement(reading))
        ]
        live = [readings[place] for place in kept]
        names = [ids[place] for place in kept]
        exchanges = settle_years(live, names, self.answers)
        scale_doubts = self._settle_scales(live, names)
        scope_doubts = self._settle_scopes(readings, live, names)
        table_doubts = find_rivals(live, self._chosen(names))
        for reading in live:
            find_signs(reading, self.lines, 1 if (reading.scale or 1) > 1 else 2)
        align_signs([reading for reading in live if not reading.aside])
        loose = [
            place
            for place, reading in enumerate(readings)
            if place not in kept and not reading.aside and not reading.wanted and self._asks(reading)
        ]
        if self.answers.to(REST) == IGNORE:
            for place in loose:
                readings[place].aside = "person"
            loose = []
        doubts: dict[str, Collection[int]] = {
            "table": table_doubts,
            "years": {at for each in exchanges for at in each.waiting},
            "scope": scope_doubts,
            "scale": scale_doubts,
        }
        blocks = []
        for place, reading in enumerate(readings):
            at = kept.index(place) if place in kept else None
            why = tuple(name for name, found in doubts.items() if at is not None and at in found and not reading.aside)
            why += ("turned",) * bool(reading.table.facing)
            blocks.append(self._block(reading, ids[place], why, loose=place in loose))
        blocks, clashes = settle_clashes(blocks, self.answers)
        return Recognition(
            tuple(blocks),
            (),
            board,
            self.lexica,
            year,
            scale_doubts={kept[at]: found for at, found in scale_doubts.items() if not live[at].aside},
            scope_doubts={kept[at]: why for at, why in scope_doubts.items() if not live[at].aside},
            table_doubts={kept[at]: why for at, why in table_doubts.items() if not live[at].aside},
            clashes=clashes,
            exchanges=tuple(each.at(kept) for each in exchanges),
        )

    def _settle_scales(self, live: list[TableReading], names: Sequence[str]) -> dict[int, tuple[str, tuple[int, ...]]]:
        kept = tuple(sheet for sheet in self.book.sheets if sheet.name not in self.sheets_aside)
        book = replace(self.book, sheets=kept)  # what stands above a list is about the list
        say_scales(book, live)
        given = {at: int(said) for at, name in enumerate(names) if (said := self.answers.to(f"scale:{name}"))}
        claimed = claimed_scale(book)
        doubts = settle_scales(live, given, claimed)
        more = {at: int(said) for at in doubts if (said := self.answers.to("scale:*"))}
        if not more:
            return doubts
        say_scales(book, live)
        return settle_scales(live, given | more, claimed)

    def _settle_scopes(
        self, readings: Sequence[TableReading], live: list[TableReading], names: Sequence[str]
    ) -> dict[int, str]:
        say_scopes(readings)  # a title holds for what stands below it, whatever its own table turns out to be
        given: dict[int, Scope] = {
            at: _SCOPES[said] for at, name in enumerate(names) if (said := self.answers.to(f"scope:{name}")) in _SCOPES
        }
        doubts = settle_scopes(live, given)
        more = {at: _SCOPES[said] for at in doubts if (said := self.answers.to("scope:*")) in _SCOPES}
        if not more:
            return doubts
        say_scopes(readings)
        return settle_scopes(live, given | more)

    def _chosen(self, names: Sequence[str]) -> set[int]:
        """Return the tables that a person chose of several that give the same statement."""
        said = {value for name, value in self.answers.said.items() if name.startswith("table:") and value in names}
        return {at for at, name in enumerate(names) if name in said}

    def _settle_unyeared(self, readings: Sequence[TableReading]) -> None:
        """Read tables of which no column says a year by the amounts that stand elsewhere too.

        The total of a division over segments repeats a statement; a table with opening and closing balances in its
        rows repeats two.
        """
        known = known_amounts(readings)
        for reading in readings:
            if reading.aside or reading.periods.reported:
                continue
            total = find_total_column(reading.periods, reading.table.rows)
            if total is None:
                continue
            shown = {row.place: value for row in reading.table.rows if (value := row.values.get(total))}
            repeated = [place for place, value in shown.items() if abs(value) in known]
            if len(repeated) >= _LEAST_REPEATED and 2 * len(repeated) > len(shown) and is_statement(reading):
                reading.periods = with_total_column(reading.periods, total)
                find_signs(reading, self.lines, 1)
            elif repeated and has_moments(reading) and not reading.wanted:
                reading.aside = "movements"

    def _asks(self, reading: TableReading) -> bool:
        """Tell whether it is asked of a table that is no statement so far what it is; else its columns are, if any."""
        return has_figures(reading.table.sheet, self.told) and not is_undecided(reading)

    def _block(self, reading: TableReading, own: str, why: tuple[str, ...], *, loose: bool) -> Block:
        title = reading.table.titles[-1] if reading.table.titles else ""
        names = row_ids(reading.table.rows, own, title)
        said = {place: answer for place, name in names.items() if (answer := self.answers.to(name)) is not None}
        signs = {place: answer for place, name in names.items() if (answer := self.answers.to(sign_id(name)))}
        rows = judge_rows(reading, self.lines, said, signs, names) if reading.used else []
        rows = put_details_aside(rows, reading.groups, self.answers)
        if rows and not reading.wanted and has_moments(reading) and not any(judged.line for judged in rows):
            loose = self.answers.to(REST) != IGNORE
            reading.aside, rows = ("", rows) if loose else ("person", [])
        untied, left = settle_sums(reading, self.lines, names, self.answers) if reading.used else ((), frozenset())
        return Block(
            reading,
            tuple(rows),
            own,
            column_ids(reading.periods.columns, own),
            why,
            loose=loose,
            untied=untied,
            left=left,
        )

    # what is left

    def _rest(self, recognition: Recognition, general: Sequence[GeneralRows]) -> dict[str, object]:
        used = {block.table.sheet.name for block in recognition.blocks if _is_settled(block.reading)}
        used |= {block.table.sheet.name for block in recognition.blocks if block.loose}  # asked as tables
        used |= {each.sheet.name for each in general} | set(self.sheets_aside)
        aside = dict(self.sheets_aside)
        unknown = []
        for sheet in self.book.sheets:
            if sheet.name in used or not sheet.cells or sheet.name in {trial.sheet for trial in recognition.trials}:
                continue
            if not has_figures(sheet, self.told):
                aside[sheet.name] = "no_figures"
            elif IGNORE in (self.answers.to(REST), self.answers.to(f"table:sheet|{sheet.name}")):
                aside[sheet.name] = "person"
            else:
                unknown.append(sheet)
        return {"sheets_aside": tuple(aside.items()), "unknown": tuple(unknown)}


def _is_settled(reading: TableReading) -> bool:
    """Tell whether it is known what a table is: it has lines, is left out, or a person wants it read."""
    return bool(reading.named or reading.aside or reading.wanted)


def _specifies(sheet: SheetCells) -> bool:
    """Tell whether a sheet has one table with a title and a head of its own after another, as notes do."""
    titles = {table.titles[-1] for table in find_tables(sheet) if table.head_rows and table.titles}
    return len(titles) >= _LEAST_NOTES


__all__ = ["Block", "GeneralRows", "Periods", "Recognition", "UserChoices", "recognise"]
