"""Tokens: what they may, how they end, and that their secret is kept nowhere."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.submission.dossiers import BOARD, OTHER_BOARD
from tests.submission.offices import ALICE, BEA, BOB, EVE, NOW, contents, give, visible_items
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import PERSONAL, Action, Role
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.identity import IdentitySource, Scope, Subject
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.queue import add
from xbrl_pipeline.submission.roles import revoke as revoke_role
from xbrl_pipeline.submission.tokens import create, revoke, subject_of, visible_tokens

SCOPE = Scope(frozenset({Action.QUEUE_ADD, Action.QUEUE_LIST}), frozenset({BOARD}))


def _secret(office: Office, scope: Scope = SCOPE, days: int = 30) -> str:
    return create(office, ALICE, scope, days, now=NOW)[1]


def test_a_token_acts_as_its_owner_and_says_so(staffed: Office, dossier: Path) -> None:
    subject = subject_of(staffed, _secret(staffed), now=NOW)
    item = add(staffed, dossier, subject, now=NOW).item
    assert (item.added_by, item.identity_source) == ("alice", IdentitySource.TOKEN)
    event = events(staffed.database)[-1]
    assert (event.actor, event.identity_source, event.assurance) == ("alice", "token", "bearer")


def test_four_eyes_see_through_a_token(staffed: Office, dossier: Path) -> None:
    item = add(staffed, dossier, subject_of(staffed, _secret(staffed), now=NOW), now=NOW).item
    with pytest.raises(PipelineError, match="four_eyes"):
        approve(staffed, ALICE, item.id, now=NOW)


def test_outside_its_scope_a_token_may_nothing(staffed: Office, dossier: Path) -> None:
    reader = subject_of(staffed, _secret(staffed, Scope(frozenset({Action.QUEUE_LIST}), frozenset({BOARD}))), now=NOW)
    with pytest.raises(PipelineError) as refusal:
        add(staffed, dossier, reader, now=NOW)
    assert refusal.value.exit_code is ExitCode.NOT_AUTHORISED
    assert events(staffed.database)[-1].refused


def test_a_token_dies_with_the_role(staffed: Office) -> None:
    subject = subject_of(staffed, _secret(staffed), now=NOW)
    revoke_role(staffed, BEA, "alice", Role.MEDEWERKER_VERANTWOORDING, BOARD, now=NOW)
    assert visible_items(staffed, subject, now=NOW) == ()


def test_the_secret_is_kept_as_a_hash_only(staffed: Office) -> None:
    secret = _secret(staffed)
    assert secret not in repr(contents(staffed))
    with staffed.database.reading() as connection:
        assert secret not in repr(connection.execute(select(tables.event)).all())
    assert _secret(staffed) != secret


@pytest.mark.parametrize("how", ["unknown", "ended", "revoked", "early"])
def test_a_token_that_does_not_count_is_refused_in_the_same_words(staffed: Office, how: str) -> None:
    token, secret = create(staffed, ALICE, SCOPE, 1, now=NOW)
    if how == "revoked":
        revoke(staffed, ALICE, token.id[:8], now=NOW)
    now = {"ended": NOW + timedelta(days=1), "early": NOW - timedelta(seconds=1)}.get(how, NOW)
    with pytest.raises(PipelineError) as refusal:
        subject_of(staffed, "xbrlq_x" if how == "unknown" else secret, now=now)
    assert refusal.value.args == ("submission.token_bad", {})
    last = events(staffed.database)[-1]
    assert (last.action, last.refused) == ("token.use", True)


@pytest.mark.parametrize("action", sorted(PERSONAL))
def test_what_a_person_decides_is_not_for_tokens(staffed: Office, action: Action) -> None:
    with pytest.raises(PipelineError, match="token_personal"):
        _secret(staffed, Scope(frozenset({action}), frozenset({BOARD})))


@pytest.mark.parametrize(
    ("scope", "days", "code"),
    [
        (SCOPE, 0, "token_days"),
        (SCOPE, 367, "token_days"),
        (Scope(frozenset(), frozenset({BOARD})), 1, "token_scope"),
        (Scope(frozenset({Action.QUEUE_LIST}), frozenset()), 1, "token_scope"),
        (Scope(frozenset({Action.QUEUE_LIST}), frozenset({OTHER_BOARD})), 1, "not_authorised"),
    ],
)
def test_a_token_too_many_is_refused(staffed: Office, scope: Scope, days: int, code: str) -> None:
    before = contents(staffed)
    with pytest.raises(PipelineError) as refusal:
        create(staffed, ALICE, scope, days, now=NOW)
    assert refusal.value.code == f"submission.{code}"
    assert (events(staffed.database)[-1].refused, contents(staffed)) == (True, before)


def test_who_sees_and_ends_tokens(staffed: Office) -> None:
    token = create(staffed, ALICE, SCOPE, 30, now=NOW)[0]
    give(staffed, "carl", Role.RAADPLEGER)
    assert [visible_tokens(staffed, who, now=NOW) for who in (ALICE, BEA)] == [(token,), (token,)]
    for who in (BOB, EVE, Subject("carl")):
        assert visible_tokens(staffed, who, now=NOW) == ()
        with pytest.raises(PipelineError, match="unknown_token"):
            revoke(staffed, who, token.id, now=NOW)
    assert revoke(staffed, BEA, token.id, now=NOW).id == token.id
    assert examine(staffed).flaws == ()


def test_a_token_makes_no_tokens(staffed: Office) -> None:
    subject = subject_of(staffed, _secret(staffed), now=NOW)
    with pytest.raises(PipelineError) as refusal:
        create(staffed, subject, SCOPE, 1, now=NOW)
    assert refusal.value.exit_code is ExitCode.NOT_AUTHORISED
