"""The matrix, whole: role x action x own or other board x in or out of period x how the subject is known."""

from datetime import date, timedelta
from itertools import product

import pytest

from tests.submission.dossiers import BOARD, OTHER_BOARD
from tests.submission.offices import TODAY
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Action, Role, roles_for
from xbrl_pipeline.submission.authorisation import Actor, Assignment, Resource, authorize, boards
from xbrl_pipeline.submission.identity import IdentitySource, Scope, Subject

DAY = timedelta(days=1)
READS = "queue.list queue.show queue.verify audit.show audit.verify"
MAY = {  # written out apart from the program's own table
    "beheerder-bekostiging-en-opleidingen": "role.grant role.open role.revoke role.list role.enrol token.revoke "
    "taxonomy.allow audit.roles audit.verify",
    "medewerker-bekostiging": "",
    "medewerker-opleidingen": "",
    "raadpleger-zaakdossier": f"{READS} token.create",
    "medewerker-verantwoording": f"{READS} token.create queue.add queue.withdraw queue.handover queue.confirm "
    "queue.approve queue.reject queue.void",
    "fiatteur": f"{READS} token.create queue.approve queue.reject queue.void",
}
BY_TOKEN = set(f"{READS} queue.add queue.withdraw queue.handover queue.void audit.roles".split())
PERIODS = {  # name: first day, last day, whether TODAY is in it
    "open": (TODAY - DAY, None, True),
    "first day": (TODAY, None, True),
    "last day": (TODAY - DAY, TODAY, True),
    "not yet": (TODAY + DAY, None, False),
    "no more": (TODAY - 2 * DAY, TODAY - DAY, False),
}
EVERYTHING = Scope(frozenset(Action), frozenset({BOARD, OTHER_BOARD}))
SUBJECTS = {
    "account": Subject("alice"),
    "login": Subject("alice", IdentitySource.OIDC),
    "token": Subject("alice", IdentitySource.TOKEN, EVERYTHING),
    "token of another board": Subject(
        "alice", IdentitySource.TOKEN, Scope(frozenset(Action), frozenset({OTHER_BOARD}))
    ),
    "token for nothing": Subject("alice", IdentitySource.TOKEN, Scope(frozenset(), frozenset({BOARD}))),
    "token without scope": Subject("alice", IdentitySource.TOKEN),
    "somebody else": Subject("mallory"),
}


def _assignment(
    role: Role, first: date = TODAY, last: date | None = None, *, codes: str = "", revoked: str | None = None
) -> Assignment:
    source = IdentitySource.OS_ACCOUNT
    narrow = frozenset(codes.split())
    return Assignment("1", "alice", role, BOARD, narrow, first, last, "bea", source, "", revoked, revoked)


def _allowed(actor: Actor, action: Action, resource: Resource) -> bool:
    try:
        authorize(actor, action, resource)
    except PipelineError as refusal:
        return refusal.exit_code is not ExitCode.NOT_AUTHORISED
    return True


@pytest.mark.parametrize("role", Role)
def test_the_whole_matrix(role: Role) -> None:
    tried = 0
    for period, known, action, board in product(PERIODS, SUBJECTS, Action, (BOARD, OTHER_BOARD)):
        first, last, inside = PERIODS[period]
        actor = Actor(SUBJECTS[known], (_assignment(role, first, last),), TODAY)
        person = known in {"account", "login"}
        expected = inside and board == BOARD and action in MAY[role].split()
        expected = expected and (person or (known == "token" and action in BY_TOKEN))
        assert _allowed(actor, action, Resource(board)) is expected, (period, known, action, board)
        assert (board in boards(actor, action)) is expected
        tried += 1
    assert tried == len(PERIODS) * len(SUBJECTS) * len(Action) * 2


@pytest.mark.parametrize("action", Action)
def test_nobody_may_anything_without_a_role(action: Action) -> None:
    assert not _allowed(Actor(Subject("alice"), (), TODAY), action, Resource(BOARD))


@pytest.mark.parametrize("action", Action)
def test_a_revoked_role_is_no_role(action: Action) -> None:
    given = tuple(_assignment(role, revoked="bea") for role in Role)
    assert not _allowed(Actor(Subject("alice"), given, TODAY), action, Resource(BOARD))


@pytest.mark.parametrize(
    ("held", "asked", "expected"),
    [
        ("", "", True),
        ("", "16SW", True),
        ("16SW", "16SW", True),
        ("16SW 31FR", "16SW", True),
        ("16SW", "16SW 31FR", False),
        ("16SW", "31FR", False),
        ("16SW", "", False),
    ],
)
def test_a_role_for_institutions_does_not_reach_the_whole_board(held: str, asked: str, expected: bool) -> None:
    actor = Actor(Subject("alice"), (_assignment(Role.RAADPLEGER, codes=held),), TODAY)
    assert _allowed(actor, Action.QUEUE_SHOW, Resource(BOARD, frozenset(asked.split()))) is expected


def test_the_refusal_names_role_and_board() -> None:
    with pytest.raises(PipelineError) as refusal:
        authorize(Actor(Subject("alice"), (), TODAY), Action.QUEUE_ADD, Resource(BOARD))
    assert refusal.value.params == {
        "subject": "alice",
        "roles": ("Medewerker verantwoording",),
        "bestuursnummer": BOARD,
        "on": TODAY,
    }


def test_roles_are_written_as_in_mijn_duo() -> None:
    assert {role.label for role in Role} == {
        "Beheerder bekostiging en opleidingen",
        "Medewerker bekostiging",
        "Medewerker opleidingen",
        "Raadpleger zaakdossier",
        "Medewerker verantwoording",
        "Fiatteur",
    }


def test_every_action_but_none_has_somebody() -> None:
    assert all(roles_for(action) for action in Action)
