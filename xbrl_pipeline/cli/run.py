"""``run``, the main job: workbooks, instances or folders to dossiers and one overview."""

from pathlib import Path

import click

from xbrl_pipeline.cli.many import engine_settings, jobs_for, many_options, print_left_out, print_line
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
def command(
    paths: tuple[Path, ...],
    mapping: Path | None,
    rules: Path | None,
    previous: Path | None,
    taxonomy: str,
    filing_rules: str | None,
    out: Path,
    strict: bool,
    lists: tuple[Path, ...],
    jobs: int | None,
    jsonl: bool,
    no_cache: bool,
    time_limit: float,
    memory_limit: int,
    prefer: tuple[str, ...],
    lang: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Check everything that is named, one dossier per report, and an overview over all."""
    from xbrl_pipeline.batch.places import Preference, Settings
    from xbrl_pipeline.batch.run import run_all
    from xbrl_pipeline.cli.progress import show_outcomes, watched
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.inputs.named import opened
    from xbrl_pipeline.inputs.plan import plan
    from xbrl_pipeline.inputs.sources import choose_installed, read_beside
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.outcome import worst
    from xbrl_pipeline.reporting.lines import dossier_line

    texts = messages(lang)
    settings = engine_settings(time_limit=time_limit, memory_limit=memory_limit, no_cache=no_cache)
    with opened(paths, lists) as (files, names), Engine(settings=settings) as engine:
        inputs = plan(files, mapping, names.short)
        beside = read_beside(rules, previous, choose_installed(taxonomy, filing_rules), number=len(inputs))
        chosen = Preference.read(prefer, inputs, names.shown)
        workers = jobs_for(len(inputs), jobs)
        settled = Settings(out, texts, strict, workers, beside, names.told, names.shown, chosen)
        made = run_all(inputs, engine, settled)
        outcomes = {}
        for outcome in watched(made, len(inputs), texts, shown=names.shown, quiet=quiet):
            outcomes[outcome.path] = outcome  # a second one replaces the first
            if jsonl:
                told = (outcome.message, outcome.advice)
                code, seconds = outcome.exit_code, outcome.seconds
                print_line(
                    dossier_line(names.shown(outcome.path), code, outcome.dossier, told, seconds, reused=outcome.reused)
                )
        ended = list(outcomes.values())
        unread = names.left_out(files, inputs, (mapping, rules, previous, *lists))
        if jsonl:
            print_left_out(unread, texts)
        silent = quiet or jsonl
        show_outcomes(ended, out, texts, shown=names.shown, unread=unread, as_json=as_json, quiet=silent)
    return worst(outcome.exit_code for outcome in ended)
