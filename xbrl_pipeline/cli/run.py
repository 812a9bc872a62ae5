"""``run``, the main job: workbooks, instances or folders to dossiers and one overview."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import (
    json_option,
    lang_option,
    mapping_option,
    out_option,
    previous_option,
    quiet_option,
    rules_option,
    strict_option,
    words,
)


@click.command("run", help=words("run.help"))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@mapping_option
@rules_option
@previous_option
@out_option("out")
@strict_option
@lang_option
@json_option
@quiet_option
def command(
    paths: tuple[Path, ...],
    mapping: Path | None,
    rules: Path | None,
    previous: Path | None,
    out: Path,
    strict: bool,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Check everything that is named, one dossier per report, and an overview over all."""
    from xbrl_pipeline.batch.plan import plan
    from xbrl_pipeline.batch.run import Settings, run_all
    from xbrl_pipeline.cli.progress import show_overview, watched
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.outcome import worst
    from xbrl_pipeline.sources import read_beside

    texts = messages(lang)
    inputs = plan(paths, mapping)
    beside = read_beside(rules, previous, number=len(inputs))
    with Engine() as engine:
        made = run_all(inputs, engine, Settings(out, texts, strict, beside))
        outcomes = list(watched(made, len(inputs), texts, quiet=quiet))
    show_overview(outcomes, out, texts, as_json=as_json, quiet=quiet)
    return worst(outcome.exit_code for outcome in outcomes)
