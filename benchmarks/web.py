"""G3, G4: CPU of the latest-index API ÷ CPU of a bare view behind the same middleware. G12: buffers at 10× history."""

from __future__ import annotations

import io
import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from benchmarks.data import make_stations
from benchmarks.pairs import Pairs, report
from monitoring.api.latest import forget
from monitoring.models import IndexKind, Station
from monitoring.selectors.indices import _LATEST, LOOK_BACK
from yunhe_envhealth.core.throttles import AnonymousThrottle

LATEST = "/api/v1/indices/latest/"
BARE = "/bench/bare/"


def run(requests: int, pairs: int) -> bool:
    stations = make_stations(48)
    _fill_indices(stations, years=1)
    with override_settings(ROOT_URLCONF="benchmarks.urls"):
        AnonymousThrottle.THROTTLE_RATES = {"anon": "1000000/min"}
        handler = WSGIHandler()
        held = _gate(
            handler,
            "G4 latest indices, cold ÷ bare view CPU (144 rows)",
            "≤ 8",
            8,
            requests,
            pairs,
            cold=True,
        )
        held &= _gate(
            handler, "G3 latest indices, hot ÷ bare view CPU", "≤ 2.2", 2.2, requests, pairs, cold=False
        )
    held &= _buffers(stations)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE monitoring_indexvalue")
    Station.objects.filter(source="bench").delete()
    return held


def _gate(handler: Any, name: str, gate: str, most: float, requests: int, pairs: int, *, cold: bool) -> bool:
    def subject() -> None:
        if cold:
            forget()
        _get(handler, LATEST)

    def floor() -> None:
        if cold:
            forget()  # the same round trip on both sides
        _get(handler, BARE)

    for work in (subject, floor):
        work()
    times = Pairs()
    for _ in range(pairs):
        times.subject.append(_cpu(subject, requests))
        times.floor.append(_cpu(floor, requests))
        times.again.append(_cpu(floor, requests))
    ratios = times.ratios(floor_over_subject=False)
    return report(name, ratios, gate, statistics.median(ratios) <= most, times.spread())


def _cpu(work: Callable[[], None], times: int) -> float:
    begun = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - begun


def _get(handler: Any, path: str) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    status: list[str] = []
    body = b"".join(handler(environ, lambda line, headers, *rest: status.append(line)))
    if not status[0].startswith("200") or not body:
        raise AssertionError(f"{path}: {status[0]} {body[:200]!r}")


def _fill_indices(stations: list[Station], years: int) -> None:
    """Fill hourly AQI and AQHI of `years` before now and one daily AQI; rows carry workings of the usual size."""
    workings = json.dumps(
        {"pollutants": {key: {"mean": 20.5, "hours": 3, "part": 2.1} for key in ("o3", "no2", "so2")}}
    )
    end = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        for code in ("aqi_hourly", "aqhi_lishui", "aqi_daily"):
            cursor.execute(
                "INSERT INTO monitoring_indexvalue (station_id, kind_id, start, edition_id, value, display, level, colour,"
                ' "primary", withheld, complete, workings, computed_at)'
                " SELECT s.id, k.id, hour, e.id, 42, '42', 1, '绿色', '{}', '', true, %s, now()"
                " FROM monitoring_station s, monitoring_indexkind k,"
                " LATERAL (SELECT id FROM monitoring_indexedition WHERE kind_id = k.id ORDER BY id DESC LIMIT 1) e,"
                " generate_series(%s::timestamptz, %s::timestamptz, %s::interval) AS hour"
                " WHERE s.source = 'bench' AND k.code = %s ON CONFLICT DO NOTHING",
                [
                    workings,
                    end - timedelta(days=365 * years),
                    end - timedelta(hours=1),
                    "1 day" if code == "aqi_daily" else "1 hour",
                    code,
                ],
            )
        cursor.execute("VACUUM ANALYZE monitoring_indexvalue")


def _buffers(stations: list[Station]) -> bool:
    few = _touched(stations, timezone.now())
    _fill_indices(stations, years=10)
    many = _touched(stations, timezone.now())
    ratio = many / few
    print(f"   buffers of the latest query: {few} at 1 year, {many} at 10 years")
    return report(
        "G12 buffers of the latest indices at 10× history", [ratio], "≤ 1.3", ratio <= 1.3, (1.0, 1.0)
    )


def _touched(stations: list[Station], now: datetime) -> int:
    kinds = list(IndexKind.objects.filter(enabled=True).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + _LATEST.format(condition=""),
            [[station.pk for station in stations], kinds, now - LOOK_BACK],
        )
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])
