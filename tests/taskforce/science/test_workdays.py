"""Working days: announced holidays, make-up days, the county's table above them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.science.workdays import Workdays, is_announced

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 1))
PLAIN = Workdays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # Saturday, made up for the Spring Festival
        (date(2026, 2, 16), False),  # eve of the Spring Festival
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # Saturday, made up
        (date(2026, 10, 1), False),
        (date(2026, 7, 4), False),  # an ordinary Saturday
        (date(2026, 7, 6), True),
    ],
)
def test_the_announced_calendar_of_2026(day: date, works: bool) -> None:
    assert PLAIN.is_workday(day) is works


def test_the_countys_table_stands_above_the_announced_calendar() -> None:
    own = Workdays({date(2026, 7, 4): True, date(2026, 7, 6): False})
    assert own.is_workday(date(2026, 7, 4))
    assert not own.is_workday(date(2026, 7, 6))


def test_a_year_without_announced_make_up_days_is_known_as_such() -> None:
    assert is_announced(2026)
    assert not is_announced(2035)


def test_ten_working_days_after_the_half_year_leave_out_two_weekends() -> None:
    assert PLAIN.shift(date(2026, 6, 30), 10) == date(2026, 7, 14)


def test_before_a_day_off_counting_starts_from_the_last_working_day() -> None:
    assert PLAIN.on_or_before(date(2026, 7, 5)) == date(2026, 7, 3)
    assert PLAIN.shift(date(2026, 7, 5), -1) == date(2026, 7, 2)
    assert PLAIN.shift(date(2026, 7, 5), 0) == date(2026, 7, 3)
    assert PLAIN.on_or_after(date(2026, 7, 4)) == date(2026, 7, 6)


@given(DAYS, st.integers(1, 40))
def test_shifting_and_counting_agree(day: date, count: int) -> None:
    later = PLAIN.shift(day, count)
    assert PLAIN.is_workday(later)
    assert PLAIN.between(day, later) == count
    assert PLAIN.between(later, day) == -count
    assert PLAIN.between(day, later - timedelta(days=1)) == count - 1
