"""The numpy pass gives on every hour what the exact calculation gives."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.science.aqhi import (
    CANADA,
    HK_2025,
    LISHUI_CANDIDATE,
    PARAMETER_SETS,
    AqhiParameters,
    AqhiSeries,
    compute,
    compute_series,
)
from monitoring.science.aqhi.series import Floats
from monitoring.science.rounding import exact

SETS = list(PARAMETER_SETS.values())
HOURS = 12
CONCENTRATION = st.one_of(
    st.just(float("nan")),
    st.integers(0, 300).map(float),
    st.decimals(0, 300, places=1).map(float),
    st.sampled_from([-1.0, 0.0, float("inf"), 1e13, 1e-300, 9999.0]),
)


def window(grid: dict[str, Floats], place: tuple[int, ...]) -> dict[str, list[Decimal | None]]:
    *row, hour = place
    return {
        key: [
            exact(float(value)) if np.isfinite(value) else None
            for value in array[(*row, slice(max(0, hour - 2), hour + 1))]
        ]
        for key, array in grid.items()
    }


def assert_agrees(
    parameters: AqhiParameters, grid: dict[str, Floats], series: AqhiSeries, place: tuple[int, ...]
) -> None:
    one = compute(parameters, window(grid, place))
    assert series.display[place] == (one.display or "")
    assert series.level[place] == (one.level or 0)
    assert series.reason(int(series.missing[place])) == one.withheld
    assert series.pollutants(int(series.primary[place])) == one.primary
    assert bool(series.withheld[place]) is (one.value is None)
    assert (series.missing[place] == 0 and series.short[place] == 0) == one.complete
    if one.value is None or one.total is None:
        assert np.isnan(series.value[place])
    else:
        assert exact(float(series.value[place])) == one.value
        assert float(series.total[place]) == pytest.approx(float(one.total), rel=1e-9, abs=1e-4)
    for key in parameters.pollutants:
        assert series.hours[key][place] == one.hours[key]
        mean = one.means.get(key)
        if mean is None:
            assert np.isnan(series.means[key][place])
        else:
            assert float(series.means[key][place]) == pytest.approx(float(mean), rel=1e-9, abs=1e-4)
            risk = float(one.contributions[key])
            assert float(series.contributions[key][place]) == pytest.approx(risk, rel=1e-9, abs=1e-4)


@settings(max_examples=60)
@given(st.sampled_from(SETS), st.data())
def test_every_hour_agrees_with_the_exact_calculation(
    parameters: AqhiParameters, data: st.DataObject
) -> None:
    column = st.lists(CONCENTRATION, min_size=HOURS, max_size=HOURS)
    grid = {key: np.array(data.draw(column)) for key in parameters.pollutants}
    series = compute_series(parameters, grid)
    for hour in range(HOURS):
        assert_agrees(parameters, grid, series, (hour,))


@pytest.mark.parametrize("parameters", SETS)
def test_many_plain_hours_agree(parameters: AqhiParameters) -> None:
    random = np.random.default_rng(147)
    grid = {key: random.gamma(2, 25, (3, 400)).round(0) for key in parameters.pollutants}
    for array in grid.values():
        array[random.random(array.shape) < 0.1] = np.nan
    series = compute_series(parameters, grid)
    for place in np.ndindex(3, 400):
        assert_agrees(parameters, grid, series, place)


def near_half(key: str, target: float) -> float:
    """A concentration of one pollutant whose excess risk is `target` as nearly as floats allow."""
    return float(np.log1p(target / 100) / float(LISHUI_CANDIDATE.betas[key]))


@pytest.mark.parametrize("target", [5.575, 16.705, 16.715, 25.735, 25.745, 51.835, 51.845, 60.535, 60.545])
def test_totals_at_a_rounding_half_are_decided_exactly(target: float) -> None:
    centre = near_half("o3", target)
    ozone = centre * (1 + np.arange(-20, 21) * 2.0**-52)
    zero = np.zeros((ozone.size, 3))
    grid = {"pm2_5": zero, "so2": zero, "no2": zero, "o3": np.repeat(ozone[:, None], 3, axis=1)}
    series = compute_series(LISHUI_CANDIDATE, grid)
    for row in range(ozone.size):
        assert_agrees(LISHUI_CANDIDATE, grid, series, (row, 2))


def test_totals_at_a_canadian_band_end_are_decided_exactly() -> None:
    particles = np.log1p(1.56 / 100) / 0.000487 * (1 + np.arange(-20, 21) * 2.0**-52)
    zero = np.zeros((particles.size, 3))
    grid = {"no2": zero, "o3": zero, "pm2_5": np.repeat(particles[:, None], 3, axis=1)}
    series = compute_series(CANADA, grid)
    for row in range(particles.size):
        assert_agrees(CANADA, grid, series, (row, 2))


def test_equal_terms_are_both_primary() -> None:
    grid = {
        "pm2_5": np.full(3, 586.0),
        "o3": np.full(3, 683.0),
        "so2": np.zeros(3),
        "no2": np.zeros(3),
    }
    series = compute_series(LISHUI_CANDIDATE, grid)
    assert series.pollutants(int(series.primary[2])) == ("pm2_5", "o3")


def test_a_pollutant_left_out_is_missing_everywhere() -> None:
    grid = {key: np.full((2, 5), 20.0) for key in ("pm2_5", "so2", "no2")}
    series = compute_series(LISHUI_CANDIDATE, grid)
    assert series.withheld.all()
    assert series.reason(int(series.missing[1, 4])) == "missing:o3"
    assert np.isnan(series.total).all()


def test_missing_pm2_5_in_hong_kong_leaves_the_hour_incomplete_but_standing() -> None:
    grid = {key: np.full(4, 30.0) for key in ("no2", "so2", "o3", "pm10")}
    series = compute_series(HK_2025, grid)
    assert not series.withheld[3]
    assert series.pollutants(int(series.missing[3])) == ("pm2_5",)
    assert series.reason(int(series.missing[3])) is None


def test_the_first_hours_have_no_full_window() -> None:
    grid = {key: np.full(3, 20.0) for key in LISHUI_CANDIDATE.pollutants}
    series = compute_series(LISHUI_CANDIDATE, grid)
    assert series.withheld.tolist() == [True, False, False]
    assert series.hours["o3"].tolist() == [1, 2, 3]
    assert series.short[1] != 0
    assert series.short[2] == 0


def test_shapes_are_kept_for_any_number_of_axes() -> None:
    grid = {key: np.full((2, 3, 4), 20.0) for key in LISHUI_CANDIDATE.pollutants}
    series = compute_series(LISHUI_CANDIDATE, grid)
    assert series.value.shape == (2, 3, 4)
    assert series.means["no2"].shape == (2, 3, 4)


def test_an_empty_grid_and_unequal_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        compute_series(LISHUI_CANDIDATE, {})
    with pytest.raises(ValueError, match="one shape"):
        compute_series(LISHUI_CANDIDATE, {"o3": np.zeros(3), "no2": np.zeros(4)})


def test_no_hours_at_all_give_no_hours() -> None:
    grid = {key: np.zeros((2, 0)) for key in LISHUI_CANDIDATE.pollutants}
    assert compute_series(LISHUI_CANDIDATE, grid).value.shape == (2, 0)
