"""What the commands of ``audit`` do: ask the room, and print."""

import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xbrl_pipeline.batch.files import write_all
from xbrl_pipeline.cli.office import Desk, print_json, shown
from xbrl_pipeline.cli.queue_view import clock, event_words
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.audit import Trail, Window, trail_csv, trail_json, visible_events
from xbrl_pipeline.submission.events import Event
from xbrl_pipeline.submission.keys import PUBLIC_KEY
from xbrl_pipeline.submission.proof import Proof, Trust, Voucher, verify_audit

_COLUMNS = ("seq", "at", "actor", "known", "action", "board", "item", "change")


def show(at: Desk, window: Window, kind: str, out: Path | None) -> int:
    """Show events as a table, or give them as JSON or CSV."""
    trail = visible_events(at.office, at.subject, window, now=at.now)
    if kind == "table" and out is None:
        Console().print(_table(trail, at.texts))
        click.echo(at.texts.text("cli.audit.shown", count=len(trail.events), last=str(trail.head.seq)))
        return ExitCode.VALID
    data = trail_csv(trail).encode("utf-8-sig") if kind == "csv" else trail_json(trail)
    if out is not None:
        write_all(out.absolute().parent, {out.name: data})
        click.echo(at.texts.text("cli.audit.written", path=str(out), count=len(trail.events)))
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    return ExitCode.VALID


def _table(trail: Trail, texts: Messages) -> Table:
    made = Table(*(texts.text(f"cli.audit.column.{column}") for column in _COLUMNS))
    for event in trail.events:
        made.add_row(*map(Text, map(shown, _cells(event, texts))))
    return made


def _cells(event: Event, texts: Messages) -> tuple[str, ...]:
    known = f"{event.identity_source} ({event.assurance})"
    what = event_words(event, texts)
    change = _refusal(event, texts) if event.refused else _change(event, texts)
    return (str(event.seq), clock(event.at), event.actor, known, what, event.bestuursnummer, event.item_id[:8], change)


def _change(event: Event, texts: Messages) -> str:
    if event.action.startswith("role.") and "role" in event.detail:
        return f"{event.detail['subject']}: {event.detail['role'].replace('-', ' ')}"
    return " → ".join(texts.text(f"submission.state.{state}") for state in (event.before, event.after) if state)


def _refusal(event: Event, texts: Messages) -> str:
    """Say why something was refused, in words where the gaps of the sentence are known."""
    code = event.detail.get("code", "")
    try:
        why = texts.text(code, **event.detail)
    except KeyError:
        why = code.removeprefix("submission.")
    return texts.text("cli.audit.refused", why=why)


def show_key(at: Desk, *, as_json: bool) -> int:
    """Show the public key with which this account signs checkpoints, for whoever wants to check them."""
    own = at.office.checkpoints.own_key()
    if as_json:
        print_json(asdict(own))
        return ExitCode.VALID
    click.echo(at.texts.text("cli.audit.own_key", account=shown(own.account), key=own.key))
    click.echo(own.pem, nl=False)
    return ExitCode.VALID


def verify(at: Desk, checkpoint: Path | None, keys: tuple[str, ...], *, as_json: bool) -> int:
    """Check the record, and say what is anchored and what is not."""
    if checkpoint is not None and not checkpoint.is_file():
        raise PipelineError("input.missing", path=str(checkpoint))
    proof = verify_audit(at.office, at.subject, now=at.now, trust=Trust(checkpoint, _trusted(keys)))
    if as_json:
        print_json(
            {
                "sound": not proof.flaws,
                "ledger": proof.ledger,
                "events": proof.head.seq,
                "hash": proof.head.hash,
                "rows": proof.rows,
                "anchored": proof.anchored,
                "anchored_at": proof.anchored_at,
                "checkpoints": proof.checkpoints,
                "vouchers": [asdict(each) for each in proof.vouchers],
                "flaws": [{"code": flaw.code, "place": flaw.place} for flaw in proof.flaws],
            }
        )
    else:
        _tell(proof, at.texts)
    return ExitCode.INVALID if proof.flaws else ExitCode.VALID


def _trusted(keys: tuple[str, ...]) -> frozenset[str] | None:
    typed = frozenset(key.strip().lower() for key in keys)
    for key in sorted(typed):
        if not PUBLIC_KEY.fullmatch(key):
            raise PipelineError("submission.no_key", ExitCode.USAGE, value=key)
    return typed or None


def _tell(proof: Proof, texts: Messages) -> None:
    for flaw in proof.flaws:
        click.echo(f"✗ {texts.text(f'submission.flaw.{flaw.code}')}: {shown(flaw.place)}")
    counts = {"events": proof.head.seq, "rows": proof.rows, "flaws": len(proof.flaws)}
    click.echo(texts.text(f"cli.audit.{'flawed' if proof.flaws else 'sound'}", **counts))
    if proof.anchored:
        gaps = {"anchored": str(proof.anchored), "at": proof.anchored_at, "checkpoints": proof.checkpoints}
        click.echo(texts.text("cli.audit.anchored", **gaps))
    for each in proof.vouchers:
        click.echo(_vouches(each, texts))
    if proof.anchored < proof.head.seq:
        click.echo(texts.text("cli.audit.loose", first=str(proof.anchored + 1), last=str(proof.head.seq)))
    click.echo(texts.text("cli.audit.head", hash=proof.head.hash))


def _vouches(each: Voucher, texts: Messages) -> str:
    gaps = {"key": each.key, "account": shown(each.account), "count": each.checkpoints, "last": str(each.last)}
    kind = "account" if each.account else "given" if PUBLIC_KEY.fullmatch(each.key) else "shared"
    return texts.text(f"cli.audit.vouches.{kind}", **gaps)
