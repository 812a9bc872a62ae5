"""The parts of a report: its statements and notes, and how far each is filled in."""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What is expected of a part."""

    REQUIRED = "required"  # a rule of the taxonomy wants something in it
    EXPECTED = "expected"  # boards have it by law or by the guidelines
    OPTIONAL = "optional"  # where there is something to tell
    ELSEWHERE = "elsewhere"  # other sectors have it


@dataclass(frozen=True, slots=True)
class Part:
    """A statement or note: how many of its own lines are reported, of how many there are."""

    title: str
    filled: int
    lines: int
    need: Need
    role: str  # end of the URI of its role

    @property
    def empty(self) -> bool:
        """Whether nothing of it is reported."""
        return not self.filled
