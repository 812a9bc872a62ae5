"""Movement schedules: fixed assets, equity, provisions and loans, as items by steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from . import YEAR
from .context import Context
from .draw import Draw
from .figures import BEFORE, Figures
from .grid import Cell, Face, Kind, Mark, Relation
from .lines import SUMS
from .table import amount_cell

Meaning = tuple[Kind, str, str]  # kind, concept or reason, period
NEUTRAL: Meaning = ("neutral", "movement without certain concept", "")


@dataclass(eq=False)
class Step:
    """A column (or row) of the schedule: a stand or a movement."""

    key: str
    label: str
    suffix: str  # where the amount of an item is kept
    role: str  # begin, move, end, info
    sign: int = 1
    back: bool = False  # of the year before
    total: Meaning = NEUTRAL
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass
class Schedule:
    """A movement schedule of one group of lines."""

    parent: str
    title: str
    items: list[tuple[str, str]]  # line, label
    total: str
    steps: list[Step]
    scope: str
    period: str
    fig: Figures
    plain: bool = False  # movements that reduce are shown positive
    extra: Callable[[], None] | None = None

    def amount(self, line: str, step: Step) -> int:
        """The natural amount of an item, or of the total."""
        period = BEFORE[self.period] if step.back else self.period
        names = [i for i, _ in self.items] if line == self.parent else [line]
        return sum(self.fig.get(n + step.suffix, period) for n in names)


ITEMS = {
    "PropertyPlantEquipment": ["~Buildings", "~Equipment", "~OtherTangible"],
    "IntangibleAssets": ["~Development", "~Licences"],
    "FinancialAssets": ["~Participations", "~LoansGranted"],
    "Equity": [part for _, part in SUMS["Equity"]],
    "Provisions": [part for _, part in SUMS["Provisions"]],
    "LiabilitiesNoncurrent": ["~LoansNoncurrent", "~OtherNoncurrent"],
}


def steps_of(ctx: Context, parent: str, period: str, draw: Draw) -> list[Step]:
    """The steps of a schedule."""
    year = YEAR - (period == "T-1")

    def word(key: str, date: str = "") -> str:
        return ctx.text("step." + key, draw.sub("words")).format(y=year, d=date)

    def stand(role: str, key: str) -> Step:
        back = role == "begin"
        return Step(role, word(key), "", role, back=back, total=("fact", parent, BEFORE[period] if back else period))

    if parent in ("PropertyPlantEquipment", "IntangibleAssets"):
        depreciation = "PropertyPlantEquipmentDepreciation" if parent[0] == "P" else "IntangibleAssetsAmortisation"
        steps = [
            stand("begin", "book_begin"),
            Step("add", word("add"), ".add", "move", total=("optional", parent + "Additions", period)),
            Step("out", word("out"), ".net", "move", -1),
            Step("charge", word("charge"), ".charge", "move", -1, total=("optional", depreciation, period)),
            stand("end", "book_end"),
        ]
        if draw.chance(0.4):
            for at, back, date in ((0, True, f"1-1-{year}"), (len(steps) + 2, False, f"31-12-{year}")):
                steps.insert(at, Step(f"cost{back}", word("cost", date), ".cost", "info", back=back))
                steps.insert(at + 1, Step(f"acc{back}", word("acc", date), ".acc", "info", -1, back=back))
        return steps
    begin, end = stand("begin", "begin"), stand("end", "end")
    moves = {
        "FinancialAssets": [("new", 1), ("back", -1), ("share", 1)],
        "Provisions": [("dot", 1), ("use", -1), ("release", -1)],
        "LiabilitiesNoncurrent": [("new", 1), ("back", -1)],
    }.get(parent, [])
    out = [begin, *(Step(k, word(k), "." + k, "move", s) for k, s in moves)]
    if parent == "Equity" and ctx.before:
        out.append(Step("moves", word("moves"), ".moves", "move"))
    elif parent == "Equity":
        out.append(Step("result", word("result"), ".result", "move", total=("fact", "EquityResultAllocation", period)))
        out.append(Step("other", word("other"), ".other", "move", total=("fact", "EquityMovementOther", period)))
    out.append(end)
    if parent == "FinancialAssets":
        out[1].label = word("add")
    return out


def schedule(ctx: Context, parent: str, scope: str, period: str, draw: Draw) -> Schedule | None:
    """The schedule of a group of lines, or None where there is nothing to show."""
    fig = ctx.figures[scope]
    fill_in(fig, period)
    items = [
        (line, ctx.words.label(line))
        for line in ITEMS[parent]
        if fig.get(line, period) or fig.get(line, BEFORE[period])
    ]
    if not items:
        return None
    steps = steps_of(ctx, parent, period, draw)
    steps = [
        s
        for s in steps
        if s.role != "move"
        or s.key in ("add", "charge", "dot", "use", "result")
        or any(fig.get(line + s.suffix, period) for line, _ in items)
    ]
    title = ctx.words.label(parent)
    return Schedule(parent, title, items, ctx.fixed("sum"), steps, scope, period, fig, draw.sub("plain").chance(0.25))


def fill_in(fig: Figures, period: str) -> None:
    """Net disposals, and whole movements of equity."""
    for line in (*ITEMS["PropertyPlantEquipment"], *ITEMS["IntangibleAssets"]):
        fig.put(line + ".net", period, fig.get(line + ".out", period) - fig.get(line + ".outacc", period))
    for line in ITEMS["Equity"]:
        fig.put(line + ".moves", period, fig.get(line, period) - fig.get(line, BEFORE[period]))


def cell_of(ctx: Context, plan: Schedule, line: str, step: Step, face: Face) -> Cell | None:
    """The cell of an item (or the total) in a step."""
    scale = ctx.style.scale
    amount = plan.amount(line, step)
    sign = 1 if plan.plain and step.role == "move" else step.sign
    number = ctx.number(amount, scale) * sign
    cell = amount_cell(ctx, number, scale, face)
    if cell.value is None:
        return None
    step.cells[line] = cell
    cell.marks = [mark_of(ctx, plan, line, step, amount, sign, cell)]
    return cell


def mark_of(ctx: Context, plan: Schedule, line: str, step: Step, amount: int, sign: int, cell: Cell) -> Mark:
    """What the cell means."""
    scale = ctx.style.scale
    kind, concept, period = step.total
    if line != plan.parent:
        kind, concept, period = NEUTRAL
        if step.role in ("begin", "end") and not line.startswith("~"):
            kind, concept, period = "fact", line, step.total[2]
    if kind == "neutral":
        return Mark("neutral", why=concept)
    value = ctx.value(amount, scale)
    why = ""
    if kind == "optional":
        why = "total of a movement: may be reported or left out"
    if period == "T-2":
        kind, why = "optional", "year before the comparative year: may be reported or left out"
    elif period == "T-1" and plan.period == "T-1" and step.role == "move":
        why = why or ""
    if value == 0:
        kind, why = "optional", "zero amount: reporting 0 and leaving it out are both acceptable"
    if isinstance(cell.value, str) and kind == "fact":
        kind, why = "optional", "amount as text in a schedule: may be reported or left out"
    return Mark(kind, concept, period, plan.scope, value, scale, sign, why)


def relate(ctx: Context, plan: Schedule) -> None:
    """Totals of items, and the end stand of every item."""
    slack = Decimal(0) if ctx.exact else Decimal(len(plan.items) + len(plan.steps))
    out = []
    for step in plan.steps:
        total = step.cells.get(plan.parent)
        parts = [(1, step.cells[i]) for i, _ in plan.items if i in step.cells]
        if total is not None and parts and len(plan.items) > 1:
            out.append(Relation(f"{plan.title}: {step.label}", total, parts, slack))
    for line in [*(i for i, _ in plan.items), plan.parent]:
        ends = [s for s in plan.steps if s.role == "end"]
        flow = [s for s in plan.steps if s.role in ("begin", "move")]
        if not ends or line not in ends[0].cells:
            continue
        parts = [(s.sign if plan.plain and s.role == "move" else 1, s.cells[line]) for s in flow if line in s.cells]
        if parts:
            out.append(Relation(f"{plan.title}: {line} {ends[0].label}", ends[0].cells[line], parts, slack))
    ctx.book.relate(out)
    for relation in out:
        cells = [relation.total, *(c for _, c in relation.parts)]
        if ctx.exact and all(isinstance(c.value, int | float) for c in cells) and not relation.total.parts:
            relation.total.parts = tuple(relation.parts)
