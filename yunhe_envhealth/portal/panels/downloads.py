"""The public series as files: the county and its public stations, hour by hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from monitoring.selectors.demo import original_of, replay_shift
from monitoring.selectors.public import county_index, recent_series
from yunhe_envhealth.core.periods import BEIJING, HOUR
from yunhe_envhealth.portal.panels import levels

CODES = (levels.AQHI, levels.AQI)
HEADER = (
    "指数",
    "监测点编码",
    "监测点",
    "开始时间（北京时间）",
    "结束时间（北京时间）",
    "数值",
    "级别",
    "不发布的原因代码",
    "示范",
    "原始时间（北京时间）",
)
COUNTY = ("331125", "云和县（全县）")


def series(code: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return the hours of the last seven days of an index: the county first, then each public station.

    `value` is None where the hour is withheld; `withheld` is the reason's code. Times are ISO 8601, +08:00;
    `original_time` is when a demonstration hour really ended, None for a measured one.
    """
    found = recent_series(code, now=now)
    county = county_index(code, now=now, series=found)
    demo = any(station.is_demo for station in found)
    shift = replay_shift() if demo else None
    rows = [
        _row(code, COUNTY, start, _number(hour.value), hour.level, hour.withheld, demo, shift)
        for start, hour in county.hours.items()
    ]
    for station, values in found.items():
        who = (station.code, station.name)
        rows += [
            _row(code, who, row.start, row.value, row.level, row.withheld, station.is_demo, shift)
            for row in values
        ]
    return rows


def lines(rows: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows in the order of HEADER."""
    for row in rows:
        original = row["original_time"] and datetime.fromisoformat(row["original_time"])
        times = (datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"]))
        yield (
            row["index"], row["station"], row["name"], *times, row["value"], row["level"], row["withheld"],
            row["demonstration"], original,
        )  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _row(
    code: str,
    who: tuple[str, str],
    start: datetime,
    value: float | None,
    level: int | None,
    withheld: str,
    demo: bool,
    shift: timedelta | None,
) -> dict[str, Any]:
    end = (start + HOUR).astimezone(BEIJING)
    original = original_of(end, shift=shift) if demo and shift is not None else None
    return {
        "index": code,
        "station": who[0],
        "name": who[1],
        "start": start.astimezone(BEIJING).isoformat(),
        "end": end.isoformat(),
        "value": value,
        "level": level,
        "withheld": withheld,
        "demonstration": demo,
        "original_time": original.isoformat() if original else None,
    }
