"""How far a run is, and what came of it, on the terminal."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from xbrl_pipeline.batch.overview import rows_of, write_overview
from xbrl_pipeline.batch.run import Outcome
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.reporting.overview import overview_json, overview_table


def watched(outcomes: Iterable[Outcome], total: int, texts: Messages, *, quiet: bool) -> Iterator[Outcome]:
    """Pass outcomes on and show how far the run is: a bar on a terminal, plain lines elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task(texts.text("cli.run.progress"), total=total)
        started = time.monotonic()
        for outcome in outcomes:
            progress.advance(task)
            if not quiet and not console.is_terminal:
                click.echo(_line(outcome, texts, time.monotonic() - started), err=True)
            yield outcome


def show_overview(outcomes: Sequence[Outcome], out: Path, texts: Messages, *, as_json: bool, quiet: bool) -> None:
    """Write the overview files, and print the table or the JSON."""
    rows = rows_of(outcomes, out)
    write_overview(out, rows, texts, datetime.now(UTC).replace(microsecond=0))
    if as_json:
        sys.stdout.buffer.write(overview_json(rows))
    elif not quiet:
        Console().print(overview_table(rows, texts))
        click.echo(texts.text("cli.run.where", overview=str(out / "overview.html"), out=str(out)))


def _line(outcome: Outcome, texts: Messages, seconds: float) -> str:
    if outcome.dossier is None:
        advice = f"\n             → {outcome.advice}" if outcome.advice else ""
        return f"[{seconds:6.1f} s] {outcome.path}: {outcome.message}{advice}"
    verdict = texts.text(f"verdict.{outcome.dossier.manifest.verdict}")
    reused = f" ({texts.text('cli.run.reused')})" if outcome.reused else ""
    return f"[{seconds:6.1f} s] {outcome.path}: {verdict}{reused}"
