"""The main job over many files: each is on its own, and what is finished is kept."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xbrl_pipeline.batch.dossiers import finished_in, folder_name, is_untouched, write_dossier
from xbrl_pipeline.batch.files import check_writable
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.plan import Input
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import OF_VERDICT, ExitCode, PipelineError
from xbrl_pipeline.model.report import Dossier, Report
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.sources import Beside, open_source


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a dossier, or the sentence that says why there is none."""

    path: Path
    exit_code: ExitCode
    dossier: Dossier | None = None
    reused: bool = False
    message: str = ""
    advice: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole run."""

    out: Path
    messages: Messages
    strict: bool = False
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """What the inputs of one run share."""

    engine: Engine
    settings: Settings
    finished: dict[str, Dossier]  # of earlier runs, by fingerprint
    seen: dict[str, Path]  # dossier folders of this run, with the input that made them


def run_all(inputs: Sequence[Input], engine: Engine, settings: Settings) -> Iterator[Outcome]:
    """Check each input and yield its outcome when it is stored; a file that fails does not stop the others."""
    check_writable(settings.out)
    work = _Work(engine, settings, finished_in(settings.out), {})
    for item in inputs:
        started = time.monotonic()
        outcome = _guarded(item, work)
        yield replace(outcome, seconds=round(time.monotonic() - started, 2))


def _guarded(item: Input, work: _Work) -> Outcome:
    texts = work.settings.messages
    try:
        return _run_one(item, work)
    except PipelineError as error:
        return _refused(item.path, error, texts)
    except Exception as error:  # noqa: BLE001 - one file's surprise may not cost the others their result
        return _refused(item.path, record_incident(error), texts)


def _run_one(item: Input, work: _Work) -> Outcome:
    settings = work.settings
    source = open_source(item.path, item.mapping_path(), work.engine, settings.messages, settings.beside)
    fingerprint = f"{source.fingerprint}-{settings.messages.lang}{'-strict' if settings.strict else ''}"
    dossier = work.finished.get(fingerprint)
    if dossier is not None and is_untouched(dossier):
        return _outcome(item.path, dossier, work, reused=True)
    product = check(source, work.engine, settings.messages, strict=settings.strict)
    _refuse_double(item.path, product.report, work.seen)
    made = write_dossier(settings.out, source, product, fingerprint, settings.messages)
    return _outcome(item.path, made, work)


def _outcome(path: Path, dossier: Dossier, work: _Work, *, reused: bool = False) -> Outcome:
    work.seen[dossier.folder.name] = path
    return Outcome(path, OF_VERDICT[dossier.manifest.verdict], dossier, reused=reused)


def _refuse_double(path: Path, report: Report, seen: dict[str, Path]) -> None:
    """Two files with the same report would overwrite each other's dossier."""
    other = seen.get(folder_name(report.entity, report.report, path))
    if other is not None:
        board, year = report.entity.bestuursnummer, str(report.entity.verslagjaar)
        raise PipelineError(
            "dossier.same_report", path=str(path), other=str(other), bestuursnummer=board, verslagjaar=year
        )


def _refused(path: Path, error: PipelineError, messages: Messages) -> Outcome:
    text, advice = messages.text(error.code, **error.params), messages.advice(error.code, **error.params)
    return Outcome(path, error.exit_code, message=text, advice=advice)
