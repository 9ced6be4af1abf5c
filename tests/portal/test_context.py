"""What stands around each page: the demonstration says that it is one, and of which hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from monitoring.models import Station
from monitoring.services import demo, due
from yunhe_envhealth.portal.context import notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def replay(reference: None, clock: Any, now: datetime) -> None:
    demo.ensure(now=now)
    due.compute_all_due(now=now)


def test_every_page_says_that_it_replays(client: Client, replay: None, client_for: Any) -> None:
    for reader, address in (
        (client, "/"),
        (client, "/method/"),
        (client, "/stations/DEMO-1/"),
        (client_for("leadership"), "/cockpit/"),
        (client_for("office"), "/office/"),
    ):
        html = reader.get(address).content.decode()
        assert "示范回放" in html, address
        assert "原始时间 2020-04-08 03:00" in html, address


def test_the_replayed_hour_is_shown_as_of_the_present_hour(client: Client, replay: None) -> None:
    html = client.get("/").content.decode()
    assert "截至 2026-07-07 09:00" in html
    assert "示范一站" in html
    assert "点位坐标为示范" in html


def test_the_notice_is_english_for_english_readers(client: Client, replay: None) -> None:
    client.cookies["lang"] = "en"
    assert "not the air of Yunhe now" in client.get("/").content.decode()


def test_without_a_demonstration_there_is_no_notice(client: Client, points: list[Station]) -> None:
    assert "示范回放" not in client.get("/method/").content.decode()


def test_the_notice_is_kept(client: Client, replay: None, now: datetime) -> None:
    cache.clear()
    first = notice(now)
    with CaptureQueriesContext(connection) as queries:
        assert notice(now) == first
    assert first is not None
    assert len(queries) == 0
