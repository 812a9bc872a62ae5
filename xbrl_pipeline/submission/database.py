"""The queue database: SQLite in a file, or PostgreSQL by URL. One writer at a time on both.

A transaction that will write takes the write lock at its start, so that what it has read cannot change under it: on
SQLite by BEGIN IMMEDIATE, on PostgreSQL by an advisory lock of this program. A commit survives a power cut: SQLite
runs with a write-ahead log and synchronous=FULL, PostgreSQL as its administrator has set it (the default is safe).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from xbrl_pipeline.model.outcome import PipelineError

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
