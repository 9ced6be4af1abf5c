"""Air quality health index: one engine, several versioned parameter sets (Lishui candidate, Hong Kong, Canada).

Inputs are always the platform's units (µg/m³), whatever the set's own formula asks for.
"""

from monitoring.science.aqhi.index import AqhiResult, compute, from_means, higher
from monitoring.science.aqhi.parameters import AqhiLevel, AqhiParameters
from monitoring.science.aqhi.presets import (
    CANADA,
    CANADA_PLUS,
    HK_2013,
    HK_2025,
    LISHUI_CANDIDATE,
    LISHUI_CANDIDATE_EVEN,
    PARAMETER_SETS,
    hong_kong_on,
)
from monitoring.science.aqhi.series import AqhiSeries, compute_series

__all__ = [
    "CANADA",
    "CANADA_PLUS",
    "HK_2013",
    "HK_2025",
    "LISHUI_CANDIDATE",
    "LISHUI_CANDIDATE_EVEN",
    "PARAMETER_SETS",
    "AqhiLevel",
    "AqhiParameters",
    "AqhiResult",
    "AqhiSeries",
    "compute",
    "compute_series",
    "from_means",
    "higher",
    "hong_kong_on",
]
