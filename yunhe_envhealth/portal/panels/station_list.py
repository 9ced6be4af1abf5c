"""The public stations as rows: each one's AQHI and AQI with state, reason and place on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.selectors import LatestIndex
from yunhe_envhealth.core.templatetags.envhealth import age, moment
from yunhe_envhealth.portal.panels import levels


def station_rows(latest: Sequence[LatestIndex]) -> list[dict[str, Any]]:
    """Return a row for each public station: its AQHI and AQI with state, and its mark on the map."""
    by_station: dict[int, dict[str, LatestIndex]] = {}
    for item in latest:
        by_station.setdefault(item.station.pk, {})[item.kind.code] = item
    return [_station_row(found) for found in by_station.values()]


def reasons(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each reason for a withheld station value once, with the stations it holds for."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for kind in ("aqhi", "aqi"):
            names = found.setdefault(row[kind]["reason"], [])
            if row["name"] not in names:
                names.append(row["name"])
    return [{"names": names, "words": words} for words, names in found.items() if words]


def _station_row(found: Mapping[str, LatestIndex]) -> dict[str, Any]:
    health, national = cell(found.get(levels.AQHI)), cell(found.get(levels.AQI))
    station = next(iter(found.values())).station
    return {
        "name": station.name,
        "url": reverse("portal:station", args=[station.code]),
        "place": station.division.name,
        "is_demo": station.is_demo,
        "aqhi": health,
        "aqi": national,
        "time": health["time"] or national["time"],
        "stale": "stale" in (health["state"], national["state"]),
        "mark": {
            "name": station.name,
            "longitude": station.longitude,
            "latitude": station.latitude,
            "kind": "aqhi",
            "grade": health["level"] if health["state"] == "fresh" else None,
        },
    }


def cell(latest: LatestIndex | None) -> dict[str, Any]:
    """Return one index of a station as a cell: text, sign, level, word, state, reason, time, age."""
    if latest is None or latest.newest is None:
        word = _("还没有数据")
        return {
            "text": "—",
            "sign": "aqhi",
            "level": None,
            "word": word,
            "state": "none",
            "reason": "",
            "time": "",
            "age": "",
        }
    shown, code = latest.shown, latest.kind.code
    return {
        "text": shown.display if shown else "—",
        "sign": levels.sign(code),
        "level": shown.level if shown else None,
        "word": levels.word(code, shown.level if shown else None),
        "state": latest.state,
        "reason": "" if shown else latest.reason,
        "time": moment(latest.as_of),
        "age": age(latest.as_of, latest.now) if latest.state == "stale" else "",
    }
