from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.intake.timestamps import TIME_PROBLEMS, parse_date_hour, parse_time, parse_times

SIX_PM = datetime(2020, 3, 26, 10, tzinfo=UTC)  # 18:00 in Beijing


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-26 18",
        "2020-03-26T18",
        "2020-03-26 18:00",
        " 2020-03-26 18:00:00 ",
        "2020-03-26 18:00:00.000",
        "2020/3/26 18:00",
        "2020年3月26日18时",
        "20200326 18",
        "2020032618",
        "20200326180000",
        "2020-03-26T18:00:00+08:00",
        "2020-03-26T18:00:00+0800",
        "2020-03-26T10:00:00Z",
        "2020-03-26T05:00:00-05:00",
        "43916.75",
        "43916.7500000001",
    ],
)
def test_each_way_of_writing_the_hour_gives_the_same_moment(text: str) -> None:
    assert parse_time(text).moment == SIX_PM


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("昨天", "format"),
        ("２０２０-03-26 18", "format"),
        ("2020-03-26 18:00 pm", "format"),
        ("9" * 5000, "format"),
        ("2020-03-26 24:00", "hour_24"),
        ("2020-03-26 25", "hour_range"),
        ("2020-03-26 18:60", "minute_range"),
        ("2020-03-26 18:59:60", "second_60"),
        ("2020-03-26 18:59:61", "second_range"),
        ("2020-03-26 18:00:00.5", "fraction"),
        ("2020-03-00", "day_range"),
        ("2020-02-30", "day_range"),
        ("2020-00-26", "month_range"),
        ("2020-13-26", "month_range"),
        ("0000-01-01", "before_2000"),
        ("0001-01-01", "before_2000"),
        ("1999-12-31 23", "before_2000"),
        ("9999-12-31 23", "year_range"),
        ("2020-03-26T18:00+15:00", "zone_range"),
        ("2020-03-26T18:00+08:75", "zone_range"),
        ("10000", "before_2000"),
        ("99999", "year_range"),
    ],
)
def test_a_time_that_does_not_exist_is_told_and_never_shifted(text: str, problem: str) -> None:
    parsed = parse_time(text)

    assert (parsed.moment, parsed.problem) == (None, problem)
    assert all(TIME_PROBLEMS[problem])


def test_beijing_time_has_no_summer_time() -> None:
    parsed = parse_time("2001-07-01 00:00")

    assert parsed.moment == datetime(2001, 6, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2020-03-26 18:00:00", "2020-03-26", "43916.75"])
def test_an_api_time_needs_a_zone(text: str) -> None:
    assert parse_time(text, require_zone=True).problem == "no_zone"


def test_an_hour_ahead_of_now_is_tolerated_and_more_is_the_future() -> None:
    now = SIX_PM - timedelta(hours=1)

    assert parse_time("2020-03-26 18:00", now=now).moment == SIX_PM
    assert parse_time("2020-03-26 18:00:01", now=now).problem == "future"


@pytest.mark.parametrize("date", ["20200326", "2020-03-26", "2020/3/26", "2020-03-26 00:00:00", "43916"])
@pytest.mark.parametrize("hour", ["18", "18:00", "18:00:00", "18时"])
def test_date_and_hour_in_two_cells(date: str, hour: str) -> None:
    assert parse_date_hour(date, hour).moment == SIX_PM


@pytest.mark.parametrize(
    ("date", "hour", "problem", "part"),
    [
        ("20200326", "24", "hour_24", "hour"),
        ("20200326", "99", "hour_range", "hour"),
        ("20200326", "", "empty", "hour"),
        ("20200326", "18:30", "format", "hour"),
        ("20200326", "-1", "format", "hour"),
        ("", "18", "empty", "date"),
        ("20200332", "18", "day_range", "date"),
        ("20200326 18", "18", "clock_in_date", "date"),
    ],
)
def test_the_cell_at_fault_is_named(date: str, hour: str, problem: str, part: str) -> None:
    parsed = parse_date_hour(date, hour)

    assert (parsed.moment, parsed.problem, parsed.part) == (None, problem, part)


@given(st.text(max_size=60) | st.text("0123456789-/:. TZ+年月日时", max_size=40))
@settings(deadline=None)
def test_any_text_is_a_moment_or_a_known_problem(text: str) -> None:
    parsed = parse_time(text)

    assert (parsed.moment is None) == (parsed.problem in TIME_PROBLEMS)
    assert parsed.moment is not None or parsed.problem


@given(st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30)), st.integers(-14, 14))  # noqa: DTZ001
@settings(deadline=None)
def test_a_written_moment_is_read_back(moment: datetime, offset: int) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    shifted = whole + timedelta(hours=offset)
    text = f"{shifted:%Y-%m-%dT%H:%M:%S}{offset:+03d}:00"

    assert parse_time(text, require_zone=True).moment == whole


@given(st.integers(0, 10**9))
@settings(deadline=None)
def test_an_excel_serial_of_any_second_is_read_to_the_second(seconds: int) -> None:
    start = datetime(2000, 1, 1, tzinfo=UTC)
    moment = start + timedelta(seconds=seconds)
    serial = 36526 + (seconds + 8 * 3600) / 86400

    assert parse_time(repr(serial)).moment == moment


def test_many_texts_are_read_as_each_alone() -> None:
    texts = ["2020-03-26 18", "2020-03-26 24", ""]

    parsed = parse_times(texts)

    assert parsed.seconds.tolist() == [int(SIX_PM.timestamp()), 0, 0]
    assert parsed.seconds.dtype == np.int64
    assert parsed.problems.tolist() == ["", "hour_24", "empty"]
