"""Why an index is withheld: the only words for it, on pages, in exports, in the API and in the calculator."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from monitoring.science.pollutants import POLLUTANTS

_PERIODS = {"1h": "1 小时", "8h": "8 小时", "24h": "24 小时"}
_PERIODS_EN = {"1h": "1 h", "8h": "8 h", "24h": "24 h"}


def item_name(key: str) -> str:
    """A key such as "o3", "o3_8h" or "so2_24h" in words: O₃, O₃ 8 小时, SO₂ 24 小时; an unknown key as it is."""
    pollutant, period = _parts(key)
    if not pollutant:
        return key
    return f"{POLLUTANTS[pollutant].formula} {_PERIODS[period]}" if period else POLLUTANTS[pollutant].formula


def item_names(keys: tuple[str, ...]) -> str:
    """Several keys in words, joined by 、."""
    return "、".join(map(item_name, keys))


def _parts(key: str) -> tuple[str, str]:
    """The pollutant and the period of a key, "o3_8h" → ("o3", "8h"); the pollutant is "" for an unknown key."""
    for pollutant in POLLUTANTS:
        period = key.removeprefix(f"{pollutant}_")
        if key == pollutant or (period != key and period in _PERIODS):
            return pollutant, "" if key == pollutant else period
    return "", ""


def _zh(keys: Sequence[str]) -> str:
    """Several keys by their Chinese names: 臭氧、二氧化硫 24 小时; none is 部分项目."""
    return "、".join(_named(key, "name_zh", _PERIODS) for key in keys) or "部分项目"


def _en(keys: Sequence[str]) -> str:
    """Several keys by their formulas: O₃, SO₂ 24 h; none is "a pollutant"."""
    return ", ".join(_named(key, "formula", _PERIODS_EN) for key in keys) or "a pollutant"


def _named(key: str, field: str, periods: Mapping[str, str]) -> str:
    pollutant, period = _parts(key)
    if not pollutant:
        return key.replace("_", " ")
    name = str(getattr(POLLUTANTS[pollutant], field))
    return f"{name} {periods[period]}" if period else name


def _stations_zh(detail: str) -> str:
    reporting, _, stations = detail.partition("/")
    return f"{stations or '全部'} 个监测点中只有 {reporting} 个有数据，少于四分之三，不计算县均值。"


def _stations_en(detail: str) -> str:
    reporting, _, stations = detail.partition("/")
    return f"{reporting} of {stations or 'all'} stations report, fewer than three quarters: no county mean."


_Words = Callable[[Sequence[str], str], str]
# Code → sentence from the keys that are missing and the detail after the colon; Chinese, English.
REASONS: Mapping[str, tuple[_Words, _Words]] = MappingProxyType(
    {
        "no_data": (
            lambda keys, detail: "没有可用的数据。",
            lambda keys, detail: "There are no usable data.",
        ),
        "missing": (
            lambda keys, detail: f"缺{_zh(keys)}，不能计算 AQHI；缺项不按清洁空气对待。",
            lambda keys, detail: f"No AQHI without {_en(keys)}: a gap is not taken for clean air.",
        ),
        "needs": (
            lambda keys, detail: f"浓度高于 800 µg/m³，应改按{_zh(keys)}浓度计算，但缺这一项。",
            lambda keys, detail: f"Above 800 µg/m³ {_en(keys)} is to be used instead, and is missing.",
        ),
        "incomplete_2026_5_3_1": (
            lambda keys, detail: (
                f"缺{_zh(keys)}，其余项目算出的 AQI 不大于 100，"
                "按 HJ 633-2026 第 5.3.1 条不发布 AQI，只发布单项指数。"
            ),
            lambda keys, detail: (
                f"Without {_en(keys)} the rest gives no more than 100: "
                "no AQI is published (HJ 633-2026, 5.3.1)."
            ),
        ),
        "too_few_hours": (
            lambda keys, detail: (
                f"有效小时不够{f'（{detail}）' if detail else ''}，不能求平均（GB 3095 有效性规定）。"
            ),
            lambda keys, detail: (
                f"Too few valid hours{f' ({detail})' if detail else ''} for a mean (GB 3095)."
            ),
        ),
        "stations": (
            lambda keys, detail: _stations_zh(detail),
            lambda keys, detail: _stations_en(detail),
        ),
    }
)
_CARRY_KEYS = ("missing", "needs")  # codes whose detail names the keys


def explain(reason: str, missing: Sequence[str] = (), *, language: str = "zh-hans") -> str:
    """One sentence for a reason code as the engines give it and the tables keep it; "" for no reason.

    `missing` names the keys for a code that does not carry them. `language`: English for "en…", else Chinese.
    Never raises: a code that has no words yet is shown as it is.
    """
    if not reason:
        return ""
    english = language.startswith("en")
    code, _, detail = reason.partition(":")
    if code not in REASONS:
        return f"Reason code {reason}." if english else f"原因代码 {reason}。"
    keys = detail.split(",") if detail and code in _CARRY_KEYS else missing
    return REASONS[code][english](keys, detail)
