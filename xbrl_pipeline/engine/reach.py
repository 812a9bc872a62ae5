"""How far an XPath expression of a formula looks: at a whole fact, or only at the context and unit it has.

Relies on arelle-release 2.47.3, which keeps expressions parsed: lists of literals, of ``VariableRef``, and of
``OperationDef`` with a name and arguments.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from arelle import XbrlConst
from arelle.formula import XPathContext, XPathParser

Reach = dict[object, bool]  # of each variable, and of "." for the context item: whether more than its context counts

_LITERALS: Final = (str, int, float, Decimal, XPathParser.ProgHeader, XPathParser.OpDef)
_OPERATORS: Final = {
    *XPathContext.VALUE_OPS,
    *XPathContext.GENERALCOMPARISON_OPS,
    *XPathContext.LOGICAL_OPS,
    *XPathContext.UNARY_OPS,
    *XPathContext.FORSOMEEVERY_OPS,
    *("sequence", "if", "then", "else"),
}
_OF_THE_CONTEXT: Final = {"period", "unit", "entity", "identifier", "fact-identifier-value", "fact-identifier-scheme"}
# They look at nothing but their arguments.
_FUNCTIONS: Final = {
    XbrlConst.fn: {
        *("not", "exists", "empty", "true", "false", "QName"),
        *("year-from-date", "year-from-dateTime", "month-from-date", "day-from-date"),
    },
    XbrlConst.xsd: {"date", "dateTime", "dayTimeDuration", "yearMonthDuration", "string", "integer", "decimal"},
    XbrlConst.xfi: {
        *("is-instant-period", "is-start-end-period", "period-instant", "period-start", "period-end"),
        *("measure-name", "unit-numerator", "unit-denominator", "identifier-value", "identifier-scheme"),
    },
}
_WITH_ARGUMENT: Final = {XbrlConst.fn: {"string"}}  # without one they look at the context item


def reach_of(tokens: Iterable[Any]) -> Reach | None:
    """Return how far an expression looks; None where it has anything that is not known here."""
    found: Reach = {}
    for token in tokens:
        one = _reach(token)
        if one is None:
            return None
        for name, wide in one.items():
            found[name] = found.get(name, False) or wide
    return found


def _reach(token: Any) -> Reach | None:
    match token:
        case XPathParser.VariableRef():
            return {token.name: True}
        case XPathParser.OperationDef():
            return _operation(token)
        case XPathParser.RangeDecl():
            return reach_of(token.bindingSeq)
        case XPathParser.Expr():
            return reach_of(token.expr)
        case list() | tuple() | XPathParser.ParseResults():
            return reach_of(token)
    return {} if isinstance(token, _LITERALS) else None


def _operation(operation: Any) -> Reach | None:
    name, arguments = operation.name, list(operation.args)
    if isinstance(name, XPathParser.QNameDef):
        return _function(name, arguments)
    if name == ".":
        return {".": True}
    return reach_of(arguments) if name in _OPERATORS else None


def _function(name: Any, arguments: list[Any]) -> Reach | None:
    namespace = name.namespaceURI or XbrlConst.fn
    looked = reach_of(arguments)
    if namespace == XbrlConst.xfi and name.localName in _OF_THE_CONTEXT and looked is not None:
        return dict.fromkeys(looked, False) if len(arguments) == 1 and _is_item(arguments[0]) else None
    known = name.localName in _FUNCTIONS.get(namespace, ())
    known = known or (bool(arguments) and name.localName in _WITH_ARGUMENT.get(namespace, ()))
    return looked if known else None


def _is_item(token: Any) -> bool:
    """Tell whether an argument is a variable or the context item, and nothing made of them."""
    return isinstance(token, XPathParser.VariableRef) or getattr(token, "name", None) == "."
