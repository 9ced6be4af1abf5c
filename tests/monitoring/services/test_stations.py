"""Stations are created, changed and retired with reason and history, within the actor's scope, or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from monitoring.models import DueWindow, Station, StationCode
from monitoring.selectors.records import code_records
from monitoring.services.stations import (
    RecomputeRefused,
    StationRefused,
    change_station,
    create_station,
    recompute_indices,
    retire_station,
)
from villages.models import Division
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.audit.selectors import timeline
from yunhe_envhealth.core.errors import Conflict, NotAllowed

TOWN = "331125106"


@pytest.fixture
def unit(reference):
    return Unit.objects.get(code="ecology-branch")


@pytest.fixture
def officer(make_user, unit):
    user = make_user(role="office", unit=unit, full_name="示范办公室")
    user.is_verified = lambda: True
    return user


@pytest.fixture
def values(unit):
    return {
        "code": "TEST-1",
        "name": "示范测试站",
        "kind": "ambient_air",
        "owner_unit": unit,
        "division": Division.objects.get(code=TOWN),
        "longitude": 119.66558,
        "latitude": 28.22326,
        "datum": "CGCS2000",
        "active_from": date(2024, 1, 1),
        "is_public": False,
    }


@pytest.fixture
def station(officer, values):
    return create_station(by=officer, values=values, codes=["A1", "A2"], reason="新建")


def test_a_station_is_created_with_its_codes_actor_and_reason(station, officer):
    assert sorted(station.codes.values_list("code", flat=True)) == ["A1", "A2"]
    (entry,) = timeline(station)
    assert (entry.what, entry.reason) == ("建立监测点", "新建")
    assert officer.username in entry.who


def test_a_change_keeps_before_and_after_with_its_reason(station, officer):
    change_station(station_id=station.pk, by=officer, reason="更正名称", values={"name": "新名字"})
    newest = timeline(station)[0]
    assert newest.reason == "更正名称"
    assert [(change.field, change.old, change.new) for change in newest.changes] == [
        ("名称", "示范测试站", "新名字")
    ]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_change_or_retirement_without_a_reason_is_refused(station, officer, reason):
    with pytest.raises(StationRefused, match="理由"):
        change_station(station_id=station.pk, by=officer, reason=reason, values={"name": "新名字"})
    with pytest.raises(StationRefused, match="理由"):
        retire_station(station_id=station.pk, by=officer, reason=reason, active_to=date(2026, 1, 1))
    station.refresh_from_db()
    assert (station.name, station.active_to) == ("示范测试站", None)


def test_two_people_cannot_overwrite_each_other(station, officer):
    seen = station.updated_at
    change_station(station_id=station.pk, by=officer, reason="先", values={"name": "先"}, seen=seen)
    with pytest.raises(Conflict):
        change_station(station_id=station.pk, by=officer, reason="后", values={"name": "后"}, seen=seen)
    station.refresh_from_db()
    assert station.name == "先"


def test_codes_left_out_are_removed_and_their_history_stays(station, officer):
    change_station(station_id=station.pk, by=officer, reason="换码", values={}, codes=["A2", "A3"])
    assert sorted(station.codes.values_list("code", flat=True)) == ["A2", "A3"]
    told = [entry.what for entry in timeline(station, *code_records(station)) if "来源编码" in entry.what]
    assert sorted(told) == ["删除来源编码：A1", "建立来源编码：A1", "建立来源编码：A2", "建立来源编码：A3"]


def test_codes_are_left_alone_when_they_are_not_given(station, officer):
    change_station(station_id=station.pk, by=officer, reason="更正", values={"name": "新"})
    assert station.codes.count() == 2


@pytest.mark.parametrize("code", ["1269A", "丽水/余庄前"])
def test_a_code_that_names_another_station_is_refused_and_nothing_is_written(officer, values, code):
    with pytest.raises(StationRefused, match="一个编码只能指一个监测点"):
        create_station(by=officer, values=values, codes=["fresh", code])
    assert not Station.objects.filter(code="TEST-1").exists()
    assert not StationCode.objects.filter(code="fresh").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"datum": ""},
        {"latitude": None},
        {"longitude": 28.2, "latitude": 119.6},
        {"code": "1269A"},
        {"name": ""},
        {"kind": "castle"},
        {"height": 3},
        {"is_demo": True},
    ],
)
def test_what_breaks_a_rule_of_the_table_is_refused(officer, values, wrong):
    with pytest.raises(StationRefused):
        create_station(by=officer, values=values | wrong)
    assert not Station.objects.filter(name="示范测试站").exists()


def test_a_station_retires_on_a_day_after_it_began(station, officer):
    with pytest.raises(StationRefused):
        retire_station(station_id=station.pk, by=officer, reason="拆除", active_to=date(2023, 1, 1))
    retired = retire_station(station_id=station.pk, by=officer, reason="拆除", active_to=date(2026, 1, 1))
    assert retired.active_to == date(2026, 1, 1)
    assert timeline(station)[0].reason == "拆除"


def test_a_units_officer_changes_that_units_stations_only(station, make_user, unit):
    own = make_user(role="unit_officer", unit=unit)
    change_station(station_id=station.pk, by=own, reason="可以", values={"name": "本单位改"})
    stranger = make_user(role="unit_officer")
    with pytest.raises(Station.DoesNotExist):
        change_station(station_id=station.pk, by=stranger, reason="不可以", values={"name": "别的单位改"})


def test_nobody_hands_a_station_out_of_their_own_scope(station, make_user, unit, values):
    own = make_user(role="unit_officer", unit=unit, area_code=TOWN)
    other = Unit.objects.exclude(pk=unit.pk).first()
    with pytest.raises(NotAllowed):
        change_station(station_id=station.pk, by=own, reason="移交", values={"owner_unit": other})
    with pytest.raises(NotAllowed):
        create_station(
            by=own, values=values | {"code": "TEST-2", "division": Division.objects.get(code="3311")}
        )
    assert not Station.objects.filter(code="TEST-2").exists()


def test_recomputing_marks_whole_days_and_tells_each_stations_history(station, officer):
    count = recompute_indices(
        by=officer, stations=[station], first=date(2026, 7, 1), last=date(2026, 7, 2), reason="换了参数"
    )
    assert count == 1
    entry = timeline(station)[0]
    assert entry.reason == "换了参数（2026-07-01 至 2026-07-02）"
    assert "重算" in entry.what


def test_the_marked_window_holds_the_beijing_days(station, officer):
    recompute_indices(
        by=officer, stations=[station], first=date(2026, 7, 1), last=date(2026, 7, 2), reason="换参数"
    )
    window = DueWindow.objects.get(station=station)
    assert window.start == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert window.end - window.start == timedelta(days=2)


@pytest.mark.parametrize(("first", "last"), [("2026-07-02", "2026-07-01"), ("2000-01-01", "2026-01-01")])
def test_days_out_of_order_or_too_many_are_not_recomputed(station, officer, first, last):
    with pytest.raises(RecomputeRefused):
        recompute_indices(
            by=officer,
            stations=[station],
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            reason="试",
        )
    assert not DueWindow.objects.exists()


@pytest.mark.parametrize("half", ["longitude", "latitude"])
def test_the_database_refuses_half_a_point(stations: list[Station], half: str) -> None:
    with pytest.raises(IntegrityError, match="station_point_has_datum"), transaction.atomic():
        Station.objects.filter(pk=stations[0].pk).update(
            **{"longitude": None, "latitude": None, half: 30}, datum="CGCS2000"
        )
