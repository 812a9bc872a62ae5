"""The source tables of a taxonomy as plain records; `reading` fills them."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from taxonomies.builder.changes import Change

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, ...] = ("nl", "en")
STATEMENTS_AXIS = "FinancialStatementsTypeAxis"
NUMBERS = ("ow-types:nonNegative20ItemType", "ow-types:decimal20ItemType", "ow-types:percentItemType")


@dataclass(frozen=True)
class Labelled:
    """Anything with a name and a label in both languages."""

    name: str
    label_nl: str
    label_en: str

    def label(self, lang: Lang) -> str:
        """Return the standard label."""
        return self.label_nl if lang == "nl" else self.label_en


@dataclass(frozen=True)
class Concept(Labelled):
    """A reportable item; `nt` is its prefix in the Nederlandse Taxonomie, or `eigen` when it is ours."""

    nt: str
    type: str
    period: str
    balance: str
    terse_nl: str
    terse_en: str
    nr: str
    references: str
    note: str

    @property
    def is_number(self) -> bool:
        """Say whether the item is an amount, a count or a share."""
        return self.is_money or self.type in NUMBERS

    @property
    def is_money(self) -> bool:
        """Say whether the item is an amount."""
        return self.type.startswith("ow-types:monetary")

    def terse(self, lang: Lang) -> str:
        """Return the short label, empty where there is none."""
        return self.terse_nl if lang == "nl" else self.terse_en

    @property
    def line(self) -> str:
        """Return the Dutch name of the line as a report shows it: its number and its shortest label."""
        return f"{self.nr} {self.terse_nl or self.label_nl}".strip()


@dataclass(frozen=True)
class Abstract(Labelled):
    """A heading in a presentation tree."""


@dataclass(frozen=True)
class Member(Labelled):
    """An axis, a member of one in the linkrole `role`, what holds the free values of an axis, or the head of a domain.

    `kind` is `axis`, `member`, `typed` or `domain`; the heads of domains stand in no table, see `Tables.heads`.
    """

    kind: str
    axis: str
    role: str
    nt: str
    terse_nl: str
    terse_en: str

    def terse(self, lang: Lang) -> str:
        """Return the short label."""
        return self.terse_nl if lang == "nl" else self.terse_en


@dataclass(frozen=True)
class Code:
    """One allowed value of a code type."""

    type: str
    id: str
    value: str
    label_nl: str
    label_en: str
    nt: str
    note: str

    def label(self, lang: Lang) -> str:
        """Return the text a user reads for the code."""
        return self.label_nl if lang == "nl" else self.label_en


@dataclass(frozen=True)
class Type:
    """A restricted simple type; `facets` is `name=value` separated by spaces."""

    name: str
    base: str
    facets: str


@dataclass(frozen=True)
class Section:
    """A linkrole: one tree of lines, reported with exactly these members and one value on each of these axes.

    `years` is empty for the year of the report and the one before, `forecast` for the years after.
    """

    role: str
    tree: str
    members: str
    axes: str
    reports: str
    label_nl: str
    label_en: str
    years: str

    def label(self, lang: Lang) -> str:
        """Return the title of the section."""
        return self.label_nl if lang == "nl" else self.label_en

    @property
    def name(self) -> str:
        """Return the linkrole name in the camel case that ids use."""
        return "".join(part.capitalize() for part in self.role.split("-"))

    def takes(self, line: "Line") -> bool:
        """Say whether a line of the tree belongs to this section."""
        return not line.only or line.only in self.members.split()


@dataclass(frozen=True)
class Line:
    """A line of a tree; `level` is its depth, `only` the one member it is reported with."""

    tree: str
    level: str
    item: str
    preferred: str
    only: str


@dataclass(frozen=True)
class Sum:
    """A total and its parts in one context; `member` limits it to statements with all these members."""

    tree: str
    parent: str
    plus: str
    minus: str
    member: str
    severity: str
    source: str


@dataclass(frozen=True)
class Movement:
    """A balance that is carried forward by a movement; `fallback` is 0 where a new row has no opening balance."""

    tree: str
    balance: str
    movement: str
    fallback: str
    severity: str
    source: str


@dataclass(frozen=True)
class Total:
    """Every number of a tree without the axis is the total over that axis."""

    tree: str
    axis: str
    severity: str
    source: str


@dataclass(frozen=True)
class Tie:
    """Two items that are equal; the left one with this member, if any."""

    role: str
    left: str
    left_member: str
    right: str
    severity: str
    source: str


@dataclass(frozen=True)
class Condition:
    """An item that must, or must not, be there when another one is there or has one of these values.

    `values` is empty, values between bars, or `>0`; `wanted` is `yes` or `no`.
    """

    role: str
    given: str
    values: str
    item: str
    wanted: str
    severity: str
    source: str


@dataclass(frozen=True)
class Documentation:
    """What an item means, for one that can be misread."""

    name: str
    nl: str
    en: str


@dataclass(frozen=True)
class Report:
    """An entry point."""

    name: str
    entry_point: str
    name_nl: str
    name_en: str


@dataclass(frozen=True)
class Required:
    """An item that is reported exactly once."""

    role: str
    concept: str
    severity: str
    source: str


@dataclass(frozen=True)
class Rule:
    """A value assertion of any other shape; it is repeated for each role in `role`."""

    id: str
    role: str
    severity: str
    source: str
    test: str
    precondition: str
    message_nl: str
    message_en: str

    def message(self, lang: Lang) -> str:
        """Return the text for a report that breaks the rule."""
        return self.message_nl if lang == "nl" else self.message_en


@dataclass(frozen=True)
class Variable:
    """A fact variable of a rule; `filters` are words, see `formulas`."""

    rule: str
    name: str
    concepts: str
    sequence: str
    fallback: str
    filters: str
    where: str


@dataclass(frozen=True)
class Tables:
    """All source tables of one taxonomy."""

    package: dict[str, str]
    reports: dict[str, Report]
    concepts: dict[str, Concept]
    abstracts: dict[str, Abstract]
    members: dict[str, Member]
    codes: tuple[Code, ...]
    types: tuple[Type, ...]
    sections: dict[str, Section]
    lines: tuple[Line, ...]
    documentation: tuple[Documentation, ...]
    sums: tuple[Sum, ...]
    movements: tuple[Movement, ...]
    totals: tuple[Total, ...]
    ties: tuple[Tie, ...]
    conditions: tuple[Condition, ...]
    required: tuple[Required, ...]
    rules: tuple[Rule, ...]
    variables: tuple[Variable, ...]
    changes: tuple[Change, ...]

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """Return every axis except the one of the type of statement, which every figure has."""
        return tuple(name for name, each in self.members.items() if each.kind == "axis" and name != STATEMENTS_AXIS)

    def line_of(self, concept: Concept) -> str:
        """Return the Dutch name of a line in a message: in full where another line is called the same."""
        return concept.label_nl if concept.line in self._namesakes else concept.line

    @cached_property
    def _namesakes(self) -> frozenset[str]:
        lines = Counter(concept.line for concept in self.concepts.values())
        return frozenset(line for line, count in lines.items() if count > 1)

    def members_of(self, axis: str) -> list[Member]:
        """Return the members of an explicit axis."""
        return [each for each in self.members.values() if each.kind == "member" and each.axis == axis]

    @cached_property
    def heads(self) -> dict[str, Member]:
        """Return the head of the domain of each linkrole of several members; nothing can be reported with a head.

        The one member of a linkrole is its own domain.
        """
        roles = Counter(each.role for each in self.members.values() if each.role)
        axes = {each.role: self.members[each.axis] for each in self.members.values() if roles[each.role] > 1}
        return {role: _head_of(axis, role) for role, axis in axes.items()}

    def typed_of(self, axis: str) -> Member | None:
        """Return the element that holds the values of a typed axis."""
        return next(
            (each for each in self.members.values() if each.kind == "typed" and axis in each.axis.split()), None
        )

    def sections_of(self, report: str) -> list[Section]:
        """Return the sections of a report in reading order."""
        return [section for section in self.sections.values() if report in section.reports.split()]

    def lines_of(self, section: Section) -> list[Line]:
        """Return the lines of a section in reading order."""
        return [line for line in self.lines if line.tree == section.tree and section.takes(line)]

    def items_of(self, section: Section) -> list[Concept]:
        """Return the reportable items of a section, each once, in reading order."""
        names = dict.fromkeys(line.item for line in self.lines_of(section))
        return [self.concepts[name] for name in names if name in self.concepts]

    def item_names(self, section: Section) -> frozenset[str]:
        """Return the local names of the reportable items of a section."""
        return self._names[section.role]

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return {role: frozenset(each.name for each in self.items_of(one)) for role, one in self.sections.items()}

    def home_of(self, tree: str) -> Section:
        """Return the first section of a tree: the linkrole its rules are kept in."""
        return next(section for section in self.sections.values() if section.tree == tree)


def _head_of(axis: Member, role: str) -> Member:
    """Name the head of a domain after its axis."""
    name = axis.name.removesuffix("Axis") + "Domain"
    labels = f"{axis.terse_nl} [domein]", f"{axis.terse_en} [domain]"
    return Member(name, *labels, "domain", axis.name, role, "eigen", axis.terse_nl, axis.terse_en)
