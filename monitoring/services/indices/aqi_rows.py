"""Hourly and daily AQI of a station's hourly grid as COPY lines, on exact decimals, by the edition of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np

from monitoring.science import aqi, averages
from monitoring.science.rounding import exact
from monitoring.selectors.measurements import AIR, HourlyGrid
from yunhe_envhealth.core.bulk import text_lines
from yunhe_envhealth.core.periods import beijing_day, day_start

HOURS_A_DAY = 24
SO2_HOURLY_LIMIT = 800
Editions = Mapping[str, int]  # IndexEdition code → id


def hourly_lines(grid: HourlyGrid, *, columns: slice, kind_id: int, editions: Editions, now: datetime) -> str:
    """Return COPY lines (write.INDEX_COLUMNS) of the hourly AQI for the hours of `columns`."""
    rows = []
    series = {code: grid.values[code][columns].tolist() for code in AIR}
    for offset, values in enumerate(zip(*series.values(), strict=True)):
        moment = grid.moment(columns.start + offset)
        standard = aqi.standard_on(beijing_day(moment))
        inputs = {code: value for code, value in zip(AIR, values, strict=True) if value == value}
        inputs.update(_stand_in(grid, columns.start + offset, inputs))
        result = _hourly(standard.code, tuple(inputs.items()))
        workings = _workings(result, retrospective=beijing_day(moment) < standard.effective_from) | {
            "inputs": inputs
        }
        rows.append(
            (
                grid.station_id,
                kind_id,
                moment,
                editions[edition_code(standard, "hourly")],
                *_shown(result),
                workings,
                now,
            )
        )
    return text_lines(rows)


def daily_lines(
    grid: HourlyGrid,
    *,
    days: list[date],
    kind_id: int,
    editions: Editions,
    parameters: Mapping[str, int],
    now: datetime,
) -> tuple[str, str]:
    """Return COPY lines of the daily AQI (write.INDEX_COLUMNS) and of the averages behind it (AVERAGE_COLUMNS)."""
    rows: list[tuple[Any, ...]] = []
    means: list[tuple[Any, ...]] = []
    for day in days:
        begin = grid.column(day_start(day))
        hours = {code: _decimals(grid.values[code][begin : begin + HOURS_A_DAY]) for code in AIR}
        standard = aqi.standard_on(day)
        found = dict(_averages(hours))
        for (code, statistic), average in found.items():
            reason = "" if average.value is not None else "too_few_hours"
            value = None if average.value is None else float(average.value)
            means.append(
                (grid.station_id, parameters[code], statistic, day_start(day), value, average.valid, reason)
            )
        inputs = {item: average.value for item, average in _items(found, standard).items()}
        result = aqi.daily(
            standard,
            {
                item: averages.round_mean(item, value) if value is not None else None
                for item, value in inputs.items()
            },
        )
        if result.withheld == "no_data" and any(average.valid for average in found.values()):
            result = replace(result, withheld="too_few_hours")
        shown = {item: float(value) for item, value in inputs.items() if value is not None}
        valid = {item: average.valid for item, average in _items(found, standard).items()}
        workings = _workings(result, retrospective=day < standard.effective_from) | {
            "inputs": shown,
            "valid_hours": valid,
        }
        rows.append(
            (
                grid.station_id,
                kind_id,
                day_start(day),
                editions[edition_code(standard, "daily")],
                *_shown(result),
                workings,
                now,
            )
        )
    return text_lines(rows), text_lines(means)


def _stand_in(grid: HourlyGrid, column: int, inputs: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return the 24-hour mean by which HJ 633-2012 judges SO2 when its hour is above 800 µg/m³ (table 1, note 2)."""
    if inputs.get("so2", 0) <= SO2_HOURLY_LIMIT:
        return ()
    day = grid.values["so2"][max(column - HOURS_A_DAY + 1, 0) : column + 1]
    mean = averages.window_mean(_decimals(day), averages.DAY_MINIMUM).value
    return () if mean is None else (("so2_24h", float(mean)),)


def edition_code(standard: aqi.AqiStandard, report: str) -> str:
    """Return the code under which load_reference keeps an edition of the hourly or daily report."""
    return f"cn_hj633_{standard.edition}_{report}"


def _averages(
    hours: Mapping[str, list[Decimal | None]],
) -> Iterator[tuple[tuple[str, str], averages.Average]]:
    for code, values in hours.items():
        if code == "o3":
            yield (code, "day_max_8h"), averages.daily_max_8h(values)
            yield (code, "day_max_1h"), averages.daily_max_1h(values)
        else:
            yield (code, "day_mean"), averages.daily_mean(values)


def _items(
    found: Mapping[tuple[str, str], averages.Average], standard: aqi.AqiStandard
) -> dict[str, averages.Average]:
    """Return the averages under the item names of the standard's daily report."""
    names = {"day_mean": "{}", "day_max_8h": "{}_8h", "day_max_1h": "{}_1h"}
    items = {names[statistic].format(code): average for (code, statistic), average in found.items()}
    return {item: average for item, average in items.items() if item in standard.daily_items}


@lru_cache(maxsize=65536)
def _hourly(standard_code: str, inputs: tuple[tuple[str, float], ...]) -> aqi.AqiResult:
    """Return the hourly AQI; hours repeat themselves often enough that remembering them pays."""
    standard = _STANDARDS[standard_code]
    return aqi.hourly(standard, {code: exact(value) for code, value in inputs})


_STANDARDS = {standard.code: standard for standard in (aqi.AQI_2012, aqi.AQI_2026)}


def _decimals(values: np.ndarray[Any, Any]) -> list[Decimal | None]:
    return [None if value != value else exact(value) for value in values.tolist()]


def _shown(result: aqi.AqiResult) -> tuple[Any, ...]:
    """Return value, display, level, colour, primary, withheld, complete."""
    number = None if result.aqi is None else float(result.aqi)
    display = "" if result.aqi is None else str(result.aqi)
    return (
        number,
        display,
        result.level,
        result.colour or "",
        tuple(result.primary),
        result.withheld or "",
        result.complete,
    )


def _workings(result: aqi.AqiResult, *, retrospective: bool) -> dict[str, Any]:
    parts = {"iaqi": dict(result.iaqi), "missing": list(result.missing), "exceeding": list(result.exceeding)}
    return parts | ({"retrospective": True} if retrospective else {})
