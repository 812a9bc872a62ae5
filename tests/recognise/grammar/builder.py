"""Building rows: lines that are left out when nil, own sublines, merged lines, subtotals and totals."""

from __future__ import annotations

from .context import Context
from .figures import Figures
from .lines import SUMS, number, side
from .rows import Cover, Row, add_up, line_row

REAL = ("T", "T-1", "budget")


class Builder:
    """Collects the rows of one table."""

    def __init__(self, ctx: Context, fig: Figures, name: str, stock: bool, chance_nil: float | None = None) -> None:
        self.ctx = ctx
        self.fig = fig
        self.stock = stock
        self.periods: tuple[str, ...] = ("T", "T-1") if stock else REAL
        self.draw = ctx.draw.sub("rows " + name)
        self.rows: list[Row] = []
        self.cover: Cover = {}
        self.used: set[str] = set()
        self.keep_nil = self.draw.between(0, 0.5) if chance_nil is None else chance_nil

    def add(self, row: Row) -> Row:
        """Append a row."""
        self.rows.append(row)
        if row.line:
            self.cover[row.line] = [(1, row)]
        return row

    def head(self, key: str, depth: int = 0) -> None:
        """A head without amounts."""
        line = key.removesuffix("Head")
        nr = {"~Assets": "1", "~Liabilities": "2", "~Income": "3", "~Expense": "4"}.get(line, number(line.lstrip("~")))
        self.rows.append(Row("head", self.ctx.words.label(key), depth=depth, nr=nr))

    def blank(self) -> None:
        """An empty row."""
        if self.rows and self.rows[-1].kind != "blank":
            self.rows.append(Row("blank"))

    def present(self, line: str) -> bool:
        """Whether a line has an amount, or is shown as nil."""
        if line == "ResultForTheYear" and not self.ctx.before:
            return False
        return self.fig.has(line, self.periods) or self.draw.sub("nil " + line).chance(self.keep_nil)

    def line(self, line: str, depth: int = 1, kind: str = "line", always: bool = False) -> Row | None:
        """A model line, unless it is nil and left out."""
        if not (always or self.present(line)):
            self.cover[line] = []
            return None
        return self.add(line_row(line, self.ctx.words.label(line, self.used), depth, kind))

    def total(self, line: str, depth: int = 0, label: str | None = None) -> Row:
        """A total of model parts that stand above."""
        text = self.ctx.words.label(line, self.used) if label is None else label
        row = line_row(line, text, depth, "total")
        row.level = 1
        add_up(row, self.cover)
        return self.add(row)

    def top(self, line: str, depth: int = 0) -> Row:
        """A total that stands above its parts; linked later by `link`."""
        row = line_row(line, self.ctx.words.label(line, self.used), depth, "total")
        row.level = 1
        return self.add(row)

    def link(self, row: Row) -> None:
        """Link a total that stands above its parts."""
        add_up(row, {k: v for k, v in self.cover.items() if k != row.line})

    def lines(self, names: list[str], depth: int = 1, split: float = 0.0, merge: float = 0.0) -> None:
        """Model lines, some of them split into own sublines, merged, or followed by an own subtotal."""
        for name in names:
            if not self.present(name):
                self.cover[name] = []
        names = [n for n in names if self.present(n)]
        skip: set[str] = set()
        for i, line in enumerate(names):
            if line in skip:
                continue
            after = names[i + 1] if i + 1 < len(names) else ""
            pair = f"{line}+{after}"
            both = after and self.fig.has(line, self.periods) and self.fig.has(after, self.periods)
            if both and pair in self.ctx.part.merges and self.draw.sub("merge " + pair).chance(merge):
                self.merged(line, after, depth)
                skip.add(after)
            elif self.fig.has(line, self.periods) and line in self.ctx.part.splits and self.draw.chance(split):
                self.split(line, depth)
            else:
                self.line(line, depth, always=True)
            self.memo(line, depth)
            self.own_subtotal(names, i, depth)

    def merged(self, first: str, second: str, depth: int) -> None:
        """Two model lines under one label: no concept fits."""
        label = self.draw.pick(self.ctx.part.merges[f"{first}+{second}"])
        row = Row("line", label, "", depth, ((1, first), (1, second)), "forbidden", sided=side(first), name=label)
        row.why = f"two model lines in one: {first} and {second}"
        row.nr = number(first)
        self.rows.append(row)
        self.used.add(label)
        self.cover[first] = [(1, row)]
        self.cover[second] = []

    def split(self, line: str, depth: int) -> None:
        """Own sublines of a model line, with the line itself above, below or not at all."""
        draw = self.draw.sub("split " + line)
        labels = [x.strip() for x in draw.pick(self.ctx.part.splits[line]).split("+")]
        names = self.own_lines(line, len(labels))
        place = draw.weigh((("absent", 4), ("below", 3), ("above", 3)))
        group = self.ctx.group() if place == "absent" else ""
        parent: Row | None = None
        if place == "above":
            parent = self.line(line, depth, always=True)
        elif place == "below":
            self.rows.append(Row("head", self.ctx.words.head(line), depth=depth, nr=number(line)))
        rows = []
        for label, name in zip(labels, names, strict=True):
            row = Row("line", label, "", depth + (place != "absent"), ((1, name),), "forbidden", sided=side(line))
            row.why = f"own subline of {line}"
            row.name = name
            row.nr = number(line) if place == "absent" else ""
            if group:
                row.mark, row.concept, row.group, row.group_figure = "optional", line, group, ((1, line),)
                row.why = f"part of {line}, right only as a sum"
            rows.append(row)
            self.rows.append(row)
            self.used.add(label)
        if place == "below":
            parent = self.line(line, depth, "total", always=True)
        if parent is not None:
            parent.parts = [(1, r) for r in rows]
        else:
            self.cover[line] = [(1, r) for r in rows]

    def own_lines(self, line: str, count: int) -> list[str]:
        """Figures for own sublines of a line, fixed per book."""
        names = [f"~split:{line}:{count}:{i}" for i in range(count)]
        if not any(self.fig.has(n, self.periods) for n in names):
            draw = self.ctx.draw.sub(f"split figures {line} {count}")
            weights = [draw.log(0.3, 3) for _ in names]
            for p in ("T-2", "T-1", "T", "budget"):
                amount = self.fig.get(line, p)
                parts = [int(amount * w / sum(weights)) for w in weights[:-1]]
                for name, value in zip(names, [*parts, amount - sum(parts)], strict=True):
                    self.fig.put(name, p, value)
        return names

    def memo(self, line: str, depth: int) -> None:
        """A memo line under a line ("waarvan ..."), that does not count in the sum."""
        if line not in self.ctx.part.memos or not self.draw.sub("memo " + line).chance(0.05):
            return
        rows = [r for r in self.rows if r.line == line and r.valued]
        if not rows or not self.fig.has(line, self.periods):
            return
        name = f"~split:{line}:memo"
        share = self.draw.between(0.1, 0.6)
        for p in ("T-2", "T-1", "T", "budget"):
            self.fig.put(name, p, int(self.fig.get(line, p) * share))
        label = self.draw.pick(self.ctx.part.memos[line])
        row = Row("line", label, "", depth + 1, ((1, name),), "forbidden", "", f"memo line under {line}", side(line))
        row.name = label
        self.rows.append(row)

    def own_subtotal(self, names: list[str], i: int, depth: int) -> None:
        """An own subtotal after a line, over it and the line before."""
        key = f"{names[i - 1]}+{names[i]}" if i else ""
        if key not in self.ctx.part.own or not self.draw.sub("own " + key).chance(0.12):
            return
        parts = [*self.cover.get(names[i - 1], []), *self.cover.get(names[i], [])]
        if len(parts) < 2:
            return
        label = self.draw.pick(self.ctx.part.own[key])
        row = Row("total", label, "", depth, ((1, names[i - 1]), (1, names[i])), "forbidden", sided=side(names[i]))
        row.why, row.name, row.parts = "own subtotal, no concept", label, parts
        self.rows.append(row)

    def children(self, line: str, depth: int) -> list[Row]:
        """The model parts of a line, for a specification under it."""
        rows = []
        for _, part in SUMS[line]:
            if self.present(part):
                row = self.line(part, depth, always=True)
                if row is not None:
                    rows.append(row)
            else:
                self.cover[part] = []
        return rows
