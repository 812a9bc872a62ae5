"""Folders and files that are open to the same people as the folder they are made in, whatever the umask."""

import stat
from collections.abc import Callable
from pathlib import Path


def make_folder(folder: Path, made: Callable[[Path], None] | None = None) -> None:
    """Make a folder, and those above it; ``made`` is told of each folder in which one was made."""
    if folder.exists():
        return
    make_folder(folder.parent, made)
    try:
        folder.mkdir()
        folder.chmod(stat.S_IMODE(folder.parent.stat().st_mode))
    except FileExistsError:
        return  # another process was first
    if made is not None:
        made(folder.parent)


def mode_in(folder: Path) -> int:
    """Return the permissions of a new file: those who may use the folder may use the file."""
    return stat.S_IMODE(folder.stat().st_mode) & 0o666
