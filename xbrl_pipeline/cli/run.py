"""``run``, the main job: workbooks, instances or folders to dossiers and one overview."""

import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from xbrl_pipeline.batch.overview import rows_of, write_overview
from xbrl_pipeline.batch.plan import plan
from xbrl_pipeline.batch.run import Outcome, Settings, run_all
from xbrl_pipeline.cli.options import (
    json_option,
    lang_option,
    mapping_option,
    out_option,
    quiet_option,
    strict_option,
    words,
)
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.outcome import worst
from xbrl_pipeline.reporting.overview import overview_json, overview_table


@click.command("run", help=words("run.help"))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@mapping_option
@out_option("out")
@strict_option
@lang_option
@json_option
@quiet_option
def command(
    paths: tuple[Path, ...], mapping: Path | None, out: Path, strict: bool, lang: str, as_json: bool, quiet: bool
) -> int:
    """Check everything that is named, one dossier per report, and an overview over all."""
    texts = messages(lang)
    inputs = plan(paths, mapping)
    settings = Settings(out, texts, strict)
    with Engine() as engine:
        outcomes = list(_watched(run_all(inputs, engine, settings), len(inputs), texts, quiet=quiet))
    rows = rows_of(outcomes, out)
    write_overview(out, rows, texts, datetime.now(UTC).replace(microsecond=0))
    if as_json:
        sys.stdout.buffer.write(overview_json(rows))
    elif not quiet:
        Console().print(overview_table(rows, texts))
        click.echo(texts.text("cli.run.where", overview=str(out / "overview.html"), out=str(out)))
    return worst(outcome.exit_code for outcome in outcomes)


def _watched(outcomes: Iterable[Outcome], total: int, texts: Messages, *, quiet: bool) -> Iterator[Outcome]:
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


def _line(outcome: Outcome, texts: Messages, seconds: float) -> str:
    if outcome.dossier is None:
        return f"[{seconds:6.1f} s] {outcome.path}: {outcome.message}"
    verdict = texts.text(f"verdict.{outcome.dossier.manifest.verdict}")
    reused = f" ({texts.text('cli.run.reused')})" if outcome.reused else ""
    return f"[{seconds:6.1f} s] {outcome.path}: {verdict}{reused}"
