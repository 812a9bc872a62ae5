"""What a hostile input should come to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xbrl_pipeline.model.outcome import ExitCode

REFUSED: Final = ExitCode.INPUT_REFUSED
WRONG: Final = ExitCode.INVALID
CLEAN: Final = ExitCode.VALID


@dataclass(frozen=True)
class Case:
    """An input by its number on the list of 74, the exit code of ``convert``, and the sentences it must say.

    A clean case gives the same facts as the sample itself, unless ``same`` is False.
    """

    number: int
    name: str
    make: Callable[[], bytes]
    exit_code: ExitCode
    codes: str | tuple[str, ...] = ()
    suffix: str = ".xlsx"
    cell: str = ""  # that the output must name
    same: bool = True

    def __str__(self) -> str:
        return f"{self.number:02d}-{self.name.replace(' ', '-')}"
