"""The queue database as one SQLite file.

A new file is made whole under another name and then linked into place, so that processes that start at once see either
no database or a complete one. Every connection waits its turn for half a minute.
"""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DatabaseError

from xbrl_pipeline.base.sharing import mode_in
from xbrl_pipeline.base.system import sync_folder
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.files import make_folder, sweep
from xbrl_pipeline.submission.filesystem import is_network, kind_of
from xbrl_pipeline.submission.upgrade import bring_up_to_date, check_writable

BUSY_SECONDS: Final = 30


def opened(path: Path, *, may_make: bool = True) -> Database:
    """Open a file, made new where there is none and it ``may_make`` one; PipelineError where it cannot be used."""
    path = path.absolute()
    _refuse_network(path)
    try:
        sweep(path.parent, ".new-*")
        if not path.exists():
            if not may_make:
                raise PipelineError("submission.queue_gone", path=str(path))
            _create(path)
    except (OSError, sqlite3.Error) as problem:
        reason = os_cause(problem) if isinstance(problem, OSError) else str(problem)
        raise PipelineError("submission.database_folder", folder=str(path.parent), reason=reason) from problem
    database = Database(str(path), _engine(path))
    _check(database)
    return database


def _refuse_network(path: Path) -> None:
    kind = kind_of(path.parent)
    if is_network(kind):
        raise PipelineError("submission.database_network", folder=str(path.parent), kind=kind)


def _check(database: Database) -> None:
    try:
        bring_up_to_date(database)
        check_writable(database)
    except PipelineError as problem:
        if isinstance(problem.__cause__, DatabaseError) and "not a database" in str(problem.__cause__):
            raise PipelineError("submission.database_foreign", path=database.name) from problem
        raise


def _create(path: Path) -> None:
    make_folder(path.parent)
    with TemporaryDirectory(prefix=".new-", dir=path.parent) as folder:
        new = _complete(Path(folder) / path.name)
        new.chmod(mode_in(path.parent))  # its log gets the same permissions from SQLite
        _link(new, path)


def _complete(path: Path) -> Path:
    new = sqlite3.connect(path)
    new.execute("PRAGMA journal_mode=WAL")  # stays with the file
    new.close()
    bring_up_to_date(Database(str(path), _engine(path)), new=True)
    return path


def _link(new: Path, path: Path) -> None:
    try:
        path.hardlink_to(new)
    except FileExistsError:
        return  # another process was first; its database is as good
    sync_folder(path.parent)


def _engine(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path) -> sqlite3.Connection:
    # mode=rw: SQLite would otherwise make an empty database where the file has gone
    # isolation_level=None: transactions begin where this module says so
    uri = f"{path.as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
