"""Reading the word lists: `line: wording | wording`, continued on indented lines."""

from __future__ import annotations


def read(text: str) -> dict[str, tuple[str, ...]]:
    """The word lists of a text block."""
    joined: list[str] = []
    for raw in text.strip("\n").splitlines():
        if raw.startswith(" ") and joined:
            joined[-1] += " " + raw.strip()
        elif raw.strip():
            joined.append(raw.strip())
    out: dict[str, tuple[str, ...]] = {}
    for line in joined:
        key, _, words = line.partition(":")
        items = tuple(w.strip() for w in words.split("|") if w.strip())
        if key in out:
            raise ValueError(f"double key {key}")
        if len(set(items)) != len(items):
            raise ValueError(f"double wording under {key}")
        out[key] = items
    return out
