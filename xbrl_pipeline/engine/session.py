"""Arelle through its public Session API: one session per job, offline, nothing persistent.

Relies on arelle-release 2.47.3: ``Session.run`` with ``keepOpen``, and the record "validated in" that
``CntlrCmdLine.run`` logs only after every validation step.
"""

import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from arelle import XbrlConst
from arelle.api.Session import Session
from arelle.RuntimeOptions import RuntimeOptions

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine import dts, dts_survey, tongues
from xbrl_pipeline.engine.confine import confined
from xbrl_pipeline.engine.dumps import DtsDump, Survey, WholeResult
from xbrl_pipeline.engine.readout import PROBLEMS, Collector, Raw, records_of, result_of
from xbrl_pipeline.engine.records import CompileJob, EngineResult, Record, SurveyJob, ValidateJob, WholeJob

_NAMESPACES = f'xmlns="{XbrlConst.xbrli}" xmlns:link="{XbrlConst.link}" xmlns:xlink="{XbrlConst.xlink}" xml:lang="nl"'


def validate(job: ValidateJob, cache: Path) -> EngineResult:
    """Validate one instance cold and return everything the engine said about it."""
    options = validation_options(str(job.instance), job, cache) | {"validate": True}
    options |= {} if job.formulas else {"formulaAction": "none"}
    with run(options, whatever_comes=True) as (model, raw):
        loaded = model is not None and model.modelDocument is not None
        return result_of(model, raw, "exception" if loaded and not has_finished(raw) else "")


def validate_whole(job: WholeJob, cache: Path) -> WholeResult:
    """Judge an instance with the taxonomy that comes along, which may read nothing but itself."""
    options = _options(str(job.instance), job.packages, cache) | _whole_checks(job) | {"validate": True}
    with confined((*job.within, cache)), run(options, whatever_comes=True) as (model, raw):
        loaded = model is not None and model.modelDocument is not None
        result = result_of(model, raw, "exception" if loaded and not has_finished(raw) else "")
        found = DtsDump()
        with suppress(Exception):  # labels are a courtesy: a taxonomy may be too odd to be described, and is judged
            found = dts.dump(model, (), complete=True)
        return WholeResult(result, found)


def compile_dts(job: CompileJob, cache: Path) -> DtsDump:
    """Load an entry point and return what it holds as plain values, with what is wrong with it."""
    checks = {"validate": True, "formulaAction": "validate"} if job.check else {}
    documents = job.documents or (job.entry_point,)
    with nullcontext(documents[0]) if len(documents) == 1 else together(documents) as entry:
        options = _options(entry, job.packages, cache) | checks
        with run(options) as (model, raw):
            found = records_of(model, raw)
            problems = tuple(record for record in found if record.level in PROBLEMS and not _about(record, entry))
            return dts.dump(model, problems, complete=not job.check or has_finished(raw))


def survey(job: SurveyJob, cache: Path, tell: Callable[[int], None]) -> Survey:
    """Load entry points together and return what is not whole; ``tell`` hears how many documents were read."""
    documents = tuple(dict.fromkeys(url for urls in job.entry_points for url in urls))
    gc.disable()  # nothing that is loaded goes away before the end
    try:
        with (
            together(documents) as entry,
            dts_survey.counted(tell),
            run(_options(entry, job.packages, cache)) as (model, raw),
        ):
            return dts_survey.survey(model, raw, job.entry_points)
    finally:
        gc.enable()


def _about(record: Record, entry: str) -> bool:
    """Tell whether a record is about nothing but a file of our own making."""
    return bool(record.refs) and all(ref.document == Path(entry).name for ref in record.refs)


@contextmanager
def together(documents: tuple[str, ...]) -> Iterator[str]:
    """Give an instance without facts that refers to documents."""
    # outside Arelle's cache folder, where a path would be taken for an address
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("engine")) as folder:
        path = Path(folder) / "together.xbrl"
        path.write_text(f"<xbrl {_NAMESPACES}>{''.join(map(_reference, documents))}</xbrl>", "utf-8")
        yield str(path)


def _reference(url: str) -> str:
    kind = "schemaRef" if url.endswith(".xsd") else "linkbaseRef"
    arcrole = "" if kind == "schemaRef" else f" xlink:arcrole={quoteattr(XbrlConst.xlinkLinkbase)}"
    return f'<link:{kind} xlink:type="simple" xlink:href={quoteattr(url)}{arcrole}/>'


def validation_options(entry: str, job: ValidateJob, cache: Path) -> dict[str, Any]:
    """Return the options under which instances are judged, cold or warm; ``entry`` is the document to load."""
    rules = _rules(job.disclosure_system) if job.disclosure_system else {}
    checks = {
        "calcs": "c11r",
        "utrValidate": True,
        "validateDuplicateFacts": "inconsistent",
        "baseTaxonomyValidationMode": "none",
        "formulaUnsatisfiedAsser": True,
    }
    return _options(entry, job.packages, cache) | checks | rules


def _whole_checks(job: WholeJob) -> dict[str, Any]:
    """Return what is asked of a taxonomy that nobody has checked; one with filing rules is an authority's own."""
    checks: dict[str, Any] = {"validateDuplicateFacts": "inconsistent", "formulaUnsatisfiedAsser": True}
    checks["utrValidate"] = job.units
    if job.calculations != "none":
        checks["calcs"] = job.calculations
    if job.disclosure_system:
        checks |= _rules(job.disclosure_system) | {"baseTaxonomyValidationMode": "none"}
    return checks


def _rules(system: str) -> dict[str, Any]:
    return {"plugins": "validate/NL", "disclosureSystemName": system}


def has_finished(raw: list[Raw]) -> bool:
    """Tell whether every step of validation ran to its end."""
    return any(code == "info" and text.startswith("validated in") for code, _, text, _ in raw)


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
def run(options: dict[str, Any], *, whatever_comes: bool = False) -> Iterator[tuple[Any, list[Raw]]]:
    """Give the model and what was logged, also (where asked) of a run that broke off: what was found before counts."""
    collector = Collector()
    tongues.install()
    with Session() as session:
        try:
            session.run(RuntimeOptions(**options), logHandler=collector)
        except Exception as failure:
            if not whatever_comes or isinstance(failure, MemoryError):
                raise
        models = session.get_models()
        yield (models[0] if models else None), collector.records
