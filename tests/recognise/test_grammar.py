"""Workbooks of a hand that did not know the recogniser: most of it is read rightly, what is not is asked.

The bounds are what was measured, with a little room. Which numbers are taken does not depend on what comes of them.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.recognise.grammar.book import make
from tests.recognise.grammar.lines import concepts
from tests.recognise.grammar.verify import verify
from tests.recognise.grammar.write import save
from tests.recognise.measure import Score, measure_all
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

FEW, MANY = range(12), range(60)


def write_books(folder: Path, numbers: Sequence[int]) -> list[Path]:
    paths = []
    for number in numbers:
        path = folder / f"{number:04d}.xlsx"
        save(*make(number), path)
        paths.append(path)
    return paths


def read_books(folder: Path, numbers: Sequence[int], model: TaxonomyModel, profile: ReportProfile) -> Score:
    return measure_all(write_books(folder, numbers), model, profile, concepts())


def test_what_is_reported_of_a_dozen_workbooks_is_right(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, record_property: Callable[[str, object], None]
) -> None:
    found = read_books(tmp_path, FEW, model, profile)
    record_property("recognised", ("a dozen workbooks", found.right, found.open + found.silent, found.wrong))
    assert found.books == len(FEW)
    assert found.share >= 0.8, found.details
    assert found.wrong <= 1, found.details
    assert found.silent <= 16, found.details
    assert found.right + found.open + found.silent + found.wrong == found.total


@pytest.mark.slow
def test_what_is_reported_of_sixty_workbooks_is_right(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    found = read_books(tmp_path, MANY, model, profile)
    assert found.share >= 0.88, found.details
    assert found.wrong <= 21, found.details
    assert found.silent <= 100, found.details


def test_the_keys_hold_against_the_workbooks(tmp_path: Path) -> None:
    for path in write_books(tmp_path, FEW[:4]):
        faults, counts = verify(path)
        assert faults == []
        assert counts["facts"] > 0


def test_a_number_gives_the_same_workbook_every_time(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("a", "b"))
    for folder in (first, second):
        folder.mkdir()
    for one, other in zip(write_books(first, [3]), write_books(second, [3]), strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.with_suffix(".key.json").read_bytes() == other.with_suffix(".key.json").read_bytes()
