"""Who is who: enrolled keys, accounts that are none of the machine's, and clocks that went back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.submission.dossiers import BOARD
from tests.submission.offices import ALICE, BEA, BOB, EVE, NOW, added, give, said, submitted
from xbrl_pipeline.base import system
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.identity import IdentitySource, Subject, current_subject
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.persons import enrol, identify
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.roles import revoke

Sit = Callable[[Subject], str]


@pytest.fixture
def backend() -> str:
    """Nothing here is of one database."""
    return "sqlite"


@pytest.fixture
def sit(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Let somebody sit down at the keyboard, and return the public key of that account."""

    def down(subject: Subject) -> str:
        monkeypatch.setattr(system, "account", lambda: system.SystemAccount(subject.name, subject.name))
        return staffed.checkpoints.own_key().key

    return down


def _code(refusal: pytest.ExceptionInfo[PipelineError]) -> tuple[str, ExitCode]:
    return refusal.value.code, refusal.value.exit_code


def _enrolled(office: Office, sit: Sit, *people: Subject) -> None:
    keys = {person.name: sit(person) for person in people}
    sit(BEA)
    for name, key in keys.items():
        enrol(office, BEA, name, key, now=NOW)


def test_who_is_enrolled_must_have_the_key(staffed: Office, sit: Sit) -> None:
    assert identify(staffed, ALICE) == ALICE  # nobody asked for more so far
    _enrolled(staffed, sit, ALICE)
    sit(ALICE)
    assert identify(staffed, ALICE) == ALICE
    sit(EVE)
    with pytest.raises(PipelineError) as refusal:
        identify(staffed, ALICE)
    assert _code(refusal) == ("submission.other_key", ExitCode.NOT_AUTHORISED)
    assert identify(staffed, EVE) == EVE
    token = Subject("alice", IdentitySource.TOKEN)
    assert identify(staffed, token) == token


def test_what_is_done_with_the_own_key_is_sound(staffed: Office, sit: Sit, dossier: Path) -> None:
    _enrolled(staffed, sit, ALICE, BOB)
    sit(ALICE)
    item = added(staffed, dossier)
    sit(BOB)
    approve(staffed, BOB, item.id, now=NOW)
    assert examine(staffed).flaws == ()


def test_what_is_done_in_the_name_of_another_is_found(staffed: Office, sit: Sit, dossier: Path) -> None:
    _enrolled(staffed, sit, ALICE, BOB)
    sit(ALICE)
    item = added(staffed, dossier)
    approve(staffed, BOB, item.id, now=NOW)  # alice wrote bob's name
    (flaw,) = examine(staffed).flaws
    assert (flaw.code, flaw.place) == ("unsigned", f"{events(staffed.database)[-1].seq} bob")


def test_a_later_key_takes_the_place_of_the_first(staffed: Office, sit: Sit, dossier: Path) -> None:
    _enrolled(staffed, sit, ALICE)
    sit(ALICE)
    added(staffed, dossier)
    new = sit(Subject("alice-elsewhere"))
    sit(BEA)
    enrol(staffed, BEA, "alice", new, now=NOW + timedelta(minutes=1))
    sit(Subject("alice-elsewhere"))
    assert identify(staffed, ALICE) == ALICE
    assert examine(staffed).flaws == ()  # what the first key signed stays signed


def test_only_a_beheerder_of_a_common_board_enrols(staffed: Office, sit: Sit) -> None:
    key = sit(ALICE)
    for keeper, name, code in (
        (ALICE, "bob", "no_role"),
        (BEA, "eve", "enrol_stranger"),
        (BEA, " alice", "subject_odd"),
    ):
        with pytest.raises(PipelineError, match=code):
            enrol(staffed, keeper, name, key, now=NOW)
    with pytest.raises(PipelineError, match="no_key"):
        enrol(staffed, BEA, "alice", key[:-1], now=NOW)
    give(staffed, "eve", Role.RAADPLEGER)
    revoke(staffed, BEA, "eve", Role.RAADPLEGER, BOARD, now=NOW)
    with pytest.raises(PipelineError, match="enrol_stranger"):
        enrol(staffed, BEA, "eve", key, now=NOW)


def test_nobody_replaces_his_own_key(staffed: Office, sit: Sit) -> None:
    _enrolled(staffed, sit, BEA)
    with pytest.raises(PipelineError, match="enrol_self"):
        enrol(staffed, BEA, "bea", sit(EVE), now=NOW)


@pytest.mark.parametrize(
    ("told", "ours"),
    [
        ("         0          0 4294967295\n", False),
        ("      1000       1000          1\n", True),
        ("         0       1000          1\n", True),
        ("         0     100000      65536\n", True),
        ("         0          0       1000\n      1000       2000   1\n", True),
        ("", True),
        (None, False),  # a system that has none
    ],
)
def test_an_account_that_was_chosen_in_a_namespace_is_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None, ours: bool
) -> None:
    table = tmp_path / "uid_map"
    if told is not None:
        table.write_text(told, "ascii")
    monkeypatch.setattr(system, "_ACCOUNTS", table)
    if not ours:
        assert current_subject().name
        return
    with pytest.raises(PipelineError) as refusal:
        current_subject()
    assert _code(refusal) == ("submission.own_accounts", ExitCode.NOT_AUTHORISED)


def test_a_clock_that_went_back_changes_nothing(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = submitted(staffed, dossier, tmp_path / "out")
    before = events(staffed.database)
    with pytest.raises(PipelineError) as refusal:
        said(staffed, item, "goedgekeurd", now=NOW - timedelta(hours=1))
    assert refusal.value.code == "submission.clock_back"
    assert events(staffed.database) == before
    near = NOW  # four minutes before: clocks of colleagues differ a little
    assert said(staffed, item, "goedgekeurd", now=near).state == "duo-goedgekeurd"
