"""``explain``: what a code from a report or the screen means."""

import click

from xbrl_pipeline.cli.options import lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import ExitCode, PipelineError


@click.command("explain", help=words("explain.help"))
@click.argument("code", required=False)
@lang_option
def command(code: str | None, lang: str) -> int:
    """Print what is known of a code, or all codes."""
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.messages.explanations import codes_like, explain, explained_codes
    from xbrl_pipeline.validation.plausibility.registry import RULES

    texts = messages(lang)
    if code is None:
        click.echo("\n".join(explained_codes(texts)))
        return ExitCode.VALID
    found = explain(code, texts)
    if found is None:
        near = codes_like(code, texts)
        told = {"given": visible(code)} | ({"codes": near} if near else {})
        raise PipelineError("explain.like" if near else "explain.unknown", ExitCode.USAGE, **told)
    source = texts.show(RULES[code].source) if code in RULES else found.source
    click.secho(found.code, bold=True)
    parts = {"message": found.message, "why": found.why, "advice": found.advice, "source": source}
    for name, text in parts.items():
        if text:
            click.echo(f"\n{texts.text(f'explain.{name}')}\n  {text}")
    return ExitCode.VALID
