"""The public end points of results and projects: released rows, paged by keyset, unknown questions refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.factories.results import make_project, make_result

pytestmark = pytest.mark.django_db


def test_only_released_rows_are_told_and_only_public_fields(client: Client, now: datetime) -> None:
    make_result(title="没有公开")
    shown = make_result(title="示范公开", is_public=True, released_at=now, is_demo=True)
    make_project(title="没有公开")
    make_project(title="示范项目", is_public=True, released_at=now, investment_wan="12.50")

    results = client.get("/api/v1/results/").json()["results"]
    projects = client.get("/api/v1/projects/").json()["results"]

    assert [row["title"] for row in results] == ["示范公开"]
    assert results[0]["is_demo"] is True
    assert set(results[0]) == {
        "id", "kind", "kind_name", "title", "unit", "plan_item", "dated", "number", "summary", "evidence", "link",
        "released_at", "is_demo",
    }  # fmt: skip
    assert [(row["title"], row["investment_wan"]) for row in projects] == [("示范项目", "12.50")]
    assert client.get(f"/api/v1/results/{shown.pk}/").json()["title"] == "示范公开"


def test_one_that_is_not_released_is_unknown(client: Client) -> None:
    hidden = make_result()
    for key in (hidden.pk, 999_999_999, "x", "9" * 30):
        assert client.get(f"/api/v1/results/{key}/").status_code == 404


def test_pages_hold_every_row_once(client: Client, now: datetime) -> None:
    for number in range(7):
        make_result(
            is_public=True,
            released_at=now,
            dated=date(2026, 1, 1) + timedelta(days=number // 3),
            title=f"示范{number}",
        )
    seen, url = [], "/api/v1/results/?page_size=3"
    while url:
        page = client.get(url).json()
        seen += [row["title"] for row in page["results"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 7
    assert client.get("/api/v1/results/?page_size=1001").status_code == 400


def test_filters_narrow_and_unknown_ones_are_refused(client: Client, now: datetime) -> None:
    make_result(kind="paper", dated=date(2025, 5, 1), is_public=True, released_at=now)
    make_result(kind="media", dated=date(2026, 5, 1), is_public=True, released_at=now)

    assert len(client.get("/api/v1/results/?kind=paper").json()["results"]) == 1
    assert len(client.get("/api/v1/results/?dated_from=2026-01-01").json()["results"]) == 1
    for query in ("kind=nothing", "dated_from=yesterday", "is_public=false", "stage=idea"):
        answer = client.get(f"/api/v1/results/?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_nobody_writes_here(client: Client) -> None:
    for address in ("/api/v1/results/", "/api/v1/projects/"):
        assert client.post(address, {}).status_code in (401, 403, 405)
