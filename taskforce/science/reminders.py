"""Which reminders fall on which days: deadlines × steps under a calendar. Pure, no clock, no database.

A step `offset` counts working days from the due day: 0 is W, the last working day not after it; −n is n working
days before W; +n is n working days after the due day. So no step ever falls on a day off.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Protocol

from taskforce.science.workdays import DAY, Workdays

logger = logging.getLogger(__name__)
BEIJING = timezone(
    timedelta(hours=8)
)  # as core.periods has it; science imports nothing that loads Django or Celery
# The order in which one person who is addressed twice is counted.
AUDIENCES = ("holder", "unit_head", "office", "task_force_head")


class Named(Protocol):
    """A post or a unit: a number and its name."""

    pk: int

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that a post owes by a day. `id` is 0 for what will only be generated; `opened_on` None: long ago."""

    kind: str
    id: int
    title: str
    due_on: date
    post: Named
    unit: Named
    url: str
    opened_on: date | None = None
    is_demo: bool = False
    standing: str = ""  # how far the due day is official, in words; "" when it is
    returned_on: date | None = None  # the last time it was handed in and sent back

    @property
    def due_words(self) -> str:
        return f"{self.due_on}（{self.standing}）" if self.standing else str(self.due_on)


@dataclass(frozen=True, slots=True)
class Step:
    offset: int
    audience: str


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A step of a deadline on its day, to whom in words of the plan; who that is, is the reader's question."""

    day: date
    deadline: Deadline
    offset: int
    audience: str
    is_made_up: bool = False  # its own day passed while the matter was handed in

    @property
    def subject(self) -> tuple[str, int, date, int]:
        return (self.deadline.kind, self.deadline.id, self.deadline.due_on, self.offset)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a working day in which messages may leave, `end` excluded (24:00 is written as None)."""

    start: time
    end: time | None

    def holds(self, moment: time) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)


def hours(words: str) -> Hours:
    """Read "08:30-18:00". Raises ValueError when it is none, or ends before it starts."""
    start, _, end = words.partition("-")
    read = Hours(time.fromisoformat(start.strip()), _end(end.strip()))
    if read.end is not None and read.end <= read.start:
        raise ValueError(f"the hours end before they start: {words}")
    return read


def _end(words: str) -> time | None:
    return None if words == "24:00" else time.fromisoformat(words)


def is_open(now: datetime, workdays: Workdays, open_hours: Hours) -> bool:
    """Return whether reminders may leave now: a working day in Beijing, within the hours."""
    here = now.astimezone(BEIJING)
    return workdays.is_workday(here.date()) and open_hours.holds(here.time())


def step_day(due_on: date, offset: int, workdays: Workdays) -> date:
    """Return the day of a step."""
    if offset > 0:
        return workdays.shift(due_on, offset)
    last = workdays.on_or_before(due_on)
    return workdays.shift(last, offset) if offset else last


def plan(
    deadlines: Iterable[Deadline], steps: Iterable[Step], workdays: Workdays, from_day: date, to_day: date
) -> list[PlannedReminder]:
    """Return the reminders whose day lies from `from_day` to `to_day`, by day; a deadline opened later misses a step.

    The overdue steps of a matter that was sent back are due again on the first working day after its return: those
    that were written before it was handed in stand in the outbox already.
    Deadlines that share a due day share its step days, so that a province's worth costs little more than a county's.
    """
    by_offset: dict[int, list[str]] = {}
    for step in steps:
        by_offset.setdefault(step.offset, []).append(step.audience)
    calendar = _StepDays(sorted(by_offset), workdays, from_day, to_day)
    planned = [
        PlannedReminder(day, deadline, offset, audience, is_made_up)
        for deadline in deadlines
        for day, offset, is_made_up in calendar.of(deadline)
        if deadline.opened_on is None or deadline.opened_on <= day
        for audience in sorted(by_offset[offset], key=AUDIENCES.index)
    ]
    return sorted(planned, key=_order)


def _order(planned: PlannedReminder) -> tuple[date, str, int, str, int, int]:
    deadline = planned.deadline
    place = AUDIENCES.index(planned.audience)
    return (planned.day, deadline.kind, deadline.id, deadline.title, planned.offset, place)


class _StepDays:
    """The days of the steps within a window, remembered by due day."""

    def __init__(self, offsets: list[int], workdays: Workdays, from_day: date, to_day: date) -> None:
        self.offsets, self.workdays = offsets, workdays
        self.from_day, self.to_day = from_day, to_day
        self.known: dict[tuple[date, date | None], list[tuple[date, int, bool]]] = {}

    def of(self, deadline: Deadline) -> list[tuple[date, int, bool]]:
        key = (deadline.due_on, deadline.returned_on)
        if key not in self.known:
            self.known[key] = [one for one in self._all(*key) if self.from_day <= one[0] <= self.to_day]
        return self.known[key]

    def _all(self, due_on: date, returned_on: date | None) -> list[tuple[date, int, bool]]:
        """Return every step's day; none, with a warning, for a due day at the edge of the calendar."""
        try:
            return [self._day(offset, due_on, returned_on) for offset in self.offsets]
        except OverflowError:
            logger.warning("no reminders for the due day %s: its steps leave the calendar", due_on)
            return []

    def _day(self, offset: int, due_on: date, returned_on: date | None) -> tuple[date, int, bool]:
        """Return the day of a step, and whether it makes up one that passed while the matter was handed in."""
        day = step_day(due_on, offset, self.workdays)
        if offset <= 0 or returned_on is None or returned_on < day:
            return day, offset, False
        return self.workdays.shift(returned_on, 1), offset, True


def newest(planned: Iterable[PlannedReminder]) -> set[PlannedReminder]:
    """Return of each deadline and audience the latest reminder: after a stop the others are out of date."""
    latest: dict[tuple[str, int, date, str], PlannedReminder] = {}
    for one in planned:
        key = (one.deadline.kind, one.deadline.id, one.deadline.due_on, one.audience)
        if key not in latest or (latest[key].day, latest[key].offset) <= (one.day, one.offset):
            latest[key] = one
    return set(latest.values())


def days(from_day: date, to_day: date) -> Iterator[date]:
    """Yield each day from `from_day` to `to_day`, both included."""
    day = from_day
    while day <= to_day:
        yield day
        day += DAY


def waiting_time(attempts: int) -> timedelta:
    """Return how long to wait after the `attempts`-th failure: 1, 5, 15 minutes, then an hour each time."""
    minutes = (1, 5, 15, 60)
    return timedelta(minutes=minutes[min(attempts, len(minutes)) - 1])


def step_words(offset: int) -> str:
    """Return a step in Chinese words."""
    if offset < 0:
        return f"到期前 {-offset} 个工作日"
    return f"逾期第 {offset} 个工作日" if offset else "到期当天"
