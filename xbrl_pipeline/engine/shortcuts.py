"""Answers that Arelle works out again for every fact, though they depend on less than the fact.

Relies on arelle-release 2.47.3. Each shortcut asks Arelle's own code once, and keeps the answer for as long as nothing
that it depends on can change:

- ``ModelGeneral.filter`` asks ``evalTest`` of each fact: a test that looks only at the context and unit is asked once
  for each of these while the filter is used;
- ``XPathContext.evaluateBooleanValue`` decides an assertion for each fact of a variable: likewise, as long as one
  instance is judged (each has an ``XPathContext`` of its own);
- ``ModelOrFilter`` and ``ModelAndFilter`` ask each filter of a group about each fact: a group that asks only for named
  members, or whether there is a dimension, lets the facts of the same contexts through every time;
- ``FormulaEvaluator.aspectsMatch`` compares facts by aspects: all but the concept are those of contexts, units and
  places;
- ``ModelBooleanFilter.aspectsCovered`` goes through the filters of such a group again;
- ``ValidateUtr.measuresMatch`` goes through the registry of units for each fact.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final, NamedTuple

from arelle.formula import FormulaEvaluator
from arelle.formula.XPathContext import XPathContext
from arelle.ModelFormulaObject import (
    Aspect,
    ModelAndFilter,
    ModelBooleanFilter,
    ModelExplicitDimension,
    ModelGeneral,
    ModelOrFilter,
    ModelTypedDimension,
)
from arelle.ModelInstanceObject import ModelFact
from arelle.ValidateUtr import ValidateUtr

from xbrl_pipeline.engine.reach import Reach, reach_of

_KEPT: Final = "_shortcut"  # prefix of what is kept on objects of Arelle's
Call = Callable[..., Any]


def install() -> None:
    """Take the shortcuts from here on. Changes Arelle itself: only in a process of ours."""
    ModelGeneral.filter = _filtered(ModelGeneral.filter)
    ModelGeneral.evalTest = _tested(ModelGeneral.evalTest)
    for kind in (ModelOrFilter, ModelAndFilter):
        kind.filter = _grouped(kind.filter)
    ModelBooleanFilter.aspectsCovered = _covered(ModelBooleanFilter.aspectsCovered)
    XPathContext.evaluateBooleanValue = _decided(XPathContext.evaluateBooleanValue)
    FormulaEvaluator.aspectsMatch = _matched(FormulaEvaluator.aspectsMatch, FormulaEvaluator.aspectMatchesNoCache)
    ValidateUtr.measuresMatch = _measured(ValidateUtr.measuresMatch)


def _filtered(original: Call) -> Call:
    def filtered(self: Any, *arguments: Any) -> Any:
        self.answers = {} if _looks_at_the_context(self) else None
        try:
            return original(self, *arguments)
        finally:
            del self.answers  # variables may have other values the next time

    return filtered


@cache
def _looks_at_the_context(general: Any) -> bool:
    reach = reach_of(getattr(general, "testProg", None) or ())
    return reach is not None and reach.get(".") is False


def _tested(original: Call) -> Call:
    def tested(self: Any, context: Any, fact: Any) -> Any:
        answers = getattr(self, "answers", None)
        if answers is None or fact.context is None:
            return original(self, context, fact)
        key = (fact.context, fact.unit)
        if key not in answers:
            answers[key] = original(self, context, fact)
        return answers[key]

    return tested


def _grouped(original: Call) -> Call:
    def grouped(self: Any, context: Any, binding: Any, facts: Any, complement: bool) -> Any:
        group, places = _group(self), {fact: fact.context for fact in facts}
        if group is None or None in places.values():
            return original(self, context, binding, facts, complement)
        passes = _memory(context, "grouped").setdefault(group, {})
        asked = {place: fact for fact, place in places.items() if place not in passes}
        passing = original(self, context, binding, set(asked.values()), False) if asked else set()
        passes.update({place: fact in passing for place, fact in asked.items()})
        binding.aspectsCovered |= group.covers
        return {fact for fact, place in places.items() if passes[place] != complement}

    return grouped


def _covered(original: Call) -> Call:
    def covered(self: Any, binding: Any) -> Any:
        group = _group(self)
        return set(group.covers) if group is not None else original(self, binding)

    return covered


class _Group(NamedTuple):
    """A group of filters on dimensions: what each asks for, and the dimensions that it covers."""

    kind: type
    parts: frozenset[tuple[Any, ...]]
    covers: frozenset[Any]


@cache
def _group(group: Any) -> _Group | None:
    """Return what a group of filters asks for, where that is nothing but named dimensions and members."""
    parts = [_asked(relationship) for relationship in group.filterRelationships]
    covers = (each.toModelObject.dimQname for each in group.filterRelationships if each.isCovered)
    plain = bool(parts) and None not in parts
    return _Group(type(group), frozenset(part for part in parts if part), frozenset(covers)) if plain else None


def _asked(relationship: Any) -> tuple[Any, ...] | None:
    one, complemented = relationship.toModelObject, bool(relationship.isComplemented)
    if isinstance(one, ModelExplicitDimension) and one.isFilterStatic:
        return one.dimQname, frozenset(one.staticMemberQnames), complemented
    if isinstance(one, ModelTypedDimension) and one.dimQname and not one.test:
        return one.dimQname, complemented
    return None


def _decided(original: Call) -> Call:
    reaches: dict[int, tuple[Any, Reach | None]] = {}  # with the expression: none may get the id of another

    def decided(self: Any, program: Any, contextItem: Any = None) -> Any:  # noqa: N803 - so called by Arelle
        if id(program) not in reaches:
            reaches[id(program)] = (program, _of_variables(program))
        reach = reaches[id(program)][1]
        if reach is None or contextItem is not None:
            return original(self, program, contextItem)
        looked_at = [_part(self.inScopeVars.get(name), wide=wide) for name, wide in reach.items()]
        kept = _memory(self, "decided").setdefault(id(program), {})
        key = tuple(id(each) for part in looked_at for each in part)
        if key not in kept:
            kept[key] = (original(self, program), looked_at)  # likewise
        return kept[key][0]

    return decided


def _of_variables(program: Any) -> Reach | None:
    """Return the reach of an expression over variables that looks at no more than the context of one of them."""
    reach = reach_of(program or ())
    return reach if reach is not None and "." not in reach and not all(reach.values()) else None


def _part(value: Any, *, wide: bool) -> tuple[Any, ...]:
    narrow = not wide and isinstance(value, ModelFact) and value.context is not None
    return (value.context, value.unit) if narrow else (value,)


def _matched(original: Call, matches: Call) -> Call:
    def matched(context: Any, fact: Any, other: Any, aspects: Iterable[Any]) -> bool:
        if fact is None or other is None or (place := fact.context) is None or (there := other.context) is None:
            return bool(original(context, fact, other, aspects))
        if fact is other:
            return True
        pair = (place, there, fact.unit, other.unit, fact.parentElement is other.parentElement)
        known = _memory(context, "matched").setdefault(pair, {})
        for aspect in aspects:
            if (found := known.get(aspect)) is None:
                found = bool(matches(context, fact, other, aspect))
                if aspect != Aspect.CONCEPT:
                    known[aspect] = found
            if not found:
                return False
        return True

    return matched


def _measured(original: Call) -> Call:
    known: dict[Any, Any] = {}  # the registry of units stays the same

    def measured(self: Any, *arguments: Any) -> Any:
        if arguments not in known:
            known[arguments] = original(self, *arguments)
        return known[arguments]

    return measured


def _memory(context: Any, name: str) -> dict[Any, Any]:
    """Return what is kept on an ``XPathContext``: it goes with the instance."""
    try:
        return context.__dict__[f"{_KEPT}_{name}"]  # type: ignore[no-any-return]
    except KeyError:
        return context.__dict__.setdefault(f"{_KEPT}_{name}", {})  # type: ignore[no-any-return]
