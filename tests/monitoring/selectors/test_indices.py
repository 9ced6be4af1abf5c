"""The latest indices: one rule for who is public, states that never look better than they are."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitoring.models import Station
from monitoring.selectors import area_index, latest_indices, public_kinds, public_latest_indices
from monitoring.selectors.latest import public_latest_rows
from monitoring.services import due
from monitoring.services.readings import store
from tests.factories.monitoring import make_delivery, make_frame, six

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
START = datetime(2026, 7, 7, 0, tzinfo=UTC)
NOW = START + 3 * HOUR + timedelta(minutes=10)


def give(station: Any, values: dict[str, Any]) -> None:
    store(frame=make_frame(station, START, values), delivery=make_delivery())


def latest(station: Any, code: str, now: datetime) -> Any:
    return latest_indices([station], list(public_kinds([code])), now=now)[0]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"is_public": False},
        {"is_demo": True},
        {"active_to": datetime(2026, 7, 7, tzinfo=UTC).date()},
        {"active_from": datetime(2026, 7, 8, tzinfo=UTC).date()},
        {"kind": "noise"},
    ],
)
def test_the_fast_answer_and_the_objects_show_the_same_rows(
    stations: list[Any], change: dict[str, Any]
) -> None:
    for station in stations:
        give(station, six(3))
    due.compute_all_due(now=NOW)
    Station.objects.filter(pk=stations[1].pk).update(**change)
    fast = [json.loads(text) for text, _, _ in public_latest_rows(now=NOW)]
    slow = [row for row in public_latest_indices(now=NOW) if row.newest]
    assert [(row["station"], row["index"], row["value"]) for row in fast] == [
        (row.station.code, row.kind.code, row.newest.value) for row in slow
    ]
    assert fast


def test_a_number_grows_old_and_says_so(stations: list[Any]) -> None:
    give(stations[0], six(3))
    due.compute_all_due(now=NOW)
    assert latest(stations[0], "aqhi_lishui", NOW).state == "fresh"
    old = latest(stations[0], "aqhi_lishui", NOW + 5 * HOUR)
    assert (old.state, old.shown.display) == ("stale", "1.6")
    assert old.age == 5 * HOUR + timedelta(minutes=10)


def test_a_withheld_hour_shows_no_value_but_remembers_the_last_one(stations: list[Any]) -> None:
    give(stations[0], six(6, o3=[60, 60, 60, None, None, None]))
    due.compute_all_due(now=START + 6 * HOUR)
    found = latest(stations[0], "aqhi_lishui", START + 6 * HOUR)
    assert (found.state, found.shown) == ("withheld", None)
    assert found.last.start == START + 3 * HOUR


def test_a_station_never_computed_has_no_state_but_none(stations: list[Any]) -> None:
    found = latest(stations[0], "aqhi_lishui", NOW)
    assert (found.state, found.shown, found.as_of, found.age) == ("none", None, None, None)


def test_the_county_averages_concentrations_before_the_index(stations: list[Any]) -> None:
    for station, pm in zip(stations, (30.0, 60.0, 90.0), strict=True):
        give(station, six(3, pm2_5=[pm] * 3))
    due.compute_all_due(now=NOW)
    rows = [row.newest for row in public_latest_indices(now=NOW, codes=["aqi_hourly"])]
    county = area_index(rows, code="aqi_hourly", start=START + 2 * HOUR, stations=3)
    assert (county.display, county.level, county.primary) == ("100", 2, ("pm2_5",))


def test_too_few_stations_give_no_county_value(stations: list[Any]) -> None:
    give(stations[0], six(3))
    due.compute_all_due(now=NOW)
    rows = [row.newest for row in public_latest_indices(now=NOW, codes=["aqi_hourly"]) if row.newest]
    county = area_index(rows, code="aqi_hourly", start=START + 2 * HOUR, stations=3)
    assert (county.value, county.withheld) == (None, "stations:1/3")
