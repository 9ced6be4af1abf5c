"""Is the data arriving: hours expected against hours received, by station and by day, and who is silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitoring.selectors import arrivals
from monitoring.selectors.indices import FRESH
from monitoring.selectors.measurements import Arrivals
from yunhe_envhealth.core.periods import BEIJING, DAY, HOUR, beijing_day, day_start, floor_hour, in_words

DAYS = 7
STRIP = 24
# A daily mean needs 20 valid hours (GB 3095); a day on the way to fewer is marked.
VALID_DAY = 20
# The national publication follows the hour within an hour; before half of it a missing hour is only late.
GRACE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Silence:
    """A station without data for longer than a number counts as fresh; `since` None: nothing in the days looked at."""

    station: Any
    since: datetime | None
    now: datetime

    @property
    def words(self) -> str:
        return f"{in_words(self.now - self.since)}" if self.since else f"{DAYS} 天以上"


@dataclass(frozen=True, slots=True)
class Arriving:
    """What arrived: `rows` for components/hours.html, `days` heads and cells of a table, `silences` longest first."""

    stations: list[Any]
    rows: list[dict[str, Any]]
    days: dict[str, Any]
    silences: list[Silence]
    expected: int
    received: int


def arriving(stations: Sequence[Any], *, now: datetime, url: Any, always: Collection[int]) -> Arriving:
    """Return the arrivals of stations up to `now`; `url(station)` links its name. One query.

    A station that delivered nothing in all these days is off, not late: it is left out unless its id is in `always`.
    """
    end = day_start(beijing_day(now)) + DAY
    found = [
        item
        for item in arrivals(stations, end=end, hours=DAYS * 24)
        if item.station.pk in always or item.hours_received
    ]
    present = floor_hour(now)
    rows = [_strip(item, present, now, url) for item in found]
    silences = [silence for item in found if (silence := _silence(item, now))]
    return Arriving(
        stations=[item.station for item in found],
        rows=rows,
        days=_days(found, present, url),
        silences=sorted(silences, key=lambda one: (one.since is not None, one.since, one.station.code)),
        expected=STRIP * len(found),
        received=sum(row["got"] for row in rows),
    )


def _strip(item: Arrivals, present: datetime, now: datetime, url: Any) -> dict[str, Any]:
    """Return the last 24 whole hours of a station."""
    first = int((present - STRIP * HOUR - item.start) // HOUR)
    received = item.received[first : first + STRIP]
    cells = [_cell(count, item.expected) for count in received]
    if cells[-1] == "miss" and now - present < GRACE:
        cells[-1] = "wait"
    got = sum(count > 0 for count in received)
    return {
        "name": item.station.name,
        "url": url(item.station),
        "cells": cells,
        "got": got,
        "words": f"{got}/{STRIP}",
        "label": f"{item.station.name}近 24 小时应到 {STRIP} 小时，实到 {got} 小时",
    }


def _cell(count: int, expected: int) -> str:
    return "miss" if count == 0 else "part" if count < expected else "got"


def _silence(item: Arrivals, now: datetime) -> Silence | None:
    last = next((hour for hour in reversed(range(len(item.received))) if item.received[hour]), None)
    if last is None:
        return Silence(item.station, None, now)
    since = item.start + (last + 1) * HOUR
    return Silence(item.station, since, now) if now - since > FRESH else None


def _days(found: Sequence[Arrivals], present: datetime, url: Any) -> dict[str, Any]:
    """Return hours received of hours passed on each of the last days, oldest first; short: too few for a daily mean."""
    if not found:
        return {"heads": [], "rows": []}
    first = found[0].start
    passed = [min(max(int((present - first - day * DAY) // HOUR), 0), 24) for day in range(DAYS)]
    return {
        "heads": [f"{(first + day * DAY).astimezone(BEIJING):%m-%d}" for day in range(DAYS)],
        "rows": [
            {
                "name": item.station.name,
                "url": url(item.station),
                "cells": [_day(item.received[day * 24 : day * 24 + 24], passed[day]) for day in range(DAYS)],
            }
            for item in found
        ],
    }


def _day(received: Sequence[int], passed: int) -> dict[str, Any]:
    got = sum(count > 0 for count in received[:passed])
    return {"words": f"{got}/{passed}" if passed else "—", "short": got * 24 < passed * VALID_DAY}
