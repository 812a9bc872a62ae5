"""The mapping file: which sheet, column and line of a workbook means which fact. YAML, written by people."""

from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from xbrl_pipeline.model.outcome import PipelineError

ColumnLetters = Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Line(_Strict):
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
            msg = "a line needs 'line' or 'label'"
            raise ValueError(msg)
        if (self.concept is None) == (self.ignore is None):
            msg = "a line needs either 'concept' or 'ignore'"
            raise ValueError(msg)
        return self


class Column(_Strict):
    """A column and what its figures are. ``value`` is for sheets with general data; ``ignore`` needs a reason."""

    column: ColumnLetters
    header: str | None = Field(None, description="Text of the header cell; checked")
    means: Literal["current", "previous", "budget", "value", "note", "ignore"]
    reason: str | None = None


class Sheet(_Strict):
    """A sheet that holds facts."""

    sheet: str
    statement: Literal["separate", "consolidated", "none"] = "separate"
    header_row: Annotated[int, Field(ge=1)] | None = None
    line_column: ColumnLetters | None = Field(None, description="Column with the RJ line numbers")
    label_column: ColumnLetters = "B"
    scale: Literal[1, 1000, 1000000] = Field(1, description="1000: amounts are in thousands of euros")
    columns: list[Column]
    lines: list[Line]


class IgnoredSheet(_Strict):
    """A sheet that holds nothing to report, and why."""

    sheet: str
    reason: str


class MappingFile(_Strict):
    """A whole mapping file."""

    version: Literal[1]
    taxonomy: str
    report: str = "jaarverantwoording"
    verslagjaar: Annotated[int, Field(ge=2000, le=2100)]
    bestuursnummer: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    currency: Literal["EUR", "USD"] = "EUR"
    sheets: Annotated[list[Sheet], Field(min_length=1)]
    ignore_sheets: list[IgnoredSheet] = []


def load_mapping(path: Path) -> MappingFile:
    """Read and check a mapping file; a problem is a PipelineError that names file, place and cause."""
    try:
        data = yaml.safe_load(path.read_bytes())
    except OSError as error:
        raise PipelineError("mapping.unreadable", path=str(path), cause=error.strerror or "") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PipelineError("mapping.not_yaml", path=str(path), where=_yaml_place(error)) from error
    try:
        return MappingFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "/"
        raise PipelineError("mapping.not_a_mapping", path=str(path), place=place, cause=first["msg"]) from error


def _yaml_place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return "" if mark is None else f"{mark.line + 1}"
