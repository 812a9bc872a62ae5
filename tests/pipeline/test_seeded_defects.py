"""Change one figure at a time in a good sample: each change that breaks a rule is found, at its own cell."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from samples.builder.mappings import mapping_text
from samples.builder.sheets import BoardWorkbook, input_cells
from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook
from tests.pipeline.defects import BOARDS, defects, judge
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.pipeline import check

CHUNKS = 8  # of each sheet every eighth figure; three of four chunks wait for ``make test-all``
WORKBOOK = "board.xlsx"


@cache
def _described(board: str) -> tuple[BoardWorkbook, str]:
    """Return a board as it is, with its mapping; only what is written of it changes."""
    described = build_board(board)
    return described, mapping_text(described)


@pytest.fixture
def checked(tmp_path: Path, engine: Engine, nl: Messages) -> Callable[[str, dict[tuple[str, str], object]], Report]:
    def run(board: str, overrides: dict[tuple[str, str], object]) -> Report:
        workbook, mapping = tmp_path / WORKBOOK, tmp_path / "board.mapping.yaml"
        described, text = _described(board)
        write_workbook(described, workbook, overrides)
        mapping.write_text(text, "utf-8")
        return check(read_source(workbook, mapping), engine, nl).report

    return run


def _seed(
    board: str,
    chunk: int,
    checked: Callable[[str, dict[tuple[str, str], object]], Report],
    record_property: Callable[[str, object], None],
) -> None:
    """Count what was found and what was pointed at; ``conftest`` prints the totals."""
    found, pointed, cells = 0, 0, input_cells(build_board(board))[chunk::CHUNKS]
    assert cells
    for sheet, address, value, _ in cells:
        findings = [each for each in checked(board, {(sheet, address): value + 7}).findings if each.severity != "info"]
        found += bool(findings)
        pointed += any(f"{sheet}!{address}" in map(str, finding.cells) for finding in findings)
    record_property("seeded", (board, len(cells), found, pointed))
    assert (found, pointed) == (len(cells), len(cells))


@pytest.mark.parametrize(
    "chunk", [pytest.param(each, marks=[pytest.mark.slow] if each % 4 else []) for each in range(CHUNKS)]
)
def test_every_changed_figure_is_found_at_its_cell(
    chunk: int,
    checked: Callable[[str, dict[tuple[str, str], object]], Report],
    record_property: Callable[[str, object], None],
) -> None:
    _seed("po", chunk, checked, record_property)


@pytest.mark.slow
@pytest.mark.parametrize("board", ["vo", "mbo", "hbo"])
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_changed_figure_of_the_other_boards_is_found(
    board: str,
    chunk: int,
    checked: Callable[[str, dict[tuple[str, str], object]], Report],
    record_property: Callable[[str, object], None],
) -> None:
    _seed(board, chunk, checked, record_property)


@pytest.mark.parametrize("board", ["po", "vo", "mbo", "hbo"])
def test_the_untouched_board_gives_no_alarm(
    board: str, checked: Callable[[str, dict[tuple[str, str], object]], Report]
) -> None:
    """Notes are no alarm; test_plausibility says which ones there may be."""
    counts = checked(board, {}).counts
    assert (counts.error, counts.warning) == (0, 0)


SEED = 2025
FAST, ALL = 12, 500


def _judge(
    number: int, seed: int, folder: Path, engine: Engine, nl: Messages, record: Callable[[str, object], None]
) -> Counter[str]:
    """Count what becomes of random defects; a report of a defect that breaks no rule is not asked for anything.

    Returns those in workbooks of which the formulas were worked out again: there the program itself tells which of them
    break a rule, as no figure is off by its own sum any more.
    """
    boards = {board: build_board(board) for board in BOARDS}
    counts = {"typed": Counter[str](), "recalculated": Counter[str]()}
    for defect in defects(boards, number, seed):
        write_workbook(defect.workbook, folder / WORKBOOK)
        mapping = folder / "board.mapping.yaml"
        mapping.write_text(mapping_text(boards[defect.board]), "utf-8")
        outcome = judge(defect, check(read_source(folder / WORKBOOK, mapping), engine, nl).report)
        count = counts["recalculated" if defect.recalculated else "typed"]
        count.update(["seeded"])
        if defect.breaks or (defect.recalculated and outcome.found):
            count.update(["breaks"])
            count.update(
                name for name in ("found", "pointed", "listed", "named", "right", "astray") if getattr(outcome, name)
            )
    for mode, count in counts.items():
        record("defects", (mode, dict(count)))
    typed = counts["typed"]
    assert typed["found"] == typed["breaks"]
    assert typed["pointed"] >= 0.99 * typed["breaks"]
    assert typed["right"] >= 0.8 * typed["breaks"]
    assert all(count["astray"] <= 0.02 * count["breaks"] for count in counts.values())
    return counts["recalculated"]


def test_random_defects_are_found_and_explained(
    tmp_path: Path, engine: Engine, nl: Messages, record_property: Callable[[str, object], None]
) -> None:
    _judge(FAST, SEED + 1, tmp_path, engine, nl, record_property)


@pytest.mark.slow
def test_five_hundred_random_defects_are_found_and_explained(
    tmp_path: Path, engine: Engine, nl: Messages, record_property: Callable[[str, object], None]
) -> None:
    recalculated = _judge(ALL, SEED, tmp_path, engine, nl, record_property)
    assert recalculated["listed"] >= 0.95 * recalculated["breaks"] > 0
    assert recalculated["right"] >= 0.7 * recalculated["breaks"]
