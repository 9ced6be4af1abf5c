"""Deliveries and frames of readings for tests."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from yunhe_envhealth.deliveries.models import Delivery

_numbers = itertools.count(1)
ALL_SIX = {"so2": 5.0, "no2": 20.0, "co": 0.6, "o3": 60.0, "pm10": 40.0, "pm2_5": 20.0}


def make_delivery(**fields: Any) -> Delivery:
    number = next(_numbers)
    defaults = {
        "kind": "readings",
        "layout": "tidy",
        "channel": Delivery.Channel.COMMAND,
        "filename": f"示范{number}.csv",
        "sha256": f"{number:064d}",
        "size": 1,
        "state": Delivery.State.COMMITTED,
    }
    return Delivery.objects.create(**(defaults | fields))


def make_frame(
    station: Any, start: datetime, values: Mapping[str, Sequence[float | None]], *, flag: str = ""
) -> pd.DataFrame:
    """Return hourly readings of one station from `start`; None is an hour without a reading."""
    rows = [
        (station.pk, code, "hour", start + timedelta(hours=hour), value, flag)
        for code, series in values.items()
        for hour, value in enumerate(series)
        if value is not None
    ]
    frame = pd.DataFrame(rows, columns=["station_id", "parameter", "period", "start", "value", "flag"])
    frame["start"] = pd.to_datetime(frame["start"], utc=True)
    frame["value"] = frame["value"].astype(float)
    return frame


def six(hours: int, **changed: Sequence[float | None]) -> dict[str, list[float | None]]:
    """Return `hours` hours of all six pollutants at plain values, some series replaced."""
    series: dict[str, list[float | None]] = {code: [value] * hours for code, value in ALL_SIX.items()}
    series.update({code: list(values) for code, values in changed.items()})
    return series
