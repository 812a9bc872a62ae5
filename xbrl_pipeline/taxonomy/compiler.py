"""A DTS dump of the engine to a ``TaxonomyModel``."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.engine import DtsDump
from xbrl_pipeline.engine.dumps import (
    AssertionDump,
    ConceptDump,
    Label,
    LayoutDump,
    Nature,
    NodeDump,
    RoleDump,
    TableDump,
    VariableDump,
)
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.taxonomy.labels import Labels
from xbrl_pipeline.taxonomy.layouts import (
    AspectRuleSet,
    Breakdown,
    Heading,
    LayoutNode,
    MemberRule,
    Parameter,
    TableLayout,
)
from xbrl_pipeline.taxonomy.linear import sides
from xbrl_pipeline.taxonomy.model import (
    Axis,
    Code,
    Concept,
    Hypercube,
    Kind,
    LinkRole,
    PresentationLine,
    Rule,
    Sum,
    TaxonomyModel,
    Term,
    by_id,
)

_SEVERITIES: Final = {"ERROR": Severity.ERROR, "WARNING": Severity.WARNING, "OK": Severity.INFO}
_STRUCTURE: Final = {
    Nature.TUPLE: Kind.TUPLE,
    Nature.AXIS: Kind.AXIS,
    Nature.TYPED_AXIS: Kind.TYPED_AXIS,
    Nature.HYPERCUBE: Kind.HYPERCUBE,
    Nature.ABSTRACT: Kind.ABSTRACT,
}


def from_dump(package: str, entry_point: str, sha256: str, dump: DtsDump) -> TaxonomyModel:
    """Build the model of an entry point."""
    prefixes = dict(dump.prefixes)
    names = {namespace: prefix for prefix, namespace in reversed(dump.prefixes)}
    elements = {item.name: _concept(item, names) for item in dump.concepts}
    used = {member for table in dump.tables for axis in table.axes for member in axis.members}
    items = {item.name for item in dump.concepts if item.nature is Nature.ITEM}
    return TaxonomyModel(
        package=package,
        entry_point=entry_point,
        sha256=sha256,
        prefixes=prefixes,
        concepts={name: element for name, element in elements.items() if name in items},
        rules=by_id(map(_rule, dump.assertions)),
        members={
            name: member_labels(element)
            for name, element in elements.items()
            if element.kind is Kind.ABSTRACT or name in used
        },
        structure={name: element for name, element in elements.items() if name not in items},
        code_lists={
            item.type: tuple(Code(value, _labels(labels)) for value, labels in item.codes) for item in dump.code_lists
        },
        roles={role.uri: _role(role) for role in dump.roles},
        tables=tuple(map(_table, dump.tables)),
        calculations=tuple(
            Sum(item.role, item.total, tuple((name, Decimal(weight)) for name, weight in item.parts))
            for item in dump.sums
        ),
        layouts=tuple(map(_layout, dump.layouts)),
        parameters=tuple(Parameter(item.name, item.select, item.prefixes) for item in dump.parameters),
        headings=tuple(Heading(item.depth, item.name, item.role, item.preferred or "label") for item in dump.headings),
        documents=dump.documents,
        problems=tuple(record.text for record in dump.problems),
    )


def member_labels(member: Concept) -> dict[str, str]:
    """Return the standard labels by language, without the "[member]" that taxonomies write behind them."""
    return {lang: text.partition(" [")[0] for (role, lang), text in member.labels.items() if role == "label"}


def _labels(labels: tuple[Label, ...]) -> Labels:
    return {(role, lang): text for role, lang, text in reversed(labels)}


def _concept(dump: ConceptDump, prefixes: dict[str, str]) -> Concept:
    return Concept(
        name=dump.name,
        prefix=prefixes.get(dump.name.namespace, dump.prefix),
        kind=_STRUCTURE.get(dump.nature) or _kind(dump),
        instant=dump.instant,
        balance=dump.balance,
        labels=_labels(dump.labels),
        whole=dump.fraction_digits == 0 or dump.base_type.endswith(("integer", "Integer")),
        codes=dump.codes or _yes_or_no(dump) or tuple(_written(name, dump, prefixes) for name in dump.options),
        pattern=dump.pattern,
        max_length=dump.max_length,
        type=dump.type,
        nillable=dump.nillable,
        references=dump.references,
        options=dump.options,
        typed_domain=dump.typed_domain,
    )


def _written(option: QName, dump: ConceptDump, prefixes: dict[str, str]) -> str:
    """Return a member of an extensible enumeration as an instance writes it: expanded since version 2.0."""
    if dump.base_type == "QName":
        return f"{prefixes.get(option.namespace, '')}:{option.local}".removeprefix(":")
    return f"{option.namespace}#{option.local}"


def _yes_or_no(dump: ConceptDump) -> tuple[str, ...]:
    """Return the two values of a boolean, which is a code list like any other to whoever fills it in."""
    return ("true", "false") if dump.base_type == "boolean" else ()


def _kind(dump: ConceptDump) -> Kind:
    if dump.monetary:
        return Kind.MONETARY
    if dump.numeric:
        return Kind.NUMBER
    if dump.codes or dump.options or _yes_or_no(dump):
        return Kind.CODE
    return Kind.DATE if dump.base_type == "date" else Kind.TEXT


def _role(dump: RoleDump) -> LinkRole:
    lines = tuple(PresentationLine(line.depth, line.name, line.preferred or "label") for line in dump.lines)
    return LinkRole(dump.uri, dump.definition, _labels(dump.labels), lines)


def _table(dump: TableDump) -> Hypercube:
    axes = tuple(Axis(axis.axis, axis.typed, axis.members, axis.default) for axis in dump.axes)
    return Hypercube(dump.role, dump.hypercube, dump.excludes, dump.closed, dump.context, frozenset(dump.items), axes)


def _rule(dump: AssertionDump) -> Rule:
    variables = {variable.name: variable for variable in dump.variables}
    found = sides(dump.test, {name: variable.concepts for name, variable in variables.items()})
    left, right = (tuple(_bound(term, variables[term.variable]) for term in side) for side in found)
    subjects = tuple(sorted({name for variable in dump.variables for name in variable.concepts}))
    severity = _SEVERITIES.get(dump.severity, Severity.ERROR)
    return Rule(
        dump.id, severity, dump.test, dict(dump.messages), left, right, subjects, dump.kind, dump.role, dump.conditions
    )


def _bound(term: Term, variable: VariableDump) -> Term:
    return replace(term, members=variable.members, without=variable.without)


def _layout(dump: LayoutDump) -> TableLayout:
    breakdowns = (Breakdown(side.axis, tuple(map(_node, side.nodes))) for side in dump.breakdowns)
    return TableLayout(dump.role, dump.id, _labels(dump.labels), tuple(breakdowns))


def _node(dump: NodeDump) -> LayoutNode:
    rules = (
        AspectRuleSet(each.tag, each.concept, each.period, tuple(MemberRule(*member) for member in each.members))
        for each in dump.rules
    )
    return LayoutNode(
        depth=dump.depth,
        labels=_labels(dump.labels),
        messages=dump.messages,
        abstract=dump.abstract,
        last=dump.last,
        tag=dump.tag,
        rules=tuple(rules),
        preferred=dump.preferred or "label",
        open=dump.open,
    )
