"""Arelle through its public Session API: one session per job, offline, nothing persistent.

Relies on arelle-release 2.47.3: ``Session.run`` with ``keepOpen``, ``ModelXbrl.modelObject`` for the ``objectId`` of a
log reference, the record "validated in" that ``CntlrCmdLine.run`` logs only after every validation step, and the
assertion counts that ``ValidateFormula.validate`` appends to ``ModelXbrl.errors`` when all assertions were evaluated.
"""

import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from arelle import XbrlConst
from arelle.api.Session import Session
from arelle.logging.formatters.LogFormatter import LogFormatter
from arelle.ModelDtsObject import ModelConcept
from arelle.ModelInstanceObject import ModelFact
from arelle.RuntimeOptions import RuntimeOptions

from xbrl_pipeline.engine import dts
from xbrl_pipeline.engine.dumps import DtsDump
from xbrl_pipeline.engine.records import (
    CompileJob,
    EngineResult,
    Record,
    Ref,
    ValidateJob,
    key,
)
from xbrl_pipeline.model.facts import Dimension, FactKey, QName

_CHATTER = {"info", "", "asrtNoLog"}  # progress and timing, not about the instance
_BINDING = re.compile(r"\$(\S+): (\S+) context ([^\s,]+)")
_TRACE = "formula:assertionUnsatisfied"
_PROBLEMS = ("warning", "error", "critical")
_NAMESPACES = f'xmlns="{XbrlConst.xbrli}" xmlns:link="{XbrlConst.link}" xmlns:xlink="{XbrlConst.xlink}" xml:lang="nl"'


class _Collector(logging.Handler):
    """Keeps log records; references are resolved later, while the model is still open."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(LogFormatter("%(message)s"))
        self.records: list[tuple[str, str, str, list[dict[str, Any]]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        refs = getattr(record, "refs", [])
        code = getattr(record, "messageCode", "") or ""
        self.records.append((code, record.levelname.lower(), self.format(record), refs))


def validate(job: ValidateJob, cache: Path) -> EngineResult:
    """Validate one instance cold and return everything the engine said about it."""
    extra = {} if job.disclosure_system is None else {
        "plugins": "validate/NL",
        "disclosureSystemName": job.disclosure_system,
    }  # fmt: skip
    options = _options(str(job.instance), job.packages, cache) | {
        "validate": True,
        "calcs": "c11r",
        "utrValidate": True,
        "validateDuplicateFacts": "inconsistent",
        "baseTaxonomyValidationMode": "none",
        "formulaUnsatisfiedAsser": True,
    }
    with _run(options | extra) as (model, raw):
        records = _with_bindings(model, raw)
        facts = len(getattr(model, "facts", ()))
        return EngineResult(records, _assertions(model), facts, _failure(model, finished=_finished(raw)))


def compile_dts(job: CompileJob, cache: Path) -> DtsDump:
    """Load an entry point and return what it holds as plain values, with what is wrong with it."""
    checks = {"validate": True, "formulaAction": "validate"} if job.check else {}
    with _together(job.documents or (job.entry_point,)) as entry:
        options = _options(entry, job.packages, cache) | checks
        with _run(options) as (model, raw):
            found = _with_bindings(model, raw)
            problems = tuple(record for record in found if record.level in _PROBLEMS and not _about(record, entry))
            return dts.dump(model, problems, complete=not job.check or _finished(raw))


def _about(record: Record, entry: str) -> bool:
    """Tell whether a record is about nothing but a file of our own making."""
    return bool(record.refs) and all(ref.document == Path(entry).name for ref in record.refs)


@contextmanager
def _together(documents: tuple[str, ...]) -> Iterator[str]:
    """Give what to load: one document itself, or an instance without facts that refers to several of them."""
    if len(documents) == 1:
        yield documents[0]
        return
    # outside Arelle's cache folder, where a path would be taken for an address
    with tempfile.TemporaryDirectory(prefix="xbrl-engine-") as folder:
        path = Path(folder) / "together.xbrl"
        path.write_text(f"<xbrl {_NAMESPACES}>{''.join(map(_reference, documents))}</xbrl>", "utf-8")
        yield str(path)


def _reference(url: str) -> str:
    kind = "schemaRef" if url.endswith(".xsd") else "linkbaseRef"
    arcrole = "" if kind == "schemaRef" else f" xlink:arcrole={quoteattr(XbrlConst.xlinkLinkbase)}"
    return f'<link:{kind} xlink:type="simple" xlink:href={quoteattr(url)}{arcrole}/>'


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
def _run(options: dict[str, Any]) -> Iterator[tuple[Any, list[tuple[str, str, str, list[dict[str, Any]]]]]]:
    collector = _Collector()
    with Session() as session:
        session.run(RuntimeOptions(**options), logHandler=collector)
        models = session.get_models()
        yield (models[0] if models else None), collector.records


def _finished(raw: list[tuple[str, str, str, list[dict[str, Any]]]]) -> bool:
    return any(code == "info" and text.startswith("validated in") for code, _, text, _ in raw)


def _failure(model: Any, *, finished: bool) -> str:
    if model is None or model.modelDocument is None:
        return "not_loaded"
    if not finished:
        return "exception"
    if getattr(model, "modelVariableSets", None) and _assertions(model) is None:
        return "formula"
    return ""


def _assertions(model: Any) -> int | None:
    counts = [entry for entry in getattr(model, "errors", ()) if isinstance(entry, dict)]
    return len(counts[-1]) if counts else None


def _with_bindings(model: Any, raw: list[tuple[str, str, str, list[dict[str, Any]]]]) -> tuple[Record, ...]:
    """Turn log entries into records; the trace that follows an assertion's message tells its variables."""
    records: list[Record] = []
    for code, level, text, refs in raw:
        if code == _TRACE:
            records[-1] = _bind(model, records[-1], text) if records else records[-1]
        elif code not in _CHATTER and not code.startswith("info:"):
            records.append(Record(code, level, text, tuple(_ref(model, ref) for ref in refs)))
    return tuple(records)


def _bind(model: Any, record: Record, trace: str) -> Record:
    facts = [ref.fact for ref in record.refs if ref.fact is not None]
    bindings = []
    for variable, concept, context in _BINDING.findall(trace):
        local = concept.rpartition(":")[2]
        for fact in model.factsByLocalName.get(local, ()):
            if fact.contextID == context and (found := _fact_key(fact)) in facts and found is not None:
                bindings.append((variable, found))
                break
    return Record(record.code, record.level, record.text, record.refs, tuple(bindings))


def _ref(model: Any, ref: dict[str, Any]) -> Ref:
    target = model.modelObject(ref["objectId"]) if model is not None and "objectId" in ref else None
    document = str(ref.get("href", "")).partition("#")[0]
    line = ref.get("sourceLine")
    place = int(line) if line is not None else None
    if isinstance(target, ModelFact):
        return Ref(str(target.qname), document, place, _fact_key(target), _value(target))
    name = target.qname if isinstance(target, ModelConcept) else getattr(target, "elementQname", "")
    return Ref(str(name), document, place)


def _value(fact: ModelFact) -> str:
    return str(fact.value) if fact.value is not None else ""


def _fact_key(fact: ModelFact) -> FactKey | None:
    """Return the key of a fact, or None where its context is missing or odd (then there is nothing to match)."""
    context = fact.context
    if context is None or context.isForeverPeriod:
        return None
    try:
        if context.isInstantPeriod:
            period: tuple[date | None, date] = (None, _last_day(context.instantDatetime))
        else:
            period = (context.startDatetime.date(), _last_day(context.endDatetime))
    except (AttributeError, TypeError, ValueError):
        return None
    dims = [
        Dimension(_qname(axis), _qname(value.memberQname))
        for axis, value in context.qnameDims.items()
        if value.isExplicit and value.memberQname is not None
    ]
    return key(_qname(fact.qname), period, dims, _unit(fact))


def _last_day(moment: datetime) -> date:
    # Arelle keeps the end of a day as midnight of the next one
    return (moment - timedelta(microseconds=1)).date()


def _unit(fact: ModelFact) -> str | None:
    if fact.unit is None:
        return None
    numerator, denominator = fact.unit.measures
    return "/".join("*".join(measure.localName for measure in side) for side in (numerator, denominator) if side)


def _qname(name: Any) -> QName:
    return QName(name.namespaceURI or "", name.localName)
