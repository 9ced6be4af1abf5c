"""A worker dies in the middle of computing: hours may come later, but each comes once and none comes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from django.utils import timezone

from monitoring.models import AveragedValue, DueWindow, IndexKind, IndexValue, Mark, Station
from monitoring.services import due
from monitoring.services.readings import store
from monitoring.tasks import compute_due
from tests.door.doorstep import wait_for
from tests.factories.monitoring import make_delivery, make_frame, six
from tests.processes import Platform, Running
from yunhe_envhealth.core.periods import BEIJING

pytestmark = [pytest.mark.worker]
HOURS = 2 * 24
STATIONS = 24
START = datetime(2026, 3, 10, tzinfo=BEIJING)
SHOWN = [field.name for field in IndexValue._meta.concrete_fields if field.name != "computed_at"]
MEANS = [field.name for field in AveragedValue._meta.concrete_fields]


@pytest.fixture
def measured(platform: Platform) -> list[Station]:
    """Two days of hours at many stations, a different course at each, stored and due; nothing is computed yet."""
    places = list(Station.objects.filter(kind="ambient_air").order_by("pk")[:STATIONS])
    frames = [
        make_frame(place, START, six(HOURS, pm2_5=[10.0 + (number * 7 + hour) % 90 for hour in range(HOURS)]))
        for number, place in enumerate(places)
    ]
    store(frame=pd.concat(frames, ignore_index=True), delivery=make_delivery())
    return places


def computed() -> tuple[list[Any], list[Any]]:
    """Return every index and every mean with all they hold, but for the moment of computing."""
    return (
        list(IndexValue.objects.order_by("station", "kind", "start").values_list(*SHOWN)),
        list(
            AveragedValue.objects.order_by("station", "parameter", "statistic", "start").values_list(*MEANS)
        ),
    )


def stations_done() -> int:
    return IndexValue.objects.values("station").distinct().count()


def computed_afresh(stations: list[Station]) -> tuple[list[Any], list[Any]]:
    """Throw away all that was computed, compute it again undisturbed in this process, and return that."""
    for model in (IndexValue, AveragedValue, Mark):
        model._base_manager.all().delete()
    due.mark_due(due.Window(station.pk, START, START + timedelta(hours=HOURS)) for station in stations)
    due.compute_all_due(now=timezone.now())
    return computed()


def hours_present() -> dict[str, set[int]]:
    """Return index → the numbers of hours (days) that its stations have."""
    return {
        kind.code: {
            IndexValue.objects.filter(kind=kind, station=station).count()
            for station in IndexValue.objects.filter(kind=kind).values_list("station", flat=True).distinct()
        }
        for kind in IndexKind.objects.filter(enabled=True)
    }


def kill_all(worker: Running) -> None:
    worker.kill()


def kill_one_child(worker: Running) -> None:
    worker.children()[0].kill()


def begin(platform: Platform, stations: list[Station]) -> Running:
    """Start a worker, let it look for work, and come back when it is in the middle of it."""
    worker = platform.worker()
    compute_due.delay()
    wait_for(lambda: stations_done() >= 3, what="the worker computes")
    assert stations_done() < len(stations), "the worker finished before it could be killed"
    return worker


def finished() -> bool:
    return not DueWindow.objects.exists()


@pytest.mark.parametrize("kill", [kill_all, kill_one_child])
def test_every_hour_is_there_once_and_right(
    platform: Platform, measured: list[Station], kill: Callable[[Running], None]
) -> None:
    kill(begin(platform, measured))
    assert 0 < stations_done() < len(measured)

    if kill is kill_all:
        platform.worker()
        compute_due.delay()  # what beat sends every three minutes
    wait_for(finished, what="nothing is due any more")

    assert stations_done() == len(measured)
    present = hours_present()
    assert present["aqi_hourly"] == {HOURS}
    assert present["aqi_daily"] == {HOURS // 24}
    after_the_fault = computed()
    assert after_the_fault == computed_afresh(measured)
