"""Every reason for a missing number has words, in Chinese and in English."""

from decimal import Decimal
from itertools import combinations

import pytest

from monitoring.science import aqhi, aqi
from monitoring.science.reasons import REASONS, explain, item_name

SIX = {"so2": 9, "no2": 20, "co": 1, "o3": 90, "pm10": 60, "pm2_5": 30}


def stored_reasons() -> list[tuple[str, tuple[str, ...]]]:
    """Every reason code that is stored or given anywhere, with what was missing: those of the two engines for an hour,
    whatever is missing, and those of means and of the county's value.
    """
    found = {("too_few_hours", ()), ("stations:1/3", ()), ("stations:0/3", ()), ("no_data", ())}
    for count in range(len(SIX) + 1):
        for kept in combinations(SIX, count):
            values = {key: Decimal(SIX[key]) for key in kept}
            results = [aqi.hourly(standard, values) for standard in (aqi.AQI_2012, aqi.AQI_2026)]
            results += [aqhi.from_means(parameters, values) for parameters in aqhi.PARAMETER_SETS.values()]
            found |= {(result.withheld, result.missing) for result in results if result.withheld}
    beyond = [
        aqi.hourly(aqi.AQI_2012, {"so2": Decimal(900)}),
        aqi.daily(aqi.AQI_2012, {"o3_8h": Decimal(900)}),
    ]
    found |= {(result.withheld, result.missing) for result in beyond if result.withheld}
    return sorted(found)


@pytest.mark.parametrize(("code", "missing"), stored_reasons())
def test_every_stored_reason_is_a_sentence_in_both_languages(code: str, missing: tuple[str, ...]) -> None:
    chinese, english = explain(code, missing), explain(code, missing, language="en")

    assert chinese.endswith("。")
    assert english.endswith(".")
    assert "_" not in chinese + english
    assert "原因代码" not in chinese
    assert "Reason code" not in english
    assert not any("\u4e00" <= character <= "\u9fff" for character in english)


def test_every_worded_reason_is_one_that_occurs() -> None:
    assert {code.partition(":")[0] for code, _ in stored_reasons()} == set(REASONS)


@pytest.mark.parametrize(
    ("reason", "words", "words_en"),
    [
        ("missing:o3,no2", "缺臭氧、二氧化氮，不能计算 AQHI", "No AQHI without O₃, NO₂"),
        ("needs:so2_24h", "应改按二氧化硫 24 小时浓度计算", "SO₂ 24 h"),
        ("incomplete_2026_5_3_1", "缺可吸入颗粒物，其余项目算出的 AQI 不大于 100", "Without PM₁₀"),
        ("incomplete_2026_5_3_1", "按 HJ 633-2026 第 5.3.1 条", "HJ 633-2026, 5.3.1"),
        ("too_few_hours", "有效小时不够，不能求平均", "Too few valid hours for a mean"),
        ("too_few_hours:18/20", "有效小时不够（18/20）", "Too few valid hours (18/20)"),
        ("stations:1/3", "3 个监测点中只有 1 个有数据，少于四分之三", "1 of 3 stations"),
        ("no_data", "没有可用的数据。", "no usable data"),
    ],
)
def test_a_reason_names_what_is_wrong(reason: str, words: str, words_en: str) -> None:
    assert words in explain(reason, ("pm10",))
    assert words_en in explain(reason, ["pm10"], language="en-gb")


def test_a_code_that_lost_its_keys_speaks_of_some_pollutants() -> None:
    assert explain("missing").startswith("缺部分项目，")
    assert explain("missing", language="en").startswith("No AQHI without a pollutant:")


def test_no_reason_has_no_words() -> None:
    assert explain("") == ""


@pytest.mark.parametrize(
    "reason", ["sun_spots", "sun_spots:a,b", "stations", "missing", "needs:", ":", "stations:x"]
)
def test_a_code_without_words_is_shown_and_never_raises(reason: str) -> None:
    assert explain(reason).endswith("。")
    assert explain(reason, language="en").endswith(".")


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert explain("sun_spots:3") == "原因代码 sun_spots:3。"
    assert explain("sun_spots:3", language="en") == "Reason code sun_spots:3."


def test_item_names_are_formulas() -> None:
    assert item_name("pm2_5_24h") == "PM₂.₅ 24 小时"
    assert item_name("co") == "CO"
    assert item_name("noise") == "noise"
