"""An account as a page: HTML that is XML too, so that Inline XBRL and a PDF can be made of the same page."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.rendering.formatted import as_markup
from xbrl_pipeline.rendering.grids import is_numeric
from xbrl_pipeline.rendering.shapes import AccountGrid, GridCell, ReadableAccount
from xbrl_pipeline.rendering.words import AccountWords, is_currency
from xbrl_pipeline.reporting.pages import render

_ROOM: Final = "xbrl_pipeline.rendering"
_DEEPEST: Final = 5  # level of a heading in the contents: level 4 of the norm, which counts from 0 (SCP-27)
_LAST_HEADING: Final = 6
_MINUS: Final = "\N{MINUS SIGN}"


class ColumnHead(NamedTuple):
    """A head above one or more columns; one without a text stands above nothing."""

    text: str
    span: int


@dataclass
class Writer:
    """Writes facts as text, and keeps which ones it has written."""

    words: AccountWords
    written: set[int] = field(default_factory=set)

    def cell(self, cell: GridCell, unit: str = "") -> Markup:
        """Write the facts at one place; ``unit`` stands above the table already. What is the same is shown once."""
        self.written.update(fact.place for fact in cell.facts)
        different = {(fact.text, fact.nil): fact for fact in reversed(cell.facts)}
        shown = (
            self._number(fact, unit, negated=cell.negated) or self._words(fact) for fact in reversed(different.values())
        )
        return Markup(" / ").join(shown)

    def paragraphs(self, cell: GridCell) -> Markup:
        """Write a text; line breaks are kept (SCP-29), and escaped HTML is what it says (SCP-28)."""
        self.written.update(fact.place for fact in cell.facts)
        return Markup().join(map(self._paragraphs, {fact.text: fact for fact in cell.facts}.values()))

    def _number(self, fact: ReadFact, unit: str, *, negated: bool) -> Markup | None:
        value = None if fact.nil else self.words.number(fact)
        if value is None:
            return None
        own = self.words.unit(fact)
        sign = _MINUS if (value < 0) != (negated and value != 0) else ""
        figure = self.figure(fact, self.words.figure(abs(value)))
        return Markup("{}{}{}").format(sign, figure, "" if own == unit else _unit_text(own))

    def figure(self, fact: ReadFact, text: str) -> Markup:  # noqa: ARG002 - Inline XBRL needs the fact
        """Write the digits of a number."""
        return escape(text)

    def _words(self, fact: ReadFact) -> Markup:
        return self.text(fact, self.words.value(fact))

    def text(self, fact: ReadFact, text: str) -> Markup:  # noqa: ARG002 - Inline XBRL needs the fact
        """Write a value that is no number."""
        return escape(printable(text))

    def _paragraphs(self, fact: ReadFact) -> Markup:
        if self.words.is_formatted(fact):
            return self.formatted(fact)
        return Markup('<div class="prose">{}</div>').format(self.text(fact, self.words.value(fact)))

    def formatted(self, fact: ReadFact) -> Markup:
        """Write a text that holds markup of its own."""
        return Markup('<div class="prose rich">{}</div>').format(as_markup(fact.text))


def _unit_text(unit: str) -> str:
    return "%" if unit == "%" else f"\N{NO-BREAK SPACE}{unit}" if unit else ""


def account_page(account: ReadableAccount, writer: Writer, data: bytes, *, template: str = "account.html.j2") -> bytes:
    """Write an account as a page; ``data`` is the instance that it was made of."""
    words = writer.words
    every = {fact.place for fact in account.facts}
    return render(
        template,
        words.messages,
        style="account.css",
        room=_ROOM,
        account=account,
        write=writer,
        contents=[section for section in account.sections if section.title and section.level <= _DEEPEST],
        heading=lambda level: f"h{min(level, _LAST_HEADING)}",
        heads=lambda grid: head_rows(grid, words),
        unit=lambda grid: common_unit(grid, words),
        number=lambda cell: is_numeric(cell, words),
        bare=lambda grid: is_bare(grid, words),
        shown=lambda: len(writer.written & every),
        total=len(every),
        sha256=hashlib.sha256(data).hexdigest(),
        taxonomy=words.model.entry_point,
    )


def head_rows(grid: AccountGrid, words: AccountWords) -> list[list[ColumnHead]]:
    """Return the heads above the columns, row by row: those that are the same stand above several."""
    periods = [words.period(column.period) if column.period is not None else "" for column in grid.columns]
    deepest = max((len(column.heads) for column in grid.columns), default=0)
    padded = [("",) * (deepest - len(column.heads)) + column.heads for column in grid.columns]
    rows = [_joined([heads[: level + 1] for heads in padded]) for level in range(deepest)]
    if any(periods) and not grid.label:
        rows.append([ColumnHead(period, 1) for period in periods])
    return rows


def _joined(paths: Sequence[tuple[str, ...]]) -> list[ColumnHead]:
    heads: list[ColumnHead] = []
    for number, path in enumerate(paths):
        if number and path == paths[number - 1] and path[-1]:
            heads[-1] = ColumnHead(path[-1], heads[-1].span + 1)
        else:
            heads.append(ColumnHead(path[-1], 1))
    return heads


def common_unit(grid: AccountGrid, words: AccountWords) -> str:
    """Return the currency that all amounts of a table have; nothing where they differ (SCP-15 and 16)."""
    units = {unit for fact in grid.facts if words.number(fact) is not None and is_currency(unit := words.unit(fact))}
    return units.pop() if len(units) == 1 else ""


def is_bare(grid: AccountGrid, words: AccountWords) -> bool:
    """Tell whether a table is a list of terms with their values: one column and no amounts of money."""
    numbers = (fact for fact in grid.facts if words.number(fact) is not None)
    return len(grid.columns) == 1 and not any(is_currency(words.unit(fact)) for fact in numbers) and not grid.label
