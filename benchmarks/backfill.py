"""G9: AQHI of years of hours ÷ (COPY out of the measurements + COPY in of the indices), station by station."""

from __future__ import annotations

import io
import statistics
from datetime import timedelta

from django.db import connection, transaction

from benchmarks.data import START, fill_station, make_stations
from benchmarks.pairs import Pairs, report, timed
from monitoring.models import IndexKind, Station
from monitoring.services.indices import compute
from yunhe_envhealth.core.locks import COMPUTE, hold
from yunhe_envhealth.core.periods import Period

FLOOR = "bench_indexvalue"
CODES = "('so2', 'no2', 'o3', 'pm2_5')"


def run(years: int, count: int) -> bool:
    stations = make_stations(count)
    chosen = dict(IndexKind.objects.values_list("code", "enabled"))
    IndexKind.objects.exclude(code="aqhi_lishui").update(enabled=False)
    period = Period(START, START + timedelta(days=365 * years))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {FLOOR}")
        cursor.execute(f"CREATE TABLE {FLOOR} (LIKE monitoring_indexvalue INCLUDING ALL)")
    times = Pairs()
    rows = values = 0
    for station in stations:
        rows += fill_station(station.pk, years)
        times.subject.append(timed(lambda pk=station.pk: _compute(pk, period)))
        lines = _index_lines(station.pk)
        values += lines.count("\n")
        for kept in (times.floor, times.again):
            kept.append(timed(lambda pk=station.pk, lines=lines: _copies(pk, lines)))
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {FLOOR}")
    ratios = times.ratios(floor_over_subject=False)
    print(
        f"   {rows:,} measurements, {values:,} index values, {sum(times.subject):.1f} s against {sum(times.floor):.1f} s"
    )
    held = report(
        f"G9 AQHI backfill {years} y × {count} ÷ (COPY out + COPY in)",
        ratios,
        "≤ 2.0",
        statistics.median(ratios) <= 2.0,
        times.spread(),
    )
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE monitoring_measurement, monitoring_indexvalue")
        cursor.execute(f"DROP TABLE {FLOOR}")
    for code, enabled in chosen.items():
        IndexKind.objects.filter(code=code).update(enabled=enabled)
    Station.objects.filter(source="bench").delete()
    return held


def _compute(station_id: int, period: Period) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        hold(cursor, COMPUTE, [station_id])
        compute(station_id=station_id, period=period, now=period.end)


def _index_lines(station_id: int) -> str:
    text = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT * FROM monitoring_indexvalue WHERE station_id = {station_id}) TO STDOUT", text
        )
    return text.getvalue()


def _copies(station_id: int, lines: str) -> None:
    """The floor: read the rows the computation needs, write the rows it makes, nothing else."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY (SELECT m.* FROM monitoring_measurement m JOIN monitoring_parameter p ON p.id = m.parameter_id"
            f" WHERE m.station_id = {station_id} AND p.code IN {CODES}) TO STDOUT",
            io.BytesIO(),
            size=1 << 20,
        )
        cursor.copy_expert(f"COPY {FLOOR} FROM STDIN", io.StringIO(lines), size=1 << 20)
