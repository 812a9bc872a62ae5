"""Takes away from the program what Windows lacks, in every process that is started with this folder on its path.

Libraries keep it: they know Windows themselves, and what they do there cannot be tried here. A file that this process
has open cannot be moved, and neither can a folder that holds it.
"""

import builtins
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from types import ModuleType
from typing import Any

import lacking  # type: ignore[import-not-found] # beside this file

_OURS = "xbrl_pipeline"
_OPEN = "/proc/self/fd"
_import = builtins.__import__


def _is_asked_by_us() -> bool:
    return str(sys._getframe(2).f_globals.get("__name__", "")).partition(".")[0] == _OURS


class _Poorer(ModuleType):
    """A module that keeps things from the program."""

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401
        found = super().__getattribute__(name)
        if name.startswith("__") or not _is_asked_by_us():
            return found
        module = super().__getattribute__("__name__")
        if name in lacking.NAMES.get(module, ()):
            message = f"{module}.{name} was taken away"
            raise AttributeError(message)
        if (module, name) == ("os", "getlogin"):  # there it asks the system, which always knows
            return lambda: os.environ.get("NOFORK_ACCOUNT", "Voor Beeld")
        return found


def _poorer_import(name: str, globals: Any = None, *others: Any, **more: Any) -> Any:  # noqa: A002, ANN401
    asked_by = str((globals or {}).get("__name__", "")).partition(".")[0]
    if asked_by == _OURS and name.partition(".")[0] in lacking.MODULES:
        raise ModuleNotFoundError(name)
    return _import(name, globals, *others, **more)


def _refuse_open(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "os.rename" or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    moved = os.path.realpath(os.fsdecode(arguments[0]))
    for number in os.listdir(_OPEN):  # noqa: PTH208
        with suppress(OSError):  # the one that listed them
            if f"{os.readlink(f'{_OPEN}/{number}')}/".startswith(f"{moved}/"):  # noqa: PTH115
                raise _StillOpenError(13, "moved while it is open", moved)


class _StillOpenError(Exception):
    """What Windows says with a PermissionError; nothing may take this for one and go on."""


sys.addaudithook(_refuse_open)
for module in (os, signal, socket, time):
    module.__class__ = _Poorer
builtins.__import__ = _poorer_import
