"""Percentiles, composite index and share of good days."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science.evaluation import composite_index_2013, good_rate, percentile

BULLETIN = {
    "so2": Decimal(11),
    "no2": Decimal(24),
    "pm10": Decimal(59),
    "pm2_5": Decimal(35),
    "co_p95": Decimal("1.0"),
    "o3_8h_p90": Decimal(144),
}


def test_percentile_interpolates_between_neighbours() -> None:
    assert percentile([Decimal(n) for n in range(1, 325)], Decimal(98)) == Decimal("317.54")
    assert percentile([Decimal(3), Decimal(1)], Decimal(50)) == 2
    assert percentile([Decimal(7)], Decimal(90)) == 7
    assert percentile([], Decimal(90)) is None


def test_a_percentile_outside_0_to_100_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        percentile([Decimal(1)], Decimal(101))


@given(st.lists(st.decimals(0, 500, places=1), min_size=1, max_size=40), st.integers(0, 100))
def test_a_percentile_lies_within_the_values(values: list[Decimal], p: int) -> None:
    result = percentile(values, Decimal(p))
    assert result is not None
    assert min(values) <= result <= max(values)


def test_good_rate_of_the_published_bulletin() -> None:
    assert good_rate(21, 29) == Decimal("72.4")
    assert good_rate(0, 0) is None


@pytest.mark.parametrize(("good", "valid"), [(3, 2), (-1, 2), (0, -1)])
def test_contradicting_day_counts_are_refused(good: int, valid: int) -> None:
    with pytest.raises(ValueError, match="between 0 and the valid days"):
        good_rate(good, valid)


def test_composite_index_of_a_published_month() -> None:
    assert composite_index_2013(BULLETIN) == Decimal("3.7762")


@pytest.mark.parametrize("key", sorted(BULLETIN))
def test_composite_index_is_not_given_with_an_item_missing(key: str) -> None:
    assert composite_index_2013({**BULLETIN, key: None}) is None
