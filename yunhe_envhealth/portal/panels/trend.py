"""The course of an hourly index: payload of components/chart.html, its table, its gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunhe_envhealth.core.periods import BEIJING, HOUR, Period
from yunhe_envhealth.portal.panels import levels

TABLE_HOURS = 24


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of a course; `value` None is an hour without a value."""

    value: Decimal | float | None
    display: str
    level: int | None
    reason: str


MISSING = Hour(None, "", None, "")


def course(
    hours: Mapping[datetime, Hour], period: Period, *, code: str, name: str, current: bool
) -> dict[str, Any]:
    """Return chart and table of the hours of `period` by their start; points stand at the end of their hour.

    `current`: the last value is that of now, and is labelled so.
    """
    listed = [(start, hours.get(start, MISSING)) for start in period.hours()]
    points = [[_at(start), None if hour.value is None else float(hour.value)] for start, hour in listed]
    last = next((hour for _start, hour in reversed(listed) if hour.value is not None), None)
    ending = (_("现在 %(value)s") if current else "%(value)s") % {"value": last.display} if last else name
    valid = sum(hour.value is not None for _start, hour in listed)
    return {
        "payload": {
            "unit": "",
            "kind": "line",
            "series": [{"name": name, "points": points, "end": ending}],
            "bands": levels.aqi_bands() if levels.sign(code) == "aqi" else levels.aqhi_bands(),
            "limits": [],
            "gaps": _gaps(listed),
            "from": points[0][0] if points else None,
            "to": points[-1][0] if points else None,
        },
        "columns": [_("截至"), name, _("等级")],
        "rows": [_row(start, hour, code) for start, hour in reversed(listed[-TABLE_HOURS:])],
        "valid": valid,
        "hours": len(listed),
    }


def _at(start: datetime) -> str:
    return (start + HOUR).astimezone(BEIJING).isoformat()


def _row(start: datetime, hour: Hour, code: str) -> list[str]:
    told = (start + HOUR).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    if hour.value is None:
        return [told, "—", _("不发布") if hour.reason else _("缺测")]
    return [told, hour.display, levels.word(code, hour.level)]


def _gaps(listed: list[tuple[datetime, Hour]]) -> list[dict[str, str]]:
    """Return the stretches without a value, from the value before to the value after."""
    gaps = []
    place = 0
    for missing, run in groupby(listed, key=lambda item: item[1].value is None):
        length = len(list(run))
        if missing:
            gaps.append(_gap(listed, place, place + length))
        place += length
    return gaps


def _gap(listed: list[tuple[datetime, Hour]], begin: int, end: int) -> dict[str, str]:
    count = end - begin
    label = ngettext("缺 %(n)d 小时", "缺 %(n)d 小时", count) % {"n": count}
    return {
        "from": _at(listed[max(begin - 1, 0)][0]),
        "to": _at(listed[min(end, len(listed) - 1)][0]),
        "label": label,
    }
