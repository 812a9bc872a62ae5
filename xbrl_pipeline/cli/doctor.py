"""``doctor``: what is installed, what is missing, what to do."""

import sys

import click

from xbrl_pipeline import VERSION
from xbrl_pipeline.cli.options import lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import ExitCode


@click.command("doctor", help=words("doctor.help"))
@lang_option
def command(lang: str) -> int:
    """Look at the installation and try each report's taxonomy."""
    from xbrl_pipeline.cli.checkup import look
    from xbrl_pipeline.cli.progress import busy
    from xbrl_pipeline.engine import NAME, engine_version
    from xbrl_pipeline.messages import messages

    texts = messages(lang)
    click.echo(f"xbrl-pipeline {VERSION} · Python {sys.version.split()[0]} · {NAME} {engine_version()}")
    with busy(texts, "cli.busy.doctor"):
        found = look(texts)
    for line in found.there:
        click.echo(visible(line))
    for problem in found.wrong:
        click.echo(f"✗ {visible(problem)}", err=True)
    if found.wrong:
        return ExitCode.NOT_VALIDATED
    click.echo(texts.text("cli.doctor.fine"))
    return ExitCode.VALID
