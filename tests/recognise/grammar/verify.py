"""python -m tests.recognise.grammar.verify OUT: reopens every workbook and checks it against its key, on its own."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl

from .checks import evaluate, model_sums

Grid = dict[str, dict[str, Any]]


def read_amount(value: Any) -> Decimal | None:
    """The number a cell states: a number, or a text amount in Dutch notation."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Decimal(str(value))
    if not isinstance(value, str):
        return None
    text = value.replace("\u00a0", " ").replace("\u2212", "-").replace("EUR", "").replace("€", "").strip()
    if text in ("-", "–", "—", "--", "nihil", "", "n.v.t.", "0,-", "-,-", "nil"):
        return Decimal(0)
    negative = False
    if text.endswith("-/-") or text.startswith("-/-"):
        negative, text = True, text.replace("-/-", "")
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1]
    text = text.strip().removesuffix(",-").removesuffix(",--")
    if text.endswith("-") or text.startswith("-"):
        negative, text = True, text.strip("-")
    text = text.strip().replace(" ", "").replace("'", "")
    if not re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d+)?|\d+(,\d+)?", text):
        return None
    number = Decimal(text.replace(".", "").replace(",", "."))
    return -number if negative else number


def whole(number: Decimal) -> int:
    """Rounded to whole euros."""
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def load(path: Path) -> tuple[Grid, Grid, Any]:
    """Cached values, formulas and the workbook."""
    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    got: Grid = {
        ws.title: {c.coordinate: c.value for row in ws.iter_rows() for c in row if c.value is not None}
        for ws in values.worksheets
    }
    raw: Grid = {
        ws.title: {c.coordinate: c.value for row in ws.iter_rows() for c in row if c.value is not None}
        for ws in formulas.worksheets
    }
    return got, raw, values


def check_facts(key: dict[str, Any], got: Grid, say: Any) -> None:
    """Every fact's cell, value and uniqueness."""
    values: dict[tuple[str, str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    sums: dict[str, tuple[Decimal, Decimal, int]] = {}
    for entry in [*key["facts"], *key["optional_facts"]]:
        where = f"{entry['sheet']}!{entry['cell']}"
        number = read_amount(got.get(entry["sheet"], {}).get(entry["cell"]))
        if number is None:
            say(f"{where}: no amount in the cell ({got.get(entry['sheet'], {}).get(entry['cell'])!r})")
            continue
        stated = number * entry["scale"] * entry["sign"]
        if "sum_group" in entry:
            total, _, n = sums.get(entry["sum_group"], (Decimal(0), Decimal(0), 0))
            sums[entry["sum_group"]] = (total + stated, Decimal(entry["value"]), n + 1)
        elif whole(stated) != int(entry["value"]) and abs(stated - int(entry["value"])) > Decimal("0.5"):
            say(f"{where}: states {stated}, key {entry['value']} ({entry['concept']} {entry['period']})")
        spot = (entry["concept"], entry["period"], entry["scope"])
        values[spot][entry["value"]].append(where)
    for group, (total, value, n) in sums.items():
        scale = max(e["scale"] for e in key["optional_facts"] if e.get("sum_group") == group)
        if abs(total - value) > (n + 1 if scale == 1 else n * scale):
            say(f"sum group {group}: parts {total}, key {value}")
    for spot, found in values.items():
        if len(found) > 1:
            say(f"{spot}: different values {[(v, c[:2]) for v, c in found.items()]}")
    cells = Counter((e["sheet"], e["cell"]) for e in key["facts"])
    for cell, n in cells.items():
        if n > 1:
            say(f"{cell}: {n} facts in one cell")
    fact_cells = {(e["sheet"], e["cell"]) for e in [*key["facts"], *key["optional_facts"]]}
    for entry in key["not_facts"]:
        if (entry["sheet"], entry["cell"]) in fact_cells:
            say(f"{entry['sheet']}!{entry['cell']}: fact and not a fact")
        if entry["cell"] not in got.get(entry["sheet"], {}):
            say(f"{entry['sheet']}!{entry['cell']}: not a fact, but empty")


def check_cover(key: dict[str, Any], got: Grid, say: Any) -> int:
    """Every cell with an amount is judged by the key; every entity cell holds its datum."""
    known = {(e["sheet"], e["cell"]) for part in ("facts", "optional_facts", "not_facts") for e in key[part]}
    known |= {(e["sheet"], e["cell"]) for e in key["entity_cells"].values()}
    n = 0
    for sheet, cells in got.items():
        for cell, value in cells.items():
            if isinstance(value, int | float) and not isinstance(value, bool) and (sheet, cell) not in known:
                say(f"{sheet}!{cell}: number {value} not in the key")
            n += isinstance(value, int | float)
    for field, spot in key["entity_cells"].items():
        text = str(got.get(spot["sheet"], {}).get(spot["cell"], ""))
        want = str(key["entity"].get(field, ""))
        if want and want.casefold() not in text.casefold():
            say(f"{spot['sheet']}!{spot['cell']}: {field} {want!r} not in {text!r}")
    return n


def check_sums(key: dict[str, Any], got: Grid, say: Any) -> None:
    """The sums of cells that the key names."""
    for relation in key["cell_sums"]:
        sheet = relation["sheet"]
        total = read_amount(got[sheet].get(relation["total"]))
        parts = Decimal(0)
        for part in relation["parts"]:
            number = read_amount(got[part[2] if len(part) > 2 else sheet].get(part[1]))
            if number is None:
                say(f"{sheet}!{part[1]}: part of {relation['name']} has no amount")
                continue
            parts += part[0] * number
        if total is None:
            say(f"{sheet}!{relation['total']}: total of {relation['name']} has no amount")
        elif abs(total - parts) > Decimal(relation.get("slack", "0")) + Decimal("0.005"):
            say(f"{sheet}!{relation['total']} ({relation['name']}): {total}, parts {parts}")


def check_formulas(got: Grid, raw: Grid, say: Any) -> int:
    """Cached values of formulas are what the formulas give."""
    n = 0
    for sheet, cells in raw.items():
        for cell, text in cells.items():
            if isinstance(text, str) and text.startswith("="):
                n += 1
                want = evaluate(text, sheet, got)
                cached = got[sheet].get(cell)
                if not isinstance(cached, int | float) or abs(want - Decimal(str(cached))) > Decimal("0.006"):
                    say(f"{sheet}!{cell}: {text} gives {want}, cached {cached}")
    return n


def verify(path: Path) -> tuple[list[str], Counter[str]]:
    """The faults of one workbook, and counts."""
    key = json.loads(path.with_suffix(".key.json").read_text(encoding="utf-8"))
    faults: list[str] = []
    got, raw, _ = load(path)
    check_facts(key, got, faults.append)
    numbers = check_cover(key, got, faults.append)
    check_sums(key, got, faults.append)
    formulas = check_formulas(got, raw, faults.append)
    faults.extend(model_sums(key))
    counts = Counter(
        facts=len(key["facts"]),
        optional=len(key["optional_facts"]),
        not_facts=len(key["not_facts"]),
        sums=len(key["cell_sums"]),
        formulas=formulas,
        numbers=numbers,
        books=1,
        concepts=len({f["concept"] for f in key["facts"]}),
    )
    return faults, counts


def main() -> None:
    """Check every workbook of a folder."""
    parser = argparse.ArgumentParser(prog="tests.recognise.grammar.verify")
    parser.add_argument("out", type=Path)
    parser.add_argument("--quiet", action="store_true", help="no details of faults")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    wrong = 0
    for path in sorted(args.out.glob("*.xlsx")):
        try:
            faults, counts = verify(path)
        except Exception as error:  # noqa: BLE001 - the next book is looked at all the same
            faults, counts = [f"could not be checked: {error!r}"], Counter(books=1)
        total.update(counts)
        if faults:
            wrong += 1
            print(f"{path.name}: {len(faults)} faults")
            for fault in [] if args.quiet else faults[:12]:
                print(f"  {fault}")
    print(", ".join(f"{n} {name}" for name, n in total.items()), f"; {wrong} books with faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
