"""The mapping file: which sheet, column and line of a workbook means which fact. YAML, written by people."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from xbrl_pipeline.mapping.document import load_yaml
from xbrl_pipeline.mapping.strict import ColumnLetters, Strict, first_double, wrong
from xbrl_pipeline.mapping.trial_balance.files import TrialBalance
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.outcome import PipelineError

_SHOWN = 80  # characters of what was given
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


class Line(Strict):
    """A row, found by its number and its words, never by its position: inserted rows do no harm."""

    line: str | None = Field(None, description="RJ line number as it stands in the sheet, e.g. 1.1.2")
    label: str | None = Field(None, description="The words of the row; checked when the number is given too")
    concept: str | None = Field(None, description="Local name or prefix:name of the concept")
    ignore: str | None = Field(None, description="Reason why amounts in this row are left out")
    sign: Literal["natural", "reversed"] = Field("natural", description="reversed: the sheet shows an outflow as minus")
    at: Literal["end", "start"] = Field("end", description="For balances: end or start of the column's period")
    optional: bool = Field(default=False, description="The row may be absent from the sheet")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.line is None and self.label is None:
            raise wrong("line_unnamed")
        if (self.concept is None) == (self.ignore is None):
            raise wrong("line_aimless")
        return self


class Column(Strict):
    """A column and what its figures are. ``value`` is for sheets with general data; ``ignore`` needs a reason."""

    column: ColumnLetters
    header: str | None = Field(None, description="Text of the header cell; checked")
    means: Literal["current", "previous", "budget", "value", "note", "ignore"]
    reason: str | None = None

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.means == "ignore" and not self.reason:
            raise wrong("column_unexplained", column=self.column)
        return self


class Sheet(Strict):
    """A sheet that holds facts."""

    sheet: str
    statement: Literal["separate", "consolidated", "none"] = "separate"
    header_row: Annotated[int, Field(ge=1)] | None = None
    line_column: ColumnLetters | None = Field(None, description="Column with the RJ line numbers")
    label_column: ColumnLetters = "B"
    scale: Literal[1, 1000, 1000000] = Field(1, description="1000: amounts are in thousands of euros")
    columns: list[Column]
    lines: list[Line]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        named = [column.column for column in self.columns]
        double = first_double([*named, self.label_column, *filter(None, [self.line_column])])
        if double is not None:
            raise wrong("column_twice", sheet=self.sheet, column=double)
        if self.header_row is None and any(column.header is not None for column in self.columns):
            raise wrong("header_without_row", sheet=self.sheet)
        line = first_double(fold(f"{line.line or ''} {line.label or ''}") for line in self.lines)
        if line is not None:
            raise wrong("line_twice", sheet=self.sheet, line=line)
        return self


def sheet_of(trial: TrialBalance) -> Sheet:
    """Return a trial balance as a sheet without lines, to check its headers and find what its columns hold."""
    columns = [Column(column=name, header=header, means=means) for name, header, means in trial.amount_columns]
    beside = [
        Column(column=other.column, header=other.header, means="ignore", reason=other.ignore) for other in trial.beside
    ]
    codes = [Column(column=trial.rgs_column, header=None, means="note", reason="RGS")] if trial.rgs_column else []
    return Sheet(
        sheet=trial.sheet,
        statement=trial.statement,
        header_row=trial.header_row,
        line_column=trial.account_column,
        label_column=trial.description_column,
        scale=trial.scale,
        columns=[*columns, *beside, *codes],
        lines=[],
    )


class IgnoredSheet(Strict):
    """A sheet that holds nothing to report, and why."""

    sheet: str
    reason: str


class MappingFile(Strict):
    """A whole mapping file."""

    version: Literal[1]
    taxonomy: str
    report: str = "jaarverantwoording"
    verslagjaar: Annotated[int, Field(ge=2000, le=2100)]
    bestuursnummer: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    currency: Literal["EUR", "USD"] = "EUR"
    sheets: list[Sheet] = Field([], description="Sheets with statements and general data")
    trial_balances: list[TrialBalance] = Field([], description="Sheets with one account a row")
    ignore_sheets: list[IgnoredSheet] = Field([], description="Sheets that hold nothing to report")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not (self.sheets or self.trial_balances):
            raise wrong("no_sheets")
        double = first_double(fold(entry) for entry in self._sheet_names)
        if double is not None:
            raise wrong("sheet_twice", sheet=double)
        for sheet in (*self.sheets, *self.trial_balance_sheets):
            for column in sheet.columns:
                self._check_year(sheet, column)
        return self

    @property
    def trial_balance_sheets(self) -> list[Sheet]:
        """The trial balances as sheets: their columns stand under headers like those of any sheet."""
        return [sheet_of(trial) for trial in self.trial_balances]

    @property
    def _sheet_names(self) -> list[str]:
        sheets = [sheet.sheet for sheet in (*self.sheets, *self.trial_balance_sheets)]
        return sheets + [sheet.sheet for sheet in self.ignore_sheets]

    def _check_year(self, sheet: Sheet, column: Column) -> None:
        """Refuse last year's mapping of which only the verslagjaar was changed."""
        years = {"current": 0, "budget": 0, "previous": 1}
        found = _YEAR.findall(column.header or "")
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
