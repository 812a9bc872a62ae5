"""What a user names, an instance in any form or a dossier, as an annual account that a person reads."""

from pathlib import Path

from xbrl_pipeline.dossier.names import INSTANCE, MANIFEST
from xbrl_pipeline.dossier.seal import read_kept
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import open_report
from xbrl_pipeline.instance.reader import parse_instance
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.rendering.forms import OpenedReport, Rendered, RenderForm
from xbrl_pipeline.rendering.render import render
from xbrl_pipeline.taxonomy.profiles import profile_of
from xbrl_pipeline.taxonomy.store import load_model


def show(path: Path, form: RenderForm, engine: Engine, lang: str = "") -> tuple[str, Rendered]:
    """Return the account of a report, and the name that its file is given, without the extension.

    ``lang`` is that of the report where it is empty. Without its taxonomy nothing can be shown: PipelineError.
    """
    opened = _of_dossier(path, engine) if path.is_dir() else _of_file(path, engine)
    return opened.name, render(opened, form, lang)


def _of_file(path: Path, engine: Engine) -> OpenedReport:
    source = open_report(path, engine)
    return OpenedReport(path.stem, source.data, load_model(source.profile, engine))


def _of_dossier(path: Path, engine: Engine) -> OpenedReport:
    kept = read_kept(path) if (path / MANIFEST).is_file() else {}
    if INSTANCE not in kept:
        raise PipelineError("render.no_dossier", ExitCode.USAGE, path=str(path))
    given = parse_instance(kept[INSTANCE], INSTANCE)
    profile = next((found for url in given.schema_refs if (found := profile_of(url)) is not None), None)
    if profile is None:
        url = next(iter(given.schema_refs), "-")
        raise PipelineError("render.no_taxonomy", ExitCode.NOT_VALIDATED, path=str(path), url=url)
    return OpenedReport(path.resolve().name, given.data, load_model(profile, engine))
