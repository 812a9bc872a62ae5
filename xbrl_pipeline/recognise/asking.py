"""What a person must say of a recognised workbook: one question for each cause, most money first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.questions import Choice, Question, Topic
from xbrl_pipeline.recognise.asking_signs import ask_signs
from xbrl_pipeline.recognise.asking_sums import ask_clashes, ask_sums
from xbrl_pipeline.recognise.details import details_id, parts_below, total_above
from xbrl_pipeline.recognise.identities import rivals_id
from xbrl_pipeline.recognise.judge import SIGN, Judged
from xbrl_pipeline.recognise.offers import EACH, IGNORE, REST, TURNED, UPRIGHT, USE, WHOLE
from xbrl_pipeline.recognise.periods import ColumnPeriod
from xbrl_pipeline.recognise.recognition import Block, Recognition
from xbrl_pipeline.recognise.showing import label_of, leave_out, name_of, read_out
from xbrl_pipeline.workbook.cells import SheetCells

_MOST_CHOICES: Final = 6
_MOST_CANDIDATES: Final = 2  # of each row that is asked about with others
_Asked = tuple[Block, Judged]
_ORDER: Final = tuple(Topic)


def ask(recognition: Recognition, messages: Messages) -> tuple[Question, ...]:
    """Return the open questions, in the order of their topics and then most money first."""
    asker = _Asker(recognition, messages)
    found = [
        *asker.about_board(),
        *asker.about_tables(),
        *asker.about_years(),
        *asker.about_columns(),
        *ask_signs(recognition, messages),
        *ask_sums(recognition, messages),
        *ask_clashes(recognition, messages),
        *asker.about_rows(),
        *asker.about_rest(),
    ]
    found += [question for trial in recognition.trials for question in trial.questions(messages)]
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.topic), -each.money, each.id)))


class _Asker:
    def __init__(self, recognition: Recognition, messages: Messages) -> None:
        self.recognition, self.messages = recognition, messages
        self.blocks = recognition.blocks

    def about_board(self) -> Iterator[Question]:
        board = self.recognition.board
        doubts = dict(board.doubts)
        if self.recognition.year is None:
            yield self._of_board("year", Topic.YEAR, [told.value for told in doubts.get("verslagjaar", ())])
        if board.number is None:
            told = [each.value for each in doubts.get("bestuursnummer", ())]
            yield self._of_board("entity:bestuursnummer", Topic.ENTITY, told)

    def _of_board(self, name: str, topic: Topic, values: Iterable[str]) -> Question:
        text = self.messages.text(f"recognise.ask.{name.rpartition(':')[2]}")
        choices = tuple(Choice(value, value, (self._say("ask.in_workbook"),)) for value in values)
        cells = tuple(
            told.cell
            for _, found in self.recognition.board.doubts
            for told in found
            if told.cell and told.value in values
        )
        if topic is Topic.YEAR:
            cells += tuple(cell for sheet in self.recognition.unknown for cell in _figures_of(sheet))
        return Question(name, topic, text, cells, choices, free=True, settles=self._amounts(), personal=True)

    def _amounts(self) -> int:
        return sum(block.reading.size for block in self.blocks)

    def _say(self, code: str, **params: object) -> str:
        return self.messages.text(f"recognise.{code}", **params)

    # whole tables

    def about_tables(self) -> Iterator[Question]:
        yield from self._doubts("scope", {place: (why, ()) for place, why in self.recognition.scope_doubts.items()})
        yield from self._doubts("scale", dict(self.recognition.scale_doubts))
        yield from self._rivals()
        yield from self._facing()

    def _doubts(self, topic: str, doubts: Mapping[int, tuple[str, tuple[int, ...]]]) -> Iterator[Question]:
        """Ask once for all tables with the same doubt; sheet by sheet where the doubts differ."""
        groups: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        for place, doubt in doubts.items():
            groups.setdefault(doubt, []).append(place)
        for (why, scales), places in groups.items():
            parts = [places] if len(groups) == 1 else list(self._by_sheet(places).values())
            for part in parts:
                name = f"{topic}:*" if len(groups) == 1 else f"{topic}:{self._place_id(part)}"
                values = [str(scale) for scale in scales] if topic == "scale" else ["separate", "consolidated"]
                choices = tuple(
                    Choice(
                        value,
                        self._say(f"ask.{topic}_{value}"),
                        (self._say(f"ask.{topic}_why.{why}"),) if first else (),
                    )
                    for first, value in ((value == values[0] and why != "unsaid", value) for value in values)
                )
                text = self._say(f"ask.{topic}", tables=self._names(part))
                yield self._of_tables(name, Topic(topic), text, part, choices)

    def _by_sheet(self, places: Iterable[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place in places:
            found.setdefault(self.blocks[place].table.sheet.name, []).append(place)
        return found

    def _place_id(self, places: Sequence[int]) -> str:
        return self.blocks[places[0]].id

    def _names(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name_of(self.blocks[place]) for place in places))

    def _of_tables(
        self, name: str, topic: Topic, text: str, places: Sequence[int], choices: tuple[Choice, ...]
    ) -> Question:
        cells = tuple(cell for place in places for cell in self._cells(self.blocks[place]))
        money = max((self._largest(self.blocks[place]) for place in places), default=Decimal(0))
        return Question(name, topic, text, cells, choices, money=money, settles=len(cells))

    def _cells(self, block: Block) -> list[CellRef]:
        columns = {period.column.number for period in block.reading.periods.reported} or {
            column.number for column in block.table.columns
        }
        return [
            block.table.sheet.place(row.index, column)
            for row in block.table.rows
            for column in sorted(row.values)
            if column in columns
        ]

    def _largest(self, block: Block) -> Decimal:
        values = [abs(value) for row in block.table.rows for value in row.values.values() if value is not None]
        return max(values, default=Decimal(0)) * (block.reading.scale or 1)

    def _rivals(self) -> Iterator[Question]:
        places = sorted(self.recognition.table_doubts)
        groups: dict[frozenset[str], list[int]] = {}
        for place in places:
            groups.setdefault(frozenset(self.blocks[place].reading.statements), []).append(place)
        for group in groups.values():
            choices = tuple(Choice(self.blocks[place].id, name_of(self.blocks[place])) for place in group)
            text = self._say("ask.rivals", tables=self._names(group))
            name = rivals_id(self.blocks[place].id for place in group)
            yield self._of_tables(name, Topic.TABLE, text, group, choices)

    def _facing(self) -> Iterator[Question]:
        """Ask of tables that could stand either way."""
        asked: dict[str, list[int]] = {}
        for place, block in enumerate(self.blocks):
            if block.table.facing:
                asked.setdefault(block.table.facing, []).append(place)
        for name, places in asked.items():
            choices = tuple(Choice(way, self._say(f"ask.facing_{way}")) for way in (UPRIGHT, TURNED))
            text = self._say("ask.facing", tables=self._names(places))
            yield self._of_tables(name, Topic.TABLE, text, places, choices)

    # years that contradict one another

    def about_years(self) -> Iterator[Question]:
        """Ask once for all tables whose years are exchanged on which side the heads are right."""
        ids = [block.id for block in self.blocks]
        for found in self.recognition.exchanges:
            sides = [self._names(side) for side in found.sides]
            choices = tuple(
                Choice(ids[side[0]], self._say("ask.years_right", tables=names))
                for side, names in zip(found.sides, sides, strict=True)
            )
            text = self._say("ask.years", one=sides[0], other=sides[1])
            question = self._of_tables(found.name(ids), Topic.COLUMN, text, found.waiting, choices)
            yield replace(question, personal=True)

    # columns

    def about_columns(self) -> Iterator[Question]:
        """Ask about the columns of statements; those of other tables once a person says that these are reported."""
        yield from self._of_columns(block for block in self.blocks if not block.loose)

    def _of_columns(self, blocks: Iterable[Block]) -> Iterator[Question]:
        asked: dict[str, list[tuple[Block, ColumnPeriod]]] = {}
        for block in blocks:
            if block.reading.aside or not block.reading.named:
                continue
            for period in block.reading.periods.columns:
                if period.means is None and period.column.inner is None:
                    name = (
                        rivals_id(block.columns[n] for n in period.rivals)
                        if period.rivals
                        else block.columns[period.column.number]
                    )
                    asked.setdefault(name, []).append((block, period))
        for name, found in asked.items():
            yield self._of_column(name, found)

    def _of_column(self, name: str, found: Sequence[tuple[Block, ColumnPeriod]]) -> Question:
        block, first = found[0]
        cells = tuple(
            block.table.sheet.place(row.index, period.column.number)
            for block, period in found
            for row in block.table.rows
            if period.column.number in row.values
        )
        values = [
            abs(v) * (b.reading.scale or 1)
            for b, p in found
            for r in b.table.rows
            if (v := r.values.get(p.column.number))
        ]
        number = first.column.number
        head = first.column.header or (str(number) if block.table.turned else column_letters(number))
        if first.rivals:
            heads = [period.column.header for _, period in found if _ is block]
            chosen = [(block.columns[period.column.number], period.column.header) for b, period in found if b is block]
            choices = tuple(Choice(value, self._say("ask.column_this", head=shown)) for value, shown in chosen)
            choices += (Choice("ignore", self._say("ask.column_none")),)
            text = self._say("ask.columns_twice", heads=tuple(heads), sheet=block.table.sheet.name)
        else:
            names = ("current", "previous", "budget", "ignore")
            choices = tuple(Choice(value, self._say(f"ask.column_{value}")) for value in names)
            why = self._say(f"column.{first.reason}")
            text = self._say("ask.column", head=head, sheet=block.table.sheet.name, why=why)
        return Question(
            name, Topic.COLUMN, text, cells, choices, money=max(values, default=Decimal(0)), settles=len(cells)
        )

    # rows

    def about_rows(self) -> Iterator[Question]:
        """Ask once for all rows that are known by the same words, and once for all that specify the same total."""
        asked = self._open_rows(block for block in self.blocks if not block.loose)
        groups: dict[str, list[str]] = {}
        for name, found in asked.items():
            groups.setdefault(self._details_of(found) or name, []).append(name)
        for group, names in groups.items():
            covered = tuple(self._of_row(name, asked[name]) for name in names)
            alike = len({judged.row.label for name in names for _, judged in asked[name]}) < len(names)
            if len(names) == 1 or alike or group in self.recognition.apart:
                yield from covered
            else:
                yield self._of_details(group, [each for name in names for each in asked[name]], covered)

    def _open_rows(self, blocks: Iterable[Block]) -> dict[str, list[_Asked]]:
        asked: dict[str, list[_Asked]] = {}
        for block in blocks:
            for judged in block.rows if block.taken else ():
                if judged.open and judged.reasons != (SIGN,) and self._reported(block, judged):
                    asked.setdefault(judged.question, []).append((block, judged))
        return asked

    def _details_of(self, found: Sequence[_Asked]) -> str:
        """Return the id of the question about all that specifies the same total, empty where rows do not.

        Two rows that claim one line are a cause of their own.
        """
        if any(judged.decision.twice for _, judged in found):
            return ""
        totals = [total_above(judged, block.by_place, block.reading.groups) for block, judged in found]
        names = {details_id(total) if total is not None else "" for total in totals}
        return names.pop() if len(names) == 1 else ""

    def _of_details(self, name: str, found: Sequence[_Asked], covered: tuple[Question, ...]) -> Question:
        block, judged = found[0]
        rows = block.by_place
        total = total_above(judged, rows, block.reading.groups)
        below = parts_below(total, rows, block.reading.groups) if total is not None else ()
        gone = tuple(part.row.label for part in below if part.line is not None)
        label = total.row.label if total is not None else ""
        line = label_of(total.line, self.recognition) if total is not None and total.line is not None else label
        labels = tuple(dict.fromkeys(each.row.label for _, each in found))
        text = self._say("ask.details", label=label, sheet=block.table.sheet.name, rows=labels)
        candidates = tuple(
            self._say(
                "ask.details_candidate",
                label=each.row.label,
                lines=tuple(label_of(option, self.recognition) for option in each.options[:_MOST_CANDIDATES]),
            )
            for each in {each.row.label: each for _, each in found}.values()
            if each.options
        )
        also = (self._say("ask.details_also", rows=gone),) if gone else ()
        choices = (
            Choice(WHOLE, self._say("ask.details_whole", label=label, line=line), also),
            Choice(EACH, self._say("ask.details_each"), candidates),
        )
        cells = tuple(cell for each in covered for cell in each.cells)
        money = max((each.money for each in covered), default=Decimal(0))
        return Question(name, Topic.ROW, text, cells, choices, money=money, settles=len(cells), covers=covered)

    def _reported(self, block: Block, judged: Judged) -> list[CellRef]:
        return [
            block.table.sheet.place(judged.row.index, period.column.number)
            for period in block.reading.periods.reported
            if period.column.number in judged.row.values
        ]

    def _of_row(self, name: str, found: Sequence[tuple[Block, Judged]]) -> Question:
        block, judged = found[0]
        cells = tuple(cell for each in found for cell in self._reported(*each))
        money = max(
            (
                abs(value) * (each.reading.scale or 1)
                for each, row in found
                for value in row.row.values.values()
                if value
            ),
            default=Decimal(0),
        )
        choices = [
            Choice(line[1], label_of(line, self.recognition), (self._say("why.name"),))
            for line in dict.fromkeys(line for _, each in found for line in each.options)
        ]
        choices = choices[:_MOST_CHOICES]
        choices.append(Choice("ignore", self._say("ask.row_ignore")))
        why = "; ".join(dict.fromkeys(self._say(f"why.{reason}") for reason in judged.reasons))
        label = judged.row.label or self._say("ask.row_nameless", row=str(judged.row.index))
        text = self._say("ask.row", label=label, sheet=block.table.sheet.name, why=why)
        return Question(name, Topic.ROW, text, cells, tuple(choices), free=True, money=money, settles=len(cells))

    # what belongs to no statement

    def about_rest(self) -> Iterator[Question]:
        """Ask once whether all that belongs to no statement is left out; a person can be asked of each table.

        What belongs to one cannot be said before the year is known.
        """
        if self.recognition.year is None:
            return
        blocks = [block for block in self.blocks if block.loose]
        if REST in self.recognition.apart:
            yield from self._of_each(blocks)
            return
        cells = [cell for block in blocks for cell in self._cells(block)]
        cells += [cell for sheet in self.recognition.unknown for cell in _figures_of(sheet)]
        if cells:
            names = tuple(
                dict.fromkeys([*(name_of(each) for each in blocks), *(s.name for s in self.recognition.unknown)])
            )
            text = self._say("ask.rest", tables=names)
            choices = (Choice(IGNORE, self._say("ask.rest_ignore")), Choice(EACH, self._say("ask.rest_each")))
            rows = self._open_rows(blocks)
            covered = (
                *self._of_each(blocks),
                *self._of_columns(blocks),
                *(self._of_row(name, found) for name, found in rows.items()),
            )
            yield Question(REST, Topic.TABLE, text, tuple(cells), choices, settles=len(cells), covers=covered)

    def _of_each(self, blocks: Iterable[Block]) -> Iterator[Question]:
        leave = Choice(IGNORE, self._say("ask.rest_ignore"))
        for block in blocks:
            text = self._say("ask.rest_one", table=name_of(block))
            cells = tuple(self._cells(block))
            choices = (leave, Choice(USE, self._say("ask.rest_use")))
            yield Question(f"table:{block.id}", Topic.TABLE, text, cells, choices, settles=len(cells))
        for sheet in self.recognition.unknown:
            text = self._say("ask.rest_one", table=sheet.name)
            figures = _figures_of(sheet)
            yield Question(f"table:sheet|{sheet.name}", Topic.TABLE, text, figures, (leave,), settles=len(figures))


def _figures_of(sheet: SheetCells) -> tuple[CellRef, ...]:
    return tuple(cell.ref for cell in sheet.cells if isinstance(cell.value, Decimal))


def with_questions(recognition: Recognition, messages: Messages) -> Recognition:
    """Return a recognition with what a person is asked and shown, in one language."""
    return replace(
        recognition,
        questions=ask(recognition, messages),
        readings=tuple(read_out(recognition, messages)),
        asides=tuple(leave_out(recognition, messages)),
    )
