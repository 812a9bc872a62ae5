"""A table as a mapping names it: its columns, and the rows by their words."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from xbrl_pipeline.mapping.strict import (
    ColumnLetters,
    ConceptName,
    Decimals,
    LineNumber,
    Scale,
    Scope,
    SheetScale,
    Sign,
    Strict,
    first_double,
    wrong,
)
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.cells import column_number

RowNumber = Annotated[int, Field(ge=1)]
Rows = Annotated[str, Field(pattern=r"^[1-9][0-9]*-([1-9][0-9]*)?$")]


class Line(Strict):
    """A row, found by its number and its words, never by its position: inserted rows do no harm."""

    line: LineNumber = None
    label: str | None = Field(None, description="The words of the row; checked when the number is given too")
    after: str | None = Field(
        None,
        description="Words of a row higher up, where the same label stands in several rows: the first one below it",
    )
    nth: RowNumber | None = Field(
        None, description="Which of the rows with these words, from the top, where nothing else tells them apart"
    )
    of: RowNumber | None = Field(None, description="How many rows with these words there are; with nth, checked")
    row: RowNumber | None = Field(None, description="Number of a row without any words; nothing else can tell it apart")
    column: ColumnLetters | Annotated[list[ColumnLetters], Field(min_length=1, max_length=8)] | None = Field(
        None, description="Only the amounts in these columns: a row with an inner and an outer column holds two lines"
    )
    concept: ConceptName = None
    ignore: str | None = Field(None, description="Reason why amounts in this row are left out")
    sign: Sign = "natural"
    scale: Scale | None = Field(
        None, description="Where a column beside the words says the unit of each row: that of this row"
    )
    at: Literal["end", "start"] = Field("end", description="For balances: end or start of the column's period")
    optional: bool = Field(default=False, description="The row may be absent from the sheet")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.line is None and self.label is None and self.row is None:
            raise wrong("line_unnamed")
        if self.row is not None and (self.line or self.label or self.after):
            raise wrong("line_by_row", row=str(self.row))
        if (self.concept is None) == (self.ignore is None):
            raise wrong("line_aimless")
        if (self.nth is None) != (self.of is None) or (self.nth or 0) > (self.of or 0) or (self.nth and self.after):
            raise wrong("line_nth")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is about; none where it is about all."""
        return () if self.column is None else (self.column,) if isinstance(self.column, str) else tuple(self.column)


class Column(Strict):
    """A column and what its figures are. ``value`` is for sheets with general data; ``ignore`` needs a reason.

    ``minus`` is a column of minus signs (``-/-``) beside the amounts of the column ``of``.
    """

    column: ColumnLetters
    header: str | None = Field(None, description="Text of the header cell; checked")
    means: Literal["current", "previous", "budget", "value", "note", "ignore", "minus"]
    of: ColumnLetters | None = None
    statement: Scope | None = Field(
        None, description="Where it differs from that of the sheet: both stand side by side in one table"
    )
    scale: Scale | None = None  # where it differs from that of the block
    reason: str | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.means == "ignore" and not self.reason:
            raise wrong("column_unexplained", column=self.column)
        if (self.means == "minus") != (self.of is not None):
            raise wrong("column_of", column=self.column)
        return self


class Sheet(Strict):
    """A table that holds facts: a whole sheet, or a block of rows and columns of it."""

    turned: ClassVar[bool] = False
    stacked: ClassVar[bool] = False

    sheet: str
    rows: Rows | None = Field(
        None, description="The rows of this block, such as 3-60 or 62-; without it the whole sheet"
    )
    statement: Literal["separate", "consolidated", "none"] = "separate"
    header_row: RowNumber | Annotated[list[RowNumber], Field(min_length=1, max_length=4)] | None = Field(
        None, description="The row with the headers, or the rows where a header is spread over several"
    )
    title: str | None = Field(
        None,
        description="Text that says the period where no header does: in a cell of its own, or the name of the sheet; "
        "checked",
    )
    start: str | None = Field(
        None, description="Text in the first row of the block, by which a block without headers is followed"
    )
    line_column: ColumnLetters | None = Field(None, description="Column with the RJ line numbers")
    label_column: ColumnLetters | Annotated[list[ColumnLetters], Field(min_length=1, max_length=4)] = Field(
        "B", description="Column with the words of the rows, or the columns over which they are spread"
    )
    scale: SheetScale = 1
    decimals: Decimals = "comma"
    columns: list[Column]
    lines: list[Line]

    @property
    def label_columns(self) -> tuple[str, ...]:
        """The columns with words, from left to right."""
        return (self.label_column,) if isinstance(self.label_column, str) else tuple(self.label_column)

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The rows over which the headers are spread; none where there are no headers."""
        if self.header_row is None:
            return ()
        return (self.header_row,) if isinstance(self.header_row, int) else tuple(sorted(self.header_row))

    @property
    def headed(self) -> list[tuple[Column, str]]:
        """The columns of which a text says the period, and that text."""
        said = ((column, self.title if self.title is not None else column.header) for column in self.columns)
        return [(column, text) for column, text in said if text is not None]

    @property
    def first_row(self) -> int:
        """The first row of the block."""
        return int(self.rows.partition("-")[0]) if self.rows else 1

    @property
    def last_row(self) -> int | None:
        """The last row of the block, None where it runs to the end of the sheet."""
        last = self.rows.partition("-")[2] if self.rows else ""
        return int(last) if last else None

    @property
    def named_columns(self) -> tuple[str, ...]:
        """Every column that the block names."""
        lines = (self.line_column,) if self.line_column else ()
        return (*(column.column for column in self.columns), *self.label_columns, *lines)

    def meets(self, other: "Sheet") -> bool:
        """Tell whether two blocks of one sheet claim the same cells."""
        if self.turned != other.turned:
            return self._spans(other) and other._spans(self)  # noqa: SLF001 - of its own class
        far = max(self.first_row, other.first_row)
        ends = [end for end in (self.last_row, other.last_row) if end is not None]
        return (not ends or far <= min(ends)) and bool(set(self.named_columns) & set(other.named_columns))

    def _spans(self, other: "Sheet") -> bool:
        """Tell whether a block that stands the other way round names columns that are rows of this one."""
        rows = map(column_number, other.named_columns)
        return any(self.first_row <= row and (self.last_row is None or row <= self.last_row) for row in rows)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        double = first_double(self.named_columns)
        if double is not None:
            raise wrong("column_twice", sheet=self.sheet, column=double)
        amounts = {column.column for column in self.columns if column.means in ("current", "previous", "budget")}
        if any(column.of is not None and column.of not in amounts for column in self.columns):
            raise wrong("minus_of_nothing", sheet=self.sheet)
        if self.start is not None and self.rows is None:
            raise wrong("start_alone", sheet=self.sheet)
        if self.header_row is None and any(column.header is not None for column in self.columns):
            raise wrong("header_without_row", sheet=self.sheet)
        line = first_double(identify(line) for line in self.lines)
        if line is not None:
            raise wrong("line_twice", sheet=self.sheet, line=line)
        return self


def identify(line: Line) -> str:
    """Return what tells a line apart from the others, as people read it."""
    columns = f" [{', '.join(line.columns)}]" if line.columns else ""
    if line.row is not None:
        return f"{line.row}{columns}"
    after = f" ({line.after})" if line.after else f" ({line.nth}/{line.of})" if line.nth else ""
    return fold(f"{line.line or ''} {line.label or ''}{after}{columns}")
