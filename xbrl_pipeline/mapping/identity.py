"""Whose report it is, as the workbook itself says."""

from xbrl_pipeline.mapping.plan import Plan
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.words import Remark, Subject
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Entity
from xbrl_pipeline.workbook.cells import CellError
from xbrl_pipeline.workbook.notation import DASHES


def check_board(plan: Plan, tally: Tally) -> None:
    """Refuse the workbook of another board than the mapping is for; only leading zeros may be lost."""
    name = plan.qname(plan.profile.bestuursnummer_concept)
    expected = plan.mapping.bestuursnummer
    cells = [cell for target, cell in tally.targets if target.concept.name == name]
    for cell in cells:
        filled = not isinstance(cell.value, CellError) and cell.shown not in DASHES
        if filled and cell.shown.zfill(len(expected)) != expected:
            raise PipelineError("mapping.other_board", cell=str(cell.ref), found=cell.shown, expected=expected)


def check_identifier(plan: Plan, facts: tuple[Fact, ...], tally: Tally) -> None:
    """Note when the number that identifies the board is not among the facts."""
    name = plan.qname(plan.profile.identifier_concept)
    if any(fact.key.concept == name for fact in facts):
        return
    concept = plan.model.concepts.get(name)
    about = Subject(tally.pen.label(concept) if concept else name.local)
    because = tuple(lost.cell for lost in tally.lost if lost.key.concept == name)
    tally.findings.append(tally.pen.write(Remark("entity.no_identifier", {}), about=about, because=because))


def entity_of(plan: Plan, facts: tuple[Fact, ...]) -> Entity:
    """Return the board as the facts name it."""
    values = {fact.key.concept: str(fact.value) for fact in facts}
    profile = plan.profile
    return Entity(
        name=values.get(plan.qname(profile.name_concept), ""),
        bestuursnummer=values.get(plan.qname(profile.bestuursnummer_concept), ""),
        kvk=values.get(plan.qname(profile.identifier_concept), ""),
        verslagjaar=plan.mapping.verslagjaar,
    )
