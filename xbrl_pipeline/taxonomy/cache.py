"""A ``TaxonomyModel`` to and from a compact file: JSON without repetition, deflated.

Names are written once, in a table, and stand elsewhere as their place in it; so are the lists that many hypercubes
share. Reading it takes a small part of the time that compiling takes: see ``bench/taxonomy.py``.
"""

import json
import zlib
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from xbrl_pipeline.model.facts import Dimension, QName
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

FORMAT: Final = 6  # another number is compiled anew


def to_bytes(model: TaxonomyModel) -> bytes:
    """Write a model."""
    text = json.dumps(_Writer().document(model), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def from_bytes(data: bytes) -> TaxonomyModel | None:
    """Read what ``to_bytes`` wrote; None for another format or a damaged file."""
    try:
        raw = json.loads(zlib.decompress(data))
        return _Reader(raw["names"], raw["lists"]).model(raw) if raw["format"] == FORMAT else None
    except (zlib.error, ValueError, LookupError, TypeError):
        return None


class _Index(dict[Any, int]):
    """Numbers things in the order in which they come."""

    def __missing__(self, item: Hashable) -> int:
        self[item] = len(self)
        return self[item]


class _Writer:
    """Plain lists and numbers for each part of a model."""

    def __init__(self) -> None:
        self.names = _Index()
        self.lists = _Index()  # of names: members of axes, items of hypercubes

    def document(self, model: TaxonomyModel) -> dict[str, Any]:
        parts = {
            "concepts": [self.concept(item) for item in model.concepts.values()],
            "structure": [self.concept(item) for item in model.structure.values()],
            "rules": [self.rule(rule) for rule in model.rules.values()],
            "members": [[self.names[name], labels] for name, labels in model.members.items()],
            "code_lists": [
                [self.names[name], [[code.value, _labels(code.labels)] for code in codes]]
                for name, codes in model.code_lists.items()
            ],
            "roles": [self.role(role) for role in model.roles.values()],
            "tables": [self.table(table) for table in model.tables],
            "calculations": [self.sum(item) for item in model.calculations],
            "layouts": [self.layout(item) for item in model.layouts],
            "parameters": [[item.name, item.select, item.prefixes] for item in model.parameters],
            "headings": [[item.depth, self.name(item.name), item.role, item.preferred] for item in model.headings],
        }
        return {
            "format": FORMAT,
            "package": model.package,
            "entry_point": model.entry_point,
            "sha256": model.sha256,
            "prefixes": model.prefixes,
            "documents": model.documents,
            "problems": model.problems,
            "names": list(self.names),
            "lists": list(self.lists),
            **parts,
        }

    def name(self, name: QName | None) -> int | None:
        return None if name is None else self.names[name]

    def shared(self, names: Iterable[QName]) -> int:
        return self.lists[tuple(self.names[name] for name in names)]

    def concept(self, item: Concept) -> list[Any]:
        return [
            self.names[item.name],
            item.prefix,
            item.kind,
            item.instant,
            item.balance,
            _labels(item.labels),
            item.whole,
            item.codes,
            item.pattern,
            item.max_length,
            self.name(item.type),
            item.nillable,
            item.references,
            self.shared(item.options),
            item.typed_domain,
        ]

    def rule(self, rule: Rule) -> list[Any]:
        sides = [[self.term(term) for term in side] for side in (rule.left, rule.right)]
        subjects = self.shared(rule.subjects)
        return [
            rule.id,
            rule.severity,
            rule.test,
            rule.messages,
            *sides,
            subjects,
            rule.kind,
            rule.role,
            list(rule.conditions),
        ]

    def term(self, term: Term) -> list[Any]:
        members = [[self.names[item.axis], self.names[item.member]] for item in term.members]
        without = self.shared(term.without)
        return [term.variable, self.shared(term.concepts), term.weight, term.summed, members, without]

    def role(self, role: LinkRole) -> list[Any]:
        lines = [[line.depth, self.names[line.name], line.preferred] for line in role.lines]
        return [role.uri, role.definition, _labels(role.labels), lines]

    def table(self, table: Hypercube) -> list[Any]:
        axes = [
            [
                self.names[axis.name],
                axis.typed,
                self.shared(axis.members),
                self.name(axis.default),
            ]
            for axis in table.axes
        ]
        start = [table.role, self.names[table.hypercube], table.excludes, table.closed, table.context]
        return [*start, self.shared(sorted(table.items)), axes]

    def sum(self, item: Sum) -> list[Any]:
        parts = [[self.names[name], str(weight)] for name, weight in item.parts]
        return [item.role, self.names[item.total], parts]

    def layout(self, item: TableLayout) -> list[Any]:
        sides = [[side.axis, [self.node(node) for node in side.nodes]] for side in item.breakdowns]
        return [item.role, item.id, _labels(item.labels), sides]

    def node(self, node: LayoutNode) -> list[Any]:
        rules = [self.rule_set(rules) for rules in node.rules]
        marks = [node.depth, int(node.abstract), int(node.last), node.tag, node.preferred, self.name(node.open)]
        return [*marks, rules, *([_labels(node.labels), node.messages] if node.labels or node.messages else [])]

    def rule_set(self, rules: AspectRuleSet) -> list[Any]:
        members = [[self.names[each.axis], self.name(each.member), each.expression] for each in rules.members]
        return [rules.tag, self.name(rules.concept), rules.period, members]


class _Reader:
    """The same parts back; what is shared in the file is shared in memory."""

    def __init__(self, names: list[list[str]], lists: list[list[int]]) -> None:
        self.names = [QName(*name) for name in names]
        self.lists = [tuple(self.names[place] for place in places) for places in lists]
        self.sets: dict[int, frozenset[QName]] = {}

    def model(self, raw: Mapping[str, Any]) -> TaxonomyModel:
        roles = (self.role(*item) for item in raw["roles"])
        return TaxonomyModel(
            package=raw["package"],
            entry_point=raw["entry_point"],
            sha256=raw["sha256"],
            prefixes=raw["prefixes"],
            concepts=self.concepts(raw["concepts"]),
            rules=by_id(self.rule(*item) for item in raw["rules"]),
            members={self.names[place]: labels for place, labels in raw["members"]},
            structure=self.concepts(raw["structure"]),
            code_lists={
                self.names[place]: tuple(Code(value, _read_labels(labels)) for value, labels in codes)
                for place, codes in raw["code_lists"]
            },
            roles={role.uri: role for role in roles},
            tables=tuple(self.table(*item) for item in raw["tables"]),
            calculations=tuple(self.sum(*item) for item in raw["calculations"]),
            layouts=tuple(self.layout(*item) for item in raw["layouts"]),
            parameters=tuple(
                Parameter(name, select, tuple((prefix, uri) for prefix, uri in prefixes))
                for name, select, prefixes in raw["parameters"]
            ),
            headings=tuple(
                Heading(depth, self.name(place), role, preferred) for depth, place, role, preferred in raw["headings"]
            ),
            documents=raw["documents"],
            problems=tuple(raw["problems"]),
        )

    def name(self, place: int | None) -> QName | None:
        return None if place is None else self.names[place]

    def concepts(self, raw: list[list[Any]]) -> dict[QName, Concept]:
        return {self.names[item[0]]: self.concept(item) for item in raw}

    def concept(self, raw: list[Any]) -> Concept:
        name, prefix, kind, instant, balance, labels, whole, codes, pattern, longest, type_, nillable, *rest = raw
        references, options, typed_domain = rest
        return Concept(
            name=self.names[name],
            prefix=prefix,
            kind=Kind(kind),
            instant=instant,
            balance=balance,
            labels=_read_labels(labels),
            whole=whole,
            codes=tuple(codes),
            pattern=pattern,
            max_length=longest,
            type=self.name(type_),
            nillable=nillable,
            references=tuple(tuple((part, text) for part, text in reference) for reference in references),
            options=self.lists[options],
            typed_domain=typed_domain,
        )

    def rule(self, *raw: Any) -> Rule:  # noqa: ANN401 - what JSON holds
        name, severity, test, messages, left, right, subjects, kind, role, conditions = raw
        both = (self.terms(left), self.terms(right))
        return Rule(
            name, Severity(severity), test, messages, *both, self.lists[subjects], kind, role, tuple(conditions)
        )

    def terms(self, raw: list[list[Any]]) -> tuple[Term, ...]:
        return tuple(self.term(*item) for item in raw)

    def term(self, *raw: Any) -> Term:  # noqa: ANN401 - what JSON holds
        name, place, weight, summed, members, without = raw
        found = tuple(Dimension(self.names[axis], self.names[member]) for axis, member in members)
        return Term(name, self.lists[place], weight, summed, found, self.lists[without])

    def role(self, uri: str, definition: str, labels: list[list[str]], lines: list[list[Any]]) -> LinkRole:
        tree = tuple(PresentationLine(depth, self.names[name], preferred) for depth, name, preferred in lines)
        return LinkRole(uri, definition, _read_labels(labels), tree)

    def table(self, *raw: Any) -> Hypercube:  # noqa: ANN401 - what JSON holds
        role, hypercube, excludes, closed, context, items, axes = raw
        return Hypercube(
            role, self.names[hypercube], excludes, closed, context, self.items(items), tuple(map(self.axis, axes))
        )

    def items(self, place: int) -> frozenset[QName]:
        return self.sets.setdefault(place, frozenset(self.lists[place]))

    def axis(self, raw: list[Any]) -> Axis:
        name, typed, members, default = raw
        return Axis(self.names[name], typed, self.lists[members], self.name(default))

    def sum(self, role: str, total: int, parts: list[list[Any]]) -> Sum:
        return Sum(role, self.names[total], tuple((self.names[name], Decimal(weight)) for name, weight in parts))

    def layout(self, role: str, name: str, labels: list[list[str]], sides: list[list[Any]]) -> TableLayout:
        made = (Breakdown(axis, tuple(self.node(*node) for node in nodes)) for axis, nodes in sides)
        return TableLayout(role, name, _read_labels(labels), tuple(made))

    def node(self, *raw: Any) -> LayoutNode:  # noqa: ANN401 - what JSON holds
        depth, abstract, last, tag, preferred, opened, rules, *words = raw
        labels, messages = words or ([], [])
        return LayoutNode(
            depth=depth,
            labels=_read_labels(labels),
            messages=tuple((lang, text) for lang, text in messages),
            abstract=bool(abstract),
            last=bool(last),
            tag=tag,
            rules=tuple(self.rule_set(*each) for each in rules),
            preferred=preferred,
            open=self.name(opened),
        )

    def rule_set(
        self, tag: str, concept: int | None, period: list[str] | None, members: list[list[Any]]
    ) -> AspectRuleSet:
        start, end = period or ("", "")
        ruled = (MemberRule(self.names[axis], self.name(member), expression) for axis, member, expression in members)
        return AspectRuleSet(tag, self.name(concept), None if period is None else (start, end), tuple(ruled))


def _labels(labels: Labels) -> list[list[str]]:
    return [[*key, text] for key, text in labels.items()]


def _read_labels(raw: list[list[str]]) -> Labels:
    return {(role, lang): text for role, lang, text in raw}
