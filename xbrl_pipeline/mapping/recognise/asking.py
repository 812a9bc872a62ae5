"""What a person must say of a recognised workbook: one question for each cause, most money first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.recognise.identities import rivals_id
from xbrl_pipeline.mapping.recognise.judge import Judged
from xbrl_pipeline.mapping.recognise.lines import Line
from xbrl_pipeline.mapping.recognise.offers import TURNED, UPRIGHT
from xbrl_pipeline.mapping.recognise.periods import Period
from xbrl_pipeline.mapping.recognise.recognition import Block, Recognition
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.questions import Aside, Choice, Question, Reading, Topic

REST: Final = "table:*"  # the one question about all that belongs to no statement
_MOST_CHOICES: Final = 6
_ORDER: Final = tuple(Topic)


def ask(recognition: Recognition, messages: Messages) -> tuple[Question, ...]:
    """Return the open questions, in the order of their topics and then most money first."""
    asker = _Asker(recognition, messages)
    found = [
        *asker.about_board(),
        *asker.about_tables(),
        *asker.about_columns(),
        *asker.about_rows(),
        *asker.about_rest(),
    ]
    found += [question for trial in recognition.trials for question in trial.questions(messages)]
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.topic), -each.money, each.id)))


def read_out(recognition: Recognition, messages: Messages) -> Iterator[Reading]:
    """Give every amount as it would be reported."""
    for block in recognition.blocks:
        if block.taken:
            for judged in block.rows:
                yield from _readings(block, judged, recognition, messages)
    for trial in recognition.trials:
        yield from trial.readings(messages)


def _readings(block: Block, judged: Judged, recognition: Recognition, messages: Messages) -> Iterator[Reading]:
    line = judged.line
    if line is None:
        return
    scale = (block.reading.scale or 1) * (-1 if judged.reversed else 1)
    reasons = tuple(dict.fromkeys(messages.text(f"recognise.why.{why}") for why in judged.reasons))
    for period in block.reading.periods.reported:
        value = judged.row.values.get(period.column.number)
        scope = period.scope or block.reading.scope or "separate"
        if value is not None and period.means is not None and (line[1], scope, period.means) not in recognition.barred:
            yield Reading(
                block.table.sheet.place(judged.row.index, period.column.number),
                judged.row.label,
                line[0],
                line[1],
                label_of(line, recognition),
                period.means,
                scope,
                value * scale,
                judged.confidence,
                reasons,
                judged.question,
            )


def leave_out(recognition: Recognition, messages: Messages) -> Iterator[Aside]:
    """Give everything with figures that is left out, and why."""
    for block in recognition.blocks:
        if block.reading.aside:
            reason = messages.text(f"recognise.aside.{block.reading.aside}")
            words = block.table.titles[-1] if block.table.titles else block.table.sheet.name
            yield Aside(f"{block.table.sheet.name}!{_area(block)}", words, reason, f"table:{block.id}")
        elif block.taken:
            for judged in block.rows:
                if judged.aside and judged.row.values:
                    about = label_of(judged.about, recognition) if judged.about is not None else ""
                    reason = messages.text(f"recognise.why.{judged.aside}", about=about)
                    yield Aside(_cells_text(block, judged), judged.row.label, reason, judged.question)
    for name, why in recognition.sheets_aside:
        if why != "no_figures":
            yield Aside(name, name, messages.text(f"recognise.aside.{why}"), f"table:sheet|{name}")


def label_of(line: Line, recognition: Recognition) -> str:
    """Return the words of the taxonomy for a line."""
    lexicon = recognition.lexica.get(line[0])
    entry = lexicon.entries.get(line[1]) if lexicon is not None else None
    return entry.label if entry is not None else line[1]


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
        return tuple(dict.fromkeys(_name(self.blocks[place]) for place in places))

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
            choices = tuple(Choice(self.blocks[place].id, _name(self.blocks[place])) for place in group)
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

    # columns

    def about_columns(self) -> Iterator[Question]:
        asked: dict[str, list[tuple[Block, Period]]] = {}
        for block in self.blocks:
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

    def _of_column(self, name: str, found: Sequence[tuple[Block, Period]]) -> Question:
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
        """Ask once for all rows that are known by the same words."""
        asked: dict[str, list[tuple[Block, Judged]]] = {}
        for block in self.blocks:
            for judged in block.rows if block.taken else ():
                if judged.open and self._reported(block, judged):
                    asked.setdefault(judged.question, []).append((block, judged))
        for name, found in asked.items():
            yield self._of_row(name, found)

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
        blocks = [block for block in self.blocks if is_loose(block)]
        cells = [cell for block in blocks for cell in self._cells(block)]
        for sheet in self.recognition.unknown:
            cells += [cell.ref for cell in sheet.cells if isinstance(cell.value, Decimal)]
        if cells:
            names = tuple(
                dict.fromkeys([*(_name(each) for each in blocks), *(s.name for s in self.recognition.unknown)])
            )
            text = self._say("ask.rest", tables=names)
            choices = (Choice("ignore", self._say("ask.rest_ignore")),)
            yield Question(REST, Topic.TABLE, text, tuple(cells), choices, settles=len(cells))


def is_loose(block: Block) -> bool:
    """Tell whether a table is no statement and nothing is known that it is instead."""
    return block.loose


def _name(block: Block) -> str:
    """Return how a person knows a table: its sheet and its nearest title."""
    title = next((text for text in reversed(block.table.titles) if len(text) > 3), "")  # noqa: PLR2004 - no mere number
    first, last = block.table.rows_shown
    place = f"{block.table.sheet.name} {first}-{last}"
    return f"{place} ({title[:50]})" if title else place


def _area(block: Block) -> str:
    (top, bottom), (left, right) = block.table.rows_shown, block.table.columns_shown
    return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"


def _cells_text(block: Block, judged: Judged) -> str:
    columns = sorted(judged.row.values)
    first, last = (block.table.sheet.place(judged.row.index, column).address for column in (columns[0], columns[-1]))
    return f"{block.table.sheet.name}!{first if first == last else f'{first}:{last}'}"


def with_questions(recognition: Recognition, messages: Messages) -> Recognition:
    """Return a recognition with what a person is asked and shown, in one language."""
    return replace(
        recognition,
        questions=ask(recognition, messages),
        readings=tuple(read_out(recognition, messages)),
        asides=tuple(leave_out(recognition, messages)),
    )
