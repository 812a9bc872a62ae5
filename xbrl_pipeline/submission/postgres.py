"""The queue database on a PostgreSQL server.

Starting a connection costs the server a process, so that a few are kept; one that has died in the meantime is noticed
and replaced, and a process that was forked never uses those of its parent.
"""

import os
from importlib.util import find_spec
from typing import Final
from weakref import ref

from sqlalchemy import URL, Engine, create_engine

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.upgrade import bring_up_to_date, check_writable

DRIVER: Final = "psycopg"
CONNECT_SECONDS: Final = 15
KEPT: Final = 2  # connections between transactions


def opened(url: URL, *, may_make: bool = True) -> Database:
    """Open a database by URL, its tables made where there are none; PipelineError where it cannot be used."""
    if find_spec(DRIVER) is None:
        raise PipelineError("submission.database_driver", ExitCode.USAGE, name="xbrl-pipeline[postgresql]")
    url = url.set(drivername=f"postgresql+{DRIVER}")
    database = Database(url.set(drivername="postgresql").render_as_string(hide_password=True), _engine(url))
    bring_up_to_date(database, may_make=may_make)
    check_writable(database)
    return database


def _engine(url: URL) -> Engine:
    connect = {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(url, pool_size=KEPT, max_overflow=-1, pool_pre_ping=True, connect_args=connect)
    known = ref(engine)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _forget(known()))
    return engine


def _forget(engine: Engine | None) -> None:
    if engine is not None:
        engine.dispose(close=False)  # closing them would close them for the parent too
