"""What the commands of ``audit`` do: ask the room, and print."""

import re
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xbrl_pipeline.base.files import write_all
from xbrl_pipeline.cli.office import QueueSession, print_json, shown
from xbrl_pipeline.messages import Messages, clock
from xbrl_pipeline.model.outcome import ExitCode, Phrase, PipelineError
from xbrl_pipeline.submission.audit import Trail, Window, event_words, trail_csv, trail_json, visible_events
from xbrl_pipeline.submission.events import Event
from xbrl_pipeline.submission.keys import PUBLIC_KEY
from xbrl_pipeline.submission.proof import Proof, Trust, Voucher, verify_audit

_COLUMNS: Final = ("seq", "at", "actor", "action", "board", "change")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def show(at: QueueSession, window: Window, kind: str, out: Path | None) -> int:
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
    made = Table(
        *(texts.text(f"cli.audit.column.{column}") for column in _COLUMNS), box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    for column in made.columns:
        column.overflow = "fold"
    for event in trail.events:
        made.add_row(*(Text("\n".join(map(shown, cell.split("\n")))) for cell in _cells(event, texts)))
    return made


def _cells(event: Event, texts: Messages) -> tuple[str, ...]:
    """Give the cells of an event; two lines in one where they belong together, so that it fits on a screen."""
    who = f"{event.actor}\n{event.identity_source} ({event.assurance})"
    about = f"{event.bestuursnummer}\n{event.item_id[:8]}".strip()
    change = _refusal(event, texts) if event.refused else _change(event, texts)
    return (str(event.seq), clock(event.at).replace(" ", "\n"), who, event_words(event, texts), about, change)


def _change(event: Event, texts: Messages) -> str:
    if event.action.startswith("role.") and "role" in event.detail:
        return f"{event.detail['subject']}: {event.detail['role'].replace('-', ' ')}"
    return " → ".join(texts.text(f"submission.state.{state}") for state in (event.before, event.after) if state)


def _refusal(event: Event, texts: Messages) -> str:
    """Say why something was refused, in words where the gaps of the sentence are known."""
    code = event.detail.get("code", "")
    gaps = {name: _read_back(value, texts) for name, value in event.detail.items() if name != "code"}
    try:
        why = texts.text(code, **gaps)
    except KeyError:
        why = code.removeprefix("submission.")
    return texts.text("cli.audit.refused", why=why)


def _read_back(value: str, texts: Messages) -> object:
    """Turn a gap as the record keeps it into what the sentence was made with: days, and codes of other sentences."""
    if _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return [Phrase(part) if texts.find(part) else part for part in value.split(", ")]


def show_key(at: QueueSession, *, as_json: bool) -> int:
    """Show the public key with which this account signs checkpoints, for whoever wants to check them."""
    own = at.office.checkpoints.own_key()
    if as_json:
        print_json(asdict(own))
        return ExitCode.VALID
    click.echo(at.texts.text("cli.audit.own_key", account=shown(own.account), key=own.key))
    click.echo(own.pem, nl=False)
    return ExitCode.VALID


def verify(at: QueueSession, checkpoint: Path | None, keys: tuple[str, ...], *, as_json: bool) -> int:
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
    click.echo(texts.text("cli.audit.flawed" if proof.flaws else "cli.audit.sound", **counts))
    if proof.anchored:
        gaps = {
            "anchored": str(proof.anchored),
            "at": clock(datetime.fromisoformat(proof.anchored_at)),
            "checkpoints": proof.checkpoints,
        }
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
