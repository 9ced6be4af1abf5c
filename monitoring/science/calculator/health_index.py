"""AQHI schemes: Lishui candidate, Hong Kong, Canada. Input names are those of the schemes (NO2, O3_ppb, PM2_5 …)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from monitoring.science.aqhi import (
    CANADA,
    CANADA_PLUS,
    HK_2013,
    HK_2025,
    LISHUI_CANDIDATE,
    AqhiParameters,
    AqhiResult,
    compute,
    from_means,
    higher,
)
from monitoring.science.averages import moving_mean
from monitoring.science.calculator.inputs import InputRefused, group, number, numbers, required
from monitoring.science.pollutants import from_ppb
from monitoring.science.reasons import explain
from monitoring.science.rounding import round_half_even

_NAMES = {"NO2": "no2", "SO2": "so2", "O3": "o3", "PM10": "pm10", "PM2_5": "pm2_5"}
_PPB_NAMES = {"NO2_ppb": "no2", "O3_ppb": "o3"}
_PPM_NAMES = {"NO2": "no2", "SO2": "so2", "O3": "o3"}


def _means(inputs: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Means in µg/m³ under the platform's keys; gases may come in ppb under O3_ppb and NO2_ppb."""
    means = {key: number(inputs.get(name), name) for name, key in _NAMES.items()}
    for name, key in _PPB_NAMES.items():
        ppb = number(inputs.get(name), name)
        if ppb is not None:
            means[key] = from_ppb(key, ppb)
    return means


def _hours(inputs: Mapping[str, Any]) -> dict[str, Sequence[Decimal | None]]:
    """Hourly values in µg/m³ under the platform's keys, oldest first."""
    hours: dict[str, Sequence[Decimal | None]] = {
        key: numbers(inputs[name], name) for name, key in _NAMES.items() if name in inputs
    }
    for name, key in _PPB_NAMES.items():
        if name in inputs:
            hours[key] = [None if ppb is None else from_ppb(key, ppb) for ppb in numbers(inputs[name], name)]
    return hours


def _from_ppm(inputs: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Gases in ppm under mean3h_ppm, particles in µg/m³ beside it."""
    gases = group(inputs, "mean3h_ppm")
    means: dict[str, Decimal | None] = {key: number(inputs.get(name), name) for name, key in _NAMES.items()}
    for name, key in _PPM_NAMES.items():
        ppm = number(gases.get(name), name)
        means[key] = None if ppm is None else from_ppb(key, ppm * 1000)
    return means


def _result(parameters: AqhiParameters, inputs: Mapping[str, Any]) -> AqhiResult:
    """Hours win over means when both are given."""
    if "hourly" in inputs:
        return compute(parameters, _hours(group(inputs, "hourly")))
    if "mean3h_ppm" in inputs:
        return from_means(parameters, _from_ppm(inputs))
    return from_means(parameters, _means(group(inputs, "mean" if "mean" in inputs else "mean3h")))


def _shown(result: AqhiResult) -> str | int | None:
    """The index as the schemes write it: 7, "1.6" or "10+"."""
    return int(result.display) if result.display and result.display.isdigit() else result.display


def _answer(parameters: AqhiParameters, result: AqhiResult) -> dict[str, Any]:
    names = {key: name for name, key in _NAMES.items()}
    answer: dict[str, Any] = {
        "aqhi": _shown(result),
        "level": result.level_name,
        "level_number": result.level,
        "colour": result.colour,
        "er": None if result.total is None else str(result.total),
        "er_parts": {names[key]: str(part) for key, part in result.contributions.items()},
        "primary": [names[key] for key in result.primary],
        "means": {names[key]: str(mean) for key, mean in result.means.items()},
        "complete": result.complete,
        "edition": result.edition,
        "status": parameters.status_zh,
    }
    if result.withheld is not None:
        answer["withheld"] = explain(result.withheld)
    return answer


def _by(parameters: AqhiParameters) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda inputs: _answer(parameters, _result(parameters, inputs))


def _plus(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """AQHI+ from the 1-hour PM2.5 alone."""
    result = from_means(CANADA_PLUS, {"pm2_5": required(inputs, "pm25_1h", "PM₂.₅ 1 小时浓度")})
    return {
        "aqhi_plus": _shown(result),
        "level": result.level_name,
        "colour": result.colour,
        "status": CANADA_PLUS.status_zh,
    }


def _canada_report(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """AQHI of three hours, AQHI+ of the last hour, and the higher of the two as reported."""
    hours = _hours(group(inputs, "hourly"))
    index, plus = compute(CANADA, hours), compute(CANADA_PLUS, hours)
    reported = higher(index, plus)
    level = next((level for level in CANADA.levels if level.number == reported.level), None)
    answer: dict[str, Any] = {
        "aqhi": _shown(index),
        "aqhi_plus": _shown(plus),
        "reported": _shown(reported),
        "risk": None if level is None else level.name_en.title(),
    }
    if reported.withheld is not None:
        answer["withheld"] = explain(reported.withheld)
    return answer


def _mean3h(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Moving 3-hour means, 2 of 3 hours, shown with one decimal (half to even on the exact mean)."""
    means = moving_mean(numbers(inputs.get("hourly"), "小时浓度"), CANADA.window_hours, CANADA.minimum_hours)
    return {"mean3h": [None if mean is None else str(round_half_even(mean, 1)) for mean in means]}


def _lishui_band(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Lishui index and level of a given excess risk."""
    total = round_half_even(required(inputs, "er", "超额风险"), 2)
    value, level = LISHUI_CANDIDATE.value(total), LISHUI_CANDIDATE.level(total)
    return {
        "aqhi": LISHUI_CANDIDATE.display(value),
        "level": level.name_zh,
        "colour": level.colour,
        "status": LISHUI_CANDIDATE.status_zh,
    }


def _lishui_level(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Lishui level of a given AQHI: upper ends belong to the lower level."""
    aqhi = required(inputs, "aqhi", "AQHI")
    if aqhi > LISHUI_CANDIDATE.levels[-1].top:
        raise InputRefused("AQHI 应在 0 至 11 之间，11 表示 10+。")
    level = next(level for level in LISHUI_CANDIDATE.levels if aqhi <= level.top)
    return {
        "level": level.name_zh,
        "colour": level.colour,
        "general": level.general_zh,
        "sensitive": level.sensitive_zh,
        "status": LISHUI_CANDIDATE.status_zh,
    }


HANDLERS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "hk_aqhi_2013": _by(HK_2013),
    "hk_aqhi_2025": _by(HK_2025),
    "ca_aqhi": _by(CANADA),
    "ca_aqhi_plus": _plus,
    "ca_aqhi_hourly": _canada_report,
    "ca_mean3h": _mean3h,
    "lishui_aqhi_candidate": _by(LISHUI_CANDIDATE),
    "lishui_aqhi_candidate_band": _lishui_band,
    "lishui_aqhi_candidate_level": _lishui_level,
}
