"""Storing: a replay writes nothing, a changed value keeps what it replaced, what is touched is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from django.db import connection

from monitoring.models import DueWindow, Measurement, SupersededMeasurement
from monitoring.services.readings import compare, store
from tests.factories.monitoring import make_delivery, make_frame

pytestmark = pytest.mark.django_db
START = datetime(2026, 7, 1, 0, tzinfo=UTC)


def physical_rows() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid, xmin, value FROM monitoring_measurement ORDER BY start, parameter_id")
        return cursor.fetchall()


def test_new_readings_are_stored_and_their_hours_are_due(stations: list[Any]) -> None:
    stored = store(frame=make_frame(stations[0], START, {"so2": [5, 6, 7]}), delivery=make_delivery())
    assert (stored.new, stored.changed, stored.unchanged) == (3, 0, 0)
    assert list(Measurement.objects.order_by("start").values_list("value", flat=True)) == [5, 6, 7]
    due = DueWindow.objects.get()
    assert (due.station_id, due.start, due.end) == (stations[0].pk, START, START + timedelta(hours=3))


def test_a_replay_writes_no_row_anywhere(stations: list[Any]) -> None:
    frame = make_frame(stations[0], START, {"so2": [5, 6], "co": [0.5, 0.6]})
    store(frame=frame, delivery=make_delivery())
    DueWindow.objects.all().delete()
    before = physical_rows()
    stored = store(frame=frame, delivery=make_delivery())
    assert (stored.new, stored.changed, stored.unchanged) == (0, 0, 4)
    assert physical_rows() == before
    assert not DueWindow.objects.exists()
    assert not SupersededMeasurement.objects.exists()


def test_a_changed_value_keeps_what_it_replaced_with_both_deliveries(stations: list[Any]) -> None:
    first, second = make_delivery(), make_delivery()
    store(frame=make_frame(stations[0], START, {"so2": [5, 6]}), delivery=first)
    stored = store(frame=make_frame(stations[0], START, {"so2": [5, 8]}), delivery=second)
    assert (stored.new, stored.changed, stored.unchanged) == (0, 1, 1)
    kept = SupersededMeasurement.objects.get()
    assert (kept.value, kept.delivery, kept.replaced_by, kept.start) == (
        6,
        first,
        second,
        START + timedelta(hours=1),
    )
    now_stored = Measurement.objects.get(start=kept.start)
    assert (now_stored.value, now_stored.delivery) == (8, second)


def test_a_changed_flag_counts_as_a_change(stations: list[Any]) -> None:
    store(frame=make_frame(stations[0], START, {"so2": [5]}), delivery=make_delivery())
    stored = store(frame=make_frame(stations[0], START, {"so2": [5]}, flag="M"), delivery=make_delivery())
    assert (stored.new, stored.changed) == (0, 1)


def test_comparing_writes_nothing_and_tells_old_values(stations: list[Any]) -> None:
    store(frame=make_frame(stations[0], START, {"so2": [5, 6]}), delivery=make_delivery())
    outcome = compare(make_frame(stations[0], START, {"so2": [5, 9, 7]}))
    assert list(outcome["outcome"]) == ["unchanged", "changed", "new"]
    assert outcome["old_value"].tolist()[:2] == [5, 6]
    assert Measurement.objects.count() == 2


def test_distant_hours_make_windows_of_their_own(stations: list[Any]) -> None:
    frame = pd.concat(
        [
            make_frame(stations[0], START, {"so2": [5]}),
            make_frame(stations[0], START + timedelta(days=3), {"so2": [5]}),
        ]
    )
    assert len(store(frame=frame, delivery=make_delivery()).windows) == 2


@pytest.mark.parametrize("year", [2001, 2012, 2013, 2035, 2036, 2050])
def test_every_year_has_a_place(stations: list[Any], year: int) -> None:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    assert store(frame=make_frame(stations[0], moment, {"so2": [5]}), delivery=make_delivery()).new == 1
    assert Measurement.objects.get().start == moment
