"""The planner: step days under the announced calendar, what is opened late, what a stop leaves over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.science import reminders
from taskforce.science.reminders import (
    Deadline,
    Step,
    hours,
    is_open,
    newest,
    plan,
    step_day,
    step_words,
    waiting_time,
)
from taskforce.science.workdays import Workdays
from yunhe_envhealth.core.periods import BEIJING

CALENDAR = Workdays()


@dataclass(frozen=True)
class Named:
    pk: int

    def __str__(self) -> str:
        return f"示范 {self.pk}"


MATTER = Deadline("task", 1, "示范任务", date(2026, 7, 14), Named(1), Named(1), "/", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("due_on", "offset", "expected"),
    [
        (date(2026, 7, 14), 0, date(2026, 7, 14)),
        (date(2026, 7, 14), -1, date(2026, 7, 13)),
        (date(2026, 7, 14), -7, date(2026, 7, 3)),
        (date(2026, 7, 14), -14, date(2026, 6, 24)),
        (date(2026, 7, 14), 3, date(2026, 7, 17)),
        (date(2026, 7, 12), 0, date(2026, 7, 10)),  # Sunday: the Friday before
        (date(2026, 7, 12), -1, date(2026, 7, 9)),
        (date(2026, 7, 12), 1, date(2026, 7, 13)),
        (date(2026, 2, 18), 0, date(2026, 2, 14)),  # Spring Festival 2026: 14 February was made a working day
        (date(2026, 2, 18), 1, date(2026, 2, 24)),
    ],
)
def test_a_step_falls_on_its_working_day(due_on: date, offset: int, expected: date) -> None:
    assert step_day(due_on, offset, CALENDAR) == expected


@given(st.dates(date(2025, 1, 1), date(2027, 12, 1)), st.integers(-14, 14))
def test_no_step_falls_on_a_day_off(due_on: date, offset: int) -> None:
    assert CALENDAR.is_workday(step_day(due_on, offset, CALENDAR))


@given(st.dates(date(2025, 1, 1), date(2027, 12, 1)))
def test_the_steps_of_a_matter_come_in_their_order_each_on_a_day_of_its_own(due_on: date) -> None:
    days = [step_day(due_on, offset, CALENDAR) for offset in (-14, -7, -3, -1, 0, 1, 3, 7)]

    assert days == sorted(set(days))


def test_only_steps_within_the_window_are_planned_by_day() -> None:
    steps = [Step(-7, "holder"), Step(0, "holder"), Step(1, "unit_head"), Step(1, "holder")]

    found = plan([MATTER], steps, CALENDAR, date(2026, 7, 4), date(2026, 7, 15))

    assert [(one.day, one.offset, one.audience) for one in found] == [
        (date(2026, 7, 14), 0, "holder"),
        (date(2026, 7, 15), 1, "holder"),
        (date(2026, 7, 15), 1, "unit_head"),
    ]


def test_what_is_opened_after_a_steps_day_does_not_get_that_step() -> None:
    steps = [Step(-7, "holder"), Step(-3, "holder")]
    late = replace(MATTER, opened_on=date(2026, 7, 4))

    found = plan([late], steps, CALENDAR, date(2026, 6, 1), date(2026, 8, 1))

    assert [one.offset for one in found] == [-3]


def test_after_a_stop_only_the_latest_step_of_each_audience_is_current() -> None:
    steps = [Step(-1, "holder"), Step(0, "holder"), Step(1, "holder"), Step(0, "office")]
    planned = plan([MATTER], steps, CALENDAR, date(2026, 7, 13), date(2026, 7, 15))

    assert {(one.offset, one.audience) for one in newest(planned)} == {(1, "holder"), (0, "office")}


def test_reminders_leave_in_the_hours_of_working_days_only() -> None:
    day = hours("08:30-18:00")
    open_at = [
        datetime(2026, 7, 7, 8, 30, tzinfo=BEIJING),
        datetime(2026, 7, 7, 17, 59, tzinfo=BEIJING),
        datetime(2026, 2, 14, 9, tzinfo=BEIJING),
    ]
    closed_at = [
        datetime(2026, 7, 7, 8, 29, tzinfo=BEIJING),
        datetime(2026, 7, 7, 18, 0, tzinfo=BEIJING),
        datetime(2026, 7, 5, 9, tzinfo=BEIJING),
        datetime(2026, 2, 17, 9, tzinfo=BEIJING),
    ]

    assert all(is_open(moment, CALENDAR, day) for moment in open_at)
    assert not any(is_open(moment, CALENDAR, day) for moment in closed_at)


def test_a_day_may_be_open_to_its_end() -> None:
    assert hours("00:00-24:00").holds(time(23, 59, 59))


@pytest.mark.parametrize("words", ["", "8-18", "18:00-08:30", "08:30", "25:00-26:00"])
def test_hours_that_are_none_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        hours(words)


def test_waiting_grows_to_an_hour() -> None:
    minutes = [waiting_time(attempts) // timedelta(minutes=1) for attempts in range(1, 8)]

    assert minutes == [1, 5, 15, 60, 60, 60, 60]


def test_steps_in_words() -> None:
    assert [step_words(n) for n in (-3, 0, 7)] == ["到期前 3 个工作日", "到期当天", "逾期第 7 个工作日"]


@pytest.mark.parametrize("beyond", [date.min, date.max])
def test_a_due_day_at_the_edge_of_the_calendar_stops_nobody_elses_reminders(
    beyond: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(reminders.logger, "warning", lambda words, *values: said.append(words % values))
    steps = [Step(-14, "holder"), Step(0, "holder"), Step(14, "holder")]

    planned = plan(
        [replace(MATTER, id=2, due_on=beyond), MATTER], steps, CALENDAR, date(2026, 7, 14), date(2026, 7, 14)
    )

    assert [(one.deadline.id, one.offset) for one in planned] == [(1, 0)]
    assert [str(beyond) in line for line in said] == [True]
