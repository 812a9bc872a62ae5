"""Which files this process may open while it judges what somebody brought along.

A taxonomy from outside may refer to any file of the machine, by ``file:///`` or by ``../``, from any of its documents.
Python tells a hook about every file before it is opened, whoever asks; what lies elsewhere is then as good as absent.
"""

import mimetypes
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def _real(path: str) -> str:
    """Return a path without links, written one way where large and small letters are the same."""
    return os.path.normcase(os.path.realpath(path))


_OWN = tuple(_real(place) for place in (sys.prefix, sys.base_prefix, os.devnull))
_allowed: list[tuple[str, ...]] = []  # of the job at hand; a hook can never be taken away again


@contextmanager
def confined(places: Sequence[Path]) -> Iterator[None]:
    """Let this process open nothing but what lies in these places, and what the program itself is made of."""
    if not _allowed:
        mimetypes.init()  # reads files of the system, once
        sys.addaudithook(_refuse)
    _allowed[:] = [(*_OWN, *(_real(str(place)) for place in places))]
    try:
        yield
    finally:
        _allowed[:] = [()]


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _allowed or not _allowed[0] or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    path = _real(os.fsdecode(arguments[0]))
    if not any(path == place or path.startswith(place + os.sep) for place in _allowed[0]):
        raise PermissionError(13, "outside the taxonomy", path)
