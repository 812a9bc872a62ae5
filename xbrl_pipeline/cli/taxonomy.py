"""``taxonomy``: which taxonomy packages are installed, and what a report asks for."""

import json

import click

from xbrl_pipeline.cli.options import json_option, lang_option, words
from xbrl_pipeline.model.outcome import ExitCode


@click.group("taxonomy", help=words("taxonomy.help"))
def command() -> None:
    """Group the actions on taxonomies."""


@command.command("list", help=words("taxonomy.list.help"))
@json_option
def list_command(as_json: bool) -> int:
    """Show id and hash of each package."""
    from xbrl_pipeline.taxonomy.store import packages

    found = packages()
    if as_json:
        click.echo(json.dumps([{"id": item.id, "sha256": item.sha256} for item in found], indent=2))
    for item in () if as_json else found:
        click.echo(f"{item.id}  {item.sha256}")
    return ExitCode.VALID


@command.command("show", help=words("taxonomy.show.help"))
@click.argument("taxonomy")
@click.option("--report", default="jaarverantwoording", show_default=True)
@json_option
@lang_option
def show_command(taxonomy: str, report: str, as_json: bool, lang: str) -> int:
    """Show the concepts of a report with their labels: the names that a mapping uses."""
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.taxonomy.profiles import load_profile
    from xbrl_pipeline.taxonomy.store import load_model

    with Engine() as engine:
        model = load_model(load_profile(taxonomy, report), engine)
    rows = [(item.name.local, item.kind.value, item.label(lang)) for item in model.concepts.values()]
    if as_json:
        keys = ("concept", "kind", "label")
        click.echo(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
    for row in () if as_json else rows:
        click.echo(f"{row[0]:<64} {row[1]:<9} {row[2]}")
    return ExitCode.VALID
