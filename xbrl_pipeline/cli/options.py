"""What commands share: language, common options, and how a PipelineError is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from xbrl_pipeline.cli.wording import default_lang, words
from xbrl_pipeline.messages import LANGUAGES, Messages
from xbrl_pipeline.model.outcome import PipelineError

_RULE_YEARS: Final = ("NT16", "NT17", "NT18", "NT19", "NT20")
Command = Callable[..., Any]


def lang_option(command: Command) -> Command:
    """Add ``--lang``."""
    return click.option("--lang", type=click.Choice(LANGUAGES), default=default_lang, help=words("option.lang"))(
        command
    )


def json_option(command: Command) -> Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help=words("option.json"))(command)


def database_option(command: Command) -> Command:
    """Add ``--database``."""
    return click.option("--database", default=None, metavar="URL", help=words("option.database"))(command)


def quiet_option(command: Command) -> Command:
    """Add ``--quiet``."""
    return click.option("--quiet", is_flag=True, help=words("option.quiet"))(command)


def mapping_option(command: Command) -> Command:
    """Add ``--mapping``."""
    kind = click.Path(path_type=Path)
    return click.option("--mapping", type=kind, default=None, help=words("option.mapping"))(command)


def out_option(default: str | None) -> Callable[[Command], Command]:
    """Add ``--out``, a folder."""
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option("--out", type=kind, default=default, show_default=True, help=words("option.out"))


def strict_option(command: Command) -> Command:
    """Add ``--strict``."""
    return click.option("--strict", is_flag=True, help=words("option.strict"))(command)


def rules_option(command: Command) -> Command:
    """Add ``--rules``, a rule set."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("--rules", "rules", type=kind, default=None, help=words("option.rules"))(command)


def previous_option(command: Command) -> Command:
    """Add ``--previous``, last year's instance."""
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option("--previous", type=kind, default=None, help=words("option.previous"))(command)


def choice_options(command: Command) -> Command:
    """Add ``--taxonomy``, ``--filing-rules`` and ``--calc``."""
    for option in (
        click.option("--calc", type=click.Choice(["xbrl21", "c11r", "none"]), default=None, help=words("option.calc")),
        click.option(
            "--filing-rules", type=click.Choice([*_RULE_YEARS, "none"]), default=None, help=words("option.filing_rules")
        ),
        click.option("--taxonomy", default="", metavar="ID|PATH", help=words("option.elsewhere")),
    ):
        command = option(command)
    return command


def installed_option(command: Command) -> Command:
    """Add ``--taxonomy``, an installed one only."""
    return click.option("--taxonomy", default="", metavar="ID", help=words("option.installed"))(command)


def rules_year_option(command: Command) -> Command:
    """Add ``--filing-rules`` for what is to be filed: rules of some year, never none."""
    years = click.Choice(_RULE_YEARS)
    return click.option("--filing-rules", type=years, default=None, help=words("option.filing_rules"))(command)


def show_problem(error: PipelineError, texts: Messages) -> None:
    """Print what is wrong and what to do on standard error."""
    click.echo(texts.text(error.code, **error.params), err=True)
    advice = texts.advice(error.code, **error.params)
    if advice:
        click.echo(f"→ {advice}", err=True)
