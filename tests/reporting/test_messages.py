import tomllib
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from xbrl_pipeline.reporting.pages import source_hash


def catalogue(lang: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("xbrl_pipeline.messages").joinpath(f"{lang}/reporting.toml").read_text("utf-8"))


def shape(entry: dict[str, str]) -> dict[str, Any]:
    return {part: {name for _, name, _, _ in Formatter().parse(text) if name} for part, text in entry.items()}


def test_both_languages_have_the_same_sentences_and_gaps() -> None:
    dutch, english = catalogue("nl"), catalogue("en")
    assert list(dutch) == list(english)
    assert {code: shape(entry) for code, entry in dutch.items()} == {code: shape(e) for code, e in english.items()}


BY_NAME = (
    "report.fate.",
    "report.section.",
    "report.ledger.",
    "overview.status.",
    "overview.column.",
    "report.ratio.",
    "report.statement.",
    "report.need.",
    "report.parts.",
)
TOTALS = {"overview.valid", "overview.invalid", "overview.not_validated", "overview.refused"}


def sources() -> str:
    room = files("xbrl_pipeline.reporting")
    every = [*room.iterdir(), *room.joinpath("templates").iterdir()]
    return "".join(file.read_text("utf-8") for file in every if file.is_file())


@pytest.mark.parametrize("code", catalogue("nl"))
def test_every_sentence_is_used(code: str) -> None:
    stem = code.removesuffix(".one").removesuffix(".many")
    quoted = {f'"{stem}"', f"'{stem}'"} | {f"'{code}'", f'"{code}"'}
    assert any(name in sources() for name in quoted) or f"{stem.rpartition('.')[0]}." in BY_NAME or code in TOTALS


def test_a_source_hash_is_the_one_browsers_compute() -> None:
    assert source_hash("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
