"""A watched folder: the receiver takes the instance away and leaves an acknowledgement beside it.

``<reference>.xbrl`` appears in one move; the receiver answers with ``<reference>.ack.json``, which must name the
reference and the SHA-256 of the bytes it took. No answer in time is no answer: UNKNOWN.
"""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from xbrl_pipeline.base.system import sync_folder
from xbrl_pipeline.model.outcome import ExitCode, Phrase, PipelineError, os_cause
from xbrl_pipeline.submission.channels import Answer, AttemptOutcome, ChannelKind, HandoverWish, Parcel, folder_of
from xbrl_pipeline.submission.files import plain_file
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.schema import AcknowledgementFile
from xbrl_pipeline.submission.store import Store

_LIMIT: Final = 1024 * 1024
_PAUSE: Final = 0.05
_MARGIN: Final = 60.0


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that somebody else watches. ``wait``: seconds to wait for the acknowledgement."""

    place: Path
    wait: float = 10.0
    name: str = "folder"
    stays: bool = False

    @property
    def waits(self) -> float:
        """Seconds between intent and answer at the most."""
        return self.wait + _MARGIN

    def check(self, item: QueueItem, store: Store, *, again: bool = False) -> str:  # noqa: ARG002 - the interface
        """Refuse a folder that is not there; making one would be sending into the void."""
        if not self.place.is_dir() or not os.access(self.place, os.W_OK):
            raise PipelineError("submission.no_target", folder=str(self.place))
        return folder_of(self.place)

    def send(self, parcel: Parcel, store: Store) -> Answer:
        """Put the instance there, and wait for the acknowledgement."""
        place = Path(parcel.target)
        for earlier in parcel.earlier:
            _sweep(place, earlier)
        scratch = place / f".{parcel.reference}.part"
        failed = _prepare(parcel, store, scratch)
        if failed:
            _sweep(place, parcel.reference)
            return Answer(AttemptOutcome.NOT_SENT, reason=failed)
        try:
            os.rename(scratch, place / f"{parcel.reference}.xbrl")  # noqa: PTH104 - from here it may be taken
            sync_folder(place)
        except OSError as problem:
            return Answer(AttemptOutcome.UNKNOWN, reason=os_cause(problem))
        return self._wait_for(parcel.reference, parcel.item.instance_sha256, place)

    def ask(self, reference: str, sha256: str, target: str) -> Answer | None:
        """Look whether the acknowledgement is there now; of an attempt that is asked about nothing is sent any more."""
        _sweep(Path(target), reference)
        return _read(Path(target) / f"{reference}.ack.json", reference, sha256)

    def _wait_for(self, reference: str, sha256: str, place: Path) -> Answer:
        until = time.monotonic() + self.wait
        while True:
            answer = _read(place / f"{reference}.ack.json", reference, sha256)
            if answer is not None:
                return answer
            if time.monotonic() >= until:
                return Answer(AttemptOutcome.UNKNOWN, reason=Phrase("submission.reason.no_answer"))
            time.sleep(_PAUSE)


def _prepare(parcel: Parcel, store: Store, scratch: Path) -> Phrase | str:
    """Copy the instance to where it only has to be renamed; return why that failed."""
    try:
        store.copy_out(parcel.item.instance_sha256, scratch)
    except (OSError, PipelineError) as problem:
        return os_cause(problem) if isinstance(problem, OSError) else Phrase("submission.reason.store")
    late = time.monotonic() > parcel.until  # somebody may have given up on this attempt
    return Phrase("submission.reason.late") if late else ""


def _sweep(place: Path, reference: str) -> None:
    """Take away what an attempt that failed or crashed left half made; it never got its name."""
    for left in place.glob(f".*{reference}*.part"):
        with suppress(OSError):
            left.unlink()


def _read(path: Path, reference: str, sha256: str) -> Answer | None:
    """Read an acknowledgement; one that is not about these bytes proves nothing, and neither does half a file."""
    if not path.exists():
        return None
    try:
        with plain_file(path) as descriptor:
            answer = AcknowledgementFile.model_validate(json.loads(os.read(descriptor, _LIMIT)))
    except (PipelineError, OSError, ValueError, ValidationError, RecursionError):
        return None
    if (answer.reference, answer.sha256) != (reference, sha256):
        return None
    outcome = AttemptOutcome.ACCEPTED if answer.status == "accepted" else AttemptOutcome.REFUSED
    return Answer(outcome, answer.receipt, answer.reason)


def _open(wish: HandoverWish) -> Folder:
    if wish.target is None:
        raise PipelineError("cli.queue.no_target", ExitCode.USAGE)
    return Folder(wish.target, wish.wait)


KIND: Final = ChannelKind("folder", _open, "submission.handed.folder")
