"""The register as it is kept in the state folder: one file, there whole or not at all."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from xbrl_pipeline.boards.table import BoardList, merged, read_list
from xbrl_pipeline.model.boards import Board, ListRef, Register
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.home import home, keep_whole, not_readable, not_writable

_FILE: Final = "boards.json"
_MOST_BYTES: Final = 64 * 1024 * 1024
_BOARDS: Final = TypeAdapter(tuple[Board, ...])
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Texts = tuple[Annotated[str, Field(min_length=1, max_length=400)], ...]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class ListEntry(_Part):
    """A list that the register was read from."""

    name: Annotated[str, Field(description="Name of the file")]
    sha256: Sha256
    boards: Annotated[int, Field(ge=1, description="How many boards it names")]


class BoardEntry(_Part):
    """One board."""

    number: Annotated[str, Field(pattern=r"^[0-9]{5}$", description="Bestuursnummer")]
    names: Annotated[Texts, Field(min_length=1)]
    kvks: tuple[Annotated[str, Field(pattern=r"^[0-9]{8}$")], ...]
    places: Texts
    sectors: Texts


class RegisterFile(_Part):
    """boards.json: the register of boards, as it was read from published lists."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True, title="Register of boards")

    version: Literal[1] = 1
    loaded: Annotated[datetime, Field(description="When the lists were read (UTC)")]
    sha256: Annotated[Sha256, Field(description="Of the boards: equal for the same boards from other lists")]
    lists: Annotated[tuple[ListEntry, ...], Field(min_length=1)]
    boards: Annotated[tuple[BoardEntry, ...], Field(min_length=1)]


def update_register(paths: Iterable[Path]) -> tuple[Register, tuple[BoardList, ...]]:
    """Read lists and keep them as the register, in place of the one before; a list that is wrong changes nothing."""
    lists = tuple(map(read_list, paths))
    boards = merged(board for each in lists for board in each.boards)
    loaded = datetime.now(UTC).replace(microsecond=0)
    register = Register(boards, tuple(each.ref for each in lists), loaded, _sha256(boards))
    keep_whole(_path(), pack_register(register))
    return register, lists


def find_register() -> Register | None:
    """Return the register, None where none was loaded; one that is damaged is a PipelineError.

    Without it a report would be checked less than its user believes.
    """
    try:
        with _path().open("rb") as stream:
            data = stream.read(_MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise not_readable(error) from error
    return read_register(data, _path())


def pack_register(register: Register) -> bytes:
    """Return the register as a file."""
    return (RegisterFile.model_validate(register).model_dump_json(indent=1) + "\n").encode()


def read_register(data: bytes, place: Path) -> Register:
    """Read the register from the file that it was packed as; one that is damaged is a PipelineError."""
    try:
        file = RegisterFile.model_validate_json(data)
    except ValidationError as error:
        raise PipelineError("boards.damaged", path=str(place)) from error
    boards = tuple(Board(**entry.model_dump()) for entry in file.boards)
    if _sha256(boards) != file.sha256:
        raise PipelineError("boards.damaged", path=str(place))
    return Register(boards, tuple(ListRef(**entry.model_dump()) for entry in file.lists), file.loaded, file.sha256)


def forget_register() -> bool:
    """Throw the register away; returns whether there was one."""
    try:
        _path().unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise not_writable(home(), error) from error
    return True


def board_data(board: Board) -> dict[str, object]:
    """Return a board as plain values, for JSON."""
    return asdict(board)


def search_boards(wanted: str) -> tuple[Board, ...]:
    """Return the boards that a number or a part of a name means; none is a PipelineError."""
    register = find_register()
    if register is None:
        raise PipelineError("boards.none", ExitCode.USAGE)
    found = register.search(wanted)
    if not found:
        raise PipelineError("boards.not_found", ExitCode.USAGE, wanted=wanted)
    return found


def _sha256(boards: tuple[Board, ...]) -> str:
    return hashlib.sha256(_BOARDS.dump_json(boards)).hexdigest()


def _path() -> Path:
    return home() / _FILE
