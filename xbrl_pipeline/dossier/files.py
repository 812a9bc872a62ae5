"""The JSON files of a dossier: written from the nouns, and read back into them."""

from collections.abc import Sequence
from datetime import UTC, date
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json

from xbrl_pipeline.dossier.names import FACTS, LEDGER, MANIFEST, REPORT
from xbrl_pipeline.dossier.schema import (
    FactEntry,
    FactsFile,
    FindingEntry,
    LedgerCounts,
    LedgerFile,
    ManifestFile,
    PlaceEntry,
    ReportFile,
    SuspectEntry,
    ValueEntry,
    make_encodable,
)
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, FactValue, Period, QName
from xbrl_pipeline.model.findings import Comparison, Finding, FindingValue, Place, Suspect
from xbrl_pipeline.model.ledger import Ledger, LedgerEntry
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Manifest, Report

_DEPTH: Final = 4  # of a place in a file that is told
ValueType = Literal["number", "date", "text"]
FileT = TypeVar("FileT", bound=BaseModel)
_AS_WRITTEN: Final = (  # what a finding and its entry hold alike
    *("code", "severity", "message", "advice", "phase", "about", "concept", "period", "lines", "follows", "times"),
    "regraded",
)


def report_json(report: Report, messages: Messages) -> bytes:
    """Write ``report.json``: UTF-8, always the same key order."""
    return to_bytes(report_file(report, messages))


def report_file(report: Report, messages: Messages) -> ReportFile:
    """Return what ``report.json`` holds."""
    fields = {name: getattr(report, name) for name in ReportFile.model_fields if name != "summary"}
    fields["created"] = report.created.astimezone(UTC)
    summary = f"{messages.text(f'verdict.{report.verdict}')}. {meaning(report, messages)}"
    return ReportFile.model_validate({**fields, "summary": summary})


def meaning(report: Report, messages: Messages) -> str:
    """Say what the verdict means; by a taxonomy that is not installed it means nothing to a receiver."""
    if report.taxonomy is not None and not report.taxonomy.installed:
        return messages.text("verdict.elsewhere", taxonomy=printable(report.taxonomy.id))
    return messages.advice(f"verdict.{report.verdict}")


def read_report(report: bytes, ledger: bytes | None = None) -> Report:
    """Read what ``report_json`` and ``ledger_json`` wrote; a file that is something else is a PipelineError."""
    file = read_report_file(report)
    fields = file.model_dump(exclude={"summary", "counts"})
    fields |= {"findings": tuple(map(_finding, file.findings)), "muted": tuple(map(_finding, file.muted))}
    fields["ledger"] = None if ledger is None else read_ledger(ledger)
    return TypeAdapter(Report).validate_python(fields)


def read_report_file(data: bytes) -> ReportFile:
    """Read ``report.json`` as it was written; a file that is something else is a PipelineError."""
    return _read(ReportFile, data, REPORT)


def read_ledger(data: bytes) -> Ledger:
    """Read what ``ledger_json`` wrote; a file that is something else is a PipelineError."""
    lines = _read(LedgerFile, data, LEDGER).entries
    return Ledger(tuple(LedgerEntry(**(line.model_dump() | {"cell": CellRef.parse(line.cell)})) for line in lines))


def facts_json(facts: Sequence[Fact]) -> bytes:
    """Write ``facts.json``; numbers are exact decimal text."""
    return _written({"facts": [_fact_entry(fact) for fact in facts]})


def read_facts(data: bytes) -> tuple[Fact, ...]:
    """Read what ``facts_json`` wrote; a file that is something else is a PipelineError."""
    return tuple(map(_fact, _read(FactsFile, data, FACTS).facts))


def ledger_json(ledger: Ledger) -> bytes:
    """Write ``ledger.json``: the balance, then every cell."""
    counts = {name: getattr(ledger, name) for name in LedgerCounts.model_fields}
    return _written({"counts": counts, "entries": [_ledger_line(entry) for entry in ledger.entries]})


def manifest_json(manifest: Manifest) -> bytes:
    """Write ``manifest.json``, files by name."""
    fields = {name: getattr(manifest, name) for name in ManifestFile.model_fields}
    fields["files"] = dict(sorted(manifest.files.items()))
    fields["created"] = manifest.created.astimezone(UTC)
    return to_bytes(ManifestFile.model_validate(fields))


def read_manifest(data: bytes) -> Manifest:
    """Read what ``manifest_json`` wrote; a file that is something else is a PipelineError."""
    return TypeAdapter(Manifest).validate_python(read_manifest_file(data).model_dump())


def read_manifest_file(data: bytes) -> ManifestFile:
    """Read ``manifest.json`` as it was written; a file that is something else is a PipelineError."""
    return _read(ManifestFile, data, MANIFEST)


def to_bytes(file: BaseModel) -> bytes:
    """Write a file model as indented JSON with a line end."""
    return f"{file.model_dump_json(indent=2)}\n".encode()


def _read(model: type[FileT], data: bytes, name: str) -> FileT:
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        if not first["loc"]:
            raise PipelineError("dossier.json", file=name) from error
        raise PipelineError("dossier.field", file=name, field=".".join(map(str, first["loc"][:_DEPTH]))) from error


def _finding(entry: FindingEntry) -> Finding:
    own = {name: getattr(entry, name) for name in _AS_WRITTEN}
    return Finding(
        **own,
        cells=_cells(entry.cells),
        values=tuple(FindingValue(**_with_cells(each)) for each in entry.values),
        comparison=Comparison(**entry.comparison.model_dump()) if entry.comparison is not None else None,
        because=_cells(entry.because),
        suspects=tuple(Suspect(**_with_cells(each)) for each in entry.suspects),
        leads=tuple(Suspect(**_with_cells(each)) for each in entry.leads),
        places=tuple(map(_place, entry.places)),
    )


def _place(entry: PlaceEntry) -> Place:
    values = tuple(FindingValue(**_with_cells(each)) for each in entry.values)
    return Place(**_with_cells(entry) | {"values": values})


def _with_cells(entry: ValueEntry | SuspectEntry | PlaceEntry) -> dict[str, Any]:
    return entry.model_dump() | {"cells": _cells(entry.cells)}


def _cells(texts: Sequence[str]) -> tuple[CellRef, ...]:
    return tuple(map(CellRef.parse, texts))


def _written(file: dict[str, object]) -> bytes:
    """Write a file of many like entries, of which a model for each would take most of the time, as ``to_bytes`` does.

    Tests hold what comes out against the models.
    """
    try:
        return to_json(file, indent=2) + b"\n"
    except ValueError:  # half a character: part of a name that is no Unicode
        return to_json(_encodable(file), indent=2) + b"\n"


def _encodable(value: object) -> object:
    match value:
        case dict():
            return {name: _encodable(each) for name, each in value.items()}
        case list():
            return [_encodable(each) for each in value]
        case _:
            return make_encodable(value)


def _fact_entry(fact: Fact) -> dict[str, object]:
    """Return a ``FactEntry``."""
    concept, period, dimensions, unit = fact.key
    kind, value = _typed(fact.value)
    cells = [str(cell) for cell in fact.cells]
    return {
        "concept": str(concept),
        "period": {"start": period.start, "end": period.end},
        "dimensions": [{"axis": str(axis), "member": str(member)} for axis, member in dimensions],
        "unit": unit,
        "type": kind,
        "value": value,
        "decimals": fact.decimals,
        "cells": [] if fact.derived else cells,
        "derived_from": cells if fact.derived else [],
    }


def _ledger_line(entry: LedgerEntry) -> dict[str, object]:
    """Return a ``LedgerLine``."""
    return {
        "cell": str(entry.cell),
        "text": entry.text,
        "fate": entry.fate,
        "reason": entry.reason,
        "concept": entry.concept,
        "hidden": entry.hidden,
        "label": entry.label,
        "words": entry.words,
    }


def _typed(value: FactValue) -> tuple[ValueType, str]:
    match value:
        case Decimal():
            return "number", f"{value:f}"
        case date():
            return "date", value.isoformat()
        case _:
            return "text", value


def _fact(entry: FactEntry) -> Fact:
    dimensions = tuple(Dimension(_qname(each.axis), _qname(each.member)) for each in entry.dimensions)
    period = Period(entry.period.start, entry.period.end)
    key = FactKey(_qname(entry.concept), period, dimensions, entry.unit)
    cells = tuple(map(CellRef.parse, entry.derived_from or entry.cells))
    return Fact(key, _untyped(entry), cells, entry.decimals, derived=bool(entry.derived_from))


def _untyped(entry: FactEntry) -> FactValue:
    if entry.type == "number":
        return Decimal(entry.value)
    return date.fromisoformat(entry.value) if entry.type == "date" else entry.value


def _qname(clark: str) -> QName:
    namespace, _, local = clark.removeprefix("{").partition("}")
    return QName(namespace, local)
