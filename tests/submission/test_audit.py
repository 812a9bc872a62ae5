"""The record: who sees what, that databases refuse to change it, and that every alteration is found."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Table, insert, select, text
from sqlalchemy.exc import DBAPIError

from tests.submission.dossiers import BOARD, OTHER_BOARD, instance, make_dossier, seal, sha256
from tests.submission.offices import (
    ALICE,
    BEA,
    BOB,
    EVE,
    LATER,
    NOW,
    TODAY,
    added,
    approved,
    give,
    last_event,
    said,
    staff,
    submitted,
)
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.approvals import reject
from xbrl_pipeline.submission.audit import Trail, Window, harmless, trail_csv, trail_json, visible_events
from xbrl_pipeline.submission.confirmation import Confirmation, Notice, NoticeKind, confirm
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.persons import enrol
from xbrl_pipeline.submission.proof import examine, verify_audit
from xbrl_pipeline.submission.schema import json_schema
from xbrl_pipeline.submission.stocktaking import verify_queue

EVERY_TABLE = (*tables.STATE_TABLES, tables.event)


@pytest.fixture
def busy(staffed: Office, dossier: Path, tmp_path: Path) -> Office:
    """An office with one item that has been all the way, so that every table but that of tokens has rows."""
    item = said(staffed, submitted(staffed, dossier, tmp_path / "out"), "goedgekeurd")
    from tests.submission.test_tokens import SCOPE  # noqa: PLC0415
    from xbrl_pipeline.submission.tokens import create  # noqa: PLC0415

    create(staffed, ALICE, SCOPE, 5, now=NOW)
    mailed = Notice(NoticeKind.REFERENCE, "VO-2026-0012345", NOW.date())
    confirm(staffed, ALICE, item.id, Confirmation("", notices=(mailed,)), now=NOW)
    enrol(staffed, BEA, "bob", staffed.checkpoints.own_key().key, now=NOW)
    return staffed


# ---- who sees what


def _seen(office: Office, who: Any, window: Window | None = None) -> Trail:  # noqa: ANN401
    return visible_events(office, who, window or Window(), now=LATER)


def test_events_of_other_boards_stay_out_of_sight(office: Office, dossier: Path, tmp_path: Path) -> None:
    staff(office, BOARD, OTHER_BOARD)
    give(office, "eve", Role.RAADPLEGER, board=OTHER_BOARD)
    added(office, dossier)
    added(office, make_dossier(tmp_path / "other", board=OTHER_BOARD))
    assert {event.bestuursnummer for event in _seen(office, EVE).events} == {OTHER_BOARD}
    assert {event.bestuursnummer for event in _seen(office, ALICE).events} == {BOARD, OTHER_BOARD}
    assert {event.bestuursnummer for event in _seen(office, ALICE, Window(BOARD)).events} == {BOARD}
    with pytest.raises(PipelineError) as refusal:
        _seen(office, EVE, Window(BOARD))
    assert refusal.value.exit_code is ExitCode.NOT_AUTHORISED


def test_a_beheerder_sees_roles_and_tokens_and_no_reports(busy: Office) -> None:
    assert {event.action.partition(".")[0] for event in _seen(busy, BEA).events} == {"role", "token"}


def test_without_a_role_there_is_nothing_to_see(busy: Office) -> None:
    for look in (lambda: _seen(busy, EVE), lambda: verify_audit(busy, EVE, now=NOW)):
        with pytest.raises(PipelineError, match="no_role"):
            look()
        assert last_event(busy).refused
    with pytest.raises(PipelineError, match="no_role"):
        verify_queue(busy, EVE, now=NOW)


def test_days_are_both_included(busy: Office) -> None:
    everything = _seen(busy, ALICE).events
    assert _seen(busy, ALICE, Window(first=TODAY, last=TODAY)).events == everything
    assert _seen(busy, ALICE, Window(first=date(2026, 6, 2))).events == ()
    assert _seen(busy, ALICE, Window(last=date(2026, 5, 31))).events == ()


def test_the_json_export_obeys_its_schema_and_can_be_checked_on_its_own(busy: Office) -> None:
    content = json.loads(trail_json(_seen(busy, ALICE)))
    Draft202012Validator(json_schema("audit")).validate(content)
    assert content["last"] == last_event(busy).seq


@pytest.mark.parametrize(
    "evil",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "|calc",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\ufeff=1",
        "\u200b=1",
        "\uff1d1",
        "\uff0b1",
    ],
)
def test_no_cell_of_the_csv_is_a_formula(staffed: Office, dossier: Path, evil: str) -> None:
    item = reject(staffed, BOB, added(staffed, dossier).id, "x", now=NOW)
    trail = _seen(staffed, ALICE, Window(item=item.number))
    hostile = replace(trail, events=(replace(trail.events[-1], actor=evil, after=evil, bestuursnummer=evil),))
    rows = list(csv.reader(io.StringIO(trail_csv(hostile))))
    assert len(rows) == 2
    for cell in rows[1]:
        assert cell.lstrip(" \ufeff\u200b")[:1] not in set("=+-@|\t\r\n\uff1d\uff0b\uff0d\uff20")
        assert "\n" not in cell


def test_harmless_text_stays_as_it_is() -> None:
    assert [harmless(text) for text in ("Stichting A & B", "99041", "a=b", "")] == [
        "Stichting A & B",
        "99041",
        "a=b",
        "",
    ]


# ---- the databases refuse


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_no_row_is_ever_deleted(busy: Office, table: Table) -> None:
    _assert_refused(busy, f"DELETE FROM {table.name}")
    if not busy.database.sqlite:
        _assert_refused(busy, f"TRUNCATE {table.name} CASCADE")


@pytest.mark.parametrize("table", tables.UNCHANGING, ids=lambda table: table.name)
def test_what_is_final_is_never_changed(busy: Office, table: Table) -> None:
    column = next(iter(table.columns)).name
    _assert_refused(busy, f"UPDATE {table.name} SET {column} = {column}")


def test_an_event_is_neither_replaced_nor_put_in_between(busy: Office) -> None:
    columns = ", ".join(column.name for column in tables.event.columns)
    verb = "INSERT OR REPLACE" if busy.database.sqlite else "INSERT"
    _assert_refused(busy, f"{verb} INTO event ({columns}) SELECT {columns} FROM event WHERE seq = 1")
    listed = columns.replace("seq", "1000000", 1)
    _assert_refused(busy, f"INSERT INTO event ({columns}) SELECT {listed} FROM event WHERE seq = 1")


def _assert_refused(office: Office, statement: str) -> None:
    with pytest.raises(PipelineError) as refusal, office.database.writing() as connection:
        connection.execute(text(statement))
    assert "append-only" in str(refusal.value.params["reason"])


# ---- every alteration is found


def _unguarded(office: Office) -> None:
    """Drop every trigger, as somebody with the rights of the program could."""
    with office.database.writing() as connection:
        if office.database.sqlite:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("DROP FUNCTION queue_refuse() CASCADE"))
            connection.execute(text("DROP FUNCTION queue_next() CASCADE"))


def _altered(value: object) -> Iterator[object]:
    """Give a value with each of its characters changed in turn, cut off, grown, or gone."""
    if isinstance(value, int):
        yield from (value + 1, value - 1)
        return
    shown = "" if value is None else str(value)
    for place in range(len(shown)):
        yield shown[:place] + ("x" if shown[place] != "x" else "y") + shown[place + 1 :]
    yield shown + " "
    if shown:
        yield shown[:-1]
    if value is None:
        yield ""


def _cells(office: Office) -> list[tuple[Table, dict[str, Any], str]]:
    with office.database.reading() as connection:
        return [
            (table, dict(row), column.name)
            for table in EVERY_TABLE
            for row in connection.execute(select(table)).mappings()
            for column in table.columns
        ]


def _with_cell(office: Office, table: Table, row: dict[str, Any], column: str, value: object) -> bool:
    """Alter one cell, and say whether the database took it: some are too long, or name no item."""
    where = [key == row[key.name] for key in table.primary_key.columns]
    options = {"begin": "BEGIN IMMEDIATE"}
    try:
        with office.database.engine.connect().execution_options(**options) as connection, connection.begin():
            connection.execute(table.update().where(*where).values({column: value}))
    except DBAPIError:
        return False
    with office.database.reading() as connection:  # PostgreSQL cuts spaces off that do not fit
        found = [key == (row | {column: value})[key.name] for key in table.primary_key.columns]
        return connection.execute(select(table.c[column]).where(*found)).scalars().all() == [value]


def _put_back(office: Office, table: Table, row: dict[str, Any], column: str, value: object) -> None:
    changed = row | {column: value}
    where = [key == changed[key.name] for key in table.primary_key.columns]
    with office.database.writing() as connection:
        connection.execute(table.update().where(*where).values({column: row[column]}))


def _tamper(office: Office, step: int) -> tuple[int, int]:
    """Alter every ``step``-th character of every cell in turn; return how many were tried and taken by the database."""
    tried = taken = 0
    for table, row, column in _cells(office):
        for number, value in enumerate(_altered(row[column])):
            if (tried + number) % step:
                continue
            tried += 1
            if not _with_cell(office, table, row, column, value):
                continue
            taken += 1
            flaws = examine(office).flaws
            _put_back(office, table, row, column, value)
            assert flaws, (table.name, column, row[column], value)
    return tried, taken


def _told(office: Office, tried: int, taken: int) -> str:
    kind = office.database.engine.dialect.name
    return f"tampering with rows on {kind}: {tried} tried, {tried - taken} refused by the database, {taken} found"


def test_altered_cells_are_found(busy: Office, record_property: Any) -> None:  # noqa: ANN401
    _unguarded(busy)
    tried, taken = _tamper(busy, 97)
    record_property("proof", _told(busy, tried, taken))
    assert taken > tried // 2
    assert examine(busy).flaws == ()


@pytest.mark.slow
def test_every_altered_character_of_every_cell_is_found(busy: Office, record_property: Any) -> None:  # noqa: ANN401
    _unguarded(busy)
    tried, taken = _tamper(busy, 1)
    record_property("proof", _told(busy, tried, taken))
    assert examine(busy).flaws == ()


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_a_row_that_is_gone_is_found(busy: Office, table: Table) -> None:
    _unguarded(busy)
    with busy.database.reading() as connection:
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    assert rows
    for row in rows:
        _without(busy, table, row)
    assert examine(busy).flaws == ()


def _without(office: Office, table: Table, row: dict[str, Any]) -> None:
    where = [column == row[column.name] for column in table.primary_key.columns]
    if office.database.sqlite:
        options = {"begin": "BEGIN IMMEDIATE"}
        with office.database.engine.connect().execution_options(**options) as connection:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            with connection.begin():
                connection.execute(table.delete().where(*where))
    else:
        with office.database.writing() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(table.delete().where(*where))
    assert examine(office).flaws, row
    with office.database.writing() as connection:
        if not office.database.sqlite:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(insert(table).values(row))


def test_a_row_that_was_slipped_in_is_found(busy: Office) -> None:
    with busy.database.writing() as connection:
        row = dict(connection.execute(select(tables.assignment)).mappings().first() or {})
        connection.execute(insert(tables.assignment).values(row | {"id": "slipped", "subject": "eve"}))
    assert [flaw.code for flaw in examine(busy).flaws] == ["row_extra"]


def test_a_chain_that_is_cut_off_or_written_anew_is_found_by_the_checkpoints(busy: Office) -> None:
    from xbrl_pipeline.submission.chain import event_hash  # noqa: PLC0415

    _unguarded(busy)
    last = last_event(busy)
    with busy.database.writing() as connection:  # the last event told of the key: take both, and nothing dangles
        connection.execute(text(f"DELETE FROM event WHERE seq = {last.seq}"))
        connection.execute(text("DELETE FROM person_key"))
    assert [flaw.code for flaw in examine(busy).flaws] == ["truncated"]
    with busy.database.writing() as connection:
        row = dict(connection.execute(select(tables.event).where(tables.event.c.seq == last.seq - 1)).mappings().one())
        forged = row | {"actor": "mallory"}
        forged["hash"] = event_hash(forged)
        connection.execute(tables.event.update().where(tables.event.c.seq == row["seq"]).values(forged))
    assert "rewritten" in [flaw.code for flaw in examine(busy).flaws]


def test_without_checkpoints_it_says_that_nothing_is_anchored(busy: Office) -> None:
    proof = examine(busy)
    assert (proof.anchored, proof.head.seq) == (last_event(busy).seq,) * 2
    busy.checkpoints.file.unlink()
    bare = examine(busy)
    assert (bare.flaws, bare.anchored, bare.checkpoints) == ((), 0, 0)


def test_another_database_in_place_of_the_first_is_found(busy: Office, tmp_path: Path) -> None:
    from tests.submission.offices import office_in  # noqa: PLC0415

    other = replace(office_in(tmp_path / "other.sqlite", tmp_path / "elsewhere"), checkpoints=busy.checkpoints)
    assert "other_ledger" in [flaw.code for flaw in examine(other).flaws]


# ---- bytes in the store and in the dossier


def _flipped(path: Path, place: int) -> bytes:
    data = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    return data


@pytest.mark.parametrize("backend", ["sqlite"])  # the bytes lie outside the database
def test_every_changed_byte_in_store_and_dossier_is_found(
    staffed: Office,
    dossier: Path,
    record_property: Any,  # noqa: ANN401
) -> None:
    approved(staffed, dossier)
    assert verify_queue(staffed, ALICE, now=NOW).flaws == ()
    kept = [staffed.store.path(sha256(path)) for path in dossier.iterdir()]
    tried = 0
    for path in (*kept, *dossier.iterdir()):
        for place in range(path.stat().st_size):
            data = _flipped(path, place)
            found = {flaw.code for flaw in verify_queue(staffed, ALICE, now=NOW).flaws} if not place else set()
            whole = _found(staffed, path, dossier)
            path.write_bytes(data)
            assert whole, (path, place)
            assert place or found <= {"store", "dossier"}
            tried += 1
    record_property("proof", f"changed bytes in store and dossier: {tried} of {tried} found")
    assert verify_queue(staffed, ALICE, now=NOW).flaws == ()


@pytest.mark.parametrize("backend", ["sqlite"])  # the bytes lie outside the database
def test_sampled_bytes_of_a_large_item_are_found(
    staffed: Office,
    tmp_path: Path,
    record_property: Any,  # noqa: ANN401
) -> None:
    chance = Random(2025)  # noqa: S311 - an order
    large = make_dossier(tmp_path / "large", xbrl=f"{instance()}<!-- {'groot ' * 400_000} -->")
    (large / "source.xlsx").write_bytes(chance.randbytes(1_000_000))
    seal(large)
    approved(staffed, large)
    files = [*large.iterdir(), *(staffed.store.path(sha256(path)) for path in large.iterdir())]
    sample = [(path, chance.randrange(path.stat().st_size)) for path in files for _ in range(8)]
    for path, place in sample:
        data = _flipped(path, place)
        assert {flaw.code for flaw in verify_queue(staffed, ALICE, now=NOW).flaws} & {"store", "dossier"}, path
        path.write_bytes(data)
    assert verify_queue(staffed, ALICE, now=NOW).flaws == ()
    size = sum(path.stat().st_size for path in files)
    record_property("proof", f"changed bytes of an item of {size:,} bytes: {len(sample)} sampled, all found")


def _found(office: Office, path: Path, dossier: Path) -> bool:
    """Ask the part of ``queue verify`` that looks at this file: the whole for every byte would take an hour."""
    from xbrl_pipeline.dossier.seal import is_altered  # noqa: PLC0415

    if path.parent == dossier:
        with office.database.reading() as connection:
            rows = connection.execute(select(tables.item_file.c.name, tables.item_file.c.sha256))
            return is_altered(dossier, {row.name: row.sha256 for row in rows})
    with pytest.raises(PipelineError, match="store_damaged"):
        office.store.check(path.name)
    return True


def test_a_file_that_is_gone_or_does_not_belong_is_found(staffed: Office, dossier: Path) -> None:
    approved(staffed, dossier)
    gone = staffed.store.path(sha256(dossier / "mapping.yaml"))
    gone.rename(gone.with_name("f" * 64))
    assert {flaw.code for flaw in verify_queue(staffed, ALICE, now=NOW).flaws} == {"store", "store_missing"}
