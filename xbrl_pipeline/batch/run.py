"""The main job over many files: each is on its own, and what is finished is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xbrl_pipeline.batch.dossiers import find_finished, write_dossier
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.plan import Input
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import OF_VERDICT, ExitCode, PipelineError, Verdict
from xbrl_pipeline.model.report import Dossier
from xbrl_pipeline.pipeline import check, read_source


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a dossier, or the sentence that says why there is none."""

    path: Path
    exit_code: ExitCode
    dossier: Dossier | None = None
    reused: bool = False
    message: str = ""
    advice: str = ""
    first_problem: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole run."""

    out: Path
    messages: Messages
    strict: bool = False


def run_all(inputs: Sequence[Input], engine: Engine, settings: Settings) -> Iterator[Outcome]:
    """Check each input and yield its outcome when it is stored; a file that fails does not stop the others."""
    seen: dict[str, Path] = {}
    for item in inputs:
        yield _guarded(item, engine, settings, seen)


def _guarded(item: Input, engine: Engine, settings: Settings, seen: dict[str, Path]) -> Outcome:
    try:
        return _run_one(item, engine, settings, seen)
    except PipelineError as error:
        return _refused(item.path, error, settings.messages)
    except Exception as error:  # noqa: BLE001 - one file's surprise may not cost the others their result
        return _refused(item.path, record_incident(error), settings.messages)


def _run_one(item: Input, engine: Engine, settings: Settings, seen: dict[str, Path]) -> Outcome:
    source = read_source(item.path, item.mapping_path())
    fingerprint = f"{source.fingerprint}-{settings.messages.lang}{'-strict' if settings.strict else ''}"
    dossier = find_finished(settings.out, fingerprint)
    if dossier is not None:
        return _outcome(item.path, dossier, seen, reused=True)
    product = check(source, engine, settings.messages, strict=settings.strict)
    _refuse_double(item.path, product.report.entity.bestuursnummer, product.report.entity.verslagjaar, seen)
    dossier = write_dossier(settings.out, source, product, fingerprint, settings.messages)
    errors = [finding.message for finding in product.report.findings if finding.severity == "error"]
    return _outcome(item.path, dossier, seen, first_problem=errors[0] if errors else "")


def _outcome(
    path: Path, dossier: Dossier, seen: dict[str, Path], *, reused: bool = False, first_problem: str = ""
) -> Outcome:
    seen[dossier.folder.name] = path
    code = OF_VERDICT[Verdict(dossier.manifest.verdict)]
    return Outcome(path, code, dossier, reused=reused, first_problem=first_problem)


def _refuse_double(path: Path, bestuursnummer: str, verslagjaar: int | None, seen: dict[str, Path]) -> None:
    """Two files with the same report would overwrite each other's dossier."""
    start = f"{bestuursnummer}-{verslagjaar}-"
    other = next((earlier for name, earlier in seen.items() if bestuursnummer and name.startswith(start)), None)
    if other is not None:
        raise PipelineError(
            "dossier.same_report",
            path=str(path),
            other=str(other),
            bestuursnummer=bestuursnummer,
            verslagjaar=str(verslagjaar),
        )


def _refused(path: Path, error: PipelineError, messages: Messages) -> Outcome:
    text, advice = messages.text(error.code, **error.params), messages.advice(error.code, **error.params)
    return Outcome(path, error.exit_code, message=text, advice=advice, first_problem=text)
