"""The least that a check can cost: parse, a dictionary of facts, and the same equations in plain Python."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.instance.reader import read_instance
from xbrl_pipeline.taxonomy.model import Rule, Term
from xbrl_pipeline.taxonomy.profiles import profile_of
from xbrl_pipeline.taxonomy.store import load_model

_CONTEXT: Final = "{http://www.xbrl.org/2003/instance}context"
Amounts = dict[str, Decimal]  # by concept, in Clark notation


def floor(instance: Path) -> int:
    """Return how many equations do not hold."""
    root = etree.parse(str(instance)).getroot()
    by_context: defaultdict[str, Amounts] = defaultdict(dict)
    for element in root:
        if element.get("unitRef") and element.text:
            by_context[element.get("contextRef") or ""][str(element.tag)] = Decimal(element.text)
    return sum(not _holds(rule, amounts) for amounts in by_context.values() for rule in _equations(instance))


@cache
def _equations(instance: Path) -> tuple[Rule, ...]:
    profile = profile_of(read_instance(instance).schema_refs[0])
    if profile is None:
        raise LookupError(instance)
    with Engine() as engine:
        model = load_model(profile, engine)
    return tuple(rule for rule in model.rules.values() if rule.left and rule.right)


def _holds(rule: Rule, amounts: Mapping[str, Decimal]) -> bool:
    left, right = _side(rule.left, amounts), _side(rule.right, amounts)
    return left is None or right is None or left == right


def _side(terms: Iterable[Term], amounts: Mapping[str, Decimal]) -> Decimal | None:
    found = [term.weight * amounts[str(name)] for term in terms for name in term.concepts if str(name) in amounts]
    return sum(found, Decimal(0)) if found else None
