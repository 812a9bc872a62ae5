"""Which tables a queue database has, and bringing older ones up to date by the migrations.

Alembic is only imported where there is something to do.
"""

from sqlalchemy import Connection, inspect, text

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.tables import HEAD, VERSION_TABLE


def bring_up_to_date(database: Database, *, new: bool = False, may_make: bool = True) -> None:
    """Migrate where that is needed; refuse what is no queue database or was made by a newer program.

    Without ``may_make`` a database without any tables is refused: there was a queue.
    """
    if not new:
        with database.reading() as connection:
            if _revision(connection, database) == HEAD:
                return
    with database.writing() as connection:  # the others wait here, and then find it done
        revision = _revision(connection, database, new=new)
        if revision is None and not may_make:
            raise PipelineError("submission.queue_gone", path=database.name)
        if revision != HEAD:
            _migrate(connection)


def check_writable(database: Database) -> None:
    """Refuse a database that can only be read; change nothing."""
    with database.writing() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num WHERE 1 = 0"))  # noqa: S608


def _revision(connection: Connection, database: Database, *, new: bool = False) -> str | None:
    """Return the revision of the tables, none for a database without any; refuse any other than ours."""
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE in names:
        return _known(connection, database)
    if names or (database.sqlite and not new):  # an empty file was made by somebody else: ours come whole
        raise PipelineError("submission.database_foreign", path=database.name)
    return None


def _known(connection: Connection, database: Database) -> str:
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
    if found not in _revisions():
        raise PipelineError("submission.database_newer", path=database.name, found=str(found), known=HEAD)
    return str(found)


def _revisions() -> tuple[str, ...]:
    return tuple(f"{number:04}" for number in range(1, int(HEAD) + 1))


def _migrate(connection: Connection) -> None:
    """Run the migrations inside the transaction of the connection: all of them or none."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "xbrl_pipeline.submission:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
