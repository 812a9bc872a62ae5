"""``queue recover``: what is missing, in words."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import click

from xbrl_pipeline.cli.office import print_json
from xbrl_pipeline.messages import Messages, clock
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.submission.identity import current_subject
from xbrl_pipeline.submission.recovery import Loss, Remains, find_loss, recover


def tell_loss(remains: Remains, reason: str, texts: Messages, *, as_json: bool) -> int:
    """Say what is missing; with a reason go on without it."""
    subject = current_subject()
    loss = recover(remains, subject, reason, now=datetime.now(UTC)) if reason else find_loss(remains)
    if as_json:
        print_json({"lost": None if loss is None else asdict(loss), "recovered": bool(reason)})
    else:
        for line in _lines(loss, texts, recovered=bool(reason)):
            click.echo(line)
    return ExitCode.VALID if loss is None or reason else ExitCode.INVALID


def _lines(loss: Loss | None, texts: Messages, *, recovered: bool) -> Iterator[str]:
    if loss is None:
        yield texts.text("cli.queue.recover.whole")
        return
    yield texts.text("cli.queue.recover.gone" if loss.gone else "cli.queue.recover.older", kept=str(loss.kept))
    if loss.last is not None:
        at = clock(datetime.fromisoformat(loss.last.at))
        yield texts.text("cli.queue.recover.stood", last=str(loss.last.seq), at=at)
    for each in loss.reports:
        gaps = {"bestuursnummer": each.bestuursnummer, "verslagjaar": each.verslagjaar, "report": each.report}
        yield texts.text("cli.queue.recover.report", **gaps)
    yield texts.text("cli.queue.recover.done" if recovered else "cli.queue.recover.todo")
