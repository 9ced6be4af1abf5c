"""The pilot's days: three months to the start, three years to the evaluation, a year's last day for its report."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.science.periods import add_months
from taskforce.science.pilot import BY_KIND, STEPS, due_on, yearly_due


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_are_calendar_months(day, months, expected):
    assert add_months(day, months) == expected


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 120))
def test_adding_months_keeps_the_day_or_ends_the_month(day, months):
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and add_months(later, 0).month == later.month)


def test_the_start_and_the_evaluation_are_counted_from_the_approval():
    assert due_on("start", date(2026, 3, 2)) == date(2026, 6, 2)
    assert due_on("evaluate", date(2026, 3, 2)) == date(2029, 3, 2)


def test_without_an_approval_day_nothing_is_counted():
    assert [due_on(step.kind, None) for step in STEPS] == [None] * len(STEPS)


def test_the_yearly_report_needs_no_approval_day():
    assert yearly_due(2026) == date(2026, 12, 31)


def test_the_evaluation_says_that_its_base_day_is_the_platforms_own():
    assert BY_KIND["evaluate"].default
    assert not BY_KIND["start"].default
