"""How much of a workbook is read rightly: its facts without any mapping, against an answer key made with the workbook.

A key names cells with the concept, period and scope of their fact, and cells that hold none. Counted are facts: right,
open (not reported, and said so), silent (not reported and nothing said but a reason in the ledger), and wrong.

A key can only judge the concepts that its maker knew: an amount of any other concept in a cell that holds none for the
key is finer than the key is, and not counted, where these are named.
"""

import json
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.recognise.draft import make_draft
from xbrl_pipeline.recognise.lexicon import make_lexica
from xbrl_pipeline.recognise.propose import Recognition, UserChoices, recognise
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook

FactId = tuple[str, str, str]  # concept, period (T, T-1, T-2, budget), scope
_HALF: Final = Decimal("0.501")
_SCOPES: Final = {"SeparateMember": "separate", "ConsolidatedMember": "consolidated"}


@dataclass
class Score:
    """What came of one workbook, or of many added up."""

    right: int = 0
    open: int = 0
    silent: int = 0
    wrong: int = 0
    questions: int = 0
    books: int = 0
    cpu: float = 0.0
    details: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        """Add up two scores."""
        return Score(
            self.right + other.right,
            self.open + other.open,
            self.silent + other.silent,
            self.wrong + other.wrong,
            self.questions + other.questions,
            self.books + other.books,
            self.cpu + other.cpu,
            [*self.details, *other.details],
        )

    @property
    def total(self) -> int:
        """How many facts the keys have."""
        return self.right + self.open + self.silent + self.wrong

    @property
    def share(self) -> float:
        """The part that is right."""
        return self.right / self.total if self.total else 0.0


def measure(path: Path, model: TaxonomyModel, profile: ReportProfile, concepts: Collection[str] = ()) -> Score:
    """Read a workbook without a mapping and compare its facts with the key beside it."""
    key = json.loads(path.with_suffix("").with_suffix(".key.json").read_text("utf-8"))
    book = read_workbook(path)
    entity = key.get("entity", {})
    wishes = UserChoices(verslagjaar=None, bestuursnummer=str(entity.get("bestuursnummer", "")))
    start = time.process_time()
    recognition = recognise(book, model, profile, wishes)
    cpu = time.process_time() - start
    try:
        draft = make_draft(recognition, profile, messages("nl"))
    except PipelineError as error:
        facts = list(_wanted(key))
        return Score(open=len(facts), books=1, cpu=cpu, details=[f"{path.name}: {error.code}"])
    mapped = map_cells(book, draft.mapping, model, profile, messages("nl"))
    score = compare(path.stem, key, mapped, concepts, parts_of_lines(model))
    score.questions, score.books, score.cpu = count_questions(recognition), 1, cpu
    return score


def count_questions(recognition: Recognition) -> int:
    """Return how many questions a person would be asked."""
    return len(getattr(recognition, "questions", ()))


def _wanted(key: dict[str, Any]) -> Iterator[tuple[FactId, Decimal, str]]:
    seen: set[FactId] = set()
    for entry in key["facts"]:
        found = _id_of(entry)
        if found not in seen:
            seen.add(found)
            yield found, Decimal(str(entry["value"])), f"{entry['sheet']}!{entry['cell']}"


def _id_of(entry: dict[str, Any]) -> FactId:
    period = "budget" if entry["period"] in ("budget", "T-budget") else entry["period"]
    return entry["concept"], period, entry.get("scope") or "separate"


def parts_of_lines(model: TaxonomyModel) -> Mapping[str, Collection[str]]:
    """Return the lines that the taxonomy adds up to each line."""
    return {total: parts for lexicon in make_lexica(model).values() for total, parts in lexicon.adds.items()}


def compare(
    name: str,
    key: dict[str, Any],
    mapped: Mapped,
    concepts: Collection[str] = (),
    parts: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Score:
    """Compare facts with a key. ``concepts`` are those that the key can judge; empty where it can judge all.

    ``parts`` holds the lines that add up to a line. Where a key says that only the sum of some rows is a line, such as
    the tangible fixed assets, a row that is a part of it by the taxonomy, such as the buildings, is not judged.
    """
    year = int(key.get("year", 2025))
    said = {id_of_fact(fact, year): fact for fact in mapped.facts if isinstance(fact.value, Decimal) and fact.cells}
    score = Score()
    fates = {str(entry.cell): entry for entry in mapped.ledger.entries}
    flagged = {str(cell) for finding in mapped.findings if finding.severity.value == "error" for cell in finding.cells}
    cells: dict[FactId, list[str]] = defaultdict(list)
    for entry in key["facts"]:
        cells[_id_of(entry)].append(f"{entry['sheet']}!{entry['cell']}")
    for found, value, cell in _wanted(key):
        fact = said.get(found)
        if fact is not None and abs(Decimal(str(fact.value)) - value) <= _HALF + (Decimal("0.5") if value % 1 else 0):
            score.right += 1
        elif fact is not None:
            score.wrong += 1
            score.details.append(f"{name} {cell} {found}: {fact.value} instead of {value}")
        elif all(_is_silent(each, fates, flagged) for each in cells[found]):
            score.silent += 1
            entry = fates.get(cell)
            score.details.append(f"{name} {cell} {found} silent: {entry.reason if entry else 'not in the ledger'}")
        else:
            score.open += 1
            entry = fates.get(cell)
            score.details.append(f"{name} {cell} {found} open: {entry.reason if entry else 'its sheet is open'}")
    for detail in _others(name, key, said, concepts, parts):
        score.wrong += 1
        score.details.append(detail)
    return score


def _is_silent(cell: str, fates: dict[str, Any], flagged: set[str]) -> bool:
    entry = fates.get(cell)
    return entry is not None and entry.fate is not Fate.REJECTED and cell not in flagged


def _others(
    name: str,
    key: dict[str, Any],
    said: dict[FactId, Fact],
    concepts: Collection[str],
    parts: Mapping[str, Collection[str]],
) -> Iterator[str]:
    """Give facts that the key forbids: of cells that hold none, or that hold another."""
    never = {f"{e['sheet']}!{e['cell']}" for e in key.get("not_facts", []) if e.get("must_not_report")}
    wanted = defaultdict(set)
    for entry in [*key["facts"], *key.get("optional_facts", [])]:
        wanted[f"{entry['sheet']}!{entry['cell']}"].add(_id_of(entry))
    known = {found for ids in wanted.values() for found in ids}
    summed = {
        (f"{entry['sheet']}!{entry['cell']}", part, *_id_of(entry)[1:])
        for entry in key.get("optional_facts", [])
        if entry.get("sum_group")
        for part in parts.get(entry["concept"], ())
    }
    for found, fact in said.items():
        if fact.derived:
            continue
        cells = {str(cell) for cell in fact.cells}
        if cells <= never and found not in known:
            if concepts and found[0] not in concepts:
                continue
            yield f"{name} {min(cells)} {found}: must not be reported"
        elif any((cell, *found) in summed for cell in cells):
            continue
        elif found not in known and any(cell in wanted for cell in cells):
            cell = min(cell for cell in cells if cell in wanted)
            yield f"{name} {cell} {found}: is {min(wanted[cell])}"


def id_of_fact(fact: Fact, year: int) -> FactId:
    """Return how a key names a fact."""
    members = {d.axis.local: (d.member.local if d.member is not None else "") for d in fact.key.dimensions}
    scope = _SCOPES.get(members.get("FinancialStatementsTypeAxis", ""), "")
    period = {year: "T", year - 1: "T-1", year - 2: "T-2"}.get(fact.key.period.end.year, str(fact.key.period.end))
    if members.get("BudgetTypeAxis") == "BudgetMember":
        period = "budget" if period == "T" else f"budget {period}"
    return fact.key.concept.local, period, scope


def measure_all(
    paths: Sequence[Path], model: TaxonomyModel, profile: ReportProfile, concepts: Collection[str] = ()
) -> Score:
    """Measure many workbooks and add up."""
    total = Score()
    for path in paths:
        total += measure(path, model, profile, concepts)
    return total
