"""National AQI schemes: cn_hj633_{2012,2026}_{iaqi,daily}, cn_hj633_2012_hourly, cn_hj633_2026_realtime, cn_aqi_level."""

from collections.abc import Callable, Mapping
from typing import Any

from monitoring.science.aqi import AQI_2012, AQI_2026, AqiResult, AqiStandard, daily, hourly, iaqi, level_of
from monitoring.science.calculator.inputs import InputRefused, number, required, whole
from monitoring.science.reasons import explain, item_name


def _single(standard: AqiStandard, inputs: Mapping[str, Any]) -> dict[str, Any]:
    item = inputs.get("item")
    if not isinstance(item, str) or item not in standard.breakpoints:
        raise InputRefused(f"项目应为其中之一：{'、'.join(sorted(standard.breakpoints))}。")
    value = iaqi(standard, item, required(inputs, "c", "浓度"))
    if value is None:
        raise InputRefused(f"{item_name(item)} 浓度高于 800 µg/m³，{standard.code} 不再计算其分指数。")
    level = level_of(value)
    return {"iaqi": value, "category": level.category, "level": level.name_zh, "edition": standard.edition}


def _concentrations(inputs: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """Values under the index's own keys; `keys` maps them to the scheme's input names."""
    return {key: number(inputs.get(name), item_name(name)) for key, name in keys.items()}


def _daily(standard: AqiStandard, inputs: Mapping[str, Any]) -> dict[str, Any]:
    keys = {key: key for key in standard.daily_items}
    return _answer(daily(standard, _concentrations(inputs, keys)), keys)


def _hourly(standard: AqiStandard, inputs: Mapping[str, Any]) -> dict[str, Any]:
    keys = {key: "o3_1h" if key == "o3" else key for key in standard.hourly_items}
    values = _concentrations(inputs, keys)
    for other, _ in standard.stand_ins.values():
        if other not in values:
            values[other] = number(inputs.get(other), item_name(other))
    return _answer(hourly(standard, values), keys)


def _answer(result: AqiResult, names: Mapping[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "aqi": result.aqi,
        "level": level_of(result.aqi).name_zh if result.aqi is not None else None,
        "category": result.category,
        "colour": result.colour,
        "primary": [names[key] for key in result.primary],
        "iaqi": {names[key]: value for key, value in result.iaqi.items()},
        "exceeding": [names[key] for key in result.exceeding],
        "missing": [names[key] for key in result.missing],
        "complete": result.complete,
        "edition": result.edition,
    }
    if result.withheld is not None:
        answer["withheld"] = explain(result.withheld, result.missing)
    return answer


def _level(inputs: Mapping[str, Any]) -> dict[str, Any]:
    aqi = whole(inputs, "aqi", "AQI")
    level = level_of(aqi)
    return {
        "level": level.name_zh,
        "category": level.category,
        "colour": level.colour,
        "rgb": list(level.rgb),
        "has_primary": aqi > 50,
    }


HANDLERS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "cn_hj633_2012_iaqi": lambda inputs: _single(AQI_2012, inputs),
    "cn_hj633_2026_iaqi": lambda inputs: _single(AQI_2026, inputs),
    "cn_hj633_2012_daily": lambda inputs: _daily(AQI_2012, inputs),
    "cn_hj633_2026_daily": lambda inputs: _daily(AQI_2026, inputs),
    "cn_hj633_2012_hourly": lambda inputs: _hourly(AQI_2012, inputs),
    "cn_hj633_2026_realtime": lambda inputs: _hourly(AQI_2026, inputs),
    "cn_aqi_level": _level,
}
