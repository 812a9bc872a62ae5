from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

GOOD = """\
version: 1
taxonomy: onderwijs-2025
verslagjaar: 2025
bestuursnummer: "41234"
sheets:
  - sheet: Balans
    header_row: 3
    line_column: A
    columns:
      - {column: D, header: 31-12-2025, means: current}
      - {column: F, means: ignore, reason: controle}
    lines:
      - {line: "1.1", label: Vaste activa, concept: AssetsNoncurrent}
      - {label: Controle, ignore: rekenregel}
ignore_sheets:
  - {sheet: Kladblad, reason: berekeningen}
"""


def saved(folder: Path, text: str) -> Path:
    path = folder / "a.mapping.yaml"
    path.write_text(text, "utf-8")
    return path


def refusal(path: Path) -> PipelineError:
    """Return why a mapping is refused, after checking that both languages can say it."""
    with pytest.raises(PipelineError) as caught:
        load_mapping(path)
    error = caught.value
    assert error.exit_code is ExitCode.INPUT_REFUSED
    for lang in LANGUAGES:
        assert str(path) in messages(lang).text(error.code, **error.params)
        assert messages(lang).advice(error.code, **error.params)
    return error


def test_a_good_mapping(tmp_path: Path) -> None:
    mapping = load_mapping(saved(tmp_path, GOOD))
    assert mapping.sheets[0].lines[0].concept == "AssetsNoncurrent"
    assert mapping.sheets[0].statement == "separate"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load_mapping(saved(tmp_path, "\ufeff" + GOOD)) == load_mapping(saved(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("taxonomy: onderwijs-2025\n", "", "mapping.not_a_mapping.missing", 1),
        ("line_column: A", "linecolumn: A", "mapping.not_a_mapping.extra_forbidden", 8),
        ("means: current", "means: now", "mapping.not_a_mapping.literal_error", 10),
        ('bestuursnummer: "41234"', "bestuursnummer: 41234", "mapping.not_a_mapping.string_type", 4),
        ('line: "1.1"', "line: 1.1", "mapping.not_a_mapping.string_type", 13),
        ('"41234"', '"4123"', "mapping.not_a_mapping.string_pattern_mismatch", 4),
        ("column: D", "column: d", "mapping.not_a_mapping.string_pattern_mismatch", 10),
        ("label: Controle, ", "", "mapping.not_a_mapping.line_unnamed", 14),
        (", ignore: rekenregel", "", "mapping.not_a_mapping.line_aimless", 14),
        (", reason: controle", "", "mapping.not_a_mapping.column_unexplained", 11),
        ("column: F", "column: A", "mapping.not_a_mapping.column_twice", 6),
        ("    header_row: 3\n", "", "mapping.not_a_mapping.header_without_row", 6),
        ("label: Controle", 'line: "1.1", label: vaste  activa', "mapping.not_a_mapping.line_twice", 6),
        ("sheet: Kladblad", "sheet: balans", "mapping.not_a_mapping.sheet_twice", 1),
        ("header: 31-12-2025", "header: 31-12-2024", "mapping.not_a_mapping.header_year", 1),
        ("verslagjaar: 2025", "verslagjaar: 1925", "mapping.not_a_mapping.greater_than_equal", 3),
        ("verslagjaar: 2025", "verslagjaar: dit jaar", "mapping.not_a_mapping.int_parsing", 3),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert old in GOOD
    error = refusal(saved(tmp_path, GOOD.replace(old, new)))
    assert (error.code, error.params["place"]) == (code, str(line))


@pytest.mark.parametrize("text", ["", "zomaar tekst", "- een\n- lijst\n"])
def test_another_kind_of_file(tmp_path: Path, text: str) -> None:
    assert refusal(saved(tmp_path, text)).code == "mapping.not_a_mapping.model_type"


@pytest.mark.parametrize(
    "text", ["a: [", "a: b: c", "a: !!python/object:os.system x", "d: 2025-02-30", f"d: {'9' * 5_000}"]
)
def test_no_yaml(tmp_path: Path, text: str) -> None:
    assert refusal(saved(tmp_path, text)).code == "mapping.not_yaml"


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{n}: &{n} [{','.join([f'*{o}'] * 9)}]\n" for o, n in pairwise("abcdefghij")
)


@pytest.mark.parametrize("text", [BOMB, "a: &a 1\nb: *a\n", "a: &a {b: *a}", "[" * 5_000, "[" * 41])
def test_a_small_text_never_becomes_a_large_one(tmp_path: Path, text: str) -> None:
    error = refusal(saved(tmp_path, text))
    assert error.code == "mapping.too_much"
    assert error.params["where"] != "?"


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: b: c",
        "a:\n\t- b",
        "x: 1\n--- {}\n",
        "a: &a 1\nb: &a 2",
        "a: !!python/object:os.system x",
        "a: {<<: {b: 1}, b: 2}\nb: 2025-02-30",
        BOMB,
        "[" * 41,
        "[" * 200_000,
        "- " * 50,
        GOOD.replace("concept: AssetsNoncurrent", "concept: [AssetsNoncurrent]"),
        GOOD.replace("means: current", "means: {a: b"),
    ],
)
def test_errors_are_the_same_without_libyaml(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, text)
    with_it = refusal(path)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    without = refusal(path)
    assert (with_it.code, with_it.params) == (without.code, without.params)


def test_a_mapping_is_the_same_without_libyaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, GOOD)
    with_it = load_mapping(path)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert load_mapping(path) == with_it


def test_a_key_that_stands_twice_does_not_quietly_win(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, GOOD.replace("    line_column: A\n", "    line_column: A\n    header_row: 4\n")))
    assert (error.code, error.params["key"], error.params["where"]) == ("mapping.key_twice", "header_row", "9")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "weg.yaml").code == "mapping.unreadable"
    assert refusal(tmp_path).code == "mapping.unreadable"
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"version: 1\ntaxonomy: \xe9\n")
    error = refusal(latin)
    assert (error.code, error.params["where"]) == ("mapping.not_utf8", "2")
