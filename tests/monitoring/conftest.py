"""The real hours of Lishui, stored and computed, for the pages and selectors of this app."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitoring.models import Station
from monitoring.selectors.stations import stations as all_stations
from monitoring.services.due import compute_all_due
from monitoring.services.imports import import_bytes
from yunhe_envhealth.deliveries.models import Delivery


def store_hours(data: bytes) -> Delivery:
    import_bytes(
        data=data, filename="lishui_air_hourly.csv", layout="cnemc-wide", channel=Delivery.Channel.COMMAND
    )
    compute_all_due(now=datetime(2020, 4, 8, 12, tzinfo=UTC))
    return Delivery.objects.get()


@pytest.fixture
def lishui(stations: list[Station], lishui_hours: bytes) -> Delivery:
    """One station's hours of 2020-03-30 and 2020-03-31 from the real file, with their indices."""
    head, *lines = lishui_hours.splitlines(keepends=True)
    return store_hours(
        head + b"".join(line for line in lines if line.startswith((b"1269A,20200330", b"1269A,20200331")))
    )


@pytest.fixture
def lishui_whole(stations: list[Station], lishui_hours: bytes) -> Delivery:
    """The whole real file (2020-03-26 18:00 to 2020-04-08 03:00, three stations), with its indices."""
    return store_hours(lishui_hours)


@pytest.fixture
def station(stations: list[Station]) -> Any:
    return all_stations().get(code="1269A")
