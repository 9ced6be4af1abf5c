"""The station form: coordinates with a stated datum, nothing guessed, nothing typed lost."""

import json

import pytest
from django.urls import reverse

from monitoring.models import Station
from monitoring.science.geodesy import bd09_of, gcj02_of
from monitoring.selectors.boundary import in_county
from yunhe_envhealth.accounts.models import Unit

POINT = (119.66558, 28.22326)  # 石塘镇, within the county
CITY = (119.92, 28.45)  # 丽水市区, outside the county
NEW = "monitoring:station_new"


@pytest.fixture
def office(client_for):
    return client_for("office")


@pytest.fixture
def given(reference):
    return {
        "code": "TEST-1",
        "name": "丽水市生态环境局云和分局示范监测点",
        "kind": "ambient_air",
        "owner_unit": Unit.objects.get(code="ecology-branch").pk,
        "division": "331125106",
        "longitude": str(POINT[0]),
        "latitude": str(POINT[1]),
        "given_datum": "CGCS2000",
        "active_from": "2026-01-01",
        "source_codes": "T1\r\n 丽水/示范 \r\n\r\n",
        "source": "示范",
    }


def point_of(code="TEST-1"):
    return Station.objects.values_list("longitude", "latitude", "datum").get(code=code)


@pytest.mark.parametrize("datum", ["CGCS2000", "WGS-84"])
def test_a_stated_datum_of_the_platform_is_kept_as_it_is(office, given, datum):
    response = office.post(reverse(NEW), given | {"given_datum": datum})
    station = Station.objects.get(code="TEST-1")
    assert response["Location"] == reverse("monitoring:station", args=[station.pk])
    assert point_of() == (*POINT, datum)
    assert sorted(station.codes.values_list("code", flat=True)) == ["T1", "丽水/示范"]


@pytest.mark.parametrize(("datum", "shift"), [("GCJ-02", gcj02_of), ("BD-09", bd09_of)])
def test_web_map_coordinates_are_refused_until_the_user_asks_to_convert_them(office, given, datum, shift):
    longitude, latitude = shift(*POINT)
    given |= {"longitude": f"{longitude:.7f}", "latitude": f"{latitude:.7f}", "given_datum": datum}
    refused = office.post(reverse(NEW), given)
    assert refused.status_code == 422
    assert "平台只存 CGCS2000 或 WGS-84" in refused.content.decode()
    assert not Station.objects.filter(code="TEST-1").exists()
    office.post(reverse(NEW), given | {"convert": "on"})
    stored = point_of()
    assert stored[:2] == pytest.approx(POINT, abs=1e-6)
    assert stored[2] == "CGCS2000"


def test_an_unstated_datum_is_asked_for_and_never_guessed(office, given):
    response = office.post(reverse(NEW), given | {"given_datum": ""})
    assert "请注明坐标系" in response.content.decode()
    assert not Station.objects.filter(code="TEST-1").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"longitude": "28.22", "latitude": "119.66"}, "好像填反了"),
        ({"longitude": "2.35", "latitude": "48.85"}, "不在中国境内"),
        ({"longitude": "119.66", "latitude": ""}, "经度和纬度要一起填"),
        ({"longitude": "nan"}, "输入一个数"),
        ({"longitude": "一百一十九"}, "输入一个数"),
        ({"active_from": "去年"}, "2026-11-22 的样子"),
        ({"active_from": "0001-01-01"}, "1990"),
        ({"code": "1269A"}, "已有监测点用了这个编码"),
        ({"source_codes": "1269A"}, "一个编码只能指一个监测点"),
        ({"source_codes": "\n".join(map(str, range(60)))}, "最多 50 个"),
        ({"owner_unit": "999999"}, "选择"),
        ({"name": ""}, "必填"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_nothing_typed_is_lost(office, given, change, words):
    response = office.post(reverse(NEW), given | change)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "eh-errors" in page
    assert 'value="示范"' in page
    assert not Station.objects.filter(name=given["name"]).exists()


def test_a_point_outside_the_county_needs_a_confirmation(office, given):
    given |= {"longitude": str(CITY[0]), "latitude": str(CITY[1])}
    warned = office.post(reverse(NEW), given)
    assert warned.status_code == 422
    assert "不在云和县境内" in warned.content.decode()
    assert office.post(reverse(NEW), given | {"outside_confirmed": "on"}).status_code == 302
    assert point_of() == (*CITY, "CGCS2000")


def test_a_replaced_boundary_file_holds_at_once_and_a_broken_one_leaves_the_packaged(settings, tmp_path):
    ring = [[119.9, 28.4], [120.0, 28.4], [120.0, 28.5], [119.9, 28.5], [119.9, 28.4]]
    settings.VAR_DIR = tmp_path
    own = tmp_path / "boundary.geojson"
    assert not in_county(*CITY)
    own.write_text(json.dumps({"type": "MultiPolygon", "coordinates": [[ring]]}), encoding="utf-8")
    assert in_county(*CITY)
    own.write_text('{"features": [{"geometry": null}]}', encoding="utf-8")
    assert not in_county(*CITY)
    assert in_county(*POINT)


def test_a_station_may_have_no_coordinates(office, given):
    assert (
        office.post(reverse(NEW), given | {"longitude": "", "latitude": "", "given_datum": ""}).status_code
        == 302
    )
    assert point_of() == (None, None, "")


def test_the_form_keeps_a_draft_and_guards_against_a_second_submit(office, given):
    page = office.get(reverse(NEW)).content.decode()
    assert 'data-draft="station"' in page
    assert "data-once" in page
    assert 'type="date"' in page


def test_an_edit_shows_what_is_stored_and_asks_for_a_reason(office, given):
    office.post(reverse(NEW), given)
    station = Station.objects.get(code="TEST-1")
    url = reverse("monitoring:station_edit", args=[station.pk])
    page = office.get(url).content.decode()
    assert 'value="119.66558"' in page
    assert "丽水/示范" in page
    seen = station.updated_at.isoformat()
    assert "必填" in office.post(url, given | {"name": "新名", "seen": seen}).content.decode()
    assert office.post(url, given | {"name": "新名", "seen": seen, "reason": "更名"}).status_code == 302
    station.refresh_from_db()
    assert station.name == "新名"


@pytest.mark.parametrize("seen", ["", "yesterday", "2020-01-01T00:00:00+00:00"])
def test_an_edit_of_an_old_page_is_refused_and_what_was_typed_stays(office, given, seen):
    office.post(reverse(NEW), given)
    station = Station.objects.get(code="TEST-1")
    response = office.post(
        reverse("monitoring:station_edit", args=[station.pk]),
        given | {"name": "新名", "seen": seen, "reason": "更名"},
    )
    assert response.status_code == 422
    assert "被别人改过" in response.content.decode()
    assert 'value="新名"' in response.content.decode()
    station.refresh_from_db()
    assert station.name == given["name"]


def test_a_retired_station_shows_its_day_and_can_be_put_right(office, given):
    office.post(reverse(NEW), given)
    station = Station.objects.get(code="TEST-1")
    url = reverse("monitoring:station_retire", args=[station.pk])
    assert "要晚于" in office.post(url, {"active_to": "2025-01-01", "reason": "错"}).content.decode()
    office.post(url, {"active_to": "2026-02-01", "reason": "拆除"})
    record = office.get(reverse("monitoring:station", args=[station.pk])).content.decode()
    assert "2026-02-01 起停用" in record
    station.refresh_from_db()
    edit = reverse("monitoring:station_edit", args=[station.pk])
    back = given | {"active_to": "", "reason": "停错了", "seen": station.updated_at.isoformat()}
    assert office.post(edit, back).status_code == 302
    station.refresh_from_db()
    assert station.active_to is None


def test_a_units_officer_may_make_only_that_unit_responsible(client_for, given):
    unit = Unit.objects.get(code="ecology-branch")
    client = client_for("unit_officer", unit=unit)
    page = client.get(reverse(NEW)).content.decode()
    owners = page.split('name="owner_unit"')[1].split("</select>")[0]
    assert owners.count("<option") == 2  # none chosen, and the own unit
    other = Unit.objects.exclude(pk=unit.pk).first()
    assert client.post(reverse(NEW), given | {"owner_unit": other.pk}).status_code == 422
    assert client.post(reverse(NEW), given).status_code == 302


@pytest.mark.parametrize("role", ["leadership", "inspector", "auditor", "administrator", "unit_reviewer"])
def test_who_may_not_edit_is_refused_and_is_offered_nothing(client_for, stations, role):
    client = client_for(role)
    assert client.get(reverse(NEW)).status_code == 403
    assert client.get(reverse("monitoring:station_edit", args=[stations[0].pk])).status_code == 403
    page = client.get(reverse("monitoring:station", args=[stations[0].pk])).content.decode()
    assert "/edit/" not in page


def test_a_stranger_unit_sees_the_station_but_not_its_edit_page(client_for, stations):
    client = client_for("unit_officer")
    url = reverse("monitoring:station", args=[stations[0].pk])
    assert "/edit/" not in client.get(url).content.decode()
    assert client.get(reverse("monitoring:station_edit", args=[stations[0].pk])).status_code == 404
