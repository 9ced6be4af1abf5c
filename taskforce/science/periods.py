"""Periods of a reporting rule and the day a report is due. Pure: the working days are passed in, no clock.

Half-years and years are calendar periods. Periods from the approval of the pilot (《国家环境健康管理试点工作申报指南》三（三）（四）:
start within 3 months, evaluation every 3 years) end on the day of the same number, or on the last day of a shorter
month; the day of approval itself is not counted (民法典 第二百零一条、第二百零二条).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taskforce.science.workdays import DAY, Workdays

HALF_YEAR, YEAR, FIRST_QUARTER = "half_year", "year", "first_quarter"
APPROVAL, APPROVAL_CYCLE = "approval", "approval_cycle"
FROM_APPROVAL = frozenset({APPROVAL, APPROVAL_CYCLE})


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A period with its code; `end` is its last day."""

    code: str
    start: date
    end: date


def periods(
    anchor: str, *, first_end: date, last_end: date, months: int = 0, approved_on: date | None = None
) -> Iterator[ReportPeriod]:
    """Yield the anchor's periods that end from `first_end` to `last_end`, both included.

    Raises ValueError for an anchor from the approval without an approval day or without months.
    """
    if anchor in FROM_APPROVAL:
        if approved_on is None or months <= 0:
            raise ValueError("a period from the approval needs the day of approval and a number of months")
        found = _from_approval(approved_on, months, last_end, once=anchor == APPROVAL)
    else:
        found = _of_calendar(anchor, first_end.year, last_end.year)
    yield from (period for period in found if first_end <= period.end <= last_end)


def due_day(period_end: date, working_days: int, workdays: Workdays) -> date:
    """Return the `working_days`-th working day after the period's end; with 0 the end itself, as the text names it."""
    return workdays.shift(period_end, working_days) if working_days else period_end


def first_day_to_submit(anchor: str, *, period_start: date, period_end: date, due_on: date) -> date:
    """Return the first day on which a period's report may be handed in.

    What is due after the period is told when the period is over. What is due within it is not: a year's report (每年
    12 月底前) may come in the period's last month, any other on any day of the period.
    """
    if due_on > period_end:
        return period_end + DAY
    return period_end.replace(day=1) if anchor == YEAR else period_start


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, the last day of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _of_calendar(anchor: str, first: int, last: int) -> Iterator[ReportPeriod]:
    for year in range(first, last + 1):
        if anchor == HALF_YEAR:
            yield ReportPeriod(f"{year}H1", date(year, 1, 1), date(year, 6, 30))
            yield ReportPeriod(f"{year}H2", date(year, 7, 1), date(year, 12, 31))
        elif anchor == YEAR:
            yield ReportPeriod(str(year), date(year, 1, 1), date(year, 12, 31))
        elif anchor == FIRST_QUARTER:
            yield ReportPeriod(f"{year}Q1", date(year, 1, 1), date(year, 3, 31))
        else:
            raise ValueError(f"no such anchor: {anchor}")


def _from_approval(approved_on: date, months: int, last_end: date, *, once: bool) -> Iterator[ReportPeriod]:
    start, number = approved_on, 1
    while (end := add_months(approved_on, months * number)) <= last_end:
        yield ReportPeriod(end.isoformat(), start, end)
        if once:
            return
        start, number = end + DAY, number + 1
