"""A whole account: which sections it has, in which order, and what has no place in any of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xbrl_pipeline.base.markup import parse
from xbrl_pipeline.instance.facts import ReadFact, all_facts
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.rendering.fallback import present
from xbrl_pipeline.rendering.grids import GridMaker
from xbrl_pipeline.rendering.parameters import evaluate
from xbrl_pipeline.rendering.shapes import AccountGrid, AccountSection, Block, GridCell, Loose, ReadableAccount
from xbrl_pipeline.rendering.tables import Index, Laid, lay_out, merge
from xbrl_pipeline.rendering.words import AccountWords
from xbrl_pipeline.taxonomy.layouts import Heading
from xbrl_pipeline.taxonomy.model import LinkRole, TaxonomyModel

TITLE: Final = "TitleOfTheDocument"
NAME: Final = "LegalEntityName"
_COVER: Final = (  # SCP-26, in its order
    TITLE,
    NAME,
    "LegalEntityRegisteredOffice",
    "FinancialReportingPeriodCurrentStartDate",
    "FinancialReportingPeriodCurrentEndDate",
    "DocumentAdoptionStatus",
    "DocumentAdoptionDate",
)
_CHAPTERS: Final = {  # of roles without a tree of headings, by how their names begin
    "continuity-paragraph": "render.chapter.continuity",
    "report-of-the-": "render.chapter.board",
    "notes-remuneration": "render.chapter.wnt",
    "notes-severance": "render.chapter.wnt",
    "notes-": "render.chapter.notes",
    "social-themes": "render.chapter.themes",
}
_STATEMENTS: Final = ("balance-sheet", "income-", "cash-flow-statement", "statement-of-")
_XBRL_TAIL: Final = re.compile(r"[:/#]")


def make_account(data: bytes, model: TaxonomyModel, messages: Messages) -> ReadableAccount:
    """Return what is shown of a well-formed instance, by its taxonomy."""
    facts = all_facts(parse(data))
    words = AccountWords(model, messages)
    builder = _Builder(words, facts, Index(facts))
    sections = tuple(builder.sections())
    loose = tuple(builder.loose())
    cover = tuple(_cover(facts, words))
    title, name = (_first(facts, local) for local in (TITLE, NAME))
    return ReadableAccount(title or messages.text("render.title"), name, messages.lang, cover, sections, loose, facts)


@dataclass
class _Builder:
    """Makes sections, and keeps which facts have had their place."""

    words: AccountWords
    facts: Sequence[ReadFact]
    index: Index
    seen: set[int] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        model = self.words.model
        self.values = evaluate(model.parameters, self.facts)
        self.maker = GridMaker(self.words, self.values)
        self.by_role: dict[str, list[Laid]] = {}
        for layout in model.layouts:
            laid = lay_out(layout, self.index, self.values, self.words)
            if laid is not None:
                self.by_role.setdefault(layout.role, []).append(laid)

    def sections(self) -> Iterator[AccountSection]:
        """Give the sections by the headings of the taxonomy, or else by its roles (SCP-03 and 04)."""
        headings = self.words.model.headings
        under = {heading.role for heading in headings if heading.role}
        yield from self._by_headings(headings) if headings else ()
        yield from self._by_roles([role for uri, role in self.words.model.roles.items() if uri not in under])

    def _by_headings(self, headings: Sequence[Heading]) -> Iterator[AccountSection]:
        waiting: list[AccountSection] = []
        for heading in headings:
            waiting = [section for section in waiting if section.level <= heading.depth]
            if heading.name is not None:
                title = self.words.label(heading.name, heading.preferred)
                waiting.append(AccountSection(title, heading.depth + 1, ""))
                continue
            role = self.words.model.roles.get(heading.role)
            blocks = tuple(self._blocks(role)) if role is not None else ()
            if not blocks:
                continue
            if waiting:
                *above, last = waiting
                yield from (self._anchored(section) for section in above)
                yield self._anchored(replace(last, blocks=blocks, statement=_is_statement(heading.role)))
                waiting = []
            else:  # one more table below the same title
                yield AccountSection("", heading.depth, "", blocks)

    def _by_roles(self, roles: Sequence[LinkRole]) -> Iterator[AccountSection]:
        merged = self._merged(roles)
        chapter = ""
        for role in roles:
            if role.uri in merged:
                continue
            blocks = tuple(self._blocks(role))
            if not blocks:
                continue
            own = _chapter(role.uri)
            if own and own != chapter:
                yield self._anchored(AccountSection(self.words.messages.text(own), 1, ""))
            chapter = own
            title = role.label(self.words.lang)
            yield self._anchored(AccountSection(title, 2 if own else 1, "", blocks, _is_statement(role.uri)))

    def _merged(self, roles: Sequence[LinkRole]) -> set[str]:
        """Put tables that differ in one member only, say that of a budget, beside each other; return whose are gone."""
        gone = set[str]()
        for role in roles:
            for other in roles:
                one, two = self.by_role.get(role.uri, []), self.by_role.get(other.uri, [])
                if other is role or other.uri in gone or role.uri in gone or len(one) != 1 or len(two) != 1:
                    continue
                both = merge(one[0], two[0])
                if both is not None:
                    self.by_role[role.uri] = [both]
                    gone.add(other.uri)
        return gone

    def _blocks(self, role: LinkRole) -> Iterator[Block]:
        laid = self.by_role.get(role.uri)
        if laid is None and not any(layout.role == role.uri for layout in self.words.model.layouts):
            laid = [found for found in [present(role, self.index, self.seen, self.words)] if found is not None]
        for each in laid or ():
            for block in self.maker.blocks(each):
                self._keep(block)
                yield block

    def _keep(self, block: Block) -> None:
        facts = block.facts if isinstance(block, AccountGrid) else block.cell.facts
        self.seen.update(fact.place for fact in facts)

    def _anchored(self, section: AccountSection) -> AccountSection:
        stem = re.sub(r"[^a-z0-9]+", "-", section.title.lower()).strip("-") or "deel"
        anchor, number = stem, 1
        while anchor in self.anchors:
            number += 1
            anchor = f"{stem}-{number}"
        self.anchors.add(anchor)
        return replace(section, anchor=anchor)

    def loose(self) -> Iterator[Loose]:
        """Give every fact that no section shows (SCP-33)."""
        for fact in self.facts:
            if fact.place in self.seen:
                continue
            self.seen.add(fact.place)
            yield Loose(self.words.label(fact.concept), self._about(fact), GridCell((fact,)))

    def _about(self, fact: ReadFact) -> str:
        if fact.key is None:
            return ""
        members = (self.words.member(each) for each in fact.key.dimensions)
        return ", ".join([self.words.period(fact.key.period), *members])


def _cover(facts: Sequence[ReadFact], words: AccountWords) -> Iterator[tuple[str, GridCell]]:
    for local in _COVER:
        found = next((fact for fact in facts if fact.concept.local == local and not fact.nil), None)
        if found is not None:
            yield words.label(found.concept), GridCell((found,))


def _first(facts: Iterable[ReadFact], local: str) -> str:
    return next((fact.text for fact in facts if fact.concept.local == local), "")


def _is_statement(uri: str) -> bool:
    return _own_name(uri).startswith(_STATEMENTS)


def _own_name(uri: str) -> str:
    return _XBRL_TAIL.split(uri)[-1].removeprefix("consolidated-")


def _chapter(uri: str) -> str:
    name = _own_name(uri)
    return next((code for start, code in _CHAPTERS.items() if name.startswith(start)), "")
