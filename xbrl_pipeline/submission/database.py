"""The queue database: SQLite in a file, or PostgreSQL by URL. One writer at a time on both.

A transaction that will write takes the write lock at its start, so that what it has read cannot change under it: on
SQLite by BEGIN IMMEDIATE, on PostgreSQL by an advisory lock of this program. A commit survives a power cut: SQLite
runs with a write-ahead log and synchronous=FULL, PostgreSQL as its administrator has set it (the default is safe).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from xbrl_pipeline.model.outcome import ExitCode, PipelineError

_MALFORMED: Final = "malformed"
_LOCK: Final = 0x7862726C5F717565  # any number that nobody else would pick


@dataclass(frozen=True, slots=True)
class Database:
    """An open queue database. Between transactions it holds no lock, and on SQLite no connection either."""

    name: str  # for people: the file, or the URL without its password
    engine: Engine

    @property
    def sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self.engine.dialect.name == "sqlite"

    def now(self) -> datetime:
        """Return what time it is: by the clock of the server, which is one for all, where there is a server."""
        if self.sqlite:
            return datetime.now(UTC)
        with self.reading() as connection:
            told: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return told.astimezone(UTC)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a transaction that only reads, and sees one moment."""
        options = {"begin": "BEGIN"} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._transaction(options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that holds the write lock; an exception undoes all of it."""
        options = {"begin": "BEGIN IMMEDIATE"} if self.sqlite else {"isolation_level": "READ COMMITTED"}
        with self._transaction(options) as connection:
            if not self.sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection

    @contextmanager
    def _transaction(self, options: dict[str, str]) -> Iterator[Connection]:
        try:
            with self._connection().execution_options(**options) as connection, connection.begin():
                yield connection
        except DBAPIError as problem:
            reason = str(problem.orig).strip()
            code = "submission.database_damaged" if _MALFORMED in reason else "submission.database_failed"
            raise PipelineError(code, path=self.name, reason=reason) from problem

    def _connection(self) -> Connection:
        try:
            return self.engine.connect()
        except DBAPIError as problem:
            if self.sqlite:
                raise
            raise PipelineError("submission.database_unreachable", path=self.name) from problem


def open_database(place: Path | str, *, may_make: bool = True) -> Database:
    """Open the queue database, made new where there is none and that is allowed, its tables brought up to date.

    ``place``: the path of a SQLite file, or a URL (``postgresql://...``, ``sqlite:///...``). PipelineError where it
    cannot be used.
    """
    from xbrl_pipeline.submission import postgres, sqlite  # noqa: PLC0415 - each needs the class above

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
