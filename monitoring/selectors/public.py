"""What the public pages and the cockpit read: the county hour by hour, editions, reasons, how far computing has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from monitoring.choices import StationKind, reason_in_words
from monitoring.models import IndexEdition, IndexValue, Station
from monitoring.selectors.indices import FRESH, AreaIndex, State, area_index, public_series
from monitoring.selectors.stations import public_stations
from yunhe_envhealth.core.periods import HOUR, Period, beijing_day


@dataclass(frozen=True, slots=True)
class CountyIndex:
    """The county's value of an hourly index now, with the hours behind it.

    `hours` holds what was judged, by start; an hour of which nothing is known is absent. State as in LatestIndex:
    `shown` is the value to print (greyed when stale), None when withheld or none; `last` the newest that has a value.
    """

    code: str
    now: datetime
    hours: Mapping[datetime, AreaIndex]
    stations: int
    newest: AreaIndex | None
    last: AreaIndex | None

    @property
    def state(self) -> State:
        """Return fresh, stale, withheld or none. No station reporting for longer than FRESH is stale, not withheld."""
        if self.newest is None:
            return "none"
        if self._old(self.newest):
            return "stale"
        if not self.newest.withheld:
            return "fresh"
        silent = self.newest.reporting == 0 and self.last is not None and self._old(self.last)
        return "stale" if silent else "withheld"

    def _old(self, hour: AreaIndex) -> bool:
        return self.now - hour.start - HOUR > FRESH

    @property
    def shown(self) -> AreaIndex | None:
        return self.newest if self.state == "fresh" else self.last if self.state == "stale" else None

    @property
    def as_of(self) -> datetime | None:
        """Return the end of the hour that is shown or, without a value, of the newest one judged."""
        row = self.shown or self.newest
        return row.start + HOUR if row else None

    @property
    def reason(self) -> str:
        """Return why the newest hour has no value, in the language of the page; "" when it has one."""
        return reason_in_words(self.newest.withheld, self.newest.missing) if self.newest else ""


def county_index(code: str, *, now: datetime, series: Mapping[Station, Sequence[IndexValue]]) -> CountyIndex:
    """Return the county's hourly index from its public stations' series (as `public_series` returns them).

    While stations still report, the newest hour may not reach three quarters of them: until it does, the hour before
    stands, as long as it is fresh.
    """
    rows: dict[datetime, list[IndexValue]] = defaultdict(list)
    for values in series.values():
        for row in values:
            rows[row.start].append(row)
    count = len(series)
    hours = {start: area_index(rows[start], code=code, start=start, stations=count) for start in sorted(rows)}
    ordered = list(hours.values())
    newest = ordered[-1] if ordered else None
    if newest and newest.withheld and len(rows[newest.start]) < count:
        before = hours.get(newest.start - HOUR)
        if before and not before.withheld and now - before.start - HOUR <= FRESH:
            newest = before
    last = next((hour for hour in reversed(ordered) if not hour.withheld), None)
    return CountyIndex(code, now, hours, count, newest, last)


def recent_series(code: str, *, now: datetime, days: int = 7) -> dict[Station, list[IndexValue]]:
    """Return each public station's values of an index of the last `days` days."""
    return public_series(code, Period(now - timedelta(days=days), now), now=now)


def public_station(code: str, *, now: datetime) -> Station | None:
    """Return a station that anyone may see, or None."""
    return public_stations(beijing_day(now)).filter(code=code).first()


def air_stations(day: date) -> QuerySet[Station]:
    """Return every ambient-air station in use on a day; callers pass it through the actor's scope."""
    found = Station.objects.active_on(day).filter(kind=StationKind.AMBIENT_AIR)
    return found.select_related("division", "owner_unit")


def public_editions() -> QuerySet[IndexEdition]:
    """Return every edition of the indices that anyone may see, in order."""
    return (
        IndexEdition.objects.filter(kind__enabled=True, kind__is_public=True)
        .select_related("kind")
        .order_by("kind__sort_order", "-effective_from")
    )


def computed_through() -> datetime | None:
    """Return the end of the newest period computed anywhere: what pages made from indices can be kept under."""
    with (
        connection.cursor() as cursor
    ):  # asked on every hot page: the query compiler would cost more than the query
        cursor.execute("SELECT max(through) FROM monitoring_mark")
        newest: datetime | None = cursor.fetchone()[0]
    return newest


@dataclass(frozen=True, slots=True)
class WithheldHours:
    """How often one index of a station was withheld for one reason; `last` is the start of the newest such hour."""

    station: Station
    reason: str
    hours: int
    last: datetime


def withheld_hours(stations: Sequence[Station], code: str, period: Period) -> list[WithheldHours]:
    """Return the reasons for which an index was withheld in a period, the most frequent first."""
    rows = (
        IndexValue.objects.filter(
            station__in=stations, kind__code=code, start__gte=period.start, start__lt=period.end
        )
        .exclude(withheld="")
        .order_by("start")
        .values_list("station_id", "withheld", "workings__missing", "start")
    )
    found: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for station_id, code_of, missing, start in rows:
        found[station_id, reason_in_words(code_of, missing or ())].append(start)
    by_id = {station.pk: station for station in stations}
    listed = [
        WithheldHours(by_id[station_id], reason, len(starts), starts[-1])
        for (station_id, reason), starts in found.items()
    ]
    return sorted(listed, key=lambda item: (-item.hours, item.station.code))
