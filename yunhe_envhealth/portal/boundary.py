"""The county's boundary as a drawing: GeoJSON in, SVG path strings and a place for each point out. Pure, no Django.

Longitude is shortened by the cosine of the middle latitude (equirectangular, true enough over half a degree). The
picture is a sketch of where stations stand, not a survey: nothing may be measured on it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 208
MARGIN = 8
# Vertices closer than this to the last one kept are left out: below what a screen shows.
STEP = 0.4
LONGEST_SIDE = 250
MOST_POINTS = 200_000

Point = tuple[float, float]


class BoundaryRefused(Exception):
    """The file is no boundary that can be drawn; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """Rings of (longitude, latitude) in degrees, CGCS2000 or WGS-84; `review_number` is the 审图号, "" without one."""

    rings: tuple[tuple[Point, ...], ...]
    review_number: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The boundary in pixels: `width` × `height`, a `d` string for each ring, and where a position falls."""

    width: float
    height: float
    paths: tuple[str, ...]
    west: float
    north: float
    scale_x: float
    scale_y: float

    def place(self, longitude: float, latitude: float) -> Point | None:
        """Return the pixel of a position, None when it lies outside the picture."""
        x = MARGIN + (longitude - self.west) * self.scale_x
        y = MARGIN + (self.north - latitude) * self.scale_y
        return (round(x, 1), round(y, 1)) if 0 <= x <= self.width and 0 <= y <= self.height else None


def read_boundary(text: str) -> Boundary:
    """Return the boundary in a GeoJSON text (FeatureCollection, Feature or geometry; Polygon or MultiPolygon).

    Raises BoundaryRefused when it is not that, is empty, or has a position that is no degree within China.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BoundaryRefused(f"not JSON: {error}") from error
    rings = []
    number = ""
    for properties, geometry in _geometries(document):
        number = number or str(properties.get("审图号") or properties.get("review_number") or "")
        rings += [_ring(ring) for ring in _ring_lists(geometry)]
    if not rings:
        raise BoundaryRefused("no polygon in the file")
    if sum(map(len, rings)) > MOST_POINTS:
        raise BoundaryRefused(f"more than {MOST_POINTS} points")
    return Boundary(tuple(rings), number)


def draw(boundary: Boundary) -> Drawing:
    """Return the boundary scaled to WIDTH, or to LONGEST_SIDE when it is tall, north up."""
    longitudes = [x for ring in boundary.rings for x, _ in ring]
    latitudes = [y for ring in boundary.rings for _, y in ring]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(
        (WIDTH - 2 * MARGIN) / ((east - west) * squeeze), (LONGEST_SIDE - 2 * MARGIN) / (north - south)
    )
    scale_x = scale * squeeze
    height = round((north - south) * scale + 2 * MARGIN, 1)
    width = round((east - west) * scale_x + 2 * MARGIN, 1)
    drawing = Drawing(width, height, (), west, north, scale_x, scale)
    paths = tuple(_path(drawing, ring) for ring in boundary.rings)
    return Drawing(width, height, paths, west, north, scale_x, scale)


def label_heights(
    points: Sequence[Point], *, width: float = 64, under: float = 25, over: float = -14
) -> list[float]:
    """Return where the name of each point stands: below it, or above it when the name below would cover another's."""
    taken: list[Point] = []
    heights = []
    for x, y in points:
        crowded = any(abs(x - left) < width and abs(y + under - top) < 14 for left, top in taken)
        height = y + (over if crowded else under)
        taken.append((x, height))
        heights.append(round(height, 1))
    return heights


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
    if not all(73 <= x <= 136 and 3 <= y <= 54 for x, y in points):
        raise BoundaryRefused("a position lies outside China: degrees, longitude first, are expected")
    return points


def _path(drawing: Drawing, ring: Sequence[Point]) -> str:
    kept: list[Point] = []
    for longitude, latitude in ring:
        x = round(MARGIN + (longitude - drawing.west) * drawing.scale_x, 1)
        y = round(MARGIN + (drawing.north - latitude) * drawing.scale_y, 1)
        if not kept or math.hypot(x - kept[-1][0], y - kept[-1][1]) >= STEP:
            kept.append((x, y))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "z"
