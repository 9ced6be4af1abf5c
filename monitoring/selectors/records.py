"""Reads behind the record pages: what a station sent last, what a number was made from and what was made of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from monitoring.choices import Averaging, IndexCode
from monitoring.models import (
    DueWindow,
    IndexEdition,
    IndexKind,
    IndexValue,
    Measurement,
    Parameter,
    Station,
    StationCode,
    SupersededMeasurement,
)
from monitoring.selectors.measurements import AIR, parameter_ids
from yunhe_envhealth.core.periods import DAY, HOUR, Period, beijing_day, day_start
from yunhe_envhealth.deliveries.models import Delivery

LOOK_BACK = timedelta(days=30)
AQHI_WINDOW = 3  # hours: an hour enters the AQHI of itself and of the two after it

# One index probe a factor and averaging period, whatever the history.
_NEWEST = """
SELECT newest.* FROM unnest(%s::smallint[]) AS parameter(id), unnest(%s::text[]) AS period(code),
LATERAL (
    SELECT * FROM monitoring_measurement
    WHERE station_id = %s AND parameter_id = parameter.id AND period = period.code AND start > %s
    ORDER BY start DESC LIMIT 1
) AS newest
"""


def keyed(rows: QuerySet[Measurement], station_ids: Iterable[int]) -> QuerySet[Measurement]:
    """Narrow measurements to stations in the order of the key, so that the cost follows the span asked for."""
    return rows.filter(
        station__in=list(station_ids),
        parameter__in=list(Parameter.objects.values_list("pk", flat=True)),
        period__in=Averaging.values,
    )


def keyed_indices(rows: QuerySet[IndexValue], station_ids: Iterable[int]) -> QuerySet[IndexValue]:
    """Narrow index values likewise."""
    return rows.filter(
        station__in=list(station_ids), kind__in=list(IndexKind.objects.values_list("pk", flat=True))
    )


def newest_measurements(station: Station, *, now: datetime) -> list[Measurement]:
    """Return the newest value of each factor and averaging period of the last 30 days, in the factors' order."""
    parameters = Parameter.objects.in_bulk()
    with connection.cursor() as cursor:  # raw querysets know no composite keys, so rows are built here
        cursor.execute(_NEWEST, [list(parameters), list(Averaging.values), station.pk, now - LOOK_BACK])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = [Measurement(**row) for row in rows]
    for row in found:
        row.parameter = parameters[row.parameter_id]
    return sorted(found, key=lambda row: (row.parameter.sort_order, row.parameter.code, row.period))


def deliveries_of(station: Station, *, now: datetime) -> QuerySet[Delivery]:
    """Return the deliveries that the station's values of the last 30 days came with, newest first."""
    period = Period(now - LOOK_BACK, now)
    rows = keyed(Measurement.objects.filter(start__gte=period.start, start__lt=period.end), [station.pk])
    ids = set(rows.order_by().values_list("delivery_id", flat=True).distinct())
    return Delivery.objects.filter(pk__in=ids).select_related("unit", "by").order_by("-pk")


def corrections_of(station: Station, *, limit: int = 20) -> QuerySet[SupersededMeasurement]:
    """Return the latest values of a station that a later delivery replaced."""
    rows = SupersededMeasurement.objects.filter(station=station)
    return rows.select_related("parameter", "delivery", "replaced_by").order_by("-pk")[:limit]


def code_records(station: Station) -> list[StationCode]:
    """Return a row for each source code that the station ever had, removed ones too, for its history."""
    events = StationCode.pgh_event_model.objects.filter(station_id=station.pk)  # type: ignore[attr-defined]
    names = dict(events.order_by("pgh_id").values_list("pgh_obj_id", "code"))
    return [StationCode(pk=key, code=code) for key, code in names.items()]


def computed_from(station: Station, start: datetime) -> list[IndexValue]:
    """Return the index values that the hour beginning at `start` enters: its AQI, three AQHI, the day's AQI."""
    hours = [start + number * HOUR for number in range(AQHI_WINDOW)]
    day = day_start(beijing_day(start))
    rows = keyed_indices(
        IndexValue.objects.filter(start__in={*hours, day}).select_related("kind", "edition"), [station.pk]
    )
    return [row for row in rows.order_by("kind__sort_order", "start") if _enters(row, start, day)]


def _enters(row: IndexValue, start: datetime, day: datetime) -> bool:
    if row.kind.code == IndexCode.AQI_DAILY:
        return row.start == day
    if row.kind.code == IndexCode.AQI_HOURLY:
        return row.start == start
    return row.start >= start


def inputs_of(value: IndexValue) -> QuerySet[Measurement]:
    """Return the hourly values that stand under an index value now, oldest first."""
    period = window_of(value)
    return (
        Measurement.objects.filter(
            station=value.station_id,
            parameter__in=list(parameter_ids(AIR).values()),
            period=Averaging.HOUR,
            start__gte=period.start,
            start__lt=period.end,
        )
        .select_related("parameter", "delivery")
        .order_by("start", "parameter__sort_order")
    )


def window_of(value: IndexValue) -> Period:
    """Return the hours that an index value is computed from."""
    if value.kind.code == IndexCode.AQI_DAILY:
        return Period(value.start, value.start + DAY)
    if value.kind.code == IndexCode.AQI_HOURLY:
        return Period(value.start, value.start + HOUR)
    return Period(value.start - (AQHI_WINDOW - 1) * HOUR, value.start + HOUR)


def awaits_computing(value: IndexValue) -> bool:
    """Return whether data under this value changed and it has not been computed anew yet."""
    period = window_of(value)
    return DueWindow.objects.filter(
        station=value.station_id, start__lt=period.end, end__gt=period.start
    ).exists()


def index_kinds_with_editions() -> QuerySet[IndexEdition]:
    """Return every edition with its index, in the order of the indices."""
    return IndexEdition.objects.select_related("kind").order_by("kind__sort_order", "-effective_from", "code")


def parameters_in_use() -> QuerySet[Parameter]:
    """Return the factors that a reader may pick in a filter."""
    return Parameter.objects.order_by("sort_order", "code")


def all_kinds() -> QuerySet[IndexKind]:
    """Return every index that the platform knows, computed or not, in order."""
    return IndexKind.objects.order_by("sort_order")


def measurement(station: Station, parameter: str, period: str, start: datetime) -> Measurement | None:
    """Return one measurement by its key, or None."""
    rows = Measurement.objects.select_related("station", "parameter", "delivery")
    return rows.filter(station=station, parameter__code=parameter, period=period, start=start).first()


def index_value(station: Station, kind: str, start: datetime) -> IndexValue | None:
    """Return one index value by its key, or None."""
    rows = IndexValue.objects.select_related("station", "kind", "edition")
    return rows.filter(station=station, kind__code=kind, start=start).first()


def all_measurements() -> QuerySet[Measurement]:
    """Return every measurement with station and factor; callers narrow by `keyed` and by a span."""
    return Measurement.objects.select_related("station", "parameter")


def all_index_values() -> QuerySet[IndexValue]:
    """Return every index value with what its line prints; callers narrow by `keyed_indices` and by a span."""
    return IndexValue.objects.select_related("station", "kind", "edition")
