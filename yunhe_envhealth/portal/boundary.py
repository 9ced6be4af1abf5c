"""The county's boundary as a drawing: rings in, SVG path strings and a place for each point out. Pure, no Django.

Longitude is shortened by the cosine of the middle latitude (equirectangular, true enough over half a degree). The
picture is a sketch of where stations stand, not a survey: nothing may be measured on it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from yunhe_envhealth.core.boundary import Boundary, Point

WIDTH = 208
MARGIN = 8
# Vertices closer than this to the last one kept are left out: below what a screen shows.
STEP = 0.4
LONGEST_SIDE = 250


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


def _path(drawing: Drawing, ring: Sequence[Point]) -> str:
    kept: list[Point] = []
    for longitude, latitude in ring:
        x = round(MARGIN + (longitude - drawing.west) * drawing.scale_x, 1)
        y = round(MARGIN + (drawing.north - latitude) * drawing.scale_y, 1)
        if not kept or math.hypot(x - kept[-1][0], y - kept[-1][1]) >= STEP:
            kept.append((x, y))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "z"
