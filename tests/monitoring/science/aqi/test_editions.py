"""Which edition on which day, and the shape of the tables."""

from datetime import date

import pytest

from monitoring.science.aqi import AQI_2012, AQI_2026, AqiStandard, standard_on
from monitoring.science.aqi.editions import IAQI_STEPS


def test_the_2026_edition_begins_on_the_first_of_march() -> None:
    assert standard_on(date(2026, 2, 28)) is AQI_2012
    assert standard_on(date(2026, 3, 1)) is AQI_2026
    assert standard_on(date(2014, 1, 1)) is AQI_2012


@pytest.mark.parametrize("standard", [AQI_2012, AQI_2026])
def test_every_column_rises_and_fits_the_steps(standard: AqiStandard) -> None:
    for item, table in standard.breakpoints.items():
        ends = table.concentrations
        assert list(ends) == sorted(set(ends)), item
        assert len(ends) <= len(IAQI_STEPS), item
        assert len(ends) == len(IAQI_STEPS) or item in {"so2_1h", "o3_8h"}


def test_only_particles_and_the_short_columns_differ_between_the_editions() -> None:
    differing = {item for item, table in AQI_2012.breakpoints.items() if table != AQI_2026.breakpoints[item]}
    assert differing == {"so2_1h", "o3_8h", "pm10_1h", "pm10_24h", "pm2_5_1h", "pm2_5_24h"}
