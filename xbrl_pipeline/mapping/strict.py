"""What all parts of a mapping file share: unknown words are errors, and every broken rule has its own sentence."""

from collections.abc import Hashable, Iterable
from typing import Annotated, Any

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
