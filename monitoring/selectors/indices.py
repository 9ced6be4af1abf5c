"""Reads of indices: the latest of each station with its age and state, series, the county's own value."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.db import connection
from django.db.models import QuerySet

from monitoring.choices import Averaging, IndexCode, reason_in_words
from monitoring.models import IndexEdition, IndexKind, IndexValue, Station
from monitoring.science import aqhi, aqi, averages
from monitoring.science.rounding import exact
from monitoring.selectors.stations import public_stations
from yunhe_envhealth.core.periods import DAY, HOUR, Period, beijing_day

# National publication follows the hour within an hour; two hours after its end a number counts as old (平台默认).
FRESH = timedelta(hours=2)
FRESH_DAY = timedelta(hours=36)
# How far back the last value is looked for when the newest hour has none.
LOOK_BACK = timedelta(days=30)

State = Literal["fresh", "stale", "withheld", "none"]

# One index probe a station and index: the cost does not grow with history.
_LATEST = """
SELECT newest.* FROM unnest(%s::bigint[]) AS station(id), unnest(%s::smallint[]) AS kind(id),
LATERAL (
    SELECT * FROM monitoring_indexvalue
    WHERE station_id = station.id AND kind_id = kind.id AND start > %s {condition}
    ORDER BY start DESC LIMIT 1
) AS newest
"""


@dataclass(frozen=True, slots=True)
class LatestIndex:
    """The newest index of a station: `newest` may be withheld; `last` is the newest that has a value.

    State: fresh; stale (there is a value, but it is old); withheld (the newest hour is judged and has no value);
    none (never computed). `as_of` is the end of the period that is shown.
    """

    station: Station
    kind: IndexKind
    newest: IndexValue | None
    last: IndexValue | None
    edition: IndexEdition | None
    now: datetime

    @property
    def length(self) -> timedelta:
        return DAY if self.kind.period == Averaging.DAY else HOUR

    @property
    def state(self) -> State:
        if self.newest is None:
            return "none"
        if self.now - self.newest.start - self.length > (FRESH_DAY if self.length == DAY else FRESH):
            return "stale"
        return "withheld" if self.newest.withheld else "fresh"

    @property
    def shown(self) -> IndexValue | None:
        """Return the value to print: the newest one, or the last one greyed when the newest is old."""
        return self.newest if self.state == "fresh" else self.last if self.state == "stale" else None

    @property
    def as_of(self) -> datetime | None:
        row = self.shown or self.newest
        return row.start + self.length if row else None

    @property
    def age(self) -> timedelta | None:
        return self.now - self.as_of if self.as_of else None

    @property
    def reason(self) -> str:
        """Return why the newest period has no value, in the language of the page; "" when it has one."""
        return (
            reason_in_words(self.newest.withheld, self.newest.workings.get("missing", ()))
            if self.newest
            else ""
        )

    @property
    def last_as_of(self) -> datetime | None:
        return self.last.start + self.length if self.last else None


def kinds(codes: Sequence[str] | None = None) -> QuerySet[IndexKind]:
    """Return the enabled index kinds, in order."""
    found = IndexKind.objects.filter(enabled=True)
    return found if codes is None else found.filter(code__in=codes)


def public_kinds(codes: Sequence[str] | None = None) -> QuerySet[IndexKind]:
    """Return the kinds that anyone may see."""
    return kinds(codes).filter(is_public=True)


def latest_indices(
    stations: Sequence[Station], index_kinds: Sequence[IndexKind], *, now: datetime
) -> list[LatestIndex]:
    """Return the latest of each kind for each station, in the order given; three queries whatever the history."""
    ids: list[Any] = [
        [station.pk for station in stations],
        [kind.pk for kind in index_kinds],
        now - LOOK_BACK,
    ]
    newest = _newest(ids, "")
    last = dict(newest)
    if any(row.withheld for row in newest.values()):
        last = _newest(ids, "AND withheld = ''")
    editions = IndexEdition.objects.in_bulk({row.edition_id for row in newest.values()})
    return [
        LatestIndex(
            station=station,
            kind=kind,
            newest=newest.get((station.pk, kind.pk)),
            last=last.get((station.pk, kind.pk)),
            edition=editions.get(newest[station.pk, kind.pk].edition_id)
            if (station.pk, kind.pk) in newest
            else None,
            now=now,
        )
        for station in stations
        for kind in index_kinds
    ]


def _newest(ids: list[Any], condition: str) -> dict[tuple[int, int], IndexValue]:
    """Return {(station id, kind id): newest row}. Raw querysets know no composite keys, so rows are built here."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST.format(condition=condition), ids)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row["workings"] = json.loads(row["workings"])
    return {(row["station_id"], row["kind_id"]): IndexValue(**row) for row in rows}


def public_latest_indices(*, now: datetime, codes: Sequence[str] | None = None) -> list[LatestIndex]:
    """Return the latest public indices of the public stations."""
    return latest_indices(list(public_stations(beijing_day(now))), list(public_kinds(codes)), now=now)


def index_values(period: Period) -> QuerySet[IndexValue]:
    """Return the index values of a period; callers scope and narrow further."""
    return IndexValue.objects.filter(start__gte=period.start, start__lt=period.end).select_related(
        "station", "kind", "edition"
    )


def index_series(station: Station, kind: IndexKind, period: Period) -> QuerySet[IndexValue]:
    """Return one station's values of an index in order of time; hours never computed are absent."""
    return IndexValue.objects.filter(
        station=station, kind=kind, start__gte=period.start, start__lt=period.end
    ).order_by("start")


def public_series(code: str, period: Period, *, now: datetime) -> dict[Station, list[IndexValue]]:
    """Return each public station's values of a public index, in order of time."""
    shown = {station.pk: station for station in public_stations(beijing_day(now))}
    found: dict[Station, list[IndexValue]] = {station: [] for station in shown.values()}
    kind = public_kinds([code]).first()
    if kind is None:
        return found
    rows = IndexValue.objects.filter(
        station__in=list(shown), kind=kind, start__gte=period.start, start__lt=period.end
    ).order_by("start")
    for row in rows:
        found[shown[row.station_id]].append(row)
    return found


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """The county's value of an hour: stations' concentrations averaged first, then the index (HJ 663).

    `withheld` says why there is none: "stations:1/3" when fewer than three quarters of the stations report.
    """

    code: str
    start: datetime
    reporting: int
    stations: int
    withheld: str
    value: Decimal | None = None
    display: str = ""
    level: int | None = None
    colour: str = ""
    primary: tuple[str, ...] = ()
    contributions: dict[str, Decimal] | None = None
    means: dict[str, Decimal] | None = None
    missing: tuple[str, ...] = ()
    complete: bool = False


def area_index(rows: Sequence[IndexValue], *, code: str, start: datetime, stations: int) -> AreaIndex:
    """Return the county's AQI or Lishui AQHI of one hour from its stations' values (means) of that hour."""
    given = [_concentrations(row) for row in rows]
    keys = (
        aqhi.LISHUI_CANDIDATE.pollutants
        if code == IndexCode.AQHI_LISHUI
        else tuple(aqi.AQI_2026.hourly_items)
    )
    means: dict[str, Decimal | None] = {}
    for key in keys:
        values = [item.get(key) for item in given] + [None] * (stations - len(given))
        means[key] = averages.area_mean(values).value if values else None
    reporting = sum(bool(item) for item in given)
    whole = reporting == stations and all(row.complete for row in rows)
    if all(mean is None for mean in means.values()):
        return AreaIndex(code, start, reporting, stations, f"stations:{reporting}/{stations}")
    if code == IndexCode.AQHI_LISHUI:
        health = aqhi.from_means(aqhi.LISHUI_CANDIDATE, means)
        return AreaIndex(
            code, start, reporting, stations, health.withheld or "", health.value, health.display or "",
            health.level, health.colour or "", health.primary, health.contributions, health.means,
            health.missing, health.complete and whole,
        )  # fmt: skip
    standard = aqi.standard_on(beijing_day(start))
    rounded = {
        key: averages.round_mean(key, mean) if mean is not None else None for key, mean in means.items()
    }
    result = aqi.hourly(standard, rounded)
    return AreaIndex(
        code, start, reporting, stations, result.withheld or "",
        None if result.aqi is None else Decimal(result.aqi), "" if result.aqi is None else str(result.aqi),
        result.level, result.colour or "", result.primary, None,
        {key: mean for key, mean in rounded.items() if mean is not None}, result.missing,
        result.complete and whole,
    )  # fmt: skip


def _concentrations(row: IndexValue) -> dict[str, Decimal]:
    """Return the concentrations a value was computed from: hourly inputs of AQI, means of AQHI."""
    if "inputs" in row.workings:
        return {key: exact(value) for key, value in row.workings["inputs"].items()}
    parts = row.workings.get("pollutants", {})
    return {key: exact(part["mean"]) for key, part in parts.items() if part["mean"] is not None}
