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
    from xbrl_pipeline.cli.checkup import problems
    from xbrl_pipeline.engine import NAME, engine_version
    from xbrl_pipeline.messages import messages

    texts = messages(lang)
    click.echo(f"xbrl-pipeline {VERSION} · Python {sys.version.split()[0]} · {NAME} {engine_version()}")
    found = problems(texts)
    for problem in found:
        click.echo(f"✗ {visible(problem)}", err=True)
    if found:
        return ExitCode.NOT_VALIDATED
    click.echo(texts.text("cli.doctor.fine"))
    return ExitCode.VALID
