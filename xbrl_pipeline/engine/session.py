"""Arelle through its public Session API: one session per job, offline, nothing persistent.

Relies on arelle-release 2.47.3: ``Session.run`` with ``keepOpen``, and the record "validated in" that
``CntlrCmdLine.run`` logs only after every validation step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from arelle.api.Session import Session
from arelle.RuntimeOptions import RuntimeOptions

from xbrl_pipeline.engine import dts
from xbrl_pipeline.engine.readout import PROBLEMS, Collector, Raw, records_of, result_of
from xbrl_pipeline.engine.records import CompileJob, DtsDump, EngineResult, ValidateJob


def validate(job: ValidateJob, cache: Path) -> EngineResult:
    """Validate one instance cold and return everything the engine said about it."""
    options = validation_options(str(job.instance), job, cache) | {"validate": True}
    with _run(options) as (model, raw):
        finished = any(code == "info" and text.startswith("validated in") for code, _, text, _ in raw)
        loaded = model is not None and model.modelDocument is not None
        return result_of(model, raw, "exception" if loaded and not finished else "")


def compile_dts(job: CompileJob, cache: Path) -> DtsDump:
    """Load an entry point and return its concepts, labels and assertions as plain values."""
    with _run(_options(job.entry_point, job.packages, cache)) as (model, raw):
        problems = tuple(record for record in records_of(model, raw) if record.level in PROBLEMS)
        return dts.dump(model, problems)


def validation_options(entry: str, job: ValidateJob, cache: Path) -> dict[str, Any]:
    """Return the options under which instances are judged, cold or warm; ``entry`` is the document to load."""
    rules = {"plugins": "validate/NL", "disclosureSystemName": job.disclosure_system} if job.disclosure_system else {}
    checks = {
        "calcs": "c11r",
        "utrValidate": True,
        "validateDuplicateFacts": "inconsistent",
        "baseTaxonomyValidationMode": "none",
        "formulaUnsatisfiedAsser": True,
    }
    return _options(entry, job.packages, cache) | checks | rules


def _options(entry: str, packages: tuple[Path, ...], cache: Path) -> dict[str, Any]:
    return {
        "entrypointFile": entry,
        "packages": [str(package) for package in packages],
        "workOffline": True,
        "disablePersistentConfig": True,
        "cacheDirectory": str(cache),
        "keepOpen": True,
        "uiLang": "en",
        "logRefObjectProperties": False,
    }


@contextmanager
def _run(options: dict[str, Any]) -> Iterator[tuple[Any, list[Raw]]]:
    collector = Collector()
    with Session() as session:
        session.run(RuntimeOptions(**options), logHandler=collector)
        models = session.get_models()
        yield (models[0] if models else None), collector.records
