"""A turned table in a mapping: its lines stand in columns of the sheet, its periods in rows.

In the file everything is named as it stands on the sheet, so the words *row* and *column* change places. ``upright``
gives the same block as of a sheet whose rows and columns were exchanged; all that reads blocks reads that one.
"""

from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from xbrl_pipeline.mapping.sheets import Column, Line, Sheet, identify
from xbrl_pipeline.mapping.stacked import StackedSheet
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
from xbrl_pipeline.model.cells import column_letters, column_number

RowNumber = Annotated[int, Field(ge=1, le=16_384)]  # what has as many columns when it is turned
Columns = Annotated[str, Field(pattern=r"^[A-Z]{1,3}-([A-Z]{1,3})?$")]
_SAME: Final = {"row", "column"}  # names of fields that mean something else in a turned block


class TurnedLine(Strict):
    """A column, found by its number and its words, never by its position."""

    line: LineNumber = None
    label: str | None = Field(None, description="The words of the column; checked when the number is given too")
    after: str | None = Field(
        None, description="Words of a column to the left, where the same label stands over several: the first after it"
    )
    nth: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Which of the columns with these words, from the left, where nothing else tells them apart"
    )
    of: Annotated[int, Field(ge=1)] | None = Field(
        None, description="How many columns with these words there are; with nth, checked"
    )
    column: ColumnLetters | None = Field(None, description="A column without any words; nothing else can tell it apart")
    row: RowNumber | Annotated[list[RowNumber], Field(min_length=1, max_length=8)] | None = Field(
        None, description="Only the amounts in these rows"
    )
    concept: ConceptName = None
    ignore: str | None = Field(None, description="Reason why amounts in this column are left out")
    sign: Sign = "natural"
    at: RowEnd = "end"
    scale: OwnScale = None
    optional: bool = Field(default=False, description="The column may be absent from the sheet")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.line is None and self.label is None and self.column is None:
            raise wrong("line_unnamed_turned")
        if self.column is not None and (self.line or self.label or self.after):
            raise wrong("line_by_column", column=self.column)
        self.upright()  # what else a line must say is the same either way
        return self

    def upright(self) -> Line:
        """Return the line as one of a table of which lines are rows."""
        place = None if self.column is None else column_number(self.column)
        return Line(**self.model_dump(exclude=_SAME), row=place, column=_letters(self.row))


class TurnedRow(Strict):
    """A row and what its figures are; ``ignore`` needs a reason."""

    row: RowNumber
    header: str | None = Field(None, description="Text of the cell in header_column; checked")
    means: Literal["current", "previous", "budget", "note", "ignore"]
    statement: OwnScope = None
    scale: OwnScale = None
    reason: str | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.means == "ignore" and not self.reason:
            raise wrong("row_unexplained", row=str(self.row))
        return self


class TurnedSheet(Strict):
    """A table whose lines stand in columns and whose periods stand in rows."""

    sheet: str
    turned: Literal[True]
    columns: Columns | None = Field(
        None, description="The columns of this block, such as A-K or M-; without it all columns"
    )
    statement: Scope = "separate"
    header_column: ColumnLetters | Annotated[list[ColumnLetters], Field(min_length=1, max_length=4)] | None = Field(
        None, description="The column that says the period of each row, or the columns over which that is spread"
    )
    line_row: RowNumber | None = Field(None, description="Row with the RJ line numbers")
    label_row: RowNumber | Annotated[list[RowNumber], Field(min_length=1, max_length=4)] = Field(
        description="Row with the words of the columns, or the rows over which they are spread"
    )
    scale: SheetScale = 1
    decimals: Decimals = "comma"
    rows: list[TurnedRow]
    lines: list[TurnedLine]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        named = [*(row.row for row in self.rows), *_listed(self.label_row), *_listed(self.line_row)]
        double = first_double(named)
        if double is not None:
            raise wrong("row_twice", sheet=self.sheet, row=str(double))
        if self.header_column is None and any(row.header is not None for row in self.rows):
            raise wrong("header_without_column", sheet=self.sheet)
        seen: dict[str, TurnedLine] = {}
        for line in self.lines:
            if seen.setdefault(identify(line.upright()), line) is not line:
                title = " ".join(filter(None, [line.column, line.line, line.label]))
                raise wrong("line_twice", sheet=self.sheet, line=title)
        return self

    def upright(self) -> "ExchangedSheet":
        """Return the block as of the sheet with its rows and columns exchanged."""
        return ExchangedSheet(
            sheet=self.sheet,
            rows=_exchanged_range(self.columns),
            statement=self.statement,
            title=None,
            start=None,
            header_row=_numbers(self.header_column),
            line_column=None if self.line_row is None else column_letters(self.line_row),
            label_column=_letters(self.label_row) or "",
            scale=self.scale,
            decimals=self.decimals,
            columns=[Column(column=column_letters(row.row), **row.model_dump(exclude={"row"})) for row in self.rows],
            lines=[line.upright() for line in self.lines],
        )


class ExchangedSheet(Sheet):
    """A turned block as of the sheet with its rows and columns exchanged: what it calls rows are columns there."""

    turned: ClassVar[bool] = True

    def as_written(self) -> TurnedSheet:
        """Return the block as a mapping file has it, named as it stands on the sheet."""
        return TurnedSheet(
            sheet=self.sheet,
            turned=True,
            columns=_range_of_letters(self),
            statement="separate" if self.statement == "none" else self.statement,
            header_column=_letters(self.header_row),
            line_row=None if self.line_column is None else column_number(self.line_column),
            label_row=_numbers(self.label_column) or 0,
            scale=self.scale,
            decimals=self.decimals,
            rows=[_row_of(each) for each in self.columns],
            lines=[
                TurnedLine(
                    **line.model_dump(exclude=_SAME),
                    column=None if line.row is None else column_letters(line.row),
                    row=_numbers(line.column),
                )
                for line in self.lines
            ],
        )


def _row_of(column: Column) -> TurnedRow:
    said = column.model_dump(exclude={"column", "of"})
    return TurnedRow.model_validate({"row": column_number(column.column), **said})


def _read_block(data: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if isinstance(data, dict) and "turned" in data:
        return TurnedSheet.model_validate(data).upright()
    if isinstance(data, dict) and "stacked" in data:
        return StackedSheet.model_validate(data).upright()
    return data


# a block of a mapping file; what is turned is exchanged, and what is stacked is folded, while it is read
Block = Annotated[Sheet, BeforeValidator(_read_block, json_schema_input_type=Sheet | TurnedSheet | StackedSheet)]


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - one of something, several or none
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def _letters(rows: int | list[int] | None) -> str | list[str] | None:
    if isinstance(rows, list):
        return [column_letters(row) for row in rows]
    return None if rows is None else column_letters(rows)


def _numbers(columns: str | list[str] | None) -> int | list[int] | None:
    if isinstance(columns, list):
        return [column_number(column) for column in columns]
    return None if columns is None else column_number(columns)


def _exchanged_range(columns: str | None) -> str | None:
    if columns is None:
        return None
    first, _, last = columns.partition("-")
    return f"{column_number(first)}-{column_number(last) if last else ''}"


def _range_of_letters(sheet: Sheet) -> str | None:
    if sheet.rows is None:
        return None
    return f"{column_letters(sheet.first_row)}-{column_letters(sheet.last_row) if sheet.last_row else ''}"
