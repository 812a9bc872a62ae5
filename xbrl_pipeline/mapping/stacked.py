"""A stacked table in a mapping: its periods stand below one another in a column, its amounts in one column.

In the file everything is named as it stands on the sheet. ``upright`` gives the same block as of a table with a column
for each period, see ``stacking``; all that reads blocks reads that one.
"""

from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from xbrl_pipeline.mapping.sheets import Column, Line, RowNumber, Rows, Sheet
from xbrl_pipeline.mapping.strict import (
    ColumnLetters,
    ConceptName,
    Decimals,
    LineNumber,
    OwnScale,
    OwnScope,
    RowEnd,
    Scope,
    SheetScale,
    Sign,
    Strict,
    first_double,
    wrong,
)
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.cells import column_letters

Letters = ColumnLetters | Annotated[list[ColumnLetters], Field(min_length=1, max_length=4)]
FIRST_MOVED: Final = 16_400  # columns right of all that a sheet can have: one for each period
_MOST_PERIODS: Final = 40
_OWN: Final = {"period"}


class StackedLine(Strict):
    """A line, found by its number and its words, never by its position: inserted rows do no harm."""

    line: LineNumber = None
    label: str | None = Field(None, description="The words of the line; checked when the number is given too")
    after: str | None = Field(
        None, description="Words of a line higher up, where the same label stands over several: the first one below it"
    )
    nth: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Which of the lines with these words, from the top, where nothing else tells them apart"
    )
    of: Annotated[int, Field(ge=1)] | None = Field(
        None, description="How many lines with these words there are; with nth, checked"
    )
    row: RowNumber | None = Field(None, description="Number of the first row of a line without any words")
    period: str | Annotated[list[str], Field(min_length=1, max_length=8)] | None = Field(
        None, description="Only the amounts of these periods"
    )
    concept: ConceptName = None
    ignore: str | None = Field(None, description="Reason why amounts of this line are left out")
    sign: Sign = "natural"
    at: RowEnd = "end"
    scale: OwnScale = None
    optional: bool = Field(default=False, description="The line may be absent from the sheet")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self.upright({})  # what a line must say is the same whatever its table looks like
        return self

    def upright(self, columns: dict[str, str]) -> Line:
        """Return the line as one of a table with a column for each period."""
        said = self.period if isinstance(self.period, list) else [] if self.period is None else [self.period]
        found = sorted({columns[fold(text)] for text in said if fold(text) in columns})
        return Line(**self.model_dump(exclude=_OWN), column=found or None)


class StackedPeriod(Strict):
    """A text in the column with the periods and what the amounts beside it are; ``ignore`` needs a reason."""

    period: Annotated[str, Field(min_length=1)]
    means: Literal["current", "previous", "budget", "ignore"]
    statement: OwnScope = None
    scale: OwnScale = None
    reason: str | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.means == "ignore" and not self.reason:
            raise wrong("period_unexplained", period=self.period)
        return self


class StackedSheet(Strict):
    """A table whose periods stand below one another, with one column of amounts."""

    sheet: str
    stacked: Literal[True]
    rows: Rows | None = Field(
        None, description="The rows of this block, such as 3-60 or 62-; without it the whole sheet"
    )
    statement: Scope = "separate"
    header_row: RowNumber | Annotated[list[RowNumber], Field(min_length=1, max_length=4)] | None = Field(
        None, description="The row with the headers, or the rows where a header is spread over several"
    )
    line_column: ColumnLetters | None = Field(None, description="Column with the RJ line numbers")
    label_column: Letters = Field(description="Column with the words, or the columns over which they are spread")
    period_column: Letters = Field(
        description="Column that says the period of each amount, or the columns over which that is spread"
    )
    amount_column: ColumnLetters = Field(description="Column with the amounts")
    amount_header: str | None = Field(None, description="Text of the header cell over the amounts; checked")
    scale: SheetScale = 1
    decimals: Decimals = "comma"
    columns: list[Column] = Field([], description="Other columns: notes, or what is left out and why")
    periods: Annotated[list[StackedPeriod], Field(min_length=1, max_length=_MOST_PERIODS)]
    lines: list[StackedLine]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        double = first_double(fold(each.period) for each in self.periods)
        if double is not None:
            raise wrong("period_twice", sheet=self.sheet, period=double)
        known = {fold(each.period) for each in self.periods}
        for line in self.lines:
            said = line.period if isinstance(line.period, list) else [line.period or self.periods[0].period]
            unknown = next((text for text in said if fold(text) not in known), None)
            if unknown is not None:
                raise wrong("period_unknown", sheet=self.sheet, period=unknown)
        return self

    def upright(self) -> "FoldedSheet":
        """Return the block as of a table with a column for each period."""
        moved = {fold(each.period): column_of_period(place) for place, each in enumerate(self.periods)}
        amounts = Column(
            column=self.amount_column, header=self.amount_header, means="note", statement=None, reason=None
        )
        columns = [
            Column(column=moved[fold(each.period)], header=None, **each.model_dump(exclude=_OWN))
            for each in self.periods
        ]
        return FoldedSheet(
            **self.model_dump(
                exclude={"stacked", "period_column", "amount_column", "amount_header", "columns", "periods", "lines"}
            ),
            title=None,
            start=None,
            columns=[*columns, amounts, *self.columns],
            lines=[line.upright(moved) for line in self.lines],
            written=self,
        )


class FoldedSheet(Sheet):
    """A stacked block as of a table with a column for each period; those columns are no columns of the sheet."""

    stacked: ClassVar[bool] = True

    written: StackedSheet

    @property
    def periods(self) -> dict[str, int]:
        """The column of each period, by its folded text."""
        return {fold(each.period): FIRST_MOVED + place for place, each in enumerate(self.written.periods)}

    @property
    def period_columns(self) -> tuple[str, ...]:
        """The columns that say the period of an amount."""
        said = self.written.period_column
        return (said,) if isinstance(said, str) else tuple(said)

    @property
    def headed(self) -> list[tuple[Column, str]]:
        """The columns of which a text says the period, and that text."""
        return [(column, each.period) for column, each in zip(self.columns, self.written.periods, strict=False)]


def column_of_period(place: int) -> str:
    """Return the letters of the column to which the amounts of a period are moved."""
    return column_letters(FIRST_MOVED + place)
