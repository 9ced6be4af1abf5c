"""Bad input is answered, never raised."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science.calculator import SCHEMES, answer_line, calculate, nested_inputs

JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.decimals(),
        st.sampled_from(
            ["1e999999999", "0e999999999", "-1", "NaN", "1_0", "１２", 10**400, -0.0, "1E-999999"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(sorted({field.name for scheme in SCHEMES.values() for field in scheme.inputs}))
GROUPS = st.sampled_from(["mean", "mean3h", "hourly", "mean3h_ppm"])
INPUTS = st.dictionaries(
    st.one_of(NAMES, GROUPS), st.one_of(JUNK, st.dictionaries(NAMES, JUNK, max_size=5)), max_size=8
)
ALL_SCHEMES = st.sampled_from(
    [*SCHEMES, "ca_aqhi_hourly", "ca_mean3h", "lishui_aqhi_candidate_band", "lishui_aqhi_candidate_level"]
)


@given(ALL_SCHEMES, INPUTS)
def test_no_input_raises_and_every_answer_can_be_written(scheme: str, inputs: dict[str, Any]) -> None:
    answer = calculate(scheme, inputs)
    assert json.dumps(answer, ensure_ascii=False).encode()
    assert answer


@given(st.text(max_size=200))
def test_no_line_raises(line: str) -> None:
    assert "withheld" in answer_line(line)


@pytest.mark.parametrize(
    "line",
    ["junk", "[1]", "null", "5", '"text"', "{}", '{"scheme": "x"}', "[" * 100_000, '{"scheme": ["a"]}'],
)
def test_a_junk_line_is_withheld_with_a_sentence(line: str) -> None:
    assert answer_line(line)["withheld"].endswith("。")


def test_an_overlong_line_is_withheld() -> None:
    assert answer_line('{"scheme": "' + "a" * 1_000_001)["withheld"] == "这一行过长。"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("abc", "应为数字"),
        (True, "应为数字"),
        ([1], "应为数字"),
        ({"a": 1}, "应为数字"),
        (float("nan"), "应为数字"),
        (float("inf"), "应为数字"),
        ("NaN", "应为数字"),
        (-1, "不能为负数"),
        ("1e400", "超出可计算的范围"),
        (10**500, "超出可计算的范围"),
        ("1e-400", "超出可计算的范围"),
        (None, "缺少"),
    ],
)
def test_each_bad_number_has_its_own_sentence(value: object, words: str) -> None:
    assert words in calculate("cn_hj633_2026_iaqi", {"item": "pm2_5_24h", "c": value})["withheld"]


@pytest.mark.parametrize("value", [35, "35", 35.0, Decimal(35), " 35 ", "3.5e1"])
def test_numbers_may_come_as_numbers_or_texts(value: object) -> None:
    answer = calculate("cn_hj633_2012_iaqi", {"item": "pm2_5_24h", "c": value})
    assert (answer["iaqi"], answer["category"]) == (50, "优")


@pytest.mark.parametrize("missing", [None, "NA"])
def test_a_missing_item_keeps_the_single_indices(missing: str | None) -> None:
    inputs = {"so2": 5, "no2": 10, "co": 1, "o3_1h": 60, "pm10": missing, "pm2_5": 10}
    answer = calculate("cn_hj633_2026_realtime", inputs)
    assert "5.3.1" in answer["withheld"]
    assert answer["aqi"] is None
    assert answer["missing"] == ["pm10"]
    assert answer["iaqi"]["pm2_5"] == 15


def test_an_item_that_no_edition_knows_is_left_aside() -> None:
    inputs = {
        "so2": 5,
        "no2": 10,
        "co": 1,
        "o3_8h": 60,
        "pm10": 20,
        "pm2_5": 10,
        "benzene": "NA",
        "o3_1h": None,
    }
    assert calculate("cn_hj633_2026_daily", inputs)["aqi"] == 30


def test_2012_has_no_index_for_hourly_sulphur_dioxide_above_800() -> None:
    assert "HJ 633-2012" in calculate("cn_hj633_2012_iaqi", {"item": "so2_1h", "c": 801})["withheld"]
    assert calculate("cn_hj633_2026_iaqi", {"item": "so2_1h", "c": 801})["iaqi"] == 200


def test_lishui_says_its_status_and_names_what_is_missing() -> None:
    full = calculate("lishui_aqhi_candidate", {"mean": {"PM2_5": 10, "O3": 100, "SO2": 20, "NO2": 40}})
    assert (full["er"], full["level"], full["status"]) == ("16.71", "一级", "候选")
    part = calculate("lishui_aqhi_candidate", {"mean": {"PM2_5": 10, "SO2": 20, "NO2": 40}})
    assert part["aqhi"] is None
    assert part["withheld"] == "缺臭氧，不能计算 AQHI；缺项不按清洁空气对待。"


def test_numbers_of_a_line_are_taken_at_their_written_digits() -> None:
    line = (
        '{"scheme": "gbt8170_round", "inputs": {"value": 2.6750000000000000000000001, "decimal_places": 2}}'
    )
    assert answer_line(line) == {"value": "2.68"}
    line = '{"scheme": "gbt8170_round", "inputs": {"value": "1.050", "decimal_places": 1}}'
    assert answer_line(line) == {"value": "1.0"}


@pytest.mark.parametrize(
    ("scheme", "inputs"),
    [
        ("cn_aqi_level", {"aqi": 50.5}),
        ("cn_aqi_level", {"aqi": -1}),
        ("gbt8170_round", {"value": 1, "decimal_places": 31}),
        ("hj663_percentile", {"values": [], "p": 90}),
        ("hj663_percentile", {"values": [1], "p": 101}),
        ("hj663_percentile", {"values": "12", "p": 90}),
        ("cn_good_rate", {"good_or_excellent_days": 3, "valid_days": 2}),
        ("cn_good_rate", {"good_or_excellent_days": 0, "valid_days": 0}),
        ("cn_composite_index_2013", {"so2": 1}),
        ("hk_aqhi_2025", {}),
        ("lishui_aqhi_candidate_level", {"aqhi": 12}),
        ("ca_aqhi_plus", {"pm25_1h": -1}),
        ("cn_hj633_2012_iaqi", {"item": [], "c": 1}),
    ],
)
def test_what_a_scheme_cannot_use_is_withheld(scheme: str, inputs: dict[str, Any]) -> None:
    assert calculate(scheme, inputs)["withheld"].endswith("。")


FILLED = {"choice": "pm2_5_24h", "list": "3、1, 2 5", "integer": "1", "number": "20"}


@pytest.mark.parametrize("code", sorted(SCHEMES))
def test_a_filled_form_of_every_scheme_gets_an_answer(code: str) -> None:
    scheme = SCHEMES[code]
    flat = {field.name: FILLED[field.kind] for field in scheme.inputs}
    answer = calculate(code, nested_inputs(scheme, flat))
    assert "withheld" not in answer


@pytest.mark.parametrize("code", sorted(SCHEMES))
def test_an_empty_form_of_every_scheme_is_withheld(code: str) -> None:
    scheme = SCHEMES[code]
    assert calculate(code, nested_inputs(scheme, {}))["withheld"].endswith("。")
