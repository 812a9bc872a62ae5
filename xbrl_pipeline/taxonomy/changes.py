"""Two entry points compared: concepts, lines and rules that came, went, changed or moved.

Namespaces carry dates in most taxonomies, so that a concept is known by its prefix and local name. Only what an entry
point uses is compared: a dictionary holds many concepts that no statement shows.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Final

from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.taxonomy_changes import ChangeKind, Detail, TaxonomyChange, TaxonomyChanges
from xbrl_pipeline.taxonomy.model import Concept, Rule, TaxonomyModel
from xbrl_pipeline.taxonomy.packages import Package

_LIST: Final = "changes.json"
_LIKENESS: Final = 0.6  # of labels: many concepts share the one paragraph that they come from
_SPLIT: Final = 2  # names into which one was split, at least


@dataclass(frozen=True, slots=True)
class Listed:
    """What a publisher says became of a name; names are local."""

    before: str
    after: tuple[str, ...]
    notes: Mapping[str, str]


@dataclass(frozen=True)
class _Side:
    """One entry point, looked up by the names that stay the same from year to year."""

    model: TaxonomyModel
    lang: str

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """The concepts that statements, hypercubes or rules use; all where there are no statements."""
        model = self.model
        used = {line.name for role in model.roles.values() for line in role.lines}
        used |= {item for table in model.tables for item in table.items}
        found = [concept for concept in model.concepts.values() if not used or concept.name in used]
        return {self.key(concept.name): concept for concept in found}

    @cached_property
    def places(self) -> dict[str, dict[str, str]]:
        """Where each concept stands: the line above it, by role."""
        found: dict[str, dict[str, str]] = {}
        for role in self.model.roles.values():
            above: list[str] = []
            for line in role.lines:
                key = self.key(line.name)
                found.setdefault(key, {}).setdefault(role.uri, above[line.depth - 1] if line.depth else "")
                above[line.depth :] = [key]
        return found

    def key(self, name: QName) -> str:
        element = self.model.element(name)
        return f"{element.prefix}:{name.local}" if element is not None else name.local

    def label(self, key: str) -> str:
        element = self.model.find_any(key)
        return element.label(self.lang) if element is not None else key

    def role_label(self, uri: str) -> str:
        return self.model.roles[uri].label(self.lang)


def compare(
    before: TaxonomyModel, after: TaxonomyModel, listed: Iterable[Listed] = (), lang: str = "nl"
) -> TaxonomyChanges:
    """Return every difference; ``listed`` is the publisher's own list of what became of what."""
    old, new = _Side(before, lang), _Side(after, lang)
    told = {item.before: item for item in listed}
    renamed = dict(_renamed(old, new, told))
    changes = [
        *_concept_changes(old, new, renamed, told),
        *_moves(old, new, renamed),
        *_rule_changes(old, new, renamed),
    ]
    return TaxonomyChanges(_title(before), _title(after), tuple(changes))


def publishers_list(package: Package) -> tuple[Listed, ...]:
    """Return what a package says itself of the changes since the one before it; nothing where it says nothing."""
    with zipfile.ZipFile(package.path) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] == _LIST]
        return tuple(item for name in names for item in _read_list(json.loads(archive.read(name))))


def _read_list(raw: Any) -> Iterator[Listed]:  # noqa: ANN401 - what JSON holds
    for item in raw["changes"] if isinstance(raw, dict) else raw:
        before = str(item.get("before", item.get("from", "")))
        after = item.get("after", item.get("to")) or ()
        notes = {lang: str(item.get(f"note_{lang}", "")) for lang in ("nl", "en")}
        yield Listed(before, (after,) if isinstance(after, str) else tuple(after), notes)


def _title(model: TaxonomyModel) -> str:
    return f"{model.package}: {model.entry_point.rpartition('/')[2].removesuffix('.xsd')}"


def _renamed(old: _Side, new: _Side, told: Mapping[str, Listed]) -> Iterator[tuple[str, str]]:
    """Give pairs of keys that the publisher's list says are one concept, and those that only changed their prefix."""
    gone = {key: concept for key, concept in old.concepts.items() if key not in new.concepts}
    came = {key: concept for key, concept in new.concepts.items() if key not in old.concepts}
    by_local: dict[str, list[str]] = {}
    for key, concept in came.items():
        by_local.setdefault(concept.name.local, []).append(key)
    for key, concept in gone.items():
        listed = told.get(concept.name.local)
        names = listed.after if listed is not None else (concept.name.local,)
        found = by_local.get(names[0], []) if len(names) == 1 else []
        if len(found) == 1:
            yield key, found[0]


def _concept_changes(
    old: _Side, new: _Side, renamed: Mapping[str, str], told: Mapping[str, Listed]
) -> Iterator[TaxonomyChange]:
    gone = [key for key in old.concepts if key not in new.concepts and key not in renamed]
    came = [key for key in new.concepts if key not in old.concepts and key not in renamed.values()]
    for key, target in renamed.items():
        note = _note(told, old.concepts[key], old.lang)
        yield TaxonomyChange(ChangeKind.RENAMED, key, old.label(key), (target,), note=note)
    guesses = dict(_suggestions(old, new, gone, came))
    for key in gone:
        yield _gone(old, key, told, guesses)
    for key in came:
        yield TaxonomyChange(ChangeKind.ADDED, key, new.label(key))
    for key in old.concepts:
        target = renamed.get(key, key)
        details = tuple(_differences(old.concepts[key], new.concepts[target])) if target in new.concepts else ()
        if details:
            yield TaxonomyChange(ChangeKind.CHANGED, target, new.label(target), details=details)


def _gone(old: _Side, key: str, told: Mapping[str, Listed], guesses: Mapping[str, str]) -> TaxonomyChange:
    listed = told.get(old.concepts[key].name.local)
    note = _note(told, old.concepts[key], old.lang)
    if listed is not None and len(listed.after) >= _SPLIT:
        return TaxonomyChange(ChangeKind.SPLIT, key, old.label(key), listed.after, note=note)
    if listed is None and key in guesses:
        return TaxonomyChange(ChangeKind.SUGGESTED, key, old.label(key), (guesses[key],))
    return TaxonomyChange(ChangeKind.DROPPED, key, old.label(key), note=note)


def _note(told: Mapping[str, Listed], concept: Concept, lang: str) -> str:
    listed = told.get(concept.name.local)
    return "" if listed is None else listed.notes.get(lang, "")


def _suggestions(old: _Side, new: _Side, gone: list[str], came: list[str]) -> Iterator[tuple[str, str]]:
    """Give pairs of a dropped and an added concept that have a label, or else all references, in common."""
    for marks in (_label_marks, _reference_marks):
        by_mark: dict[object, list[str]] = {}
        for key in came:
            for mark in marks(new.concepts[key]):
                by_mark.setdefault(mark, []).append(key)
        for key in gone:
            found = {each for mark in marks(old.concepts[key]) for each in by_mark.get(mark, ())}
            if len(found) == 1 and _alike(old.label(key), new.label(target := found.pop())):
                yield key, target


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _LIKENESS


def _label_marks(concept: Concept) -> Iterator[object]:
    for (role, lang), text in concept.labels.items():
        if role == "label":
            yield concept.kind, concept.instant, lang, text.casefold()


def _reference_marks(concept: Concept) -> Iterator[object]:
    if concept.references:
        yield concept.kind, concept.instant, concept.references


def _differences(before: Concept, after: Concept) -> Iterator[Detail]:
    pairs = (
        ("type", _local(before.type), _local(after.type)),
        ("period", "instant" if before.instant else "duration", "instant" if after.instant else "duration"),
        ("balance", before.balance or "-", after.balance or "-"),
    )
    for what, old, new in pairs:
        if old != new:
            yield Detail(what, old, new)


def _local(name: QName | None) -> str:
    return "-" if name is None else name.local


def _moves(old: _Side, new: _Side, renamed: Mapping[str, str]) -> Iterator[TaxonomyChange]:
    """Give the lines that stand under another line than before, in roles that both have."""
    for key in old.concepts:
        target = renamed.get(key, key)
        details = tuple(
            Detail("place", _place(old, role, parent), _place(new, role, now))
            for role, parent in old.places.get(key, {}).items()
            if (now := new.places.get(target, {}).get(role)) is not None and renamed.get(parent, parent) != now
        )
        if details:
            yield TaxonomyChange(ChangeKind.MOVED, target, new.label(target), details=details)


def _place(side: _Side, role: str, parent: str) -> str:
    return " / ".join([side.role_label(role), *([side.label(parent)] if parent else [])])


def _rule_changes(old: _Side, new: _Side, renamed: Mapping[str, str]) -> Iterator[TaxonomyChange]:
    locals_ = {key.rpartition(":")[2]: target.rpartition(":")[2] for key, target in renamed.items()}
    ids = {_follow(name, locals_): rule for name, rule in old.model.rules.items()}
    for name, rule in new.model.rules.items():
        if name not in ids:
            yield TaxonomyChange(ChangeKind.RULE_ADDED, name, _says(rule, new.lang))
        elif details := tuple(_rule_differences(ids[name], rule, locals_)):
            yield TaxonomyChange(ChangeKind.RULE_CHANGED, name, _says(rule, new.lang), details=details)
    for name, rule in ids.items():
        if name not in new.model.rules:
            yield TaxonomyChange(ChangeKind.RULE_DROPPED, rule.id, _says(rule, old.lang))


def _follow(name: str, renamed: Mapping[str, str]) -> str:
    """Return the id that a rule gets when a concept in it gets another name."""
    return "_".join(renamed.get(part, part) for part in name.split("_"))


def _says(rule: Rule, lang: str) -> str:
    return rule.messages.get(lang) or next(iter(rule.messages.values()), rule.test)


def _rule_differences(before: Rule, after: Rule, renamed: Mapping[str, str]) -> Iterator[Detail]:
    pairs = (
        ("test", " ".join(before.test.split()), " ".join(after.test.split())),
        ("severity", before.severity.value, after.severity.value),
        ("parts", _parts(before, renamed), _parts(after, {})),
    )
    for what, old, new in pairs:
        if old != new:
            yield Detail(what, old, new)


def _parts(rule: Rule, renamed: Mapping[str, str]) -> str:
    found = sorted(
        f"{'-' if term.weight < 0 else '+'} {renamed.get(name.local, name.local)}"
        for term in (*rule.left, *rule.right)
        for name in term.concepts
    )
    return ", ".join(found) if found else ", ".join(sorted(renamed.get(n.local, n.local) for n in rule.subjects))
