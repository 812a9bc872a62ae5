"""The source tables of a taxonomy, read from CSV into plain records."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, ...] = ("nl", "en")


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
    nr: str
    references: str
    note: str

    @property
    def is_money(self) -> bool:
        """Say whether the item is an amount."""
        return self.type.startswith("ow-types:monetary")

    @property
    def line(self) -> str:
        """Return the Dutch name of the line as a report shows it: its number and its shortest label."""
        return f"{self.nr} {self.terse_nl or self.label_nl}".strip()


@dataclass(frozen=True)
class Abstract(Labelled):
    """A heading in a presentation tree."""


@dataclass(frozen=True)
class Member(Labelled):
    """An axis, or a member of one in the linkrole `role`."""

    kind: str
    axis: str
    role: str
    nt: str
    terse_nl: str
    terse_en: str


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
    """A linkrole: one tree of lines, reported with exactly these members."""

    role: str
    tree: str
    members: str
    label_nl: str
    label_en: str

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
    """A total and its parts, within the facts of one context; `member` limits it to one type of statement."""

    tree: str
    parent: str
    plus: str
    minus: str
    member: str
    severity: str
    source: str


@dataclass(frozen=True)
class Required:
    """An item that is reported exactly once."""

    role: str
    concept: str
    severity: str
    source: str


@dataclass(frozen=True)
class Rule:
    """A value assertion that is not a sum."""

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
    concepts: dict[str, Concept]
    abstracts: dict[str, Abstract]
    members: dict[str, Member]
    codes: tuple[Code, ...]
    types: tuple[Type, ...]
    sections: dict[str, Section]
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    required: tuple[Required, ...]
    rules: tuple[Rule, ...]
    variables: tuple[Variable, ...]

    def lines_of(self, section: Section) -> list[Line]:
        """Return the lines of a section in reading order."""
        return [line for line in self.lines if line.tree == section.tree and section.takes(line)]

    def items_of(self, section: Section) -> list[Concept]:
        """Return the reportable items of a section, each once, in reading order."""
        names = dict.fromkeys(line.item for line in self.lines_of(section))
        return [self.concepts[name] for name in names if name in self.concepts]

    def home_of(self, tree: str) -> Section:
        """Return the first section of a tree: the linkrole its sums are kept in."""
        return next(section for section in self.sections.values() if section.tree == tree)


def read_tables(folder: Path) -> Tables:
    """Read the tables of one taxonomy; a missing or unknown column is a TypeError."""
    return Tables(
        package={row["key"]: row["value"] for row in _rows(folder, "package")},
        concepts={row["name"]: Concept(**row) for row in _rows(folder, "concepts")},
        abstracts={row["name"]: Abstract(**row) for row in _rows(folder, "abstracts")},
        members={row["name"]: Member(**row) for row in _rows(folder, "members")},
        codes=tuple(Code(**row) for row in _rows(folder, "codes")),
        types=tuple(Type(**row) for row in _rows(folder, "types")),
        sections={row["role"]: Section(**row) for row in _rows(folder, "sections")},
        lines=tuple(Line(**row) for row in _rows(folder, "lines")),
        sums=tuple(Sum(**row) for row in _rows(folder, "sums")),
        required=tuple(Required(**row) for row in _rows(folder, "required")),
        rules=tuple(Rule(**row) for row in _rows(folder, "rules")),
        variables=tuple(Variable(**row) for row in _rows(folder, "rule_variables")),
    )


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ValueError(f"{name}.csv, row {number}: the number of columns is wrong (a comma without quotes?)")
    return rows
