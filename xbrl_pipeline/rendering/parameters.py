"""What tables take from a report: the values of the parameters of a taxonomy, such as the last day of the year.

A parameter is an XPath expression, and a taxonomy may come from anybody. So an expression is evaluated only where each
part of it is known to end soon (no loops, no functions that read), over the few elements that it names. One that is
anything else has no value, and a table that needs it is not used.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree as ET

import elementpath

from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy.layouts import Parameter

Value = date | QName | str
_HARMLESS: Final = frozenset(
    {
        *("(", ")", "[", "]", ",", "/", "//", ".", ":", "$", "+", "-", "and", "or", "if", "then", "else"),
        *("=", "!=", "<", ">", "<=", ">=", "eq", "ne", "lt", "gt", "le", "ge"),
        *("(name)", "(string)", "(integer)", "(decimal)", "exists", "empty", "not", "string", "number", "count"),
        *("matches", "true", "false", "concat", "substring", "normalize-space", "date", "dateTime", "QName"),
        *("integer", "decimal", "dayTimeDuration", "yearMonthDuration"),
    }
)
_LONGEST: Final = 2_000  # characters
_REFERENCE: Final = re.compile(r"^\s*\$(?:[\w.-]+:)?([\w.-]+)\s*$")
_GAP: Final = re.compile(r"\{\s*\$(?:[\w.-]+:)?([\w.-]+)\s*\}")
_NAMED: Final = re.compile(r"\$(?:[\w.-]+:)?([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Values:
    """The parameters that have a value, by name."""

    found: Mapping[str, Value] = field(default_factory=dict)

    def of(self, expression: str) -> Value | None:
        """Return the value of ``$name``; None for an expression of another kind, or one without a value."""
        reference = _REFERENCE.match(expression)
        return self.found.get(reference[1]) if reference else None

    def day(self, expression: str) -> date | None:
        """Return the day that an expression names."""
        value = self.of(expression)
        return value if isinstance(value, date) else None

    def filled(self, message: str, show: Callable[[Value], str]) -> str | None:
        """Return a message with its parameters filled in; None where one has no value, or is more than a name."""
        if any(name not in self.found for name in _GAP.findall(message)) or "{" in _GAP.sub("", message):
            return None
        return _GAP.sub(lambda gap: show(self.found[gap[1]]), message)


def evaluate(parameters: Sequence[Parameter], facts: Sequence[ReadFact]) -> Values:
    """Return the values that parameters have in a report."""
    found: dict[str, Value] = {}
    waiting = list(parameters)
    while waiting:
        ready = [each for each in waiting if not _needs(each) & {other.name for other in waiting}]
        for each in ready or waiting:  # those that wait for each other have no value
            value = _evaluate(each, facts, found) if ready else None
            if value is not None:
                found[each.name] = value
            waiting.remove(each)
            if not ready:
                break
    return Values(found)


def _needs(parameter: Parameter) -> set[str]:
    return set(_NAMED.findall(parameter.select)) - {parameter.name}


def _evaluate(parameter: Parameter, facts: Sequence[ReadFact], known: Mapping[str, Value]) -> Value | None:
    token = _parsed(parameter.select, parameter.prefixes)
    if token is None:
        return None
    try:
        variables = {name: _as_xpath(value) for name, value in known.items()}
        context = elementpath.XPathContext(_document(parameter, facts), variables=variables)
        return _plain(list(token.select(context)))
    except (elementpath.ElementPathError, ArithmeticError, ValueError, TypeError, LookupError):
        return None


@lru_cache(maxsize=256)
def _parsed(select: str, prefixes: tuple[tuple[str, str], ...]) -> Any | None:  # noqa: ANN401 - the library has no name for it
    """Return an expression that can be evaluated without danger."""
    if len(select) > _LONGEST:
        return None
    try:
        token = elementpath.XPath2Parser(namespaces=dict(prefixes)).parse(select)
    except (elementpath.ElementPathError, RecursionError):
        return None
    return token if all(each.symbol in _HARMLESS for each in token.iter()) else None


def _document(parameter: Parameter, facts: Sequence[ReadFact]) -> ET.Element:
    """Return a report that holds only what an expression names."""
    root = ET.Element("{http://www.xbrl.org/2003/instance}xbrl")
    names = {QName(uri, local) for prefix, uri in parameter.prefixes for local in _locals(parameter.select, prefix)}
    for fact in facts:
        if fact.concept in names:
            ET.SubElement(root, str(fact.concept)).text = fact.text
    return root


def _locals(select: str, prefix: str) -> list[str]:
    return re.findall(rf"(?<![\w.-]){re.escape(prefix)}:([\w.-]+)", select)


def _as_xpath(value: Value) -> Any:  # noqa: ANN401 - a value of the library
    if isinstance(value, date):
        return elementpath.datatypes.Date.fromstring(value.isoformat())
    if isinstance(value, QName):
        return elementpath.datatypes.QName(value.namespace, f"p:{value.local}" if value.namespace else value.local)
    return value


def _plain(results: Sequence[Any]) -> Value | None:
    if len(results) != 1:
        return None
    value = results[0]
    if isinstance(value, elementpath.datatypes.QName):
        return QName(value.namespace or "", value.local_name)
    if isinstance(value, (elementpath.datatypes.Date10, elementpath.datatypes.DateTime10)):
        return date(value.year, value.month, value.day)
    text = getattr(value, "string_value", value)
    return text.strip() if isinstance(text, str) else None
