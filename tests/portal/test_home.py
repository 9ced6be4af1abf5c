"""The public home in each of its states: a number that is old, withheld or missing never looks like a fresh one."""

from __future__ import annotations

import gzip
import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from monitoring.models import Station
from monitoring.services import due
from tests.portal.test_boundary import SQUARE, polygon
from yunhe_envhealth.portal.panels.home import whole_shares

pytestmark = pytest.mark.django_db


def page(client: Client, **cookies: str) -> str:
    for name, value in cookies.items():
        client.cookies[name] = value
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def hero(html: str) -> str:
    begin = html.index('<section class="eh-hero__now')
    return html[begin : html.index("</section>", begin)]


def test_a_fresh_value_gives_number_level_and_advice(client: Client, fresh: list[Station]) -> None:
    html = page(client)
    answer = hero(html)
    assert "is-1" in answer
    assert ">1.6<" in answer
    assert "一级" in answer
    assert "可以照常外出活动" in answer
    assert "截至 2026-07-07 09:00" in answer
    assert "12 分钟前更新" in answer
    assert "现在怎么办" in html
    assert "老人、儿童、孕妇、心肺疾病患者" in html
    assert "未与 DB3311/T 147-2020 附录 A 核对" in html
    assert "指数方法的地位：候选" in html
    assert "县均值为平台默认算法" in html
    assert "3/3 站有数" in html
    assert "HJ 633-2026 实时报" in html


def test_the_county_value_follows_the_mean_of_the_concentrations(
    client: Client, points: list[Station], give: Any
) -> None:
    for station, ozone in zip(points, (30, 60, 90), strict=True):
        give(station, o3=[ozone] * 6)
    assert ">1.6<" in hero(
        page(client)
    )  # as with 60 at each: the concentrations are averaged, not the indices


def test_the_outlook_is_empty_and_says_why(client: Client, fresh: list[Station]) -> None:
    html = page(client)
    assert "未来三天" in html
    assert "没有经批准的预报来源" in html


def test_shares_of_the_risk_are_whole_per_cents_that_add_up() -> None:
    assert whole_shares({"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}  # type: ignore[dict-item]
    assert whole_shares({"a": 0, "b": 0}) == {}  # type: ignore[dict-item]


def test_an_old_value_is_greyed_and_tells_its_age(
    client: Client, fresh: list[Station], clock: Any, now: datetime
) -> None:
    clock.move_to(now + timedelta(hours=5))
    html = page(client)
    answer = hero(html)
    assert "is-stale" in answer
    assert "is-1" not in answer
    assert "5 小时前的数，之后没有新数据" in answer
    assert ">1.6<" in answer
    assert "5 小时前的情况" in answer
    assert "现在没有新数，怎么办" in html
    assert "现在 1.6" not in html


def test_silence_that_the_platform_itself_noticed_is_old_not_good(
    client: Client, fresh: list[Station], clock: Any, now: datetime
) -> None:
    clock.move_to(now + timedelta(hours=5))
    due.compute_all_due(now=now + timedelta(hours=5))  # withholds the hours without data
    answer = hero(page(client))
    assert "is-stale" in answer
    assert "之后没有新数据" in answer


def test_a_withheld_value_is_a_dash_with_its_reason(client: Client, points: list[Station], give: Any) -> None:
    for station in points:
        give(station, o3=[60, 60, 60, None, None, None])
    html = page(client)
    answer = hero(html)
    assert "is-na" in answer
    assert '<span class="eh-hero__value">—</span>' in answer
    assert "现在不能判断" in answer
    assert "缺臭氧" in answer
    assert "可以参考什么" in html
    assert "上一个有效时次" in html
    assert "已有的项目" in html
    assert "缺测或有效小时不够" in html
    assert "照常活动" not in html


def test_one_withheld_station_withholds_the_county_but_not_the_others(
    client: Client, points: list[Station], give: Any
) -> None:
    give(points[0])
    give(points[1])
    give(points[2], o3=[60, 60, 60, None, None, None])
    html = page(client)
    assert "is-na" in hero(html)
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    assert table.count("eh-level--aqhi-1") == 2
    assert table.count("eh-level--na") == 1
    assert "示范3站" in html[html.index("eh-reasons") :]


def test_stations_that_still_report_leave_the_hour_before_standing(
    client: Client, points: list[Station], give: Any
) -> None:
    for station in points:
        give(station, ago=1)
    give(points[0], hours=1)
    html = page(client)
    national = html[html.index('aria-labelledby="aqi"') : html.index("未来三天")]
    assert "截至 2026-07-07 08:00" in national
    assert "3/3 站有数" in national
    assert ">40<" in national


def test_no_data_at_all_is_said_and_no_level_is_shown(client: Client, points: list[Station]) -> None:
    html = page(client)
    assert "is-na" in hero(html)
    assert "最近 7 天没有收到监测数据" in html
    assert "近七天没有 AQHI" in html
    assert "eh-level--aqhi-" not in html
    assert "eh-level--aqi-" not in html


def test_no_public_station_is_said(client: Client, points: list[Station]) -> None:
    Station.objects.update(is_public=False)
    html = page(client)
    assert "还没有向公众公开的监测点" in html
    assert "还没有公开的监测点" in html


def test_a_station_that_is_not_public_is_not_on_the_page(client: Client, fresh: list[Station]) -> None:
    Station.objects.filter(pk=fresh[2].pk).update(is_public=False)
    html = page(client)
    assert fresh[2].name not in html
    assert "2/2 站有数" in html


# --- the map ------------------------------------------------------------------------------------------------
@pytest.fixture
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_the_sketch_of_the_county_says_that_it_has_no_review_number(
    client: Client, fresh: list[Station], data_folder: Path
) -> None:
    html = page(client)
    assert 'class="eh-map__land"' in html
    assert html.count("eh-map__halo") == 3
    assert "待县里换成有审图号的边界" in html


def test_the_county_s_own_boundary_takes_its_place(
    client: Client, fresh: list[Station], data_folder: Path
) -> None:
    (data_folder / "boundary.geojson").write_text(polygon(SQUARE, 审图号="浙S(2026)1号"), encoding="utf-8")
    html = page(client)
    assert "审图号：浙S(2026)1号" in html
    assert "待县里换成" not in html


def test_a_broken_boundary_falls_back_and_leaves_a_note_in_the_log(
    client: Client, fresh: list[Station], data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (data_folder / "boundary.geojson").write_text("{broken", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        html = page(client)
    assert 'class="eh-map__land"' in html
    assert "边界文件不能用" in caplog.text


def test_a_station_outside_the_picture_is_named_beside_it(client: Client, fresh: list[Station]) -> None:
    Station.objects.filter(pk=fresh[0].pk).update(longitude=None, latitude=None, datum="")
    html = page(client)
    assert html.count("eh-map__halo") == 2
    assert "图上没有的" in html


# --- the course ---------------------------------------------------------------------------------------------
def test_the_course_has_its_gaps_and_its_table(client: Client, points: list[Station], give: Any) -> None:
    for station in points:
        give(station, hours=5, ago=20)
        give(station, hours=4)
    html = page(client)
    begin = html.index('<script id="week-chart" type="application/json">')
    payload = json.loads(html[html.index(">", begin) + 1 : html.index("</script>", begin)])
    values = [value for _moment, value in payload["series"][0]["points"]]
    assert len(values) == 168
    assert values[-1] == 1.6
    assert payload["series"][0]["points"][-1][0] == "2026-07-07T09:00:00+08:00"
    assert None in values
    assert [band["name"] for band in payload["bands"]] == ["一级", "二级", "三级", "四级"]
    assert any(gap["label"].startswith("缺 ") for gap in payload["gaps"])
    assert "看数据表" in html


# --- speed and safety ---------------------------------------------------------------------------------------
def test_a_hot_page_asks_the_database_once(client: Client, fresh: list[Station]) -> None:
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) == 1, [query["sql"] for query in queries]


def test_a_cold_page_asks_the_same_number_of_questions_for_any_history(
    client: Client, points: list[Station], give: Any
) -> None:
    counts = []
    for hours, ago in ((3, 0), (24, 3)):
        for station in points:
            give(station, hours=hours, ago=ago)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_new_computing_shows_at_once(
    client: Client, fresh: list[Station], give: Any, clock: Any, now: datetime
) -> None:
    assert "09:00" in hero(page(client))
    clock.move_to(now + timedelta(hours=1))
    for station in fresh:
        give(station, hours=1, at=now + timedelta(hours=1))
    assert "截至 2026-07-07 10:00" in hero(page(client))


def test_languages_do_not_share_a_kept_page(client: Client, fresh: list[Station]) -> None:
    assert "可以照常外出活动" in page(client)
    assert "You can go out as usual" in page(client, lang="en")
    assert "可以照常外出活动" in page(client, lang="zh-hans")


def test_the_page_is_right_without_the_cache(client: Client, fresh: list[Station], settings: Any) -> None:
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"},
    }
    html = page(client)
    assert ">1.6<" in hero(html)


def test_a_kept_page_holds_nothing_that_belongs_to_one_request(client: Client, fresh: list[Station]) -> None:
    first, second = client.get("/"), client.get("/")
    assert first.content == second.content
    assert "nonce" not in first.content.decode()
    assert "csrf" not in first.content.decode()
    assert "'unsafe" not in first["Content-Security-Policy"]
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert "Cookie" in first["Vary"]


def test_modes_and_addresses_do_not_share_a_kept_page(client: Client, fresh: list[Station]) -> None:
    assert "data-size" not in page(client)
    assert 'data-size="elder"' in page(client, size="elder")
    assert "data-size" not in page(client, size="")
    assert "next=%2F%3Fa%3D1" in client.get("/?a=1").content.decode()
    assert "a%3D1" not in page(client)


def test_a_message_reaches_its_reader_only(client: Client, fresh: list[Station], rf: RequestFactory) -> None:
    storage = CookieStorage(rf.get("/"))
    storage.add(messages.SUCCESS, "已退出登录")
    carrier = HttpResponse()
    storage.update(carrier)
    assert "已退出登录" not in page(client)
    assert "已退出登录" in page(client, messages=carrier.cookies["messages"].value)
    assert "已退出登录" not in page(Client())


def test_the_first_view_needs_no_script_and_little_to_load(client: Client, fresh: list[Station]) -> None:
    html = page(client)
    theme = Path("yunhe_envhealth/static/css/envhealth.css").read_bytes()
    drawing = Path("yunhe_envhealth/static/js/charts.js").read_bytes()
    total = sum(len(gzip.compress(part)) for part in (html.encode(), theme, drawing))
    assert total <= 100_000
    assert "bootstrap" not in html
    assert "<noscript><div" in html  # the table of the course
    assert html.count("<script") == html.count('type="application/json"') + 1  # charts.js, deferred
