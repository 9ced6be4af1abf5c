"""Names, codes and the conversion of gases."""

from decimal import Decimal

import pytest

from monitoring.science.pollutants import POLLUTANTS, from_ppb


def test_each_pollutant_has_its_factor_code() -> None:
    assert {pollutant.code: key for key, pollutant in POLLUTANTS.items()} == {
        "a21026": "so2",
        "a21004": "no2",
        "a21005": "co",
        "a05024": "o3",
        "a34002": "pm10",
        "a34004": "pm2_5",
    }
    assert POLLUTANTS["co"].unit == "mg/m³"


@pytest.mark.parametrize(
    ("key", "molar_mass"), [("so2", 64.066), ("no2", 46.0055), ("o3", 47.998), ("co", 28.010)]
)
def test_the_conversion_follows_the_ideal_gas_at_the_reference_state(key: str, molar_mass: float) -> None:
    litres_per_mole = 8.314462618 * 298.15 / 101.325
    factor = POLLUTANTS[key].ug_m3_per_ppb
    assert factor is not None
    assert float(factor) == pytest.approx(molar_mass / litres_per_mole, abs=1e-4)


def test_carbon_monoxide_converts_to_milligrams() -> None:
    assert from_ppb("co", Decimal(1000)) == Decimal("1.1449")
    assert from_ppb("no2", Decimal(10)) == Decimal("18.804")


def test_particles_have_no_volume_ratio() -> None:
    with pytest.raises(ValueError, match="no volume ratio"):
        from_ppb("pm10", Decimal(1))
