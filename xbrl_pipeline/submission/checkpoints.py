"""Checkpoints: where the chain stood, signed, kept outside the database.

Without them the end of a chain can be cut off, or the whole chain be written anew, without a trace. One line is added
after every commit, signed with the key of the account that did it (``keys``). Who has that private key can sign what
he likes: a checkpoint that must prove something to others has to lie with those others (``audit verify --checkpoint``),
and they have to know the public key from elsewhere (``--key``). The cover sheet of each handover carries one on paper.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission.chain import canonical
from xbrl_pipeline.submission.events import ChainHead
from xbrl_pipeline.submission.files import append_line, make_folder
from xbrl_pipeline.submission.keys import KeyRing, PublicKey, signed


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a chain stood at a moment."""

    ledger: str
    seq: int
    hash: str
    at: str
    key: str  # the public key
    signature: str

    @property
    def content(self) -> bytes:
        """What is signed."""
        return canonical({name: value for name, value in asdict(self).items() if name != "signature"}).encode()

    @property
    def line(self) -> bytes:
        """How it is kept."""
        return canonical(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file of checkpoints holds."""

    good: tuple[Checkpoint, ...]  # signed with a key that is known
    bad: int  # lines that are not as they were signed
    strangers: tuple[str, ...]  # keys that signed the rest


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """A folder with a file of checkpoints and the keys that sign them."""

    folder: Path

    @property
    def file(self) -> Path:
        """The checkpoints, one JSON object a line."""
        return self.folder / "checkpoints.jsonl"

    @property
    def keys(self) -> KeyRing:
        """The keys of everybody who works with this queue."""
        return KeyRing(self.folder / "keys")

    def add(self, ledger: str, head: ChainHead, at: datetime) -> Checkpoint:
        """Sign where the chain stands and keep it."""
        try:
            make_folder(self.folder)
            plain = Checkpoint(ledger, head.seq, head.hash, at.isoformat(), self.keys.own().key, "")
            made = Checkpoint(**asdict(plain) | {"signature": self.keys.sign(plain.content)})
            append_line(self.file, made.line)
        except (OSError, ValueError) as problem:  # no key at all in the file of the key: ValueError
            reason = os_cause(problem) if isinstance(problem, OSError) else str(problem)
            raise PipelineError("submission.not_writable", folder=str(self.folder), reason=reason) from problem
        return made

    def own_key(self) -> PublicKey:
        """Return the public key of this account, made when there is none yet."""
        try:
            return self.keys.own()
        except (OSError, ValueError) as problem:
            reason = os_cause(problem) if isinstance(problem, OSError) else str(problem)
            raise PipelineError("submission.not_writable", folder=str(self.keys.folder), reason=reason) from problem

    def accounts(self) -> Mapping[str, str]:
        """Return whose the known keys are."""
        return {each.key: each.account for each in self.keys.known()}

    def read(self, file: Path | None = None, trusted: frozenset[str] | None = None) -> Kept:
        """Check every line of a file. ``trusted``: believe these keys only; else those that lie here."""
        lines, known = list(_lines(file or self.file)), self.accounts()
        made = [each for each in map(_parse, lines) if each is not None and _is_signed(each)]
        believed = known.keys() if trusted is None else trusted
        good = tuple(each for each in made if each.key in believed)
        strangers = {each.key for each in made} - known.keys() - believed
        return Kept(good, len(lines) - len(made), tuple(sorted(strangers)))

    def lines(self) -> tuple[bytes, ...]:
        """Return the lines as they are now; whoever compares them with a database reads them first."""
        return tuple(_lines(self.file))

    def newest(self, lines: tuple[bytes, ...], ledger: str = "") -> Checkpoint | None:
        """Return the last of these lines that a known key signed, of one chain or of any."""
        known = self.accounts() if lines else {}
        for made in map(_parse, reversed(lines)):
            asked = made is not None and ledger in ("", made.ledger)
            if made is not None and asked and made.key in known and _is_signed(made):
                return made
        return None


def _is_signed(made: Checkpoint) -> bool:
    return signed(made.key, made.content, made.signature)


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
    return made if sound and made.line == line else None
