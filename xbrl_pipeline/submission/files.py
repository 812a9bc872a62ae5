"""Files that survive a power cut: written, synced, and only then given their name."""

import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from xbrl_pipeline import sharing, system
from xbrl_pipeline.model.outcome import PipelineError, os_cause

CHUNK: Final = 256 * 1024
READ_ONLY: Final = 0o444


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they are there after a power cut."""
    sharing.make_folder(folder, system.sync_folder)


@contextmanager
def fresh_file(final: Path, *, read_only: bool = False) -> Iterator[int]:
    """Give a descriptor to write to; afterwards the file is on disk under its name, or nothing is there."""
    scratch = final.with_name(f".{final.name[:40]}.{secrets.token_hex(6)}.part")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | system.BINARY, 0o644)
    try:
        try:
            yield descriptor
            system.set_mode(descriptor, READ_ONLY if read_only else sharing.mode_in(final.parent))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(scratch, final)  # noqa: PTH105 - beside the other calls of os that crash tests stop at
    except BaseException:
        with suppress(OSError):
            os.unlink(scratch)  # noqa: PTH108
        raise
    system.sync_folder(final.parent)


def write_file(final: Path, data: bytes, *, read_only: bool = False) -> None:
    """Write bytes to a file that is there whole, and stays there."""
    with fresh_file(final, read_only=read_only) as descriptor:
        write_all(descriptor, data)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes, however many the system takes at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file in one write, and wait until it is on disk."""
    new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | system.BINARY, 0o644)
    try:
        if new:
            system.set_mode(descriptor, sharing.mode_in(path.parent))
        torn = os.lseek(descriptor, 0, os.SEEK_END) > 0 and _last_byte(descriptor) != b"\n"  # a crash came between
        write_all(descriptor, (b"\n" if torn else b"") + line + b"\n")
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
            write_all(target, chunk)
    return found.hexdigest(), size
