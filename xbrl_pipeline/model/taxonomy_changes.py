"""What became of a taxonomy: the differences between two entry points, in words and names."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to a concept, a line or a rule."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"  # the publisher says so
    SPLIT = "split"  # the publisher says so
    SUGGESTED = "suggested"  # label or references say that it may have been renamed
    CHANGED = "changed"
    MOVED = "moved"
    RULE_ADDED = "rule_added"
    RULE_DROPPED = "rule_dropped"
    RULE_CHANGED = "rule_changed"


@dataclass(frozen=True, slots=True)
class Detail:
    """One property that differs; ``what`` is a word for it: type, period, balance, place, test, severity, parts."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TaxonomyChange:
    """One difference; names are ``prefix:Local`` or the id of a rule, labels are in the language of the run."""

    kind: ChangeKind
    name: str
    label: str
    to: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaxonomyChanges:
    """All differences, from ``before`` to ``after`` (package and entry point in words)."""

    before: str
    after: str
    changes: tuple[TaxonomyChange, ...]

    def of(self, kind: ChangeKind) -> tuple[TaxonomyChange, ...]:
        """Return the differences of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)
