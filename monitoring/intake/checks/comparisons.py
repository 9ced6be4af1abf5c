"""Rules that compare readings with each other. They look at readings that still stand and carry a number."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from monitoring.intake.categories import take
from monitoring.intake.checks.verdicts import (
    Array,
    CheckContext,
    Verdict,
    counter,
    no_readings,
    number_text,
    passed,
    place,
    present,
    remark,
    start_seconds,
)
from monitoring.intake.readings import Finding, Readings
from monitoring.intake.timestamps import BEIJING

_SECONDS_BITS = 33
_LEAST_TO_REPEAT = 3
_HOUR = 3600


class _Keys(NamedTuple):
    """Of the readings at `positions`: dense codes of station, parameter and period, and start in seconds."""

    positions: Array
    station: Array
    parameter: Array
    period: Array
    seconds: Array

    def at(self, chosen: Array) -> _Keys:
        return _Keys(*(column[chosen] for column in self))

    def place_time(self) -> Array:
        """One integer for station and start."""
        return (self.station << _SECONDS_BITS) + self.seconds


def _keys(readings: Readings, context: CheckContext, standing: Array) -> _Keys:
    positions = np.flatnonzero(standing & present(readings))
    return _Keys(
        positions,
        _station_code(readings, context)[positions],
        _code(readings, "parameter", sorted(context.known_parameters))[positions],
        _code(readings, "period", sorted(context.known_periods))[positions],
        start_seconds(readings)[positions],
    )


def _station_code(readings: Readings, context: CheckContext) -> Array:
    """A dense number for each platform station: two names of one station count as one."""
    column = readings.frame["station"].cat
    ids = [context.stations.get(text, -1) for text in column.categories.tolist()]
    _, codes = np.unique(np.array(ids, dtype=np.int64), return_inverse=True)
    return take(codes.astype(np.int64), column.codes)


def _code(readings: Readings, name: str, known: list[str]) -> Array:
    codes = {text: code for code, text in enumerate(known)}
    column = readings.frame[name].cat
    return take(
        np.array([codes.get(text, -1) for text in column.categories.tolist()], dtype=np.int64), column.codes
    )


def duplicate_in_file(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """Station, parameter, period and start occur once. Equal repetitions are ignored, contradicting ones rejected."""
    keys = _keys(readings, context, standing)
    kinds = len(context.known_parameters) * len(context.known_periods)
    kind = keys.parameter * len(context.known_periods) + keys.period
    whole = ((keys.station * kinds + kind) << _SECONDS_BITS) + keys.seconds
    order = np.argsort(whole, kind="stable")
    same = np.flatnonzero(np.diff(whole[order]) == 0)
    if not len(same):
        return passed(readings)
    chosen = np.sort(order[np.union1d(same, same + 1)])
    positions = keys.positions[chosen]
    group = readings.frame.iloc[positions][["row", "column", "value", "flag"]].astype({"column": object})
    group = group.assign(key=whole[chosen], flag=group["flag"].cat.codes, position=positions)
    by_key = group.groupby("key", sort=False)
    equal = (by_key["value"].transform("nunique") == 1) & (by_key["flag"].transform("nunique") == 1)
    group = group.assign(first=by_key["row"].transform("first"), last=by_key["row"].transform("last"))
    repeated = group[equal & group.duplicated("key")]
    rejected, ignored = no_readings(readings), no_readings(readings)
    rejected[group.loc[~equal, "position"].to_numpy()] = True
    ignored[repeated["position"].to_numpy()] = True
    return Verdict(
        [*_contradictions(readings, group[~equal]), *_repetitions(readings, repeated)], rejected, ignored
    )


def _contradictions(readings: Readings, group: pd.DataFrame) -> list[Finding]:
    return [
        Finding(
            one.row,
            one.column,
            "duplicate_in_file",
            "error",
            f"{place(readings, one.row, one.column)}与第 {one.last if one.row == one.first else one.first} "
            f"{counter(readings)}是同一监测点、因子和时间，数值或标记却不同。",
            "请只保留正确的一个。",
            number_text(one.value),
        )
        for one in group.itertuples()
    ]


def _repetitions(readings: Readings, group: pd.DataFrame) -> list[Finding]:
    return [
        Finding(
            one.row,
            one.column,
            "duplicate_in_file",
            "warning",
            f"{place(readings, one.row, one.column)}与第 {one.first} {counter(readings)}重复，数值相同，已忽略。",
            "不需要处理。",
            number_text(one.value),
        )
        for one in group.itertuples()
    ]


def repeats_previous_hour(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """Not all of a station's hourly values (three at least) equal those of the hour before."""
    keys = _keys(readings, context, standing)
    hourly = (
        keys.at(keys.period == sorted(context.known_periods).index("hour")) if len(keys.positions) else keys
    )
    if not len(hourly.positions):
        return passed(readings)
    values = readings.frame["value"].to_numpy()[hourly.positions]
    series = hourly.station * len(context.known_parameters) + hourly.parameter
    order = np.argsort((series << _SECONDS_BITS) + hourly.seconds, kind="stable")
    follows = (np.diff(series[order]) == 0) & (np.diff(hourly.seconds[order]) == _HOUR)
    equal = np.zeros(len(order), dtype=bool)
    equal[order[1:]] = follows & (np.diff(values[order]) == 0)
    hours, first, group, count = np.unique(
        hourly.place_time(), return_index=True, return_inverse=True, return_counts=True
    )
    before = np.searchsorted(hours, hours - _HOUR)
    before_count = np.where(hours[before] == hours - _HOUR, count[before], 0)
    repeats = (np.bincount(group, equal) == count) & (count == before_count) & (count >= _LEAST_TO_REPEAT)
    findings = [
        remark(
            readings,
            row,
            "repeats_previous_hour",
            "warning",
            f"{where}的 {number} 项小时值与上一小时完全相同。",
            "请核对仪器或转发是否停滞；属实则不需要处理。",
        )
        for (row, where), number in zip(
            _hours_named(readings, hourly, first[repeats]), count[repeats].tolist(), strict=True
        )
    ]
    return Verdict(findings, no_readings(readings), no_readings(readings))


def pm25_above_pm10(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """Fine particles do not exceed the particles of which they are a part."""
    known = sorted(context.known_parameters)
    if not {"pm2_5", "pm10"} <= set(known):
        return passed(readings)
    keys = _keys(readings, context, standing)
    fine, coarse = (
        keys.at(keys.parameter == known.index("pm2_5")),
        keys.at(keys.parameter == known.index("pm10")),
    )
    _, left, right = np.intersect1d(_by_period(fine), _by_period(coarse), return_indices=True)
    values = readings.frame["value"].to_numpy()
    small, large = values[fine.positions[left]], values[coarse.positions[right]]
    above = small > large
    named = _hours_named(readings, fine, left[above])
    pairs = zip(small[above].tolist(), large[above].tolist(), strict=True)
    findings = [
        remark(
            readings,
            row,
            "pm25_above_pm10",
            "warning",
            f"{where}的 PM2.5（{number_text(less)}）大于 PM10（{number_text(more)}）。",
            "请核对两台仪器；属实则不需要处理。",
        )
        for (row, where), (less, more) in zip(named, pairs, strict=True)
    ]
    return Verdict(findings, no_readings(readings), no_readings(readings))


def _by_period(keys: _Keys) -> Array:
    return ((keys.station * 64 + keys.period) << _SECONDS_BITS) + keys.seconds


def _hours_named(readings: Readings, keys: _Keys, chosen: Array) -> list[tuple[int, str]]:
    """Row of the chosen keys, and station and Beijing time in words."""
    frame = readings.frame.iloc[keys.positions[chosen]]
    hours, codes = np.unique(keys.seconds[chosen], return_inverse=True)
    names = [f"{datetime.fromtimestamp(second, BEIJING):%Y-%m-%d %H:%M}" for second in hours.tolist()]
    stations = frame["station"].astype(object).tolist()
    rows = zip(frame["row"].tolist(), stations, codes.tolist(), strict=True)
    return [(row, f"{station} {names[code]} ") for row, station, code in rows]
