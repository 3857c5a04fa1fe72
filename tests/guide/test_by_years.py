"""The years threatened against the penalty (GUIDE 5.2)."""

from __future__ import annotations

import pytest

from homeward.guide.evaluate import by_years
from homeward.schema.guide_bundle import Bracket


@pytest.mark.parametrize(
    ("years", "least", "most", "verdict"),
    [
        (8, 5, 10, "true"),
        (10, 5, 10, "true"),
        (11, 5, 10, "false"),
        (4, 5, 10, "partly"),
        (5, 5, 10, "true"),
        (0, 5, 10, "true"),
        (0, 0, 0, "false"),
        (1, 0, 0, "false"),
        (1, 0, 3, "true"),
        (None, 0, 3, None),
    ],
)
def test_the_verdict_on_a_number(years: int | None, least: int, most: int, verdict: str | None) -> None:
    assert by_years(years, Bracket(min_years=least, max_years=most)) == verdict
    assert by_years(years, None) is None
