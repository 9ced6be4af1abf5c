"""A place's air over the days of a period: what arrived, county days of PM2.5 and AQI, hours of AQHI by level.

A county day averages the stations' concentrations first and then takes the index (HJ 663, confidence B); at least three
quarters of the stations in use on that day have to have a value (平台默认).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from monitoring.choices import Averaging, IndexCode, StationKind
from monitoring.models import AveragedValue, IndexValue, Station
from monitoring.science import aqi, averages
from monitoring.science.plausibility import VALID_FLAGS
from monitoring.science.rounding import exact
from monitoring.selectors.measurements import parameter_ids
from yunhe_envhealth.core.periods import Period, beijing_day, day_start

GOOD_AQI = 100
_ITEMS = {"day_mean": "{}", "day_max_8h": "{}_8h", "day_max_1h": "{}_1h"}


@dataclass(frozen=True, slots=True)
class GoodDays:
    """Days judged by one edition of HJ 633: `good` ones (AQI ≤ 100), `valid` ones (an AQI stands), all of them."""

    standard: aqi.AqiStandard
    first: date
    last: date
    days: int
    valid: int
    good: int


@dataclass(frozen=True, slots=True)
class PeriodAir:
    """What is known of the whole days of a period. `pm2_5` has one county mean (µg/m³, unrounded) a valid day."""

    stations: Sequence[Station]
    days: Sequence[date]
    hours_expected: int = 0
    hours_received: int = 0
    pm2_5: dict[date, Decimal] = field(default_factory=dict)
    good_days: Sequence[GoodDays] = ()
    aqhi_levels: dict[int, int] = field(default_factory=dict)
    aqhi_withheld: int = 0


def stations_of_area(area_code: str, first: date, last: date, *, is_demo: bool) -> QuerySet[Station]:
    """Return the public ambient-air stations of an area in use on any day of a span; demonstration ones or real ones."""
    return (
        Station.objects.public()
        .filter(kind=StationKind.AMBIENT_AIR, division__code__startswith=area_code, is_demo=is_demo)
        .filter(Q(active_from__lte=last) & (Q(active_to__isnull=True) | Q(active_to__gt=first)))
        .order_by("code")
    )


def period_air(stations: Sequence[Station], first: date, last: date) -> PeriodAir:
    """Return the evaluation of the days `first` to `last`, both included and all of them over. Four queries."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if not stations or not days:
        return PeriodAir(stations, days)
    period = Period(day_start(first), day_start(last + timedelta(days=1)))
    means = _county_days(stations, days, period)
    levels, withheld = _aqhi_hours(stations, period)
    return PeriodAir(
        stations=stations,
        days=days,
        hours_expected=sum(24 * len(_in_use(stations, day)) for day in days),
        hours_received=_hours_received(stations, period),
        pm2_5={day: value for day in days if (value := means[day].get("pm2_5")) is not None},
        good_days=_good_days(days, means),
        aqhi_levels=levels,
        aqhi_withheld=withheld,
    )


def _in_use(stations: Sequence[Station], day: date) -> list[Station]:
    return [
        station
        for station in stations
        if station.active_from <= day and (station.active_to is None or station.active_to > day)
    ]


def _county_days(
    stations: Sequence[Station], days: Sequence[date], period: Period
) -> dict[date, dict[str, Decimal | None]]:
    """Return {day: {item: county mean, unrounded}}."""
    rows: Any = AveragedValue.objects.filter(
        station__in=stations, start__gte=period.start, start__lt=period.end, value__isnull=False
    ).values_list("start", "station_id", "parameter__code", "statistic", "value")
    found: dict[date, dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for start, station_id, code, statistic, value in rows:
        found[beijing_day(start)][_ITEMS[statistic].format(code)][station_id] = exact(value)
    return {
        day: {
            item: averages.area_mean([values.get(station.pk) for station in _in_use(stations, day)]).value
            for item, values in found[day].items()
        }
        for day in days
    }


def _good_days(days: Sequence[date], means: dict[date, dict[str, Decimal | None]]) -> list[GoodDays]:
    """Return the count of good days for each edition that governs a part of the days."""
    by_edition: dict[str, list[date]] = defaultdict(list)
    for day in days:
        by_edition[aqi.standard_on(day).code].append(day)
    counted = []
    for part in by_edition.values():
        standard = aqi.standard_on(part[0])
        judged = [value for day in part if (value := _county_aqi(standard, means[day])) is not None]
        good = sum(value <= GOOD_AQI for value in judged)
        counted.append(GoodDays(standard, part[0], part[-1], len(part), len(judged), good))
    return counted


def _county_aqi(standard: aqi.AqiStandard, means: dict[str, Decimal | None]) -> int | None:
    rounded = {
        item: averages.round_mean(item, value) if (value := means.get(item)) is not None else None
        for item in standard.daily_items
    }
    return aqi.daily(standard, rounded).aqi


def _hours_received(stations: Sequence[Station], period: Period) -> int:
    """Return the station hours in which at least one factor has a valid value."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT DISTINCT station_id, start FROM monitoring_measurement"
            " WHERE station_id = ANY(%s) AND parameter_id = ANY(%s) AND period = %s"
            " AND start >= %s AND start < %s AND flag = ANY(%s)) AS hours",
            [
                [station.pk for station in stations],
                list(parameter_ids().values()),
                Averaging.HOUR.value,
                period.start,
                period.end,
                list(VALID_FLAGS),
            ],
        )
        count: int = cursor.fetchone()[0]
    return count


def _aqhi_hours(stations: Sequence[Station], period: Period) -> tuple[dict[int, int], int]:
    """Return {level: station hours} of the Lishui AQHI, and the station hours for which it was withheld."""
    rows = (
        IndexValue.objects.filter(
            station__in=stations,
            kind__code=IndexCode.AQHI_LISHUI,
            start__gte=period.start,
            start__lt=period.end,
        )
        .values_list("level")
        .annotate(hours=Count(F("start")))
        .order_by()
    )
    counted: Counter[int | None] = Counter(dict(rows))
    withheld = counted.pop(None, 0)
    return {level: hours for level, hours in sorted(counted.items()) if level is not None}, withheld
