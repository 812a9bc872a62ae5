"""Days left, what is missing, the order of the list, the week and the calendar."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.submission.dossiers import BOARD, OTHER_BOARD, instance, make_dossier
from tests.submission.offices import ALICE, BEA, BOB, NOW, added, approved, newer, said, staff, submitted, to_folder
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.calendar import calendar
from xbrl_pipeline.submission.deadlines import last_day, worklist
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.queue import IntakeRequest
from xbrl_pipeline.submission.week import this_week


@pytest.fixture
def backend() -> str:
    return "sqlite"


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "left"), [(date(2026, 6, 1), 29), (date(2026, 6, 30), 0), (date(2026, 7, 1), -1), (date(2026, 1, 1), 180)]
)
def test_before_the_first_of_july(staffed: Office, dossier: Path, day: date, left: int) -> None:
    added(staffed, dossier)
    (row,) = worklist(staffed, ALICE, now=_at(day))
    assert (row.days_left, row.last_day) == (left, date(2026, 6, 30) == last_day(2025) and last_day(2025))


def test_boards_without_a_dossier_are_named(office: Office, dossier: Path) -> None:
    staff(office, BOARD, OTHER_BOARD)
    added(office, dossier)
    rows = worklist(office, ALICE, now=NOW)
    assert [(row.bestuursnummer, row.missing) for row in rows] == [
        (OTHER_BOARD, "submission.missing.dossier"),
        (BOARD, "submission.missing.ter-goedkeuring"),
    ]
    assert worklist(office, BEA, now=NOW) == ()


@pytest.mark.parametrize(
    ("sector", "owed"),
    [
        ("PO", ["beleidsinformatie"]),
        ("VO", ["beleidsinformatie"]),
        ("MBO", ["beleidsinformatie"]),
        ("HBO", []),
        ("WO", []),
        ("SWV", []),
        ("", []),
    ],
)
def test_what_a_board_owes_goes_by_its_sector(office: Office, tmp_path: Path, sector: str, owed: list[str]) -> None:
    staff(office, BOARD)
    added(office, make_dossier(tmp_path / "jaar", sector=sector))
    missing = [row for row in worklist(office, ALICE, now=NOW) if row.item is None]
    assert [row.report for row in missing] == owed
    assert {row.name for row in missing} <= {"Stichting Voorbeeld"}
    assert {row.missing for row in missing} <= {"submission.missing.dossier"}


def test_a_report_that_is_there_is_not_missing(office: Office, tmp_path: Path) -> None:
    staff(office, BOARD)
    added(office, make_dossier(tmp_path / "jaar", sector="PO"))
    other = instance() + "<!-- beleid -->"
    added(office, make_dossier(tmp_path / "beleid", sector="PO", report="beleidsinformatie", xbrl=other))
    assert [row.report for row in worklist(office, ALICE, now=NOW) if row.item is None] == []


def test_the_sector_is_known_from_the_report_of_another_year(office: Office, tmp_path: Path) -> None:
    staff(office, BOARD)
    added(office, make_dossier(tmp_path / "vorig", year=2024, sector="PO"))
    missing = [row.report for row in worklist(office, ALICE, now=NOW) if row.item is None]
    assert missing == ["jaarverantwoording", "beleidsinformatie"]


def test_the_most_urgent_stands_first(office: Office, tmp_path: Path) -> None:
    numbers = [f"990{number}" for number in range(60, 66)]
    staff(office, *numbers)
    dossiers = [make_dossier(tmp_path / number, board=number) for number in numbers[:4]]
    old = make_dossier(tmp_path / "old", board=numbers[4], year=2023)
    added(office, dossiers[0])
    approved(office, dossiers[1])
    said(office, submitted(office, dossiers[2], tmp_path / "out"), "goedgekeurd")
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(office, approved(office, dossiers[3]), tmp_path / "drop")
    added(office, old)
    rows = worklist(office, ALICE, now=NOW)
    assert [(row.bestuursnummer, row.state) for row in rows] == [
        (numbers[4], "ter-goedkeuring"),  # years too late
        (numbers[3], "onbekend"),
        (numbers[4], None),  # nothing for last year
        (numbers[5], None),
        (numbers[0], "ter-goedkeuring"),
        (numbers[1], "goedgekeurd"),
        (numbers[2], "duo-goedgekeurd"),
    ]
    assert [row.open for row in rows] == [True] * 6 + [False]


def test_what_duo_has_is_not_late(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = submitted(staffed, dossier, tmp_path / "out")
    (row,) = worklist(staffed, ALICE, now=_at(date(2026, 8, 1)))
    assert (row.days_left, row.open) == (None, True)
    said(staffed, item, "correctie-gevraagd")
    (row,) = worklist(staffed, ALICE, now=_at(date(2026, 8, 1)))
    assert row.days_left == -32
    second = make_dossier(tmp_path / "v2", xbrl=instance() + "<!-- 2 -->")
    added(staffed, second, wish=IntakeRequest(corrects=item.number))
    first, new = sorted(worklist(staffed, ALICE, now=NOW), key=lambda row: row.open)
    assert (first.open, first.missing, new.open) == (False, "submission.missing.corrected", True)


def test_an_approval_that_no_longer_counts_shows_in_the_list(staffed: Office, dossier: Path) -> None:
    item, later = added(staffed, dossier), newer(staffed, engine="arelle-release 99")
    (row,) = worklist(later, ALICE, now=NOW)
    assert (row.void, row.missing) == ("engine", "submission.missing.void.engine")
    approve(staffed, BOB, item.id, now=NOW)  # the hand-over will validate it once more
    (row,) = worklist(later, ALICE, now=NOW)
    assert (row.void, row.missing) == ("engine", "submission.missing.again")
    (row,) = worklist(staffed, ALICE, now=NOW + timedelta(days=31))
    assert row.void == "expired"


def test_the_week_counts_and_names(office: Office, tmp_path: Path) -> None:
    numbers = [f"99{number}" for number in range(100, 130)]
    staff(office, *numbers)
    for number in numbers[:3]:
        added(office, make_dossier(tmp_path / number, board=number))
    week = this_week(office, ALICE, now=NOW + timedelta(days=8))
    assert week.states == {"dossier": 27, "ter-goedkeuring": 3}
    assert (len(week.soon), len(week.late), len(week.waiting)) == (30, 0, 3)
    assert (week.done, week.refused) == ({}, 0)
    assert this_week(office, ALICE, now=NOW).done["queue.add"] == 9
    assert len(this_week(office, ALICE, now=_at(date(2026, 7, 2))).late) == 30


def test_the_calendar_has_one_event_for_each_open_report(office: Office, tmp_path: Path) -> None:
    staff(office, BOARD, OTHER_BOARD)
    added(office, make_dossier(tmp_path / "a"))
    rows = worklist(office, ALICE, now=NOW)
    data = calendar((*rows, *rows), messages("nl"), now=NOW)
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"BEGIN:VEVENT") == data.count(b"DTSTART;VALUE=DATE:20260630") == 2
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert f"UID:{BOARD}-2025-jaarverantwoording@xbrl-pipeline.invalid" in unfolded


def test_a_name_cannot_write_in_the_calendar(staffed: Office, tmp_path: Path) -> None:
    from tests.submission.dossiers import WHOSE, edit_manifest  # noqa: PLC0415

    folder = make_dossier(tmp_path / "d")
    edit_manifest(folder, entity={**WHOSE, "name": "A\r\nBEGIN:VEVENT;,\\"})
    added(staffed, folder)
    data = calendar(worklist(staffed, ALICE, now=NOW), messages("nl"), now=NOW).decode()
    assert data.count("\r\nBEGIN:VEVENT\r\n") == 1
    assert "BEGIN:VEVENT\\;\\,\\\\" in data.replace("\r\n ", "")
