"""python -m tests.recognise.grammar.lists: counts of both parts, and what they share (shows no words)."""

from __future__ import annotations

from collections.abc import Mapping

from .context import Part
from .lines import LINES
from .parts import load


def folded(lists: Mapping[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """Wordings without regard to capitals, by line."""
    return {(k, w.casefold()) for k, words in lists.items() for w in words}


def counts(part: Part) -> dict[str, int]:
    """How much of every kind a part has."""
    groups = {
        "wordings": part.lists,
        "own sublines": part.splits,
        "merged lines": part.merges,
        "own subtotals": part.own,
        "memo lines": part.memos,
        "titles and other texts": part.text,
    }
    out = {name: sum(map(len, lists.values())) for name, lists in groups.items()}
    out |= {
        "English wordings": sum(map(len, part.english[0].values())),
        "head styles": len(part.heads),
        "English head styles": len(part.english[1]),
        "number forms": len(part.forms),
        "table shapes": len(part.shapes),
        "column orders": len(part.orders),
        "arrangements": len(part.arrangements),
        "balance forms": len(part.balance_forms),
        "schedule layouts": len(part.matrices),
        "axes": len(part.axes),
    }
    return out


def main() -> None:
    """Print the counts and the overlap."""
    seen, unseen = load("seen"), load("unseen")
    a, b = counts(seen), counts(unseen)
    for name in a:
        print(f"{name:26} seen {a[name]:5}   unseen {b[name]:5}")
    lines = [line for line in LINES if line not in seen.lists or line not in unseen.lists]
    print("lines without words:", lines or "none")
    for name, x, y in (("wordings", seen.lists, unseen.lists), ("own sublines", seen.splits, unseen.splits)):
        print(f"shared {name}:", sorted(folded(x) & folded(y)) or "none")
    heads = {h for h, _ in seen.heads} & {h for h, _ in unseen.heads}
    print("shared head styles:", len(heads))


if __name__ == "__main__":
    main()
