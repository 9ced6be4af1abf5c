"""Reasons in words."""

import pytest

from monitoring.science.reasons import explain, item_name


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("missing:o3,so2", "缺少 O₃、SO₂ 的有效浓度"),
        ("no_data", "没有可用的浓度数据"),
        ("needs:so2_24h", "SO₂ 24 小时"),
        ("incomplete_2026_5_3_1", "第 5.3.1 条"),
    ],
)
def test_each_reason_becomes_a_sentence(reason: str, words: str) -> None:
    sentence = explain(reason, ("pm10",))
    assert words in sentence
    assert sentence.endswith("。")


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown reason"):
        explain("whatever")


def test_item_names_are_formulas() -> None:
    assert item_name("pm2_5_24h") == "PM₂.₅ 24 小时"
    assert item_name("co") == "CO"
    assert item_name("noise") == "noise"
