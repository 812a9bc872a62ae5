"""What stands in a workbook beside statements and notes: forecasts, segments, ratios, WNT, staff, drafts."""

from __future__ import annotations

from dataclasses import replace

from . import YEAR
from .builder import Builder
from .context import Context
from .draw import Draw
from .figures import Figures
from .futures import ahead, draft, segments
from .grid import Block, Face, Mark
from .lines import SUMS
from .pieces import balance, cash, income, scoped
from .rows import Row
from .table import Col, Shape, Table, render
from .texts import EXTRA

TITLE = Face(bold=True, size=12)
HEAD = Face(bold=True, align="right")


def short_rows(ctx: Context, fig: Figures, stock: bool, name: str) -> list[Row]:
    """A plain statement without own lines: for forecasts and segments."""
    b = Builder(ctx, fig, name, stock, 0.0)
    if stock:
        groups = (("AssetsNoncurrent", "AssetsCurrent", "Assets"), ("EquityAndLiabilities",))
        for names in groups:
            for total in names:
                if total == "Assets":
                    b.total(total)
                    b.blank()
                    continue
                lines = [part for _, part in SUMS[total]]
                if total == "EquityAndLiabilities" and not fig.has("NoncontrollingInterest", ("T", "T-1")):
                    lines[0] = "Equity"
                b.lines(lines)
                b.total(total)
        return b.rows
    for total in ("Income", "Expenses"):
        b.lines([part for _, part in SUMS[total]])
        b.total(total)
        b.blank()
    b.total("BalanceIncomeAndExpenses")
    b.line("FinancialIncomeExpenses", 1, always=True)
    b.total("NetResultAfterTax" if not fig.has("IncomeTaxExpense", ("T",)) else "ResultBeforeTax")
    return b.rows


def soften(block: Block, why: str) -> None:
    """Facts that repeat a statement elsewhere: right when reported, not needed."""
    for cell in block.cells.values():
        cell.marks = [replace(m, kind="optional", why=m.why or why) if m.kind == "fact" else m for m in cell.marks]


def state_unit(ctx: Context, block: Block, draw: Draw) -> None:
    """The unit under the title, where it is not euros."""
    if ctx.style.scale != 1:
        block.text(1, 0, ctx.text(f"unit.{ctx.style.scale}", draw))


def continuity(ctx: Context, shape: Shape, scope: str) -> Block:
    """The continuity section: the year and three (or five) years of budget, for income and the balance."""
    draw = ctx.draw.sub(f"continuity {scope}")
    fig = ctx.figures[scope]
    years = ahead(fig, draw.sub("years"), 3)
    out = Block()
    row = 0
    out.text(row, 0, scoped(ctx, draw.pick(EXTRA["continuity"]), scope), TITLE)
    row += 2
    words = draw.pick(EXTRA["forecast"])
    for stock in (False, True):
        rows = short_rows(ctx, fig, stock, f"continuity {stock} {scope}")
        cols = [Col("T", "T")]
        if draw.chance(0.4):
            cols.insert(0, Col("T-1", "T-1"))
        for n, year in enumerate(years, 1):
            cols.append(later(n, year, words))
        signs = ctx.style.balance_signs if stock else ctx.style.income_signs
        block = render(ctx, Table(rows, cols, fig, scope, stock, signs, "continuity"), shape)
        out.text(row, 0, draw.pick(EXTRA["forecast balance" if stock else "forecast income"]), Face(bold=True))
        out.place(block, row + 1, 0)
        row += block.height + 3
    state_unit(ctx, out, draw)
    soften(out, "repeats the statement in the continuity section")
    return out


def later(n: int, fig: Figures, words: str) -> Col:
    """A column of a later year."""

    def value(row: Row) -> int | None:
        return row.amount(fig, "T")

    return Col(f"T+{n}", f"T+{n}", "other", (words,), value, "forbidden", "forecast")


def segmented(ctx: Context, shape: Shape, scope: str) -> Block:
    """Income and expenses by segment."""
    draw = ctx.draw.sub(f"segments {scope}")
    fig = ctx.figures[scope]
    names = draw.pick(EXTRA["segments " + fig.sector]).split(",")
    parts = segments(fig, draw.sub("parts"), len(names))
    rows = short_rows(ctx, fig, False, f"segments {scope}")
    cols = []
    for name, part in zip(names, parts, strict=True):

        def value(row: Row, part: Figures = part) -> int | None:
            return row.amount(part, "T")

        cols.append(Col(f"s{name}", "T", "other", (name.strip(),), value, "forbidden", "segment"))
    total = Col("T", "T", "amount", (draw.pick(("Totaal", "Totaal {y}", "Totaal bestuur")),))
    cols.insert(0 if draw.chance(0.25) else len(cols), total)
    out = Block()
    out.text(0, 0, draw.pick(EXTRA["segment title"]).format(y=YEAR), TITLE)
    out.place(render(ctx, Table(rows, cols, fig, scope, False, ctx.style.income_signs, "segments"), shape), 2, 0)
    state_unit(ctx, out, draw)
    soften(out, "total column of a segment table")
    return out


def ratios(ctx: Context, shape: Shape, scope: str) -> Block:
    """Key figures."""
    draw = ctx.draw.sub(f"ratios {scope}")
    fig = ctx.figures[scope]
    block = Block()
    block.text(0, 0, draw.pick(EXTRA["ratios"]), TITLE)
    for j, year in enumerate((YEAR, YEAR - 1)):
        block.text(2, 1 + j, year if draw.chance(0.5) else str(year), HEAD)
        cell = block.cells[2, 1 + j]
        if isinstance(cell.value, int):
            cell.face = Face(bold=True, form="0")
            cell.marks = [Mark("forbidden", why="year in a head")]
    formulas = (
        ("Solvabiliteit 1", ("Equity",), ("Assets",)),
        ("Solvabiliteit 2", ("Equity", "Provisions"), ("Assets",)),
        ("Liquiditeit (current ratio)", ("AssetsCurrent",), ("LiabilitiesCurrent",)),
        ("Rentabiliteit", ("NetResultAfterTax",), ("Income",)),
        ("Weerstandsvermogen", ("Equity",), ("Income",)),
        ("Huisvestingsratio", ("AccommodationCosts",), ("Expenses",)),
        ("Personeelslasten / totale lasten", ("EmployeeBenefitsExpenses",), ("Expenses",)),
    )
    for r, (label, above, below) in enumerate(draw.some(formulas, 4, 7), 3):
        block.text(r, 0, label)
        for j, p in enumerate(("T", "T-1")):
            low = sum(fig.get(x, p) for x in below)
            share = round(sum(fig.get(x, p) for x in above) / low, 4) if low else 0.0
            form = "0.00" if "Liq" in label else "0.0%"
            block.text(r, 1 + j, share, Face(form=form), Mark("forbidden", why="ratio"))
    block.widths[0] = 36.0
    return block


def wnt(ctx: Context, shape: Shape, scope: str) -> Block:
    """The WNT table: invented positions, no persons."""
    draw = ctx.draw.sub("wnt")
    block = Block()
    block.text(0, 0, draw.pick(EXTRA["wnt"]).format(y=YEAR), TITLE)
    people = draw.whole(1, 3)
    for j in range(people):
        block.text(2, 1 + j, f"Functionaris {'ABC'[j]} (fictief)", HEAD)
    rows = (
        ("Functiegegevens", None),
        ("Omvang dienstverband (in fte)", (0.6, 1.0)),
        ("Beloning plus belastbare onkostenvergoedingen", (98000, 182000)),
        ("Beloningen betaalbaar op termijn", (15000, 26000)),
        ("Subtotaal", None),
        ("Individueel toepasselijk bezoldigingsmaximum", (199000, 246000)),
        ("Totale bezoldiging", (115000, 205000)),
    )
    for i, (label, span) in enumerate(rows):
        block.text(3 + i, 0, label)
        for j in range(people):
            if span is None:
                continue
            value: int | float = (
                round(draw.between(*span), 1) if span[1] <= 1 else draw.whole(int(span[0]), int(span[1]))
            )
            form = "0.0" if span[1] <= 1 else "#,##0"
            block.text(3 + i, 1 + j, value, Face(form=form), Mark("forbidden", why="WNT table"))
    block.widths = {0: 48.0, **{1 + j: 22.0 for j in range(people)}}
    return block


def staff(ctx: Context, shape: Shape, scope: str) -> Block:
    """Staff in fte and numbers of pupils."""
    draw = ctx.draw.sub("staff")
    block = Block()
    block.text(0, 0, draw.pick(EXTRA["staff"]), TITLE)
    for j, year in enumerate((YEAR - 1, YEAR, YEAR + 1, YEAR + 2)):
        block.text(2, 1 + j, str(year), HEAD)
    size = ctx.figures[scope].get("Income", "T") * float(ctx.unit)
    labels = (
        ("Management/directie (fte)", 0.9e-6),
        ("Onderwijzend personeel (fte)", 8e-6),
        ("Ondersteunend personeel (fte)", 3e-6),
        (draw.pick(("Aantal leerlingen", "Leerlingen 1 oktober", "Aantal studenten")), 1.1e-4),
    )
    for i, (label, share) in enumerate(labels):
        block.text(3 + i, 0, label)
        for j in range(4):
            raw = size * share * draw.between(0.95, 1.05)
            value = round(raw, 1) if "fte" in label else int(raw) + 1
            kind = Mark("neutral", why="staff or pupils") if j < 2 else Mark("forbidden", why="forecast")
            block.text(3 + i, 1 + j, value, Face(form="0.0" if "fte" in label else "0"), kind)
    block.widths[0] = 34.0
    return block


def said(mark: Mark) -> tuple[str, str, str, int]:
    """What a fact says."""
    return mark.concept, mark.period, mark.scope, mark.value


def drafts(ctx: Context, shape: Shape, scope: str, what: str) -> Block:
    """An old draft of a statement: nothing of it may be reported."""
    draw = ctx.draw.sub(f"draft {what}")
    finals = ctx.figures
    other = replace(ctx, figures={**finals, scope: draft(finals[scope], draw, ctx.before)}, draw=ctx.draw.sub("draft"))
    kept = len(ctx.book.relations)
    block = {
        "balance": lambda: balance(other, shape, scope, next(iter(ctx.part.balance_forms))),
        "income": lambda: income(other, shape, scope),
        "cash": lambda: cash(other, shape, scope),
    }[what]()
    del ctx.book.relations[kept:]
    final = {said(m) for sheet in ctx.book.sheets for c in sheet.cells.values() for m in c.marks if m.kind == "fact"}
    for cell in block.cells.values():
        cell.parts = ()
        values = {said(m) for m in cell.marks if m.kind in ("fact", "optional")}
        if values:
            same = all(v in final or v[-1] == 0 for v in values)
            cell.marks = [
                Mark("neutral" if same else "forbidden", why="draft" + (", same amount as the final" if same else ""))
            ]
        elif any(m.kind == "neutral" for m in cell.marks):
            cell.marks = [Mark("forbidden", why="draft")]
    return block
