"""The register of school boards: which numbers and names belong to one board, as a published list says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

BOARD_DIGITS: Final = 5  # of a bestuursnummer
KVK_DIGITS: Final = 8
_DIGITS: Final = re.compile(r"[0-9]+")
_SECTOR: Final = "Sector"  # in the words of the NT
_ALLIANCE: Final = "JointVentureTailoredEducation"


def board_number(text: str) -> str:
    """Return a bestuursnummer with the zeros that a spreadsheet took off; empty for what is none."""
    return _whole_number(text, BOARD_DIGITS)


def kvk_number(text: str) -> str:
    """Return a KvK number with the zeros that a spreadsheet took off; empty for what is none."""
    return _whole_number(text, KVK_DIGITS)


def _whole_number(text: str, digits: int) -> str:
    bare = text.strip()
    return bare.zfill(digits) if _DIGITS.fullmatch(bare) and len(bare) <= digits else ""


def kind_of_board(said: Mapping[str, str]) -> str:
    """Return the sector of a board, ``SWV`` for a samenwerkingsverband; ``said``: texts of a report by local name."""
    return "SWV" if said.get(_ALLIANCE) == "Ja" else said.get(_SECTOR, "").upper()


@dataclass(frozen=True, slots=True)
class Board:
    """One board. A list may name it more than once, each time with another name, place, sector or KvK number."""

    number: str  # five digits
    names: tuple[str, ...]
    kvks: tuple[str, ...] = ()  # eight digits each
    places: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The board in words: its first name, with its number and place."""
        return f"{self.names[0]} ({', '.join((self.number, *self.places[:1]))})"


@dataclass(frozen=True, slots=True)
class ListRef:
    """A list that a register was read from: its name, the SHA-256 of its bytes, and how many boards it names."""

    name: str
    sha256: str
    boards: int


@dataclass(frozen=True)
class Register:
    """All boards by number, the lists they were read from, and when. ``sha256`` is of the boards, in whatever lists."""

    boards: tuple[Board, ...]
    lists: tuple[ListRef, ...]
    loaded: datetime  # UTC
    sha256: str

    @property
    def name(self) -> str:
        """What reports call it: the names of its lists."""
        return ", ".join(each.name for each in self.lists)

    @cached_property
    def knows_kvk(self) -> bool:
        """Whether any board has a KvK number; some lists have none at all, and then an unknown one says nothing."""
        return any(board.kvks for board in self.boards)

    @cached_property
    def by_number(self) -> dict[str, Board]:
        """Boards by bestuursnummer."""
        return {board.number: board for board in self.boards}

    @cached_property
    def by_kvk(self) -> dict[str, tuple[Board, ...]]:
        """Boards by KvK number: one legal person may be several boards."""
        found: dict[str, tuple[Board, ...]] = {}
        for board in self.boards:
            for kvk in board.kvks:
                found[kvk] = (*found.get(kvk, ()), board)
        return found

    def search(self, wanted: str) -> tuple[Board, ...]:
        """Return the boards with this bestuursnummer or KvK number, else those with these words in a name."""
        number = self.by_number.get(board_number(wanted))
        if number is not None:
            return (number,)
        words = wanted.casefold().strip()
        named = (board for board in self.boards if words and any(words in name.casefold() for name in board.names))
        return self.by_kvk.get(kvk_number(wanted)) or tuple(named)
