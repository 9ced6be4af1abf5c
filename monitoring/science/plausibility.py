"""What a reading cannot be. Bounds are ours: 平台默认（非标准）, confidence C. An impossible value is in no index."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

STATUS_ZH = "平台默认（非标准）"

Fault = Literal["not_a_number", "negative", "below_possible", "above_possible"]

VALID_FLAGS = ("", "N")
"""Data flags (HJ 212) whose values an index may be computed from: none given, or N normal. Calibration, maintenance,
fault, over range, stopped and typed in by hand (C, M, D, T, F, S, B) are kept and shown, but count as missing
(平台默认)."""


@dataclass(frozen=True)
class Bounds:
    """The closed range of values that can occur, in `unit`."""

    low: Decimal
    high: Decimal
    unit: str


def _bounds(low: str, high: str, unit: str) -> Bounds:
    return Bounds(Decimal(low), Decimal(high), unit)


BOUNDS: Mapping[str, Bounds] = MappingProxyType(
    {
        # Ambient air, 1-hour means. Above every breakpoint of HJ 633 so that a real episode passes.
        "so2": _bounds("0", "5000", "µg/m³"),
        "no2": _bounds("0", "5000", "µg/m³"),
        "co": _bounds("0", "200", "mg/m³"),
        "o3": _bounds("0", "2000", "µg/m³"),
        "pm10": _bounds("0", "20000", "µg/m³"),
        "pm2_5": _bounds("0", "5000", "µg/m³"),
        "negative_ions": _bounds("0", "1000000", "个/cm³"),
        # Weather at ground level.
        "air_temperature": _bounds("-50", "55", "℃"),
        "relative_humidity": _bounds("0", "100", "%"),
        "air_pressure": _bounds("500", "1100", "hPa"),
        "wind_speed": _bounds("0", "90", "m/s"),
        "wind_direction": _bounds("0", "360", "°"),
        "precipitation": _bounds("0", "300", "mm"),
        # Surface water, automatic stations.
        "water_temperature": _bounds("-2", "45", "℃"),
        "ph": _bounds("0", "14", "无量纲"),
        "dissolved_oxygen": _bounds("0", "30", "mg/L"),
        "conductivity": _bounds("0", "10000", "µS/cm"),
        "turbidity": _bounds("0", "10000", "NTU"),
        "codmn": _bounds("0", "500", "mg/L"),
        "nh3n": _bounds("0", "300", "mg/L"),
        "tp": _bounds("0", "100", "mg/L"),
        "tn": _bounds("0", "500", "mg/L"),
        # Noise, equivalent level.
        "noise_leq": _bounds("0", "150", "dB(A)"),
    }
)


def fault(parameter: str, value: Decimal) -> Fault | None:
    """Why `value` of a parameter cannot be a measurement; None when it can, or when no bounds are known.

    A value that cannot be negative is called "negative" rather than "below_possible". NaN and infinity are no
    numbers for every parameter.
    """
    if not value.is_finite():
        return "not_a_number"
    bounds = BOUNDS.get(parameter)
    if bounds is None or bounds.low <= value <= bounds.high:
        return None
    if value > bounds.high:
        return "above_possible"
    return "negative" if bounds.low == 0 else "below_possible"
