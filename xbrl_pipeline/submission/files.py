"""Files of the queue: on disk before they have their name, read without following links."""

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from xbrl_pipeline.base import sharing, system
from xbrl_pipeline.base.files import fresh_file, put_bytes
from xbrl_pipeline.model.outcome import PipelineError, os_cause

CHUNK: Final = 256 * 1024
_READ_ONLY: Final = 0o444
_OWN: Final = 0o600
_LEFT: Final = 3600.0  # seconds after which nobody writes any more


def make_folder(folder: Path) -> None:
    """Make a folder of state, and those above it, so that they are there after a power cut."""
    sharing.make_folder(folder, system.sync_folder)


def make_output_folder(folder: Path) -> None:
    """Make a folder that a user asked for, and those above it, so that they are there after a power cut."""
    sharing.follow_folder(folder, system.sync_folder)


def write_file(final: Path, data: bytes) -> None:
    """Write bytes to a file of state that is there whole, and stays there."""
    with fresh_file(final) as descriptor:
        put_bytes(descriptor, data)


def write_output(final: Path, data: bytes) -> None:
    """Write bytes to a file that a user asked for."""
    with fresh_file(final, sharing.mode_as(final.parent)) as descriptor:
        put_bytes(descriptor, data)


def write_read_only(final: Path, data: bytes) -> None:
    """Write bytes to a file of state that nobody is to change."""
    with fresh_file(final, sharing.mode_in(final.parent) & _READ_ONLY) as descriptor:
        put_bytes(descriptor, data)


def sweep(folder: Path, *patterns: str) -> None:
    """Take away what a process left half made that ended long ago; what cannot be taken away stays."""
    for pattern in patterns:
        for left in folder.glob(pattern):
            with suppress(OSError):
                if time.time() - left.lstat().st_mtime > _LEFT:
                    shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file in one write, and wait until it is on disk."""
    new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | system.BINARY, _OWN)
    try:
        if new:
            system.set_mode(descriptor, sharing.mode_in(path.parent))
        torn = os.lseek(descriptor, 0, os.SEEK_END) > 0 and _last_byte(descriptor) != b"\n"  # a crash came between
        put_bytes(descriptor, (b"\n" if torn else b"") + line + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if new:
        system.sync_folder(path.parent)


def _last_byte(descriptor: int) -> bytes:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)


@contextmanager
def plain_file(path: Path) -> Iterator[int]:
    """Open an ordinary file for reading: no link, pipe or device; PipelineError where it cannot be read."""
    try:
        descriptor = system.open_unlinked(path)
    except OSError as problem:
        reason = os_cause(problem)
        raise PipelineError("submission.unreadable_file", path=str(path), reason=reason) from problem
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise PipelineError("submission.special_file", path=str(path))
        yield descriptor
    finally:
        os.close(descriptor)


def chunks(descriptor: int) -> Iterator[bytes]:
    """Give the bytes of an open file piece by piece."""
    while chunk := os.read(descriptor, CHUNK):
        yield chunk


def copy_hashed(source: int, target: int | None) -> tuple[str, int]:
    """Copy an open file and return the SHA-256 and length of the very bytes that were copied."""
    found, size = hashlib.sha256(), 0
    for chunk in chunks(source):
        found.update(chunk)
        size += len(chunk)
        if target is not None:
            put_bytes(target, chunk)
    return found.hexdigest(), size
