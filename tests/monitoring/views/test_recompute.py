"""重算: the office chooses stations and days and says why; the work is noted as due, once."""

import pytest
from django.urls import reverse

from monitoring.models import DueWindow, IndexValue

URL = "/office/monitoring/indices/recompute/"


@pytest.fixture
def office(client_for):
    return client_for("office")


@pytest.fixture
def asked(stations):
    return {"stations": [stations[0].pk], "since": "2020-03-30", "until": "2020-03-31", "reason": "核对参数"}


def test_the_office_asks_and_the_indices_are_computed_anew(
    office, lishui, station, asked, django_capture_on_commit_callbacks
):
    IndexValue.objects.filter(station=station).update(display="旧")
    asked["stations"] = [station.pk]
    with django_capture_on_commit_callbacks(execute=True):
        response = office.post(URL, asked, follow=True)
    assert "已安排重算 1 个监测点" in response.content.decode()
    assert not DueWindow.objects.exists()
    assert not IndexValue.objects.filter(station=station, display="旧").exists()
    history = office.get(reverse("monitoring:station", args=[station.pk]) + "?tab=history").content.decode()
    assert "核对参数（2020-03-30 至 2020-03-31）" in history


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stations": []}, "请至少选一个监测点"),
        ({"reason": ""}, "必填"),
        ({"until": "2020-03-01"}, "结束日期要不早于开始日期"),
        ({"since": "2001-01-01"}, "最多重算十年"),
        ({"since": "x"}, "2026-11-22 的样子"),
        ({"stations": [999999]}, "选择"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_marked(office, asked, change, words):
    response = office.post(URL, asked | change)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not DueWindow.objects.exists()


@pytest.mark.parametrize("role", ["leadership", "unit_officer", "administrator"])
def test_other_roles_are_refused(client_for, asked, role):
    client = client_for(role)
    assert client.post(URL, asked).status_code == 403
    assert "重算" not in client.get(reverse("monitoring:indices")).content.decode()
    assert not DueWindow.objects.exists()
