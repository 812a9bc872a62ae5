"""What a report must say by the rules of its taxonomy: always, or because of a code that it says (a sector)."""

import re
from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.taxonomy.model import Rule, TaxonomyModel

_ONCE: Final = re.compile(r"count\(\$\w+\) (?:eq|=|ge|>=) 1")
_EXISTS: Final = re.compile(r"exists\(\$\w+\)")
_ONE_OF: Final = re.compile(r"\$\w+ (?:=|eq) (\('[^']*'(?:, ?'[^']*')*\)|'[^']*')")


class Obligation(NamedTuple):
    """A line that must be there; where ``because`` is named, only if that says one of the codes."""

    line: QName
    because: QName | None = None
    codes: tuple[str, ...] = ()


def obligations(model: TaxonomyModel) -> Iterator[Obligation]:
    """Give what must be there always, then what must be there because of something that must."""
    always = {line for rule in model.rules.values() for line in asked_once(rule, model)}
    yield from map(Obligation, always)
    for rule in model.rules.values():
        found = asked_because(rule, model, always)
        if found is not None:
            yield found


def asked_once(rule: Rule, model: TaxonomyModel) -> tuple[QName, ...]:
    """Return the line that a rule wants to be there once, whatever else the report says."""
    subjects = tuple(name for name in rule.subjects if name in model.concepts)
    must = rule.severity is Severity.ERROR and len(subjects) == 1
    once = rule.kind == "existenceAssertion" or _ONCE.fullmatch(" ".join(rule.test.split())) is not None
    return subjects if must and once else ()


def asked_because(rule: Rule, model: TaxonomyModel, known: Container[QName]) -> Obligation | None:
    """Return the line that a rule wants where a known one says certain codes (``$sector = ('PO', 'VO')``)."""
    names = [name for name in rule.subjects if name in model.concepts]
    asked = [name for name in names if name not in known]
    given = [name for name in names if name in known]
    must = rule.severity is Severity.ERROR and _EXISTS.fullmatch(rule.test.strip()) is not None
    if not must or not len(asked) == len(given) == len(rule.conditions) == 1:
        return None
    form = _ONE_OF.fullmatch(rule.conditions[0].strip())
    return None if form is None else Obligation(asked[0], given[0], tuple(re.findall(r"'([^']*)'", form[1])))
