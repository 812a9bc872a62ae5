"""What the documents say of the house is so: every path they name exists, and every room is told."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PACKAGE = ROOT / "xbrl_pipeline"
_PATH = re.compile(r"`((?:xbrl_pipeline|tests|taxonomies|docs|samples|schemas|bench)/[^` ]*)`")


@pytest.mark.parametrize(
    "document", ["docs/architecture.md", "docs/recognition.md", "docs/conformance.md", "CONTRIBUTING.md"]
)
def test_every_path_that_is_named_is_there(document: str) -> None:
    named = set(_PATH.findall((ROOT / document).read_text("utf-8")))
    plain = {path for path in named if not re.search(r"[<>*{]", path)}
    assert plain
    assert [path for path in sorted(plain) if not (ROOT / path).exists()] == []


def test_every_room_is_told_and_no_other() -> None:
    table = ARCHITECTURE.split("| room |", 1)[1].split("\n\n", 1)[0]
    told = set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE))
    rooms = {f"{each.name}/" for each in PACKAGE.iterdir() if (each / "__init__.py").exists()}
    recipes = {each.name for each in PACKAGE.glob("*.py") if not each.name.startswith("__")}
    assert told == rooms | recipes


def test_every_room_has_tests_under_its_name() -> None:
    rooms = {each.parent.name for each in PACKAGE.glob("*/__init__.py")}
    tested = {each.parent.name for each in (ROOT / "tests").glob("*/test_*.py")}
    assert len(rooms) > 15
    assert rooms - tested == set()


def test_words_are_in_order_and_told_once() -> None:
    table = ARCHITECTURE.split("| word |", 1)[1].split("\n\n", 1)[0]
    words = re.findall(r"^\| ([a-z][^|]*) \|", table, re.MULTILINE)
    assert len(words) > 20
    assert words == sorted(set(words))


def test_no_modules_import_each_other_not_even_inside_functions() -> None:
    modules = {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in PACKAGE.rglob("*.py")}
    modules = {name.removesuffix(".__init__"): file for name, file in modules.items()}
    graph = {name: set(_imported(name, file, modules)) for name, file in modules.items()}
    assert sum(map(len, graph.values())) > len(modules)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


def test_a_class_name_says_which_thing_is_meant() -> None:
    """The library door is apart: what it gives others are plain values with the same everyday names."""
    defined = defaultdict(set)
    for file in set(PACKAGE.rglob("*.py")) - {PACKAGE / "api.py"}:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                defined[node.name].add(str(file.relative_to(PACKAGE)))
    assert len(defined) > 300
    assert {name: sorted(places) for name, places in defined.items() if len(places) > 1} == {}


def _imported(name: str, file: Path, modules: Mapping[str, Path]) -> Iterator[str]:
    """Give the modules of ours that a module imports anywhere, but for those that only its annotations need."""
    tree = ast.parse(file.read_text("utf-8"))
    conditional = (
        each for each in ast.walk(tree) if isinstance(each, ast.If) and ast.unparse(each.test) == "TYPE_CHECKING"
    )
    passed_over = {id(inside) for each in conditional for inside in ast.walk(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in passed_over:
            named = (f"{node.module}.{alias.name}" for alias in node.names)
            found = (each if each in modules else node.module for each in named)
            yield from (each for each in found if each in modules and each != name)
