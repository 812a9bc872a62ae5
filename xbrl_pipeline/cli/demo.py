"""``demo``: the main job on the sample accounts that come with the program."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import lang_option, out_option, quiet_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.model.outcome import ExitCode


@click.command("demo", help=words("demo.help"))
@out_option("xbrl-demo")
@lang_option
@quiet_option
@click.pass_context
def command(context: click.Context, out: Path, lang: str, quiet: bool) -> int:
    """Check the samples; that some of them are wrong is as it should be."""
    from xbrl_pipeline.base.program import shipped_samples
    from xbrl_pipeline.cli.run import command as run
    from xbrl_pipeline.messages import messages

    samples = shipped_samples()
    books = tuple(sorted(samples.rglob("*.xlsx")))  # a checkout has the code that made them beside them
    code: int = context.invoke(run, paths=books, out=out, lang=lang, quiet=quiet)
    if code != ExitCode.INVALID:
        return code
    if not quiet:
        click.echo(messages(lang).text("cli.demo.wrong", readme=str(samples / "README.md")))
    return ExitCode.VALID
