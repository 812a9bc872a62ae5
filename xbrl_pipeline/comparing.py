"""Comparing two reports: each is an instance, a workbook with its mapping or template, or a dossier.

Workbooks and instances are checked here. A dossier is taken as it is sealed: what it says was found by the program
that made it, and both reports say which that was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xbrl_pipeline.dossier.files import read_facts, read_report
from xbrl_pipeline.dossier.names import FACTS, INSTANCE, LEDGER, MANIFEST, REPORT
from xbrl_pipeline.dossier.seal import read_kept
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.lastyear import renaming
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import open_source, refuse_part
from xbrl_pipeline.instance.facts import known_facts
from xbrl_pipeline.instance.reader import parse_instance
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.comparison import ReportComparison
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import profile_of
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.validation.comparison import Side, compare_reports, kin_of


@dataclass(frozen=True, slots=True)
class NamedReport:
    """What a user named, its mapping where that is not the one beside it, and the name to speak of it."""

    path: Path
    mapping: Path | None
    name: str


def name_two(before: Path, after: Path, mappings: Sequence[Path] = ()) -> tuple[NamedReport, NamedReport]:
    """Return two inputs under names that tell them apart; one mapping is for both, of two each has its own.

    More of a path is shown only where its last part is the same.
    """
    chosen: tuple[Path | None, ...] = (None, None)
    if mappings:
        chosen = (mappings[0], mappings[-1])
    names = (before.name or str(before), after.name or str(after))
    if names[0] == names[1]:
        names = (str(before), str(after))
    return NamedReport(before, chosen[0], names[0]), NamedReport(after, chosen[1], names[1])


def compare(
    before: NamedReport, after: NamedReport, engine: Engine, messages: Messages, *, other_board: bool = False
) -> ReportComparison:
    """Return what differs from the first report to the second.

    Two that say nothing of each other are a PipelineError, and so are two boards unless ``other_board`` is asked for.
    """
    one, two = (_side(named, engine, messages) for named in (before, after))
    kin = kin_of(one, two, other_board=other_board)
    return compare_reports(one, two, kin, renaming((one.model.entry_point,), two.model, engine), messages)


def _side(named: NamedReport, engine: Engine, messages: Messages) -> Side:
    if named.path.is_dir():
        return _of_dossier(named, engine)
    chosen = Input(named.path, named.mapping)
    source = open_source(named.path, chosen.mapping_path(), engine, messages)
    refuse_part(source)  # its figures would be told as gone
    product = check(source, engine, messages)
    return Side(named.name, product.report, product.facts, load_model(source.profile, engine))


def _of_dossier(named: NamedReport, engine: Engine) -> Side:
    if not (named.path / MANIFEST).is_file():
        raise PipelineError("compare.no_dossier", ExitCode.USAGE, path=named.name)
    kept = read_kept(named.path)
    if REPORT not in kept or not kept.keys() & {FACTS, INSTANCE}:
        raise PipelineError("compare.no_facts", path=named.name)
    report = read_report(kept[REPORT], kept.get(LEDGER))
    taxonomy = report.taxonomy
    profile = None if taxonomy is None or not taxonomy.installed else profile_of(taxonomy.entry_point)
    if profile is None:
        gaps = {"taxonomy": "-" if taxonomy is None else taxonomy.id}
        raise PipelineError("compare.taxonomy_missing", ExitCode.NOT_VALIDATED, path=named.name, **gaps)
    model = load_model(profile, engine)
    return Side(named.name, report, _facts_in(kept, named.name, model), model)


def _facts_in(kept: Mapping[str, bytes], name: str, model: TaxonomyModel) -> tuple[Fact, ...]:
    """Return the facts of a dossier: with their cells where it was made of a workbook, else those of its instance."""
    if FACTS in kept:
        return read_facts(kept[FACTS])
    return known_facts(parse_instance(kept[INSTANCE], name).data, model).facts
