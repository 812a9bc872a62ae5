"""The queue for whoever is at the browser: the same office, the same doors and the same clock as the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.persons import identify
from xbrl_pipeline.web.desk import desk_of
from xbrl_pipeline.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class QueueVisit:
    """What a page of the queue works with; the clock is the server's."""

    office: Office
    subject: Subject
    now: datetime
    texts: Messages


T = TypeVar("T")


async def at_queue(request: Request, visitor: Visitor, work: Callable[[QueueVisit], T]) -> T:
    """Do something with the queue, beside what the server does for others."""
    desk = desk_of(request)

    def there() -> T:
        office = desk.office
        return work(QueueVisit(office, identify(office, visitor.subject), office.database.now(), visitor.texts))

    return await run_in_threadpool(there)


def sentence_of(problem: PipelineError, texts: Messages) -> str:
    """Say why something was refused, and what to do."""
    return f"{texts.text(problem.code, **problem.params)} {texts.advice(problem.code, **problem.params)}".strip()


def day_of(text: str) -> date | None:
    """Return the day of a field; None where it was left empty."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise PipelineError("web.no_day") from error
