"""Granting and revoking: who may, and what is left when not."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from tests.submission.dossiers import BOARD, OTHER_BOARD
from tests.submission.offices import ALICE, BEA, BOB, EVE, NOW, TODAY, contents, give, staff, visible_items
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Role, role_named
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.roles import Grant, bootstrap, grant, revoke, visible_assignments

DAY = timedelta(days=1)
MEDEWERKER = Role.MEDEWERKER_VERANTWOORDING


def _refused(office: Office, do: Callable[[], object], who: Subject, action: str) -> PipelineError:
    before, count = contents(office), len(events(office.database))
    with pytest.raises(PipelineError) as refusal:
        do()
    *_, last = events(office.database)
    assert len(events(office.database)) == count + 1
    assert (last.actor, last.action, last.refused) == (who.name, action, True)
    assert last.detail["code"] == refusal.value.code
    assert contents(office) == before
    return refusal.value


def test_the_first_beheerder_comes_once(office: Office) -> None:
    assert bootstrap(office, EVE, "bea", [BOARD, OTHER_BOARD, BOARD], now=NOW) == 2
    again = _refused(office, lambda: bootstrap(office, EVE, "eve", ["99042"], now=NOW), EVE, "role.grant")
    assert (again.code, again.exit_code) == ("submission.bootstrap_done", ExitCode.NOT_AUTHORISED)


@pytest.mark.parametrize("number", ["", "9904", "990414", "99A41", "99041\n", " 99041", "٤١٦٦٤", "99041' OR 1=1"])
def test_a_bestuursnummer_has_five_digits(staffed: Office, number: str) -> None:
    wanted = Grant("eve", MEDEWERKER, number, TODAY)
    refusal = _refused(staffed, lambda: grant(staffed, BEA, wanted, now=NOW), BEA, "role.grant")
    assert refusal.code == "submission.bestuursnummer"


@pytest.mark.parametrize("role", Role)
def test_only_a_beheerder_of_that_board_grants(staffed: Office, role: Role) -> None:
    wanted = Grant("eve", role, BOARD, TODAY)
    for who in (ALICE, EVE):
        refusal = _refused(staffed, partial(grant, staffed, who, wanted, now=NOW), who, "role.grant")
        assert refusal.exit_code is ExitCode.NOT_AUTHORISED
    grant(staffed, BEA, wanted, now=NOW)
    held = visible_assignments(staffed, EVE, now=NOW)
    assert [each.role for each in held if each.subject == "eve"] == [role]


@pytest.mark.parametrize("role", Role)
def test_a_beheerder_cannot_grant_himself(staffed: Office, role: Role) -> None:
    wanted = Grant("bea", role, BOARD, TODAY)
    refusal = _refused(staffed, lambda: grant(staffed, BEA, wanted, now=NOW), BEA, "role.grant")
    assert refusal.code == "submission.grant_self"


def test_a_beheerder_of_one_board_opens_a_new_one_for_somebody_else_only(staffed: Office) -> None:
    grant(staffed, BEA, Grant("ben", Role.BEHEERDER, OTHER_BOARD, TODAY), now=NOW)
    for wanted in (Grant("carl", Role.BEHEERDER, OTHER_BOARD, TODAY), Grant("carl", MEDEWERKER, "99050", TODAY)):
        refusal = _refused(staffed, partial(grant, staffed, BEA, wanted, now=NOW), BEA, "role.grant")
        assert refusal.code == "submission.not_authorised"
    own = Grant("bea", Role.BEHEERDER, "99051", TODAY)
    assert _refused(staffed, lambda: grant(staffed, BEA, own, now=NOW), BEA, "role.grant").code.endswith("grant_self")


def test_a_revoked_role_ends_at_once_and_stays_in_sight(staffed: Office) -> None:
    assert revoke(staffed, BEA, "alice", MEDEWERKER, BOARD, now=NOW) == 1
    assert visible_items(staffed, ALICE, now=NOW) == ()
    (ended,) = visible_assignments(staffed, ALICE, now=NOW)
    assert (ended.revoked_by, ended.holds(TODAY)) == ("bea", False)
    again = _refused(staffed, lambda: revoke(staffed, BEA, "alice", MEDEWERKER, BOARD, now=NOW), BEA, "role.revoke")
    assert again.code == "submission.no_assignment"


def test_the_last_beheerder_stays(staffed: Office) -> None:
    refusal = _refused(staffed, lambda: revoke(staffed, BEA, "bea", Role.BEHEERDER, BOARD, now=NOW), BEA, "role.revoke")
    assert refusal.code == "submission.last_beheerder"
    give(staffed, "ben", Role.BEHEERDER)
    revoke(staffed, BEA, "bea", Role.BEHEERDER, BOARD, now=NOW)


def test_who_sees_which_assignments(office: Office) -> None:
    staff(office, BOARD)
    assert {each.subject for each in visible_assignments(office, BEA, now=NOW)} == {"alice", "bea", "bob"}
    assert {each.subject for each in visible_assignments(office, ALICE, now=NOW)} == {"alice"}
    assert visible_assignments(office, EVE, now=NOW) == ()


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Grant("eve", MEDEWERKER, BOARD, TODAY, TODAY - DAY), "period"),
        (Grant(" ", MEDEWERKER, BOARD, TODAY), "subject_empty"),
        (Grant("eve ", MEDEWERKER, BOARD, TODAY), "subject_odd"),
        (Grant("eve\u202e", MEDEWERKER, BOARD, TODAY), "subject_odd"),
        (Grant("\uff45ve", MEDEWERKER, BOARD, TODAY), "subject_odd"),
        (Grant("eve", MEDEWERKER, BOARD, TODAY, None, frozenset({"1"})), "instellingscode"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(staffed: Office, wanted: Grant, code: str) -> None:
    refusal = _refused(staffed, lambda: grant(staffed, BEA, wanted, now=NOW), BEA, "role.grant")
    assert (refusal.code, refusal.exit_code) == (f"submission.{code}", ExitCode.USAGE)


def test_a_grant_leaves_an_event_that_covers_its_row(staffed: Office) -> None:
    give(staffed, "eve", Role.RAADPLEGER, valid_to=date(2026, 12, 31))
    event = events(staffed.database)[-1]
    assert (event.actor, event.action, event.bestuursnummer) == ("bea", "role.grant", BOARD)
    assert (event.detail["subject"], event.detail["role"]) == ("eve", "raadpleger-zaakdossier")
    assert event.detail["valid_to"] == "2026-12-31"
    assert [name.partition("/")[0] for name in event.rows] == ["assignment"]
    assert examine(staffed).flaws == ()


def test_beheerder_is_enough_to_type() -> None:
    assert role_named("Beheerder") is Role.BEHEERDER
    assert role_named("Medewerker verantwoording") is MEDEWERKER
    with pytest.raises(PipelineError, match="unknown_role"):
        role_named("koning")


def test_bob_is_no_beheerder(staffed: Office) -> None:
    refusal = _refused(staffed, lambda: revoke(staffed, BOB, "alice", MEDEWERKER, BOARD, now=NOW), BOB, "role.revoke")
    assert refusal.code == "submission.not_authorised"
