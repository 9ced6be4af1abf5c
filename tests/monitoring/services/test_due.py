"""What is due is computed once, made up when missed, recomputed where touched, and withheld rather than wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from monitoring.models import AveragedValue, DueWindow, IndexKind, IndexValue, Mark, Station
from monitoring.services import due
from monitoring.services.readings import store
from tests.factories.monitoring import make_delivery, make_frame, six

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
START = datetime(2026, 7, 6, 16, tzinfo=UTC)  # 2026-07-07 00:00 in Beijing


def index(station: Any, code: str, moment: datetime) -> IndexValue:
    return IndexValue.objects.get(station=station, kind__code=code, start=moment)


def give(station: Any, start: datetime, values: dict[str, Any], now: datetime) -> None:
    store(frame=make_frame(station, start, values), delivery=make_delivery())
    due.compute_all_due(now=now)


def physical_rows() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ctid, xmin, station_id, kind_id, start FROM monitoring_indexvalue ORDER BY 3, 4, 5"
        )
        return cursor.fetchall()


def test_the_hours_of_a_delivery_have_their_indices(stations: list[Any]) -> None:
    give(stations[0], START, six(3), now=START + 3 * HOUR)
    value = index(stations[0], "aqi_hourly", START)
    assert (value.value, value.display, value.level, value.complete) == (40, "40", 1, True)
    assert value.edition.code == "cn_hj633_2026_hourly"
    assert value.workings["iaqi"] == {"so2": 2, "no2": 10, "co": 6, "o3": 19, "pm10": 40, "pm2_5": 29}
    health = index(stations[0], "aqhi_lishui", START + 2 * HOUR)
    # ER = Σ 100·(exp(βC) − 1) at PM2.5 20, O3 60, SO2 5, NO2 20 is 8.79; 8.79 / 5.57 is 1.6.
    assert (health.display, health.level, health.complete) == ("1.6", 1, True)
    assert health.workings["pollutants"]["o3"]["hours"] == 3
    assert not DueWindow.objects.exists()


def test_the_edition_follows_the_date_of_the_observation(stations: list[Any]) -> None:
    march = datetime(2026, 2, 28, 15, tzinfo=UTC)  # 23:00 in Beijing, the last hour of HJ 633-2012
    give(stations[0], march, six(2, pm2_5=[61, 61]), now=march + 2 * HOUR)
    assert index(stations[0], "aqi_hourly", march).edition.code == "cn_hj633_2012_hourly"
    assert index(stations[0], "aqi_hourly", march).value == 83
    assert index(stations[0], "aqi_hourly", march + HOUR).edition.code == "cn_hj633_2026_hourly"
    assert index(stations[0], "aqi_hourly", march + HOUR).value == 101


def test_a_missing_pollutant_withholds_the_health_index_and_says_which(stations: list[Any]) -> None:
    give(stations[0], START, six(3, o3=[None, None, None]), now=START + 3 * HOUR)
    value = index(stations[0], "aqhi_lishui", START + 2 * HOUR)
    assert (value.value, value.level, value.withheld) == (None, None, "missing:o3")
    assert value.workings["pollutants"]["o3"] == {"mean": None, "hours": 0, "part": None}


def test_dropping_ozone_never_lowers_a_level(stations: list[Any]) -> None:
    high = six(3, o3=[200, 200, 200])
    give(stations[0], START, high, now=START + 3 * HOUR)
    give(stations[1], START, high | {"o3": [None] * 3}, now=START + 3 * HOUR)
    assert index(stations[0], "aqhi_lishui", START + 2 * HOUR).level == 2
    assert index(stations[1], "aqhi_lishui", START + 2 * HOUR).level is None


def test_the_2012_hour_is_computed_from_what_is_present_and_marked_incomplete(stations: list[Any]) -> None:
    moment = datetime(2020, 3, 26, 10, tzinfo=UTC)
    give(stations[0], moment, {"pm2_5": [35]}, now=moment + HOUR)
    value = index(stations[0], "aqi_hourly", moment)
    assert (value.value, value.complete, value.withheld) == (50, False, "")


def test_the_2026_hour_is_withheld_under_5_3_1_unless_polluted(stations: list[Any]) -> None:
    give(stations[0], START, six(2, pm10=[None, None], pm2_5=[20, 80]), now=START + 2 * HOUR)
    clean, polluted = (index(stations[0], "aqi_hourly", START + hour * HOUR) for hour in (0, 1))
    assert (clean.value, clean.withheld) == (None, "incomplete_2026_5_3_1")
    assert clean.workings["iaqi"]["pm2_5"] == 29
    assert polluted.value == 119


def test_running_twice_changes_no_row(stations: list[Any]) -> None:
    give(stations[0], START, six(30), now=START + 30 * HOUR)
    before = physical_rows()
    due.recompute(stations=stations[:1], period=due.Period(START, START + 30 * HOUR))
    written = due.compute_all_due(now=START + 30 * HOUR + timedelta(minutes=5))
    assert (written.new, written.changed) == (0, 0)
    assert physical_rows() == before


def test_late_data_recomputes_exactly_the_hours_it_touches(stations: list[Any]) -> None:
    late = [20.0] * 10
    give(stations[0], START, six(10, no2=[*late[:4], None, *late[5:]]), now=START + 10 * HOUR)
    before = {row[4]: row[:2] for row in physical_rows() if row[3] == kind_id("aqhi_lishui")}
    give(stations[0], START + 4 * HOUR, {"no2": [80]}, now=START + 10 * HOUR)
    after = {row[4]: row[:2] for row in physical_rows() if row[3] == kind_id("aqhi_lishui")}
    touched = sorted(moment for moment in after if after[moment] != before[moment])
    assert touched == [START + hour * HOUR for hour in (4, 5, 6)]


def kind_id(code: str) -> int:
    return IndexKind.objects.get(code=code).pk


def test_five_missed_hours_are_made_up_and_say_that_no_data_came(stations: list[Any]) -> None:
    give(stations[0], START, six(3), now=START + 3 * HOUR)
    due.compute_all_due(now=START + 8 * HOUR + timedelta(minutes=40))
    reasons = {
        moment: reason
        for moment, reason in IndexValue.objects.filter(kind__code="aqi_hourly").values_list(
            "start", "withheld"
        )
    }
    assert len(reasons) == 8
    assert [reasons[START + hour * HOUR] for hour in range(3, 8)] == ["no_data"] * 5


def test_a_late_hour_replaces_the_note_that_no_data_came(stations: list[Any]) -> None:
    give(stations[0], START, six(3), now=START + 3 * HOUR)
    due.compute_all_due(now=START + 5 * HOUR + timedelta(minutes=40))
    give(stations[0], START + 3 * HOUR, six(2), now=START + 6 * HOUR)
    assert index(stations[0], "aqi_hourly", START + 4 * HOUR).value == 40


def test_a_station_silent_for_long_is_not_filled_with_withheld_hours(stations: list[Any]) -> None:
    give(stations[0], START, six(3), now=START + 3 * HOUR)
    due.compute_all_due(now=START + timedelta(days=30))
    assert IndexValue.objects.filter(kind__code="aqi_hourly").count() == 3


@pytest.mark.parametrize("flag", ["D", "C", "M", "F", "B", "T", "S"])
def test_a_value_flagged_as_not_valid_counts_as_missing(stations: list[Any], flag: str) -> None:
    store(frame=make_frame(stations[0], START, six(3)), delivery=make_delivery())
    store(frame=make_frame(stations[0], START, {"o3": [60] * 3}, flag=flag), delivery=make_delivery())
    due.compute_all_due(now=START + 3 * HOUR)
    assert index(stations[0], "aqhi_lishui", START + 2 * HOUR).withheld == "missing:o3"


def test_recomputing_today_writes_nothing_of_the_hours_to_come(stations: list[Any]) -> None:
    give(stations[0], START, six(3), now=START + 3 * HOUR)
    before = IndexValue.objects.count()
    due.recompute(stations=stations[:1], period=due.Period(START, START + 24 * HOUR))
    due.compute_all_due(now=START + 3 * HOUR + timedelta(minutes=35))
    assert IndexValue.objects.count() == before
    assert DueWindow.objects.count() == 1


def test_a_station_that_falls_silent_is_off_after_a_week_of_sweeps(stations: list[Any]) -> None:
    give(stations[0], START, six(1), now=START + HOUR)
    for hour in range(1, 9 * 24, 6):
        due.compute_all_due(now=START + hour * HOUR + timedelta(minutes=40))
    last = IndexValue.objects.filter(kind__code="aqi_hourly").latest("start").start
    assert START + timedelta(days=6) < last < START + timedelta(days=7, hours=7)


def test_water_and_eight_hour_means_make_no_air_index(stations: list[Any]) -> None:
    Station.objects.filter(pk=stations[1].pk).update(kind="surface_water")
    store(frame=make_frame(stations[0], START, {"w01001": [7]}), delivery=make_delivery())
    store(frame=make_frame(stations[1], START, six(1)), delivery=make_delivery())
    assert not DueWindow.objects.exists()


def test_an_hour_without_any_value_has_no_health_index_though_two_before_it_have(stations: list[Any]) -> None:
    give(stations[0], START, six(2), now=START + 2 * HOUR)
    due.compute_all_due(now=START + 3 * HOUR + timedelta(minutes=40))
    hollow = index(stations[0], "aqhi_lishui", START + 2 * HOUR)
    assert (hollow.value, hollow.level, hollow.display, hollow.withheld) == (None, None, "", "no_data")


def test_the_2012_hour_above_800_of_sulphur_dioxide_is_judged_by_its_day(stations: list[Any]) -> None:
    moment = datetime(2020, 3, 26, 0, tzinfo=UTC)
    give(stations[0], moment, six(24, so2=[*[100.0] * 23, 900.0]), now=moment + 24 * HOUR)
    value = index(stations[0], "aqi_hourly", moment + 23 * HOUR)
    # mean of the day 133.33: IAQI 50 + 50 · 83.33 / 100, rounded up
    assert (value.value, value.primary) == (92, ["so2"])


def test_hours_before_the_edition_was_in_force_say_so(stations: list[Any]) -> None:
    moment = datetime(2020, 9, 2, 14, tzinfo=UTC)  # 22:00 in Beijing on the eve of DB3311/T 147-2020
    give(stations[0], moment, six(4), now=moment + 4 * HOUR)
    eve, day = (index(stations[0], "aqhi_lishui", moment + hour * HOUR) for hour in (1, 2))
    assert eve.workings["retrospective"] is True
    assert "retrospective" not in day.workings


def test_hours_that_have_not_passed_are_not_judged(stations: list[Any]) -> None:
    give(stations[0], START, six(3), now=START + 3 * HOUR)
    assert IndexValue.objects.filter(start__gte=START + 3 * HOUR).count() == 0


def test_a_full_day_has_its_daily_index_and_the_averages_behind_it(stations: list[Any]) -> None:
    give(stations[0], START, six(24), now=START + 25 * HOUR)
    value = index(stations[0], "aqi_daily", START)
    assert (value.value, value.complete, value.edition.code) == (40, True, "cn_hj633_2026_daily")
    means = dict(AveragedValue.objects.filter(start=START).values_list("parameter__code", "value"))
    assert means["pm2_5"] == 20
    assert AveragedValue.objects.get(parameter__code="o3", statistic="day_max_8h").valid_count == 17


@pytest.mark.parametrize(("hours", "reason"), [(19, "incomplete_2026_5_3_1"), (12, "too_few_hours")])
def test_a_day_of_too_few_hours_has_no_mean_and_no_index(
    stations: list[Any], hours: int, reason: str
) -> None:
    """Nineteen hours still make fourteen 8-hour means of ozone, one item alone; twelve make nothing."""
    give(stations[0], START, six(hours), now=START + 25 * HOUR)
    value = index(stations[0], "aqi_daily", START)
    assert (value.value, value.withheld) == (None, reason)
    mean = AveragedValue.objects.get(parameter__code="so2", start=START)
    assert (mean.value, mean.valid_count, mean.withheld) == (None, hours, "too_few_hours")


def test_a_day_that_is_not_over_has_no_daily_index(stations: list[Any]) -> None:
    give(stations[0], START, six(23), now=START + 23 * HOUR)
    assert not IndexValue.objects.filter(kind__code="aqi_daily").exists()


def test_marks_move_forward_and_never_back(stations: list[Any]) -> None:
    give(stations[0], START, six(5), now=START + 5 * HOUR)
    give(stations[0], START, six(1, so2=[9]), now=START + 5 * HOUR)
    assert set(Mark.objects.values_list("through", flat=True)) == {START + 5 * HOUR}


def test_a_crash_before_commit_leaves_the_work_due(
    stations: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    store(frame=make_frame(stations[0], START, six(3)), delivery=make_delivery())

    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(due, "_advance", crash)
    with pytest.raises(RuntimeError, match="power cut"):
        due.compute_all_due(now=START + 3 * HOUR)
    assert not IndexValue.objects.exists()
    assert DueWindow.objects.count() == 1
    monkeypatch.undo()
    due.compute_all_due(now=START + 3 * HOUR)
    assert IndexValue.objects.filter(kind__code="aqi_hourly").count() == 3


def test_long_spans_are_computed_in_chunks_without_a_seam(
    stations: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Means reach over the seam: chunk by chunk gives the rows of one piece, each of them written once."""
    values = six(20, o3=[float(40 + 7 * hour) for hour in range(20)])
    give(stations[0], START, values, now=START + 20 * HOUR)
    monkeypatch.setattr("monitoring.services.indices.CHUNK", 5 * HOUR)
    give(stations[1], START, values, now=START + 20 * HOUR)
    rows = IndexValue.objects.filter(kind__code="aqhi_lishui").order_by("start")
    whole, pieces = (
        list(rows.filter(station=station).values_list("start", "display", "workings"))
        for station in stations[:2]
    )
    assert pieces == whole
    assert len(pieces) == 20
