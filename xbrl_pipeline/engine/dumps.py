"""A DTS in plain values, as they cross the process border. ``taxonomy`` makes its model of them."""

from dataclasses import dataclass
from enum import StrEnum

from xbrl_pipeline.engine.records import EngineResult, Record
from xbrl_pipeline.model.facts import Dimension, QName

Label = tuple[str, str, str]  # role (the last step of its URI), language, text
Reference = tuple[tuple[str, str], ...]  # parts by local name, in their order


class Nature(StrEnum):
    """What an element is declared as."""

    ITEM = "item"
    ABSTRACT = "abstract"  # a heading, a domain or a member
    TUPLE = "tuple"
    AXIS = "axis"
    TYPED_AXIS = "typed_axis"
    HYPERCUBE = "hypercube"


@dataclass(frozen=True, slots=True)
class ConceptDump:
    """An element as the DTS declares it."""

    name: QName
    prefix: str
    nature: Nature
    type: QName | None
    base_type: str  # local name of the XML Schema type it derives from: "decimal", "date", "string"
    monetary: bool
    numeric: bool
    instant: bool
    balance: str | None
    nillable: bool
    labels: tuple[Label, ...]
    references: tuple[Reference, ...]
    codes: tuple[str, ...]
    pattern: str | None
    max_length: int | None
    fraction_digits: int | None
    options: tuple[QName, ...] = ()  # members of an extensible enumeration
    typed_domain: str = ""  # prefixed name of the element that holds the value of a typed axis


@dataclass(frozen=True, slots=True)
class CodeListDump:
    """The values of an enumerated type, each with its labels."""

    type: QName
    codes: tuple[tuple[str, tuple[Label, ...]], ...]


@dataclass(frozen=True, slots=True)
class LineDump:
    """One line of a presentation tree; a child has one more step than its parent before it."""

    depth: int
    name: QName
    preferred: str  # role of the label, "" for the standard one


@dataclass(frozen=True, slots=True)
class RoleDump:
    """An extended link role that presents something."""

    uri: str
    definition: str
    order: float | None  # where the taxonomy numbers its roles
    labels: tuple[Label, ...]
    lines: tuple[LineDump, ...]


@dataclass(frozen=True, slots=True)
class AxisDump:
    """An axis of a hypercube with the members that may be used on it; none for a typed axis."""

    axis: QName
    typed: bool
    members: tuple[QName, ...]
    default: QName | None


@dataclass(frozen=True, slots=True)
class TableDump:
    """A hypercube and the items that hang on it in one role."""

    role: str
    hypercube: QName
    excludes: bool  # notAll: the combination is forbidden
    closed: bool
    context: str  # "segment" or "scenario"
    items: tuple[QName, ...]
    axes: tuple[AxisDump, ...]


@dataclass(frozen=True, slots=True)
class SumDump:
    """A total of a calculation link with what is added to it."""

    role: str
    total: QName
    parts: tuple[tuple[QName, str], ...]  # weight as decimal text


@dataclass(frozen=True, slots=True)
class VariableDump:
    """A fact variable of an assertion and the concepts its filters leave it.

    ``members`` are those it asks for, ``without`` the axes on which it takes no member.
    """

    name: str
    concepts: tuple[QName, ...]
    members: tuple[Dimension, ...] = ()
    without: tuple[QName, ...] = ()


@dataclass(frozen=True, slots=True)
class AssertionDump:
    """A formula assertion; messages are ``(lang, text)`` for the unsatisfied case."""

    id: str
    kind: str  # "valueAssertion", "existenceAssertion", "consistencyAssertion"
    role: str
    severity: str
    test: str
    messages: tuple[tuple[str, str], ...]
    variables: tuple[VariableDump, ...]
    conditions: tuple[str, ...] = ()  # the tests of its preconditions


@dataclass(frozen=True, slots=True)
class RuleSetDump:
    """What a node of a table says of its facts; ``tag`` names for which lines, and is empty for all.

    A period is the expressions of its first day, empty for an instant, and its last. A member is the one on an axis,
    or the expression for it; with neither the facts have none.
    """

    tag: str
    concept: QName | None
    period: tuple[str, str] | None
    members: tuple[tuple[QName, QName | None, str], ...]


@dataclass(frozen=True, slots=True)
class NodeDump:
    """A row or column of a table, or a heading above some; a child has one more step than its parent before it."""

    depth: int
    labels: tuple[Label, ...] = ()
    messages: tuple[tuple[str, str], ...] = ()  # by language, with parameters: its label where a report gives these
    abstract: bool = False
    last: bool = False  # its own row comes after those below it
    tag: str = ""  # of the rules that it takes from the other side of the table
    rules: tuple[RuleSetDump, ...] = ()
    preferred: str = ""
    open: QName | None = None  # an axis: a row or column for each member that a report has on it


@dataclass(frozen=True, slots=True)
class BreakdownDump:
    """One side of a table: ``x``, ``y`` or ``z``."""

    axis: str
    nodes: tuple[NodeDump, ...]


@dataclass(frozen=True, slots=True)
class LayoutDump:
    """A table of a table linkbase."""

    role: str
    id: str
    labels: tuple[Label, ...]
    breakdowns: tuple[BreakdownDump, ...]


@dataclass(frozen=True, slots=True)
class ParameterDump:
    """A parameter with its XPath expression and the prefixes in it."""

    name: str
    select: str
    prefixes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeadingDump:
    """A heading of the tree of headings, or a role below one."""

    depth: int
    name: QName | None
    role: str
    preferred: str


@dataclass(frozen=True, slots=True)
class DtsDump:
    """A DTS in plain values."""

    prefixes: tuple[tuple[str, str], ...] = ()
    concepts: tuple[ConceptDump, ...] = ()
    code_lists: tuple[CodeListDump, ...] = ()
    roles: tuple[RoleDump, ...] = ()
    tables: tuple[TableDump, ...] = ()
    sums: tuple[SumDump, ...] = ()
    assertions: tuple[AssertionDump, ...] = ()
    layouts: tuple[LayoutDump, ...] = ()
    parameters: tuple[ParameterDump, ...] = ()
    headings: tuple[HeadingDump, ...] = ()
    documents: int = 0
    problems: tuple[Record, ...] = ()  # warnings and errors, of loading and (if asked) of validating
    missing: tuple[str, ...] = ()  # addresses that no package had
    complete: bool = True  # whether validating ran to its end


@dataclass(frozen=True, slots=True)
class WholeResult:
    """What became of an instance with its taxonomy, and what that taxonomy holds where it could be read."""

    result: EngineResult
    dts: DtsDump


@dataclass(frozen=True, slots=True)
class Survey:
    """What came of loading many entry points as one DTS."""

    documents: int = 0
    missing: tuple[str, ...] = ()  # addresses that no package had
    incomplete: tuple[int, ...] = ()  # places of the entry points that lack a part, or that declare nothing
