"""Working days of China: statutory holidays with make-up days, and the county's own changes above them.

Source: the holidays the State Council announces each year (国务院办公厅部分节假日安排), as the package `holidays` carries
them; a year without announced make-up days has its festivals only, which `is_announced` tells. No clock in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
SATURDAY = 5


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return (days off, make-up working days) of a year."""
    china = holidays.country_holidays("CN", years=year)
    return frozenset(china), frozenset(day for day in china.weekend_workdays if day.year == year)


def is_announced(year: int) -> bool:
    """Return whether the make-up days of a year are known: every announced year has had some since 2008."""
    return bool(_year(year)[1])


class Workdays:
    """The working days under a table of changes (day → works or not), which stands above the announced calendar."""

    def __init__(self, changes: Mapping[date, bool] | None = None) -> None:
        self.changes = dict(changes or {})

    def is_workday(self, day: date) -> bool:
        if day in self.changes:
            return self.changes[day]
        off, made_up = _year(day.year)
        return day in made_up or (day.weekday() < SATURDAY and day not in off)

    def on_or_before(self, day: date) -> date:
        """Return the last working day that is not after `day`."""
        while not self.is_workday(day):
            day -= DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Return the first working day that is not before `day`."""
        while not self.is_workday(day):
            day += DAY
        return day

    def shift(self, day: date, count: int) -> date:
        """Return the working day `count` working days after `day` (before it when negative).

        Day 0 counts as `day` itself: shift(Friday, 1) is the next working day. With count 0 the last working day
        not after `day` is returned.
        """
        if count == 0:
            return self.on_or_before(day)
        step = DAY if count > 0 else -DAY
        if count < 0:
            day = self.on_or_before(day)
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`; negative when end is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_workday(start + DAY * n) for n in range(1, (end - start).days + 1))
