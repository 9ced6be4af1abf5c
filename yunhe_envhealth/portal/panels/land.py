"""The county map: the boundary in force with the stations in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from yunhe_envhealth.core.boundary import Boundary, county_boundary
from yunhe_envhealth.portal.boundary import Drawing, draw, label_heights


def county_map(marks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what components/map.html prints. Each mark: name, longitude, latitude, kind, grade.

    A mark without a position, or outside the picture, stands in the list beside the map only; `left_out` names it.
    """
    boundary = county_boundary()
    drawing, number = _drawing(boundary), boundary.review_number
    placed = [
        (mark, spot)
        for mark in marks
        if mark["longitude"] is not None and (spot := drawing.place(mark["longitude"], mark["latitude"]))
    ]
    heights = label_heights([spot for _mark, spot in placed])
    shown = {id(mark) for mark, _spot in placed}
    return {
        "width": drawing.width,
        "height": drawing.height,
        "paths": drawing.paths,
        "points": [
            {
                "x": spot[0],
                "y": spot[1],
                "label_y": height,
                "name": mark["name"],
                "kind": mark["kind"],
                "grade": mark["grade"],
            }
            for (mark, spot), height in zip(placed, heights, strict=True)
        ],
        "label": _("云和县范围示意图和监测点；同一内容见旁边列表"),
        "caution": _("审图号：%(number)s") % {"number": number}
        if number
        else _("范围为示意，待县里换成有审图号的边界。"),
        "left_out": [mark["name"] for mark in marks if id(mark) not in shown],
    }


@lru_cache(maxsize=2)
def _drawing(boundary: Boundary) -> Drawing:
    return draw(boundary)
