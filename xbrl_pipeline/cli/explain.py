"""``explain``: what a code from a report or the screen means."""

import click

from xbrl_pipeline.cli.options import lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import ExitCode, PipelineError


@click.command("explain", help=words("explain.help"))
@click.argument("code", required=False)
@lang_option
def command(code: str | None, lang: str) -> int:
    """Print what is known of a code, or all codes."""
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.messages.explanations import codes_like, explained_codes

    texts = messages(lang)
    if code is None:
        click.echo("\n".join(explained_codes(texts)))
        return ExitCode.VALID
    parts = parts_of(code, texts)
    if parts is None:
        near = codes_like(code, texts)
        told = {"given": visible(code)} | ({"codes": near} if near else {})
        raise PipelineError("explain.like" if near else "explain.unknown", ExitCode.USAGE, **told)
    click.secho(code, bold=True)
    for title, text in parts:
        click.echo(f"\n{title}\n  {text}")
    return ExitCode.VALID


def parts_of(code: str, texts: Messages) -> tuple[tuple[str, str], ...] | None:
    """Return what is known of a code as titles with texts: for the screen, and for its page on the site.

    None where there is no such code.
    """
    from xbrl_pipeline.messages.explanations import explain
    from xbrl_pipeline.validation.plausibility.registry import known_rules

    found = explain(code, texts)
    if found is None:
        return None
    source = next((texts.show(rule.source) for rule in known_rules() if rule.code == code), found.source)
    parts = {"message": found.message, "why": found.why, "advice": found.advice, "source": source}
    return tuple((texts.text(f"explain.{name}"), text) for name, text in parts.items() if text)
