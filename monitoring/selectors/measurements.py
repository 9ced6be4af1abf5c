"""Reads of measurements: the hourly grid that indices are computed from, lists, arrivals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Count, Max, QuerySet

from monitoring.choices import Averaging
from monitoring.models import Measurement, Parameter, Station, SupersededMeasurement
from monitoring.science.plausibility import VALID_FLAGS
from yunhe_envhealth.core.bulk import copy_out
from yunhe_envhealth.core.periods import HOUR, Period

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # of PostgreSQL's binary timestamps
HOUR_MICROSECONDS = 3_600_000_000
AIR = ("so2", "no2", "co", "o3", "pm10", "pm2_5")


@dataclass(frozen=True, slots=True)
class HourlyGrid:
    """One station's hourly values: an array per pollutant, one column an hour from `start`; NaN where absent.

    Units: µg/m³, CO mg/m³.
    """

    station_id: int
    start: datetime
    values: dict[str, npt.NDArray[np.float64]]

    @property
    def hours(self) -> int:
        return len(next(iter(self.values.values())))

    def moment(self, column: int) -> datetime:
        """Return the start of the hour in a column."""
        return self.start + column * HOUR

    def column(self, moment: datetime) -> int:
        """Return the column of the hour that begins at `moment`."""
        return int((moment - self.start) // HOUR)


@lru_cache(maxsize=1)
def _cached_parameter_ids() -> dict[str, int]:
    return dict(Parameter.objects.values_list("code", "id"))


def parameter_ids(codes: Collection[str] = AIR) -> dict[str, int]:
    """Return {code: id}. Parameters are reference rows: they are never deleted, so the process remembers them."""
    found = _cached_parameter_ids()
    if not set(codes) <= set(found):
        _cached_parameter_ids.cache_clear()
        found = _cached_parameter_ids()
    return {code: found[code] for code in codes if code in found}


def hourly_grid(station_id: int, period: Period, codes: Sequence[str] = AIR) -> HourlyGrid:
    """Read a station's valid hourly values (VALID_FLAGS) of a period whose ends are whole hours."""
    ids = parameter_ids(codes)
    hours = max(int((period.end - period.start) // HOUR), 0)
    values = {code: np.full(hours, np.nan) for code in codes}
    if hours and ids:
        rows = _rows(station_id, period, ids)
        columns = (
            rows["start"] - int((period.start - EPOCH).total_seconds()) * 1_000_000
        ) // HOUR_MICROSECONDS
        for code, parameter_id in ids.items():
            mine = rows["parameter"] == parameter_id
            values[code][columns[mine]] = rows["value"][mine]
    return HourlyGrid(station_id, period.start, values)


def _rows(station_id: int, period: Period, ids: dict[str, int]) -> npt.NDArray[Any]:
    with connection.cursor() as cursor:
        query = cursor.mogrify(
            "SELECT parameter_id, start, value FROM monitoring_measurement WHERE station_id = %s"
            " AND parameter_id = ANY(%s) AND period = %s AND start >= %s AND start < %s AND flag = ANY(%s)",
            [
                station_id,
                list(ids.values()),
                Averaging.HOUR.value,
                period.start,
                period.end,
                list(VALID_FLAGS),
            ],
        ).decode()
        return copy_out(cursor, query, {"parameter": ">i2", "start": ">i8", "value": ">f8"})


def measurements(period: Period) -> QuerySet[Measurement]:
    """Return the measurements of a period; callers scope and narrow further."""
    return Measurement.objects.filter(start__gte=period.start, start__lt=period.end).select_related(
        "station", "parameter", "delivery"
    )


def superseded(
    station_id: int, parameter_id: int, start: datetime, period: str
) -> QuerySet[SupersededMeasurement]:
    """Return what a measurement replaced, oldest first."""
    return (
        SupersededMeasurement.objects.filter(
            station_id=station_id, parameter_id=parameter_id, start=start, period=period
        )
        .select_related("delivery", "replaced_by")
        .order_by("id")
    )


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many of a station's hours arrived in a span: `received[i]` factors of `expected` for hour i."""

    station: Station
    start: datetime
    expected: int
    received: tuple[int, ...]

    @property
    def hours_received(self) -> int:
        return sum(count > 0 for count in self.received)


def arrivals(
    stations: Sequence[Station], *, end: datetime, hours: int = 24, expected: int = len(AIR)
) -> list[Arrivals]:
    """Return, for each station, the factors received for each of the last `hours` whole hours before `end`."""
    start = end - hours * HOUR
    counted = (
        Measurement.objects.filter(
            station__in=stations,
            parameter_id__in=list(parameter_ids().values()),
            period=Averaging.HOUR,
            start__gte=start,
            start__lt=end,
        )
        .values_list("station_id", "start")
        .annotate(count=Count("parameter_id"))
        .order_by()
    )
    table: dict[int, list[int]] = {station.pk: [0] * hours for station in stations}
    for station_id, moment, count in counted:
        table[station_id][int((moment - start) // HOUR)] = count
    return [Arrivals(station, start, expected, tuple(table[station.pk])) for station in stations]


def arrivals_by_day(
    stations: Sequence[Station], *, end: datetime, days: int = 7
) -> list[tuple[Station, list[int]]]:
    """Return, for each station, the number of hours with any data on each of the last `days` Beijing days."""
    hours = arrivals(stations, end=end, hours=days * 24)
    return [
        (
            item.station,
            [sum(count > 0 for count in item.received[day * 24 : day * 24 + 24]) for day in range(days)],
        )
        for item in hours
    ]


def last_start(station_id: int, *, since: datetime) -> datetime | None:
    """Return the start of the newest hourly value of a station since an instant."""
    return Measurement.objects.filter(
        station_id=station_id, period=Averaging.HOUR, start__gte=since
    ).aggregate(last=Max("start"))["last"]


def recent(hours: int, *, now: datetime) -> Period:
    """Return the period of the last `hours` hours up to now."""
    return Period(now - timedelta(hours=hours), now)
