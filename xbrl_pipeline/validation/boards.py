"""Whose report it is, held against the register of boards that the user keeps.

Two numbers of two boards are an error: a report that is filed for another board is the dearest mistake there is. That
the register does not know a number is a warning, for registers age; that a name reads otherwise is a note.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from rapidfuzz import fuzz

from xbrl_pipeline.model.boards import Board, Register, board_number, kvk_number
from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import Finding, FindingValue, PhaseName, Severity
from xbrl_pipeline.model.report import Entity
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.validation.evidence import Evidence

_ALIKE: Final = 85.0  # of 100
_SHORTEST: Final = 2  # letters of an abbreviation that stand for a word
# Words that names of boards share, as lists and accounts write them.
_SHARED: Final = frozenset(
    "stichting stg st vereniging ver voor van de het der den en in te tot met op o".split()  # noqa: SIM905 - a text reads better
)


def find_strangers(register: Register, entity: Entity, profile: ReportProfile, evidence: Evidence) -> Iterator[Finding]:
    """Give what the register says against the numbers and the name of a report."""
    looked_up = _LookedUp(register, entity, profile, evidence)
    yield from looked_up.findings()


class _LookedUp:
    """The boards that the two numbers of a report mean."""

    def __init__(self, register: Register, entity: Entity, profile: ReportProfile, evidence: Evidence) -> None:
        self._names = (profile.identifier_concept, profile.bestuursnummer_concept, profile.name_concept)
        self._entity, self._evidence = entity, evidence
        self._knows_kvk = register.knows_kvk
        self._number, self._kvk = entity.bestuursnummer.strip(), entity.kvk.strip()
        self._board = register.by_number.get(board_number(self._number))
        self._others = register.by_kvk.get(kvk_number(self._kvk), ())

    def findings(self) -> Iterator[Finding]:
        """Give two boards, or the numbers that nobody knows, and a name that is another."""
        board, others = self._board, self._others
        if board is not None and others and board not in others:
            params = {"others": tuple(other.shown for other in others), "board": board.shown}
            yield self._finding("board.two_boards", Severity.ERROR, params, self._names[:2])
            return
        if self._number and board is None:
            yield self._unknown_number()
        if self._kvk and not others and self._knows_kvk:
            yield self._unknown_kvk()
        meant = (board,) if board is not None else others
        name = self._entity.name
        if name and meant and not any(is_alike(name, known) for each in meant for known in each.names):
            params = {"name": name, "boards": tuple(map(_all_names, meant))}
            yield self._finding("board.other_name", Severity.INFO, params, self._names[2:])

    def _unknown_number(self) -> Finding:
        if not self._others:
            return self._finding("board.unknown_number", Severity.WARNING, {}, self._names[1:2])
        params = {"others": tuple(other.shown for other in self._others)}
        return self._finding("board.unknown_number.kvk", Severity.WARNING, params, self._names[:2])

    def _unknown_kvk(self) -> Finding:
        board = self._board
        if board is None:
            return self._finding("board.unknown_kvk", Severity.WARNING, {}, self._names[:1])
        if not board.kvks:
            return self._finding("board.unknown_kvk.none", Severity.WARNING, {"board": board.shown}, self._names[:1])
        params = {"board": board.shown, "kvks": board.kvks}
        return self._finding("board.unknown_kvk.other", Severity.WARNING, params, self._names[:2])

    def _finding(self, code: str, severity: Severity, params: Mapping[str, object], names: tuple[str, ...]) -> Finding:
        texts = self._evidence.messages
        gaps = {"number": self._number, "kvk": self._kvk, **params}
        keys = [key for name in names for key in self._keys(name)]
        values = tuple(self._value(key) for key in keys)
        cells = tuple(dict.fromkeys(cell for key in keys for cell in self._evidence.cells(key)))
        lines = tuple(self._evidence.lines[key] for key in keys if not cells and key in self._evidence.lines)
        message, advice = texts.text(code, **gaps), texts.advice(code, **gaps)
        return Finding(code, severity, message, advice, PhaseName.PLAUSIBILITY, cells=cells, values=values, lines=lines)

    def _keys(self, name: str) -> Iterator[FactKey]:
        local = name.rpartition(":")[2]
        return (key for key in self._evidence.facts if local and key.concept.local == local)

    def _value(self, key: FactKey) -> FindingValue:
        return self._evidence.value(key, str(self._evidence.facts[key].value))


def is_alike(name: str, known: str) -> bool:
    """Tell whether two names may be of one board: abbreviated, with a place behind it, or with a word misspelt."""
    own, other = _words(name), _words(known)
    return fuzz.token_set_ratio(" ".join(_written_out(own, other)), " ".join(_written_out(other, own))) >= _ALIKE


def _words(name: str) -> list[str]:
    """Return the words of a name in plain letters, without those that all names share, if others are left."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in letters).split()
    return [word for word in words if word not in _SHARED] or words


def _written_out(words: list[str], others: list[str]) -> list[str]:
    """Put the word of the other name where one has the beginning of it: "onderw" and "onderwijs"."""
    return [
        next((other for other in others if len(word) >= _SHORTEST and other.startswith(word)), word) for word in words
    ]


def _all_names(board: Board) -> str:
    return f"{' / '.join(board.names)} ({board.number})"
