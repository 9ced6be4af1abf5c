"""Impossible and suspicious readings."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science.aqi import AQI_2012
from monitoring.science.plausibility import BOUNDS, fault, is_possible, stuck_runs

A, B = Decimal(7), Decimal(8)


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        ("pm2_5", "-0.1", "negative"),
        ("pm2_5", "0", None),
        ("pm2_5", "5000.1", "above_possible"),
        ("air_temperature", "-5", None),
        ("air_temperature", "-60", "below_possible"),
        ("ph", "14.1", "above_possible"),
        ("pm10", "NaN", "not_a_number"),
        ("unknown", "-1", None),
        ("unknown", "Infinity", "not_a_number"),
    ],
)
def test_an_impossible_value_is_named(parameter: str, value: str, expected: str | None) -> None:
    assert fault(parameter, Decimal(value)) == expected
    assert is_possible(parameter, Decimal(value)) is (expected is None)


@pytest.mark.parametrize("item", sorted(AQI_2012.breakpoints))
def test_every_breakpoint_of_the_standard_is_possible(item: str) -> None:
    parameter = item.rsplit("_", 1)[0]
    assert AQI_2012.breakpoints[item].concentrations[-1] <= BOUNDS[parameter].high


def test_a_stuck_value_is_found_as_a_run() -> None:
    assert stuck_runs([A, A, A, B, B, None, B, B, B], least=3) == [(0, 3), (6, 9)]
    assert stuck_runs([A, A], least=3) == []
    assert stuck_runs([A, A, A], least=3, ignore=A) == []
    assert stuck_runs([None, None, None], least=2) == []
    assert stuck_runs([], least=2) == []


def test_a_run_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        stuck_runs([A], least=1)


@given(st.lists(st.sampled_from([A, B, None]), max_size=30), st.integers(2, 5))
def test_runs_are_equal_long_enough_and_apart(values: list[Decimal | None], least: int) -> None:
    runs = stuck_runs(values, least)
    for start, end in runs:
        assert end - start >= least
        assert len(set(values[start:end])) == 1
    assert all(first[1] <= second[0] for first, second in pairwise(runs))
