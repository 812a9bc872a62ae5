"""``mapping check``: does this mapping fit this workbook, and what becomes of every cell."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import lang_option, mapping_option, words
from xbrl_pipeline.model.outcome import ExitCode


@click.group("mapping", help=words("mapping.help"))
def command() -> None:
    """Group the actions on mappings."""


@command.command("check", help=words("mapping.check.help"))
@click.argument("workbook", type=click.Path(path_type=Path))
@mapping_option
@click.option("--cells", is_flag=True, help=words("mapping.cells"))
@lang_option
def check_command(workbook: Path, mapping: Path | None, cells: bool, lang: str) -> int:
    """Print findings and the ledger without writing anything."""
    from xbrl_pipeline.batch.plan import Input
    from xbrl_pipeline.cli.findings import finding_lines, ledger_line
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.findings import Severity
    from xbrl_pipeline.pipeline import convert
    from xbrl_pipeline.sources import open_source

    texts = messages(lang)
    chosen = Input(workbook, mapping).workbook_mapping()
    with Engine() as engine:
        source = open_source(workbook, chosen, engine, texts)
        mapped, _ = convert(source, engine, texts)
    for entry in mapped.ledger.entries if cells else ():
        click.echo(f"{entry.cell}\t{entry.fate}\t{entry.concept or entry.reason}\t{entry.text[:60]}")
    for line in (line for finding in mapped.findings for line in finding_lines(finding, texts)):
        click.echo(line)
    click.echo(ledger_line(mapped.ledger, texts))
    failed = any(finding.severity is Severity.ERROR for finding in mapped.findings)
    return ExitCode.INVALID if failed else ExitCode.VALID
