"""Public stations with hours of data, at a fixed present; the clock of the views stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from monitoring.models import Station
from monitoring.services import due
from monitoring.services.readings import store
from tests.factories.monitoring import make_delivery, make_frame, six
from villages.models import Division
from yunhe_envhealth.core.periods import HOUR, floor_hour

PLACES = ((119.5734, 28.1158), (119.6656, 28.2233), (119.5257, 28.0283))


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The views' clock, standing at `now` (2026-07-07 09:12 in Beijing)."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def points(stations: list[Station], clock: Any) -> list[Station]:
    """Three public stations inside the county; no other station is public."""
    Station.objects.update(is_public=False)
    owner = stations[0].owner_unit
    division = Division.objects.get(pk="331125001")
    return [
        Station.objects.create(
            code=f"YH-{number}", name=f"示范{number}站", kind="ambient_air", owner_unit=owner, division=division,
            longitude=longitude, latitude=latitude, datum="CGCS2000", active_from=date(2020, 1, 1), is_public=True,
        )
        for number, (longitude, latitude) in enumerate(PLACES, start=1)
    ]  # fmt: skip


Give = Callable[..., None]


@pytest.fixture
def give(now: datetime) -> Give:
    """Store hours of a station that end `ago` hours before the present hour, and compute what is due."""

    def give(
        station: Station, hours: int = 6, *, ago: int = 0, at: datetime | None = None, **changed: Any
    ) -> None:
        present = at or now
        start = floor_hour(present) - (hours + ago) * HOUR
        store(frame=make_frame(station, start, six(hours, **changed)), delivery=make_delivery())
        due.compute_all_due(now=present)

    return give


@pytest.fixture
def fresh(points: list[Station], give: Give) -> list[Station]:
    """Every public station has its last six hours."""
    for station in points:
        give(station)
    return points
