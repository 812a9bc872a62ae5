"""Files that appear whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.system import is_running
from xbrl_pipeline.model.outcome import PipelineError, os_cause

_WRITING: Final = ".writing-"


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files beside their final names first, so that a full disk leaves nothing half-written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep_writing(folder)
        with tempfile.TemporaryDirectory(prefix=f"{_WRITING}{os.getpid()}-", dir=folder) as scratch:
            for name, data in files.items():
                (Path(scratch) / name).write_bytes(data)
            for name in files:
                (Path(scratch) / name).replace(folder / name)
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(folder), cause=os_cause(error)) from error


def sweep_writing(folder: Path) -> None:
    """Take away what a run that was killed left half written."""
    for left in folder.glob(f"{_WRITING}*"):
        process = left.name.removeprefix(_WRITING).partition("-")[0]
        if process.isdecimal() and is_running(int(process)) is False:
            shutil.rmtree(left, ignore_errors=True)


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot be written to before any work is done for it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(folder), cause=os_cause(error)) from error
