from __future__ import annotations

import pytest

from monitoring.intake.layouts import CNEMC_WIDE, LAYOUTS, TIDY, bind, choose, detect
from monitoring.intake.refusals import FileRefused

LISHUI = [
    "stationcode",
    "Date",
    "Hour",
    "WatchPoint",
    "AQI",
    "Level",
    "PrimaryPollution",
    "PM2.5",
    "PM10",
    "CO",
    "NO2",
    "O3_1h",
    "O3_8h",
    "SO2",
]


def test_the_published_wide_file_is_recognised() -> None:
    assert detect(LISHUI) == "cnemc-wide"
    assert detect(["City", *LISHUI[1:]]) == "cnemc-wide"


def test_order_and_case_of_the_headings_do_not_matter() -> None:
    assert detect([f" {name.upper()} " for name in reversed(LISHUI)]) == "cnemc-wide"


@pytest.mark.parametrize(
    "header",
    [
        ["station", "parameter", "start", "value"],
        ["站点编码", "因子", "时间", "浓度"],
        ["监测点", "参数", "开始时间", "数值", "单位", "标记"],
    ],
)
def test_the_tidy_table_is_recognised_by_its_english_and_chinese_headings(header: list[str]) -> None:
    assert detect(header) == "tidy"


def test_a_foreign_header_is_no_layout() -> None:
    assert detect(["姓名", "电话"]) is None


def test_the_refusal_of_a_foreign_header_names_what_each_layout_lacks() -> None:
    with pytest.raises(FileRefused) as refusal:
        choose(["姓名", "电话"], None)

    assert all(layout.title in refusal.value.message for layout in LAYOUTS.values())


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FileRefused) as refusal:
        choose([name for name in LISHUI if name not in {"Hour", "SO2"}], "cnemc-wide")

    assert "hour、SO2" in refusal.value.message


def test_a_wide_file_needs_a_code_or_city_and_point() -> None:
    without = [name for name in LISHUI if name != "stationcode"]

    with pytest.raises(FileRefused, match="stationcode 或 city"):
        choose(without, "cnemc-wide")


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(FileRefused, match="没有“x”这种格式"):
        choose(LISHUI, "x")


def test_a_heading_that_occurs_twice_is_refused() -> None:
    with pytest.raises(FileRefused, match="co”出现了两次"):
        bind([*LISHUI, "co"], CNEMC_WIDE)


def test_two_columns_for_one_thing_are_refused() -> None:
    with pytest.raises(FileRefused, match="同一项"):
        bind(["station", "parameter", "start", "时间", "value"], TIDY)


def test_a_column_that_no_role_takes_is_reported_unused() -> None:
    assert bind(["station", "note", "parameter", "start", "value", ""], TIDY).unused == (1,)
