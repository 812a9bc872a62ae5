import os
import sqlite3
from pathlib import Path

import pytest

from tests.submission.dossiers import give_role
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.database import Database, open_database
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.roles import assignments


def _code(path: Path) -> str:
    with pytest.raises(PipelineError) as refusal:
        open_database(path)
    assert refusal.value.exit_code is ExitCode.INPUT_REFUSED
    return refusal.value.code


def test_a_commit_survives_a_power_cut_and_references_are_kept(database: Database) -> None:
    with database.reading() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert values == ["wal", 2, 1, 30_000]


def test_opening_again_keeps_what_was_there(database: Database) -> None:
    give_role(database)
    assert assignments(open_database(database.path)) == assignments(database) != ()


def test_a_new_database_leaves_nothing_beside_it(database: Database) -> None:
    assert [entry.name for entry in database.path.parent.iterdir()] == ["queue.db"]


def test_a_name_with_characters_that_mean_something_in_a_uri(tmp_path: Path) -> None:
    database = open_database(tmp_path / "rij?mode=ro #1 %41" / "queue.db")
    give_role(database)
    assert len(events(database)) == 1


def test_who_is_second_in_making_it_takes_what_the_first_made(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_role(database)
    monkeypatch.setattr(Path, "exists", lambda _: False)  # as it was a moment ago
    assert len(assignments(open_database(database.path))) == 1


def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM schema_version")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    open_database(database.path)


def test_a_newer_database_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 2")
    assert _code(database.path) == "submission.database_newer"


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


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may enter everywhere")
def test_a_folder_that_may_not_be_entered_is_refused(database: Database) -> None:
    database.path.parent.chmod(0)
    try:
        assert _code(database.path) == "submission.database_folder"
    finally:
        database.path.parent.chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert _code(tmp_path / "queue.db") == "submission.database_folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_database_without_write_permission_is_refused(database: Database) -> None:
    database.path.chmod(0o400)
    assert _code(database.path) == "submission.database_failed"
