"""``compare``: what differs from one report to another."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xbrl_pipeline.cli.options import lang_option, out_option, quiet_option
from xbrl_pipeline.cli.wording import words

if TYPE_CHECKING:
    from xbrl_pipeline.messages import Messages
    from xbrl_pipeline.model.comparison import ReportComparison

FORMATS = click.Choice(["text", "html", "xlsx", "json"])
_MAPPINGS = 2


@click.command("compare", help=words("compare.help"))
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option("--format", "kind", type=FORMATS, default="text", show_default=True, help=words("compare.format"))
@click.option("--mapping", "mappings", multiple=True, type=click.Path(path_type=Path), help=words("compare.mapping"))
@click.option("--other-board", is_flag=True, help=words("compare.other_board"))
@out_option(None)
@lang_option
@quiet_option
def command(
    before: Path,
    after: Path,
    kind: str,
    mappings: tuple[Path, ...],
    other_board: bool,
    out: Path | None,
    lang: str,
    quiet: bool,
) -> int:
    """Compare two reports and print or write what differs; that something does is no failure."""
    from xbrl_pipeline.comparing import compare, name_two
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.outcome import ExitCode, PipelineError

    if len(mappings) > _MAPPINGS:
        raise PipelineError("compare.mappings", ExitCode.USAGE)
    texts = messages(lang)
    named = name_two(before, after, mappings)
    with Engine() as engine:
        comparison = compare(*named, engine, texts, other_board=other_board)
    show(comparison, kind, out, texts, quiet=quiet)
    return ExitCode.VALID


def show(
    comparison: "ReportComparison", kind: str, out: Path | None, texts: "Messages", *, quiet: bool = False
) -> None:
    """Print a comparison as text or JSON, or write it as a file that is named after the second report."""
    from xbrl_pipeline.base.files import write_all
    from xbrl_pipeline.cli.findings import print_lines
    from xbrl_pipeline.messages.plain import escaped, visible
    from xbrl_pipeline.reporting.comparison import comparison_html, comparison_json, comparison_lines, comparison_xlsx

    if kind == "text":
        print_lines(comparison_lines(comparison, texts, quiet=quiet))
        return
    writers = {"html": comparison_html, "json": comparison_json, "xlsx": comparison_xlsx}
    data = writers[kind](comparison, texts)
    if kind == "json" and out is None:
        click.echo(escaped(data.decode()), nl=False)
        return
    name = f"{Path(comparison.after.name).stem}.compare.{kind}"
    write_all(out or Path(), {name: data})
    click.echo(visible(str((out or Path()) / name)))
