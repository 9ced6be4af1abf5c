"""The one parser of times: files, forms, API and devices read their clocks here.

A time without offset is Beijing time, the fixed +08:00 and not the zone Asia/Shanghai, whose summers 1986–1991 ran
an hour ahead while sources and devices did not. Nothing is rolled over: hour 24 or second 60 is a problem to be
told, never a later moment. No function here raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

BEIJING = timezone(timedelta(hours=8), "北京时间")
FIRST_YEAR, LAST_YEAR = 2000, 2100
TOLERANCE = timedelta(hours=1)
_EXCEL_EPOCH = datetime(
    1899, 12, 30, tzinfo=BEIJING
)  # serial 1 = 1900-01-01, with the sheet's false 1900-02-29
_LONGEST = 40

_ZONE = r"(?: ?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2}))?"
_SPELT = re.compile(
    r"(?P<year>[0-9]{4})(?:[-/.]|年)(?P<month>[0-9]{1,2})(?:[-/.]|月)(?P<day>[0-9]{1,2})日?"
    r"(?:(?:[Tt]| +|(?<=日))(?P<hour>[0-9]{1,2})时?"
    r"(?::(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?P<fraction>\.[0-9]+)?)?)?)?" + _ZONE
)
_COMPACT = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?:[Tt ]?(?P<hour>[0-9]{2})"
    r"(?::?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?P<fraction>\.[0-9]+)?)?)?)?" + _ZONE
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_HOUR = re.compile(r"([0-9]{1,2})(?::00(?::00)?|时|点)?")
_ZONE_NEEDED = "请写明时区，例如 2026-03-26T18:00:00+08:00。"

TIME_PROBLEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "empty": ("没有时间。", "请填写时间，例如 2026-03-26 18:00。"),
        "format": ("这不是能识别的时间。", "请写成 2026-03-26 18:00 或 20260326，数字用半角。"),
        "no_zone": ("时间没有写时区。", _ZONE_NEEDED),
        "zone_range": ("时区不存在。", "北京时间请写 +08:00。"),
        "month_range": ("月份只能是 01 到 12。", "请核对日期。"),
        "day_range": ("这个月没有这一天。", "请核对日期。"),
        "hour_24": ("小时只能是 00 到 23。", "24 点请写成次日 00 点。"),
        "hour_range": ("小时只能是 00 到 23。", "请核对小时。"),
        "minute_range": ("分钟只能是 00 到 59。", "请核对时间。"),
        "second_60": ("秒只能是 00 到 59。", "60 秒请写成下一分钟 00 秒。"),
        "second_range": ("秒只能是 00 到 59。", "请核对时间。"),
        "fraction": ("时间最细到秒。", "请去掉秒以下的小数。"),
        "clock_in_date": ("日期列里又写了钟点。", "请只写日期，钟点写在小时列。"),
        "before_2000": ("时间早于 2000 年。", "请核对年份；平台只收 2000 年以后的数据。"),
        "year_range": ("年份不可能。", "请核对年份。"),
        "future": ("时间在将来。", "请核对日期和钟点；平台只收已经发生的数据。"),
    }
)


class ParsedTime(NamedTuple):
    """`moment` is aware UTC to the second, None with a problem. `problem` is a key of TIME_PROBLEMS or "".
    `part` says where the problem lies when date and hour stand in two cells: "date" or "hour".
    """

    moment: datetime | None
    problem: str
    part: str = "date"


class ParsedTimes(NamedTuple):
    """Of n texts: `seconds` int64 since 1970 UTC (0 with a problem), `problems` and `parts` object arrays of text."""

    seconds: np.ndarray[Any, np.dtype[np.int64]]
    problems: np.ndarray[Any, np.dtype[np.object_]]
    parts: np.ndarray[Any, np.dtype[np.object_]]


def parse_time(text: str, *, require_zone: bool = False, now: datetime | None = None) -> ParsedTime:
    """Read a time in one text: `2020-03-26 18`, `2020-03-26 18:00(:00)`, `20200326T18`, ISO with offset or Z,
    an Excel serial; a date alone is its 00:00.

    `require_zone`: a time without offset is a problem (API). `now`, aware: a moment more than TOLERANCE after it
    is a problem.
    """
    text = text.strip()
    if not text:
        return ParsedTime(None, "empty")
    match = len(text) <= _LONGEST and (_SPELT.fullmatch(text) or _COMPACT.fullmatch(text))
    if match:
        if require_zone and match["zone"] is None:
            return ParsedTime(None, "no_zone")
        return _judged(_from_match(match), now)
    if len(text) <= _LONGEST and _SERIAL.fullmatch(text):
        return ParsedTime(None, "no_zone") if require_zone else _judged(_from_serial(text), now)
    return ParsedTime(None, "format")


def parse_date_hour(date: str, hour: str, *, now: datetime | None = None) -> ParsedTime:
    """Read a Beijing date (`20200326`, `2020-03-26`, an Excel date) and an hour label (`18`, `18:00`) in two cells."""
    day = parse_time(date)
    if day.moment is None:
        return day
    midnight = day.moment.astimezone(BEIJING)
    if midnight.hour or midnight.minute or midnight.second:
        return ParsedTime(None, "clock_in_date")
    match = _HOUR.fullmatch(hour.strip())
    if match is None:
        return ParsedTime(None, "format" if hour.strip() else "empty", "hour")
    label = int(match[1])
    if label > 23:
        return ParsedTime(None, "hour_24" if label == 24 else "hour_range", "hour")
    return _judged(ParsedTime(day.moment + timedelta(hours=label), ""), now)


def parse_times(
    texts: Sequence[str], *, require_zone: bool = False, now: datetime | None = None
) -> ParsedTimes:
    """`parse_time` over many texts (give each distinct text once: a column's categories)."""
    return _gather([parse_time(text, require_zone=require_zone, now=now) for text in texts])


def parse_dates_hours(pairs: Sequence[tuple[str, str]], *, now: datetime | None = None) -> ParsedTimes:
    """`parse_date_hour` over many distinct pairs."""
    return _gather([parse_date_hour(date, hour, now=now) for date, hour in pairs])


def _gather(parsed: Sequence[ParsedTime]) -> ParsedTimes:
    count = len(parsed)
    return ParsedTimes(
        np.fromiter((int(one.moment.timestamp()) if one.moment else 0 for one in parsed), np.int64, count),
        np.array([one.problem for one in parsed], dtype=object),
        np.array([one.part for one in parsed], dtype=object),
    )


def _judged(parsed: ParsedTime, now: datetime | None) -> ParsedTime:
    """The same, or the problem that it lies in the future."""
    if parsed.moment is not None and now is not None and parsed.moment > now + TOLERANCE:
        return ParsedTime(None, "future")
    return parsed


_FIELDS = ("year", "month", "day", "hour", "minute", "second", "fraction", "zone")


def _from_match(match: re.Match[str]) -> ParsedTime:
    *digits, fraction, zone_text = match.group(*_FIELDS)
    year, month, day, hour, minute, second = (int(text or 0) for text in digits)
    problem = _out_of_range(year, month, hour, minute, second)
    if not problem and fraction and fraction.strip(".0"):
        problem = "fraction"
    zone = _zone(zone_text)
    if not problem and zone is None:
        problem = "zone_range"
    if problem:
        return ParsedTime(None, problem)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:  # every other field is known to be in range
        return ParsedTime(None, "day_range")
    return ParsedTime(moment.astimezone(UTC), "")


_RANGES: tuple[tuple[str, Callable[[int, int, int, int, int], bool]], ...] = (
    ("before_2000", lambda year, month, hour, minute, second: year < FIRST_YEAR),
    ("year_range", lambda year, month, hour, minute, second: year > LAST_YEAR),
    ("month_range", lambda year, month, hour, minute, second: not 1 <= month <= 12),
    ("hour_24", lambda year, month, hour, minute, second: hour == 24),
    ("hour_range", lambda year, month, hour, minute, second: hour > 23),
    ("minute_range", lambda year, month, hour, minute, second: minute > 59),
    ("second_60", lambda year, month, hour, minute, second: second == 60),
    ("second_range", lambda year, month, hour, minute, second: second > 59),
)


def _out_of_range(year: int, month: int, hour: int, minute: int, second: int) -> str:
    """The first problem among the fields that need no calendar, or ""."""
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60:
        return ""
    return next(code for code, broken in _RANGES if broken(year, month, hour, minute, second))


def _zone(text: str | None) -> timezone | None:
    """The offset; Beijing's when none is written; None for one that no place on Earth has."""
    if text is None:
        return BEIJING
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def _from_serial(text: str) -> ParsedTime:
    """Days since 1899-12-30 Beijing time, rounded to the second: the fraction of a day is not exact in the file."""
    moment = (_EXCEL_EPOCH + timedelta(seconds=round(float(text) * 86_400))).astimezone(UTC)
    year = moment.astimezone(BEIJING).year
    if year < FIRST_YEAR:
        return ParsedTime(None, "before_2000")
    return ParsedTime(None, "year_range") if year > LAST_YEAR else ParsedTime(moment, "")
