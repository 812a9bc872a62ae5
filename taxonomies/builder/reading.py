"""Reading the source tables from CSV; a year may be a short list of changes to the year before."""

from dataclasses import fields
from pathlib import Path
from typing import Any

from taxonomies.builder import changes
from taxonomies.builder.rows import Rows, rows_of
from taxonomies.builder.tables import (
    Abstract,
    Code,
    Concept,
    Condition,
    Documentation,
    Line,
    Member,
    Movement,
    Report,
    Required,
    Rule,
    Section,
    Sum,
    Tables,
    Tie,
    Total,
    Type,
    Variable,
)

KINDS: dict[str, Any] = {
    "reports": Report,
    "concepts": Concept,
    "abstracts": Abstract,
    "members": Member,
    "codes": Code,
    "types": Type,
    "sections": Section,
    "lines": Line,
    "documentation": Documentation,
    "sums": Sum,
    "movements": Movement,
    "totals": Total,
    "ties": Tie,
    "conditions": Condition,
    "required": Required,
    "rules": Rule,
    "rule_variables": Variable,
}
# tables whose rows are known by their first column
NAMED = ("reports", "concepts", "abstracts", "members", "sections")


def read_tables(folder: Path) -> Tables:
    """Read the tables of one taxonomy; a missing or unknown column is a TypeError."""
    rows = read_rows(folder)
    records: dict[str, Any] = {name: _records(name, rows[name]) for name in KINDS}
    records["lines"] = _expanded(records["lines"])
    records["variables"] = records.pop("rule_variables")
    for name in NAMED:
        key = fields(KINDS[name])[0].name
        records[name] = {getattr(record, key): record for record in records[name]}
    package = {row["key"]: row["value"] for row in rows["package"]}
    return Tables(package=package, changes=tuple(changes.read(folder)), **records)


def read_rows(folder: Path) -> Rows:
    """Read every table of a year, after its changes when it is based on another year."""
    own = {name: _rows(folder, name) for name in ("package", *KINDS)}
    base = next((row["value"] for row in own["package"] if row["key"] == "based_on"), "")
    if not base:
        return own
    return changes.apply(read_rows(folder.parent / base), own, changes.read(folder))


def _records(name: str, rows: list[dict[str, str]]) -> tuple[Any, ...]:
    return tuple(KINDS[name](**row) for row in rows)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    return rows_of(path) if path.exists() else []


def _expanded(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Write out `@tree/Item` as that line of another tree and all below it, `@tree:2` as the tree to level 2."""
    made = list[Line]()
    for line in lines:
        made += _borrowed(lines, line) if line.item.startswith("@") else [line]
    return tuple(made)


def _borrowed(lines: tuple[Line, ...], line: Line) -> list[Line]:
    source, _, depth = line.item.removeprefix("@").partition(":")
    tree, _, top = source.partition("/")
    there = [each for each in lines if each.tree == tree and not each.item.startswith("@")]
    chosen = _below(there, top) if top else [each for each in there if each.level != "0"]
    if not chosen:
        raise ValueError(f"{line.tree}: there is no {line.item}")
    shift = int(line.level) - int(chosen[0].level)
    levels = [(each, int(each.level)) for each in chosen if not depth or int(each.level) <= int(depth)]
    return [Line(line.tree, str(level + shift), each.item, each.preferred, each.only) for each, level in levels]


def _below(lines: list[Line], top: str) -> list[Line]:
    start = next((number for number, each in enumerate(lines) if each.item == top), len(lines))
    found = lines[start : start + 1]
    for each in lines[start + 1 :]:
        if int(each.level) <= int(found[0].level):
            break
        found.append(each)
    return found
