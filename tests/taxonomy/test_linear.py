"""Tests of assertions are taken apart into both sides, or left alone."""

import pytest

from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy.linear import sides

CONCEPTS = {name: (QName("urn:x", name.title()),) for name in ("a", "b", "c", "parent", "plus", "minus")}


def _shape(test: str) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    both = sides(test, CONCEPTS)
    left, right = ([(term.variable, term.weight) for term in side] for side in both)
    return left, right


@pytest.mark.parametrize(
    ("test", "left", "right"),
    [
        ("$a = $b", [("a", 1)], [("b", 1)]),
        ("$a eq $b", [("a", 1)], [("b", 1)]),
        ("$parent = sum($plus) - sum($minus)", [("parent", 1)], [("plus", 1), ("minus", -1)]),
        ("$a=$b+$c", [("a", 1)], [("b", 1), ("c", 1)]),
        ("$a = -$b - sum( $c )", [("a", 1)], [("b", -1), ("c", -1)]),
    ],
)
def test_linear_tests_have_two_sides(test: str, left: list[tuple[str, int]], right: list[tuple[str, int]]) -> None:
    assert _shape(test) == (left, right)


@pytest.mark.parametrize(
    "test",
    [
        "exists($a)",
        "$a > $b",
        "$a = 5",
        "$a = $b * 2",
        "$a = $unknown",
        "$a = $b = $c",
        "count($a) eq 1",
        "$a != $b",
        "$a <= $b",
        "$a = 'Na'",
        "$a = $b $c",
        "",
    ],
)
def test_anything_else_is_left_alone(test: str) -> None:
    assert _shape(test) == ([], [])
