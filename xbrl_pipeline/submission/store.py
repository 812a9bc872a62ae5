"""The bytes of everything in the queue, each file under its own SHA-256: ``store/ab/abcd...``, read-only.

A file is on disk, whole, before the database speaks of it. What is taken out is hashed from the same open file that is
copied, so that nothing can come in between.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.files import fresh_file
from xbrl_pipeline.base.sharing import mode_as
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission.files import chunks, copy_hashed, make_folder, plain_file, write_read_only

_NAME: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Store:
    """The folder with the bytes."""

    folder: Path

    def put(self, data: bytes) -> StoredFile:
        """Keep bytes; the same bytes twice are kept once."""
        stored = StoredFile(hashlib.sha256(data).hexdigest(), len(data))
        path = self.path(stored.sha256)
        if path.exists():
            self.check(stored.sha256)
        else:
            with _disk(self.folder):
                make_folder(path.parent)
                write_read_only(path, data)
        return stored

    def take_in(self, source: Path, limit: int) -> StoredFile:
        """Keep a file of the user, not larger than ``limit`` bytes; hash and copy come from one reading."""
        with plain_file(source) as descriptor:
            if os.fstat(descriptor).st_size > limit:
                raise PipelineError("submission.file_too_large", path=str(source), limit=limit // 2**20)
            data = b"".join(_limited(descriptor, limit))
        return self.put(data)

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a file; a damaged one is refused."""
        path = self.path(sha256)
        if not path.exists():
            raise PipelineError("submission.store_missing", sha256=sha256)
        with plain_file(path) as descriptor:
            data = b"".join(chunks(descriptor))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise PipelineError("submission.store_damaged", sha256=sha256)
        return data

    def copy_out(self, sha256: str, target: Path) -> int:
        """Copy a file to where a person takes it from, and return its size; a damaged one is not handed over."""
        with _disk(target.parent), fresh_file(target, mode_as(target.parent)) as descriptor:
            found, size = self._copy(sha256, descriptor)
            if found != sha256:
                raise PipelineError("submission.store_damaged", sha256=sha256)
        return size

    def check(self, sha256: str) -> int:
        """Hash a file again and return its size; PipelineError when it is missing or damaged."""
        found, size = self._copy(sha256, None)
        if found != sha256:
            raise PipelineError("submission.store_damaged", sha256=sha256)
        return size

    def names(self) -> Iterator[str]:
        """Give everything that lies in the store, also what does not belong there; not what is being written."""
        for entry in sorted(self.folder.glob("*/*")):
            if not entry.name.endswith(".part"):
                yield entry.name

    @staticmethod
    def is_name(name: str) -> bool:
        """Say whether a name can be that of a file of ours."""
        return _NAME.fullmatch(name) is not None

    def path(self, sha256: str) -> Path:
        """Return where a file lies."""
        if not _NAME.fullmatch(sha256):
            raise PipelineError("submission.store_damaged", sha256=sha256)
        return self.folder / sha256[:2] / sha256

    def _copy(self, sha256: str, target: int | None) -> tuple[str, int]:
        path = self.path(sha256)
        if not path.exists():
            raise PipelineError("submission.store_missing", sha256=sha256)
        with plain_file(path) as descriptor:
            return copy_hashed(descriptor, target)


def _limited(descriptor: int, limit: int) -> Iterator[bytes]:
    left = limit
    while left >= 0 and (chunk := os.read(descriptor, 256 * 1024)):
        left -= len(chunk)
        yield chunk


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """Say in the user's words that a folder cannot be written to."""
    try:
        yield
    except OSError as problem:
        reason = os_cause(problem)
        raise PipelineError("submission.not_writable", folder=str(folder), reason=reason) from problem
