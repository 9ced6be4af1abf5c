"""One way in for form, command and API: the same file, the same verdicts, the same counts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from monitoring.models import DueWindow, Measurement, Station
from monitoring.services import imports
from monitoring.services.imports import RowsRejected, import_bytes
from tests.factories.files import csv_of, hour, tidy, xlsx_of
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.deliveries import services
from yunhe_envhealth.deliveries.importers import Refused
from yunhe_envhealth.deliveries.models import Delivery, DeliveryRow, Finding
from yunhe_envhealth.deliveries.report import Report

BAD_VALUES = Path(__file__).parents[2] / "samples" / "readings" / "bad_values.csv"
FIELDS = ("station", "parameter", "period", "start", "value", "flag")
OUTCOMES = ("rows", "accepted", "changed", "unchanged", "rejected")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def take(data: bytes, **options: Any) -> Report:
    given = {"filename": "示范.csv", "layout": "", "channel": "command"}
    return import_bytes(data=data, **(given | options))


def counts(report: Report) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in OUTCOMES)


def command(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    """Run the command; return its exit status and the JSON it printed, which is all that it prints."""
    status = 0
    try:
        call_command("import_readings", str(path), *options)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def shown_station(stations: list[Any]) -> Any:
    """The invented station of bad_values.csv."""
    first = stations[0]
    return Station.objects.create(
        code="示范站",
        name="示范站",
        kind="ambient_air",
        owner_unit=first.owner_unit,
        division=first.division,
        active_from="2000-01-01",
        is_demo=True,
    )


def test_the_real_file_is_taken_whole_and_a_second_time_changes_nothing(
    stations: list[Any], lishui_hours: bytes
) -> None:
    first = take(lishui_hours, layout="cnemc-wide")
    assert first.rows == 471
    assert (first.accepted + first.unchanged, first.changed, first.rejected) == (471, 0, 0)
    assert first.figures["readings"]["new"] == Measurement.objects.count() > 2500
    before = list(Measurement.objects.values_list("pk", "value", "delivery_id").order_by("pk"))
    second = take(lishui_hours, layout="cnemc-wide")
    assert counts(second) == (471, 0, 0, 471, 0)
    assert (second.duplicate_of, second.findings_total) == (first.delivery, 0)
    assert list(Measurement.objects.values_list("pk", "value", "delivery_id").order_by("pk")) == before


@pytest.mark.parametrize("shape", ["bom", "gb18030", "xlsx", "reordered"])
def test_the_real_file_in_another_shape_brings_nothing_new(
    stations: list[Any], lishui_hours: bytes, shape: str
) -> None:
    take(lishui_hours)
    other = {
        "bom": lambda: b"\xef\xbb\xbf" + lishui_hours,
        "gb18030": lambda: lishui_hours.decode().encode("gb18030"),
        "xlsx": lambda: xlsx_of(lishui_hours),
        "reordered": lambda: _last_rows_first(lishui_hours),
    }[shape]()
    report = take(other, filename="示范.xlsx" if shape == "xlsx" else "示范.csv")
    assert report.duplicate_of is None
    assert counts(report) == (471, 0, 0, 471, 0)
    assert report.figures["readings"]["new"] == 0


def _last_rows_first(data: bytes) -> bytes:
    header, *rows = data.decode().splitlines()
    return "\n".join([header, *reversed(rows)]).encode()


def test_rows_that_partly_change_are_told_apart_in_one_pass(stations: list[Any]) -> None:
    take(tidy(1, 2))
    report = take(tidy(1, 5, 9))
    assert counts(report) == (3, 1, 1, 1, 0)
    assert report.figures["readings"] == {"new": 1, "changed": 1, "unchanged": 1}


def test_an_error_in_one_cell_rejects_that_reading_and_counts_its_row(stations: list[Any]) -> None:
    header = ("stationcode", "Date", "Hour", "PM2.5", "PM10", "CO", "NO2", "O3_1h", "SO2")
    report = take(csv_of(header, [("1267A", 20260301, "07", 10, 20, 0.5, -1, 60, 4)]))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert report.figures["readings"]["new"] == 5
    assert [found.column for found in report.findings] == ["NO2"]
    assert not Measurement.objects.filter(parameter__code="no2").exists()


def test_a_dry_run_says_the_same_and_writes_nothing(stations: list[Any]) -> None:
    report = take(tidy(1, -2, 3), dry_run=True)
    assert (report.dry_run, report.delivery) == (True, None)
    assert counts(report) == (3, 2, 0, 0, 1)
    assert not Delivery.objects.exists()
    assert not Measurement.objects.exists()
    assert counts(take(tidy(1, -2, 3))) == counts(report)


def test_a_strict_import_with_a_bad_row_writes_nothing_but_keeps_the_findings(stations: list[Any]) -> None:
    with pytest.raises(RowsRejected) as refused:
        take(tidy(1, -2, 3), strict=True)
    assert refused.value.report.rejected == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.rejected) == (Delivery.State.FAILED, 1)
    assert Finding.objects.filter(delivery=delivery).count() == 1
    assert not Measurement.objects.exists()


def test_an_import_that_breaks_leaves_nothing_written(
    stations: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise RuntimeError("broken after the store")

    monkeypatch.setattr(imports, "note", breaks)
    with pytest.raises(RuntimeError):
        take(tidy(1))
    assert not Measurement.objects.exists()
    assert not DueWindow.objects.exists()
    assert Delivery.objects.get().state == Delivery.State.FAILED


@pytest.mark.parametrize("state", ["cancelled", "received"])
def test_an_import_given_up_or_taken_back_meanwhile_writes_nothing(
    stations: list[Any], monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    whole = imports.check

    def meanwhile(*given: Any) -> Any:
        assert Delivery.objects.get().progress_total > 0
        Delivery.objects.update(state=state)
        return whole(*given)

    monkeypatch.setattr(imports, "check", meanwhile)
    with pytest.raises(Conflict, match="没有写入任何数据"):
        take(tidy(1))
    assert Delivery.objects.get().state == state
    assert not Measurement.objects.exists()


def test_the_command_prints_only_its_report(
    stations: list[Any], media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = media / "hours.csv"
    path.write_bytes(tidy(1, -2, 3))
    status, report = command(path, capsys, "--layout", "tidy")
    assert status == 0
    assert {name: report[name] for name in OUTCOMES} == dict(zip(OUTCOMES, (3, 2, 0, 0, 1), strict=True))
    assert report["findings_total"] == len(report["findings"]) == 1
    assert report["findings"][0]["row"] == 3
    assert (report["duplicate_of"], report["dry_run"]) == (None, False)


def test_the_command_says_by_its_status_what_became_of_the_file(
    stations: list[Any], media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, junk = media / "good.csv", media / "bad.csv", media / "junk.csv"
    good.write_bytes(tidy(1))
    bad.write_bytes(tidy(1, -2))
    junk.write_bytes(b"\x00\x01\x02")
    assert command(bad, capsys, "--strict")[0] == 3
    assert command(good, capsys, "--strict")[0] == 0
    assert command(good, capsys)[0] == 0
    for refused in (junk, media / "absent.csv"):
        status, answer = command(refused, capsys)
        assert status == 2
        assert answer["refused"].endswith("。")


def test_a_command_in_somebodys_name_reaches_only_their_stations(
    stations: list[Any], make_user: Callable[..., Any], media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = media / "hours.csv"
    path.write_bytes(tidy(1))
    stranger = make_user(role="unit_officer")
    assert command(path, capsys, "--by", stranger.username)[1]["rejected"] == 1
    owner = make_user(role="unit_officer", unit=stations[0].owner_unit, area_code="3311")
    assert command(path, capsys, "--by", owner.username)[1]["accepted"] == 1
    assert Delivery.objects.latest("pk").unit == stations[0].owner_unit


def test_form_and_command_find_the_same_in_the_same_bad_file(
    shown_station: Any, make_user: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    by_command = command(BAD_VALUES, capsys)[1]
    received = services.open_delivery(
        kind="readings",
        channel="form",
        filename="同一份.csv",
        data=BAD_VALUES.read_bytes(),
        by=make_user(role="office", area_code="33"),
    )
    services.check(delivery_id=received.delivery.pk)
    delivery = Delivery.objects.get(pk=received.delivery.pk)
    by_form = Finding.objects.filter(delivery=delivery).order_by("row", "id")
    shown = ("row", "column", "rule", "severity", "message", "advice", "value")
    assert list(by_form.values(*shown)) == by_command["findings"]
    rejected = DeliveryRow.objects.filter(delivery=delivery, outcome="rejected").count()
    assert rejected == delivery.rejected == by_command["rejected"] > 20


def test_the_api_gives_the_same_verdicts_as_a_file(shown_station: Any) -> None:
    lines = list(csv.DictReader(io.StringIO(BAD_VALUES.read_text())))
    plain = [line for line in lines if not line["unit"]]
    body = {"readings": [{name: line[name] for name in FIELDS} for line in plain]}
    by_api = take(
        json.dumps(body).encode(), layout="batch", channel="api", filename="批次.json", dry_run=True
    )
    by_file = take(csv_of(FIELDS, [_quoted(line) for line in plain]), dry_run=True)
    verdicts = [
        {(found.row + shift, found.rule) for found in report.findings if found.severity == "error"}
        for report, shift in ((by_api, 1), (by_file, 0))
    ]
    assert verdicts[0] == verdicts[1]
    assert len(verdicts[0]) > 20


def _quoted(line: dict[str, str]) -> list[str]:
    return [f'"{line[name]}"' for name in FIELDS]


def test_a_failed_file_can_be_imported_once_its_station_is_registered(stations: list[Any]) -> None:
    data = csv_of(("station", "parameter", "start", "value"), [("NEW1", "so2", hour(0), 5)])
    assert take(data).rejected == 1
    stations[0].codes.create(code="NEW1")
    again = take(data)
    assert (again.duplicate_of, again.accepted) == (None, 1)


def test_a_refused_body_leaves_a_failed_delivery_with_its_reason(stations: list[Any]) -> None:
    with pytest.raises(Refused, match="不是 JSON"):
        take(b"not json", layout="batch", channel="api", filename="批次.json")
    delivery = Delivery.objects.get()
    assert delivery.state == Delivery.State.FAILED
    assert "不是 JSON" in delivery.problem


def test_at_most_two_hundred_findings_are_printed_and_all_are_counted(stations: list[Any]) -> None:
    report = take(csv_of(("station", "parameter", "start", "value"), [("1267A", "so2", hour(0), -1)] * 250))
    assert len(report.as_json()["findings"]) == 200
    assert report.findings_total == Finding.objects.count() >= 250
