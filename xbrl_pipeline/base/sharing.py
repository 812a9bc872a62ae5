"""Folders and files of this program: for its own account only, unless the folder they are made in is shared on purpose.

On purpose is a folder that a group may write in and the rest of the world may not. Whatever the umask, what is made
there is open to that group; anywhere else state is private, because it holds the figures of people's work. What a
user asked for (``follow_folder``, ``mode_as``) is open to those who may use the folder it is in.
"""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PRIVATE: Final = 0o700
_GROUP: Final = 0o2770
_FILES: Final = 0o666
_WRITES: Final = stat.S_IWGRP | stat.S_IWOTH


def make_folder(folder: Path, made: Callable[[Path], None] | None = None) -> None:
    """Make a folder of state, and those above it; ``made`` is told of each folder in which one was made."""
    _make(folder, _state_mode, made)


def follow_folder(folder: Path, made: Callable[[Path], None] | None = None) -> None:
    """Make a folder for a user, and those above it, each with the permissions of the one it is in."""
    _make(folder, _mode_of, made)


def mode_in(folder: Path) -> int:
    """Return the permissions of a new file of state in a folder."""
    return _state_mode(folder) & _FILES


def mode_as(folder: Path) -> int:
    """Return the permissions of a new file for a user: those who may use the folder may use the file."""
    return _mode_of(folder) & _FILES


def _make(folder: Path, mode: Callable[[Path], int], made: Callable[[Path], None] | None) -> None:
    if folder.exists():
        return
    _make(folder.parent, mode, made)
    try:
        folder.mkdir()
        folder.chmod(mode(folder.parent))
    except FileExistsError:
        return  # another process was first
    if made is not None:
        made(folder.parent)


def _state_mode(folder: Path) -> int:
    mode = _mode_of(folder)
    return mode & _GROUP if mode & _WRITES == stat.S_IWGRP else _PRIVATE


def _mode_of(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)
