"""How sure a row is, and which unit two tables of the same amounts differ by."""

from decimal import Decimal

import pytest

from xbrl_pipeline.recognise.judge import confidence_of
from xbrl_pipeline.recognise.readings import FactId
from xbrl_pipeline.recognise.scales import RATIOS, link

EUROS = {name: Decimal(value) for name, value in (("a", 1_234_567), ("b", 89_501), ("c", -402_110))}


def named(amounts: dict[str, Decimal]) -> dict[FactId, Decimal]:
    return {(name, "current", "separate"): amount for name, amount in amounts.items()}


@pytest.mark.parametrize("unit", [Decimal(1), Decimal(1000)])
def test_two_tables_of_the_same_amounts_tell_their_ratio(unit: Decimal) -> None:
    rounded = {name: Decimal(round(amount / unit)) for name, amount in EUROS.items()}
    found = link(named(EUROS), named(rounded), RATIOS)
    assert found is not None
    assert (found.ratio, found.equal, found.shared) == (unit, 3, 3)


def test_tables_that_share_no_amount_tell_nothing() -> None:
    assert link(named(EUROS), named({"d": Decimal(7)}), RATIOS) is None
    assert link(named(EUROS), named({"a": Decimal(0)}), RATIOS) is None


def test_more_distance_and_a_sum_that_holds_make_surer() -> None:
    loose, near, far = (confidence_of(margin, proven=False) for margin in (0, 5, 20))
    assert 0 < loose < near < far < 1
    assert confidence_of(5, proven=True) > near
