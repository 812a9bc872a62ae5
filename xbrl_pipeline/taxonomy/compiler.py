"""A DTS dump of the engine to a ``TaxonomyModel``, and that model to and from a compact file."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from xbrl_pipeline.engine import DtsDump
from xbrl_pipeline.engine.records import AssertionDump, ConceptDump, MemberDump
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.taxonomy.linear import sides
from xbrl_pipeline.taxonomy.model import Concept, Kind, Rule, TaxonomyModel, Term

FORMAT = 1  # of the cache file; another number is compiled anew
_SEVERITIES = {"ERROR": Severity.ERROR, "WARNING": Severity.WARNING, "OK": Severity.INFO}


def from_dump(package: str, entry_point: str, sha256: str, dump: DtsDump) -> TaxonomyModel:
    """Build the model of an entry point."""
    return TaxonomyModel(
        package=package,
        entry_point=entry_point,
        sha256=sha256,
        prefixes=dict(dump.prefixes),
        concepts={item.name: _concept(item) for item in dump.concepts},
        rules={item.id: _rule(item) for item in dump.assertions},
        members={item.name: _member_labels(item) for item in dump.members},
    )


def _member_labels(dump: MemberDump) -> dict[str, str]:
    return {lang: text.partition(" [")[0] for role, lang, text in dump.labels if role == "label"}


def _concept(dump: ConceptDump) -> Concept:
    return Concept(
        name=dump.name,
        prefix=dump.prefix,
        kind=_kind(dump),
        instant=dump.instant,
        balance=dump.balance,
        labels={(role, lang): text for role, lang, text in dump.labels},
        whole=dump.fraction_digits == 0 or dump.base_type.endswith(("integer", "Integer")),
        codes=dump.codes,
        pattern=dump.pattern,
        max_length=dump.max_length,
    )


def _kind(dump: ConceptDump) -> Kind:
    if dump.monetary:
        return Kind.MONETARY
    if dump.numeric:
        return Kind.NUMBER
    if dump.codes:
        return Kind.CODE
    return Kind.DATE if dump.base_type == "date" else Kind.TEXT


def _rule(dump: AssertionDump) -> Rule:
    both = sides(dump.test, {variable.name: variable.concepts for variable in dump.variables})
    subjects = tuple(sorted({name for variable in dump.variables for name in variable.concepts}))
    return Rule(dump.id, _SEVERITIES[dump.severity], dump.test, dict(dump.messages), *both, subjects)


def to_bytes(model: TaxonomyModel) -> bytes:
    """Write a model as compact JSON."""
    data = {
        "format": FORMAT,
        "package": model.package,
        "entry_point": model.entry_point,
        "sha256": model.sha256,
        "prefixes": model.prefixes,
        "concepts": [
            asdict(item) | {"labels": [[*key, text] for key, text in item.labels.items()]}
            for item in model.concepts.values()
        ],
        "rules": [asdict(rule) for rule in model.rules.values()],
        "members": [[*name, labels] for name, labels in model.members.items()],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> TaxonomyModel | None:
    """Read what ``to_bytes`` wrote; None for another format."""
    raw = json.loads(data)
    if raw.get("format") != FORMAT:
        return None
    concepts = [_read_concept(item) for item in raw["concepts"]]
    rules = [_read_rule(item) for item in raw["rules"]]
    return TaxonomyModel(
        raw["package"],
        raw["entry_point"],
        raw["sha256"],
        raw["prefixes"],
        {concept.name: concept for concept in concepts},
        {rule.id: rule for rule in rules},
        {QName(namespace, local): labels for namespace, local, labels in raw["members"]},
    )


def _read_concept(raw: Mapping[str, Any]) -> Concept:
    return Concept(
        **dict(raw)
        | {
            "name": QName(*raw["name"]),
            "kind": Kind(raw["kind"]),
            "labels": {(role, lang): text for role, lang, text in raw["labels"]},
            "codes": tuple(raw["codes"]),
        }
    )


def _read_rule(raw: Mapping[str, Any]) -> Rule:
    terms = {side: tuple(map(_read_term, raw[side])) for side in ("left", "right")}
    subjects = tuple(QName(*name) for name in raw["subjects"])
    return Rule(**dict(raw) | {"severity": Severity(raw["severity"]), "subjects": subjects} | terms)


def _read_term(raw: Mapping[str, Any]) -> Term:
    return Term(raw["variable"], tuple(QName(*name) for name in raw["concepts"]), raw["weight"])
