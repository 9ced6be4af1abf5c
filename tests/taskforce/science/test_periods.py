"""Periods of reporting rules and their due days, against the guide's words and the announced calendar of 2026."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.science.periods import add_months, due_day, periods
from taskforce.science.workdays import Workdays

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


def codes(anchor: str, **fields: object) -> list[str]:
    words: dict[str, object] = {"first_end": FIRST, "last_end": LAST}
    return [period.code for period in periods(anchor, **(words | fields))]  # type: ignore[arg-type]


def test_half_years_end_on_30_june_and_31_december() -> None:
    found = list(periods("half_year", first_end=FIRST, last_end=LAST))

    assert [period.code for period in found] == ["2026H1", "2026H2", "2027H1", "2027H2"]
    assert [(period.start, period.end) for period in found[:2]] == [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ]


def test_a_period_counts_from_the_day_it_ends_both_bounds_included() -> None:
    assert codes("half_year", first_end=date(2026, 6, 30), last_end=date(2026, 6, 30)) == ["2026H1"]
    assert codes("half_year", first_end=date(2026, 7, 1), last_end=date(2026, 12, 30)) == []


def test_years_and_first_quarters() -> None:
    assert codes("year") == ["2026", "2027"]
    assert codes("first_quarter") == ["2026Q1", "2027Q1"]


def test_three_months_from_the_approval_come_once() -> None:
    (found,) = periods("approval", first_end=FIRST, last_end=LAST, months=3, approved_on=date(2025, 11, 30))

    assert (found.start, found.end) == (date(2025, 11, 30), date(2026, 2, 28))


def test_three_year_cycles_follow_one_another_without_a_gap() -> None:
    found = list(
        periods(
            "approval_cycle",
            first_end=FIRST,
            last_end=date(2033, 12, 31),
            months=36,
            approved_on=date(2024, 2, 29),
        )
    )

    assert [period.end for period in found] == [date(2027, 2, 28), date(2030, 2, 28), date(2033, 2, 28)]
    assert all(later.start == earlier.end + timedelta(days=1) for earlier, later in itertools.pairwise(found))


def test_without_a_day_of_approval_nothing_can_be_counted() -> None:
    with pytest.raises(ValueError, match="approval"):
        codes("approval", months=3)
    with pytest.raises(ValueError, match="months"):
        codes("approval_cycle", approved_on=date(2024, 1, 1))


def test_an_unknown_anchor_is_refused() -> None:
    with pytest.raises(ValueError, match="no such anchor"):
        codes("weekly")


def test_the_tenth_working_day_after_june_2026_is_14_july() -> None:
    assert due_day(date(2026, 6, 30), 10, Workdays()) == date(2026, 7, 14)


def test_due_at_the_end_is_the_day_that_the_text_names_though_nobody_works_then() -> None:
    assert due_day(date(2027, 12, 31), 0, Workdays({date(2027, 12, 31): False})) == date(2027, 12, 31)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 120))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
