"""The lines that a statement can have, with every name they go by and their place in the taxonomy."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Final, Literal, TypeVar

from xbrl_pipeline.mapping.trial_balance.totals import is_reportable
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.recognise.tokens import Words, words_of
from xbrl_pipeline.recognise.traits import Traits, traits_of
from xbrl_pipeline.recognise.wordlists import read_word_list
from xbrl_pipeline.taxonomy.model import Concept, Kind, LinkRole, TaxonomyModel

_T = TypeVar("_T", bound=Hashable)
Statement = Literal["balance", "income", "cash", "equity", "general"]
STATEMENTS: Final[tuple[Statement, ...]] = ("balance", "income", "cash", "equity", "general")
START: Final = "@start"
_END: Final = "@end"
_NUMBER: Final = re.compile(r"[1-9](?:\.[0-9]{1,2})*")
_BREAKDOWN: Final = re.compile(r"^notes-(?!consolidated).*-breakdown(-education)?$")
_REST: Final = "overig"
_BEGIN_AND_MOVEMENT: Final = 2


@dataclass(frozen=True)
class Entry:
    """One line of a statement. ``key`` is its local name, with ``@start`` for a balance at the begin of the period."""

    key: str
    concept: Concept
    parent: str | None
    order: int
    numbers: tuple[str, ...] = ()  # RJ 660
    names: tuple[Words, ...] = ()
    relative: tuple[Words, ...] = ()  # names that leave out what the line above already says
    traits: Traits = field(default_factory=dict)

    @property
    def start(self) -> bool:
        """Whether the line is a balance at the begin of the period."""
        return self.key.endswith(START)

    @property
    def label(self) -> str:
        """The Dutch words of the taxonomy."""
        return self.concept.label("nl", "periodStartLabel" if self.start else "label")


@dataclass(frozen=True)
class TotalPart:
    """A line that adds up to a total, and how it counts."""

    key: str
    weight: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The lines of one statement by key, and which add up to which; a lexicon is equal to itself alone."""

    statement: Statement
    entries: Mapping[str, Entry]
    sums: tuple[tuple[str, tuple[TotalPart, ...]], ...] = ()
    asked: frozenset[str] = frozenset()  # lines beside the general data, of a report that is nothing but questions

    @cached_property
    def exact(self) -> dict[tuple[str, ...], list[str]]:
        """Keys by the sorted words of their names."""
        return _index(self.entries.values(), lambda words: tuple(sorted(words.stems)))

    @cached_property
    def joined(self) -> dict[str, list[str]]:
        """Keys by the letters of their names, for words that are written together or apart."""
        return _index(self.entries.values(), lambda words: words.joined)

    @cached_property
    def initials(self) -> dict[str, list[tuple[str, Words]]]:
        """Names with their keys by the first letters of their words: all that a cut-off or mistyped label can be."""
        found: dict[str, list[tuple[str, Words]]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                found.setdefault(name.initials, []).append((entry.key, name))
        return found

    @cached_property
    def by_stem(self) -> dict[str, list[tuple[str, Words]]]:
        """Names with their keys by each of their words."""
        found: dict[str, list[tuple[str, Words]]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                for stem in dict.fromkeys(name.stems):
                    found.setdefault(stem, []).append((entry.key, name))
        return found

    @cached_property
    def texts(self) -> dict[tuple[str, int], str]:
        """The words of every name as one text, by key and place."""
        return {
            (entry.key, place): name.text for entry in self.entries.values() for place, name in enumerate(entry.names)
        }

    @cached_property
    def stems_beside(self) -> dict[str, frozenset[str]]:
        """The words of the names of the lines beside each line."""
        own = {key: {stem for name in entry.names for stem in name.stems} for key, entry in self.entries.items()}
        return {
            key: frozenset(
                stem for other in self.children.get(entry.parent or "", ()) if other != key for stem in own[other]
            )
            for key, entry in self.entries.items()
        }

    @cached_property
    def numbered(self) -> dict[str, str]:
        """Keys by RJ number, where only one line has it."""
        found: dict[str, set[str]] = {}
        for entry in self.entries.values():
            for number in entry.numbers:
                found.setdefault(number, set()).add(entry.key)
        return {number: next(iter(keys)) for number, keys in found.items() if len(keys) == 1}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The lines directly below each line."""
        found: dict[str, list[str]] = {}
        for entry in self.entries.values():
            if entry.parent:
                found.setdefault(entry.parent, []).append(entry.key)
        return {parent: tuple(keys) for parent, keys in found.items()}

    @cached_property
    def adds(self) -> dict[str, tuple[str, ...]]:
        """What adds up to each line, in the tree or in a rule; in their order, as candidates are shown in it."""
        found = {parent: dict.fromkeys(keys) for parent, keys in self.children.items()}
        for total, parts in self.sums:
            found.setdefault(total, {}).update(dict.fromkeys(part.key for part in parts))
        return {total: tuple(keys) for total, keys in found.items()}

    @cached_property
    def rest(self) -> dict[str, str]:
        """The line "overige" below each line that has one such."""
        found = {}
        for parent, keys in self.children.items():
            leaves = [key for key in keys if key not in self.children]
            others = [key for key in leaves if words_of(self.entries[key].label).stems[:1] == (_REST,)]
            if len(others) == 1:
                found[parent] = others[0]
        return found

    @cached_property
    def remainder(self) -> dict[str, str]:
        """The line of what is left below each line: its rest, or the line that says "overige" and its own words."""
        found: dict[str, str] = {}
        for parent, keys in self.children.items():
            own = {*words_of(self.entries[parent].label).stems, _REST}
            others = [key for key in keys if set(words_of(self.entries[key].label).stems) == own]
            found |= {parent: others[0]} if len(others) == 1 else {}
        return found | self.rest

    @cached_property
    def totals(self) -> dict[str, tuple[str, ...]]:
        """The lines that each line adds up to, the other way round from ``adds`` and in its order."""
        found: dict[str, list[str]] = {}
        for total, parts in self.adds.items():
            for part in parts:
                found.setdefault(part, []).append(total)
        return {part: tuple(totals) for part, totals in found.items()}

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the lines above a line, from near to far."""
        return _ancestors(self, key)


@lru_cache(maxsize=20_000)
def _ancestors(lexicon: Lexicon, key: str) -> tuple[str, ...]:
    found: list[str] = []
    parent = lexicon.entries[key].parent
    while parent is not None and parent not in found:
        found.append(parent)
        parent = lexicon.entries[parent].parent
    return tuple(found)


def _index(entries: Iterable[Entry], make: Callable[[Words], _T]) -> dict[_T, list[str]]:
    found: dict[_T, list[str]] = {}
    for entry in entries:
        for words in (*entry.names, *entry.relative):
            keys = found.setdefault(make(words), [])
            if words.stems and entry.key not in keys:
                keys.append(entry.key)
    return found


@lru_cache(maxsize=4)
def make_lexica(model: TaxonomyModel) -> dict[Statement, Lexicon]:
    """Return the lexicon of every statement that a report has, made once for a model."""
    made = {statement: _make(model, statement) for statement in STATEMENTS}
    if not any(lexicon.entries for statement, lexicon in made.items() if statement != "general"):
        made["general"] = _with_questions(model, made["general"])
    return {statement: lexicon for statement, lexicon in made.items() if lexicon.entries}


@cache
def statement_patterns() -> dict[Statement, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return how the roles and the titles of each statement are named."""
    table = read_word_list(__package__, "statements.yaml")
    return {
        statement: (re.compile(table[statement]["roles"]), re.compile(table[statement]["title"]))
        for statement in STATEMENTS
    }


@cache
def _synonyms() -> dict[str, dict[str, list[str]]]:
    """Return the names of the lines by statement, with those that are made of others."""
    table = read_word_list(__package__, "synonyms.yaml")
    composed = table.pop("composed")
    for statement, lines in composed.items():
        for key, made in lines.items():
            names = [f"{word or ''} {name}".strip() for word in made["with"] for name in table["balance"][made["of"]]]
            known = table[statement].setdefault(key, [])
            table[statement][key] = list(dict.fromkeys((*known, *names)))
    return table


def _make(model: TaxonomyModel, statement: Statement) -> Lexicon:
    roles = [role for uri, role in model.roles.items() if statement_patterns()[statement][0].search(_tail(uri))]
    entries: dict[str, Entry] = {}
    for role in sorted(roles, key=lambda role: -len(role.lines)):
        for key, name, parent, preferred in _tree(role, model, entries):
            concept = model.concepts[name]
            if statement == "general" or concept.kind is Kind.MONETARY:
                entries.setdefault(
                    key, _entry(statement, key, concept, parent, order=len(entries), preferred=preferred)
                )
    if statement in ("balance", "income"):
        _add_breakdowns(model, statement, entries)
    entries = {key: _with_relative(entry, entries) for key, entry in entries.items()}
    rests = set(Lexicon(statement, entries).rest.values())
    entries = {key: _with_rest(entry) if key in rests else entry for key, entry in entries.items()}
    return Lexicon(statement, entries, tuple(_sums(model, entries)))


def _with_questions(model: TaxonomyModel, general: Lexicon) -> Lexicon:
    """Add all lines of a report without statements, where each is one answer: no line has rows or columns."""
    entries = dict(general.entries)
    for role in model.roles.values():
        for key, name, parent, preferred in _tree(role, model, entries):
            if not is_reportable(model, name, ()):
                return general
            concept = model.concepts[name]
            entries[key] = _entry("general", key, concept, parent, order=len(entries), preferred=preferred)
    # the document has a section of its own in each report: what is asked in words only is general data too
    return Lexicon("general", entries, asked=frozenset(_asked(model, entries)))


def _asked(model: TaxonomyModel, entries: Mapping[str, Entry]) -> Iterator[str]:
    """Give the lines of the sections that ask for amounts."""
    for role in model.roles.values():
        lines = [line.name.local for line in role.lines if line.name.local in entries]
        if any(entries[key].concept.kind is Kind.MONETARY for key in lines):
            yield from lines


def _tail(uri: str) -> str:
    return re.split(r"[:/]", uri)[-1]


def _tree(
    role: LinkRole, model: TaxonomyModel, known: Mapping[str, Entry]
) -> Iterator[tuple[str, QName, str | None, str]]:
    """Give the reportable lines of a role with the reportable line above each."""
    path: list[tuple[int, str | None]] = []
    seen: set[str] = set()
    for line in role.lines:
        while path and path[-1][0] >= line.depth:
            path.pop()
        parent = path[-1][1] if path else None
        if line.name not in model.concepts:
            path.append((line.depth, parent))
            continue
        key = line.name.local + (START if line.preferred == "periodStartLabel" else "")
        if key not in seen and key not in known:
            yield key, line.name, parent, line.preferred
        seen.add(key)
        path.append((line.depth, key))


def _add_breakdowns(model: TaxonomyModel, statement: Statement, entries: dict[str, Entry]) -> None:
    """Add what the notes split a line into, where it is the same sort of amount."""
    for uri, role in model.roles.items():
        if not _BREAKDOWN.search(_tail(uri)):
            continue
        for key, name, parent, preferred in list(_tree(role, model, entries)):
            concept = model.concepts[name]
            above = entries.get(parent or "")
            if (
                above
                and concept.kind is Kind.MONETARY
                and concept.instant == above.concept.instant
                and key == name.local
            ):
                entries[key] = _entry(statement, key, concept, parent, order=len(entries), preferred=preferred)


def _entry(
    statement: Statement, key: str, concept: Concept, parent: str | None, *, order: int, preferred: str
) -> Entry:
    table = _synonyms()[statement]
    own = (
        []
        if key.endswith(START) or preferred == "periodEndLabel"
        else [text for (role, lang), text in concept.labels.items() if lang[:2] in ("nl", "en") and role in _ROLES]
    )
    shown = [concept.label(lang, preferred) for lang in ("nl", "en")]
    listed = [*table.get(key, []), *(table.get(f"{key}{_END}", []) if preferred == "periodEndLabel" else [])]
    names = tuple(dict.fromkeys(words_of(text) for text in (*own, *shown, *listed)))
    numbers = tuple(dict.fromkeys(value for ref in concept.references for _, value in ref if _is_number(value)))
    return Entry(
        key,
        concept,
        parent,
        order,
        numbers,
        tuple(name for name in names if name.stems),
        (),
        _traits(concept, shown, key),
    )


_ROLES: Final = ("label", "terseLabel", "totalLabel", "verboseLabel")


def _traits(concept: Concept, shown: Iterable[str], key: str) -> Traits:
    """Return what the taxonomy itself says of a line, in both languages."""
    dutch = traits_of(concept.label("nl", "periodStartLabel" if key.endswith(START) else "label"))
    texts = [traits_of(text) for text in shown]
    return {**{trait: values for text in texts[:1] for trait, values in text.items()}, **dutch}


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None and "." in value


def _with_relative(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """Add names without the words of the line above: "Schulden aan kredietinstellingen" below "Schulden"."""
    above = entries.get(entry.parent or "")
    if above is None:
        return entry
    own, parent = words_of(entry.label), words_of(above.label)
    left = [place for place, stem in enumerate(own.stems) if stem not in parent.stems and stem not in _TERMS]
    if not left or len(left) == len(own.stems):
        return entry
    stems = tuple(own.stems[place] for place in left)
    words = Words(stems, (False,) * len(stems), "".join(stems))
    known = words in entry.names or stems == (_REST,)
    return entry if known else Entry(**{**vars(entry), "relative": (words,)})


def _with_rest(entry: Entry) -> Entry:
    """Add the name that the rest of any line has among its parts: no more than "Overige"."""
    words = words_of(_REST)
    return entry if words in entry.names else replace(entry, names=(*entry.names, words))


_TERMS: Final = frozenset({"kortlopend", "langlopend", "overig"})


def _sums(model: TaxonomyModel, entries: Mapping[str, Entry]) -> Iterator[tuple[str, tuple[TotalPart, ...]]]:
    """Give each total of the statement once, with its parts."""
    seen: set[tuple[str, tuple[TotalPart, ...]]] = set()
    for total in model.sums:
        parts = tuple(
            sorted((TotalPart(name.local, int(weight)) for name, weight in total.parts), key=lambda part: part.key)
        )
        inside = tuple(part for part in parts if part.key in entries)
        found = (total.total.local, inside)
        if total.total.local in entries and len(inside) == len(parts) and found not in seen:
            seen.add(found)
            yield found
    yield from _movements(model, entries)


def _movements(model: TaxonomyModel, entries: Mapping[str, Entry]) -> Iterator[tuple[str, tuple[TotalPart, ...]]]:
    """Give balances that are the opening balance and what changed: end = begin + movement."""
    for rule in model.rules.values():
        left = [name.local for term in rule.left for name in term.concepts]
        right = [name.local for term in rule.right for name in term.concepts]
        if len(left) == 1 and len(right) == _BEGIN_AND_MOVEMENT and left[0] in right and f"{left[0]}{START}" in entries:
            movement = next((name for name in right if name != left[0]), "")
            if left[0] in entries and movement in entries:
                yield left[0], (TotalPart(f"{left[0]}{START}", 1), TotalPart(movement, 1))
