"""Checkpoints: where the chain stood, signed, kept outside the database.

Without them the end of a chain can be cut off, or the whole chain be written anew, without a trace. One line is added
after every commit. The signature is an HMAC with a key in a file of its own: who can read the key can sign too, so a
checkpoint that must prove something to others has to lie with those others (``audit verify --checkpoint``), and the
cover sheet of each handover carries one on paper.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission.chain import canonical
from xbrl_pipeline.submission.events import Head
from xbrl_pipeline.submission.files import append_line, make_folder, mode_in, sync_folder, write_all


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a chain stood at a moment."""

    ledger: str
    seq: int
    hash: str
    at: str
    key: str  # which key: the first half of its SHA-256
    signature: str


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """A folder with a file of checkpoints and the key that signs them."""

    folder: Path

    @property
    def file(self) -> Path:
        """The checkpoints, one JSON object a line."""
        return self.folder / "checkpoints.jsonl"

    @property
    def key_file(self) -> Path:
        """The secret that signs."""
        return self.folder / "checkpoint.key"

    def add(self, ledger: str, head: Head, at: datetime) -> Checkpoint:
        """Sign where the chain stands and keep it."""
        try:
            key = self._key()
            made = _sign(key, {"ledger": ledger, "seq": head.seq, "hash": head.hash, "at": at.isoformat()})
            append_line(self.file, canonical(asdict(made)).encode())
        except OSError as problem:
            reason = os_cause(problem)
            raise PipelineError("submission.not_writable", folder=str(self.folder), reason=reason) from problem
        return made

    def read(self, file: Path | None = None) -> tuple[tuple[Checkpoint, ...], int]:
        """Return the checkpoints of a file whose signature is right, and how many lines were not."""
        lines = list(_lines(file or self.file))
        key = self.key_file.read_bytes() if self.key_file.exists() else b""
        good = tuple(made for made in map(_parse, lines) if made is not None and _signed(key, made))
        return good, len(lines) - len(good)

    def _key(self) -> bytes:
        if not self.key_file.exists():
            make_folder(self.folder)
            self._make_key()
        return self.key_file.read_bytes()

    def _make_key(self) -> None:
        scratch = self.folder / f".key.{secrets.token_hex(6)}.part"
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.fchmod(descriptor, mode_in(self.folder) & 0o660)  # whoever works with this queue signs
            write_all(descriptor, secrets.token_bytes(32))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            self.key_file.hardlink_to(scratch)
        except FileExistsError:
            pass  # another process was first
        finally:
            scratch.unlink()
        sync_folder(self.folder)


def _sign(key: bytes, content: dict[str, Any]) -> Checkpoint:
    named = content | {"key": hashlib.sha256(key).hexdigest()[:32]}
    return Checkpoint(**named, signature=hmac.new(key, canonical(named).encode(), "sha256").hexdigest())


def _signed(key: bytes, made: Checkpoint) -> bool:
    content = {name: value for name, value in asdict(made).items() if name != "signature"}
    wanted = hmac.new(key, canonical(content).encode(), "sha256").hexdigest()
    return bool(key) and hmac.compare_digest(wanted, made.signature)


def _lines(file: Path) -> Iterator[bytes]:
    if file.exists():
        yield from filter(None, file.read_bytes().split(b"\n"))


def _parse(line: bytes) -> Checkpoint | None:
    try:
        content = json.loads(line)
        made = Checkpoint(**content)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (made.ledger, made.hash, made.at, made.key, made.signature)
    sound = isinstance(made.seq, int) and all(isinstance(text, str) and text.isascii() for text in texts)
    return made if sound else None
