"""The boundary becomes a drawing, whatever the county's file looks like; a file that cannot be one is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunhe_envhealth.core.boundary import PACKAGED, BoundaryRefused, read_boundary
from yunhe_envhealth.portal.boundary import LONGEST_SIDE, MARGIN, WIDTH, draw, label_heights

SQUARE = [[119.0, 28.0], [120.0, 28.0], [120.0, 29.0], [119.0, 29.0], [119.0, 28.0]]


def polygon(*rings: Any, **properties: Any) -> str:
    return json.dumps(
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}}
    )


def test_the_packaged_boundary_draws_the_county() -> None:
    drawing = draw(read_boundary(PACKAGED.read_text(encoding="utf-8")))
    assert len(drawing.paths) == 1
    assert drawing.paths[0].startswith("M")
    assert drawing.paths[0].endswith("z")
    assert max(drawing.width, drawing.height) <= LONGEST_SIDE
    assert drawing.place(119.5734, 28.1158) is not None  # the county town
    assert drawing.place(119.92, 28.45) is None  # Lishui city lies outside


def test_north_is_up_and_east_is_right() -> None:
    drawing = draw(read_boundary(polygon(SQUARE)))
    south_west, north_east = drawing.place(119.0, 28.0), drawing.place(120.0, 29.0)
    assert south_west is not None
    assert north_east is not None
    assert south_west[0] < north_east[0]
    assert south_west[1] > north_east[1]
    assert south_west[0] == MARGIN


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude() -> None:
    drawing = draw(read_boundary(polygon(SQUARE)))
    assert drawing.scale_x / drawing.scale_y == pytest.approx(0.8788, abs=1e-3)  # cos 28.5°


def test_multipolygons_collections_and_bare_geometries_are_read() -> None:
    other = [[x + 2, y] for x, y in SQUARE]
    bare = json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [other]]})
    assert len(read_boundary(bare).rings) == 2
    collection = json.dumps({"type": "FeatureCollection", "features": [json.loads(polygon(SQUARE))]})
    assert len(read_boundary(collection).rings) == 1


def test_the_review_number_is_read_from_the_properties() -> None:
    assert read_boundary(polygon(SQUARE, 审图号="浙S(2026)1号")).review_number == "浙S(2026)1号"
    assert read_boundary(polygon(SQUARE)).review_number == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": null}',
        '{"type": "FeatureCollection", "features": 5}',
        '{"type": "Feature", "properties": [], "geometry": [1]}',
        '{"type": "Point", "coordinates": [119, 28]}',
        '{"type": "Feature", "properties": null, "geometry": null}',
        polygon([[119, 28], [120, 28]]),
        polygon([[119, 28], [119, 29], [119, 30]]),
        polygon([[28, 119], [28, 120], [29, 120]]),
        polygon([[119, "x"], [120, 28], [120, 29]]),
        polygon([[13300000, 3250000], [13310000, 3250000], [13310000, 3260000]]),
    ],
)
def test_what_is_no_boundary_is_refused(text: str) -> None:
    with pytest.raises(BoundaryRefused):
        read_boundary(text)


@given(
    st.lists(st.tuples(st.floats(110, 122), st.floats(25, 32)), min_size=3, max_size=40, unique=True).filter(
        lambda ring: len({x for x, _ in ring}) > 1 and len({y for _, y in ring}) > 1
    )
)
def test_every_corner_lies_within_the_picture(ring: list[tuple[float, float]]) -> None:
    drawing = draw(read_boundary(polygon(ring)))
    assert drawing.width <= WIDTH + 0.2
    assert drawing.height <= LONGEST_SIDE + 0.2
    assert all(drawing.place(x, y) is not None for x, y in ring)


def test_names_of_close_points_stand_on_different_sides() -> None:
    below, above = label_heights([(100.0, 100.0), (110.0, 102.0)])
    assert below > 100
    assert above < 102


def test_the_packaged_file_names_its_source() -> None:
    assert "天地图" in (Path(PACKAGED).parent / "SOURCES.md").read_text(encoding="utf-8")
