"""Time at the edge and in store.

Stored instants are aware UTC. Beijing time is the fixed offset +08:00, not the zone Asia/Shanghai, whose summers
1986–1991 ran an hour ahead while devices and sources did not. Periods are half open: start included, end excluded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "北京时间")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open span of aware instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs aware instants")
        if self.end < self.start:
            raise ValueError("a period cannot end before it starts")

    def hours(self) -> Iterator[datetime]:
        """Yield the start of each whole hour in the period."""
        moment = floor_hour(self.start)
        if moment < self.start:
            moment += HOUR
        while moment < self.end:
            yield moment
            moment += HOUR


def floor_hour(moment: datetime) -> datetime:
    """Return the start of the hour that holds `moment`, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def beijing_day(moment: datetime) -> date:
    """Return the Beijing calendar day that holds `moment`."""
    return moment.astimezone(BEIJING).date()


def day_start(day: date) -> datetime:
    """Return the instant at which a Beijing day begins, in UTC."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def day_period(day: date) -> Period:
    return Period(day_start(day), day_start(day) + DAY)


def in_words(age: timedelta) -> str:
    """Return the age of a number in Chinese words: 12 分钟, 5 小时, 3 天."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "1 分钟内"
    if minutes < 60:
        return f"{minutes} 分钟"
    hours = minutes // 60
    return f"{hours} 小时" if hours < 48 else f"{hours // 24} 天"
