"""The other public pages: stations, methods, data, modes, health; no dead link, nothing that is not public."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import Station
from monitoring.services.batches import LONGEST_KEY
from yunhe_envhealth.accounts.permissions import CAPABILITIES
from yunhe_envhealth.accounts.services.tokens import LONGEST
from yunhe_envhealth.core.rest import PROBLEM_TYPE, KeysetPagination

pytestmark = pytest.mark.django_db
PAGES = ("/", "/method/", "/results/", "/data/", "/accessibility/", "/sitemap/")


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# --- station ------------------------------------------------------------------------------------------------
def test_a_public_station_shows_indices_concentrations_and_position(
    client: Client, fresh: list[Station]
) -> None:
    html = body(client, "/stations/YH-1/")
    assert "示范1站" in html
    assert "空气质量健康指数 AQHI（丽水）" in html
    assert "截至 2026-07-07 09:00" in html
    assert '<th scope="row" class="eh-nb">2026-07-07 09:00</th>' in html
    assert '<td class="eh-num">0.6</td>' in html  # CO with its decimal
    assert "119.5734, 28.1158（CGCS2000）" in html
    assert "微克/立方米" in html


def test_a_withheld_station_value_says_why(client: Client, points: list[Station], give: Any) -> None:
    give(points[0], o3=[60, 60, 60, None, None, None])
    html = body(client, "/stations/YH-1/")
    assert "缺臭氧" in html
    assert "不发布" in html


def test_a_station_without_data_says_so(client: Client, points: list[Station]) -> None:
    html = body(client, "/stations/YH-1/")
    assert "近 24 小时没有收到数据" in html
    assert "eh-level--aqhi-" not in html


def test_a_station_that_is_not_public_does_not_exist(client: Client, fresh: list[Station]) -> None:
    Station.objects.filter(pk=fresh[0].pk).update(is_public=False)
    assert client.get("/stations/YH-1/").status_code == 404
    assert client.get("/stations/nowhere/").status_code == 404


def test_a_station_page_asks_few_questions(client: Client, fresh: list[Station]) -> None:
    client.get("/stations/YH-1/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/stations/YH-1/")
    assert len(queries) <= 10


# --- methods ------------------------------------------------------------------------------------------------
def test_each_edition_stands_with_status_source_and_numbers(client: Client, reference: None) -> None:
    html = body(client, "/method/")
    assert "DB3311/T 147-2020（候选参数）" in html
    assert 'is-warn">候选' in html
    assert "HJ 633-2026（实时报）" in html
    assert 'is-ok">官方' in html
    assert "平台默认" in html
    assert "PM₂.₅ 0.000683" in html
    assert "60.54" in html
    assert "未与 DB3311/T 147-2020 正文核对" in html
    assert "香港" not in html  # not public


# --- data ---------------------------------------------------------------------------------------------------
def test_the_csv_holds_the_county_and_each_station(client: Client, fresh: list[Station]) -> None:
    response = client.get("/data/aqhi_lishui.csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["监测点编码"] for row in rows} == {"331125", "YH-1", "YH-2", "YH-3"}
    last = [row for row in rows if row["监测点编码"] == "331125"][-1]
    assert last["结束时间（北京时间）"] == "2026-07-07 09:00"
    assert last["数值"] == "1.6"


def test_the_json_says_the_same_and_a_withheld_hour_is_null(
    client: Client, points: list[Station], give: Any
) -> None:
    give(points[0], o3=[60, 60, 60, None, None, None])
    rows = client.get("/data/aqhi_lishui.json").json()["results"]
    mine = [row for row in rows if row["station"] == "YH-1"]
    assert mine[-1]["value"] is None
    assert mine[-1]["withheld"] == "missing:o3"
    assert mine[-1]["end"] == "2026-07-07T09:00:00+08:00"
    assert mine[2]["value"] == 1.6


@pytest.mark.parametrize("address", ["/data/aqhi_hk.csv", "/data/other.json", "/data/aqhi_lishui.exe"])
def test_what_is_not_open_cannot_be_downloaded(client: Client, reference: None, address: str) -> None:
    assert client.get(address).status_code == 404


# --- modes --------------------------------------------------------------------------------------------------
def test_a_mode_is_kept_in_a_cookie_and_the_reader_goes_back(client: Client, points: list[Station]) -> None:
    response = client.get("/display/?size=elder&contrast=high&next=/data/")
    assert (response.status_code, response["Location"]) == (302, "/data/")
    html = body(client, "/data/")
    assert 'data-size="elder"' in html
    assert 'data-contrast="high"' in html
    client.get("/display/?size=&next=/data/")
    assert "data-size" not in body(client, "/data/")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "",
    ],
)
def test_a_foreign_address_is_not_followed(client: Client, target: str) -> None:
    assert client.get("/display/", {"next": target})["Location"] == "/"


def test_an_unknown_mode_sets_nothing(client: Client) -> None:
    response = client.get('/display/?size=huge&lang="><script>&other=1')
    assert not response.cookies


@pytest.mark.parametrize("address", [*PAGES, "/display/", "/healthz"])
def test_public_pages_only_answer_reading(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


# --- the API's page ------------------------------------------------------------------------------------------
def test_the_api_s_page_says_how_to_begin_with_the_numbers_in_force(client: Client) -> None:
    told = client.get("/api/schema/?format=json").json()["info"]["description"]
    per_minute = [
        rate.removesuffix("/min") for rate in settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"].values()
    ]

    for words in (
        reverse("accounts:tokens"), "Authorization: Bearer 编号.密钥", "Idempotency-Key", PROBLEM_TYPE, "Retry-After",
        *(f"每分钟 {rate} 次" for rate in per_minute), f"默认 {KeysetPagination.page_size} 条",
        f"`page_size` 最多 {KeysetPagination.max_page_size}", f"最多 {LONGEST_KEY} 个字符", "`value` 为 `null`",
    ):  # fmt: skip
        assert words in told
    assert {scope for scope in re.findall(r"`([a-z]+\.[a-z]+)`", told)} <= set(CAPABILITIES)
    assert str(LONGEST.days) == "365"  # 最长一年


# --- health -------------------------------------------------------------------------------------------------
def test_health_answers_and_tells_nothing(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_health_fails_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection to server at 10.0.0.7 failed")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"unavailable\n")


# --- links --------------------------------------------------------------------------------------------------
def test_no_public_page_has_a_dead_link(client: Client, fresh: list[Station]) -> None:
    seen: set[str] = set()
    waiting = list(PAGES)
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code in (200, 302), address
        if "text/html" not in response["Content-Type"] or address.startswith(("/account/", "/api/")):
            continue
        html = response.content.decode() if not response.streaming else ""
        targets = [target.replace("&amp;", "&") for target in re.findall(r'href="(/[^"#]*)"', html)]
        waiting += [target for target in targets if not target.startswith("/static/")]
        for fragment in re.findall(r'href="#([^"]+)"', html):
            assert f'id="{fragment}"' in html, f"{address}#{fragment}"
    assert {"/stations/YH-1/", "/data/aqhi_lishui.csv", "/api/docs/"} <= seen


def test_one_heading_a_page_and_unique_ids(client: Client, fresh: list[Station]) -> None:
    for address in (*PAGES, "/stations/YH-1/"):
        html = body(client, address)
        assert len(re.findall(r"<h1\b", html)) == 1, address
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address
        assert "style=" not in html, address
