"""``validate``: findings about instances or workbooks, without a dossier."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import (
    lang_option,
    mapping_option,
    out_option,
    previous_option,
    quiet_option,
    rules_option,
    strict_option,
    words,
)


@click.command("validate", help=words("validate.help"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "html", "xlsx", "junit"]),
    default="text",
    show_default=True,
    help=words("option.format"),
)
@mapping_option
@rules_option
@previous_option
@out_option(None)
@strict_option
@lang_option
@quiet_option
def command(
    files: tuple[Path, ...],
    kind: str,
    mapping: Path | None,
    rules: Path | None,
    previous: Path | None,
    out: Path | None,
    strict: bool,
    lang: str,
    quiet: bool,
) -> int:
    """Check each file and print or write what was found."""
    from xbrl_pipeline.batch.plan import plan
    from xbrl_pipeline.cli.findings import show_reports
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.outcome import OF_VERDICT, worst
    from xbrl_pipeline.pipeline import check
    from xbrl_pipeline.sources import open_source, read_beside

    texts = messages(lang)
    inputs = plan(files, mapping)
    beside = read_beside(rules, previous, number=len(inputs))
    with Engine() as engine:
        sources = (open_source(item.path, item.mapping_path(), engine, texts, beside) for item in inputs)
        reports = [check(source, engine, texts, strict=strict).report for source in sources]
    show_reports(reports, kind, out, texts, quiet=quiet)
    return worst(OF_VERDICT[report.verdict] for report in reports)
