from datetime import date, timedelta
from itertools import product

import pytest

from tests.submission.dossiers import ALICE, BOARD, BOB, NOW, OTHER_BOARD, TODAY, give_role
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.authorisation import Action, authorize, boards
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.roles import Assignment, Role, assignments, grant

DAY = timedelta(days=1)
MAY = {
    (Role.MEDEWERKER_VERANTWOORDING, Action.QUEUE_ADD),
    (Role.MEDEWERKER_VERANTWOORDING, Action.QUEUE_LIST),
    (Role.RAADPLEGER, Action.QUEUE_LIST),
}
PERIODS = {  # name: first day, last day, whether TODAY is in it
    "open": (TODAY - DAY, None, True),
    "first day": (TODAY, None, True),
    "last day": (TODAY - DAY, TODAY, True),
    "not yet": (TODAY + DAY, None, False),
    "no more": (TODAY - 2 * DAY, TODAY - DAY, False),
}


def _allowed(database: Database, action: Action, board: str) -> bool:
    try:
        authorize(database, ALICE, action, board, TODAY)
    except PipelineError as refusal:
        return refusal.exit_code is not ExitCode.NOT_AUTHORISED
    return True


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("role", Role)
def test_matrix_of_role_action_board_and_period(database: Database, role: Role, period: str) -> None:
    first, last, inside = PERIODS[period]
    give_role(database, role=role, valid_from=first, valid_to=last)
    for action, board in product(Action, (BOARD, OTHER_BOARD)):
        expected = inside and board == BOARD and (role, action) in MAY
        assert _allowed(database, action, board) is expected, (action, board)
        assert (board in boards(database, ALICE, action, TODAY)) is expected


def test_nobody_may_anything_without_a_role(database: Database) -> None:
    assert not any(_allowed(database, action, BOARD) for action in Action)


def test_a_role_of_somebody_else_is_no_role(database: Database) -> None:
    give_role(database, subject=BOB)
    assert not _allowed(database, Action.QUEUE_ADD, BOARD)


def test_the_refusal_names_role_and_board(database: Database) -> None:
    with pytest.raises(PipelineError) as refusal:
        authorize(database, ALICE, Action.QUEUE_ADD, BOARD, TODAY)
    assert refusal.value.params == {
        "subject": "alice",
        "roles": ("Medewerker verantwoording",),
        "bestuursnummer": BOARD,
        "on": TODAY,
    }


@pytest.mark.parametrize("number", ["", "9904", "990414", "99A41", "99041\n", " 99041", "٤١٦٦٤", "99041' OR 1=1"])
def test_a_bestuursnummer_has_five_digits(database: Database, number: str) -> None:
    with pytest.raises(PipelineError) as refusal:
        authorize(database, ALICE, Action.QUEUE_ADD, number, TODAY)
    assert refusal.value.code == "submission.bestuursnummer"
    with pytest.raises(PipelineError, match="bestuursnummer"):
        give_role(database, board=number)
    assert assignments(database) == ()


def test_a_grant_is_kept_with_who_gave_it(database: Database) -> None:
    given = grant(database, BOB, "alice", Role.RAADPLEGER, BOARD, valid_from=TODAY, now=NOW)
    assert given == Assignment("alice", Role.RAADPLEGER, BOARD, TODAY, None, "bob", BOB.identity_source, granted_at=NOW)
    assert assignments(database) == assignments(database, "alice") == (given,)
    assert assignments(database, "bob") == ()


def test_a_grant_leaves_an_event(database: Database) -> None:
    give_role(database, valid_to=date(2026, 12, 31))
    (event,) = events(database)
    assert (event.actor, event.identity_source, event.action, event.at) == ("bob", "os-account", "role.grant", NOW)
    assert event.detail == {
        "subject": "alice",
        "role": "medewerker-verantwoording",
        "bestuursnummer": BOARD,
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
    }


def test_a_period_that_ends_before_it_starts_is_refused(database: Database) -> None:
    with pytest.raises(PipelineError) as refusal:
        give_role(database, valid_from=TODAY, valid_to=TODAY - DAY)
    assert (refusal.value.code, refusal.value.exit_code) == ("submission.period", ExitCode.USAGE)


def test_a_role_for_nobody_is_refused(database: Database) -> None:
    with pytest.raises(PipelineError) as refusal:
        grant(database, BOB, " ", Role.RAADPLEGER, BOARD, valid_from=TODAY, now=NOW)
    assert (refusal.value.code, refusal.value.exit_code) == ("submission.subject_empty", ExitCode.USAGE)


def test_roles_are_written_as_in_mijn_duo() -> None:
    assert {role.label for role in Role} == {
        "Beheerder bekostiging en opleidingen",
        "Medewerker bekostiging",
        "Medewerker opleidingen",
        "Raadpleger zaakdossier",
        "Medewerker verantwoording",
    }
