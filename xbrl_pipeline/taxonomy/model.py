"""A taxonomy as the rest of the program needs it: concepts, labels, rules. Plain values, no Arelle."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Severity


class Kind(StrEnum):
    """What sort of value a concept takes."""

    MONETARY = "monetary"
    NUMBER = "number"  # counts, percentages: unit ``pure``
    DATE = "date"
    CODE = "code"  # one of ``Concept.codes``
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Concept:
    """A reportable item. ``labels`` go by ``(role, lang)``, role being the last step of its URI."""

    name: QName
    prefix: str
    kind: Kind
    instant: bool
    balance: str | None
    labels: dict[tuple[str, str], str]
    whole: bool = False  # only whole numbers (a fractionDigits of 0)
    codes: tuple[str, ...] = ()
    pattern: str | None = None
    max_length: int | None = None

    def label(self, lang: str, role: str = "label") -> str:
        """Return the label in a language, falling back to the standard label, Dutch, and the local name."""
        for key in ((role, lang), ("label", lang), ("label", "nl"), ("label", "en")):
            if key in self.labels:
                return self.labels[key]
        return self.name.local


@dataclass(frozen=True, slots=True)
class Term:
    """One variable in a linear rule: the concepts it may bind, and how often it counts (+1 or -1)."""

    variable: str
    concepts: tuple[QName, ...]
    weight: int


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

    @property
    def linear(self) -> bool:
        """Whether both sides can be added up."""
        return bool(self.left and self.right)

    @property
    def concepts(self) -> frozenset[QName]:
        """Every concept that a linear rule adds up."""
        return frozenset(name for term in self.left + self.right for name in term.concepts)


@dataclass(frozen=True)
class TaxonomyModel:
    """One entry point of one package, compiled."""

    package: str  # id under which the package is installed: "onderwijs-2025"
    entry_point: str
    sha256: str  # of the package
    prefixes: dict[str, str]  # prefix -> namespace, as the taxonomy declares them
    concepts: dict[QName, Concept]
    rules: dict[str, Rule]
    members: dict[QName, dict[str, str]] = field(default_factory=dict)  # label per language, without "[member]"

    @cached_property
    def by_local_name(self) -> dict[str, list[Concept]]:
        """Concepts by local name; more than one where namespaces share a name."""
        table: dict[str, list[Concept]] = {}
        for concept in self.concepts.values():
            table.setdefault(concept.name.local, []).append(concept)
        return table

    def find(self, name: str) -> Concept | None:
        """Return the concept for ``prefix:Local`` or for a local name that only one namespace has."""
        prefix, _, local = name.rpartition(":")
        found = self.by_local_name.get(local, [])
        if prefix:
            found = [concept for concept in found if concept.prefix == prefix]
        return found[0] if len(found) == 1 else None
