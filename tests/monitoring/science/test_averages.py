"""Validity of means: GB 3095 table 4 and HJ 663 6.1.2."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science.averages import (
    area_mean,
    daily_max_1h,
    daily_max_8h,
    daily_mean,
    moving_8h,
    moving_mean,
    round_mean,
    window_mean,
)

HOURS = st.lists(st.one_of(st.none(), st.decimals(0, 500, places=1)), min_size=24, max_size=24)


def day(valid: int, value: str = "10") -> list[Decimal | None]:
    return [Decimal(value)] * valid + [None] * (24 - valid)


def test_a_daily_mean_needs_twenty_hours() -> None:
    assert daily_mean(day(20)).value == 10
    nineteen = daily_mean(day(19))
    assert (nineteen.value, nineteen.valid, nineteen.needed) == (None, 19, 20)


def test_a_day_of_other_than_24_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="24 hours"):
        daily_mean([Decimal(1)] * 23)


def test_an_eight_hour_mean_needs_six_hours() -> None:
    values = [Decimal(n) for n in (1, 2, 3, 4, 5, 6)]
    assert moving_8h([None, None, *values])[-1] == Decimal("3.5")
    assert moving_8h([None, None, None, *values[1:]])[-1] is None


def test_the_daily_maximum_looks_at_windows_ending_from_08_to_24() -> None:
    hours: list[Decimal | None] = [Decimal(100)] * 8 + [Decimal(20)] * 16
    assert daily_max_8h(hours).value == 100
    assert daily_max_8h(hours).valid == 17
    # A night maximum spread over the previous day's hours does not count: the first window is 00:00 to 08:00.
    assert daily_max_8h([Decimal(160)] + [Decimal(0)] * 23).value == 20


def test_fourteen_windows_suffice_and_thirteen_do_not() -> None:
    # With hours 0 to 4 missing the window ending 08:00 has 3 hours, 09:00 4, 10:00 5 and 11:00 6: 14 valid windows.
    fourteen: list[Decimal | None] = [None] * 5 + [Decimal(90)] * 19
    assert daily_max_8h(fourteen).valid == 14
    assert daily_max_8h(fourteen).value == 90
    thirteen: list[Decimal | None] = [None] * 6 + [Decimal(90)] * 18
    assert daily_max_8h(thirteen).valid == 13
    assert daily_max_8h(thirteen).value is None


def test_too_few_windows_still_count_when_the_maximum_exceeds_the_limit() -> None:
    few: list[Decimal | None] = [None] * 12 + [Decimal(161)] * 12
    assert daily_max_8h(few).value == 161
    assert daily_max_8h([None] * 12 + [Decimal(160)] * 12).value is None
    assert daily_max_8h([None] * 12 + [Decimal("160.4")] * 12).value is None


def test_the_hourly_maximum_needs_twenty_hours_unless_it_exceeds() -> None:
    assert daily_max_1h(day(20, "150")).value == 150
    assert daily_max_1h(day(19, "150")).value is None
    assert daily_max_1h(day(3, "201")).value == 201


def test_no_hours_have_no_mean() -> None:
    assert window_mean([], 0).value is None
    assert daily_max_8h(day(0)).value is None


def test_negative_hours_are_missing() -> None:
    assert window_mean([Decimal(-1), Decimal(3)], 1).value == 3


@pytest.mark.parametrize(("pollutant", "value", "expected"), [("co", "0.85", "0.8"), ("pm2_5", "60.5", "60")])
def test_means_are_reported_in_whole_numbers_and_carbon_monoxide_with_one_decimal(
    pollutant: str, value: str, expected: str
) -> None:
    assert str(round_mean(pollutant, Decimal(value))) == expected


def test_an_area_needs_three_quarters_of_its_stations() -> None:
    assert area_mean([Decimal(10), Decimal(20), Decimal(30), None]).value == 20
    assert area_mean([Decimal(10), Decimal(20), None, None]).value is None
    assert area_mean([]).value is None
    assert (
        area_mean([Decimal(10), Decimal(20), None]).value is None
    )  # two of three is less than three quarters
    assert area_mean([Decimal(10), Decimal(20), Decimal(30)]).value == 20


@given(HOURS)
def test_a_moving_mean_lies_between_the_extremes_of_its_window(hours: list[Decimal | None]) -> None:
    for end, mean in enumerate(moving_mean(hours, 3, 2), start=1):
        window = [value for value in hours[max(0, end - 3) : end] if value is not None]
        if mean is None:
            assert len(window) < 2
        else:
            assert min(window) - Decimal("1e-20") <= mean <= max(window) + Decimal("1e-20")


@given(HOURS)
def test_taking_an_hour_away_never_adds_valid_hours(hours: list[Decimal | None]) -> None:
    fewer = [None, *hours[1:]]
    assert daily_mean(fewer).valid <= daily_mean(hours).valid
    assert daily_max_8h(fewer).valid <= daily_max_8h(hours).valid
