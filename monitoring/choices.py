"""Kinds, flags, averaging periods and reasons of the monitoring tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.utils.translation import get_language

from monitoring.science.aqhi import PARAMETER_SETS
from monitoring.science.aqi.levels import AQI_LEVELS
from monitoring.science.reasons import explain


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


def reason_in_words(code: str, missing: Sequence[str] = ()) -> str:
    """Return why a value is withheld, in the language of the page; "" for no reason.

    `missing` names the keys for a code that does not carry them (workings["missing"]).
    """
    return explain(code, missing, language=get_language() or "")
