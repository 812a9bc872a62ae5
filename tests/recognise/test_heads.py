"""What a head says of its column."""

import pytest

from xbrl_pipeline.recognise.heads import read_head_text


@pytest.mark.parametrize(
    ("text", "year", "moment", "odd"),
    [
        ("Per. 2025-12 Eindsaldo", 2025, "closing", False),
        ("Periode 202512", 2025, "closing", False),
        ("2025/12", 2025, "closing", False),
        ("2025-01", 2025, "opening", False),
        ("2025-06", 2025, "closing", True),
        ("31-12-2025", 2025, "closing", False),
        ("dec. 2025", 2025, "closing", False),
        ("2024-2025", None, None, True),
        ("2024/25", None, None, True),
        ("2011-12", None, None, True),  # December, or two years: nobody can tell
        ("12-2025 / 12-2024", None, None, True),
    ],
)
def test_a_month_or_a_day_in_a_head(text: str, year: int | None, moment: str | None, odd: bool) -> None:
    head = read_head_text(text)
    assert head is not None
    assert (head.year, head.moment, head.odd) == (year, moment, odd)
