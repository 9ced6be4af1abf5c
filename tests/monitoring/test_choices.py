"""Every reason for a missing number has words, in Chinese and in English."""

from decimal import Decimal
from itertools import combinations

import pytest
from django.utils import translation

from monitoring.choices import reason_in_words
from monitoring.science import aqhi, aqi

SIX = {"so2": 9, "no2": 20, "co": 1, "o3": 90, "pm10": 60, "pm2_5": 30}


def reasons():
    """Every reason code that the two engines give for one hour, whatever is missing, with what was missing."""
    found = {("too_few_hours", ()), ("stations:1/3", ()), ("no_data", ())}
    for count in range(len(SIX) + 1):
        for kept in combinations(SIX, count):
            values = {key: Decimal(SIX[key]) for key in kept}
            results = [aqi.hourly(standard, values) for standard in (aqi.AQI_2012, aqi.AQI_2026)]
            results += [aqhi.from_means(parameters, values) for parameters in aqhi.PARAMETER_SETS.values()]
            found |= {(result.withheld, result.missing) for result in results if result.withheld}
    found |= {
        (result.withheld, result.missing)
        for result in [
            aqi.hourly(aqi.AQI_2012, {"so2": Decimal(900)}),
            aqi.daily(aqi.AQI_2012, {"o3_8h": Decimal(900)}),
        ]
    }
    return sorted(found)


@pytest.mark.parametrize(("code", "missing"), reasons())
def test_every_reason_the_engines_give_is_a_sentence_in_both_languages(code, missing):
    with translation.override("zh-hans"):
        chinese = reason_in_words(code, missing)
    with translation.override("en"):
        english = reason_in_words(code, missing)
    assert chinese.endswith("。")
    assert english.endswith((".", ")."))
    assert "_" not in chinese + english
    assert "原因代码" not in chinese
    assert "reason code" not in english
    assert not any("\u4e00" <= character <= "\u9fff" for character in english)


def test_a_missing_pollutant_is_named():
    assert reason_in_words("missing:o3,no2").startswith("缺臭氧、二氧化氮，不能计算 AQHI")


def test_the_2026_clause_is_named_with_what_is_missing():
    assert "HJ 633-2026 第 5.3.1 条" in reason_in_words("incomplete_2026_5_3_1", ["o3"])
    assert "缺臭氧" in reason_in_words("incomplete_2026_5_3_1", ["o3"])


def test_no_reason_has_no_words_and_an_unknown_one_is_shown():
    assert reason_in_words("") == ""
    assert "sun_spots" in reason_in_words("sun_spots")
