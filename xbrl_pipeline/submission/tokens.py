"""Tokens, with which a script acts for a person without that person being there.

A token is random, is shown once, and is kept as a hash: 256 random bits need no slow hashing. It never may more than
its owner may, nor anything that is a person's own decision (``PERSONAL``).
"""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import PERSONAL, Action
from xbrl_pipeline.submission.authorisation import Resource, authorize, boards
from xbrl_pipeline.submission.events import Note, record
from xbrl_pipeline.submission.identity import IdentitySource, Scope, Subject
from xbrl_pipeline.submission.office import Office, actor_of, refusals
from xbrl_pipeline.submission.roles import check_bestuursnummer
from xbrl_pipeline.submission.tables import moment

PREFIX: Final = "xbrlq_"
MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; never its secret."""

    id: str
    subject: str
    actions: tuple[str, ...]
    boards: tuple[str, ...]
    created_at: str
    expires_at: str
    revoked_by: str | None
    revoked_at: str | None


def create(office: Office, subject: Subject, scope: Scope, days: int, *, now: datetime) -> tuple[Token, str]:
    """Make a token for oneself and return it with its secret, which cannot be shown again."""
    detail = {"actions": " ".join(sorted(scope.actions)), "boards": " ".join(sorted(scope.boards))}
    with refusals(office, subject, Action.TOKEN_CREATE, now, detail):
        _check(scope, days)
        secret = PREFIX + secrets.token_urlsafe(32)
        with office.changing(now) as connection:
            actor = actor_of(connection, subject, now)
            for board in sorted(scope.boards):
                authorize(actor, Action.TOKEN_CREATE, Resource(board))
            row = _row(subject, scope, secret, now, now + timedelta(days=days))
            connection.execute(insert(tables.token).values(row))
            rows = ((tables.token, (row["id"],)),)
            told = detail | {"token": row["id"], "expires_at": row["expires_at"]}
            for board in sorted(scope.boards):
                note = Note(Action.TOKEN_CREATE, board, detail=told, rows=rows)
                record(connection, subject, note, now)
    return _token(row), secret


def _check(scope: Scope, days: int) -> None:
    personal = tuple(sorted(scope.actions & PERSONAL))
    if personal:
        raise PipelineError("submission.token_personal", ExitCode.USAGE, actions=personal)
    if not 1 <= days <= MOST_DAYS:
        raise PipelineError("submission.token_days", ExitCode.USAGE, most=MOST_DAYS)
    if not scope.boards or not scope.actions:
        raise PipelineError("submission.token_scope", ExitCode.USAGE)
    for board in scope.boards:
        check_bestuursnummer(board)


def _row(subject: Subject, scope: Scope, secret: str, now: datetime, end: datetime) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "subject": subject.name,
        "secret_sha256": _hashed(secret),
        "actions": " ".join(sorted(scope.actions)),
        "boards": " ".join(sorted(scope.boards)),
        "created_at": moment(now),
        "expires_at": moment(end),
        "revoked_by": None,
        "revoked_at": None,
    }


def subject_of(office: Office, secret: str, *, now: datetime) -> Subject:
    """Return who acts with a token; an unknown, ended or revoked one is refused, all in the same words."""
    with office.database.reading() as connection:
        query = select(tables.token).where(tables.token.c.secret_sha256 == _hashed(secret))
        row = connection.execute(query).mappings().one_or_none()
    if row is None or row["revoked_at"] or not row["created_at"] <= moment(now) < row["expires_at"]:
        _record_bad(office, row["subject"] if row else "?", now)
        raise PipelineError("submission.token_bad", ExitCode.NOT_AUTHORISED)
    scope = Scope(frozenset(map(Action, row["actions"].split())), frozenset(row["boards"].split()))
    return Subject(row["subject"], IdentitySource.TOKEN, scope)


def _record_bad(office: Office, name: str, now: datetime) -> None:
    note = Note("token.use", detail={"code": "submission.token_bad"}, refused=True)
    with office.changing(now) as connection:
        record(connection, Subject(name, IdentitySource.TOKEN), note, now)


def revoke(office: Office, subject: Subject, number: str, *, now: datetime) -> Token:
    """End a token: one's own, or any that works for a board of which one is beheerder."""
    with refusals(office, subject, Action.TOKEN_REVOKE, now, {"token": number}), office.changing(now) as connection:
        found = [each for each in _visible(connection, subject, now) if each.id.startswith(number) and number]
        if len(found) != 1 or found[0].revoked_at:
            raise PipelineError("submission.unknown_token", token=number)
        (ending,) = found
        values = {"revoked_by": subject.name, "revoked_at": moment(now)}
        connection.execute(update(tables.token).where(tables.token.c.id == ending.id).values(values))
        rows = ((tables.token, (ending.id,)),)
        for board in ending.boards:
            note = Note(Action.TOKEN_REVOKE, board, detail={"token": ending.id}, rows=rows)
            record(connection, subject, note, now)
    return ending


def visible_tokens(office: Office, subject: Subject, *, now: datetime) -> tuple[Token, ...]:
    """Return one's own tokens, and those that work for a board of which one is beheerder; oldest first."""
    with office.database.reading() as connection:
        return _visible(connection, subject, now)


def _visible(connection: Connection, subject: Subject, now: datetime) -> tuple[Token, ...]:
    actor = actor_of(connection, subject, now)
    rows = connection.execute(select(tables.token).order_by(tables.token.c.created_at, tables.token.c.id))
    tokens = [_token(dict(row)) for row in rows.mappings()]
    allowed = boards(actor, Action.TOKEN_REVOKE)
    person = subject.identity_source is not IdentitySource.TOKEN
    return tuple(each for each in tokens if (person and each.subject == subject.name) or allowed & set(each.boards))


def _token(row: dict[str, Any]) -> Token:
    texts = {name: row[name] for name in ("id", "subject", "created_at", "expires_at", "revoked_by", "revoked_at")}
    return Token(**texts, actions=tuple(row["actions"].split()), boards=tuple(row["boards"].split()))


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
