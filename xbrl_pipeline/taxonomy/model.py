"""A taxonomy as the rest of the program needs it. Plain values, no Arelle."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.taxonomy.labels import Labels, best_label
from xbrl_pipeline.taxonomy.layouts import Heading, Parameter, TableLayout

Reference = tuple[tuple[str, str], ...]  # the parts of a reference to the literature, in their order


class Kind(StrEnum):
    """What sort of value a concept takes, or what it is for where it takes none."""

    MONETARY = "monetary"
    NUMBER = "number"  # counts, percentages: unit ``pure``
    DATE = "date"
    CODE = "code"  # one of ``Concept.codes``
    TEXT = "text"
    TUPLE = "tuple"
    AXIS = "axis"
    TYPED_AXIS = "typed_axis"
    HYPERCUBE = "hypercube"
    ABSTRACT = "abstract"  # a heading, a domain or a member


@dataclass(frozen=True, slots=True)
class Concept:
    """An element of the taxonomy. ``labels`` go by ``(role, lang)``, role being the last step of its URI."""

    name: QName
    prefix: str
    kind: Kind
    instant: bool
    balance: str | None
    labels: Labels
    whole: bool = False  # only whole numbers (a fractionDigits of 0)
    codes: tuple[str, ...] = ()
    pattern: str | None = None
    max_length: int | None = None
    type: QName | None = None
    nillable: bool = False
    references: tuple[Reference, ...] = ()
    options: tuple[QName, ...] = ()  # members of an extensible enumeration; ``codes`` holds them as they are written
    typed_domain: str = ""  # the element that holds the value of a typed axis

    @property
    def numeric(self) -> bool:
        """Tell whether its facts are numbers."""
        return self.kind in (Kind.MONETARY, Kind.NUMBER)

    def label(self, lang: str, role: str = "label") -> str:
        """Return the label in a language, falling back to the standard label, other languages, and the local name."""
        return best_label(self.labels, lang, role) or self.name.local


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list."""

    value: str
    labels: Labels

    def label(self, lang: str) -> str:
        """Return the code in words, or itself where the taxonomy has no words for it."""
        return best_label(self.labels, lang) or self.value


@dataclass(frozen=True, slots=True)
class PresentationLine:
    """One line of a presentation tree; ``preferred`` is the role of the label it is shown with."""

    depth: int
    name: QName
    preferred: str = "label"


@dataclass(frozen=True, slots=True)
class LinkRole:
    """An extended link role: one statement or note, as a tree in presentation order."""

    uri: str
    definition: str
    labels: Labels
    lines: tuple[PresentationLine, ...]

    def label(self, lang: str) -> str:
        """Return the role in words, falling back to its definition and its URI."""
        return best_label(self.labels, lang) or self.definition or self.uri

    def children(self, parent: QName) -> Iterator[PresentationLine]:
        """Give the lines directly below each line of a concept."""
        depth = None
        for line in self.lines:
            if depth is not None and line.depth <= depth:
                depth = None
            if depth is not None and line.depth == depth + 1:
                yield line
            if line.name == parent and depth is None:
                depth = line.depth


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis as one hypercube uses it. A typed axis has no members: its values are free."""

    name: QName
    typed: bool
    members: tuple[QName, ...]
    default: QName | None = None


@dataclass(frozen=True, slots=True)
class Hypercube:
    """A hypercube in a role: which axes and members its items take, or may not take where it ``excludes``."""

    role: str
    hypercube: QName
    excludes: bool
    closed: bool
    context: str  # "segment" or "scenario"
    items: frozenset[QName]
    axes: tuple[Axis, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One variable in a linear rule: the concepts it may bind, and how often it counts (+1 or -1)."""

    variable: str
    concepts: tuple[QName, ...]
    weight: int
    summed: bool = False  # written as sum($variable)
    members: tuple[Dimension, ...] = ()  # that its facts must have
    without: tuple[QName, ...] = ()  # axes on which its facts have no member


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and what adds up to it; ``rule`` names the assertion, and is empty for a calculation link."""

    role: str
    total: QName
    parts: tuple[tuple[QName, Decimal], ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula assertion. ``left`` and ``right`` are filled where its test is a linear equation."""

    id: str
    severity: Severity
    test: str
    messages: dict[str, str]  # by language, with the gaps of the Formula message syntax
    left: tuple[Term, ...] = ()
    right: tuple[Term, ...] = ()
    subjects: tuple[QName, ...] = ()  # every concept its variables name
    kind: str = "valueAssertion"
    role: str = ""
    conditions: tuple[str, ...] = ()  # tests that must all hold for the rule to be looked at

    @property
    def linear(self) -> bool:
        """Whether both sides can be added up."""
        return bool(self.left and self.right)

    @property
    def concepts(self) -> frozenset[QName]:
        """Every concept that a linear rule adds up."""
        return frozenset(name for term in self.left + self.right for name in term.concepts)

    @property
    def sum(self) -> Sum | None:
        """The rule as a total with its parts, where it is one."""
        for total, terms in ((self.left, self.right), (self.right, self.left)):
            if len(total) == 1 and len(total[0].concepts) == 1 and total[0].weight == 1 and not total[0].summed:
                return self._sum(total[0].concepts[0], terms)
        return None

    def _sum(self, total: QName, terms: tuple[Term, ...]) -> Sum | None:
        parts = tuple((name, Decimal(term.weight)) for term in terms for name in term.concepts)
        adds = len(parts) > 1 or any(term.summed for term in terms)
        alone = total not in {name for name, _ in parts}
        return Sum(self.role, total, parts, self.id) if adds and alone else None


@dataclass(frozen=True)
class TaxonomyModel:
    """One entry point of one package, compiled."""

    package: str  # id under which the package is installed: "onderwijs-2025"
    entry_point: str
    sha256: str  # of the package
    prefixes: dict[str, str]  # prefix -> namespace, as the taxonomy declares them
    concepts: dict[QName, Concept]  # what can be reported
    rules: dict[str, Rule]
    members: dict[QName, dict[str, str]] = field(default_factory=dict)  # label per language, without "[member]"
    structure: dict[QName, Concept] = field(default_factory=dict)  # headings, members, axes, hypercubes and tuples
    code_lists: dict[QName, tuple[Code, ...]] = field(default_factory=dict)  # by type
    roles: dict[str, LinkRole] = field(default_factory=dict)  # in presentation order
    tables: tuple[Hypercube, ...] = ()
    calculations: tuple[Sum, ...] = ()
    layouts: tuple[TableLayout, ...] = ()  # by role
    parameters: tuple[Parameter, ...] = ()
    headings: tuple[Heading, ...] = ()
    documents: int = 0
    problems: tuple[str, ...] = ()  # what loading it gave, as text

    def __hash__(self) -> int:
        """Go by what the model was made of: what follows from a model is worked out once."""
        return hash((self.package, self.entry_point, self.sha256))

    @cached_property
    def by_local_name(self) -> dict[str, list[Concept]]:
        """Concepts by local name; more than one where namespaces share a name."""
        return _by_local_name(self.concepts.values())

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Every total: those of calculation links, and those that formula assertions add up."""
        return self.calculations + tuple(found for rule in self.rules.values() if (found := rule.sum) is not None)

    @cached_property
    def segment_axes(self) -> frozenset[QName]:
        """The axes that every hypercube wants in the segment; all others belong in the scenario."""
        held = [(axis.name, table.context) for table in self.tables for axis in table.axes]
        elsewhere = {name for name, context in held if context != "segment"}
        return frozenset(name for name, context in held if context == "segment" and name not in elsewhere)

    @cached_property
    def _structure_by_local_name(self) -> dict[str, list[Concept]]:
        return _by_local_name(self.structure.values())

    @cached_property
    def _tables_by_item(self) -> dict[QName, tuple[Hypercube, ...]]:
        found: dict[QName, list[Hypercube]] = {}
        for table in self.tables:
            for item in table.items:
                found.setdefault(item, []).append(table)
        return {item: tuple(tables) for item, tables in found.items()}

    def find(self, name: str) -> Concept | None:
        """Return the concept for ``prefix:Local`` or for a local name that only one namespace has."""
        return _only(name, self.by_local_name)

    def find_any(self, name: str) -> Concept | None:
        """Return a concept, or else a heading, member, axis, hypercube or tuple, by the same names."""
        return self.find(name) or _only(name, self._structure_by_local_name)

    def element(self, name: QName) -> Concept | None:
        """Return the element with a qualified name, reportable or not."""
        return self.concepts.get(name) or self.structure.get(name)

    def find_role(self, name: str) -> LinkRole | None:
        """Return a role by its URI, or by the end of it where only one ends so."""
        if name in self.roles:
            return self.roles[name]
        ends = [role for uri, role in self.roles.items() if uri.endswith((f":{name}", f"/{name}"))]
        return ends[0] if len(ends) == 1 else None

    def tables_of(self, concept: QName) -> tuple[Hypercube, ...]:
        """Return the hypercubes that a concept is reported in."""
        return self._tables_by_item.get(concept, ())

    def codes_of(self, concept: Concept) -> tuple[Code, ...]:
        """Return the values that a coded concept takes, in words where the taxonomy has them."""
        if concept.options:
            elements = [self.element(name) for name in concept.options]
            pairs = zip(concept.codes, elements, strict=True)
            return tuple(Code(value, element.labels if element else {}) for value, element in pairs)
        return self.code_lists.get(concept.type, ()) if concept.type is not None else ()


def by_id(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return rules by id; where a taxonomy gives several the same id, the first has it and the others a number."""
    found: dict[str, Rule] = {}
    for rule in rules:
        key, number = rule.id, 1
        while key in found:
            number += 1
            key = f"{rule.id} ({number})"
        found[key] = rule
    return found


def _by_local_name(concepts: Iterable[Concept]) -> dict[str, list[Concept]]:
    table: dict[str, list[Concept]] = {}
    for concept in concepts:
        table.setdefault(concept.name.local, []).append(concept)
    return table


def _only(name: str, table: Mapping[str, list[Concept]]) -> Concept | None:
    prefix, _, local = name.rpartition(":")
    found = table.get(local, [])
    if prefix:
        found = [concept for concept in found if concept.prefix == prefix]
    return found[0] if len(found) == 1 else None
