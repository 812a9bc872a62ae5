"""The kinds of columns that figures come in: actual, budget, by sector, rows of a model.

The kinds are rules apart, and each shuts out every axis that is not its own: a validator that finds an axis on the
parts and nowhere on the totals takes none of the parts for parts of those totals, and accuses totals that are right.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from taxonomies.builder.tables import STATEMENTS_AXIS, Member, Section, Sum, Tables


@dataclass(frozen=True)
class Kind:
    """One kind of column: the section that keeps the rules, its members beside the type of statement, its open axes."""

    section: Section
    members: tuple[Member, ...]
    axes: tuple[str, ...]

    @property
    def filters(self) -> str:
        """Return the words that let through only figures of this kind."""
        words = [f"member={member.name}" for member in self.members]
        words += [f"with={axis}" for axis in self.axes]
        return " ".join([*words, only(*self.own)])

    @property
    def own(self) -> tuple[str, ...]:
        """Return the axes of the figures of this kind."""
        return (*(member.axis for member in self.members), *self.axes)


def only(*axes: str) -> str:
    """Return the word that shuts out every axis but these and the type of statement."""
    return f"only={'+'.join(axes)}"


def kind_of(tables: Tables, section: Section) -> Kind:
    """Return the kind of column that a section has."""
    members = [tables.members[name] for name in section.members.split()]
    return Kind(section, tuple(each for each in members if each.axis != STATEMENTS_AXIS), tuple(section.axes.split()))


def kinds_of(tables: Tables, total: Sum) -> list[Kind]:
    """Return each kind of column in which a total stands with all its parts."""
    return kinds_with(tables, (total.parent, *total.plus.split()), total.member.split())


def kinds_with(tables: Tables, names: Iterable[str], members: Iterable[str] = ()) -> list[Kind]:
    """Return each kind of column in which these items stand together, in statements with these members.

    A kind comes back once for each report that no section before it is in: rules go along with their section.
    """
    wanted, having = set(names), set(members)
    found, held = list[Kind](), dict[tuple[tuple[Member, ...], tuple[str, ...]], set[str]]()
    for section in tables.sections.values():
        if having <= set(section.members.split()) and wanted <= tables.item_names(section):
            kind = kind_of(tables, section)
            reports = held.setdefault((kind.members, kind.axes), set())
            if not reports >= set(section.reports.split()):
                found.append(kind)
            reports |= set(section.reports.split())
    return found
