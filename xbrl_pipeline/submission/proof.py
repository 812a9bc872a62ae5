"""Proof that nothing was altered: the chain of events, the rows they wrote, the checkpoints, and the bytes.

What it cannot prove it names: events after the last checkpoint are only tied to each other.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import DBAPIError

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.chain import GENESIS, event_hash, row_digest
from xbrl_pipeline.submission.checkpoints import Checkpoint, Checkpoints
from xbrl_pipeline.submission.events import LEDGER_RECOVERED, ChainHead, ledger_id, row_name
from xbrl_pipeline.submission.identity import IdentitySource, Subject
from xbrl_pipeline.submission.office import Office, actor_of, refusals
from xbrl_pipeline.submission.tables import STATE_TABLES, event, parsed


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was written: a code of the catalogue (``submission.flaw.*``) and where."""

    code: str
    place: str


@dataclass(frozen=True, slots=True)
class Voucher:
    """A key that vouches for a chain, and how far."""

    key: str
    account: str  # whose key it is here; empty: the shared secret of before, or a key that is not kept here
    checkpoints: int
    last: int  # the last event that it vouches for
    at: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at and what was found."""

    head: ChainHead
    rows: int
    anchored: int  # the last event that a checkpoint outside the database vouches for
    anchored_at: str
    checkpoints: int
    flaws: tuple[Flaw, ...]
    ledger: str = ""
    vouchers: tuple[Voucher, ...] = ()


START: Final = ChainHead(0, GENESIS)


@dataclass
class _Chain:
    """What walking along the events gives."""

    hashes: dict[int, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    last: ChainHead = START
    acted: list["_Acted"] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)  # enrolled, as the walk goes on
    given_up: list[tuple[int, int, datetime]] = field(default_factory=list)  # after which event, up to which, and when


@dataclass(frozen=True, slots=True)
class _Acted:
    """Who did something as an account of this machine, and the key that was enrolled for that person then."""

    seq: int
    actor: str
    key: str


@dataclass(frozen=True, slots=True)
class Trust:
    """Which checkpoints count: those of this office, and perhaps those of a file that was kept elsewhere.

    ``keys``: public keys that are known from elsewhere; then no other counts. None: those that lie in the office.
    """

    elsewhere: Path | None = None
    keys: frozenset[str] | None = None


HERE: Final = Trust()
OF_RECORD: Final = frozenset({"database", "gap", "link", "event", "row", "row_missing", "row_extra"})  # in the database


def verify_audit(office: Office, subject: Subject, *, now: datetime, trust: Trust = HERE) -> Proof:
    """Check everything in the database against the chain, and the chain against the checkpoints."""
    with refusals(office, subject, Action.AUDIT_VERIFY, now, {}):
        with office.database.reading() as connection:
            if not boards(actor_of(connection, subject, now), Action.AUDIT_VERIFY):
                raise PipelineError("submission.no_role", ExitCode.NOT_AUTHORISED, subject=subject.name)
        return examine(office, trust)


def examine(office: Office, trust: Trust = HERE) -> Proof:
    """Check everything, for callers that have asked whether this is allowed."""
    try:
        with office.database.reading() as connection:
            broken = _integrity(connection) if office.database.sqlite else []
            chain, ledger = _walk(connection), _ledger(connection)
            rows, flaws = _compare_rows(connection, chain.rows)
    except (PipelineError, DBAPIError) as problem:
        return Proof(START, 0, 0, "", 0, (Flaw("unreadable", str(problem.__cause__ or problem)),))
    vouchers, unanchored = _vouchers(office, trust, chain, ledger)
    all_flaws = (*broken, *chain.flaws, *flaws, *unanchored)
    anchored, at = max(((each.last, each.at) for each in vouchers), default=(0, ""))
    count = sum(each.checkpoints for each in vouchers)
    return Proof(chain.last, rows, anchored, at, count, all_flaws, ledger, vouchers)


def _ledger(connection: Connection) -> str:
    try:
        return ledger_id(connection)
    except (ValueError, TypeError, AttributeError):
        return ""


def _integrity(connection: Connection) -> list[Flaw]:
    said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    return [Flaw("database", str(line)) for line in said if line != "ok"]


def _walk(connection: Connection) -> _Chain:
    chain = _Chain()
    rows = connection.execution_options(stream_results=True).execute(select(event).order_by(event.c.seq)).mappings()
    for row in rows:
        _visit(chain, dict(row))
    if not chain.hashes:
        chain.flaws.append(Flaw("empty", "event"))
    return chain


def _visit(chain: _Chain, row: dict[str, Any]) -> None:
    seq = row["seq"]
    if seq != chain.last.seq + 1:
        chain.flaws.append(Flaw("gap", f"{chain.last.seq + 1}-{seq - 1}" if isinstance(seq, int) else str(seq)))
    elif row["prev"] != chain.last.hash:
        chain.flaws.append(Flaw("link", str(seq)))
    if event_hash(row) != row["hash"]:
        chain.flaws.append(Flaw("event", str(seq)))
    chain.hashes[seq] = row["hash"]
    chain.last = ChainHead(seq, row["hash"])
    chain.rows.update(_named(row["rows"]))
    by_account = row["identity_source"] == IdentitySource.OS_ACCOUNT
    chain.acted.append(_Acted(seq, row["actor"], chain.keys.get(row["actor"], "") if by_account else ""))
    if row["action"] == LEDGER_RECOVERED:
        told = _named(row["detail"])
        chain.given_up.append((int(told.get("kept", seq)), int(told.get("lost_to", 0)), parsed(row["at"])))
    if row["action"] == Action.ROLE_ENROL and not row["refused"]:
        told = _named(row["detail"])
        chain.keys[str(told.get("subject"))] = str(told.get("key"))


def _named(stored: object) -> Mapping[str, str]:
    try:
        content = json.loads(str(stored))
    except ValueError:
        return {}  # the hash of this event does not fit either
    return content if isinstance(content, dict) else {}


def _compare_rows(connection: Connection, recorded: Mapping[str, str]) -> tuple[int, list[Flaw]]:
    found: dict[str, str] = {}
    for table in STATE_TABLES:
        found.update(_digests(connection, table))
    flaws = [Flaw("row", name) for name in sorted(found.keys() & recorded.keys()) if found[name] != recorded[name]]
    flaws += [Flaw("row_missing", name) for name in sorted(recorded.keys() - found.keys())]
    flaws += [Flaw("row_extra", name) for name in sorted(found.keys() - recorded.keys())]
    return len(found), flaws


def _digests(connection: Connection, table: Table) -> Iterator[tuple[str, str]]:
    keys = [column.name for column in table.primary_key.columns]
    for row in connection.execute(select(table)).mappings():
        yield row_name(table, [row[key] for key in keys]), row_digest(table.name, dict(row))


def _vouchers(office: Office, trust: Trust, chain: _Chain, ledger: str) -> tuple[tuple[Voucher, ...], list[Flaw]]:
    made, flaws = _checkpoints(office.checkpoints, trust)
    mine = [each for each in made if each.ledger == ledger]
    if made and not mine:
        flaws.append(Flaw("other_ledger", ledger))
    flaws += _against([each for each in mine if not _is_given_up(each, chain)], chain)
    flaws += _unsigned(mine, chain) if trust.elsewhere is None and trust.keys is None else ()
    by_key: dict[str, list[Checkpoint]] = {}
    for each in mine:
        if chain.hashes.get(each.seq) == each.hash:
            by_key.setdefault(each.key, []).append(each)
    accounts = office.checkpoints.accounts()
    return tuple(_voucher(key, accounts.get(key, ""), by_key[key]) for key in sorted(by_key)), flaws


def _is_given_up(made: Checkpoint, chain: _Chain) -> bool:
    """Tell whether a checkpoint is of a part that was lost, and of which the chain itself says so."""
    if chain.hashes.get(made.seq) == made.hash:
        return False
    return any(low < made.seq <= high and datetime.fromisoformat(made.at) <= at for low, high, at in chain.given_up)


def _unsigned(made: list[Checkpoint], chain: _Chain) -> Iterator[Flaw]:
    """Give what an enrolled person is said to have done without a signature of that person's key.

    A checkpoint speaks for what its person did last, up to what somebody else did before.
    """
    signed = {(each.seq, each.key) for each in made if chain.hashes.get(each.seq) == each.hash}
    actor, keys = "", set[str]()
    found = []
    for each in reversed(chain.acted):
        if each.actor != actor:
            actor, keys = each.actor, set()
        if (each.seq, each.key) in signed:
            keys.add(each.key)
        if each.key and each.key not in keys:
            found.append(each)
    for each in reversed(found):
        yield Flaw("unsigned", f"{each.seq} {each.actor}")


def _checkpoints(kept: Checkpoints, trust: Trust) -> tuple[list[Checkpoint], list[Flaw]]:
    """Gather the checkpoints that count, and what is wrong with the files."""
    made: list[Checkpoint] = []
    flaws: list[Flaw] = []
    for file in filter(None, (kept.file, trust.elsewhere)):
        found = kept.read(file, trust.keys)
        made += found.good
        flaws += [Flaw("checkpoint", str(file))] if found.bad else []
        flaws += [Flaw("stranger", key) for key in found.strangers if trust.keys is None]
    return made, flaws


def _voucher(key: str, account: str, made: list[Checkpoint]) -> Voucher:
    last = max(made, key=lambda each: each.seq)
    return Voucher(key, account, len(made), last.seq, last.at)


def _against(made: list[Checkpoint], chain: _Chain) -> Iterator[Flaw]:
    highest = max((each.seq for each in made), default=0)
    if highest > chain.last.seq:
        yield Flaw("truncated", f"{chain.last.seq + 1}-{highest}")
    for each in made:
        if each.seq in chain.hashes and chain.hashes[each.seq] != each.hash:
            yield Flaw("rewritten", str(each.seq))
            return
