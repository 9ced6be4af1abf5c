"""Coordinates: GCJ-02 and BD-09 to CGCS2000/WGS-84, and whether a point lies in an area.

Chinese web maps shift their coordinates: AMap and Tencent by GCJ-02 (100–700 m), Baidu by BD-09 on top of it. The
formulae are those in public use since 2010 (platform default: no official text is published). For the platform's
purposes CGCS2000 and WGS-84 are the same (they differ by centimetres). Degrees, longitude before latitude.
"""

import math
from collections.abc import Callable, Sequence

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]

# Krasovsky 1940 ellipsoid, on which the GCJ-02 shift is defined.
_AXIS = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU = math.pi * 3000 / 180
_ITERATIONS = 12
CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north; the sea included


def in_china(longitude: float, latitude: float) -> bool:
    """Return whether a point lies in the box around China (the same as the database's constraint)."""
    west, south, east, north = CHINA
    return west <= longitude <= east and south <= latitude <= north


def looks_swapped(longitude: float, latitude: float) -> bool:
    """Return whether the two numbers lie in China only when they change places."""
    return not in_china(longitude, latitude) and in_china(latitude, longitude)


def gcj02_of(longitude: float, latitude: float) -> Point:
    """Return the GCJ-02 coordinates of a WGS-84 point in China."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    phi = math.radians(latitude)
    curve = 1 - _ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY_SQUARED) / (curve * math.sqrt(curve))
    parallel = _AXIS / math.sqrt(curve) * math.cos(phi)
    return longitude + math.degrees(east / parallel), latitude + math.degrees(north / meridian)


def bd09_of(longitude: float, latitude: float) -> Point:
    """Return the BD-09 coordinates of a WGS-84 point in China."""
    x, y = gcj02_of(longitude, latitude)
    radius = math.hypot(x, y) + 0.00002 * math.sin(y * _BAIDU)
    angle = math.atan2(y, x) + 0.000003 * math.cos(x * _BAIDU)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def from_gcj02(longitude: float, latitude: float) -> Point:
    """Return the WGS-84 point whose GCJ-02 coordinates these are, to better than 1e-6 degrees (0.1 m)."""
    return _inverse(gcj02_of, longitude, latitude)


def from_bd09(longitude: float, latitude: float) -> Point:
    """Return the WGS-84 point whose BD-09 coordinates these are, to better than 1e-6 degrees (0.1 m)."""
    return _inverse(bd09_of, longitude, latitude)


def _inverse(shift: Callable[[float, float], Point], longitude: float, latitude: float) -> Point:
    """Fixed-point iteration: the shift varies so slowly that each step gains about four digits."""
    x, y = longitude, latitude
    for _ in range(_ITERATIONS):
        shifted_x, shifted_y = shift(x, y)
        x, y = x + longitude - shifted_x, y + latitude - shifted_y
    return x, y


def inside(rings: Sequence[Ring], longitude: float, latitude: float) -> bool:
    """Return whether a point lies in a polygon (outer ring first, then holes), by the even-odd rule."""
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (
                y2 - y1
            ) + x1:
                odd = not odd
    return odd
