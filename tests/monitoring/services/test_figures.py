"""The air's figures: what they are made of, what makes them fall silent, and that 示范 stations stay apart."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.db import connection

from monitoring.models import AveragedValue, IndexEdition, IndexKind, IndexValue, Parameter, Station
from monitoring.services import due
from monitoring.services.imports import import_bytes
from taskforce.services.figures import Figure, collect
from yunhe_envhealth.core.periods import BEIJING, day_start

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)
GOOD = {"so2": 5.0, "no2": 20.0, "co": 0.6, "pm10": 40.0, "pm2_5": 20.0, "o3": 90.0}


@pytest.fixture
def county(reference: None) -> list[Station]:
    """Two real public stations inside the county and one of the demonstration."""
    unit = Station.objects.filter(code="1267A").get().owner_unit
    return [
        Station.objects.create(
            code=code, name=code, kind="ambient_air", owner_unit=unit, division_id="331125001",
            active_from=date(2020, 1, 1), is_public=True, is_demo=code == "示范",
        )
        for code in ("甲站", "乙站", "示范")
    ]  # fmt: skip


def fill(station: Station, first: date, days: int, **changed: float) -> None:
    """Give a station the daily averages of some days."""
    means = GOOD | changed
    ids = dict(Parameter.objects.values_list("code", "id"))
    AveragedValue.objects.bulk_create(
        AveragedValue(
            station=station,
            parameter_id=ids[code],
            statistic=statistic,
            start=day_start(first + timedelta(days=number)),
            value=value,
            valid_count=24,
        )
        for number in range(days)
        for code, value in means.items()
        for statistic in (("day_max_8h", "day_max_1h") if code == "o3" else ("day_mean",))
    )


def figures(first: date, last: date, *, area_code: str = "331125", **options: Any) -> dict[str, Figure]:
    found = collect(period_start=first, period_end=last, area_code=area_code, **({"now": NOW} | options))
    return {key: figure for key, figure in found.items() if figure.chapter == "monitoring"}


def test_without_a_station_in_the_area_every_figure_says_so(reference: None) -> None:
    found = figures(date(2026, 1, 1), date(2026, 6, 30))

    assert {figure.withheld for figure in found.values()} == {"这个区域内没有公开的环境空气监测点"}
    assert {figure.value for figure in found.values()} == {None}


def test_a_period_that_has_not_passed_a_day_has_no_figures(county: list[Station]) -> None:
    found = figures(date(2026, 7, 7), date(2026, 12, 31))

    assert {figure.withheld for figure in found.values()} == {"报告期还没有过完一天"}


def test_the_county_mean_averages_stations_first_and_then_days(county: list[Station]) -> None:
    fill(county[0], date(2026, 4, 1), 61, pm2_5=20.0)
    fill(county[1], date(2026, 4, 1), 61, pm2_5=31.0)
    fill(county[2], date(2026, 4, 1), 61, pm2_5=300.0)
    mean = figures(date(2026, 4, 1), date(2026, 5, 31))["monitoring.pm2_5_mean"]

    assert (mean.value, mean.unit) == ("26", "µg/m³")  # 25.5, half to even
    assert mean.edition.startswith("有效 61 天，共 61 天")
    assert "平台默认" in mean.edition
    assert "甲站" in mean.source
    assert "示范" not in mean.source


def test_a_day_that_one_of_two_stations_did_not_deliver_is_no_county_day(county: list[Station]) -> None:
    fill(county[0], date(2026, 4, 1), 40)
    fill(county[1], date(2026, 4, 1), 20)
    found = figures(date(2026, 4, 1), date(2026, 5, 10))

    assert found["monitoring.pm2_5_mean"].withheld == "有效天数不够：有效 20 天，共 40 天"
    assert found["monitoring.good_rate_2026"].withheld == "有效天数不够：有效 20 天，共 40 天"


def test_a_station_counts_only_on_the_days_it_was_in_use(county: list[Station]) -> None:
    fill(county[0], date(2026, 4, 1), 40)
    Station.objects.filter(pk=county[1].pk).update(active_from=date(2026, 5, 1))
    fill(county[1], date(2026, 5, 1), 10)

    assert figures(date(2026, 4, 1), date(2026, 5, 10))["monitoring.pm2_5_mean"].value == "20"


def test_the_good_rate_is_given_apart_for_each_edition_that_governs_the_period(county: list[Station]) -> None:
    for station in county[:2]:
        fill(
            station, date(2026, 2, 1), 28, pm2_5=70.0
        )  # IAQI below 100 until 28 February, above from 1 March
        fill(station, date(2026, 3, 1), 31, pm2_5=70.0)
    found = figures(date(2026, 2, 1), date(2026, 3, 31))

    assert (found["monitoring.good_rate_2012"].value, found["monitoring.good_rate_2026"].value) == (
        "100.0",
        "0.0",
    )
    assert "HJ 633-2012，2026-02-01 至 2026-02-28" in found["monitoring.good_rate_2012"].title
    assert "优良 0 天，有效 31 天" in found["monitoring.good_rate_2026"].edition


def test_a_whole_year_is_held_to_the_days_of_the_standard(county: list[Station]) -> None:
    for station in county[:2]:
        fill(station, date(2025, 1, 1), 365)
    whole = {"first": date(2025, 1, 1), "last": date(2025, 12, 31)}
    assert figures(*whole.values())["monitoring.pm2_5_mean"].value == "20"

    AveragedValue.objects.filter(
        start__gte=day_start(date(2025, 6, 1)), start__lt=day_start(date(2025, 6, 5))
    ).delete()
    gone = figures(*whole.values())["monitoring.pm2_5_mean"]
    assert gone.value is None  # June has 26 days
    assert "有效 361 天" in gone.withheld


def test_hours_of_the_health_index_are_counted_by_level_and_withheld_ones_as_a_share(
    county: list[Station],
) -> None:
    kind = IndexKind.objects.get(code="aqhi_lishui")
    edition = IndexEdition.objects.filter(kind=kind).get()
    levels = [1] * 5 + [2] * 2 + [None]
    IndexValue.objects.bulk_create(
        IndexValue(
            station=station, kind=kind, edition=edition, start=day_start(date(2026, 4, 1)) + timedelta(hours=hour),
            value=float(level) if level else None, level=level, withheld="" if level else "no_data", computed_at=NOW,
        )
        for station in county
        for hour, level in enumerate(levels)
    )  # fmt: skip
    found = figures(date(2026, 4, 1), date(2026, 4, 30))

    counted = {key: found[key].value for key in found if "aqhi_level_" in key}
    assert [counted[f"monitoring.aqhi_level_{number}"] for number in (1, 2, 3)] == ["10", "4", "0"]
    assert found["monitoring.aqhi_withheld_share"].value == "12.5"
    assert "候选" in found["monitoring.aqhi_level_1"].edition
    assert "共判 16 小时" in found["monitoring.aqhi_level_1"].edition


def test_a_demonstration_report_is_filled_from_demonstration_stations_alone(county: list[Station]) -> None:
    fill(county[0], date(2026, 4, 1), 30)
    fill(county[2], date(2026, 4, 1), 30, pm2_5=50.0)
    mean = figures(date(2026, 4, 1), date(2026, 4, 30), is_demo=True)["monitoring.pm2_5_mean"]

    assert mean.value == "50"
    assert mean.source.startswith("示范数据")


def test_the_figures_of_the_recorded_hours_of_lishui_are_those_that_the_hours_give(
    stations: list[Station], lishui_hours: bytes, settings: Any, tmp_path: Path
) -> None:
    """The platform's way (deliver, store, average, evaluate) beside a plain calculation over what is stored."""
    settings.MEDIA_ROOT = tmp_path / "media"
    now = datetime(2020, 4, 9, 12, tzinfo=BEIJING)
    first, last = date(2020, 3, 27), date(2020, 4, 7)
    import_bytes(data=lishui_hours, filename="示范.csv", layout="cnemc-wide", channel="command")
    due.compute_all_due(now=now)
    found = figures(first, last, area_code="3311", now=now)
    hours = stored_hours([station.pk for station in stations], first, last)

    assert found["monitoring.stations"].value == "3"
    received = len(hours.groupby(["station", "start"]))
    assert found["monitoring.received_share"].value == f"{100 * received / (3 * 24 * 12):.1f}"
    pm2_5 = hours[hours.parameter == "pm2_5"]
    by_day = pm2_5.groupby(["day", "station"]).value.agg(["mean", "count"])
    county_days = by_day[by_day["count"] >= 20]["mean"].unstack().dropna().mean(axis=1)
    assert 0 < len(county_days) < 9  # the record has gaps: too few days for a mean of the twelve
    assert found["monitoring.pm2_5_mean"].withheld == f"有效天数不够：有效 {len(county_days)} 天，共 12 天"
    best = county_days.index[0]
    one_day = figures(best, best, area_code="3311", now=now)["monitoring.pm2_5_mean"]
    assert one_day.value == f"{county_days[best]:.0f}"


def stored_hours(stations: list[int], first: date, last: date) -> pd.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.station_id, p.code, m.start, m.value FROM monitoring_measurement m"
            " JOIN monitoring_parameter p ON p.id = m.parameter_id"
            " WHERE m.station_id = ANY(%s) AND m.start >= %s AND m.start < %s AND m.period = 'hour'",
            [stations, day_start(first), day_start(last + timedelta(days=1))],
        )
        frame = pd.DataFrame(cursor.fetchall(), columns=["station", "parameter", "start", "value"])
    frame["day"] = frame.start.dt.tz_convert("Asia/Shanghai").dt.date
    return frame
