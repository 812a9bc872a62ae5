"""``template``: an empty or pre-filled workbook for a report, made from its taxonomy."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xbrl_pipeline.cli.options import lang_option, quiet_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

if TYPE_CHECKING:
    from xbrl_pipeline.messages import Messages
    from xbrl_pipeline.model.bookyear import BookYear
    from xbrl_pipeline.template.layout import Template

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("template", help=words("template.help"))
@click.option("--taxonomy", default="", help=words("template.taxonomy"))
@click.option("--report", default="", help=words("template.report"))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=words("template.out"))
@click.option("--consolidated", is_flag=True, help=words("template.consolidated"))
@click.option("--sector", default="", help=words("template.sector"))
@click.option("--prefill", type=click.Path(path_type=Path), default=None, help=words("template.prefill"))
@click.option("--fill", "whole", type=click.Path(path_type=Path), default=None, help=words("template.fill"))
@click.option("--year", type=click.IntRange(1900, 2200), default=None, help=words("template.year"))
@click.option("--start", type=_DAY, default=None, help=words("template.start"))
@click.option("--end", type=_DAY, default=None, help=words("template.end"))
@lang_option
@quiet_option
def command(
    taxonomy: str,
    report: str,
    out: Path,
    consolidated: bool,
    sector: str,
    prefill: Path | None,
    whole: Path | None,
    year: int | None,
    start: datetime | None,
    end: datetime | None,
    lang: str,
    quiet: bool,
) -> int:
    """Write the workbook."""
    from xbrl_pipeline.base.files import write_all
    from xbrl_pipeline.cli.findings import print_lines
    from xbrl_pipeline.cli.progress import busy
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.template.write import template_xlsx
    from xbrl_pipeline.templates import TemplateRequest, asked_year, book_year, build, choose_report

    texts = messages(lang)
    if whole is not None:
        asked = asked_year(year, start and start.date(), end and end.date())
        if report or prefill is not None or consolidated or sector:
            raise PipelineError("template.fill.alone", ExitCode.USAGE)
        return _fill(whole, out, taxonomy, asked, texts, quiet=quiet)
    profile = choose_report(taxonomy, report, year)
    span = book_year(profile, year, start and start.date(), end and end.date())
    with busy(texts, "cli.busy.template", quiet=quiet):
        template, told = build(profile, TemplateRequest(span, consolidated, sector.lower(), prefill), texts)
        write_all(out.parent, {out.name: template_xlsx(template, texts)})
    print_lines(told, err=True)
    if not quiet:
        _tell(template, out, texts)
    return ExitCode.VALID


def _fill(path: Path, out: Path, taxonomy: str, span: "BookYear | None", texts: "Messages", *, quiet: bool) -> int:
    """Write a report as a workbook; one that cannot hold all of it is no success."""
    from xbrl_pipeline.base.files import write_all
    from xbrl_pipeline.cli.findings import print_lines
    from xbrl_pipeline.cli.progress import busy
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.filling import fill

    with busy(texts, "cli.busy.template", quiet=quiet), Engine() as engine:
        filled = fill(path, engine, texts, taxonomy=taxonomy, year=span)
        write_all(out.parent, {out.name: filled.data})
    print_lines(filled.lines, err=True)
    if not quiet:
        _tell(filled.template, out, texts)
    return ExitCode.VALID if filled.complete else ExitCode.INVALID


def _tell(template: "Template", out: Path, texts: "Messages") -> None:
    from xbrl_pipeline.template.layout import SlotKind

    cells = sum(slot.kind in (SlotKind.INPUT, SlotKind.KEY) for _, slot in template.slots())
    entry = template.entry_point.rpartition("/")[2]
    params = {"path": str(out), "entry": entry, "sheets": len(template.sheets), "cells": cells}
    click.echo(texts.text("cli.template.made", **params))
