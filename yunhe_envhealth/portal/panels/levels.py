"""Levels in words: what an index value is called, which sign it bears, what people should do.

The AQHI advice follows the candidate source and is not verified against annex A of DB3311/T 147-2020; the one-line
sentences are the platform's own (平台默认). AQI words are those of HJ 633.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from monitoring.science import aqhi, aqi
from monitoring.science.pollutants import POLLUTANTS
from monitoring.science.reasons import item_name

AQHI, AQI, AQI_DAY = "aqhi_lishui", "aqi_hourly", "aqi_daily"
HEALTH_LEVELS = aqhi.LISHUI_CANDIDATE.levels

SENTENCES = {
    1: gettext_lazy("可以照常外出活动"),
    2: gettext_lazy("一般人照常，敏感人群适当减少户外活动"),
    3: gettext_lazy("适当减少户外活动，敏感人群尽量减少"),
    4: gettext_lazy("尽量不要外出活动"),
}
AQI_WORDS = {
    1: pgettext_lazy("AQI", "优"),
    2: pgettext_lazy("AQI", "良"),
    3: pgettext_lazy("AQI", "轻度污染"),
    4: pgettext_lazy("AQI", "中度污染"),
    5: pgettext_lazy("AQI", "重度污染"),
    6: pgettext_lazy("AQI", "严重污染"),
}
UNITS = {"µg/m³": gettext_lazy("微克/立方米"), "mg/m³": gettext_lazy("毫克/立方米")}


def english() -> bool:
    """Return whether the page is read in English."""
    return (get_language() or "").startswith("en")


def sign(code: str) -> str:
    """Return which family of signs an index uses: aqhi or aqi."""
    return "aqi" if code in (AQI, AQI_DAY) else "aqhi"


def word(code: str, level: int | None) -> str:
    """Return the level's word (一级, 优); 不发布 without a level."""
    if not level:
        return _("不发布")
    if sign(code) == "aqi":
        return str(AQI_WORDS[level])
    known = HEALTH_LEVELS[level - 1]
    return known.name_en if english() else known.name_zh


def advice(level: int) -> dict[str, str]:
    """Return what the general and the sensitive public should do at an AQHI level, and the one-line sentence."""
    known = HEALTH_LEVELS[level - 1]
    general, sensitive = (
        (known.general_en, known.sensitive_en) if english() else (known.general_zh, known.sensitive_zh)
    )
    return {
        "sentence": str(SENTENCES[level]),
        "general": general,
        "sensitive": sensitive,
    }


def aqhi_bands() -> list[dict[str, Any]]:
    """Return the four bands for the ruler and the chart: from, to (None: open), name, words, level."""
    bands = []
    low = 0
    for level in HEALTH_LEVELS:
        last = level.number == len(HEALTH_LEVELS)
        bands.append(
            {
                "from": low,
                "to": None if last else level.top,
                "name": word(AQHI, level.number),
                "words": f"{low}+" if last else f"{low}–{level.top}",
                "level": level.number,
            }
        )
        low = level.top
    return bands


def aqi_bands() -> list[dict[str, Any]]:
    """Return the six bands of the AQI for the chart."""
    bands = []
    low = 0
    for level in aqi.AQI_LEVELS:
        bands.append(
            {
                "from": low,
                "to": level.upper,
                "name": word(AQI, level.number),
                "words": f"{low}–{level.upper}" if level.upper else f"{low}+",
                "level": f"aqi-{level.number}",
            }
        )
        low = level.upper or low
    return bands


def pollutant(key: str) -> str:
    """Return a pollutant's formula: O₃, PM₂.₅; an item such as o3_8h in words."""
    return POLLUTANTS[key].formula if key in POLLUTANTS else item_name(key)


def pollutant_name(key: str) -> str:
    """Return a pollutant's name for a sentence: 臭氧 O₃; in English the formula alone."""
    known = POLLUTANTS[key]
    return known.formula if english() else f"{known.name_zh} {known.formula}"


def unit(key: str) -> str:
    """Return the unit of a pollutant's concentration in the words of the page."""
    return str(UNITS[POLLUTANTS[key].unit])
