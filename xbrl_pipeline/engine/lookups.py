"""Answers that Arelle looks up each time it is asked, though they stay the same for as long as it can ask.

Relies on arelle-release 2.47.3. Each lookup asks Arelle's own code once, and keeps the answer where it cannot go stale:

- on objects of the DTS what the DTS alone decides: ``ModelConcept.instanceOfType``, ``ModelType.isDerivedFrom``,
  ``ModelRelationship.variableQname``, ``filterQname`` of filters on concepts;
- on facts and on the root element of an instance, which go with it: ``ModelFact.concept`` and ``unit``, and what
  ``XmlUtil.children`` and ``descendants`` find below the root, where steps of XPath expressions begin;
- ``ModelObject.modelXbrl`` goes by way of a marker that only inline documents have;
- ``XPathParser.parse`` hands its text to the grammar ``xpathExpr``, which leaves what it read on ``exprStack``: the
  same text with the same prefixes is read once. Expressions do not change when they are evaluated.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from arelle import XmlUtil
from arelle.formula import XPathParser
from arelle.ModelDtsObject import ModelConcept, ModelRelationship, ModelType
from arelle.ModelFormulaObject import ModelConceptFilterWithQnameExpression
from arelle.ModelInstanceObject import ModelFact
from arelle.ModelObject import ModelObject
from arelle.ModelValue import QName

_KEPT: Final = "_lookup"  # prefix of what is kept on objects of Arelle's
_PROPERTIES: Final = (
    (ModelFact, "concept"),
    (ModelFact, "unit"),
    (ModelRelationship, "variableQname"),
    (ModelConceptFilterWithQnameExpression, "filterQname"),
)
Call = Callable[..., Any]


def install() -> None:
    """Look things up once from here on. Changes Arelle itself: only in a process of ours, with its DTS loaded."""
    for kind, name in _PROPERTIES:
        setattr(kind, name, property(_looked_up(f"{_KEPT}_{name}", getattr(kind, name).fget)))
    ModelConcept.instanceOfType = _of_types(ModelConcept.instanceOfType)
    ModelType.isDerivedFrom = _derived(ModelType.isDerivedFrom)
    XmlUtil.children = _children(XmlUtil.children)
    XmlUtil.descendants = _descendants(XmlUtil.descendants)
    ModelObject.modelXbrl = property(_model(ModelObject.modelXbrl.fget))


def read_expressions_once() -> None:
    """Have the same XPath expression of one DTS read once. Changes Arelle itself, before that DTS is loaded."""
    grammar = XPathParser.xpathExpr
    XPathParser.xpathExpr = _Grammar(grammar.arelles if isinstance(grammar, _Grammar) else grammar)


class _Grammar:
    """Arelle's grammar of XPath expressions, with a memory of what it read without complaint."""

    def __init__(self, arelles: Any) -> None:
        self.arelles = arelles
        self._read: dict[tuple[Any, ...], list[Any]] = {}

    def parse_string(self, text: str, **options: Any) -> Any:
        """Read an expression on to the stack of Arelle's parser; what is wrong with one is said every time."""
        if XPathParser.modelXbrl is None or XPathParser.xmlElement is None:  # Arelle tries the grammar out
            return self.arelles.parse_string(text, **options)
        stack, element, errors = XPathParser.exprStack, XPathParser.xmlElement, XPathParser.modelXbrl.errors
        key = (text, element.localName, frozenset(element.nsmap.items()))
        if key in self._read:
            stack += self._read[key]
            return None
        before, said = len(stack), len(errors)
        found = self.arelles.parse_string(text, **options)
        if len(errors) == said:
            self._read[key] = stack[before:]
        return found


def _looked_up(name: str, original: Call) -> Call:
    def look_up(self: Any) -> Any:
        try:
            return self.__dict__[name]
        except KeyError:
            found = original(self)
            if found is not None:
                self.__dict__[name] = found
            return found

    return look_up


def _of_types(original: Call) -> Call:
    def of_types(self: Any, types: Any) -> Any:
        if not isinstance(types, tuple | frozenset):
            return original(self, types)
        kept = self.__dict__.setdefault(f"{_KEPT}_types", {})
        if id(types) not in kept:
            kept[id(types)] = (original(self, types), types)  # with the types: none may get the id of others
        return kept[id(types)][0]

    return of_types


def _derived(original: Call) -> Call:
    def derived(self: Any, name: Any) -> Any:
        if not isinstance(name, QName):
            return original(self, name)
        kept = self.__dict__.setdefault(f"{_KEPT}_derived", {})
        if name not in kept:
            kept[name] = original(self, name)
        return kept[name]

    return derived


def _children(original: Call) -> Call:
    def children(element: Any, namespace: Any, name: Any, ixTarget: bool = False) -> Any:  # noqa: N803 - as Arelle
        if not _is_root(element) or not _is_plain(namespace) or not _is_plain(name):
            return original(element, namespace, name, ixTarget)
        kept = element.__dict__.setdefault(f"{_KEPT}_children", {})
        if ixTarget not in kept:
            kept[ixTarget] = _by_name(original(element, "*", "*", ixTarget), ixTarget)
        return list(kept[ixTarget].get((namespace, name), ()))

    return children


def _by_name(elements: Iterable[Any], ix_target: bool) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for each in elements:
        qname = each.qname if ix_target else each.elementQname
        found.setdefault((qname.namespaceURI, qname.localName), []).append(each)
    return found


def _descendants(original: Call) -> Call:
    def descendants(element: Any, *arguments: Any, **named: Any) -> Any:
        if not _is_root(element):
            return original(element, *arguments, **named)
        kept = element.__dict__.setdefault(f"{_KEPT}_descendants", {})
        key = (arguments, *named.items())
        if key not in kept:
            kept[key] = original(element, *arguments, **named)
        return list(kept[key])

    return descendants


def _is_root(element: Any) -> bool:
    return isinstance(element, ModelObject) and element.getparent() is None


def _is_plain(name: Any) -> bool:
    return isinstance(name, str) and name not in ("", "*")


def _model(original: Call) -> Call:
    def model(self: Any) -> Any:
        try:
            return self.modelDocument.modelXbrl  # plain instances have no other (see ``guard``)
        except AttributeError:
            return original(self)

    return model
