"""Files that appear whole or not at all."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from xbrl_pipeline.base import sharing, system
from xbrl_pipeline.base.system import is_running
from xbrl_pipeline.model.outcome import PipelineError, os_cause

_WRITING: Final = ".writing-"
_OWN: Final = 0o600


@contextmanager
def fresh_file(final: Path, mode: int | None = None, *, durable: bool = True) -> Iterator[int]:
    """Give a descriptor to write to; afterwards the file is on disk under its name, or nothing is there.

    ``mode``: its permissions; none for those of state. What is ``durable`` survives a power cut right after, and has to
    wait for the disk.
    """
    scratch = final.with_name(f".{final.name[:40]}.{secrets.token_hex(6)}.part")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | system.BINARY, _OWN)
    try:
        try:
            yield descriptor
            system.set_mode(descriptor, sharing.mode_in(final.parent) if mode is None else mode)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(scratch, final)  # noqa: PTH105 - beside the other calls of os that crash tests stop at
    except BaseException:
        with suppress(OSError):
            os.unlink(scratch)  # noqa: PTH108
        raise
    if durable:
        system.sync_folder(final.parent)


def write_whole(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write a file of state that is there whole or not at all; OSError where it cannot be."""
    with fresh_file(path, durable=durable) as descriptor:
        put_bytes(descriptor, data)


def put_bytes(descriptor: int, data: bytes) -> None:
    """Write all bytes, however many the system takes at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


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
