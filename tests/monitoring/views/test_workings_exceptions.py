"""The page of an index tells the truth in its odd cases: unused values, empty hours, earlier days, stand-ins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitoring.models import IndexValue
from monitoring.selectors.workings import workings_of
from monitoring.services import due
from monitoring.services.readings import store
from monitoring.tables import index_url
from tests.factories.monitoring import make_delivery, make_frame, six

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def index(station: Any, code: str, start: datetime) -> IndexValue:
    rows = IndexValue.objects.select_related("kind", "edition", "station")
    return rows.get(station=station, kind__code=code, start=start)


def test_a_value_flagged_as_faulty_is_struck_and_said_to_be_unused(
    stations: list[Any], client_for: Any
) -> None:
    start = datetime(2026, 7, 7, 0, tzinfo=UTC)
    store(frame=make_frame(stations[0], start, six(3)), delivery=make_delivery())
    store(frame=make_frame(stations[0], start, {"o3": [987] * 3}, flag="D"), delivery=make_delivery())
    due.compute_all_due(now=start + 3 * HOUR)
    page = client_for("leadership").get(index_url(index(stations[0], "aqhi_lishui", start + 2 * HOUR)))
    assert page.content.decode().count("标记 D，没有用于计算") == 3
    assert "<del><a" in page.content.decode()


def test_an_empty_hour_is_not_explained_as_a_missing_pollutant(stations: list[Any]) -> None:
    start = datetime(2026, 7, 7, 0, tzinfo=UTC)
    store(frame=make_frame(stations[0], start, six(2)), delivery=make_delivery())
    due.compute_all_due(now=start + 2 * HOUR)
    due.compute_all_due(now=start + 3 * HOUR + timedelta(minutes=40))
    steps = " ".join(workings_of(index(stations[0], "aqhi_lishui", start + 2 * HOUR)).steps)
    assert "什么也没有测到" in steps
    assert "缺了必需的污染物" not in steps


def test_an_hour_before_the_edition_says_that_it_was_computed_back(stations: list[Any]) -> None:
    start = datetime(2020, 4, 1, 0, tzinfo=UTC)
    store(frame=make_frame(stations[0], start, six(3)), delivery=make_delivery())
    due.compute_all_due(now=start + 3 * HOUR)
    assert workings_of(index(stations[0], "aqhi_lishui", start + 2 * HOUR)).steps[-1].startswith("回算")
    assert not workings_of(index(stations[0], "aqi_hourly", start)).steps[-1].startswith("回算")


def test_sulphur_dioxide_above_800_names_the_day_it_was_judged_by(stations: list[Any]) -> None:
    start = datetime(2020, 3, 26, 0, tzinfo=UTC)
    values = six(24, so2=[*[100.0] * 23, 900.0])
    store(frame=make_frame(stations[0], start, values), delivery=make_delivery())
    due.compute_all_due(now=start + 24 * HOUR)
    value = index(stations[0], "aqi_hourly", start + 23 * HOUR)
    assert value.workings["inputs"]["so2_24h"] == pytest.approx(133.3333, abs=1e-4)
    assert any("24 小时平均浓度" in step for step in workings_of(value).steps)
