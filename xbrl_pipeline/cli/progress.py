"""How far a run is, and what came of it, on the terminal."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from xbrl_pipeline.batch.outcome import FileOutcome
from xbrl_pipeline.batch.overview import boards_of, left_out_of, rows_of, write_overview
from xbrl_pipeline.cli.findings import print_lines, report_lines
from xbrl_pipeline.cli.many import sentence_about
from xbrl_pipeline.dossier.files import read_report
from xbrl_pipeline.dossier.names import ACCOUNT, ANNOTATED, INSTANCE, LEDGER, PAGE, REPORT
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.reporting.overview import board_lines, left_out_lines, overview_json, overview_table

_SOON: Final = 1.0  # seconds that nobody minds
_NOW_AND_THEN: Final = 5.0  # seconds between lines where there is no terminal


@contextmanager
def busy(texts: Messages, code: str, *, quiet: bool = False) -> Iterator[Callable[[], None]]:
    """Say on a terminal what is being done, once it takes longer than a second; gives what takes the words away.

    As long as the words are there nothing else may be printed: it would come out beside them.
    """
    console = Console(stderr=True)
    status = console.status(texts.text(code))
    timer = Timer(_SOON, status.start)
    timer.daemon = True

    def stop() -> None:
        timer.cancel()
        if timer.is_alive():  # it may be starting the words just now
            timer.join()
        status.stop()

    if console.is_terminal and not quiet:
        timer.start()
    try:
        yield stop
    finally:
        stop()


@contextmanager
def counting(texts: Messages, *, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Show how much of a long job is done: a bar on a terminal, elsewhere a line now and then.

    Gives what is told of it: the code of the sentence about what is counted, how many are done, and of how many.
    """
    console, counts = Console(stderr=True), _Counts(texts)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[pace]}"))
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task(texts.text("taxonomy.adding"), total=None, pace="")

        def count(code: str, done: int, total: int) -> None:
            pace = counts.pace(code, done, total)
            progress.update(task, description=texts.text(code), completed=done, total=total, pace=pace)
            if pace and counts.due() and not quiet and not console.is_terminal:
                click.echo(f"{texts.text(code)}: {pace}", err=True)

        yield count


class _Counts:
    """When what is counted began, so that each thing has a pace of its own; and when a line was due last."""

    def __init__(self, texts: Messages) -> None:
        self._texts, self._code = texts, ""
        self._began = self._told = time.monotonic()

    def pace(self, code: str, done: int, total: int) -> str:
        """Return how many are done and how fast, once that can be told."""
        now = time.monotonic()
        if code != self._code:
            self._code, self._began = code, now
        seconds = now - self._began
        return _pace(done, total, seconds, self._texts) if seconds >= _SOON else ""

    def due(self) -> bool:
        now = time.monotonic()
        due = now - self._told >= _NOW_AND_THEN
        self._told = now if due else self._told
        return due


def watched(
    outcomes: Iterable[FileOutcome], total: int, texts: Messages, *, shown: Callable[[Path], Path], quiet: bool
) -> Iterator[FileOutcome]:
    """Pass outcomes on and show how far the run is: a bar on a terminal, plain lines elsewhere.

    Both tell how many files a second are done and how long the others will take; ``shown`` names a file.
    """
    console = Console(stderr=True)
    pace = TextColumn("{task.fields[pace]}")
    columns = (TextColumn("{task.description}"), BarColumn(), pace)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task(texts.text("cli.run.progress"), total=total if total > 1 else None, pace="")
        started, seen = time.monotonic(), set[Path]()
        for outcome in outcomes:
            seen.add(outcome.path)
            seconds = time.monotonic() - started
            pace_now = _pace(len(seen), total, seconds, texts)
            progress.update(task, completed=len(seen), pace=pace_now)
            if total > 1 and not quiet and not console.is_terminal:  # of a single one all is said afterwards
                click.echo(_line(outcome, shown(outcome.path), texts, f"[{seconds:6.1f} s] [{pace_now}]"), err=True)
            yield outcome


def _pace(done: int, total: int, seconds: float, texts: Messages) -> str:
    rate = done / max(seconds, 0.001)
    left = timedelta(seconds=round((total - done) / rate))
    told = f"{rate:.1f}".replace(".", "," if texts.lang == "nl" else ".")
    if total == 1:
        return ""
    return texts.text("cli.run.rate", done=str(done), total=str(total), rate=told, left=str(left))


def show_outcomes(
    outcomes: Sequence[FileOutcome],
    out: Path,
    texts: Messages,
    *,
    shown: Callable[[Path], Path],
    unread: Sequence[Path],
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the overview files, and print what came of a single file, the table of several, or the JSON.

    ``unread`` are the files that were left out; they are named too.
    """
    rows, left_out = rows_of(outcomes, out), left_out_of(unread, outcomes, texts)
    boards = boards_of(rows, out)
    created = datetime.now(UTC).replace(microsecond=0)
    write_overview(out, rows, texts, created=created, left_out=left_out, boards=boards)
    if as_json:
        sys.stdout.buffer.write(overview_json(rows, left_out, boards))
    elif quiet:
        return
    elif len(outcomes) == 1:
        _show_one(outcomes[0], shown(outcomes[0].path), texts)
        print_lines((*board_lines(boards, texts), *left_out_lines(left_out, texts)))
    else:
        Console().print(overview_table(rows, texts))
        print_lines((*board_lines(boards, texts), *left_out_lines(left_out, texts)))
        click.echo(texts.text("cli.run.where", overview=str(out / "overview.html"), out=str(out)))


def _show_one(outcome: FileOutcome, path: Path, texts: Messages) -> None:
    """Print every finding about the only file of a run, and where to read on."""
    if outcome.dossier is None:
        advice = f"→ {outcome.advice}" if outcome.advice else ""
        print_lines(filter(None, (sentence_about(path, outcome.message), advice)), err=True)
        return
    folder = outcome.dossier.folder
    ledger = folder / LEDGER
    report = read_report((folder / REPORT).read_bytes(), ledger.read_bytes() if ledger.exists() else None)
    print_lines(report_lines(report, texts))
    click.echo()
    if outcome.reused:
        print_lines([texts.text("cli.run.reused_one")])
    valid = report.verdict is Verdict.VALID
    made = [PAGE, f"{ANNOTATED}.xlsx", *([ACCOUNT, INSTANCE] if valid else [])]
    told = [texts.text(f"cli.run.end.{name}", path=str(folder / name)) for name in made if (folder / name).exists()]
    print_lines(told if valid else [*told, texts.text("cli.run.end.again")])


def _line(outcome: FileOutcome, path: Path, texts: Messages, start: str) -> str:
    if outcome.dossier is None:
        advice = f"\n             → {outcome.advice}" if outcome.advice else ""
        return f"{start} {sentence_about(path, outcome.message)}{advice}"
    verdict = texts.text(f"verdict.{outcome.dossier.manifest.verdict}")
    reused = f" ({texts.text('cli.run.reused')})" if outcome.reused else ""
    return f"{start} {visible(str(path))}: {verdict}{reused}"
