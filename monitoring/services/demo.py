"""The demonstration (示范): three stations inside the county fed with real hours of Lishui, shifted to the present.

Nothing is invented: each replayed hour is a recorded one, a gap of the record stays a gap, and the original time is
derivable (`monitoring.selectors.demo`). Hours come in by the ordinary door, as deliveries that are read, checked and
stored like any file. Stations that are not demonstration stations are never touched.

Times here are as-of times, the labels of the file: the present full hour is the newest label, and the layout stores it
with the start of its hour, one hour before (ADR 0007).
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db import connection, transaction

from monitoring.choices import Datum, StationKind
from monitoring.models import (
    AveragedValue,
    DemoReplay,
    DueWindow,
    IndexValue,
    Mark,
    Measurement,
    Station,
    SupersededMeasurement,
)
from monitoring.selectors.demo import RECORD_END, RECORD_START, original_of
from monitoring.services.imports import import_bytes
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.core.locks import COMPUTE, DEMO, hold
from yunhe_envhealth.core.periods import BEIJING, DAY, HOUR, Period, floor_hour
from yunhe_envhealth.deliveries.models import Delivery

RECORD = Path(__file__).parent.parent / "reference" / "demo" / "lishui_air_hourly.csv"
LAYOUT = "cnemc-wide"
# A replay that is further behind is laid anew instead of caught up.
LONGEST_LAG = DAY
# Demonstration code, name, division, longitude, latitude (示范位置), recorded station.
STATIONS = (
    ("DEMO-1", "示范一站", "331125001", 119.573397, 28.11579, "1267A"),
    ("DEMO-2", "示范二站", "331125106", 119.66558, 28.22326, "1268A"),
    ("DEMO-3", "示范三站", "331125201", 119.5257, 28.0283, "1269A"),
)


class DemoRefused(EnvHealthError):
    """The demonstration cannot be laid out here."""

    status = 409
    title = "示范数据没有载入"


@transaction.atomic
def ensure(*, now: datetime) -> int:
    """Have the demonstration laid out as of the present full hour; return how many readings were new.

    Repeatable: within the same hour nothing changes; up to a day behind it catches up; further behind, or ahead of
    a clock that was set back, it is laid anew. Raises DemoRefused before any station is loaded, or when a station
    that is none of the demonstration's bears one of its codes.
    """
    with connection.cursor() as cursor:
        hold(cursor, DEMO, [1])
    _ensure_stations()
    replay = DemoReplay.objects.first()
    as_of = floor_hour(now)
    if replay and as_of - LONGEST_LAG <= replay.replayed_through <= as_of:
        return _advance(replay, as_of)
    _clear()
    return _lay(as_of)


@transaction.atomic
def advance(*, now: datetime) -> int:
    """Bring a demonstration that is laid out up to the present hour; return how many readings were new."""
    return ensure(now=now) if DemoReplay.objects.exists() else 0


def _ensure_stations() -> None:
    """Create the demonstration stations that are missing; they belong to the unit that owns the recorded ones."""
    owners = dict(
        Station.objects.filter(code__in=[row[-1] for row in STATIONS]).values_list("code", "owner_unit_id")
    )
    if len(owners) < len(STATIONS):
        raise DemoRefused("示范数据要用官方清单里的监测点，请先运行 load_reference。")
    for code, name, division, longitude, latitude, recorded in STATIONS:
        station, _ = Station.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "kind": StationKind.AMBIENT_AIR,
                "owner_unit_id": owners[recorded],
                "division_id": division,
                "longitude": longitude,
                "latitude": latitude,
                "datum": Datum.CGCS2000,
                "position_note": "示范位置，不是实际站址",
                "active_from": date(2020, 1, 1),
                "is_public": True,
                "is_demo": True,
                "source": f"示范回放：国家空气站 {recorded}（丽水市区）2020 年的实时发布值",
            },
        )
        if not station.is_demo:
            raise DemoRefused(f"监测点 {code} 已存在，且不是示范站；示范数据没有载入。")


def _clear() -> None:
    """Delete what was measured and computed at the demonstration stations, while nobody computes there."""
    stations = list(Station.objects.filter(is_demo=True).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        hold(cursor, COMPUTE, stations)
    for model in (SupersededMeasurement, Measurement, IndexValue, AveragedValue, Mark, DueWindow):
        model.objects.filter(station_id__in=stations).delete()
    DemoReplay.objects.all().delete()
    Delivery.objects.filter(channel=Delivery.Channel.DEMO, state=Delivery.State.COMMITTED).update(
        state=Delivery.State.CANCELLED, problem="示范数据已重新布置，这次交接写入的数据已清除。"
    )


def _lay(as_of: datetime) -> int:
    """Lay the whole record so that its last label is the present full hour."""
    shift = as_of - RECORD_END
    DemoReplay.objects.create(shift_hours=shift // HOUR, replayed_through=as_of, original_through=RECORD_END)
    return _deliver(Period(RECORD_START + shift, as_of + HOUR), shift // HOUR)


def _advance(replay: DemoReplay, as_of: datetime) -> int:
    if replay.replayed_through >= as_of:
        return 0
    missing = Period(replay.replayed_through + HOUR, as_of + HOUR)
    replay.replayed_through = as_of
    replay.original_through = original_of(as_of, shift=replay.shift_hours * HOUR)
    replay.save()
    return _deliver(missing, replay.shift_hours)


def _deliver(labels: Period, shift_hours: int) -> int:
    """Hand the hours whose labels lie in `labels` over as one delivery; where nothing is recorded there is none."""
    data, rows = replay_file(labels, shift_hours=shift_hours)
    if not rows:
        return 0
    last = (labels.end - HOUR).astimezone(BEIJING)
    owner = Station.objects.select_related("owner_unit").get(code=STATIONS[0][0]).owner_unit
    report = import_bytes(
        data=data,
        filename=f"示范回放至 {last:%Y-%m-%d %H} 时.csv",
        layout=LAYOUT,
        channel=Delivery.Channel.DEMO,
        unit=owner,
    )
    return int(report.figures["readings"]["new"])


def replay_file(labels: Period, *, shift_hours: int) -> tuple[bytes, int]:
    """Return the recorded rows whose replayed labels lie in `labels` as a CSV file of the national layout, and their
    number. Station codes and labels are those of the replay; every other cell is as recorded.
    """
    text = io.StringIO(newline="")
    header, record = _record()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    rows = 0
    for label in labels.hours():
        local = label.astimezone(BEIJING)
        for recorded in record.get(original_of(label, shift=shift_hours * HOUR), ()):
            writer.writerow({**recorded, "Date": f"{local:%Y%m%d}", "Hour": f"{local:%H}"})
            rows += 1
    return text.getvalue().encode(), rows


@cache
def _record() -> tuple[tuple[str, ...], dict[datetime, list[dict[str, str]]]]:
    """Return the header and the rows of the record by label, under the demonstration's station codes."""
    codes = {recorded: code for code, *_, recorded in STATIONS}
    by_label: dict[datetime, list[dict[str, str]]] = {}
    with RECORD.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        for row in lines:
            label = datetime.strptime(row["Date"] + row["Hour"], "%Y%m%d%H").replace(tzinfo=BEIJING)
            by_label.setdefault(label, []).append({**row, "stationcode": codes[row["stationcode"]]})
        return tuple(lines.fieldnames or ()), by_label
