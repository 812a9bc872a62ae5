"""The engine's own words made fit for a reader: labels for element names, and nothing of its insides."""

import re
from typing import Final

from xbrl_pipeline.engine import Record
from xbrl_pipeline.messages.plain import without_long_words
from xbrl_pipeline.model.cells import in_short
from xbrl_pipeline.model.facts import Dimension, FactKey, QName
from xbrl_pipeline.taxonomy.model import Hypercube
from xbrl_pipeline.validation.evidence import Evidence

TOO_MANY: Final = "xbrldie:PrimaryItemDimensionallyInvalidError"
# how Arelle shows an object of its own: modelFact[qname: t:A, contextRef: c, ..., line 5], complexType(...)
_OBJECT: Final = re.compile(r"\bmodel\w+\[(?:qname: )?(?P<name>[\w.-]+:[\w.-]+)?[^\]]*\]", re.IGNORECASE)
_TYPE: Final = re.compile(r"\b(?:complexType|simpleType)\([^)]*\)")
_NAME: Final = re.compile(r"(?<![\w/:#.-])([A-Za-z_][\w.-]*):([A-Za-z_][\w.-]*)(?![\w/:-])")
_VALUE: Final = re.compile(r"value error: (?P<value>.*?)(?:, (?:lexical|pattern|.*(?:range|in )).*)?\Z", re.DOTALL)


def words_of(record: Record, fact: FactKey | None, evidence: Evidence) -> dict[str, object]:
    """Return what fills the gaps of the sentence about a record."""
    day = day_of(record, evidence)
    found = _VALUE.search(record.text)
    return {
        "text": in_words(record.text, evidence),
        "code": record.code,
        "line": evidence.label(fact.concept) if fact else "",
        "period": evidence.period(fact) if fact else "",
        "contexts": in_short(_contexts(day[1], evidence)) if day else "",
        "value": day[1] if day else without_long_words(found["value"] if found else record.text),
        "members": tuple(map(evidence.label_of_member, too_many(fact, evidence))) if fact else "",
    }


def in_words(text: str, evidence: Evidence) -> str:
    """Return a text of the engine with labels where it has names of elements that the taxonomy knows."""
    bare = _TYPE.sub("", _OBJECT.sub(lambda match: match["name"] or "", text))
    return " ".join(without_long_words(_NAME.sub(lambda match: _label(match, evidence), bare)).split())


def _label(match: re.Match[str], evidence: Evidence) -> str:
    namespace = evidence.model.prefixes.get(match[1])
    name = QName(namespace, match[2]) if namespace is not None else None
    if name is None:
        return match[0]
    if name in evidence.model.concepts:
        return f'"{evidence.label(name)}"'
    return f'"{evidence.label_of_member(name)}"' if name in evidence.model.members else match[0]


def day_of(record: Record, evidence: Evidence) -> tuple[str, str] | None:
    """Return the context and the text of the day that a record is about."""
    return next((evidence.days[ref.line] for ref in record.refs if ref.line and ref.line in evidence.days), None)


def _contexts(day: str, evidence: Evidence) -> list[str]:
    return list(dict.fromkeys(context for context, text in evidence.days.values() if text == day))


def too_many(fact: FactKey, evidence: Evidence) -> tuple[QName, ...]:
    """Return the members of a fact that no table of the taxonomy has for its concept; none where each is in some."""
    tables = [table for table in evidence.model.tables if fact.concept in table.items and not table.excludes]
    return tuple(item.member for item in fact.dimensions if not any(_has(table, item) for table in tables))


def _has(table: Hypercube, item: Dimension) -> bool:
    return any(axis.name == item.axis and (axis.typed or item.member in axis.members) for axis in table.axes)
