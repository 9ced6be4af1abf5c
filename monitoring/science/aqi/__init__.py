"""National air quality index: HJ 633-2012 and HJ 633-2026, picked by the day of the observation."""

from monitoring.science.aqi.editions import AQI_2012, AQI_2026, STANDARDS, AqiStandard, standard_on
from monitoring.science.aqi.index import AqiResult, daily, hourly, iaqi
from monitoring.science.aqi.levels import AQI_LEVELS, SENSITIVE_GROUPS, AqiLevel, level_of

__all__ = [
    "AQI_2012",
    "AQI_2026",
    "AQI_LEVELS",
    "SENSITIVE_GROUPS",
    "STANDARDS",
    "AqiLevel",
    "AqiResult",
    "AqiStandard",
    "daily",
    "hourly",
    "iaqi",
    "level_of",
    "standard_on",
]
