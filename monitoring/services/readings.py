"""Store measurements: staged by binary COPY, compared in one join, then only what is new or changed is written.

A replay writes nothing. A changed value keeps what it replaced, with both deliveries. What was touched is noted as
due in the same transaction, so that no crash can lose a recomputation.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection, transaction

from monitoring.choices import Averaging, StationKind
from monitoring.intake.checks import CheckContext
from monitoring.models import Station
from monitoring.selectors.measurements import AIR, EPOCH, parameter_ids
from monitoring.selectors.stations import active_dates, bounds, parameter_codes, source_codes
from monitoring.services.due import Window, mark_due, windows_of
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import reach
from yunhe_envhealth.core.bulk import copy_out
from yunhe_envhealth.core.locks import STORE, hold
from yunhe_envhealth.deliveries.models import Delivery

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
_STAGED = "staged_reading"
_FIELDS = (
    ("position", ">i4"),
    ("station", ">i8"),
    ("parameter", ">i2"),
    ("period", ">i2"),
    ("start", ">i8"),
    ("value", ">f8"),
    ("flag", ">i2"),
    ("is_new", ">i2"),
)
_BINARY_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
# Key of a staged row against the measurement table; %s are the words that period and flag numbers stand for.
_SAME_KEY = (
    "m.station_id = s.station AND m.parameter_id = s.parameter AND m.start = s.start"
    " AND m.period = (%s::text[])[s.period]"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """How many readings were new, changed and unchanged, the spans of hours that were touched, and each reading's
    outcome in the order of the frame.
    """

    new: int
    changed: int
    unchanged: int
    windows: tuple[Window, ...]
    outcome: np.ndarray[Any, Any] = field(default_factory=lambda: np.empty(0, dtype=object), compare=False)


def check_context(*, now: datetime, by: User | None = None) -> CheckContext:
    """Return what the checks of incoming readings need to know of the platform's tables.

    With an actor only the stations within that actor's reach are known; without one (the command line) all are.
    """
    within = Station.objects.all() if by is None else reach(Station.objects.all(), by, "measurements.import")
    return CheckContext(
        stations=source_codes(within),
        active=active_dates(),
        bounds=bounds(),
        known_parameters=parameter_codes(),
        now=now,
    )


def compare(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy with `outcome` (new, changed, unchanged) and `old_value` (NaN where there was none).

    The frame has station_id, parameter (code), period, start (aware UTC), value, flag.
    """
    if frame.empty:
        return frame.assign(outcome=np.empty(0, dtype=object), old_value=np.empty(0))
    with transaction.atomic(), connection.cursor() as cursor:
        outcome, old = _compare(cursor, _Staging(frame))
    return frame.assign(outcome=outcome, old_value=old)


def store(*, frame: pd.DataFrame, delivery: Delivery) -> Stored:
    """Write the readings of a delivery in the caller's transaction, or in one of its own."""
    if frame.empty:
        return Stored(0, 0, 0, ())
    with transaction.atomic(), connection.cursor() as cursor:
        staging = _Staging(frame)
        hold(cursor, STORE, np.unique(staging.rows["station"]).tolist())
        outcome, _ = _compare(cursor, staging)
        touched = outcome != UNCHANGED
        if touched.any():
            staging.rows["is_new"] = (outcome == NEW).astype(np.int16)
            if not (outcome == NEW).all():
                _stage(cursor, staging.rows[touched])
            _write(cursor, staging, delivery, any_changed=bool((outcome == CHANGED).any()))
        judged = frame.loc[touched & _feeds_an_index(frame)]
        windows = windows_of(judged["station_id"], judged["start"])
        mark_due(windows)
    return Stored(
        new=int((outcome == NEW).sum()),
        changed=int((outcome == CHANGED).sum()),
        unchanged=int((outcome == UNCHANGED).sum()),
        windows=windows,
        outcome=outcome,
    )


def _feeds_an_index(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Return which readings can touch an air index: hourly values of air pollutants at ambient air stations."""
    ambient = Station.objects.filter(kind=StationKind.AMBIENT_AIR).values_list("pk", flat=True)
    hourly = (frame["period"] == Averaging.HOUR) & frame["parameter"].isin(AIR)
    return (hourly & frame["station_id"].isin(set(ambient))).to_numpy()


class _Staging:
    """Readings as the fixed-width rows of the staging table; words (period, flag) become numbers into lists."""

    def __init__(self, frame: pd.DataFrame) -> None:
        ids = parameter_ids(frame["parameter"].unique().tolist())
        layout: list[tuple[str, str]] = [("fields_", ">i2")]
        for name, kind in _FIELDS:
            layout += [(f"{name}_length_", ">i4"), (name, kind)]
        rows = np.zeros(len(frame), dtype=np.dtype(layout))
        rows["fields_"] = len(_FIELDS)
        for name, kind in _FIELDS:
            rows[f"{name}_length_"] = int(kind[-1])
        rows["position"] = np.arange(len(frame))
        rows["station"] = frame["station_id"].to_numpy()
        rows["parameter"] = frame["parameter"].map(ids).to_numpy(dtype=np.int16)
        rows["start"] = _microseconds(frame["start"])
        rows["value"] = frame["value"].to_numpy(dtype=np.float64)
        rows["period"], self.periods = _numbered(frame["period"])
        rows["flag"], self.flags = _numbered(frame["flag"])
        rows["is_new"] = 1
        self.rows = rows


def _microseconds(starts: pd.Series[Any]) -> np.ndarray[Any, Any]:
    moments = (
        starts.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy(dtype="datetime64[us]").astype(np.int64)
    )
    return moments - int(EPOCH.timestamp()) * 1_000_000


def _numbered(words: pd.Series[Any]) -> tuple[np.ndarray[Any, Any], list[str]]:
    """Return 1-based numbers and the list of words they index."""
    codes, uniques = pd.factorize(words)
    return codes.astype(np.int16) + 1, [str(word) for word in uniques]


def _stage(cursor: Any, rows: np.ndarray[Any, Any]) -> None:
    cursor.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {_STAGED} (position int4, station int8, parameter int2, period int2,"
        " start timestamptz, value float8, flag int2, is_new int2) ON COMMIT DELETE ROWS"
    )
    cursor.execute(f"TRUNCATE {_STAGED}")
    stream = io.BytesIO(_BINARY_SIGNATURE + rows.tobytes() + b"\xff\xff")
    cursor.copy_expert(f"COPY {_STAGED} FROM STDIN WITH (FORMAT binary)", stream, size=1 << 20)


def _compare(cursor: Any, staging: _Staging) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Stage the rows and return each one's outcome and old value."""
    _stage(cursor, staging.rows)
    query = cursor.mogrify(
        "SELECT s.position, m.value, (m.flag IS DISTINCT FROM (%s::text[])[s.flag])::int AS flag_differs"  # noqa: S608
        f" FROM {_STAGED} s JOIN monitoring_measurement m ON {_SAME_KEY}"
        " WHERE m.start >= %s AND m.start <= %s",
        [staging.flags, staging.periods, *_span(staging.rows)],
    ).decode()
    found = copy_out(cursor, query, {"position": ">i4", "value": ">f8", "flag_differs": ">i4"})
    outcome = np.full(len(staging.rows), NEW, dtype=object)
    old = np.full(len(staging.rows), np.nan)
    position = found["position"]
    old[position] = found["value"]
    same = (found["value"] == staging.rows["value"][position]) & (found["flag_differs"] == 0)
    outcome[position] = np.where(same, UNCHANGED, CHANGED)
    return outcome, old


def _span(rows: np.ndarray[Any, Any]) -> list[datetime]:
    """Return the first and last instant of the rows, so that only their partitions are opened."""
    first, last = int(rows["start"].min()), int(rows["start"].max())
    return [EPOCH + timedelta(microseconds=moment) for moment in (first, last)]


def _write(cursor: Any, staging: _Staging, delivery: Delivery, *, any_changed: bool) -> None:
    words = [staging.periods, staging.flags]
    if any_changed:
        cursor.execute(
            "WITH changed AS (SELECT s.*, m.period AS old_period, m.value AS old_value, m.flag AS old_flag,"  # noqa: S608
            f" m.delivery_id AS old_delivery FROM {_STAGED} s JOIN monitoring_measurement m ON {_SAME_KEY}"
            " WHERE s.is_new = 0),"
            " kept AS (INSERT INTO monitoring_supersededmeasurement"
            " (station_id, parameter_id, period, start, value, flag, delivery_id, replaced_by_id)"
            " SELECT station, parameter, old_period, start, old_value, old_flag, old_delivery, %s FROM changed)"
            " UPDATE monitoring_measurement m SET value = c.value, flag = (%s::text[])[c.flag], delivery_id = %s"
            " FROM changed c WHERE m.station_id = c.station AND m.parameter_id = c.parameter"
            " AND m.period = c.old_period AND m.start = c.start",
            [staging.periods, delivery.pk, staging.flags, delivery.pk],
        )
    cursor.execute(
        "INSERT INTO monitoring_measurement (station_id, parameter_id, period, start, value, flag, delivery_id)"  # noqa: S608
        " SELECT station, parameter, (%s::text[])[period], start, value, (%s::text[])[flag], %s"
        f" FROM {_STAGED} WHERE is_new = 1",
        [*words, delivery.pk],
    )
