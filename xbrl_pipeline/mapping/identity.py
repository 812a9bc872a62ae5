"""Whose report it is, as the workbook itself says."""

from dataclasses import replace

from xbrl_pipeline.mapping.plan import MappingPlan, Plan, TemplatePlan
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.words import Remark, RemarkSubject
from xbrl_pipeline.model.boards import kind_of_board
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Entity
from xbrl_pipeline.workbook.cells import CellError
from xbrl_pipeline.workbook.notation import DASHES


def check_board(plan: MappingPlan, tally: Tally) -> None:
    """Refuse the workbook of another board than the mapping is for; only leading zeros may be lost."""
    expected = plan.mapping.bestuursnummer
    if not expected:
        return
    name = plan.qname(plan.profile.bestuursnummer_concept)
    cells = [cell for target, cell in tally.targets if target.concept.name == name]
    for cell in cells:
        filled = not isinstance(cell.value, CellError) and cell.shown not in DASHES
        if filled and cell.shown.zfill(len(expected)) != expected:
            raise PipelineError("mapping.other_board", cell=str(cell.ref), found=cell.shown, expected=expected)


def check_identifier(plan: Plan, facts: tuple[Fact, ...], tally: Tally) -> None:
    """Note when the number that identifies the reporting entity, or its scheme, is nowhere."""
    if not (plan.profile.identifier_scheme or tally.scheme):
        tally.note(Remark("entity.no_scheme", {}))
    if _value(plan, plan.profile.identifier_concept, facts) or tally.identifier:
        return
    name = plan.qname(plan.profile.identifier_concept) if plan.profile.identifier_concept else None
    concept = None if name is None else plan.model.concepts.get(name)
    about = RemarkSubject(tally.pen.label(concept) if concept else None if name is None else name.local)
    because = tuple(lost.cell for lost in tally.lost if lost.key.concept == name)
    empty = tuple(item.cell for item in tally.empty if item.key.concept == name)
    asked = (tally.asked,) if tally.asked is not None else empty[:1]
    told = tally.pen.write(Remark("entity.no_identifier", {"cells": asked}), about=about, because=because)
    if isinstance(plan, TemplatePlan):
        told = replace(told, cells=asked)
    cause = next((each for each in tally.findings if because and set(because) & set(each.cells)), None)
    tally.findings.append(replace(told, follows=cause.ref) if cause is not None else told)


def entity_of(plan: Plan, facts: tuple[Fact, ...], tally: Tally) -> Entity:
    """Return the reporting entity as the facts name it; its number also as the first sheet of a template does."""
    profile = plan.profile
    return Entity(
        name=_value(plan, profile.name_concept, facts),
        bestuursnummer=_value(plan, profile.bestuursnummer_concept, facts),
        kvk=_value(plan, profile.identifier_concept, facts) or tally.identifier,
        verslagjaar=plan.verslagjaar,
        sector=kind_of_board({fact.key.concept.local: str(fact.value) for fact in facts}),
    )


def _value(plan: Plan, concept: str, facts: tuple[Fact, ...]) -> str:
    """Return the value of a concept of the profile; empty where the profile or the report has none."""
    name = plan.qname(concept) if concept else None
    return next((str(fact.value) for fact in facts if fact.key.concept == name), "")
