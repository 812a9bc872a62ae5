"""What the engine said before, by what it depends on: the bytes of the instance, the taxonomy, the rules, the engine.

Only results of validations that ran to their end are kept. An entry that is not what was written is passed over and
made anew; one that cannot be written is no reason to stop.
"""

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from xbrl_pipeline.base.files import write_whole
from xbrl_pipeline.base.program import identity
from xbrl_pipeline.engine.records import EngineResult, ValidateJob

_KEPT: Final = 10_000  # entries; the ones used longest ago go first
_SEAL: Final = hashlib.sha256().digest_size
_RESULT: Final = TypeAdapter(EngineResult)


@dataclass(frozen=True, slots=True)
class Results:
    """Entries in a folder, for one engine with its options."""

    folder: Path
    engine: tuple[str, ...]
    most: int = _KEPT

    def find(self, job: ValidateJob) -> EngineResult | None:
        """Return what was said of the same instance before."""
        with suppress(OSError, ValueError, zlib.error):
            place = self._place(job)
            data = place.read_bytes()
            seal, packed = data[:_SEAL], data[_SEAL:]
            if hashlib.sha256(packed).digest() == seal:
                place.touch()
                return replace(_RESULT.validate_json(zlib.decompress(packed)), cached=True)
        return None

    def keep(self, job: ValidateJob, result: EngineResult) -> None:
        """Keep a result whose validation ran to its end."""
        if result.failure:
            return
        packed = zlib.compress(_RESULT.dump_json(result))
        with suppress(OSError):
            place = self._place(job)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, hashlib.sha256(packed).digest() + packed)

    def prune(self) -> None:
        """Take away what was used longest ago."""
        with suppress(OSError):
            entries = sorted(self.folder.glob("*/*"), key=lambda entry: entry.stat().st_mtime)
            for entry in entries[: max(0, len(entries) - self.most)]:
                entry.unlink(missing_ok=True)

    def _place(self, job: ValidateJob) -> Path:
        digest = hashlib.sha256()
        for part in self._parts(job):
            digest.update(hashlib.sha256(part).digest())
        name = digest.hexdigest()
        return self.folder / name[:2] / name[2:]

    def _parts(self, job: ValidateJob) -> Iterator[bytes]:
        yield job.instance.read_bytes()
        # the engine repeats the name of a file in what it says of it
        told = (job.instance.name, job.taxonomy, job.disclosure_system, job.entry_point, identity(), *self.engine)
        yield repr(told).encode()
