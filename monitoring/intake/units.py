"""Units of delivered values, and their conversion into the unit in which the platform keeps a parameter."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from monitoring.science.pollutants import POLLUTANTS

AIR_UNITS: Mapping[str, str] = MappingProxyType({key: one.unit for key, one in POLLUTANTS.items()})

_SPELLINGS = str.maketrans(
    {"\u03bc": "u", "\u00b5": "u", "³": "3", "^": "", " ": "", "／": "/"}
)  # Greek mu, micro
_POWERS = {"ug/m3": -6, "mg/m3": -3, "g/m3": 0}  # of ten, in g/m³

UNIT_PROBLEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unknown": ("平台不认识这个单位。", "气体和颗粒物请用 µg/m³ 或 mg/m³。"),
        "volume_ratio": ("这是体积比，换算取决于温度和气压。", "请按监测规范换算成 µg/m³ 或 mg/m³ 后再填。"),
        "unregistered": ("平台没有登记这个因子的单位，不能核对。", "请先在因子表中登记单位，或删去单位列。"),
    }
)


def plain(unit: str) -> str:
    """The unit in one spelling: lower case, `u` for micro, `3` for cube, no blanks."""
    return unit.strip().translate(_SPELLINGS).casefold()


def power_of_ten(unit: str, kept_in: str | None) -> tuple[int, str]:
    """The power of ten that turns a value in `unit` into `kept_in`, and a key of UNIT_PROBLEMS or "".

    An empty `unit` means the platform's own. `kept_in` None: the parameter has no registered unit.
    """
    given = plain(unit)
    if not given:
        return 0, ""
    if kept_in is None:
        return 0, "unregistered"
    own = plain(kept_in)
    if given == own:
        return 0, ""
    if given in _POWERS and own in _POWERS:
        return _POWERS[given] - _POWERS[own], ""
    return 0, "volume_ratio" if given in {"ppm", "ppb", "ppt"} else "unknown"
