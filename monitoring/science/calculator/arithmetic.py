"""Schemes of plain arithmetic: gbt8170_round, hj663_percentile, cn_good_rate, cn_composite_index_2013."""

from collections.abc import Callable, Mapping
from typing import Any

from monitoring.science.calculator.inputs import InputRefused, number, numbers, required, whole
from monitoring.science.evaluation import COMPOSITE_LIMITS_2013, composite_index_2013, good_rate, percentile
from monitoring.science.reasons import item_name
from monitoring.science.rounding import round_half_even

_MOST_PLACES = 30
_COMPOSITE_LABELS = {"co_p95": "CO 第 95 百分位数", "o3_8h_p90": "O₃ 8 小时第 90 百分位数"}


def _round(inputs: Mapping[str, Any]) -> dict[str, Any]:
    places = whole(inputs, "decimal_places", "小数位数", signed=True)
    if abs(places) > _MOST_PLACES:
        raise InputRefused("小数位数应在 -30 至 30 之间。")
    value = round_half_even(required(inputs, "value", "数值", signed=True), places)
    return {"value": f"{value:f}" if places >= 0 else str(value)}


def _percentile(inputs: Mapping[str, Any]) -> dict[str, Any]:
    p = required(inputs, "p", "百分位")
    if p > 100:
        raise InputRefused("百分位应在 0 至 100 之间。")
    values = [value for value in numbers(inputs.get("values"), "数值") if value is not None]
    result = percentile(values, p)
    if result is None:
        raise InputRefused("没有可用的数值。")
    return {"value": f"{result:f}", "count": len(values)}


def _good_rate(inputs: Mapping[str, Any]) -> dict[str, Any]:
    good = whole(inputs, "good_or_excellent_days", "优良天数")
    valid = whole(inputs, "valid_days", "有效天数")
    if good > valid:
        raise InputRefused("优良天数不能多于有效天数。")
    rate = good_rate(good, valid)
    if rate is None:
        raise InputRefused("没有有效天数，不能计算优良率。")
    return {"rate_percent": str(rate)}


def _composite(inputs: Mapping[str, Any]) -> dict[str, Any]:
    labels = {key: _COMPOSITE_LABELS.get(key, item_name(key)) for key in COMPOSITE_LIMITS_2013}
    values = {key: number(inputs.get(key), label) for key, label in labels.items()}
    index = composite_index_2013(values)
    if index is None:
        missing = "、".join(label for key, label in labels.items() if values[key] is None)
        raise InputRefused(f"缺少 {missing}，不能计算综合指数。")
    return {"index": str(index)}


HANDLERS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "gbt8170_round": _round,
    "hj663_percentile": _percentile,
    "cn_good_rate": _good_rate,
    "cn_composite_index_2013": _composite,
}
