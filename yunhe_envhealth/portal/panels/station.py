"""A public station's page: its indices now, the concentrations of the last hours, the week's course."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from monitoring.science.pollutants import POLLUTANTS
from monitoring.selectors import hourly_grid, index_series, latest_indices, public_kinds
from monitoring.selectors.public import public_station
from yunhe_envhealth.core.periods import BEIJING, DAY, HOUR, Period, floor_hour
from yunhe_envhealth.core.templatetags.envhealth import number
from yunhe_envhealth.portal.panels import levels, trend
from yunhe_envhealth.portal.panels.home import DAYS
from yunhe_envhealth.portal.panels.land import county_map
from yunhe_envhealth.portal.panels.methods import NAMES, status_of
from yunhe_envhealth.portal.panels.station_list import cell

HOURS = 24
# Decimals as published: GB 3095 gives CO one, the others none.
PLACES = {"co": 1}


def station(code: str, *, now: datetime) -> dict[str, Any] | None:
    """Return what a public station's page prints; None when there is no such public station."""
    found = public_station(code, now=now)
    if found is None:
        return None
    latest = latest_indices([found], list(public_kinds()), now=now)
    health = next((item for item in latest if item.kind.code == levels.AQHI), None)
    shown = cell(health)
    # An index hour may begin in the present hour (a replay), so the newest one ends the week.
    end = max([floor_hour(now), *(item.as_of for item in latest if item.as_of)])
    return {
        "name": found.name,
        "place": found.division.name,
        "is_demo": found.is_demo,
        "indices": [
            {
                "name": str(NAMES.get(item.kind.code, item.kind.name)),
                **cell(item),
                "as_of": cell(item)["time"],
            }
            for item in latest
        ],
        "facts": _facts(found),
        "table": concentrations(found.pk, end),
        "trend": _course(found, health, Period(end - DAYS * DAY, end)) if health else None,
        "status": status_of(latest, levels.AQHI),
        "map": county_map(
            [
                {
                    "name": found.name,
                    "longitude": found.longitude,
                    "latitude": found.latitude,
                    "kind": "aqhi",
                    "grade": shown["level"] if shown["state"] == "fresh" else None,
                }
            ]
        ),
    }


def _facts(found: Any) -> list[dict[str, Any]]:
    position = None
    if found.longitude is not None:
        position = f"{found.longitude:.4f}, {found.latitude:.4f}（{found.datum}）"
        if levels.english():
            position = position.replace("（", " (").replace("）", ")")
    return [
        {"label": _("编码"), "value": found.code, "chinese": False},
        {"label": _("所在地"), "value": found.division.name, "chinese": True},
        {"label": _("经纬度"), "value": position or _("没有公布"), "chinese": False},
        {"label": _("位置说明"), "value": found.position_note or "—", "chinese": True},
        {"label": _("来源"), "value": found.source or "—", "chinese": True},
    ]


def concentrations(station_id: int, end: datetime) -> dict[str, Any]:
    """Return the hourly concentrations of the last hours as heads and rows, the newest hour first."""
    grid = hourly_grid(station_id, Period(end - HOURS * HOUR, end))
    rows = []
    for column in reversed(range(grid.hours)):
        ended = (grid.moment(column) + HOUR).astimezone(BEIJING)
        values = [grid.values[key][column] for key in POLLUTANTS]
        rows.append(
            {
                "time": f"{ended:%Y-%m-%d %H:%M}",
                "cells": [
                    number(None if math.isnan(value) else float(value), PLACES.get(key, 0))
                    for key, value in zip(POLLUTANTS, values, strict=True)
                ],
            }
        )
    heads = [{"name": levels.pollutant(key), "unit": levels.unit(key)} for key in POLLUTANTS]
    return {"heads": heads, "rows": rows, "any": any(set(row["cells"]) != {"—"} for row in rows)}


def _course(found: Any, health: Any, period: Period) -> dict[str, Any]:
    hours = {
        row.start: trend.Hour(row.value, row.display, row.level, row.withheld)
        for row in index_series(found, health.kind, period)
    }
    return trend.course(hours, period, code=levels.AQHI, name="AQHI", current=health.state == "fresh")
