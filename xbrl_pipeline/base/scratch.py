"""Temporary folders that are known by their process, so that those of one that was killed can be taken away.

Some hold copies of input: figures that nobody is to find on a machine months later.
"""

import os
import re
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.system import is_running

_OURS: Final = re.compile(r"xbrl-[a-z]+-([0-9]+)-.+")


def scratch_prefix(kind: str) -> str:
    """Return how the name of a temporary folder of this process begins; those of dead processes are swept first."""
    _sweep_once(tempfile.gettempdir(), os.getpid())
    return f"xbrl-{kind}-{os.getpid()}-"


@cache
def _sweep_once(folder: str, _process: int) -> None:
    sweep_scratch(Path(folder))


def sweep_scratch(folder: Path) -> None:
    """Take away the temporary folders of processes of this account that have ended; others stay."""
    owner = getattr(os, "getuid", lambda: 0)()
    for left in folder.glob("xbrl-*"):
        named = _OURS.fullmatch(left.name)
        with suppress(OSError):
            if named and left.lstat().st_uid == owner and not left.is_symlink() and is_running(int(named[1])) is False:
                shutil.rmtree(left)
