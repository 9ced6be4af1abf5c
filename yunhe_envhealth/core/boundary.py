"""The county's boundary: the file that the county has put in the data folder, else the packaged sketch.

One reading for everyone: the map that is drawn and the check of a station's position follow the same file.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

PACKAGED = Path(__file__).parent.parent / "portal" / "reference" / "yunhe_county.geojson"
OWN_NAME = "boundary.geojson"
MOST_POINTS = 200_000

Point = tuple[float, float]


class BoundaryRefused(Exception):
    """The file is no boundary that can be used; the text says why, for the log."""


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """Rings of (longitude, latitude) in degrees, CGCS2000 or WGS-84; `review_number` is the 审图号, "" without one."""

    rings: tuple[tuple[Point, ...], ...]
    review_number: str


def county_boundary() -> Boundary:
    """Return the boundary in force. A file that is replaced is read anew; one that cannot be used is left, with a note."""
    own = Path(settings.VAR_DIR) / OWN_NAME
    try:
        written = own.stat()
        return _read(own, written.st_mtime_ns, written.st_size)
    except FileNotFoundError:
        pass
    except (BoundaryRefused, OSError, UnicodeDecodeError) as error:
        logger.warning("县里放的边界文件不能用，改用随附的示意边界：%s：%s", own, error)
    return _read(PACKAGED, 0, 0)


@lru_cache(maxsize=4)
def _read(path: Path, _written: int, _size: int) -> Boundary:
    return read_boundary(path.read_text(encoding="utf-8"))


def read_boundary(text: str) -> Boundary:
    """Return the boundary in a GeoJSON text (FeatureCollection, Feature or geometry; Polygon or MultiPolygon).

    Raises BoundaryRefused when it is not that, is empty, or has a position that is no degree within China.
    """
    rings = []
    number = ""
    try:
        for properties, geometry in _geometries(json.loads(text)):
            number = number or str(properties.get("审图号") or properties.get("review_number") or "")
            rings += [_ring(ring) for ring in _ring_lists(geometry)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BoundaryRefused(f"not GeoJSON: {error}") from error
    if not rings:
        raise BoundaryRefused("no polygon in the file")
    if sum(map(len, rings)) > MOST_POINTS:
        raise BoundaryRefused(f"more than {MOST_POINTS} points")
    return Boundary(tuple(rings), number)


def _geometries(document: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        for feature in document.get("features") or ():
            yield from _geometries(feature)
    elif kind == "Feature":
        yield document.get("properties") or {}, document.get("geometry") or {}
    elif kind in ("Polygon", "MultiPolygon"):
        yield {}, document
    else:
        raise BoundaryRefused(f"no GeoJSON feature: type {kind!r}")


def _ring_lists(geometry: dict[str, Any]) -> Iterable[Any]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise BoundaryRefused(f"not a polygon: {kind!r}")
    return coordinates if kind == "Polygon" else [ring for polygon in coordinates for ring in polygon]


def _ring(ring: Any) -> tuple[Point, ...]:
    try:
        points = tuple((float(position[0]), float(position[1])) for position in ring)
    except (TypeError, ValueError, IndexError) as error:
        raise BoundaryRefused("a position is not two numbers") from error
    if len(set(points)) < 3:
        raise BoundaryRefused("a ring has fewer than three corners")
    if len({x for x, _ in points}) < 2 or len({y for _, y in points}) < 2:
        raise BoundaryRefused("a ring encloses nothing")
    if not all(73 <= x <= 136 and 3 <= y <= 54 for x, y in points):
        raise BoundaryRefused("a position lies outside China: degrees, longitude first, are expected")
    return points
