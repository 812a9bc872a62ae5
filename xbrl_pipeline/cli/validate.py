"""``validate``: findings about instances or workbooks, without a dossier."""

from pathlib import Path

import click

from xbrl_pipeline.cli.checking import CheckOptions, begin, gathered
from xbrl_pipeline.cli.many import many_options
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
@gathered("files")
def command(given: CheckOptions, kind: str, calc: str | None, out: Path | None) -> int:
    """Check each file and print or write what was found."""
    from xbrl_pipeline.batch.outcome import FileOutcome
    from xbrl_pipeline.batch.overview import left_out_of
    from xbrl_pipeline.cli.findings import print_lines, show_refused, show_reports
    from xbrl_pipeline.inputs.sources import choose
    from xbrl_pipeline.model.outcome import ExitCode, worst
    from xbrl_pipeline.reporting.overview import left_out_lines

    with begin(given, lambda: choose(given.taxonomy, given.filing_rules, calc)) as begun:
        texts, shown = begun.options.messages, begun.names.shown
        found, codes = dict[Path, FileOutcome](), list[ExitCode]()
        for outcome in begun.outcomes():
            codes.append(outcome.exit_code)
            if given.jsonl:  # it has been told, and there may be very many
                continue
            if outcome.error is not None and len(begun.inputs) == 1:
                raise outcome.error
            found[outcome.path] = outcome
        checked = [found[item.path] for item in begun.inputs if item.path in found]
        show_refused([(shown(each.path), each.error) for each in checked if each.error is not None], texts)
        if not (given.jsonl or given.quiet):
            print_lines(left_out_lines(left_out_of(begun.unread, (), texts), texts), err=True)
    reports = [each.report for each in checked if each.report is not None]
    if reports:
        show_reports(reports, kind, out, texts, quiet=given.quiet)
    return worst(codes)
