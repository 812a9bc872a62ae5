"""Opening the queue database, whichever kind it is."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import postgres, sqlite
from xbrl_pipeline.submission.database import Database


def open_database(place: Path | str, *, may_make: bool = True) -> Database:
    """Open the queue database, made new where there is none and that is allowed, its tables brought up to date.

    ``place``: the path of a SQLite file, or a URL (``postgresql://...``, ``sqlite:///...``). PipelineError where it
    cannot be used.
    """
    if isinstance(place, Path):
        return sqlite.opened(place, may_make=may_make)
    try:
        url = make_url(place)
    except ArgumentError as problem:
        raise PipelineError("submission.database_url", ExitCode.USAGE) from problem
    match url.get_backend_name():
        case "sqlite" if url.database:
            return sqlite.opened(Path(url.database), may_make=may_make)
        case "postgresql":
            return postgres.opened(url, may_make=may_make)
        case _:
            raise PipelineError("submission.database_url", ExitCode.USAGE)
