"""Opening, making, refusing and migrating the database."""

import os
import sqlite3
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from tests.submission.dossiers import BOARD
from tests.submission.offices import ALICE, BOB, NOW, office_in
from tests.submission.servers import Server
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import sqlite
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.filesystem import is_network, kind_of
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.opening import open_database
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.roles import bootstrap
from xbrl_pipeline.submission.tables import HEAD, metadata

LAYOUT = Path(__file__).with_name("layout_0001.sql")


@pytest.fixture
def database(place: Path | str) -> Database:
    return open_database(place)


def _code(place: Path | str) -> str:
    with pytest.raises(PipelineError) as refusal:
        open_database(place)
    return refusal.value.code


def test_a_commit_survives_a_power_cut_and_references_are_kept(tmp_path: Path) -> None:
    with open_database(tmp_path / "q.sqlite").reading() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        ]
    assert values == ["wal", 2, 1, 30_000, 1]


def test_opening_again_keeps_what_was_there(office: Office, place: Path | str) -> None:
    before = events(office.database)
    assert events(open_database(place)) == before
    assert [event.action for event in before] == ["ledger.created"]


def test_the_migrations_make_the_tables_of_the_program(database: Database) -> None:
    with database.reading() as connection:
        found = inspect(connection)
        names = set(found.get_table_names()) - {"queue_version"}
        assert names == set(metadata.tables)
        for name, table in metadata.tables.items():
            assert {column["name"]: column["nullable"] for column in found.get_columns(name)} == {
                column.name: column.nullable for column in table.columns
            }
            assert {index["name"] for index in found.get_indexes(name)} >= {index.name for index in table.indexes}


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", "xbrl_pipeline.submission:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_an_exception_undoes_the_whole_transaction(office: Office) -> None:
    def fail() -> None:
        with office.database.writing() as connection:
            connection.execute(text("UPDATE queue_version SET version_num = '0001'"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with office.database.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM queue_version")) == HEAD


def test_a_newer_database_is_refused_and_kept(database: Database, place: Path | str) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE queue_version SET version_num = '9999'"))
    with pytest.raises(PipelineError) as refusal:
        open_database(place)
    assert (refusal.value.code, refusal.value.params["found"]) == ("submission.database_newer", "9999")
    with database.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM queue_version")) == "9999"


def test_an_empty_postgresql_database_gets_its_tables(server: Server) -> None:
    url = server.fresh(empty=True)
    assert [event.action for event in events(open_database(url))] == ["ledger.created"]
    server.drop(url)


def test_another_programs_postgresql_database_is_refused(server: Server) -> None:
    url = server.fresh(empty=True)
    import psycopg  # noqa: PLC0415

    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE theirs (x int)")
    assert _code(url) == "submission.database_foreign"
    server.drop(url)


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert _code(f"postgresql://postgres@/x?host={tmp_path}") == "submission.database_unreachable"


def test_a_connection_that_died_in_the_meantime_is_replaced(server: Server) -> None:
    database = open_database(server.fresh())
    kept = database.engine.pool.checkedin()  # type: ignore[attr-defined]
    server.cut_off()
    assert kept > 0
    assert len(events(database)) == 1


def test_a_forked_process_leaves_the_connections_of_its_parent_alone(server: Server, tmp_path: Path) -> None:
    office = office_in(server.fresh(), tmp_path)
    children = [get_context("fork").Process(target=_bootstrap, args=(office, 99040 + each)) for each in range(4)]
    for child in children:
        child.start()
    for _ in range(50):
        events(office.database)
    for child in children:
        child.join(60)
    assert sorted(child.exitcode or 0 for child in children) == [0, 1, 1, 1]
    assert examine(office).flaws == ()
    bootstrapped = [event for event in events(office.database) if event.action == "role.grant"]
    assert sorted(event.refused for event in bootstrapped) == [False, True, True, True]


def _bootstrap(office: Office, board: int) -> None:
    try:
        bootstrap(office, BOB, "bea", [str(board)], now=NOW)
    except PipelineError as refusal:
        raise SystemExit(refusal.code == "submission.bootstrap_done") from None


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", "oracle://x", "://", ""])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(PipelineError) as refusal:
        open_database(url)
    assert (refusal.value.code, refusal.value.exit_code) == ("submission.database_url", ExitCode.USAGE)


def test_a_password_is_not_shown(server: Server) -> None:
    url = server.fresh().replace("postgres:@", "postgres:geheim@")
    assert "geheim" not in repr(open_database(url))


def test_sqlite_by_url(tmp_path: Path) -> None:
    assert open_database(f"sqlite:///{tmp_path}/q.sqlite").name == str(tmp_path / "q.sqlite")


# ---- SQLite files


def test_a_new_database_leaves_nothing_beside_it(tmp_path: Path) -> None:
    open_database(tmp_path / "new" / "queue.sqlite")
    assert [entry.name for entry in (tmp_path / "new").iterdir()] == ["queue.sqlite"]


def test_a_name_with_characters_that_mean_something_in_a_uri(tmp_path: Path) -> None:
    database = open_database(tmp_path / "rij?mode=ro #1 %41" / "queue.db")
    assert len(events(database)) == 1


def test_a_database_is_open_to_those_who_may_use_its_folder(tmp_path: Path) -> None:
    for mode, expected in ((0o2770, 0o660), (0o700, 0o600)):
        folder = tmp_path / oct(mode)
        folder.mkdir()
        folder.chmod(mode)
        office = office_in(folder / "queue.sqlite", folder)
        bootstrap(office, ALICE, "bea", [BOARD], now=NOW)
        assert (folder / "queue.sqlite").stat().st_mode & 0o777 == expected
        assert office.checkpoints.file.stat().st_mode & 0o777 == expected
        assert office.checkpoints.folder.stat().st_mode & 0o777 == mode & 0o777


def test_who_is_second_in_making_it_takes_what_the_first_made(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    first = events(open_database(path))
    sqlite._create(path)  # as a process does that has not seen the first one
    assert events(open_database(path)) == first


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "queue.db"
    path.write_text("dit is tekst, geen wachtrij\n" * 100, "utf-8")
    before = path.read_bytes()
    assert _code(path) == "submission.database_foreign"
    assert path.read_bytes() == before


@pytest.mark.parametrize("statement", ["", "CREATE TABLE theirs (x)"])
def test_another_programs_database_is_refused_and_kept(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "queue.db"
    path.touch()
    other = sqlite3.connect(path)
    other.execute(statement)
    other.close()
    before = path.read_bytes()
    assert _code(path) == "submission.database_foreign"
    assert path.read_bytes() == before


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert _code(tmp_path) == "submission.database_failed"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    assert _code(tmp_path / "home" / "queue.db") == "submission.database_folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_database_without_write_permission_is_refused(tmp_path: Path) -> None:
    open_database(tmp_path / "q.sqlite")
    (tmp_path / "q.sqlite").chmod(0o400)
    assert _code(tmp_path / "q.sqlite") == "submission.database_failed"


MOUNTS = """\
22 1 0:21 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/share rw,relatime shared:1 - cifs //server/share rw
31 22 0:41 / /mnt/met\\040spatie rw - nfs4 server:/x rw
32 31 0:42 / /mnt/share/lokaal rw - xfs /dev/vdb rw
33 22 0:43 / /home/x/cloud rw - fuse.rclone remote: rw
34 22 0:44 / /hidden rw - nfs server:/y rw
35 22 0:45 / /hidden rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/srv/q", "ext4", False),
        ("/mnt/share/q", "cifs", True),
        ("/mnt/share", "cifs", True),
        ("/mnt/shared/q", "ext4", False),
        ("/mnt/met spatie/a/b", "nfs4", True),
        ("/mnt/share/lokaal/q", "xfs", False),
        ("/home/x/cloud/q", "fuse.rclone", True),
        ("/hidden/q", "tmpfs", False),
    ],
)
def test_the_kind_of_file_system_is_read_from_the_mount_table(path: str, kind: str, network: bool) -> None:
    assert kind_of(Path(path), MOUNTS) == kind
    assert is_network(kind) is network


def test_this_machine_has_a_mount_table(tmp_path: Path) -> None:
    assert kind_of(tmp_path)
    assert not is_network(kind_of(tmp_path))


def test_sqlite_over_a_network_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "kind_of", lambda _: "nfs4")
    assert _code(tmp_path / "home" / "queue.sqlite") == "submission.database_network"
    assert not (tmp_path / "home").exists()


# ---- migrations


def test_what_a_migration_makes_never_changes(tmp_path: Path) -> None:
    """Once the program was released: when this fails, write a new migration instead of changing this one."""
    connection = sqlite3.connect(tmp_path / "q.sqlite")
    engine = create_engine(f"sqlite:///{tmp_path / 'q.sqlite'}")
    config = Config()
    config.set_main_option("script_location", "xbrl_pipeline.submission:migrations")
    with engine.begin() as config.attributes["connection"]:
        command.upgrade(config, "0001")
    made = sorted(str(row[0]) for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    assert "\n;\n".join(made) + "\n" == LAYOUT.read_text("utf-8")


def test_a_migration_that_fails_leaves_no_half_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xbrl_pipeline.submission.migrations import triggers  # noqa: PLC0415

    path = tmp_path / "queue.sqlite"
    monkeypatch.setattr(triggers, "_SQLITE", ("SELECT nonsense FROM nowhere",))
    assert _code(path) == "submission.database_failed"
    monkeypatch.undo()
    assert [event.action for event in events(open_database(path))] == ["ledger.created"]
