"""``run``, the main job: workbooks, instances or folders to dossiers and one overview."""

from contextlib import nullcontext
from pathlib import Path

import click

from xbrl_pipeline.cli.checking import CheckOptions, begin, gathered
from xbrl_pipeline.cli.many import many_options
from xbrl_pipeline.cli.options import (
    installed_option,
    json_option,
    lang_option,
    mapping_option,
    out_option,
    previous_option,
    quiet_option,
    rules_option,
    rules_year_option,
    strict_option,
)
from xbrl_pipeline.cli.wording import words


@click.command("run", help=words("run.help"))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@mapping_option
@rules_option
@previous_option
@installed_option
@rules_year_option
@out_option("out")
@strict_option
@many_options
@click.option("--prefer", multiple=True, metavar="newest|PATH", help=words("option.prefer"))
@lang_option
@json_option
@quiet_option
@gathered("paths")
def command(given: CheckOptions, out: Path, prefer: tuple[str, ...], as_json: bool) -> int:
    """Check everything that is named, one dossier per report, and an overview over all."""
    from xbrl_pipeline.batch.options import Keep, Preference
    from xbrl_pipeline.batch.outcome import FileOutcome
    from xbrl_pipeline.cli.progress import show_outcomes, watched
    from xbrl_pipeline.inputs.sources import choose_installed
    from xbrl_pipeline.model.outcome import worst

    with begin(given, lambda: nullcontext(choose_installed(given.taxonomy, given.filing_rules))) as begun:
        texts, shown = begun.options.messages, begun.names.shown
        made = begun.outcomes(Keep(out, Preference.read(prefer, begun.inputs, shown)))
        outcomes = dict[Path, FileOutcome]()
        for outcome in watched(made, len(begun.inputs), texts, shown=shown, quiet=given.quiet):
            outcomes[outcome.path] = outcome  # a second one replaces the first
        ended = list(outcomes.values())
        silent = given.quiet or given.jsonl
        show_outcomes(ended, out, texts, shown=shown, unread=begun.unread, as_json=as_json, quiet=silent)
    return worst(outcome.exit_code for outcome in ended)
