"""``engine``: what is kept of the engine between two runs."""

import click

from xbrl_pipeline.cli.options import lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.model.outcome import ExitCode


@click.group("engine", help=words("engine.help"))
def command() -> None:
    """Group the actions on what is kept."""


@command.command("stop", help=words("engine.stop.help"))
@lang_option
def stop_command(lang: str) -> int:
    """End the processes that wait for the next run."""
    from xbrl_pipeline.engine.keeping import stop_kept
    from xbrl_pipeline.messages import messages

    texts = messages(lang)
    ended, at_work = stop_kept()
    click.echo(texts.text("cli.engine.stopped", n=ended) if ended or at_work else texts.text("cli.engine.none"))
    if at_work:
        click.echo(texts.text("cli.engine.at_work", n=at_work), err=True)
    return ExitCode.VALID
