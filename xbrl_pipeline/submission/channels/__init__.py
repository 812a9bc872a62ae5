"""The ways by which an approved report goes to its receiver, behind one interface.

A channel checks before anything is recorded, sends once, and can perhaps be asked later. It never tries again by
itself: what became of a message without an answer only the receiver knows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import Phrase
from xbrl_pipeline.submission.events import ChainHead
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.store import Store


class AttemptOutcome(StrEnum):
    """What came of an attempt."""

    PREPARED = "prepared"  # it lies ready for a person
    ACCEPTED = "accepted"  # the receiver says that it has these bytes
    REFUSED = "refused"  # the receiver says that it does not take them
    NOT_SENT = "not-sent"  # nothing can have reached the receiver
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known after sending or asking."""

    outcome: AttemptOutcome
    receipt: str = ""  # of the receiver, or the place where it lies ready
    reason: Phrase | str = ""
    remarks: tuple[str, ...] = ()  # what a person should still know, in the user's language


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything about one attempt. Bytes come from the store and from nowhere else."""

    item: QueueItem
    reference: str  # ours, of 32 characters; recorded before anything is sent
    target: str  # where to, as recorded
    files: dict[str, str]  # of the dossier: name -> SHA-256
    approved_by: str
    approved_at: str
    handed_over_by: str
    head: ChainHead  # the event that recorded the intent
    until: float = field(default=0.0)  # time.monotonic(): after this nothing may be sent any more
    earlier: tuple[str, ...] = ()  # references of the attempts before this one; nobody works on them any more


class Channel(Protocol):
    """One way."""

    @property
    def name(self) -> str:
        """What it is called, also in the record."""

    @property
    def stays(self) -> bool:
        """Whether it only makes something ready on this machine, so that doing it again harms nobody."""

    @property
    def waits(self) -> float:
        """Seconds between intent and answer at the most."""

    def check(self, item: QueueItem, store: Store, *, again: bool = False) -> str:
        """Refuse what cannot work, before anything is recorded; return the target. ``again``: after a crash."""

    def send(self, parcel: Parcel, store: Store) -> Answer:
        """Send once. An answer that does not come is UNKNOWN, never an exception."""

    def ask(self, reference: str, sha256: str, target: str) -> Answer | None:
        """Ask the receiver what became of an attempt; none where it cannot be asked."""


@dataclass(frozen=True, slots=True)
class HandoverWish:
    """How somebody wants to hand over; each kind of channel takes what it needs of it."""

    texts: Messages
    out: Path  # where to make ready what a person takes along
    pdf: Path | None = None  # a folder with the PDFs that go along
    pdf_complete: bool = False  # refuse when one is missing
    target: Path | None = None  # where the receiver looks
    wait: float = 10.0  # seconds for an answer


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """A kind of channel: its name, how one is opened, and what is said when an item went that way.

    ``handed`` is a code of the catalogue, with gaps for ``place`` and ``item``.
    """

    name: str
    open: Callable[[HandoverWish], Channel]
    handed: str


def folder_of(path: Path) -> str:
    """Return a folder as it is recorded."""
    return str(path.absolute())
