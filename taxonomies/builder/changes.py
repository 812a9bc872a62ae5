"""A year as a short list of changes to the year before, and that list as a file for programs."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from taxonomies.builder.rows import Rows, rows_of

KEYS = {
    "package": ("key",),
    "reports": ("name",),
    "concepts": ("name",),
    "abstracts": ("name",),
    "members": ("name",),
    "sections": ("role",),
    "documentation": ("name",),
    "codes": ("type", "id"),
    "types": ("name",),
    "sums": ("tree", "parent", "member"),
    "rules": ("id",),
}
LISTS = {
    "sums": ("plus", "minus"),
    "rule_variables": ("concepts",),
}
OWNERS = {
    "concepts": "name",
    "documentation": "name",
    "lines": "item",
    "required": "concept",
    "sums": "parent",
    "movements": "balance",
}


@dataclass(frozen=True)
class Change:
    """What became of one name: `to` is empty for one that was dropped, and several names for one that was split."""

    kind: str
    what: str
    before: str
    after: str
    note_nl: str
    note_en: str


def read(folder: Path) -> list[Change]:
    """Read `changes.csv`; a year that stands on its own has none."""
    path = folder / "changes.csv"
    return [Change(**row) for row in rows_of(path)] if path.exists() else []


def apply(base: Rows, own: Rows, made: Iterable[Change]) -> Rows:
    """Return the tables of a year: those of the year before, renamed and without what was dropped, and its own rows."""
    made = list(made)
    renamed = {each.before: each.after for each in made if each.kind == "renamed"}
    dropped = {each.before for each in made if each.kind in {"dropped", "split"}}
    rows = {name: [_renamed(row, renamed) for row in table] for name, table in base.items()}
    rows = {name: _kept(name, table, dropped) for name, table in rows.items()}
    return {name: _merged(name, rows[name], own[name]) for name in rows}


def to_json(package: str, base: str, made: Iterable[Change]) -> bytes:
    """Write the list for programs."""
    listed = [asdict(each) | {"after": each.after.split()} for each in made]
    return (json.dumps({"from": base, "to": package, "changes": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def _renamed(row: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    if not names:
        return row
    # a name stands alone, in a list, or at the end of the id of a rule
    pattern = re.compile(r"(?<![A-Za-z0-9])(" + "|".join(map(re.escape, names)) + r")(?![A-Za-z0-9])")
    return {key: pattern.sub(lambda found: names[found[1]], value) for key, value in row.items()}


def _kept(name: str, rows: list[dict[str, str]], dropped: set[str]) -> list[dict[str, str]]:
    owner = OWNERS.get(name)
    rows = [row for row in rows if owner is None or row[owner] not in dropped]
    for column in LISTS.get(name, ()):
        rows = [row | {column: " ".join(word for word in row[column].split() if word not in dropped)} for row in rows]
    return rows


def _merged(name: str, rows: list[dict[str, str]], own: list[dict[str, str]]) -> list[dict[str, str]]:
    if name == "lines":
        return _inserted(rows, own)
    keys = KEYS.get(name, ())
    fresh = {tuple(row[key] for key in keys): row for row in own} if keys else {}
    replaced = [fresh.pop(tuple(row[key] for key in keys), row) for row in rows] if keys else rows
    return [*replaced, *(fresh.values() if keys else own)]


def _inserted(rows: list[dict[str, str]], own: list[dict[str, str]]) -> list[dict[str, str]]:
    """Put each new line behind the line that it names in `after`, or at the end."""
    merged = list(rows)
    for row in own:
        line = {key: value for key, value in row.items() if key != "after"}
        places = [n for n, each in enumerate(merged) if (each["tree"], each["item"]) == (row["tree"], row["after"])]
        if row["after"] and not places:
            raise ValueError(f"lines.csv: {row['tree']} has no line {row['after']}")
        merged.insert(places[-1] + 1 if places else len(merged), line)
    return merged
