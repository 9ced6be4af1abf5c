"""The cockpit says in one sentence what matters, and shows what arrived, what did not, and why numbers are withheld."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from monitoring.models import Station
from monitoring.services import due
from tests.factories.monitoring import make_delivery
from yunhe_envhealth.deliveries.models import Delivery

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def page(client: Client) -> str:
    response = client.get("/cockpit/")
    assert response.status_code == 200
    return response.content.decode()


def answer(html: str) -> str:
    return html[html.index("<h1>") + 4 : html.index("</h1>")]


def test_all_is_well_in_one_sentence(client_for: ClientFor, points: list[Station], give: Any) -> None:
    for station in points:
        give(station, hours=24)
    html = page(client_for("leadership"))
    assert answer(html) == "3 个公开监测点都有数，全县 AQHI 1.6，一级；各监测点的数据都到了。"
    assert "没有要管的事" in html
    assert "24/24" in html
    assert "候选参数" in html


def test_a_silent_station_is_named_with_its_hours(
    client_for: ClientFor, points: list[Station], give: Any, now: datetime
) -> None:
    give(points[0], hours=24)
    give(points[1], hours=20, ago=5)
    give(points[2], hours=24)
    due.compute_all_due(now=now)
    html = page(client_for("leadership"))
    assert "示范2站已 5 小时无数据" in answer(html)
    assert "示范2站 5 小时没有数据" in html
    assert "2026-07-07 04:00 起" in html
    assert "19/24" in html
    assert 'class="miss"' in html


def test_when_all_are_silent_it_is_the_most_urgent(
    client_for: ClientFor, fresh: list[Station], clock: Any, now: datetime
) -> None:
    clock.move_to(now + timedelta(hours=5))
    html = page(client_for("leadership"))
    assert answer(html).startswith("全县 AQHI 停在5 小时前的 1.6；3 个监测点无数据，最久 5 小时")
    assert "eh-state--far" in html
    assert "is-stale" in html


def test_a_withheld_index_says_why(client_for: ClientFor, points: list[Station], give: Any) -> None:
    for station in points:
        give(station, o3=[60, 60, 60, None, None, None])
    html = page(client_for("leadership"))
    assert answer(html).startswith("全县 AQHI 不发布：")
    assert "近 24 小时有" in html
    assert "小时不发布 AQHI" in html
    assert "eh-withheld" in html


def test_nothing_connected_is_said(client_for: ClientFor, points: list[Station]) -> None:
    Station.objects.update(is_public=False)
    html = page(client_for("leadership"))
    assert answer(html) == "还没有公开监测点；没有要接收数据的监测点。"
    assert "没有要接收数据的监测点" in html


def test_stations_that_never_delivered_are_not_called_silent(
    client_for: ClientFor, points: list[Station], give: Any
) -> None:
    for station in points:
        give(station, hours=24)
    Station.objects.filter(pk=points[2].pk).update(is_public=False)
    html = page(client_for("leadership"))
    assert "下沙" not in html  # registered, never connected
    assert "示范3站" in html  # not public, but it delivers


def test_the_last_hour_is_waited_for_before_it_counts_as_missing(
    client_for: ClientFor, points: list[Station], give: Any, clock: Any, now: datetime
) -> None:
    for station in points:
        give(station, hours=24, ago=1)
    client = client_for("leadership")
    assert page(client).count('class="wait"') == 3
    clock.move_to(now + timedelta(minutes=30))
    html = page(client)
    assert 'class="wait"' not in html
    assert html.count('class="miss"') == 3


def test_deliveries_are_listed_and_failed_ones_are_problems(
    client_for: ClientFor, fresh: list[Station]
) -> None:
    for number in range(12):
        make_delivery(filename=f"交接{number}.csv")
    make_delivery(filename="坏文件.csv", state=Delivery.State.FAILED, problem="表头不认识")
    html = page(client_for("leadership"))
    handed = html[html.index('id="handed"') :]
    assert handed.count('class="eh-tag') == 10
    assert "坏文件.csv" in handed
    assert "数据交接没有通过：坏文件.csv" in html
    assert "表头不认识" in html


def test_outside_the_reader_s_area_nothing_of_the_office_is_shown(
    client_for: ClientFor, fresh: list[Station]
) -> None:
    make_delivery(filename="别处.csv", area_code="331102")
    html = page(client_for("township_officer", area_code="331125106"))
    assert "别处.csv" not in html
    assert "/office/monitoring/stations/" not in html[html.index("<main") :]  # public pages instead
    assert "/stations/YH-1/" in html


@pytest.mark.parametrize(
    ("role", "status"), [("leadership", 200), ("office", 200), ("auditor", 403), ("inspector", 403)]
)
def test_only_who_may_see_the_cockpit_sees_it(
    client_for: ClientFor, points: Any, role: str, status: int
) -> None:
    assert client_for(role).get("/cockpit/").status_code == status


def test_anyone_else_is_asked_to_sign_in(client: Client, points: Any) -> None:
    assert client.get("/cockpit/")["Location"].startswith("/account/login/")


def test_the_page_renews_itself_with_and_without_script(client_for: ClientFor, fresh: list[Station]) -> None:
    html = page(client_for("leadership"))
    assert 'hx-trigger="every 300s"' in html
    assert '<noscript><meta http-equiv="refresh" content="300"></noscript>' in html
    assert 'id="updated"' in html


def test_the_number_of_questions_does_not_grow_with_stations(
    client_for: ClientFor, points: list[Station], give: Any
) -> None:
    client = client_for("leadership")
    counts = []
    for shown in (points[:1], points):
        for station in shown:
            give(station, hours=24)
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 36
