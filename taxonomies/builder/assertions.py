"""The record that every rule becomes, and the words that its messages are made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from taxonomies.builder.tables import Lang, Member, Tables, Variable

MUST = {("ERROR", "en"): "MUST", ("WARNING", "en"): "SHOULD"}


@dataclass(frozen=True)
class Assertion:
    """An assertion as the formula linkbase holds it."""

    id: str
    role: str
    severity: str
    source: str
    test: str
    precondition: str
    variables: tuple[Variable, ...]
    messages: dict[Lang, str] = field(hash=False)


def quoted(tables: Tables, name: str, lang: Lang) -> str:
    """Return the line between quotes as messages name it."""
    concept = tables.concepts[name]
    return f'"{tables.line_of(concept) if lang == "nl" else concept.label_en}"'


def listed(names: list[str], lang: Lang) -> str:
    """Join names as a sentence does."""
    last = "en" if lang == "nl" else "and"
    return f" {last} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def equal_to(severity: str, lang: Lang) -> str:
    """Return the words for what must, or should, be equal."""
    if lang == "en":
        return f"{MUST[severity, 'en']} equal"
    return "MOET gelijk zijn aan" if severity == "ERROR" else "BEHOORT gelijk te zijn aan"


def heading(members: Iterable[Member], lang: Lang) -> str:
    """Return what comes before a message about figures with these members."""
    return "".join(f"{member.terse(lang)}: " for member in members)
