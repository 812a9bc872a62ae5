"""What the portal said, with evidence."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.submission.dossiers import sha256
from tests.submission.offices import ALICE, LATER, NOW, approved, contents, last_event, submitted, to_portal
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.confirmation import LIMIT, Confirmation, Notice, NoticeKind, confirm
from xbrl_pipeline.submission.details import details
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.states import State


@pytest.fixture
def ready(staffed: Office, dossier: Path, tmp_path: Path) -> QueueItem:
    return to_portal(staffed, approved(staffed, dossier), tmp_path / "out").item


def test_evidence_is_kept_with_who_and_when(staffed: Office, ready: QueueItem, tmp_path: Path) -> None:
    shot = tmp_path / "schermafdruk.png"
    shot.write_bytes(b"\x89PNG not really")
    item = confirm(staffed, ALICE, ready.number, Confirmation("ingediend", shot, "verzonden", NOW), now=LATER)
    with staffed.database.reading() as connection:
        row = connection.execute(select(tables.evidence)).mappings().one()
    assert (item.state, row["given_by"], row["name"], row["note"]) == (
        State.INGEDIEND, "alice", "schermafdruk.png", "verzonden"
    )  # fmt: skip
    assert (row["seen_at"], row["given_at"]) == (tables.moment(NOW), tables.moment(LATER))
    assert staffed.store.path(row["sha256"]).read_bytes() == shot.read_bytes()
    assert last_event(staffed).detail["sha256"] == sha256(shot)


@pytest.mark.parametrize(
    ("seen", "code", "exit_code"),
    [
        (Confirmation("ingediend"), "no_evidence", ExitCode.USAGE),
        (Confirmation("ingediend", note="  "), "no_evidence", ExitCode.USAGE),
        (Confirmation("verzonden", note="x"), "unknown_outcome", ExitCode.USAGE),
        (Confirmation("ingediend", note="x", at=NOW + timedelta(days=2)), "seen_later", ExitCode.USAGE),
        (Confirmation("ingediend", Path("/nonexistent/x.png")), "unreadable_file", ExitCode.INPUT_REFUSED),
        (Confirmation("ingediend", Path("/dev/null")), "special_file", ExitCode.INPUT_REFUSED),
        (Confirmation("ingediend", Path("/")), "special_file", ExitCode.INPUT_REFUSED),
        (Confirmation("goedgekeurd", note="x"), "not_possible", ExitCode.INPUT_REFUSED),
    ],
)
def test_without_proof_nothing_is_recorded(
    staffed: Office, ready: QueueItem, seen: Confirmation, code: str, exit_code: ExitCode
) -> None:
    before = contents(staffed)
    with pytest.raises(PipelineError) as refusal:
        confirm(staffed, ALICE, ready.number, seen, now=LATER)
    assert (refusal.value.code, refusal.value.exit_code) == (f"submission.{code}", exit_code)
    assert (last_event(staffed).refused, contents(staffed)) == (True, before)


def test_evidence_of_any_size_is_no_evidence(staffed: Office, ready: QueueItem, tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(LIMIT + 1)
    with pytest.raises(PipelineError, match="file_too_large"):
        confirm(staffed, ALICE, ready.number, Confirmation("ingediend", tmp_path / "film.mp4"), now=LATER)


@pytest.mark.parametrize("number", ["", "1", "zzzz", "%", "____", "deadbeef", "x" * 100])
def test_a_number_that_is_none_is_unknown(staffed: Office, ready: QueueItem, number: str) -> None:
    assert ready.state is State.KLAARGEZET
    with pytest.raises(PipelineError, match="unknown_item"):
        confirm(staffed, ALICE, number, Confirmation("ingediend", note="x"), now=LATER)


NOTICES = (
    Notice(NoticeKind.REFERENCE, "VO-2026-0012345", date(2026, 5, 30)),
    Notice(NoticeKind.STATUS, "Ontvangen, in behandeling", date(2026, 6, 1)),
)


def test_what_duo_told_is_kept_with_its_date(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = submitted(staffed, dossier, tmp_path / "out")
    after = confirm(staffed, ALICE, item.id, Confirmation("", notices=NOTICES), now=LATER)
    assert (after.state, after.version) == (item.state, item.version)
    confirm(staffed, ALICE, item.id, Confirmation("goedgekeurd", note="gezien", notices=NOTICES[1:]), now=LATER)
    kept = details(staffed, ALICE, item.id, now=LATER)
    assert sorted((each["kind"], each["value"], each["dated"]) for each in kept.notices) == [
        ("mijn-duo-reference", "VO-2026-0012345", "2026-05-30"),
        ("portal-status", "Ontvangen, in behandeling", "2026-06-01"),
        ("portal-status", "Ontvangen, in behandeling", "2026-06-01"),
    ]
    assert kept.events[-2].detail["mijn-duo-reference"] == "VO-2026-0012345 (2026-05-30)"
    assert examine(staffed).flaws == ()


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (Notice(NoticeKind.REFERENCE, "", date(2026, 6, 1)), "notice.mijn-duo-reference"),
        (Notice(NoticeKind.REFERENCE, "x" * 61, date(2026, 6, 1)), "notice.mijn-duo-reference"),
        (Notice(NoticeKind.REFERENCE, "a\nb", date(2026, 6, 1)), "notice.mijn-duo-reference"),
        (Notice(NoticeKind.STATUS, "goed\u202egekeurd", date(2026, 6, 1)), "notice.portal-status"),
        (Notice(NoticeKind.STATUS, "x" * 101, date(2026, 6, 1)), "notice.portal-status"),
        (Notice(NoticeKind.STATUS, "goedgekeurd", date(2026, 6, 2)), "seen_later"),
    ],
)
def test_what_nobody_can_have_been_told_is_refused(
    staffed: Office, dossier: Path, tmp_path: Path, notice: Notice, code: str
) -> None:
    item = submitted(staffed, dossier, tmp_path / "out")
    with pytest.raises(PipelineError) as refusal:
        confirm(staffed, ALICE, item.id, Confirmation("", notices=(notice,)), now=LATER)
    assert refusal.value.code == f"submission.{code}"


def test_duo_says_nothing_of_what_it_does_not_have(staffed: Office, dossier: Path) -> None:
    item = approved(staffed, dossier)
    with pytest.raises(PipelineError, match="not_handed_over"):
        confirm(staffed, ALICE, item.id, Confirmation("", notices=NOTICES), now=LATER)
