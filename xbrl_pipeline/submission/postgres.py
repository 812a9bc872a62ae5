"""The queue database on a PostgreSQL server."""

from importlib.util import find_spec
from typing import Final

from sqlalchemy import URL, NullPool, create_engine

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.upgrade import bring_up_to_date, check_writable

DRIVER: Final = "psycopg"
CONNECT_SECONDS: Final = 15


def opened(url: URL) -> Database:
    """Open a database by URL, its tables made where there are none; PipelineError where it cannot be used."""
    if find_spec(DRIVER) is None:
        raise PipelineError("submission.database_driver", ExitCode.USAGE, name="xbrl-pipeline[postgresql]")
    url = url.set(drivername=f"postgresql+{DRIVER}")
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS})
    database = Database(url.set(drivername="postgresql").render_as_string(hide_password=True), engine)
    bring_up_to_date(database)
    check_writable(database)
    return database
