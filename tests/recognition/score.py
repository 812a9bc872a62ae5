"""How many amounts of a workbook are recognised rightly, stay open, or are wrong."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.recognition.generator import Truth
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.mapping.recognise.draft import make_draft
from xbrl_pipeline.mapping.recognise.propose import Wishes, recognise
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook

_YEARS = {"current": 2025, "previous": 2024, "budget": 2025}


@dataclass
class Score:
    right: int = 0
    open: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.right + len(self.open) + len([cell for cell in self.wrong if not cell.startswith("+")])


def recognised(path: Path, model: TaxonomyModel, profile: ReportProfile) -> Mapped:
    book = read_workbook(path)
    draft = make_draft(
        recognise(book, model, profile, Wishes(bestuursnummer="", verslagjaar=None)), profile, messages("nl")
    )
    return map_cells(book, draft.mapping, model, profile, messages("nl"))


def score(mapped: Mapped, truth: Truth) -> Score:
    """Compare the facts of a workbook with the truth; a fact from a cell without truth is wrong too."""
    found = {str(cell): fact for fact in mapped.facts for cell in fact.cells if isinstance(fact.value, Decimal)}
    result = Score()
    for cell, expected in truth.items():
        fact = found.pop(cell, None)
        if fact is None:
            result.open.append(cell)
        elif _fits(fact, expected):
            result.right += 1
        else:
            result.wrong.append(
                f"{cell}: {fact.key.concept.local} {fact.key.period} {fact.value} instead of {expected}"
            )
    result.wrong += [f"+{cell}: {fact.key.concept.local}" for cell, fact in found.items()]
    return result


def _fits(fact: Fact, expected: tuple[str, str, str, bool, int]) -> bool:
    local, moment, means, consolidated, amount = expected
    year = _YEARS[means] - (moment == "start")
    members = {dimension.member.local for dimension in fact.key.dimensions}
    wanted = {"ConsolidatedMember" if consolidated else "SeparateMember"} | (
        {"BudgetMember"} if means == "budget" else set()
    )
    return (
        fact.key.concept.local == local
        and fact.key.period.end.year == year
        and members == wanted
        and fact.value == amount
    )
