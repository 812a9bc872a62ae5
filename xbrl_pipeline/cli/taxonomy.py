"""``taxonomy``: which taxonomy packages are installed, and what a report asks for."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import json_option, lang_option, quiet_option
from xbrl_pipeline.cli.wording import words


@click.group("taxonomy", help=words("taxonomy.help"))
def command() -> None:
    """Group the actions on taxonomies."""


@command.command("list", help=words("taxonomy.list.help"))
@json_option
@lang_option
def list_command(as_json: bool, lang: str) -> int:
    """Show each package with its entry points."""
    from xbrl_pipeline.cli.taxonomy_actions import list_packages

    return list_packages(as_json=as_json, lang=lang)


@command.command("add", help=words("taxonomy.add.help"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "name", default="", help=words("taxonomy.add.id"))
@click.option("--entry-point", "only", multiple=True, help=words("taxonomy.add.entry_point"))
@click.option("--replace", "replacing", is_flag=True, help=words("taxonomy.add.replace"))
@click.option("--check", "checking", is_flag=True, help=words("taxonomy.add.check"))
@json_option
@lang_option
@quiet_option
def add_command(
    file: Path,
    name: str,
    only: tuple[str, ...],
    replacing: bool,
    checking: bool,
    as_json: bool,
    lang: str,
    quiet: bool,
) -> int:
    """Check a package and keep it."""
    from xbrl_pipeline.cli.taxonomy_actions import add_package

    return add_package(
        file, name, only, replacing=replacing, checking=checking, as_json=as_json, lang=lang, quiet=quiet
    )


@command.command("remove", help=words("taxonomy.remove.help"))
@click.argument("taxonomy")
@json_option
@lang_option
def remove_command(taxonomy: str, as_json: bool, lang: str) -> int:
    """Take an added package out."""
    from xbrl_pipeline.cli.taxonomy_actions import remove_package

    return remove_package(taxonomy, as_json=as_json, lang=lang)


@command.command("verify", help=words("taxonomy.verify.help"))
@json_option
@lang_option
def verify_command(as_json: bool, lang: str) -> int:
    """Hash every package again."""
    from xbrl_pipeline.cli.taxonomy_actions import verify_packages

    return verify_packages(as_json=as_json, lang=lang)


@command.command("show", help=words("taxonomy.show.help"))
@click.argument("taxonomy")
@click.argument("name", required=False)
@click.option("--report", default="", help=words("taxonomy.show.report"))
@json_option
@lang_option
def show_command(taxonomy: str, name: str | None, report: str, as_json: bool, lang: str) -> int:
    """Show a package, or an element or role of one of its reports."""
    from xbrl_pipeline.cli.taxonomy_actions import show

    return show(taxonomy, name, report, as_json=as_json, lang=lang)


@command.command("diff", help=words("taxonomy.diff.help"))
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--format", "kind", type=click.Choice(["text", "html", "json"]), default="text", show_default=True,
    help=words("taxonomy.diff.format"),
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=words("taxonomy.diff.out"))
@json_option
@lang_option
def diff_command(before: str, after: str, kind: str, out: Path | None, as_json: bool, lang: str) -> int:
    """Compare two entry points."""
    from xbrl_pipeline.cli.taxonomy_actions import diff

    return diff(before, after, kind, out, as_json=as_json, lang=lang)
