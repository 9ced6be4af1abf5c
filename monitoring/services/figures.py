"""The air's figures for a report (taskforce.services.figures): each with its completeness, its edition and its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from monitoring.choices import EditionStatus
from monitoring.science import aqhi, averages
from monitoring.science.evaluation import good_rate
from monitoring.science.rounding import decimal_of
from monitoring.selectors.evaluation import GoodDays, PeriodAir, period_air, stations_of_area
from taskforce.services.figures import Figure, Span
from yunhe_envhealth.core.periods import beijing_day, day_start

CHAPTER = "monitoring"
# No edition says how many days a mean over less than a year needs; a year is judged by GB 3095 table 4.
LEAST_SHARE = Fraction(3, 4)
YEAR_DAYS, MONTH_DAYS, FEBRUARY_DAYS = 324, 27, 25
DEFAULT = EditionStatus.DEFAULT.label
NO_STATION = "这个区域内没有公开的环境空气监测点"
NOT_BEGUN = "报告期还没有过完一天"
KEYS = {
    "monitoring.stations": "参与评价的监测点",
    "monitoring.received_share": "监测数据到达率",
    "monitoring.pm2_5_mean": "PM2.5 平均浓度",
    "monitoring.good_rate": "空气优良率",
    "monitoring.aqhi_levels": "AQHI 各级小时数",
    "monitoring.aqhi_withheld_share": "AQHI 不发布的小时占比",
}


def air_figures(span: Span) -> Iterator[Figure]:
    """Yield the figures of an area's air over the whole days of a period; 示范 stations and real ones never together."""
    last = min(span.period_end, beijing_day(span.now) - timedelta(days=1))
    stations = list(stations_of_area(span.area_code, span.period_start, last, is_demo=span.is_demo))
    reason = NOT_BEGUN if last < span.period_start else "" if stations else NO_STATION
    if reason:
        yield from (Figure(key, title, None, withheld=reason, as_of=span.now) for key, title in KEYS.items())
        return
    air = period_air(stations, span.period_start, last)
    page = _Page(air, day_start(last + timedelta(days=1)), is_demo=span.is_demo)
    yield page.figure("monitoring.stations", str(len(stations)), unit="个")
    yield _received(page)
    yield _pm2_5_mean(page, whole_year=_is_year(span.period_start, span.period_end))
    yield from (_good_rate(page, part, alone=len(air.good_days) == 1) for part in air.good_days)
    yield from _aqhi(page)


class _Page:
    """What every figure of one period shares: its source, its address, the end of what it covers."""

    def __init__(self, air: PeriodAir, as_of: datetime, *, is_demo: bool) -> None:
        self.air = air
        self.as_of = as_of
        names = "、".join(station.name for station in air.stations[:5])
        more = "等" if len(air.stations) > 5 else ""
        self.source = (
            f"{'示范数据，' if is_demo else ''}平台监测数据：{names}{more} {len(air.stations)} 个监测点"
        )

    def figure(
        self,
        key: str,
        value: str | None,
        *,
        title: str = "",
        unit: str = "",
        withheld: str = "",
        edition: str = "",
    ) -> Figure:
        return Figure(
            key,
            title or KEYS[key],
            value,
            unit=unit,
            withheld=withheld,
            source=self.source,
            url=reverse("monitoring:indices"),
            as_of=self.as_of,
            edition=edition,
        )


def _received(page: _Page) -> Figure:
    air = page.air
    share = decimal_of(Fraction(100 * air.hours_received, air.hours_expected), 1)
    edition = (
        f"应到 {air.hours_expected:,} 小时，实到 {air.hours_received:,} 小时（各点合计，至少一项因子有效）"
    )
    return page.figure("monitoring.received_share", str(share), unit="%", edition=edition)


def _pm2_5_mean(page: _Page, *, whole_year: bool) -> Figure:
    """Return the mean of the valid county days, or why there are too few of them."""
    key, days, valid = "monitoring.pm2_5_mean", page.air.days, page.air.pm2_5
    count = f"有效 {len(valid)} 天，共 {len(days)} 天"
    if whole_year:
        edition, enough = (
            "GB 3095 有效性规定：每年至少 324 天，每月至少 27 天（二月 25 天）",
            _valid_year(valid),
        )
    else:
        edition, enough = f"不足一年的有效天数：四分之三，{DEFAULT}", len(valid) >= LEAST_SHARE * len(days)
    if not enough or not valid:
        return page.figure(key, None, withheld=f"有效天数不够：{count}", edition=edition)
    mean = averages.window_mean(list(valid.values()), 1).value
    shown = averages.round_mean("pm2_5", mean if mean is not None else Decimal(0))
    return page.figure(key, str(shown), unit="µg/m³", edition=f"{count}；{edition}")


def _valid_year(valid: dict[date, Decimal]) -> bool:
    """Return whether a year's days meet GB 3095 table 4."""
    months = [sum(day.month == month for day in valid) for month in range(1, 13)]
    least = [FEBRUARY_DAYS if month == 2 else MONTH_DAYS for month in range(1, 13)]
    enough = all(count >= needed for count, needed in zip(months, least, strict=True))
    return len(valid) >= YEAR_DAYS and enough


def _good_rate(page: _Page, part: GoodDays, *, alone: bool) -> Figure:
    """Return the share of good days under one edition; a period that two editions govern has two of them."""
    edition = f"HJ 633-{part.standard.edition}"
    days = "" if alone else f"，{part.first:%Y-%m-%d} 至 {part.last:%Y-%m-%d}"
    title = f"空气优良率（{edition}{days}）"
    key = f"monitoring.good_rate_{part.standard.edition}"
    rate = good_rate(part.good, part.valid) if part.valid >= LEAST_SHARE * part.days else None
    if rate is None:
        return page.figure(
            key,
            None,
            title=title,
            withheld=f"有效天数不够：有效 {part.valid} 天，共 {part.days} 天",
            edition=edition,
        )
    words = f"{edition}；优良 {part.good} 天，有效 {part.valid} 天，共 {part.days} 天；有效天数下限四分之三，{DEFAULT}"
    return page.figure(key, str(rate), title=title, unit="%", edition=words)


def _aqhi(page: _Page) -> Iterator[Figure]:
    """Yield the station hours of each level of the Lishui AQHI, and the share of hours without one."""
    parameters = aqhi.LISHUI_CANDIDATE
    hours = page.air.aqhi_levels
    judged = sum(hours.values()) + page.air.aqhi_withheld
    if not judged:
        for key in ("monitoring.aqhi_levels", "monitoring.aqhi_withheld_share"):
            yield page.figure(key, None, withheld="期内没有算过 AQHI", edition=parameters.edition)
        return
    for level in parameters.levels:
        yield page.figure(
            f"monitoring.aqhi_level_{level.number}",
            f"{hours.get(level.number, 0):,}",
            title=f"AQHI {level.name_zh}（{level.colour}）小时数",
            unit="小时",
            edition=f"{parameters.edition}；各点合计，共判 {judged:,} 小时",
        )
    share = decimal_of(Fraction(100 * page.air.aqhi_withheld, judged), 1)
    yield page.figure("monitoring.aqhi_withheld_share", str(share), unit="%", edition=parameters.edition)


def _is_year(first: date, last: date) -> bool:
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
