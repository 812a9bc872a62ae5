"""What the pages about jobs share: which job and file an address means, and how far they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from xbrl_pipeline.web.desk import desk_of, not_found
from xbrl_pipeline.web.jobs import CheckJob, FileStage, FileState, JobEntry
from xbrl_pipeline.web.visitors import Visitor

_DIGITS = 5  # of the number of a file
# worst first: what somebody has to do something about, then what is on its way, then what is fine
_ORDER = ("NOT_VALIDATED", "REFUSED", "INVALID", "cancelled", "checking", "mapping", "reading", "waiting", "VALID")


@dataclass(frozen=True, slots=True)
class JobRow:
    """One file of a job with how far it is."""

    entry: JobEntry
    state: FileState

    @property
    def rank(self) -> tuple[int, int, int]:
        """Its place among others, the worst first."""
        return _ORDER.index(self.state.status), -self.state.errors, self.entry.number


@dataclass(frozen=True, slots=True)
class JobStanding:
    """How far a job is as a whole."""

    total: int
    ended: int
    counts: Counter[str]
    left: int | None  # seconds that the rest will take, as far as that can be said

    @property
    def done(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.ended == self.total


def job_of(request: Request, visitor: Visitor) -> CheckJob:
    """Return the job that an address means; one of somebody else is not there."""
    job = desk_of(request).jobs.find(request.path_params["job"], visitor.name)
    if job is None:
        raise not_found()
    return job


def file_of(request: Request, job: CheckJob) -> JobRow:
    """Return the file that an address means."""
    number = request.path_params["number"]
    entry = job.entry(int(number)) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else None
    if entry is None:
        raise not_found()
    return JobRow(entry, desk_of(request).jobs.state(job, entry))


def rows_of(request: Request, job: CheckJob) -> list[JobRow]:
    """Return the files of a job that count."""
    return [JobRow(*each) for each in desk_of(request).jobs.states(job)]


def standing_of(rows: Sequence[JobRow], workers: int) -> JobStanding:
    """Count how far files are."""
    ended = [row for row in rows if row.state.stage.ended]
    took = [row.state.seconds for row in ended if row.state.seconds is not None]
    rest = len(rows) - len(ended)
    left = round(sum(took) / len(took) * rest / workers) if took and rest else None
    return JobStanding(len(rows), len(ended), Counter(row.state.status for row in rows), left)


def is_busy(state: FileState) -> bool:
    """Tell whether a file is waiting or at work."""
    return state.stage in {FileStage.WAITING, FileStage.READING, FileStage.MAPPING, FileStage.CHECKING}
