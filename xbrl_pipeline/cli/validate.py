"""``validate``: findings about instances or workbooks, without a dossier."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from xbrl_pipeline.batch.plan import plan
from xbrl_pipeline.cli.findings import report_lines
from xbrl_pipeline.cli.options import lang_option, mapping_option, out_option, quiet_option, strict_option, words
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.outcome import OF_VERDICT, PipelineError, worst
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.pipeline import check, read_source
from xbrl_pipeline.reporting.html import report_html
from xbrl_pipeline.reporting.json_report import report_json
from xbrl_pipeline.reporting.xlsx import report_xlsx

_WRITERS = {"json": report_json, "html": report_html, "xlsx": report_xlsx}


@click.command("validate", help=words("validate.help"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["text", *_WRITERS]), default="text", show_default=True,
    help=words("option.format"),
)  # fmt: skip
@mapping_option
@out_option(None)
@strict_option
@lang_option
@quiet_option
def command(
    files: tuple[Path, ...], kind: str, mapping: Path | None, out: Path | None, strict: bool, lang: str, quiet: bool
) -> int:
    """Check each file and print or write what was found."""
    texts = messages(lang)
    with Engine() as engine:
        reports = []
        for item in plan(files, mapping):
            product = check(read_source(item.path, item.mapping_path()), engine, texts, strict=strict)
            reports.append(product.report)
    _show(reports, kind, out, texts, quiet=quiet)
    return worst(OF_VERDICT[report.verdict] for report in reports)


def _show(reports: Sequence[Report], kind: str, out: Path | None, texts: Messages, *, quiet: bool) -> None:
    if kind == "text":
        for report in reports:
            for line in list(report_lines(report, texts))[: 1 if quiet else None]:
                click.echo(line)
    elif kind == "json" and out is None:
        items = [json.loads(report_json(report, texts)) for report in reports]
        click.echo(json.dumps(items[0] if len(items) == 1 else items, ensure_ascii=False, indent=2))
    else:
        _write(reports, kind, out or Path(), texts)


def _write(reports: Sequence[Report], kind: str, out: Path, texts: Messages) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for report in reports:
            path = out / f"{Path(report.input.path).stem}.report.{kind}"
            path.write_bytes(_WRITERS[kind](report, texts))
            click.echo(str(path))
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(out), cause=error.strerror or "") from error
