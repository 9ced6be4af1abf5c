"""The demonstration: real hours under three demonstration stations, repeatable, and nobody else's data."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

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
from monitoring.selectors.demo import (
    CYCLE,
    CYCLE_START,
    RECORD_END,
    RECORD_START,
    original_of,
    original_time,
)
from monitoring.selectors.indices import public_latest_indices
from monitoring.services import demo, due
from monitoring.services.readings import store
from tests.factories.monitoring import make_delivery, make_frame, six
from yunhe_envhealth.core.periods import BEIJING, HOUR, Period, floor_hour
from yunhe_envhealth.deliveries.models import Delivery

NOW = datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)


def demo_measurements() -> list[tuple[object, ...]]:
    return list(
        Measurement.objects.filter(station__is_demo=True)
        .order_by("station", "parameter", "period", "start")
        .values_list("station__code", "parameter__code", "period", "start", "value", "delivery_id")
    )


def as_of(moment: datetime) -> int:
    """Count the hourly values labelled with the full hour of `moment`: stored with the start of their hour."""
    start = floor_hour(moment) - HOUR
    return Measurement.objects.filter(station__is_demo=True, period="hour", start=start).count()


def move(clock: time_machine.Traveller, by: timedelta) -> datetime:
    clock.shift(by)
    return timezone.now()


# --- the clock ---------------------------------------------------------------------------------------------


def test_the_last_recorded_label_is_the_present_full_hour() -> None:
    shift = floor_hour(NOW) - RECORD_END

    assert original_of(floor_hour(NOW), shift=shift) == RECORD_END
    assert original_of(floor_hour(NOW) - 5 * HOUR, shift=shift) == RECORD_END - 5 * HOUR


def test_after_the_end_the_replay_goes_round_at_the_same_hour_of_day() -> None:
    shift = floor_hour(NOW) - RECORD_END
    hours = [original_of(floor_hour(NOW) + n * HOUR, shift=shift) for n in range(3 * (CYCLE // HOUR))]

    assert hours[1] == CYCLE_START
    assert hours[CYCLE // HOUR] == RECORD_END
    assert hours[CYCLE // HOUR + 1] == CYCLE_START
    assert all((later.hour - earlier.hour) % 24 == 1 for earlier, later in pairwise(hours))


def test_the_cycle_begins_inside_the_longest_unbroken_run_of_the_record() -> None:
    with demo.RECORD.open(encoding="utf-8") as file:
        recorded = {row["Date"] + row["Hour"] for row in csv.DictReader(file)}

    run = [CYCLE_START + n * HOUR for n in range(-7, 14)]
    assert all(f"{hour:%Y%m%d%H}" in recorded for hour in run)


def test_minutes_within_the_hour_are_kept() -> None:
    shift = floor_hour(NOW) - RECORD_END

    assert original_of(NOW, shift=shift) == RECORD_END + timedelta(minutes=12)


# --- laying it out ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_three_demonstration_stations_stand_in_the_county_and_say_so(replay: time_machine.Traveller) -> None:
    stations = Station.objects.filter(is_demo=True)

    assert [station.name for station in stations] == ["示范一站", "示范二站", "示范三站"]
    assert [station.division.name for station in stations] == ["浮云街道", "石塘镇", "雾溪畲族乡"]
    assert all(station.is_public and "示范位置" in station.position_note for station in stations)


@pytest.mark.django_db
def test_every_replayed_value_is_the_recorded_one(replay: time_machine.Traveller) -> None:
    shift = floor_hour(NOW) - RECORD_END
    columns = {"pm2_5": "PM2.5", "pm10": "PM10", "co": "CO", "no2": "NO2", "o3": "O3_1h", "so2": "SO2"}
    codes = {"1267A": "DEMO-1", "1268A": "DEMO-2", "1269A": "DEMO-3"}
    with demo.RECORD.open(encoding="utf-8") as file:
        recorded = {
            (codes[row["stationcode"]], parameter, row["Date"] + row["Hour"]): float(row[column])
            for row in csv.DictReader(file)
            for parameter, column in columns.items()
            if row[column]
        }
    replayed = {
        (code, parameter, f"{original_of(start + HOUR, shift=shift):%Y%m%d%H}"): value
        for code, parameter, period, start, value, _ in demo_measurements()
        if period == "hour"
    }

    assert replayed == recorded


@pytest.mark.django_db
def test_the_hours_came_in_by_one_delivery_of_the_demonstration(replay: time_machine.Traveller) -> None:
    delivery = Delivery.objects.get()
    with demo.RECORD.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with_values = sum(
        any(row[name] for name in ("PM2.5", "PM10", "CO", "NO2", "O3_1h", "O3_8h", "SO2")) for row in rows
    )

    assert (delivery.channel, delivery.state) == (Delivery.Channel.DEMO, Delivery.State.COMMITTED)
    assert (delivery.rows, delivery.accepted, delivery.rejected) == (len(rows), with_values, 0)
    assert "示范" in delivery.filename


@pytest.mark.django_db
def test_laying_it_twice_in_an_hour_changes_nothing(replay: time_machine.Traveller) -> None:
    before = demo_measurements()

    assert demo.ensure(now=move(replay, timedelta(minutes=40))) == 0
    assert demo.advance(now=timezone.now()) == 0
    assert demo_measurements() == before
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_without_the_official_lists_it_says_what_to_run(clock: time_machine.Traveller) -> None:
    with pytest.raises(demo.DemoRefused, match="load_reference"):
        demo.ensure(now=NOW)


@pytest.mark.django_db
def test_a_real_station_with_a_demonstration_code_stops_it(
    clock: time_machine.Traveller, reference: None
) -> None:
    Station.objects.filter(code="1267A").update(code="DEMO-1")
    Station.objects.create(
        code="1267A",
        name="另一个",
        kind="ambient_air",
        owner_unit_id=Station.objects.get(code="1268A").owner_unit_id,
        division_id="3311",
        active_from=NOW.date(),
    )

    with pytest.raises(demo.DemoRefused, match="DEMO-1"):
        demo.ensure(now=NOW)

    assert not DemoReplay.objects.exists()


# --- going on -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_next_hour_is_the_first_of_the_cycle(replay: time_machine.Traveller) -> None:
    later = move(replay, HOUR)

    assert demo.advance(now=later) > 0
    assert as_of(later) >= 15
    state = DemoReplay.objects.get()
    assert (state.replayed_through, state.original_through) == (floor_hour(later), CYCLE_START)


@pytest.mark.django_db
def test_an_hour_missing_in_the_record_stays_missing(replay: time_machine.Traveller) -> None:
    gap = datetime(2020, 3, 31, 18, tzinfo=BEIJING)
    later = move(replay, (gap - CYCLE_START) + HOUR)

    demo.advance(now=later)

    assert original_time(floor_hour(later)) == gap
    assert as_of(later) == 0
    assert as_of(later - HOUR) > 0


@pytest.mark.django_db
def test_five_missed_hours_are_made_up_by_one_delivery(replay: time_machine.Traveller) -> None:
    later = move(replay, 5 * HOUR)

    demo.advance(now=later)

    assert all(as_of(later - n * HOUR) > 0 for n in range(5))
    assert Delivery.objects.count() == 2


@pytest.mark.django_db
def test_hour_by_hour_and_at_once_give_the_same_values(replay: time_machine.Traveller) -> None:
    for _ in range(4):
        demo.advance(now=move(replay, HOUR))
    step_by_step = [row[:-1] for row in demo_measurements()]

    data, rows = demo.replay_file(
        Period(floor_hour(NOW) + HOUR, floor_hour(NOW) + 5 * HOUR),
        shift_hours=DemoReplay.objects.get().shift_hours,
    )

    assert rows == 12
    assert len([row for row in step_by_step if row[2] == "hour" and row[3] >= floor_hour(NOW)]) == sum(
        bool(row[column])
        for row in csv.DictReader(data.decode().splitlines())
        for column in ("PM2.5", "PM10", "CO", "NO2", "O3_1h", "SO2")
    )


@pytest.mark.django_db
@pytest.mark.parametrize("away", [timedelta(days=3), timedelta(days=400), timedelta(hours=-2)])
def test_too_far_behind_or_ahead_it_is_laid_anew(replay: time_machine.Traveller, away: timedelta) -> None:
    count = len(demo_measurements())
    later = move(replay, away)

    assert demo.advance(now=later) == count
    starts = [row[3] for row in demo_measurements() if row[2] == "hour"]
    assert max(starts) == floor_hour(later) - HOUR
    assert min(starts) == floor_hour(later) - HOUR - (RECORD_END - RECORD_START)
    states = list(Delivery.objects.order_by("pk").values_list("state", flat=True))
    assert states == [Delivery.State.CANCELLED, Delivery.State.COMMITTED]


@pytest.mark.django_db
def test_laying_anew_the_very_same_hours_writes_them_again(replay: time_machine.Traveller) -> None:
    count = len(demo_measurements())
    demo.advance(now=move(replay, HOUR))

    assert demo.advance(now=move(replay, -HOUR)) == count
    assert len(demo_measurements()) == count


@pytest.mark.django_db
def test_laying_anew_leaves_no_trace_of_the_old_values(replay: time_machine.Traveller) -> None:
    due.compute_all_due(now=NOW)
    later = move(replay, timedelta(days=3))

    demo.ensure(now=later)

    begin = floor_hour(later) - (RECORD_END - RECORD_START) - 8 * HOUR  # the first label's 8-hour mean
    stations = Station.objects.filter(is_demo=True)
    assert not Measurement.objects.filter(station__in=stations, start__lt=begin).exists()
    for model in (IndexValue, AveragedValue, Mark, SupersededMeasurement):
        assert not model.objects.filter(station__in=stations).exists()
    assert DueWindow.objects.filter(station__in=stations, end__gt=begin).count() == DueWindow.objects.count()


@pytest.mark.django_db
def test_data_of_other_stations_is_never_touched(
    clock: time_machine.Traveller, stations: list[Station]
) -> None:
    delivery = make_delivery()
    store(frame=make_frame(stations[0], NOW.replace(minute=0) - 5 * HOUR, six(4)), delivery=delivery)
    due.compute_all_due(now=NOW)

    def real() -> list[list[object]]:
        return [
            list(model.objects.filter(station=stations[0]).order_by("pk").values_list())
            for model in (Measurement, IndexValue, Mark)
        ]

    before = real()
    assert all(before)
    for away in (timedelta(), HOUR, timedelta(days=3)):
        demo.ensure(now=move(clock, away))

    assert real() == before
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.COMMITTED


@pytest.mark.django_db
def test_advance_without_a_demonstration_does_nothing(clock: time_machine.Traveller, reference: None) -> None:
    assert demo.advance(now=NOW) == 0
    assert not Station.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("minute", [0, 1, 12, 59])
def test_the_newest_index_is_never_of_the_future(replay: time_machine.Traveller, minute: int) -> None:
    later = move(replay, HOUR).replace(minute=minute)
    replay.move_to(later)
    demo.advance(now=later)
    due.compute_all_due(now=later)

    newest = [latest for latest in public_latest_indices(now=later) if latest.kind.code != "aqi_daily"]

    assert len(newest) >= 6
    assert all(latest.age is not None and latest.age >= timedelta() for latest in newest)
    assert min(latest.age for latest in newest if latest.age is not None) == timedelta(minutes=minute)
