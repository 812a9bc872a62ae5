"""The invented boards, read from ``samples/tables/boards.yaml``."""

from datetime import date
from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from samples.builder.tables import TABLES

FieldValue = date | int | str


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Drivers(_Strict):
    """What a board's figures follow from: income 2024, its growth, result as a share of income (2024, 2025, budget)."""

    baten: int
    growth: float
    result: tuple[float, float, float]
    other_equity: tuple[int, int] = (0, 0)  # equity movements outside the result, 2024 and 2025


class Subsidiary(Drivers):
    """The company that a board consolidates; ``internal`` is what it earns from the board, as a share of income."""

    share: float
    internal: float


class Layout(_Strict):
    """How the board lays out its sheets."""

    header: Literal["date", "text", "number", "words"]
    first_column: int = 1
    previous_first: bool = False
    note_last: bool = False


class Board(_Strict):
    """One board: where its workbook goes, what its figures follow from, and its general data."""

    file: str
    shares: str
    seed: int
    drivers: Drivers
    layout: Layout
    facts: dict[str, FieldValue]
    subsidiary: Subsidiary | None = None
    trial_balance: bool = False

    @property
    def name(self) -> str:
        """Name as it stands above each sheet."""
        return str(self.facts["naam"])


@cache
def all_boards() -> dict[str, Board]:
    """Return every board by key, general data completed with what all have in common."""
    data = yaml.safe_load((TABLES / "boards.yaml").read_text("utf-8"))
    return {key: _board(entry, data["common"]) for key, entry in data["boards"].items()}


def _board(entry: dict[str, object], common: dict[str, FieldValue]) -> Board:
    board = Board.model_validate(entry)
    return board.model_copy(update={"facts": common | board.facts})
