"""Coordinates are kept, or converted when the user says what they are; never guessed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science import geodesy

LONGITUDES = st.floats(75, 134)
LATITUDES = st.floats(18, 53)
SQUARE = [[(119, 28), (120, 28), (120, 29), (119, 29), (119, 28)]]
HOLE = [(119.4, 28.4), (119.6, 28.4), (119.6, 28.6), (119.4, 28.6), (119.4, 28.4)]

# Test values of the public coordtransform library (wandergis/coordtransform, README): 116.404, 39.915 in Beijing.
BEIJING = (116.404, 39.915)
BEIJING_GCJ02 = (116.41024449916938, 39.91640428150164)


def test_a_known_point_of_beijing_is_shifted_as_the_public_formula_shifts_it():
    assert geodesy.gcj02_of(*BEIJING) == pytest.approx(BEIJING_GCJ02, abs=1e-9)


def test_a_known_point_comes_back_from_gcj02():
    assert geodesy.from_gcj02(*BEIJING_GCJ02) == pytest.approx(BEIJING, abs=1e-7)


@given(LONGITUDES, LATITUDES)
def test_the_inverse_of_gcj02_undoes_the_shift(longitude, latitude):
    assert geodesy.from_gcj02(*geodesy.gcj02_of(longitude, latitude)) == pytest.approx(
        (longitude, latitude), abs=1e-6
    )


@given(LONGITUDES, LATITUDES)
def test_the_inverse_of_bd09_undoes_the_shift(longitude, latitude):
    assert geodesy.from_bd09(*geodesy.bd09_of(longitude, latitude)) == pytest.approx(
        (longitude, latitude), abs=1e-6
    )


@given(LONGITUDES, LATITUDES)
def test_the_shift_is_of_hundreds_of_metres_so_that_guessing_would_matter(longitude, latitude):
    x, y = geodesy.gcj02_of(longitude, latitude)
    metres = math.hypot((x - longitude) * math.cos(math.radians(latitude)), y - latitude) * 111_000
    assert 1 < metres < 1_200


def test_swapped_coordinates_are_recognised():
    assert geodesy.looks_swapped(28.11, 119.57)
    assert not geodesy.looks_swapped(119.57, 28.11)
    assert not geodesy.looks_swapped(0, 0)


def test_a_point_is_inside_its_ring_and_not_in_a_hole():
    assert geodesy.inside(SQUARE, 119.5, 28.5)
    assert not geodesy.inside(SQUARE, 120.5, 28.5)
    assert not geodesy.inside([*SQUARE, HOLE], 119.5, 28.5)
    assert geodesy.inside([*SQUARE, HOLE], 119.2, 28.5)
