"""The mapping file: which sheet, column and line of a workbook means which fact. YAML, written by people."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from xbrl_pipeline.mapping.document import load_yaml
from xbrl_pipeline.mapping.strict import ColumnLetters, Decimals, Strict, first_double, wrong
from xbrl_pipeline.mapping.trial_balance.files import TrialBalance
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.outcome import PipelineError

RowNumber = Annotated[int, Field(ge=1)]
Rows = Annotated[str, Field(pattern=r"^[1-9][0-9]*-([1-9][0-9]*)?$")]
Area = Annotated[str, Field(pattern=r"^[A-Z]{1,3}[1-9][0-9]*(:[A-Z]{1,3}[1-9][0-9]*)?$")]
_SHOWN = 80  # characters of what was given
_OPENING = re.compile(
    r"(?<![0-9])0?1[-/. ](?:0?1|jan[a-z]*)\b|\b(?:begin|open(?:ing)?\b|aanvang|primo)|(?<![0-9])0?1[-/.]20[0-9]{2}"
)
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


class Line(Strict):
    """A row, found by its number and its words, never by its position: inserted rows do no harm."""

    line: str | None = Field(None, description="RJ line number as it stands in the sheet, e.g. 1.1.2")
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
    concept: str | None = Field(None, description="Local name or prefix:name of the concept")
    ignore: str | None = Field(None, description="Reason why amounts in this row are left out")
    sign: Literal["natural", "reversed"] = Field("natural", description="reversed: the sheet shows an outflow as minus")
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
    statement: Literal["separate", "consolidated"] | None = Field(
        None, description="Where it differs from that of the sheet: both stand side by side in one table"
    )
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

    sheet: str
    rows: Rows | None = Field(
        None, description="The rows of this block, such as 3-60 or 62-; without it the whole sheet"
    )
    statement: Literal["separate", "consolidated", "none"] = "separate"
    header_row: RowNumber | Annotated[list[RowNumber], Field(min_length=1, max_length=4)] | None = Field(
        None, description="The row with the headers, or the rows where a header is spread over several"
    )
    line_column: ColumnLetters | None = Field(None, description="Column with the RJ line numbers")
    label_column: ColumnLetters | Annotated[list[ColumnLetters], Field(min_length=1, max_length=4)] = Field(
        "B", description="Column with the words of the rows, or the columns over which they are spread"
    )
    scale: Literal[1, 1000, 1000000] = Field(1, description="1000: amounts are in thousands of euros")
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
        far = max(self.first_row, other.first_row)
        ends = [end for end in (self.last_row, other.last_row) if end is not None]
        return (not ends or far <= min(ends)) and bool(set(self.named_columns) & set(other.named_columns))

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        double = first_double(self.named_columns)
        if double is not None:
            raise wrong("column_twice", sheet=self.sheet, column=double)
        amounts = {column.column for column in self.columns if column.means in ("current", "previous", "budget")}
        if any(column.of is not None and column.of not in amounts for column in self.columns):
            raise wrong("minus_of_nothing", sheet=self.sheet)
        if self.header_row is None and any(column.header is not None for column in self.columns):
            raise wrong("header_without_row", sheet=self.sheet)
        line = first_double(_identity(line) for line in self.lines)
        if line is not None:
            raise wrong("line_twice", sheet=self.sheet, line=line)
        return self


def sheet_of(trial: TrialBalance) -> Sheet:
    """Return a trial balance as a sheet without lines, to check its headers and find what its columns hold."""
    columns = [
        Column(column=name, header=header, means=means, statement=None) for name, header, means in trial.amount_columns
    ]
    beside = [
        Column(column=other.column, header=other.header, means="ignore", statement=None, reason=other.ignore)
        for other in trial.beside
    ]
    codes = [
        Column(column=column, header=None, means="note", statement=None, reason="RGS")
        for column in filter(None, [trial.rgs_column])
    ]
    codes += [
        Column(column=amounts.letter, header=None, means="note", statement=None, reason="D/C")
        for amounts in trial.amounts
        if amounts.letter is not None
    ]
    return Sheet(
        sheet=trial.sheet,
        rows=None,
        statement=trial.statement,
        header_row=trial.header_row,
        line_column=trial.account_column if trial.description_column else None,
        label_column=trial.description_column or trial.account_column,
        scale=trial.scale,
        decimals=trial.decimals,
        columns=[*columns, *beside, *codes],
        lines=[],
    )


def _identity(line: Line) -> str:
    """Return what tells a line apart from the others, as people read it."""
    columns = f" [{', '.join(line.columns)}]" if line.columns else ""
    if line.row is not None:
        return f"{line.row}{columns}"
    after = f" ({line.after})" if line.after else f" ({line.nth}/{line.of})" if line.nth else ""
    return fold(f"{line.line or ''} {line.label or ''}{after}{columns}")


class IgnoredSheet(Strict):
    """A sheet that holds nothing to report, and why."""

    sheet: str
    reason: str
    instead: str | None = Field(None, description="What is reported instead of this draft, such as Balans!A5:E40")


class IgnoredArea(Strict):
    """A part of a sheet that holds nothing to report, and why."""

    sheet: str
    area: Area = Field(description="Its first and last cell, such as G5:K30")
    reason: str
    instead: str | None = Field(None, description="What is reported instead of this draft, such as Balans!A5:E40")


class Value(Strict):
    """A fact of the general data that does not stand in the workbook."""

    concept: str
    value: str


class MappingFile(Strict):
    """A whole mapping file."""

    version: Literal[1]
    taxonomy: str
    report: str = "jaarverantwoording"
    verslagjaar: Annotated[int, Field(ge=2000, le=2100)]
    bestuursnummer: Annotated[str, Field(pattern=r"^([0-9]{5})?$", description="Empty only while unconfirmed")]
    currency: Literal["EUR", "USD"] = "EUR"
    sheets: list[Sheet] = Field([], description="Sheets with statements and general data")
    trial_balances: list[TrialBalance] = Field([], description="Sheets with one account a row")
    ignore_sheets: list[IgnoredSheet] = Field([], description="Sheets that hold nothing to report")
    ignore_areas: list[IgnoredArea] = Field([], description="Parts of sheets that hold nothing to report")
    values: list[Value] = Field([], description="General data that the workbook does not hold")
    totals: Literal["derive"] | None = Field(
        None,
        description="derive: totals that the workbook does not print follow from their parts, where these prove it",
    )
    confirmed: bool = Field(
        default=True, description="false: recognised by the program, and nobody has said yet that it is right"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not (self.sheets or self.trial_balances) and self.confirmed:
            raise wrong("no_sheets")
        if not self.bestuursnummer and self.confirmed:
            raise wrong("no_board")
        double = self._double_sheet
        if double is not None:
            raise wrong("sheet_twice", sheet=double)
        twice = first_double(value.concept for value in self.values)
        if twice is not None:
            raise wrong("value_twice", concept=twice)
        for sheet in (*self.sheets, *self.trial_balance_sheets):
            for column in sheet.columns:
                self._check_year(sheet, column)
        return self

    @property
    def trial_balance_sheets(self) -> list[Sheet]:
        """The trial balances as sheets: their columns stand under headers like those of any sheet."""
        return [sheet_of(trial) for trial in self.trial_balances]

    @property
    def _double_sheet(self) -> str | None:
        """A sheet that is named twice, other than in blocks that leave each other's cells alone."""
        for place, sheet in enumerate(self.sheets):
            same = (other for other in self.sheets[:place] if fold(other.sheet) == fold(sheet.sheet))
            if any(sheet.meets(other) for other in same):
                return fold(sheet.sheet)
        others = [trial.sheet for trial in self.trial_balances] + [sheet.sheet for sheet in self.ignore_sheets]
        double = first_double([*{fold(sheet.sheet) for sheet in self.sheets}, *map(fold, others)])
        return None if double is None else str(double)

    def _check_year(self, sheet: Sheet, column: Column) -> None:
        """Refuse last year's mapping of which only the verslagjaar was changed."""
        years = {"current": 0, "budget": 0, "previous": 1}
        found = _YEAR.findall(column.header or "")
        if column.means == "previous" and _OPENING.search((column.header or "").casefold()):
            found += [str(int(year) - 1) for year in found]  # what a balance opens with is that of the year before
        if found and column.means in years and str(self.verslagjaar - years[column.means]) not in found:
            year = str(self.verslagjaar)
            raise wrong("header_year", sheet=sheet.sheet, column=column.column, header=column.header, year=year)


def load_mapping(path: Path) -> MappingFile:
    """Read and check a mapping file; a problem is a PipelineError that names file, line and cause."""
    document = load_yaml(path)
    try:
        return MappingFile.model_validate(document.data)
    except ValidationError as error:
        first = error.errors()[0]
        raise _not_a_mapping(path, document.line_of(first["loc"]), first) from error


def _not_a_mapping(path: Path, line: int, error: Any) -> PipelineError:  # noqa: ANN401 - pydantic's ErrorDetails
    field = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "")
    params: dict[str, Any] = {
        "path": str(path),
        "place": str(line),
        "field": field,
        "given": str(error["input"])[:_SHOWN],
    }
    context = {name: str(value).replace(" or ", ", ") for name, value in error.get("ctx", {}).items()}
    return PipelineError(f"mapping.not_a_mapping.{error['type']}", **{**params, **context})
