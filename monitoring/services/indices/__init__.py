"""Compute the enabled indices of a station over a period, from its measurements, by dated editions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from monitoring.choices import IndexCode
from monitoring.models import IndexEdition, IndexKind
from monitoring.science import aqhi
from monitoring.selectors.measurements import HourlyGrid, hourly_grid, parameter_ids
from monitoring.services.indices import aqhi_rows, aqi_rows
from monitoring.services.indices.write import Written, write_averages, write_index_values
from yunhe_envhealth.core.periods import DAY, HOUR, Period, beijing_day, day_start, floor_hour

__all__ = ["Written", "compute"]

LONGEST_WINDOW = 3  # hours; every AQHI set averages three at the most
# HJ 633-2012 judges SO2 above 800 by its 24-hour mean, so the hour's own memory is a day.
LONGEST_MEMORY = timedelta(hours=aqi_rows.HOURS_A_DAY - 1)
CHUNK = timedelta(days=366)


def compute(*, station_id: int, period: Period, now: datetime) -> Written:
    """Compute every enabled index that the measurements of `period` can touch; write what differs.

    Idempotent. The caller holds the station's COMPUTE lock. Hours that have not passed yet are not computed.
    """
    kinds = list(IndexKind.objects.filter(enabled=True))
    limit = floor_hour(now)
    written = Written(0, 0)
    start, last = floor_hour(period.start), min(period.end, limit)
    while start < last:
        end = min(start + CHUNK, last)
        # Means reach into the hours that follow: into the next chunk, or past the end of the last one.
        through = end if end < last else max(min(end + (LONGEST_WINDOW - 1) * HOUR, limit), end)
        written += _compute_chunk(station_id, Period(start, end), through, kinds, now)
        start = end
    return written


def _compute_chunk(
    station_id: int, period: Period, through: datetime, kinds: list[IndexKind], now: datetime
) -> Written:
    """Read the grid once, with the hours before (means) and after (days), and compute each kind; AQHI `through`."""
    first_day, last_day = beijing_day(period.start), beijing_day(period.end - timedelta(microseconds=1))
    span = Period(
        min(period.start - LONGEST_MEMORY, day_start(first_day)),
        max(through, day_start(last_day) + DAY),
    )
    grid = hourly_grid(station_id, span)
    written = Written(0, 0)
    with transaction.atomic(), connection.cursor() as cursor:
        for kind in kinds:
            if kind.code == IndexCode.AQI_DAILY:
                days = [day for day in _days(first_day, last_day) if day_start(day) + DAY <= now]
                written += _daily(cursor, grid, kind, days, now)
            elif kind.code == IndexCode.AQI_HOURLY:
                written += _hourly(cursor, grid, kind, period, now)
            else:
                written += _health(cursor, grid, kind, Period(period.start, through), now)
    return written


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _editions(kind: IndexKind) -> dict[str, int]:
    return dict(IndexEdition.objects.filter(kind=kind).values_list("code", "id"))


def _columns(grid: HourlyGrid, period: Period) -> slice:
    return slice(grid.column(period.start), grid.column(period.end))


def _hourly(cursor: Any, grid: HourlyGrid, kind: IndexKind, period: Period, now: datetime) -> Written:
    lines = aqi_rows.hourly_lines(
        grid, columns=_columns(grid, period), kind_id=kind.pk, editions=_editions(kind), now=now
    )
    return _write(cursor, lines, grid, kind, period)


def _daily(cursor: Any, grid: HourlyGrid, kind: IndexKind, days: list[date], now: datetime) -> Written:
    if not days:
        return Written(0, 0)
    lines, means = aqi_rows.daily_lines(
        grid, days=days, kind_id=kind.pk, editions=_editions(kind), parameters=parameter_ids(), now=now
    )
    write_averages(cursor, means)
    return _write(cursor, lines, grid, kind, Period(day_start(days[0]), day_start(days[-1]) + DAY))


def _health(cursor: Any, grid: HourlyGrid, kind: IndexKind, period: Period, now: datetime) -> Written:
    written = Written(0, 0)
    for parameters, part, retrospective in _by_edition(kind, period):
        lines = aqhi_rows.aqhi_lines(
            grid,
            parameters,
            columns=_columns(grid, part),
            kind_id=kind.pk,
            edition_id=_editions(kind)[parameters.code],
            retrospective=retrospective,
            now=now,
        )
        written += _write(cursor, lines, grid, kind, part)
    return written


def _by_edition(kind: IndexKind, period: Period) -> list[tuple[aqhi.AqhiParameters, Period, bool]]:
    """Return the parameter sets of an AQHI with the part of the period each governs, by Beijing day.

    Hours before the first edition was in force are computed by it all the same and marked retrospective (回算).
    """
    sets = _SETS[kind.code]
    parts = []
    for number, parameters in enumerate(sets):
        begins = day_start(parameters.effective_from or date.min.replace(year=2000))
        ends = (
            day_start(sets[number + 1].effective_from or date.max) if number + 1 < len(sets) else period.end
        )
        if number == 0:
            parts.append((parameters, _within(period, period.start, begins), True))
        parts.append((parameters, _within(period, begins, ends), False))
    return [part for part in parts if part[1].start < part[1].end]


def _within(period: Period, start: datetime, end: datetime) -> Period:
    """Return the part of a period between two instants, empty when there is none."""
    first = min(max(period.start, start), period.end)
    return Period(first, max(first, min(period.end, end)))


_SETS = {
    IndexCode.AQHI_LISHUI.value: (aqhi.LISHUI_CANDIDATE,),
    IndexCode.AQHI_HONGKONG.value: (aqhi.HK_2013, aqhi.HK_2025),
    IndexCode.AQHI_CANADA.value: (aqhi.CANADA,),
    IndexCode.AQHI_CANADA_PLUS.value: (aqhi.CANADA_PLUS,),
}


def _write(cursor: Any, lines: str, grid: HourlyGrid, kind: IndexKind, period: Period) -> Written:
    if not lines:
        return Written(0, 0)
    return write_index_values(
        cursor, lines, station_id=grid.station_id, kind_id=kind.pk, start=period.start, end=period.end
    )
