"""Whether a position lies in the county."""

from __future__ import annotations

from monitoring.science.geodesy import inside
from yunhe_envhealth.core.boundary import county_boundary


def in_county(longitude: float, latitude: float) -> bool:
    """Return whether a CGCS2000/WGS-84 point lies within the boundary in force (holes left out by the even-odd rule)."""
    return inside(county_boundary().rings, longitude, latitude)
