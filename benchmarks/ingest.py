"""G1 import ÷ COPY and G2 replay ÷ COPY of the same rows, dead tuples included."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable

from django.db import connection

from benchmarks.data import make_stations, tidy_csv
from benchmarks.pairs import Pairs, report, timed
from monitoring.models import Station
from monitoring.services.imports import import_bytes

FLOOR = "bench_measurement"


def run(rows: int, pairs: int) -> bool:
    stations = make_stations(20)
    _make_floor()
    imports, replays = Pairs(), Pairs()
    dead = written = 0
    for number in range(pairs):
        data = tidy_csv(stations, rows, seed=number)
        _empty("monitoring_measurement", "monitoring_supersededmeasurement", "monitoring_duewindow")
        imports.subject.append(timed(_import(data, f"bench-{number}.csv")))
        lines = _copy_out()
        for times in (imports.floor, imports.again):
            _empty(FLOOR)
            times.append(timed(lambda lines=lines: _copy_in(lines)))
        before = _tuples()
        replays.subject.append(timed(_import(data + b"\n", f"bench-{number}-again.csv")))
        after = _tuples()
        dead += after[0] - before[0]
        written += after[1] - before[1]
        _empty(FLOOR)
        replays.floor.append(timed(lambda lines=lines: _copy_in(lines)))
        replays.again.append(imports.floor[-1])
    first = imports.ratios(floor_over_subject=True)
    second = replays.ratios(floor_over_subject=True)
    good = statistics.median(first) >= 0.30
    held = report(f"G1 import ÷ COPY ({rows:,} rows, speed)", first, "≥ 0.30", good, imports.spread())
    quiet = statistics.median(second) >= 0.50 and dead == 0 and written == 0
    name = f"G2 replay ÷ COPY ({dead} dead, {written} new rows)"
    held &= report(name, second, "≥ 0.50, 0 dead", quiet, replays.spread())
    _empty("monitoring_measurement", "monitoring_duewindow")
    Station.objects.filter(source="bench").delete()
    return held


def _import(data: bytes, name: str) -> Callable[[], None]:
    def work() -> None:
        report = import_bytes(data=data, filename=name, layout="tidy", channel="command")
        if report.rejected:
            raise AssertionError(report.as_json())

    return work


def _make_floor() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {FLOOR}")
        cursor.execute(f"CREATE TABLE {FLOOR} (LIKE monitoring_measurement INCLUDING ALL)")


def _empty(*tables: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}")


def _copy_out() -> str:
    text = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT * FROM monitoring_measurement) TO STDOUT", text)
    return text.getvalue()


def _copy_in(lines: str) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {FLOOR} FROM STDIN", io.StringIO(lines), size=1 << 20)


def _tuples() -> tuple[int, int]:
    """Return dead tuples and inserts counted on the measurement partitions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT coalesce(sum(n_dead_tup), 0), coalesce(sum(n_tup_ins + n_tup_upd), 0) FROM pg_stat_user_tables"
            " WHERE relname LIKE 'monitoring_measurement%'"
        )
        dead, written = cursor.fetchone()
    return int(dead), int(written)
