"""Kinds, flags, averaging periods and reasons of the monitoring tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import models
from django.utils.translation import get_language

from monitoring.science.aqhi import PARAMETER_SETS
from monitoring.science.aqi.levels import AQI_LEVELS
from monitoring.science.pollutants import POLLUTANTS
from monitoring.science.reasons import item_names


class StationKind(models.TextChoices):
    AMBIENT_AIR = "ambient_air", "环境空气"
    SOURCE_PERIMETER = "source_perimeter", "污染源周边"
    SURFACE_WATER = "surface_water", "地表水"
    DRINKING_WATER = "drinking_water", "饮用水水源地"
    SOIL = "soil", "土壤"
    NOISE = "noise", "噪声"
    NEGATIVE_IONS = "negative_ions", "负氧离子"


class Datum(models.TextChoices):
    CGCS2000 = "CGCS2000", "CGCS2000（国家大地坐标系）"
    WGS84 = "WGS-84", "WGS-84"


class Averaging(models.TextChoices):
    """Averaging period of a measurement; the start of the period is the key."""

    HOUR = "hour", "小时"
    EIGHT_HOURS = "8h", "8 小时滑动"
    DAY = "day", "日"
    INSTANT = "instant", "瞬时"


class IndexCode(models.TextChoices):
    AQI_HOURLY = "aqi_hourly", "AQI（实时）"
    AQI_DAILY = "aqi_daily", "AQI（日）"
    AQHI_LISHUI = "aqhi_lishui", "AQHI（丽水）"
    AQHI_HONGKONG = "aqhi_hk", "AQHI（香港）"
    AQHI_CANADA = "aqhi_ca", "AQHI（加拿大）"
    AQHI_CANADA_PLUS = "aqhi_ca_plus", "AQHI+（加拿大）"


class EditionStatus(models.TextChoices):
    OFFICIAL = "official", "官方"
    CANDIDATE = "candidate", "候选"
    DEFAULT = "default", "平台默认（非标准）"


def level_word(edition_code: str, level: int | None) -> str:
    """Return the level's word as its edition has it (优, 一级, 甚高); "" without a level. Chinese."""
    if level is None:
        return ""
    if edition_code in PARAMETER_SETS:
        return next(
            (item.name_zh for item in PARAMETER_SETS[edition_code].levels if item.number == level), ""
        )
    return next((item.category for item in AQI_LEVELS if item.number == level), "")


def badge_kind(index_code: str) -> str:
    """Return which signs components/level_badge.html draws for an index: aqi or aqhi."""
    return "aqi" if index_code in (IndexCode.AQI_HOURLY, IndexCode.AQI_DAILY) else "aqhi"


# --- why a number is withheld -----------------------------------------------------------------------------
_Words = Callable[[tuple[str, ...], str], str]


def _names_en(keys: tuple[str, ...]) -> str:
    return ", ".join(POLLUTANTS[key].formula if key in POLLUTANTS else key.replace("_", " ") for key in keys)


def _chinese(keys: tuple[str, ...]) -> str:
    return "、".join(POLLUTANTS[key].name_zh if key in POLLUTANTS else item_names((key,)) for key in keys)


# Code → sentence from the keys that are missing and the detail after the colon; Chinese, English.
REASONS: dict[str, tuple[_Words, _Words]] = {
    "no_data": (
        lambda keys, detail: "这段时间没有收到数据。",
        lambda keys, detail: "No data arrived for this time.",
    ),
    "missing": (
        lambda keys, detail: f"缺{_chinese(keys)}，不能计算 AQHI；缺项不按清洁空气对待。",
        lambda keys, detail: (
            f"{_names_en(keys)} missing: AQHI cannot be computed. A gap is not taken for clean air."
        ),
    ),
    "needs": (
        lambda keys, detail: f"浓度超出分级表的上限，应改按{_chinese(keys)}浓度计算，但缺这一项。",
        lambda keys, detail: (
            f"Above the end of the table: {_names_en(keys)} is needed instead, and is missing."
        ),
    ),
    "incomplete_2026_5_3_1": (
        lambda keys, detail: (
            f"缺{_chinese(keys) or '部分项目'}，其余项目算出的 AQI 不大于 100，按 HJ 633-2026 第 5.3.1 条不发布 AQI。"
        ),
        lambda keys, detail: (
            f"{_names_en(keys) or 'A pollutant'} missing and the rest gives no more than 100: "
            "no AQI is published (HJ 633-2026, 5.3.1)."
        ),
    ),
    "too_few_hours": (
        lambda keys, detail: (
            f"有效小时不够{f'（{detail}）' if detail else ''}，不能求平均（GB 3095 有效性规定）。"
        ),
        lambda keys, detail: f"Too few valid hours{f' ({detail})' if detail else ''} for a mean (GB 3095).",
    ),
    "stations": (
        lambda keys, detail: f"有数据的监测点不够（{detail}，至少要四分之三），不计算全县的值。",
        lambda keys, detail: (
            f"Too few stations report ({detail}; three quarters are needed) for a county value."
        ),
    ),
}
_UNKNOWN = (lambda code: f"不发布，原因代码 {code}。", lambda code: f"Withheld, reason code {code}.")


def reason_in_words(code: str, missing: Sequence[str] = ()) -> str:
    """Return why a value is withheld, in the language of the page; "" for no reason.

    `missing` names the keys for a code that does not carry them (workings["missing"]). A code that nobody has
    worded yet is shown as it is, never hidden.
    """
    if not code:
        return ""
    language = 1 if (get_language() or "").startswith("en") else 0
    name, _, detail = code.partition(":")
    if name not in REASONS:
        return _UNKNOWN[language](code)
    keys = tuple(detail.split(",")) if detail and name in ("missing", "needs") else tuple(missing)
    return REASONS[name][language](keys, detail)
