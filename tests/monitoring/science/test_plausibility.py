"""Impossible readings."""

from decimal import Decimal

import pytest

from monitoring.science.aqi import AQI_2012
from monitoring.science.plausibility import BOUNDS, fault


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


@pytest.mark.parametrize("item", sorted(AQI_2012.breakpoints))
def test_every_breakpoint_of_the_standard_is_possible(item: str) -> None:
    parameter = item.rsplit("_", 1)[0]
    assert AQI_2012.breakpoints[item].concentrations[-1] <= BOUNDS[parameter].high
