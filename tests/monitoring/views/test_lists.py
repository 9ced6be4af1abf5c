"""The lists of stations, measurements and indices: filtered, sorted, bounded, scoped, at a fixed number of queries."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from monitoring.models import IndexKind, IndexValue, Measurement, Parameter, Station
from monitoring.tables import index_url, measurement_url
from tests.factories.accounts import make_unit
from villages.models import Division
from yunhe_envhealth.audit.models import SecurityEvent

SPAN = "since=2020-03-26&until=2020-04-08"
LONG_NAME = "丽水市生态环境局云和分局示范敏感点一号环境空气自动监测站（学校）"


@pytest.fixture
def leader(client_for):
    return client_for("leadership")


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def make_stations(count, **fields):
    unit = make_unit(name="丽水市生态环境局云和分局")
    town = Division.objects.get(code="331125106")
    return Station.objects.bulk_create(
        Station(
            code=f"S{number:03}",
            name=f"{LONG_NAME}{number}",
            kind="ambient_air",
            owner_unit=unit,
            division=town,
            active_from=date(2024, 1, 1),
            **fields,
        )
        for number in range(count)
    )


def test_stations_are_found_by_name_own_code_and_source_code(leader, stations):
    url = reverse("monitoring:stations")
    for words in ("余庄前", "1269A", "丽水/余庄前"):
        page = leader.get(url, {"q": words}).content.decode()
        assert "筛出 1 行" in page, words
        assert "余庄前" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("use=retired", 1),
        ("public=true", 3),
        ("kind=noise", 0),
        ("division=石塘", 200),
        ("unit=云和分局", 254),
    ],
)
def test_stations_are_narrowed_by_each_filter(leader, stations, query, count):
    made = make_stations(200)
    Station.objects.filter(pk=made[0].pk).update(active_to=date(2025, 1, 1))
    assert f"筛出 {count} 行" in leader.get(f"{reverse('monitoring:stations')}?{query}").content.decode()


@pytest.mark.parametrize("name", ["stations", "measurements", "indices"])
def test_the_queries_of_a_list_do_not_grow_with_its_rows(
    leader, lishui_whole, name, django_assert_max_num_queries, django_assert_num_queries
):
    make_stations(200)
    url = reverse(f"monitoring:{name}")
    span = "" if name == "stations" else SPAN
    leader.get(f"{url}?{span}&per_page=20")
    with django_assert_max_num_queries(20) as few:
        assert leader.get(f"{url}?{span}&per_page=20").content.count(b"<tr") == 21
    with django_assert_num_queries(len(few)):
        assert leader.get(f"{url}?{span}&per_page=200").content.count(b"<tr") == 201


def test_without_dates_the_last_seven_days_are_listed_and_the_page_says_so(leader, station):
    parameter = Parameter.objects.get(code="o3")
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for days in (0, 5, 30):
        Measurement.objects.create(
            station=station,
            parameter=parameter,
            period="hour",
            start=now - timedelta(days=days),
            value=50,
            delivery_id=1,
        )
    page = leader.get(reverse("monitoring:measurements")).content.decode()
    assert "筛出 2 行" in page
    assert "没有选日期时列最近 7 天" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=2020-01-01&until=2021-06-01", "一次最多看 366 天"),
        ("since=2020-04-08&until=2020-04-01", "结束日期要不早于开始日期"),
        ("since=0001-01-01&until=0001-01-02", "1990"),
        ("since=yesterday", "2026-11-22 的样子"),
        ("station=999999", "选择"),
        ("start=2020-01-01", "没有“start”这个条件"),
        ("sort=delivery", "不能按“delivery”排序"),
    ],
)
@pytest.mark.parametrize("name", ["measurements", "indices"])
def test_a_span_that_cannot_be_listed_is_said_and_nothing_listed(leader, reference, name, query, words):
    response = leader.get(f"{reverse(f'monitoring:{name}')}?{query}")
    if query == "sort=delivery" and name == "indices":
        words = "不能按“delivery”排序"
    assert response.status_code == 400
    assert words in response.content.decode()


def test_measurements_are_narrowed_sorted_and_exported_as_numbers(leader, lishui, station):
    o3 = Parameter.objects.get(code="o3")
    query = f"{SPAN}&station={station.pk}&parameter={o3.pk}&period=hour&sort=-value&export=csv"
    rows = rows_of(leader.get(f"{reverse('monitoring:measurements')}?{query}"))
    expected = list(
        Measurement.objects.filter(station=station, parameter=o3, period="hour")
        .order_by("-value", "start")
        .values_list("value", flat=True)
    )
    assert [float(row["数值"]) for row in rows] == expected
    assert {row["监测点"] for row in rows} == {"余庄前"}
    assert SecurityEvent.objects.get(kind="export").detail["rows"] == len(expected)


def test_each_line_links_to_how_its_number_came_about(leader, lishui):
    value = Measurement.objects.select_related("parameter").order_by("-start", "pk").first()
    page = leader.get(f"{reverse('monitoring:measurements')}?{SPAN}").content.decode()
    assert f'href="{measurement_url(value)}"' in page
    index = IndexValue.objects.select_related("kind").order_by("-start", "pk").first()
    page = leader.get(f"{reverse('monitoring:indices')}?{SPAN}").content.decode()
    assert f'href="{index_url(index)}"' in page


def test_the_list_counts_to_its_cap_and_says_plus(leader, lishui, monkeypatch):
    from monitoring.views.measurements import SpanList

    monkeypatch.setattr(SpanList, "count_cap", 100)
    page = leader.get(f"{reverse('monitoring:measurements')}?{SPAN}").content.decode()
    assert "筛出 100+ 行" in page
    assert leader.get(f"{reverse('monitoring:measurements')}?{SPAN}&page=3").status_code == 400


def test_indices_are_narrowed_by_kind_level_and_withheld(leader, lishui):
    url = reverse("monitoring:indices")
    aqhi = IndexKind.objects.get(code="aqhi_lishui")
    withheld = rows_of(leader.get(f"{url}?{SPAN}&kind={aqhi.pk}&withheld=yes&export=csv"))
    assert withheld
    assert all(row["数值"] == "" and row["不发布的原因"].endswith("。") for row in withheld)
    first = rows_of(leader.get(f"{url}?{SPAN}&kind={aqhi.pk}&level=1&export=csv"))
    assert first
    assert {row["级别"] for row in first} == {"一级"}
    assert all("候选" in row["地位"] for row in first)
    assert rows_of(leader.get(f"{url}?{SPAN}&kind={aqhi.pk}&level=4&export=csv")) == []


def test_a_withheld_index_is_a_dash_with_its_reason_never_a_zero(leader, lishui):
    page = leader.get(f"{reverse('monitoring:indices')}?{SPAN}&withheld=yes").content.decode()
    assert "不发布" in page
    numbers = set(re.findall(r'<td class="[^"]*eh-num[^"]*"[^>]*>([^<]*)</td>', page))
    assert "—" in numbers
    assert "0" not in numbers


def test_an_empty_list_says_why(leader, reference):
    assert "这段时间没有数据" in leader.get(reverse("monitoring:measurements")).content.decode()
    assert "这段时间没有算过指数" in leader.get(reverse("monitoring:indices")).content.decode()


@pytest.mark.parametrize("name", ["measurements", "indices", "stations"])
def test_a_township_officer_sees_nothing_of_other_areas(client_for, lishui, name):
    client = client_for("township_officer", area_code="331125106")
    span = "" if name == "stations" else f"?{SPAN}"
    assert "筛出 0 行" in client.get(reverse(f"monitoring:{name}") + span).content.decode()


def test_a_demonstration_station_is_marked_on_the_page_and_in_the_export(leader, reference):
    make_stations(1, is_demo=True)
    url = reverse("monitoring:stations")
    assert 'is-demo">示范' in leader.get(url).content.decode()
    assert f"{LONG_NAME}0（示范）" in {row["名称"] for row in rows_of(leader.get(f"{url}?export=csv"))}
