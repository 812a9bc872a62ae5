"""What all parts of a mapping file share: unknown words are errors, and every broken rule has its own sentence."""

from collections.abc import Hashable, Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from xbrl_pipeline.workbook.notation import Decimals as Notation

ColumnLetters = Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")]
Decimals = Annotated[
    Notation,
    Field(
        description="Of amounts that are texts. point: decimals stand behind a point, as in 1,234.50; comma-only: a "
        "point never begins decimals, so that 1.234 is a thousand; comma: 1.234 is refused, as it could be either"
    ),
]
LineNumber = Annotated[str | None, Field(description="RJ line number as it stands in the sheet, e.g. 1.1.2")]
ConceptName = Annotated[str | None, Field(description="Local name or prefix:name of the concept")]
Sign = Annotated[Literal["natural", "reversed"], Field(description="reversed: the sheet shows an outflow as minus")]
Scale = Literal[1, 1000, 1000000]
SheetScale = Annotated[Scale, Field(description="1000: amounts are in thousands of euros")]
OwnScale = Annotated[Scale | None, Field(description="Where it differs from that of the sheet")]
Scope = Literal["separate", "consolidated"]
OwnScope = Annotated[Scope | None, Field(description="Where it differs from that of the sheet")]
RowEnd = Annotated[Literal["end", "start"], Field(description="For balances: end or start of the row's period")]


class Strict(BaseModel):
    """A block of a file that knows its words and takes no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wrong(rule: str, **params: Any) -> PydanticCustomError:  # noqa: ANN401 - as in pydantic
    """Name a broken rule; the sentence for it stands in the catalogue as ``mapping.not_a_mapping.<rule>``."""
    return PydanticCustomError(rule, rule, params)


def first_double(values: Iterable[Hashable]) -> Hashable | None:
    """Return the first value that comes a second time."""
    seen: set[Hashable] = set()
    return next((value for value in values if value in seen or seen.add(value)), None)  # type: ignore[func-returns-value]
