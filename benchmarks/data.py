"""Data of the benches: synthetic hours, plainly marked, in a database that is thrown away."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
from django.db import connection

from monitoring.models import Station
from yunhe_envhealth.accounts.models import Unit

PARAMETERS = ("so2", "no2", "co", "o3", "pm10", "pm2_5")
START = datetime(2016, 1, 1, tzinfo=UTC)


def make_stations(count: int) -> list[Station]:
    """Make bench stations beside the reference rows."""
    unit = Unit.objects.order_by("pk")[0]
    made = [
        Station(
            code=f"BENCH-{number:03d}",
            name=f"示范测速站{number}",
            kind="ambient_air",
            owner_unit=unit,
            division_id="331125",
            active_from=date(2013, 1, 1),
            is_public=True,
            source="bench",
        )
        for number in range(count)
    ]
    return Station.objects.bulk_create(made)


def tidy_csv(stations: list[Station], rows: int, seed: int) -> bytes:
    """Return a tidy file of `rows` readings over the stations, six pollutants an hour, plausible as real ones are:
    fine particles below all particles, so that the file has as few findings as the real files do.
    """
    chance = np.random.default_rng(seed)
    hours = rows // (len(stations) * len(PARAMETERS)) + 1
    moments = pd.date_range(START, periods=hours, freq="h").strftime("%Y-%m-%dT%H:%M:%SZ")
    frame = pd.MultiIndex.from_product(
        [[station.code for station in stations], PARAMETERS, moments], names=["station", "parameter", "start"]
    ).to_frame(index=False)[:rows]
    frame["period"] = "hour"
    frame["value"] = chance.integers(1, 45, len(frame)) + 45 * (frame["parameter"] == "pm10")
    text = io.StringIO()
    frame[["station", "parameter", "period", "start", "value"]].to_csv(text, index=False)
    return text.getvalue().encode()


def fill_station(station_id: int, years: int) -> int:
    """Fill a station's hours with four pollutants and gaps; return the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO monitoring_measurement (station_id, parameter_id, period, start, value, flag, delivery_id)"
            " SELECT %s, p.id, 'hour', hour, (extract(epoch FROM hour)::bigint / 3600 * (p.id * 7 + 3)) %% 83 + 2, '', 0"
            " FROM generate_series(%s::timestamptz, %s::timestamptz, interval '1 hour') AS hour,"
            " monitoring_parameter p WHERE p.code IN ('so2', 'no2', 'o3', 'pm2_5')"
            " AND (extract(epoch FROM hour)::bigint / 3600 * 31 + p.id) %% 97 <> 0",
            [station_id, START, START + timedelta(days=365 * years) - timedelta(hours=1)],
        )
        return int(cursor.rowcount)
