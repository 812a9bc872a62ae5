"""``validate``: findings about instances or workbooks, without a dossier."""

from dataclasses import replace
from pathlib import Path

import click

from xbrl_pipeline.cli.many import engine_settings, jobs_for, many_options, print_left_out, print_line
from xbrl_pipeline.cli.options import (
    choice_options,
    lang_option,
    mapping_option,
    out_option,
    previous_option,
    quiet_option,
    rules_option,
    strict_option,
)
from xbrl_pipeline.cli.wording import words


@click.command("validate", help=words("validate.help"))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
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
@choice_options
@out_option(None)
@strict_option
@many_options
@lang_option
@quiet_option
def command(
    files: tuple[Path, ...],
    kind: str,
    mapping: Path | None,
    rules: Path | None,
    previous: Path | None,
    taxonomy: str,
    filing_rules: str | None,
    calc: str | None,
    out: Path | None,
    strict: bool,
    lists: tuple[Path, ...],
    jobs: int | None,
    jsonl: bool,
    no_cache: bool,
    time_limit: float,
    memory_limit: int,
    lang: str,
    quiet: bool,
) -> int:
    """Check each file and print or write what was found."""
    from xbrl_pipeline.batch.overview import left_out_of
    from xbrl_pipeline.batch.validate import Checked, validate_all
    from xbrl_pipeline.cli.findings import print_lines, show_refused, show_reports
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.inputs.named import opened
    from xbrl_pipeline.inputs.plan import plan
    from xbrl_pipeline.inputs.sources import choose, read_beside
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.outcome import ExitCode, worst
    from xbrl_pipeline.reporting.lines import checked_line
    from xbrl_pipeline.reporting.overview import left_out_lines

    texts = messages(lang)
    settings = engine_settings(time_limit=time_limit, memory_limit=memory_limit, no_cache=no_cache)
    with (
        opened(files, lists) as (paths, names),
        choose(taxonomy, filing_rules, calc) as choice,
        Engine(settings=settings) as engine,
    ):
        inputs = plan(paths, mapping, names.short)
        found, codes = dict[int, Checked](), list[ExitCode]()
        beside = read_beside(rules, previous, choice, number=len(inputs))
        workers = jobs_for(len(inputs), jobs)
        for number, made in validate_all(inputs, engine, lang, strict=strict, jobs=workers, beside=beside):
            each = made if made.error is None else replace(made, error=names.told(made.error))
            codes.append(each.exit_code)
            if jsonl:
                print_line(checked_line(names.shown(each.path), each.exit_code, each, texts))
            elif each.error is not None and len(inputs) == 1:
                raise each.error
            else:
                found[number] = each
        checked = [found[number] for number in sorted(found)]
        show_refused([(names.shown(each.path), each.error) for each in checked if each.error is not None], texts)
        unread = names.left_out(paths, inputs, (mapping, rules, previous, *lists))
        if jsonl:
            print_left_out(unread, texts)
        elif not quiet:
            print_lines(left_out_lines(left_out_of(unread, (), texts), texts), err=True)
    reports = [each.report for each in checked if each.report is not None]
    if reports:
        show_reports(reports, kind, out, texts, quiet=quiet)
    return worst(codes)
