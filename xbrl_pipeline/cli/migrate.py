"""``migrate``: last year's workbook as the start of next year's."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import json_option, lang_option, mapping_option, quiet_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import ExitCode, PipelineError


@click.command("migrate", help=words("migrate.help"))
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--to", "taxonomy", required=True, metavar="ID", help=words("migrate.to"))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=words("template.out"))
@mapping_option
@json_option
@lang_option
@quiet_option
def command(
    workbook: Path, taxonomy: str, out: Path, mapping: Path | None, as_json: bool, lang: str, quiet: bool
) -> int:
    """Write next year's workbook, and tell what of the old one is not in it."""
    import json

    from xbrl_pipeline.base.files import write_all
    from xbrl_pipeline.cli.findings import finding_lines, print_lines
    from xbrl_pipeline.cli.progress import busy
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.migrating import migrate
    from xbrl_pipeline.template.write import template_xlsx
    from xbrl_pipeline.validation.folding import gather

    texts = messages(lang)
    with busy(texts, "cli.busy.template", quiet=quiet) as stop, Engine() as engine:
        made = migrate(workbook, mapping, taxonomy, engine, texts)
        if made.template is None:
            stop()
            found = gather(made.findings, texts)
            for line in (line for finding in found for line in finding_lines(finding, texts)):
                click.echo(visible(line), err=True)
            raise PipelineError("migrate.errors", ExitCode.INVALID, path=str(workbook))
        write_all(out.parent, {out.name: template_xlsx(made.template, texts)})
    if as_json:
        told = {"cells": made.cells, "kept": made.kept, "named": made.named, "lines": made.lines}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return ExitCode.VALID
    print_lines(made.shown, err=True)
    if not quiet:
        click.echo(texts.text("cli.migrate.made", path=str(out), year=str(made.template.year.end.year)))
    return ExitCode.VALID
