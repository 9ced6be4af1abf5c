"""Rules about where, when and what was measured: each rejects every reading it touches."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from monitoring.intake.checks.verdicts import (
    Array,
    CheckContext,
    Verdict,
    defective,
    findings_at,
    first_of_rows,
    from_defects,
    per_text,
    rejecting,
    start_seconds,
    unknown_text,
)
from monitoring.intake.readings import FIELD_PROBLEMS, Readings
from monitoring.intake.timestamps import BEIJING, TIME_PROBLEMS
from monitoring.intake.units import UNIT_PROBLEMS

_SHAPE_PROBLEMS = {"overlong": ("这一行的单元格比表头多。", "请检查多余的分隔符或没有成对的引号。")}
_HOUR, _DAY, _BEIJING_SECONDS = 3600, 86_400, 8 * 3600
CLOCK_SKEW = timedelta(minutes=10)


def row_shape(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """A row has no filled cell beyond the header."""
    return from_defects(readings, "row_shape", _SHAPE_PROBLEMS)


def known_field(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """An API reading has the agreed fields, each of its type, and no other."""
    return from_defects(readings, "known_field", FIELD_PROBLEMS)


def known_station(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The station is registered under this code or name."""

    def wording(text: str) -> tuple[str, str]:
        return "平台没有登记这个监测点。", "请先登记监测点，或改正编码。"

    return unknown_text(
        readings, "station", context.stations.__contains__, rule="known_station", wording=wording
    )


def station_active(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The station was in use on the Beijing day on which the period starts."""
    first = per_text(readings, "station", lambda text: _bound(context, text, 0), np.int64)
    end = per_text(readings, "station", lambda text: _bound(context, text, 1), np.int64)
    seconds = start_seconds(readings)
    known = ~np.isnat(readings.frame["start"].array.asi8.view("datetime64[us]"))
    outside = known & ((seconds < first) | (seconds >= end))
    return _at_starts(
        readings,
        outside,
        "station_active",
        "这一天监测点不在启用期内。",
        "请核对时间，或更正监测点的启用日期。",
    )


def known_parameter(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The parameter is in the platform's list."""

    def wording(text: str) -> tuple[str, str]:
        return "平台没有登记这个因子。", "请改用因子表中的代码，例如 so2、no2、co、o3、pm10、pm2_5。"

    known = context.known_parameters.__contains__
    return unknown_text(readings, "parameter", known, rule="known_parameter", wording=wording)


def known_period(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The averaging period is one the platform keeps."""

    def wording(text: str) -> tuple[str, str]:
        return "平台没有这种平均时间。", f"请用 {'、'.join(sorted(context.known_periods))} 之一。"

    return unknown_text(
        readings, "period", context.known_periods.__contains__, rule="known_period", wording=wording
    )


def known_flag(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The data flag is one of HJ 212, or none."""

    def wording(text: str) -> tuple[str, str]:
        flags = "、".join(sorted(flag for flag in context.known_flags if flag))
        return "不认识这个数据标记。", f"请留空，或用 {flags} 之一。"

    return unknown_text(
        readings, "flag", context.known_flags.__contains__, rule="known_flag", wording=wording
    )


def time_valid(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The time can be read, exists, and carries a zone where one is needed."""
    told = from_defects(readings, "time_valid", TIME_PROBLEMS)
    defects = readings.defects
    future = defective(readings, defects[defects["rule"] == "not_future"])
    missing = np.isnat(readings.frame["start"].array.asi8.view("datetime64[us]")) & ~told.rejected & ~future
    what, advice = TIME_PROBLEMS["empty"]
    positions = first_of_rows(readings, missing)
    found = findings_at(
        readings,
        positions,
        rule="time_valid",
        role="start",
        texts=dict.fromkeys(positions.tolist(), ""),
        wording=lambda text: (what, advice),
    )
    return rejecting(readings, told.findings + found, told.rejected | missing)


def not_future(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The period is over, but for the skew of a device's clock: nobody measures an hour that has not passed."""
    told = from_defects(readings, "not_future", TIME_PROBLEMS)
    lengths = per_text(
        readings, "period", lambda text: {"hour": _HOUR, "8h": 8 * _HOUR, "day": _DAY}.get(text, 0), np.int64
    )
    late = start_seconds(readings) + lengths > (context.now + CLOCK_SKEW).timestamp()
    what, advice = TIME_PROBLEMS["future"]
    more = _at_starts(readings, late, "not_future", what, advice)
    return rejecting(readings, told.findings + more.findings, told.rejected | more.rejected)


def start_aligned(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """Hourly and 8-hour means start on the hour, daily means at 00:00 Beijing time."""
    step = per_text(
        readings, "period", lambda text: {"hour": _HOUR, "8h": _HOUR, "day": _DAY}.get(text, 1), np.int64
    )
    crooked = standing & ((start_seconds(readings) + _BEIJING_SECONDS) % step != 0)
    advice = "小时值请写整点，日均值请写当日 00:00。"
    return _at_starts(readings, crooked, "start_aligned", "开始时间与平均时间不符。", advice)


def known_unit(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The unit can be converted into the platform's."""
    return from_defects(readings, "known_unit", UNIT_PROBLEMS)


def _at_starts(readings: Readings, mask: Array, rule: str, what: str, advice: str) -> Verdict:
    """Reject the marked readings, one finding for each row, showing the Beijing time."""
    positions = first_of_rows(readings, mask)
    seconds = start_seconds(readings)
    texts = {
        position: f"{datetime.fromtimestamp(int(seconds[position]), BEIJING):%Y-%m-%d %H:%M:%S}"
        for position in positions.tolist()
    }
    found = findings_at(
        readings, positions, rule=rule, role="start", texts=texts, wording=lambda text: (what, advice)
    )
    return rejecting(readings, found, mask)


def _bound(context: CheckContext, text: str, side: int) -> int:
    """Seconds since 1970 of a station's first (side 0) or first inactive (side 1) Beijing midnight."""
    station = context.stations.get(text, -1)
    day: date | None = context.active.get(station, (None, None))[side]
    if day is None:
        return np.iinfo(np.int64).max if side else np.iinfo(np.int64).min
    return int(datetime.combine(day, time(), BEIJING).astimezone(UTC).timestamp())
