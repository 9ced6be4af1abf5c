"""Factors, stations, indices and editions."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

import monitoring.reference as reference
import villages.reference
import yunhe_envhealth.accounts.reference
from monitoring.models import IndexEdition, IndexKind, Parameter, Station, StationCode
from monitoring.reference.editions import snapshot
from monitoring.science.aqhi import LISHUI_CANDIDATE
from yunhe_envhealth.core.reference import read_csv

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    villages.reference.load(today=TODAY)
    yunhe_envhealth.accounts.reference.load(today=TODAY)
    reference.load(today=TODAY)


def test_the_six_air_pollutants_come_first_with_formula_unit_and_bounds(loaded: None) -> None:
    six = list(Parameter.objects.all()[:6])

    assert {parameter.code for parameter in six} == {"so2", "no2", "co", "o3", "pm10", "pm2_5"}
    assert all(p.formula and p.unit and p.factor_code and p.low == 0 and p.high for p in six)
    assert Parameter.objects.get(code="co").unit == "mg/m³"


def test_every_factor_of_the_code_list_is_there_once(loaded: None) -> None:
    coded = Parameter.objects.exclude(factor_code="")

    assert coded.count() == 187
    assert coded.values("factor_code").distinct().count() == 187
    assert Parameter.objects.get(code="a24088").name == "非甲烷总烃"


def test_lishui_stations_are_public_and_the_others_are_not(loaded: None) -> None:
    assert set(Station.objects.public().values_list("code", flat=True)) == {"1267A", "1268A", "1269A"}
    assert Station.objects.filter(is_public=False).count() == 51
    assert not Station.objects.filter(is_demo=True).exists()


def test_no_position_is_invented(loaded: None) -> None:
    assert not Station.objects.filter(longitude__isnull=False).exists()
    assert not Station.objects.filter(position_note="").exists()


def test_every_station_of_the_real_file_is_known_by_code_and_by_city_and_point(loaded: None) -> None:
    record = Path(reference.HERE) / "demo" / "lishui_air_hourly.csv"
    with record.open(encoding="utf-8", newline="") as file:
        named = {(row["stationcode"], "丽水/" + row["WatchPoint"]) for row in csv.DictReader(file)}
    known = dict(StationCode.objects.values_list("code", "station__code"))

    assert len(named) == 3
    assert all(known[code] == code and known[place] == code for code, place in named)


def test_an_outside_station_stands_in_its_city(loaded: None) -> None:
    assert Station.objects.get(code="杭州/下沙").division.name == "杭州市"


def test_three_indices_are_computed_and_public_and_the_rest_is_known_but_off(loaded: None) -> None:
    on = {"aqi_hourly", "aqi_daily", "aqhi_lishui"}

    assert set(IndexKind.objects.filter(enabled=True).values_list("code", flat=True)) == on
    assert set(IndexKind.objects.filter(is_public=True).values_list("code", flat=True)) == on
    assert IndexKind.objects.count() == 6


def test_each_national_index_has_both_editions_one_after_the_other(loaded: None) -> None:
    for kind in ("aqi_hourly", "aqi_daily"):
        spans = IndexEdition.objects.filter(kind__code=kind).values_list(
            "parameters__edition", "effective_from", "effective_to"
        )
        assert list(spans) == [
            ("2012", date(2016, 1, 1), date(2026, 2, 28)),
            ("2026", date(2026, 3, 1), None),
        ]


def test_the_lishui_edition_is_a_candidate_and_keeps_its_numbers(loaded: None) -> None:
    edition = IndexEdition.objects.get(kind__code="aqhi_lishui")

    assert edition.status == "candidate"
    assert edition.parameters["betas"]["so2"] == "0.002246"
    assert edition.parameters["cuts"][4] == "21.78"
    assert edition.source


def test_a_snapshot_is_plain_json() -> None:
    taken = snapshot(LISHUI_CANDIDATE)

    assert json.loads(json.dumps(taken)) == taken
    assert taken["effective_from"] == "2020-09-03"


def test_loading_again_changes_nothing_and_leaves_no_history(loaded: None) -> None:
    models = (Parameter, Station, StationCode, IndexKind, IndexEdition)
    events = [model.events.rel.related_model for model in models]  # type: ignore[attr-defined]
    before = [event.objects.count() for event in events]

    changes = reference.load(today=TODAY)

    assert {(c.new, c.changed, c.retired) for c in changes} == {(0, 0, 0)}
    assert [event.objects.count() for event in events] == before


def test_the_countys_own_choices_are_kept(loaded: None) -> None:
    IndexKind.objects.filter(code="aqhi_hk").update(enabled=True)
    IndexKind.objects.filter(code="aqi_daily").update(is_public=False)
    Station.objects.filter(code="1267A").update(is_public=False, name="县里起的名字")

    changes = reference.load(today=TODAY)

    assert sum(c.changed for c in changes) == 0
    assert IndexKind.objects.get(code="aqhi_hk").enabled
    assert not IndexKind.objects.get(code="aqi_daily").is_public
    assert not Station.objects.get(code="1267A").is_public


def test_a_source_code_the_county_removed_is_not_made_again_and_its_kind_stays(loaded: None) -> None:
    StationCode.objects.get(code="丽水/监测站大楼").delete()
    Station.objects.filter(code="1267A").update(kind="noise")
    Station.objects.filter(code="1268A").delete()

    reference.load(today=TODAY)

    assert not StationCode.objects.filter(code="丽水/监测站大楼").exists()
    assert Station.objects.get(code="1267A").kind == "noise"
    assert (
        StationCode.objects.filter(station__code="1268A").count() == 2
    )  # a station that is new comes with its codes


@pytest.mark.parametrize("name", ["parameters.csv", "stations.csv", "index_kinds.csv"])
def test_every_row_states_source_edition_and_confidence(name: str) -> None:
    rows = read_csv(reference.HERE / name)

    assert all(row["source"] and row["edition"] and row["confidence"] in "ABC" for row in rows)


def test_the_command_prints_what_changed_list_by_list(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    first = capsys.readouterr().out.splitlines()
    call_command("load_reference")
    again = capsys.readouterr().out.splitlines()

    assert first[0] == "行政区划：新增 109，变更 0，不变 0，停用 0"
    assert len(first) == 20
    assert all("新增 0，变更 0" in line for line in again)
