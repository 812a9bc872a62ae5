"""How far a run is, and what came of it, on the terminal."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from xbrl_pipeline.batch.overview import rows_of, write_overview
from xbrl_pipeline.batch.run import Outcome
from xbrl_pipeline.cli.many import sentence_about
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.reporting.overview import overview_json, overview_table


def watched(
    outcomes: Iterable[Outcome], total: int, texts: Messages, *, shown: Callable[[Path], Path], quiet: bool
) -> Iterator[Outcome]:
    """Pass outcomes on and show how far the run is: a bar on a terminal, plain lines elsewhere.

    Both tell how many files a second are done and how long the others will take; ``shown`` names a file.
    """
    console = Console(stderr=True)
    pace = TextColumn("{task.fields[pace]}")
    columns = (TextColumn("{task.description}"), BarColumn(), pace)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task(texts.text("cli.run.progress"), total=total, pace=f"0/{total}")
        started, seen = time.monotonic(), set[Path]()
        for outcome in outcomes:
            seen.add(outcome.path)
            seconds = time.monotonic() - started
            pace_now = _pace(len(seen), total, seconds, texts)
            progress.update(task, completed=len(seen), pace=pace_now)
            if not quiet and not console.is_terminal:
                click.echo(_line(outcome, shown(outcome.path), texts, f"[{seconds:6.1f} s] [{pace_now}]"), err=True)
            yield outcome


def _pace(done: int, total: int, seconds: float, texts: Messages) -> str:
    rate = done / max(seconds, 0.001)
    left = timedelta(seconds=round((total - done) / rate))
    told = f"{rate:.1f}".replace(".", "," if texts.lang == "nl" else ".")
    return texts.text("cli.run.rate", done=str(done), total=str(total), rate=told, left=str(left))


def show_overview(outcomes: Sequence[Outcome], out: Path, texts: Messages, *, as_json: bool, quiet: bool) -> None:
    """Write the overview files, and print the table or the JSON."""
    rows = rows_of(outcomes, out)
    write_overview(out, rows, texts, datetime.now(UTC).replace(microsecond=0))
    if as_json:
        sys.stdout.buffer.write(overview_json(rows))
    elif not quiet:
        Console().print(overview_table(rows, texts))
        click.echo(texts.text("cli.run.where", overview=str(out / "overview.html"), out=str(out)))


def _line(outcome: Outcome, path: Path, texts: Messages, start: str) -> str:
    if outcome.dossier is None:
        advice = f"\n             → {outcome.advice}" if outcome.advice else ""
        return f"{start} {sentence_about(path, outcome.message)}{advice}"
    verdict = texts.text(f"verdict.{outcome.dossier.manifest.verdict}")
    reused = f" ({texts.text('cli.run.reused')})" if outcome.reused else ""
    return f"{start} {visible(str(path))}: {verdict}{reused}"
