"""Jobs on disk: a private folder each, with the files as they came, and a small file of how far each is.

What is written is written whole, so that a server that is killed finds everything as it was. A job is its owner's;
to anybody else it is not there.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from xbrl_pipeline.base.archive import MIB, ArchiveLimits
from xbrl_pipeline.base.files import write_whole
from xbrl_pipeline.base.sharing import make_folder
from xbrl_pipeline.inputs.named import opened
from xbrl_pipeline.inputs.plan import mapping_beside, plan
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import PipelineError, Verdict

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{16}")
_UNSAFE: Final = re.compile(r'[\x00-\x1f<>:"|?*\\/]')
_LONGEST: Final = 120  # characters of the name of a file
_NEW, _GONE = ".new-", ".gone-"
_LEFT: Final = 3_600.0  # seconds after which what is half made is nobody's work any more
_ZIPS: Final = ArchiveLimits(members=5_000, inflated=4_000 * MIB)
ANSWERS: Final = "answers.json"
PROPOSAL: Final = "proposal.json"
CHANGES: Final = "changes.json"
OUT: Final = "out"
_JOB, _STATE, _IN, _REMOVED = "job.json", "state.json", "in", "removed.jsonl"


class FileStage(StrEnum):
    """How far a file is; ``web.stage.*`` says it in words."""

    WAITING = "waiting"
    READING = "reading"
    MAPPING = "mapping"
    CHECKING = "checking"
    DONE = "done"  # there is a report
    REFUSED = "refused"  # there is none, and it is said why
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self in {FileStage.DONE, FileStage.REFUSED, FileStage.CANCELLED}


class Work(StrEnum):
    """What is to be done with a file."""

    CHECK = "check"
    ASK = "ask"  # recognise it with what was answered, and say what is open
    AGREE = "agree"  # make the mapping that a person agreed with, and check by it


class FileState(BaseModel):
    """How far one file is, and what came of it: what a row of the overview shows."""

    model_config = ConfigDict(frozen=True)

    work: Work = Work.CHECK
    stage: FileStage = FileStage.WAITING
    verdict: Verdict | None = None
    name: str = ""  # of the board
    board: str = ""
    year: int | None = None
    report: str = ""
    errors: int = 0
    warnings: int = 0
    facts: int = 0
    problem: str = ""
    dossier: str = ""  # name of its folder
    asks: bool = False  # it has open questions
    mended: bool = False  # its mapping was made here, of answers
    seconds: float | None = None
    tries: int = 0

    @property
    def status(self) -> str:
        """The outcome as the catalogue names it."""
        if self.stage is not FileStage.DONE:
            return "REFUSED" if self.stage is FileStage.REFUSED else str(self.stage)
        return str(self.verdict)


class JobEntry(BaseModel):
    """One file of a job as it came. ``corrects``: the number of the file that it takes the place of."""

    model_config = ConfigDict(frozen=True)

    number: int
    shown: str
    file: str
    corrects: int | None = None


class JobFile(BaseModel):
    """What does not change while a job is done, but for files that take the place of others."""

    model_config = ConfigDict(frozen=True)

    owner: str
    lang: str
    created: datetime
    until: datetime
    files: tuple[JobEntry, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckJob:
    """A job in its folder."""

    id: str
    folder: Path
    file: JobFile

    @property
    def current(self) -> tuple[JobEntry, ...]:
        """The files that count: those of which nobody brought a better one."""
        replaced = {each.corrects for each in self.file.files}
        return tuple(each for each in self.file.files if each.number not in replaced)

    def entry(self, number: int) -> JobEntry | None:
        """Return a file by its number."""
        return next((each for each in self.file.files if each.number == number), None)

    def place(self, entry: JobEntry) -> Path:
        """Return the folder of one file."""
        return self.folder / f"{entry.number:04d}"

    def path(self, entry: JobEntry) -> Path:
        """Return where a file lies as it came."""
        return self.place(entry) / _IN / entry.file

    def dossier(self, entry: JobEntry, state: FileState) -> Path:
        """Return the folder of its dossier."""
        return self.place(entry) / OUT / state.dossier

    def successor(self, entry: JobEntry) -> JobEntry | None:
        """Return the file that took the place of another."""
        return next((each for each in self.file.files if each.corrects == entry.number), None)


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that somebody sent: the name that the browser gives, and where its bytes lie until they are kept."""

    name: str
    path: Path


class Jobs:
    """All jobs of a server."""

    def __init__(self, folder: Path, keep_days: int) -> None:
        self.folder, self._days = folder / "jobs", keep_days
        make_folder(self.folder)
        self._read: dict[Path, tuple[int, FileState]] = {}

    def create(self, owner: str, lang: str, brought: Sequence[Brought]) -> CheckJob:
        """Keep files as a new job; where none of them can be checked that is a PipelineError and nothing is kept."""
        name, now = secrets.token_urlsafe(12), datetime.now(UTC).replace(microsecond=0)
        scratch = self.folder / f"{_NEW}{name}"
        make_folder(scratch)
        try:
            entries, left_out = _keep(brought, scratch)
            until = now + timedelta(days=self._days)
            file = JobFile(owner=owner, lang=lang, created=now, until=until, files=entries, left_out=left_out)
            write_whole(scratch / _JOB, file.model_dump_json().encode(), durable=True)
            scratch.rename(self.folder / name)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        return CheckJob(name, self.folder / name, file)

    def correct(self, job: CheckJob, entry: JobEntry, brought: Brought) -> tuple[CheckJob, JobEntry]:
        """Keep a file that takes the place of another one of a job."""
        number = max(each.number for each in job.file.files) + 1
        name = safe_name(brought.name)
        made = JobEntry(number=number, shown=name, file=name, corrects=entry.number)
        target = job.path(made)
        make_folder(target.parent)
        shutil.copyfile(brought.path, target)
        mapping, before = mapping_beside(target), mapping_beside(job.path(entry))
        if before.is_file():  # it was made for this very layout
            shutil.copyfile(before, mapping)
        file = job.file.model_copy(update={"files": (*job.file.files, made)})
        write_whole(job.folder / _JOB, file.model_dump_json().encode(), durable=True)
        return CheckJob(job.id, job.folder, file), made

    def find(self, name: str, owner: str | None = None) -> CheckJob | None:
        """Return a job by its name; of somebody else's, and of one that is over, nothing is said."""
        if not _NAME.fullmatch(name):
            return None
        try:
            file = JobFile.model_validate_json((self.folder / name / _JOB).read_bytes())
        except (OSError, ValidationError):
            return None
        mine = owner is None or file.owner == owner
        return CheckJob(name, self.folder / name, file) if mine else None

    def all(self, owner: str | None = None) -> list[CheckJob]:
        """Return the jobs of a person, or everybody's, the newest first."""
        found = (self.find(each.name, owner) for each in self.folder.iterdir())
        return sorted(filter(None, found), key=lambda job: job.file.created, reverse=True)

    def state(self, job: CheckJob, entry: JobEntry) -> FileState:
        """Return how far a file is."""
        place = job.place(entry) / _STATE
        try:
            changed = place.stat().st_mtime_ns
            kept = self._read.get(place)
            if kept is None or kept[0] != changed:
                kept = (changed, FileState.model_validate_json(place.read_bytes()))
                self._read[place] = kept
        except (OSError, ValidationError):
            return FileState()
        return kept[1]

    def states(self, job: CheckJob) -> list[tuple[JobEntry, FileState]]:
        """Return how far each file is that counts."""
        return [(entry, self.state(job, entry)) for entry in job.current]

    def put(self, job: CheckJob, entry: JobEntry, state: FileState) -> None:
        """Keep how far a file is; of a job that was removed meanwhile nothing."""
        with suppress(FileNotFoundError):
            write_whole(job.place(entry) / _STATE, state.model_dump_json().encode())

    def remove(self, job: CheckJob, by: str) -> None:
        """Remove a job with everything in it, and write down that and by whom: no names of files or boards."""
        gone = self.folder / f"{_GONE}{job.id}"
        with suppress(FileNotFoundError):
            job.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = {"job": job.id, "files": len(job.file.files), "at": now, "by": by, "owner": job.file.owner}
        with (self.folder.parent / _REMOVED).open("a", encoding="utf-8") as record:
            record.write(f"{json.dumps(line, ensure_ascii=False)}\n")
        for place in [each for each in self._read if each.is_relative_to(job.folder)]:
            del self._read[place]

    def sweep(self) -> None:
        """Remove the jobs whose time is over, and what was left half made."""
        now = datetime.now(UTC)
        for job in self.all():
            if job.file.until < now:
                self.remove(job, "")
        for left in (*self.folder.glob(f"{_NEW}*"), *self.folder.glob(f"{_GONE}*")):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _LEFT:
                    shutil.rmtree(left, ignore_errors=True)


def safe_name(given: str) -> str:
    """Return the last part of a name as a browser gives it, without anything that could mean another place."""
    last = re.split(r"[\\/]", given)[-1]
    plain = one_line(_UNSAFE.sub("_", last)).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    cut = f"{stem[:_LONGEST]}{dot}{suffix[:10]}" if dot else plain[:_LONGEST]
    while len(cut.encode("utf-8", "replace")) > 2 * _LONGEST:
        stem, dot, suffix = cut.rpartition(".")
        cut = f"{stem[:-10]}{dot}{suffix}" if dot else cut[:-10]
    return cut or "bestand"


def _keep(brought: Sequence[Brought], folder: Path) -> tuple[tuple[JobEntry, ...], tuple[str, ...]]:
    """Put every file that can be checked in a folder of its own, with the mapping that came along."""
    came = folder / "came"
    places = tuple(_laid_out(brought, came))
    with opened(places, limits=_ZIPS) as (files, names):
        roots = [came, *(file for file in files if file.is_dir())]
        inputs = plan(roots, named=names.short)
        inputs = tuple(item for item in inputs if item.path.suffix.lower() != ".zip" or item.path not in places)
        if not inputs:
            raise PipelineError("web.nothing_to_check")
        entries = []
        for number, item in enumerate(inputs, 1):
            name = safe_name(item.path.name)
            target = folder / f"{number:04d}" / _IN / name
            make_folder(target.parent)
            shutil.copy2(item.path, target)
            mapping = mapping_beside(item.path)
            if mapping.is_file():
                shutil.copyfile(mapping, mapping_beside(target))
            entries.append(JobEntry(number=number, shown=one_line(item.name, 200), file=name))
        unread = names.left_out((came, *files), inputs, places)
        left_out = tuple(safe_name(file.name) for file in unread if file.suffix.lower() != ".zip")
    shutil.rmtree(came, ignore_errors=True)
    return tuple(entries), left_out


def _laid_out(brought: Iterable[Brought], came: Path) -> Iterator[Path]:
    """Lay files out under the folders that they came in, so that a mapping stands beside its workbook."""
    make_folder(came)
    for number, each in enumerate(brought):
        steps = [safe_name(step) for step in re.split(r"[\\/]", each.name) if step not in {"", ".", ".."}]
        target = came.joinpath(*steps[-6:] or ["bestand"])
        if target.exists():
            target = came / f"{number + 1}" / target.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each.path, target)
        yield target
