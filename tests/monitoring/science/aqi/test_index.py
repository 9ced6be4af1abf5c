"""IAQI at every breakpoint's edges and the AQI's rules on missing items."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science.aqi import AQI_2012, AQI_2026, AqiStandard, daily, hourly, iaqi
from monitoring.science.aqi.editions import IAQI_STEPS

STANDARDS = [AQI_2012, AQI_2026]
ITEMS = sorted(AQI_2012.breakpoints)
CLEAN = {
    key: Decimal(value) for key, value in {"so2": 5, "no2": 10, "co": 1, "pm10": 20, "pm2_5": 10}.items()
}
CLEAN_HOUR = {**CLEAN, "o3": Decimal(60)}
CLEAN_DAY = {**CLEAN, "o3_8h": Decimal(60), "o3_1h": Decimal(80)}
POINTS = [
    (standard, item, place)
    for standard in STANDARDS
    for item in ITEMS
    for place in range(1, len(standard.breakpoints[item].concentrations))
]


@pytest.mark.parametrize(("standard", "item", "place"), POINTS)
def test_at_each_breakpoint_and_one_step_beside_it(standard: AqiStandard, item: str, place: int) -> None:
    table = standard.breakpoints[item]
    end = table.concentrations[place]
    step = Decimal("0.1") if item.startswith("co") else Decimal(1)
    assert iaqi(standard, item, end) == IAQI_STEPS[place]
    below = iaqi(standard, item, end - step)
    assert below is not None
    assert IAQI_STEPS[place - 1] <= below <= IAQI_STEPS[place]
    above = iaqi(standard, item, end + step)
    if place + 1 < len(table.concentrations):
        assert above is not None
        assert IAQI_STEPS[place] < above <= IAQI_STEPS[place + 1]
    else:
        assert above == table.above


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("item", ITEMS)
def test_zero_is_zero_and_what_cannot_be_measured_has_no_index(standard: AqiStandard, item: str) -> None:
    assert iaqi(standard, item, Decimal(0)) == 0
    for value in (None, Decimal(-1), Decimal("NaN"), Decimal("Infinity")):
        assert iaqi(standard, item, value) is None


@pytest.mark.parametrize(
    ("standard", "item", "expected"),
    [
        (AQI_2012, "so2_1h", None),
        (AQI_2026, "so2_1h", 200),
        (AQI_2012, "o3_8h", None),
        (AQI_2026, "o3_8h", 300),
        (AQI_2012, "pm2_5_24h", 500),
        (AQI_2026, "o3_1h", 500),
    ],
)
def test_above_the_table(standard: AqiStandard, item: str, expected: int | None) -> None:
    assert iaqi(standard, item, Decimal(5000)) == expected


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        ("pm2_5_24h", "35.5", 52),  # 36
        ("pm2_5_24h", "60.5", 100),  # 60, the even one
        ("pm2_5_24h", "61.5", 102),  # 62
        ("co_24h", "2.05", 50),  # 2.0
        ("co_24h", "2.15", 55),  # 2.2
        ("so2_1h", "800.5", 200),
    ],
)
def test_2026_rounds_the_concentration_first(item: str, value: str, expected: int) -> None:
    assert iaqi(AQI_2026, item, Decimal(value)) == expected


def test_2012_takes_the_concentration_as_it_is() -> None:
    assert iaqi(AQI_2012, "pm2_5_24h", Decimal("75.01")) == 101


def test_binary_floating_point_would_be_one_too_high() -> None:
    assert iaqi(AQI_2012, "co_24h", Decimal("2.2")) == 55
    assert iaqi(AQI_2026, "co_1h", Decimal("148.8")) == 496


@given(
    st.sampled_from(STANDARDS),
    st.sampled_from(ITEMS),
    st.decimals(0, 700, places=2),
    st.decimals(0, 50, places=2),
)
def test_more_pollution_never_has_a_lower_index(
    standard: AqiStandard, item: str, value: Decimal, more: Decimal
) -> None:
    lower, higher = iaqi(standard, item, value), iaqi(standard, item, value + more)
    assert lower is not None
    assert higher is not None
    assert lower <= higher


def test_a_complete_hour_under_2012() -> None:
    result = hourly(AQI_2012, {**CLEAN_HOUR, "pm2_5": Decimal(80)})
    assert (result.aqi, result.level, result.category, result.colour) == (107, 3, "轻度污染", "橙色")
    assert result.primary == ("pm2_5",)
    assert result.exceeding == ("pm2_5",)
    assert result.complete
    assert result.edition == "2012"


def test_2012_publishes_from_the_pollutants_present_and_says_that_it_is_incomplete() -> None:
    result = hourly(AQI_2012, {**CLEAN_HOUR, "pm10": None})
    assert result.aqi == 19
    assert result.missing == ("pm10",)
    assert not result.complete
    assert result.withheld is None


@pytest.mark.parametrize("standard", STANDARDS)
def test_nothing_measured_withholds_the_index(standard: AqiStandard) -> None:
    result = hourly(standard, {"so2": Decimal(-5)})
    assert (result.aqi, result.level, result.withheld) == (None, None, "no_data")


@pytest.mark.parametrize("key", sorted(CLEAN_HOUR))
def test_2026_withholds_a_clean_hour_with_any_item_missing(key: str) -> None:
    result = hourly(AQI_2026, {**CLEAN_HOUR, key: None})
    assert (result.aqi, result.withheld) == (None, "incomplete_2026_5_3_1")
    assert result.primary == ()
    assert set(result.iaqi) == set(CLEAN_HOUR) - {key}


def test_2026_publishes_above_100_with_an_item_missing() -> None:
    at_100 = daily(AQI_2026, {"pm2_5": Decimal(60)})
    assert at_100.withheld == "incomplete_2026_5_3_1"
    above = daily(AQI_2026, {"pm2_5": Decimal(61)})
    assert (above.aqi, above.primary, above.complete) == (101, ("pm2_5",), False)
    assert above.exceeding == ()


def test_2026_an_item_outside_the_plan_does_not_block() -> None:
    result = daily(AQI_2026, {**CLEAN_DAY, "co": None}, unplanned=("co",))
    assert result.withheld is None
    assert result.complete


def test_2026_ignores_the_hourly_ozone_maximum_of_a_day() -> None:
    assert daily(AQI_2026, {**CLEAN_DAY, "o3_1h": Decimal(900)}).aqi == daily(AQI_2026, CLEAN_DAY).aqi


def test_the_range_of_2026_begins_at_one() -> None:
    zero = dict.fromkeys(CLEAN_HOUR, Decimal(0))
    assert hourly(AQI_2026, zero).aqi == 1
    assert hourly(AQI_2012, zero).aqi == 0


def test_no_primary_pollutant_up_to_50_and_ties_together_above() -> None:
    assert hourly(AQI_2012, {**CLEAN_HOUR, "pm2_5": Decimal(35)}).primary == ()
    tie = daily(AQI_2026, {**CLEAN_DAY, "pm10": Decimal(120), "pm2_5": Decimal(60)})
    assert (tie.aqi, set(tie.primary)) == (100, {"pm10", "pm2_5"})


def test_2012_sulphur_dioxide_above_800_is_judged_by_its_daily_mean_or_not_at_all() -> None:
    hour = {**CLEAN_HOUR, "so2": Decimal(900)}
    without = hourly(AQI_2012, hour)
    assert (without.aqi, without.withheld) == (None, "needs:so2_24h")
    assert without.iaqi["pm2_5"] == 15
    with_mean = hourly(AQI_2012, {**hour, "so2_24h": Decimal(475)})
    assert (with_mean.aqi, with_mean.primary) == (150, ("so2",))


def test_2012_ozone_above_800_is_judged_by_the_hour_or_not_at_all() -> None:
    day = {**CLEAN_DAY, "o3_8h": Decimal(801)}
    result = daily(AQI_2012, {**day, "o3_1h": Decimal(1000)})
    assert (result.aqi, result.primary) == (400, ("o3_1h",))
    assert daily(AQI_2012, {**day, "o3_1h": None}).withheld == "needs:o3_1h"


@given(
    st.sampled_from(STANDARDS),
    st.fixed_dictionaries({key: st.one_of(st.none(), st.decimals(0, 700, places=1)) for key in CLEAN_HOUR}),
)
def test_the_index_is_the_largest_single_index_or_has_a_reason(
    standard: AqiStandard, values: dict[str, Decimal | None]
) -> None:
    result = hourly(standard, values)
    if result.withheld is not None:
        assert result.aqi is None
        return
    assert result.aqi == max(standard.lowest_aqi, *result.iaqi.values())
    assert result.complete is (not result.missing)
