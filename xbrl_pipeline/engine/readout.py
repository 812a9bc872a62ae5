"""What Arelle logged and what its model holds, as plain values.

Relies on arelle-release 2.47.3: ``ModelXbrl.modelObject`` for the ``objectId`` of a log reference, the trace record
that ``formulaUnsatisfiedAsser`` adds behind the message of an assertion, and the assertion counts that
``ValidateFormula.validate`` appends to ``ModelXbrl.errors`` when all assertions were evaluated.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, Final

from arelle.logging.formatters.LogFormatter import LogFormatter
from arelle.ModelDtsObject import ModelConcept
from arelle.ModelFormulaObject import ModelVariableSetAssertion
from arelle.ModelInstanceObject import ModelFact
from lxml import etree

from xbrl_pipeline.engine import tongues
from xbrl_pipeline.engine.records import EngineResult, Record, Ref, key
from xbrl_pipeline.model.facts import Dimension, FactKey, Period, QName, has_neighbours

PROBLEMS: Final = ("warning", "error", "critical")
_CHATTER: Final = {"info", "", "asrtNoLog"}  # progress and timing; so is everything that begins with "info:"
_BINDING: Final = re.compile(r"\$(\S+): (\S+) context ([^\s,]+)")
_TRACE: Final = "formula:assertionUnsatisfied"
_MESSAGE: Final = "message:"

_CRASH: Final = "exception:"  # Arelle caught a failure of its own; its text holds a traceback
_FULL: Final = "Memory allocation failed"  # libxml2
_TRACEBACK: Final = "\nTraceback (most recent call last)"
_OBJECT_NUMBER: Final = re.compile(r"\b([mM]odel\w+)\[\d+, ")  # differs from run to run and says nothing

MOST_REFS: Final = (
    2_000  # of one record: a rule over all facts would hold all of them, and so would each of its messages
)

Raw = tuple[str, str, str, list[dict[str, Any]]]  # code, level, text, references as Arelle logs them


class Collector(logging.Handler):
    """Keeps log records; references are resolved later, while the model is still open."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(LogFormatter("%(message)s"))
        self.records: list[Raw] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep code, level, text and references of a record."""
        refs = getattr(record, "refs", [])
        code = getattr(record, "messageCode", "") or ""
        self.records.append((code, record.levelname.lower(), self.format(record), refs))


def result_of(model: Any, raw: list[Raw], failure: str = "") -> EngineResult:
    """Read a validated model and what was logged about it; ``failure`` is what the run itself already knows."""
    broken = _broken(raw) or failure or _failure(model)
    records, values = (*records_of(model, raw), *_inconsistent(model, raw)), _values(model)
    return EngineResult(records, _assertions(model), len(getattr(model, "facts", ())), broken, values=values)


def _values(model: Any) -> tuple[str, ...]:
    """Return the text of every fact in the order of the document: of an element with a context, whatever it is."""
    document = getattr(model, "modelDocument", None)
    if document is None or document.xmlRootElement is None:
        return ()
    root = document.xmlRootElement.getroottree().getroot()
    found = (each for each in root.iter(etree.Element) if each.get("contextRef") is not None)
    return tuple(_value(each) if isinstance(each, ModelFact) else each.textValue for each in found)


def _broken(raw: list[Raw]) -> str:
    """Tell how Arelle failed by its own account; its parser reports a lack of memory like a fault in the file."""
    if any(_FULL in text or code.removeprefix(_CRASH) == "MemoryError" for code, _, text, _ in raw):
        return "memory"
    return "exception" if any(code.startswith(_CRASH) for code, *_ in raw) else ""


def _failure(model: Any) -> str:
    if model is None or model.modelDocument is None:
        return "not_loaded"
    return "formula" if _has_assertions(model) and _assertions(model) is None else ""


def _has_assertions(model: Any) -> bool:
    """Tell whether a DTS asserts anything: of formulas that only derive facts Arelle counts nothing."""
    sets = getattr(model, "modelVariableSets", ())
    return any(isinstance(each, ModelVariableSetAssertion) for each in sets) or bool(_consistency_assertions(model))


def _consistency_assertions(model: Any) -> list[Any]:
    return sorted(getattr(model, "modelConsistencyAssertions", ()), key=lambda each: str(each.id))


def _assertions(model: Any) -> int | None:
    counts = [entry for entry in getattr(model, "errors", ()) if isinstance(entry, dict)]
    return len(counts[-1]) if counts else None


def records_of(model: Any, raw: list[Raw]) -> tuple[Record, ...]:
    """Turn log entries into records; the trace that follows an assertion's message tells its variables.

    Of an assertion that has no message there is but the trace: that it is not satisfied is worth a warning.
    """
    records: list[Record] = []
    places = _Places(model)
    told = {_assertion(refs) for code, _, _, refs in raw if code.startswith(_MESSAGE)}
    latest = ""
    for code, level, text, refs in raw:
        if code == _TRACE and _assertion(refs) in told:
            records[-1:] = [_bind(model, each, text) if _assertion(refs) == latest else each for each in records[-1:]]
        elif code not in _CHATTER and not code.startswith("info:"):
            weight = "warning" if code == _TRACE else level
            first, others = tongues.split(_sober(text))
            found = places.of(refs)
            more = max(0, len(found) - MOST_REFS)
            records.append(Record(code, weight, first, found[:MOST_REFS], translations=others, more=more))
            latest = _assertion(refs) if code.startswith(_MESSAGE) else ""
    return tuple(records)


def _inconsistent(model: Any, raw: list[Raw]) -> Iterator[Record]:
    """Give the consistency assertions that do not hold: Arelle counts them, and has their messages as mere notes."""
    for each in _consistency_assertions(model):
        count = getattr(each, "countNotSatisfied", 0)
        if not count:
            continue
        told = (text for code, level, text, _ in raw if level == "info" and code == f"{_MESSAGE}{each.id}")
        text = next(told, f"consistency assertion {each.id}: {count} not satisfied")
        line = each.sourceline if isinstance(each.sourceline, int) else None
        yield Record(_TRACE, "warning", text, (Ref(str(each.elementQname), each.modelDocument.uri, line),))


def _assertion(refs: list[dict[str, Any]]) -> str:
    """Return the address of the first thing that a log entry is about: of an assertion, the assertion itself."""
    return str(refs[0].get("href", "")) if refs else ""


def _sober(text: str) -> str:
    """Leave out what only a developer of Arelle could use."""
    return _OBJECT_NUMBER.sub(r"\1[", text.partition(_TRACEBACK)[0])


def _bind(model: Any, record: Record, trace: str) -> Record:
    """Note which variable bound which fact alone, where facts of one concept could be mistaken for each other."""
    facts = {ref.fact for ref in record.refs if ref.fact is not None}
    alone = _bound_alone(model, record)
    bindings = []
    for variable, name, context in _BINDING.findall(trace):
        found = (
            _fact_key(fact)
            for fact in model.factsByLocalName.get(name.rpartition(":")[2], ())
            if fact.contextID == context
        )
        key_of = next((fact for fact in found if fact in facts), None)
        if variable in alone and key_of is not None and sum(fact.concept == key_of.concept for fact in facts) > 1:
            bindings.append((variable, key_of))
    return replace(record, bindings=tuple(sorted(bindings, key=str)))


def _bound_alone(model: Any, record: Record) -> set[str]:
    """Return the variables that bind one fact; of a sequence Arelle's trace names any one, another each run."""
    rule = record.code.rpartition(":")[2]
    found = (each for each in model.modelVariableSets if each.id == rule)
    return {
        str(link.variableQname)
        for each in found
        for link in each.orderedVariableRelationships
        if getattr(link.toModelObject, "bindAsSequence", None) != "true"
    }


class _Places:
    """What records point at, one value for each fact however many records point at it."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._known: dict[tuple[Any, ...], tuple[tuple[object, ...], Ref]] = {}

    def of(self, refs: list[dict[str, Any]]) -> tuple[Ref, ...]:
        """Return references in order: Arelle takes the facts of a sequence from a set, in another order each run."""
        return tuple(ref for _, ref in sorted(map(self._find, refs), key=itemgetter(0)))

    def _find(self, ref: dict[str, Any]) -> tuple[tuple[object, ...], Ref]:
        name = ref.get("objectId"), ref.get("href"), ref.get("sourceLine")
        found = self._known.get(name)
        if found is None:
            made = _ref(self._model, ref)
            found = self._known[name] = _place(made), made
        return found


def _place(ref: Ref) -> tuple[bool, str, int, str, str, str]:
    """Tell references apart even where a whole instance stands on one line."""
    return ref.fact is not None, ref.document, ref.line or 0, ref.element, str(ref.fact), ref.value or ""


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
    if not has_neighbours(Period(*period)):
        return None
    dims = [Dimension(_qname(axis), _member(value)) for axis, value in context.qnameDims.items()]
    return key(_qname(fact.qname), period, dims, _unit(fact))


def _member(value: Any) -> QName:
    """Return an explicit member, or the text of a typed one as a name without namespace."""
    if value.isExplicit:
        return _qname(value.memberQname) if value.memberQname is not None else QName("", "")
    return QName("", " ".join((value.typedMember.stringValue if value.typedMember is not None else "").split()))


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
