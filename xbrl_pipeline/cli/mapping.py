"""``mapping check``: does this mapping fit this workbook; ``mapping suggest``: what a mapping of it would be."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xbrl_pipeline.cli.known import command as known_command
from xbrl_pipeline.cli.options import lang_option, mapping_option, quiet_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

if TYPE_CHECKING:
    from xbrl_pipeline.messages import Messages
    from xbrl_pipeline.recognise.suggestions import Ask


@click.group("mapping", help=words("mapping.help"))
def command() -> None:
    """Group the actions on mappings."""


command.add_command(known_command)


@command.command("check", help=words("mapping.check.help"))
@click.argument("workbook", type=click.Path(path_type=Path))
@mapping_option
@click.option("--cells", is_flag=True, help=words("mapping.cells"))
@lang_option
def check_command(workbook: Path, mapping: Path | None, cells: bool, lang: str) -> int:
    """Print findings and the ledger without writing anything."""
    from xbrl_pipeline.cli.findings import finding_lines, ledger_line
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.inputs.plan import Input
    from xbrl_pipeline.inputs.sources import open_workbook
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.findings import Severity
    from xbrl_pipeline.pipeline import convert
    from xbrl_pipeline.validation.folding import gather

    texts = messages(lang)
    chosen = Input(workbook, mapping).workbook_mapping()
    with Engine() as engine:
        source = open_workbook(workbook, chosen, engine, texts)
        mapped, _ = convert(source, engine, texts)
    for entry in mapped.ledger.entries if cells else ():
        told = (str(entry.cell), entry.fate, entry.concept or entry.reason, entry.text[:60])
        click.echo("\t".join(map(visible, told)))
    for line in (line for finding in gather(mapped.findings, texts) for line in finding_lines(finding, texts)):
        click.echo(visible(line))
    click.echo(ledger_line(mapped.ledger, texts))
    failed = any(finding.severity is Severity.ERROR for finding in mapped.findings)
    return ExitCode.INVALID if failed else ExitCode.VALID


_FILE = click.Path(path_type=Path, dir_okay=False)


@command.command("suggest", help=words("mapping.suggest.help"))
@click.argument("workbook", type=click.Path(path_type=Path), required=False)
@click.option("--out", type=_FILE, default=None, help=words("mapping.suggest.out"))
@click.option("--review", type=_FILE, default=None, help=words("mapping.suggest.review"))
@click.option("--apply", "answers", type=_FILE, default=None, help=words("mapping.suggest.apply"))
@click.option("--taxonomy", default="", help=words("mapping.suggest.taxonomy"))
@click.option("--report", default="", help=words("mapping.suggest.report"))
@click.option("--verslagjaar", type=click.IntRange(2000, 2100), default=None, help=words("mapping.suggest.year"))
@click.option("--bestuursnummer", default="", help=words("mapping.suggest.board"))
@click.option("--kvk", default="", help=words("mapping.suggest.kvk"))
@click.option("--naam", default="", help=words("mapping.suggest.name"))
@click.option("--ask/--no-ask", "ask", default=None, help=words("mapping.suggest.ask"))
@click.option("--known/--no-known", "known", default=True, help=words("mapping.suggest.known"))
@lang_option
@quiet_option
def suggest_command(
    workbook: Path | None,
    out: Path | None,
    review: Path | None,
    answers: Path | None,
    taxonomy: str,
    report: str,
    verslagjaar: int | None,
    bestuursnummer: str,
    kvk: str,
    naam: str,
    ask: bool | None,
    known: bool,
    lang: str,
    quiet: bool,
) -> int:
    """Write a mapping, a review of it, or both, and ask what is open; or take the answers of a review over."""
    from xbrl_pipeline.cli.progress import busy
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.recognise.recognition import UserChoices
    from xbrl_pipeline.recognise.suggestions import apply_answers, suggest

    texts = messages(lang)
    if out is None and review is None:
        raise PipelineError("suggest.no_output", ExitCode.USAGE)
    if bestuursnummer and not (bestuursnummer.isdigit() and len(bestuursnummer) == 5):  # noqa: PLR2004 - five digits
        raise PipelineError("suggest.board_form", ExitCode.USAGE, shown=bestuursnummer)
    _check_outputs(workbook, out, review, answers)
    wishes = UserChoices(verslagjaar, bestuursnummer, kvk, naam, _wanted(taxonomy, report, verslagjaar), report)
    with busy(texts, "ask.busy", quiet=quiet) as stop:
        if answers is not None:
            made = apply_answers(answers, workbook, texts)
        elif workbook is not None:
            made = suggest(workbook, wishes, texts, _asker(texts, stop, ask=ask), known=known)
        else:
            raise PipelineError("suggest.no_workbook", ExitCode.USAGE)
    learned = made.write(out, review, texts)
    for line in made.lines(out, review, texts, learned):
        if not quiet:
            click.echo(visible(line))
    return ExitCode.VALID if made.possible or out is None else ExitCode.NOT_VALIDATED


def _wanted(taxonomy: str, report: str, year: int | None) -> str:
    """Return the taxonomy that was asked for; of a report alone it is that of the year."""
    from xbrl_pipeline.taxonomy.profiles import profile_for_year

    if taxonomy or not report:
        return taxonomy
    if year is None:
        raise PipelineError("suggest.report_needs_year", ExitCode.USAGE, report=report)
    return profile_for_year(year, report).taxonomy


def _asker(texts: "Messages", begin: Callable[[], None], *, ask: bool | None) -> "Ask | None":
    """Return how to ask: on the terminal where there is one, unless that was said otherwise."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not (terminal if ask is None else ask):
        return None
    from rich.console import Console

    from xbrl_pipeline.cli.asking import ask_on

    return ask_on(Console(highlight=False), texts, begin)


def _check_outputs(workbook: Path | None, out: Path | None, review: Path | None, answers: Path | None) -> None:
    """Refuse to write over what is read: answers in a review are somebody's work."""
    read = {path.resolve() for path in (workbook, answers) if path is not None}
    for path in (out, review):
        if path is not None and path.resolve() in read:
            raise PipelineError("suggest.over_input", ExitCode.USAGE, path=str(path))
