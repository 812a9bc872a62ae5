"""The queue database: one SQLite file in which a commit survives a power cut.

A new file is made whole under another name and then linked into place, so that processes that start at once see either
no database or a complete one. Every connection waits its turn for half a minute; a transaction that will write takes
the write lock at its start, so that what it has read cannot change under it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Connection, Engine, NullPool, create_engine, delete, event, false, insert, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError

from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission.tables import SCHEMA_VERSION, metadata, schema_version

BUSY_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Database:
    """An open queue database; it holds no connection between transactions."""

    path: Path
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a transaction that only reads."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that holds the write lock; an exception undoes all of it."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        try:
            with self.engine.connect().execution_options(begin=begin) as connection, connection.begin():
                yield connection
        except OperationalError as problem:
            raise PipelineError(
                "submission.database_failed", path=str(self.path), reason=str(problem.orig)
            ) from problem


def open_database(path: Path) -> Database:
    """Open the queue database, made new where there is none; PipelineError where it cannot be used."""
    path = path.absolute()
    try:
        if not path.exists():
            _create(path)
    except (OSError, sqlite3.Error) as problem:
        reason = os_cause(problem) if isinstance(problem, OSError) else str(problem)
        raise PipelineError("submission.database_folder", folder=str(path.parent), reason=reason) from problem
    database = Database(path, _engine(path))
    _check(database)
    return database


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".new-", dir=path.parent) as folder:
        _link(_complete(Path(folder) / path.name), path)


def _complete(path: Path) -> Path:
    new = sqlite3.connect(path)
    new.execute("PRAGMA journal_mode=WAL")  # stays with the file
    new.close()
    with Database(path, _engine(path)).writing() as connection:
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=SCHEMA_VERSION))
    return path


def _link(new: Path, path: Path) -> None:
    try:
        path.hardlink_to(new)
    except FileExistsError:
        return  # another process was first; its database is as good
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _engine(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    # mode=rw: SQLite would otherwise make an empty database where the file has gone
    # isolation_level=None: transactions begin where this module says so
    uri = f"{path.as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options()["begin"])


def _check(database: Database) -> None:
    """Refuse what is no queue database, was made by a newer program, or cannot be written to; change nothing."""
    path = str(database.path)
    try:
        with database.reading() as connection:
            version = _version(connection)
    except DatabaseError as problem:
        raise PipelineError("submission.database_foreign", path=path) from problem
    if version is None:
        raise PipelineError("submission.database_foreign", path=path)
    if version > SCHEMA_VERSION:
        raise PipelineError("submission.database_newer", path=path, found=str(version), known=str(SCHEMA_VERSION))
    with database.writing() as connection:  # on a read-only file SQLite gives the lock, but refuses this
        connection.execute(delete(schema_version).where(false()))


def _version(connection: Connection) -> int | None:
    if not inspect(connection).has_table(schema_version.name):
        return None
    return connection.scalar(select(schema_version.c.version))
