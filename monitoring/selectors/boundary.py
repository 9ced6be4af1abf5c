"""The county's boundary, from the file that the county can replace (settings.COUNTY_BOUNDARY)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from monitoring.science.geodesy import Ring, inside


def in_county(longitude: float, latitude: float) -> bool:
    """Return whether a CGCS2000/WGS-84 point lies within the county's boundary."""
    path = Path(settings.COUNTY_BOUNDARY)
    return any(inside(rings, longitude, latitude) for rings in _polygons(path, path.stat().st_mtime_ns))


@lru_cache(maxsize=2)
def _polygons(path: Path, _written: int) -> list[list[Ring]]:
    """Return the polygons (outer ring, holes) of a GeoJSON file; a file that is replaced is read anew."""
    found: list[list[Ring]] = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        found += [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return found
