"""What a row of a table is taken for, how sure that is, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xbrl_pipeline.mapping.recognise.tables import Row

THRESHOLD: Final = 0.80


class Why(StrEnum):
    """Why a row is what it is proposed to be, or stays open; each has a sentence in the catalogue."""

    NAME = "name"
    CONTEXT = "context"
    NUMBER = "number"
    SUM = "sum"
    BROKEN = "broken"
    SHORT = "short"
    TYPO = "typo"
    NEAR = "near"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    ELSEWHERE = "elsewhere"
    NUMBER_DIFFERS = "number_differs"
    TWICE = "twice"
    SIGN = "sign"
    SUBTOTAL = "subtotal"
    CHECK = "check"
    NO_WORDS = "no_words"
    REST = "rest"
    PERSON = "person"


@dataclass(frozen=True)
class Finding:
    """What a row is taken for. Without ``key`` it is open, or left out where ``ignored``."""

    row: Row
    key: str | None = None
    reversed: bool = False
    confidence: float = 0.0
    reasons: tuple[Why, ...] = ()
    options: tuple[str, ...] = ()
    ignored: bool = False
    note: str = ""  # what a person said about it

    @property
    def open(self) -> bool:
        """Whether a person must decide."""
        return not self.ignored and (self.key is None or self.confidence < THRESHOLD)
