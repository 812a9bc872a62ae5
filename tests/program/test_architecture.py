"""What the documents say of the house is so: every path they name exists, and every room is told."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
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
    package = ROOT / "xbrl_pipeline"
    rooms = {f"{each.name}/" for each in package.iterdir() if (each / "__init__.py").exists()}
    recipes = {each.name for each in package.glob("*.py") if not each.name.startswith("__")}
    assert told == rooms | recipes


def test_words_are_in_order_and_told_once() -> None:
    table = ARCHITECTURE.split("| word |", 1)[1].split("\n\n", 1)[0]
    words = re.findall(r"^\| ([a-z][^|]*) \|", table, re.MULTILINE)
    assert len(words) > 20
    assert words == sorted(set(words))
