"""What is due, and doing it. The tables say what is due; the broker only says when to look (house.md §3).

Two sources: windows that new or changed data touched (`DueWindow`), and hours that have passed since a live
station's indices were last computed (`Mark`). Each station is done in one transaction, under its lock.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection, transaction
from django.db.models import Max

from monitoring.models import DueWindow, Mark, Station
from monitoring.selectors.measurements import last_start
from monitoring.services.indices import Written, compute
from yunhe_envhealth.core.locks import COMPUTE, try_hold
from yunhe_envhealth.core.periods import HOUR, Period, beijing_day, floor_hour

logger = logging.getLogger(__name__)

# A gap no longer than this is bridged, so that one span of work replaces many short ones.
BRIDGED = timedelta(hours=6)
# A station silent for longer is not "late" but off: its missing hours are not filled with withheld indices.
LIVE = timedelta(days=7)
# The national publication follows the hour within an hour (HJ 633); before that a missing hour is only late.
GRACE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours [start, end) of a station."""

    station_id: int
    start: datetime
    end: datetime


def windows_of(stations: pd.Series[Any], starts: pd.Series[Any]) -> tuple[Window, ...]:
    """Return the touched hours as few windows: neighbours, and gaps up to BRIDGED, are joined."""
    windows: list[Window] = []
    for station_id, moments in starts.groupby(stations.to_numpy()):
        hours = np.unique(
            moments.dt.floor("h").dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[s]")
        )
        breaks = np.flatnonzero(np.diff(hours) > np.timedelta64(int(BRIDGED.total_seconds()), "s")) + 1
        for run in np.split(hours, breaks):
            first, last = (pd.Timestamp(run[end], tz="UTC").to_pydatetime() for end in (0, -1))
            windows.append(Window(int(str(station_id)), first, last + HOUR))
    return tuple(windows)


def mark_due(windows: Iterable[Window]) -> None:
    """Note windows as due, in the caller's transaction."""
    DueWindow.objects.bulk_create(
        DueWindow(station_id=window.station_id, start=window.start, end=window.end) for window in windows
    )


def stations_due(*, now: datetime) -> list[int]:
    """Return the stations that have something due, oldest work first."""
    touched = list(DueWindow.objects.order_by("id").values_list("station_id", flat=True))
    behind = Mark.objects.filter(through__lt=_closed(now), through__gte=now - LIVE).values_list(
        "station_id", flat=True
    )
    return list(dict.fromkeys([*touched, *behind]))


def compute_station(*, station_id: int, now: datetime) -> Written:
    """Compute everything due for one station; nothing is lost or doubled when it is run twice or killed.

    While another worker computes the station nothing is done here: what that one has not seen stays due.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not try_hold(cursor, COMPUTE, station_id):
            return Written(0, 0)
        due = list(DueWindow.objects.filter(station_id=station_id).order_by("start"))
        periods = _joined([Period(window.start, window.end) for window in due] + _passed(station_id, now))
        written = sum(
            (compute(station_id=station_id, period=period, now=now) for period in periods), Written(0, 0)
        )
        # A window that reaches into an hour not over yet stays due until it is.
        done = [window.pk for window in due if window.end <= floor_hour(now)]
        DueWindow.objects.filter(pk__in=done).delete()
        if periods:
            _advance(station_id, max(period.end for period in periods), now)
    return written


def compute_all_due(*, now: datetime) -> Written:
    """Compute everything due, station by station, in this process."""
    return sum((compute_station(station_id=pk, now=now) for pk in stations_due(now=now)), Written(0, 0))


def recompute(*, stations: Iterable[Station], period: Period) -> int:
    """Mark a period of stations as due; return how many windows. The indices follow with the next sweep."""
    windows = [Window(station.pk, floor_hour(period.start), period.end) for station in stations]
    mark_due(windows)
    return len(windows)


def _closed(now: datetime) -> datetime:
    """Return the end of the last hour whose data should have arrived by now."""
    return floor_hour(now - GRACE)


def _passed(station_id: int, now: datetime) -> list[Period]:
    """Return the hours that passed unseen since a live station was last computed."""
    through = Mark.objects.filter(station_id=station_id).aggregate(through=Max("through"))["through"]
    closed, since = _closed(now), floor_hour(now - LIVE)
    if through is None or through >= closed or last_start(station_id, since=since) is None:
        return []
    if not Station.objects.active_on(beijing_day(now)).filter(pk=station_id).exists():
        return []
    return [Period(max(through, since), closed)]


def _joined(periods: list[Period]) -> list[Period]:
    joined: list[Period] = []
    for period in sorted(periods, key=lambda item: item.start):
        if joined and period.start <= joined[-1].end + BRIDGED:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined


def _advance(station_id: int, end: datetime, now: datetime) -> None:
    """Move the station's marks forward, never back and never past the present."""
    through = min(end, floor_hour(now))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO monitoring_mark (station_id, kind_id, through)"
            " SELECT %s, id, %s FROM monitoring_indexkind WHERE enabled"
            " ON CONFLICT ON CONSTRAINT one_mark_a_station_and_index DO UPDATE SET through = excluded.through"
            " WHERE monitoring_mark.through < excluded.through",
            [station_id, through],
        )
