"""The staff's start page and the ways around it: each role sees what it may do, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from monitoring.models import Station
from tests.factories.accounts import make_verified_client
from tests.factories.monitoring import make_delivery
from yunhe_envhealth.deliveries.models import Delivery

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
ROLES = (
    "administrator", "auditor", "office", "unit_officer", "unit_reviewer", "township_officer", "inspector", "leadership",
)  # fmt: skip


def page(client: Client) -> str:
    response = client.get("/office/")
    assert response.status_code == 200
    return response.content.decode()


def links(html: str) -> set[str]:
    return {
        link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)"', html) if "/static/" not in link
    }


def test_every_link_of_each_role_s_start_page_opens(client_for: ClientFor, fresh: list[Station]) -> None:
    for role in ROLES:
        client = client_for(role)
        found = sorted(links(page(client)))
        refused = [link for link in found if client.get(link).status_code not in (200, 302)]
        assert refused == [], role


def test_roles_see_their_own_ways(client_for: ClientFor, points: list[Station]) -> None:
    auditor, office = page(client_for("auditor")), page(client_for("office"))
    assert "/office/audit/" in links(auditor)
    assert "/office/audit/" not in links(office)
    assert "/office/deliveries/upload/" in links(office)
    assert "/office/deliveries/upload/" not in links(auditor)
    assert "/cockpit/" not in links(auditor)


def test_what_waits_for_me_is_counted(make_user: Any, points: list[Station]) -> None:
    user = make_user(role="office")
    make_delivery(state=Delivery.State.PREVIEWED, by=user)
    make_delivery(state=Delivery.State.PREVIEWED)
    make_delivery(state=Delivery.State.FAILED)
    make_delivery(state=Delivery.State.FAILED, area_code="331102")
    html = page(make_verified_client(user))
    cards = dict(re.findall(r'<h3><a [^>]*>([^<]*)</a></h3>\s*<div class="eh-value">([^<]*)<', html))
    assert cards["等我确认的数据交接"] == "1"
    assert "全部待核对 2 次" in html
    assert cards["没有通过的数据交接"] in ("1", "2")  # by the reach of the county's office


def test_silent_stations_are_counted_and_named(
    client_for: ClientFor, points: list[Station], give: Any
) -> None:
    give(points[0], hours=24)
    give(points[1], hours=20, ago=5)
    give(points[2], hours=24)
    html = page(client_for("office"))
    assert "个，共 3 个" in html
    assert "最久：示范2站 5 小时" in html


def test_where_the_reader_is_stands_out_once(client_for: ClientFor, points: list[Station]) -> None:
    html = client_for("office").get("/office/monitoring/indices/editions/").content.decode()
    side = html[html.index('<nav class="eh-side"') : html.index("</nav>", html.index('<nav class="eh-side"'))]
    assert side.count('aria-current="page"') == 1
    assert re.search(r'/indices/editions/" aria-current="page"', side)


def test_the_start_page_asks_a_fixed_number_of_questions(
    client_for: ClientFor, points: list[Station], give: Any
) -> None:
    client = client_for("office")
    counts = []
    for shown in (points[:1], points):
        for station in shown:
            give(station, hours=24)
            make_delivery()
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_the_steps_of_reminders_are_offered_to_those_only_who_may_change_them(
    client_for: ClientFor, points: list[Station]
) -> None:
    steps = "/office/taskforce/reminders/steps/"

    def ways(role: str) -> set[str]:
        return links(client_for(role).get("/office/taskforce/rules/").content.decode())

    assert steps in ways("office")
    for role in ("leadership", "inspector", "unit_officer", "unit_reviewer"):
        assert steps not in ways(role), role
