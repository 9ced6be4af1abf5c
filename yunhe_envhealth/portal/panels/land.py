"""The county map: the county's own boundary when it has put one in the data folder, else the packaged sketch."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yunhe_envhealth.portal.boundary import BoundaryRefused, Drawing, draw, label_heights, read_boundary

logger = logging.getLogger(__name__)

PACKAGED = Path(__file__).parent.parent / "reference" / "yunhe_county.geojson"
OWN_NAME = "boundary.geojson"


def county_map(marks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what components/map.html prints. Each mark: name, longitude, latitude, kind, grade.

    A mark without a position, or outside the picture, stands in the list beside the map only; `left_out` names it.
    """
    drawing, number = _drawn()
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


def _drawn() -> tuple[Drawing, str]:
    own = Path(settings.VAR_DIR) / OWN_NAME
    try:
        return _read(own, own.stat().st_mtime_ns)
    except FileNotFoundError:
        pass
    except (BoundaryRefused, OSError, UnicodeDecodeError) as error:
        logger.warning("县里放的边界文件不能用，改用随附的示意边界：%s：%s", own, error)
    return _read(PACKAGED, 0)


@lru_cache(maxsize=4)
def _read(path: Path, _written: int) -> tuple[Drawing, str]:
    """Return drawing and review number of a file; a file that is replaced is read anew."""
    boundary = read_boundary(path.read_text(encoding="utf-8"))
    return draw(boundary), boundary.review_number
