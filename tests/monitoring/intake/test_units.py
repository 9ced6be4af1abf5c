import pytest

from monitoring.intake.units import power_of_ten


@pytest.mark.parametrize(
    ("unit", "kept_in", "power"),
    [
        ("", "µg/m³", 0),
        ("ug/m3", "µg/m³", 0),
        ("μg/m³", "µg/m³", 0),
        ("µg/m^3", "µg/m³", 0),
        ("mg/m³", "µg/m³", 3),
        ("MG/M3", "µg/m³", 3),
        ("µg/m³", "mg/m³", -3),
        ("mg/L", "mg/L", 0),
    ],
)
def test_a_known_unit_is_converted_by_a_power_of_ten(unit: str, kept_in: str, power: int) -> None:
    assert power_of_ten(unit, kept_in) == (power, "")


@pytest.mark.parametrize(
    ("unit", "kept_in", "problem"),
    [
        ("ppb", "µg/m³", "volume_ratio"),
        ("只", "µg/m³", "unknown"),
        ("mg/L", "µg/m³", "unknown"),
        ("mg/L", None, "unregistered"),
    ],
)
def test_a_unit_that_cannot_be_converted_is_told(unit: str, kept_in: str | None, problem: str) -> None:
    assert power_of_ten(unit, kept_in) == (0, problem)
