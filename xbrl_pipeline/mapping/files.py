"""The mapping file: which sheet, column and line of a workbook means which fact. YAML, written by people."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from xbrl_pipeline.mapping.document import load_yaml
from xbrl_pipeline.mapping.sheets import Column, Sheet
from xbrl_pipeline.mapping.strict import Strict, first_double, wrong
from xbrl_pipeline.mapping.trial_balance.files import TrialBalance
from xbrl_pipeline.mapping.turned import Block
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.cells import column_number
from xbrl_pipeline.model.outcome import PipelineError

Area = Annotated[str, Field(pattern=r"^[A-Z]{1,3}[1-9][0-9]*(:[A-Z]{1,3}[1-9][0-9]*)?$")]
_SHOWN = 80  # characters of what was given
_OPENING = re.compile(
    r"(?<![0-9])0?1[-/. ](?:0?1|jan[a-z]*)\b|\b(?:begin|open(?:ing)?\b|aanvang|primo)|(?<![0-9])0?1[-/.]20[0-9]{2}"
)
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


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
        title=None,
        start=None,
        header_row=trial.header_row,
        line_column=trial.account_column if trial.description_column else None,
        label_column=trial.description_column or trial.account_column,
        scale=trial.scale,
        decimals=trial.decimals,
        columns=[*columns, *beside, *codes],
        lines=[],
    )


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
    sheets: list[Block] = Field([], description="Sheets with statements and general data")
    trial_balances: list[TrialBalance] = Field([], description="Sheets with one account a row")
    ignore_sheets: list[IgnoredSheet] = Field([], description="Sheets that hold nothing to report")
    ignore_areas: list[IgnoredArea] = Field([], description="Parts of sheets that hold nothing to report")
    values: list[Value] = Field([], description="General data that the workbook does not hold")
    totals: Literal["derive", "printed"] = Field(
        "printed",
        description="derive: totals that the workbook does not print follow from their parts, where these prove it; "
        "printed: only what the workbook prints is reported",
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
            for column, said in sheet.headed:
                self._check_year(sheet, column, said)
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

    def _check_year(self, sheet: Sheet, column: Column, said: str) -> None:
        """Refuse last year's mapping of which only the verslagjaar was changed."""
        years = {"current": 0, "budget": 0, "previous": 1}
        found = _YEAR.findall(said)
        if column.means == "previous" and _OPENING.search(said.casefold()):
            found += [str(int(year) - 1) for year in found]  # what a balance opens with is that of the year before
        if found and column.means in years and str(self.verslagjaar - years[column.means]) not in found:
            params = {"sheet": sheet.sheet, "header": said, "year": str(self.verslagjaar)}
            if sheet.turned:
                raise wrong("header_year_turned", row=str(column_number(column.column)), **params)
            if said != column.header:
                raise wrong("period_year", **params)
            raise wrong("header_year", column=column.column, **params)


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
