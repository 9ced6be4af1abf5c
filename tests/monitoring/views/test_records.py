"""Record pages: a station, the trail of a value, how an index came about; out of scope they do not exist."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from monitoring.models import DueWindow, IndexValue, Measurement, SupersededMeasurement
from monitoring.selectors.workings import workings_of
from monitoring.tables import index_url, measurement_url
from yunhe_envhealth.deliveries.models import Delivery

HOUR = datetime(2020, 3, 31, 3, tzinfo=UTC)  # labelled 12: 11:00–12:00 in Beijing


@pytest.fixture
def leader(client_for):
    return client_for("leadership")


def index_of(station, code, **conditions):
    rows = IndexValue.objects.select_related("kind", "edition", "station")
    return rows.filter(station=station, kind__code=code, **conditions).order_by("start").first()


def reading(station, code="o3"):
    return Measurement.objects.select_related("parameter").get(
        station=station, parameter__code=code, period="hour", start=HOUR
    )


def test_a_station_shows_its_latest_indices_values_and_arrivals(leader, lishui, station, time_machine):
    time_machine.move_to(datetime(2020, 3, 31, 16, 30, tzinfo=UTC))
    page = leader.get(reverse("monitoring:station", args=[station.pk])).content.decode()
    assert "AQHI（丽水）" in page
    assert "AQI（实时）" in page
    assert "近 48 小时数据到了吗" in page
    assert "PM₂.₅" in page
    assert "1269A" in page


def test_a_station_that_went_silent_shows_its_last_index_as_old(leader, lishui, station, time_machine):
    time_machine.move_to(datetime(2020, 4, 5, 20, 30, tzinfo=UTC))
    page = leader.get(reverse("monitoring:station", args=[station.pk])).content.decode()
    assert "is-stale" in page
    assert "之后没有新数据" in page
    assert "收到 0/48 小时" in page


def test_a_station_without_data_says_so_and_shows_no_number(leader, station):
    page = leader.get(reverse("monitoring:station", args=[station.pk])).content.decode()
    assert "近 30 天没有收到数据" in page
    assert page.count("eh-withheld") == 3


def test_a_station_names_its_deliveries_to_those_who_may_see_them(
    client_for, leader, lishui, station, time_machine
):
    time_machine.move_to(datetime(2020, 4, 5, 20, tzinfo=UTC))
    url = reverse("monitoring:station", args=[station.pk]) + "?tab=related"
    link = reverse("deliveries:record", args=[lishui.pk])
    assert link in leader.get(url).content.decode()
    assert link not in client_for("inspector").get(url).content.decode()


def test_the_history_of_a_station_tells_who_changed_what_and_why(client_for, station):
    office = client_for("office")
    url = reverse("monitoring:station", args=[station.pk])
    office.post(
        reverse("monitoring:station_retire", args=[station.pk]),
        {"active_to": "2026-01-01", "reason": "站房拆除"},
    )
    page = office.get(f"{url}?tab=history").content.decode()
    assert "站房拆除" in page
    assert "2026-01-01" in page


def test_the_trail_of_a_value_names_its_delivery_and_its_indices(leader, lishui, station):
    page = leader.get(measurement_url(reading(station))).content.decode()
    assert reverse("deliveries:record", args=[lishui.pk]) in page
    assert "没有替换过" in page
    assert page.count("AQHI（丽水）") == 3
    assert page.count("AQI（实时）") == 1
    assert page.count("AQI（日）") == 1


def test_the_trail_shows_what_was_replaced_with_both_deliveries(leader, lishui, station):
    row = reading(station)
    newer = Delivery.objects.create(
        kind="readings", channel="form", filename="更正.csv", sha256="1" * 64, size=1
    )
    SupersededMeasurement.objects.create(
        station=station,
        parameter=row.parameter,
        period="hour",
        start=HOUR,
        value=123.5,
        delivery=lishui,
        replaced_by=newer,
    )
    page = leader.get(measurement_url(row)).content.decode()
    assert "<del>123.5</del>" in page
    assert "更正.csv" in page
    assert "lishui_air_hourly.csv" in page


def test_an_aqhi_is_explained_hour_by_hour_with_contributions_and_status(leader, lishui, station):
    value = index_of(station, "aqhi_lishui", withheld="", start=HOUR)
    page = leader.get(index_url(value)).content.decode()
    assert "候选" in page
    assert "尚未与标准正文核对" in page
    assert "超额风险" in page
    assert page.count(measurement_url(reading(station))) == 1
    workings = workings_of(value)
    assert [item.key for item in workings.items] == ["pm2_5", "o3", "so2", "no2"]
    assert len(workings.hours) == 3
    assert sum(item.share for item in workings.items) in (99, 100, 101)
    assert workings.items[1].mean == pytest.approx(
        sum(hour.values[3].value for hour in workings.hours) / 3, abs=1e-4
    )


def test_a_withheld_index_says_why_in_words_and_shows_no_number(leader, lishui, station):
    value = index_of(station, "aqhi_lishui", withheld__startswith="missing")
    page = leader.get(index_url(value)).content.decode()
    assert "不能计算 AQHI" in page
    assert "结果会偏低" in page
    assert '<div class="eh-value">' not in page


def test_an_hourly_aqi_is_explained_by_its_single_indices(lishui, station):
    value = index_of(station, "aqi_hourly", withheld="", start=HOUR)
    workings = workings_of(value)
    assert max(item.part for item in workings.items if item.part is not None) == value.value
    assert len(workings.hours) == 1
    assert "HJ 633-2012" in workings.steps[0]


def test_a_daily_aqi_lists_its_twenty_four_hours_and_their_number(leader, lishui, station):
    value = index_of(station, "aqi_daily", withheld="")
    workings = workings_of(value)
    assert len(workings.hours) == 24
    assert all(item.hours is not None for item in workings.items)
    assert leader.get(index_url(value)).content.decode().count("/measurements/") > 100


def test_an_index_whose_data_changed_since_says_that_it_waits(leader, lishui, station):
    value = index_of(station, "aqi_hourly", start=HOUR)
    assert "正等待重算" not in leader.get(index_url(value)).content.decode()
    DueWindow.objects.create(station=station, start=HOUR, end=HOUR + timedelta(hours=1))
    assert "正等待重算" in leader.get(index_url(value)).content.decode()


def test_the_cost_of_the_workings_does_not_grow_with_the_hours(
    leader, lishui, station, django_assert_max_num_queries
):
    for code in ("aqi_hourly", "aqi_daily", "aqhi_lishui"):
        value = index_of(station, code, withheld="")
        with django_assert_max_num_queries(16):
            leader.get(index_url(value))


@pytest.mark.parametrize(
    "path",
    [
        "measurements/{pk}/o3/hour/20200331T040100Z/",
        "measurements/{pk}/o3/hour/yesterday/",
        "measurements/{pk}/gold/hour/20200331T040000Z/",
        "measurements/{pk}/o3/decade/20200331T040000Z/",
        "indices/{pk}/aqi_hourly/20300401T040000Z/",
        "indices/{pk}/moon/20200331T040000Z/",
        "indices/999999/aqi_hourly/20200331T040000Z/",
        "indices/editions/unknown/",
        "stations/999999/",
    ],
)
def test_an_address_that_names_nothing_is_not_found(leader, lishui, station, path):
    assert leader.get(f"/office/monitoring/{path.format(pk=station.pk)}").status_code == 404


def test_out_of_scope_the_answer_is_that_of_an_unknown_id(client_for, lishui, station):
    client = client_for("township_officer", area_code="331125106")
    unknown = client.get("/office/monitoring/stations/999999/")
    value = index_of(station, "aqi_hourly", start=HOUR)
    for url in (
        reverse("monitoring:station", args=[station.pk]),
        measurement_url(reading(station)),
        index_url(value),
    ):
        answer = client.get(url)
        assert answer.status_code == 404
        assert answer.content.replace(answer["X-Request-ID"].encode(), b"") == unknown.content.replace(
            unknown["X-Request-ID"].encode(), b""
        )


def test_the_editions_page_says_what_is_computed_public_and_candidate(leader, reference):
    page = leader.get(reverse("monitoring:editions")).content.decode()
    for words in ("HJ 633-2026（实时报）", "候选", "官方", "不计算", "2026-03-01"):
        assert words in page


def test_an_edition_shows_the_numbers_it_computes_by(leader, reference):
    page = leader.get(reverse("monitoring:edition", args=["lishui_aqhi_candidate"])).content.decode()
    assert "0.000683" in page
    assert "16.71" in page
    page = leader.get(reverse("monitoring:edition", args=["cn_hj633_2026_hourly"])).content.decode()
    assert "PM₂.₅ 1 小时" in page
