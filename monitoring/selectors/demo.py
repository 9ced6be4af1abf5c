"""The demonstration's clock: which real hour stands behind a replayed one, and the sentence that says so.

Its times are as-of times, the labels of the national publication: an hour's end. 03:00 stands for 02:00–03:00, which is
stored with its start, 02:00 (ADR 0007). The record is laid so that its last label falls on the present full hour; then
the replay goes round from CYCLE_START, the same hour of day inside the longest unbroken run. The sequence follows from
one number, the shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitoring.models import DemoReplay
from yunhe_envhealth.core.periods import BEIJING, HOUR

# First and last label of the record, and the first of a round.
RECORD_START = datetime(2020, 3, 26, 18, tzinfo=BEIJING)
RECORD_END = datetime(2020, 4, 8, 3, tzinfo=BEIJING)
CYCLE_START = datetime(2020, 3, 31, 4, tzinfo=BEIJING)
CYCLE = RECORD_END - CYCLE_START + HOUR


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """What components/demo_ribbon.html prints; `original_time` is the recorded as-of time, Beijing time."""

    sentence: str
    sentence_en: str
    original_time: str


def original_of(as_of: datetime, *, shift: timedelta) -> datetime:
    """Return the recorded as-of time (Beijing time) replayed at `as_of`, for a replay laid with `shift`."""
    original = as_of.astimezone(BEIJING) - shift
    if original < RECORD_END + HOUR:
        return original
    return CYCLE_START + (original - RECORD_END - HOUR) % CYCLE


def replay_shift() -> timedelta | None:
    """Return the shift of the demonstration that is laid, None without one. One query: an answer reads it once."""
    replay = DemoReplay.objects.first()
    return replay.shift_hours * HOUR if replay else None


def original_time(as_of: datetime) -> datetime | None:
    """Return the recorded as-of time replayed at `as_of`; None when no demonstration is laid."""
    shift = replay_shift()
    return original_of(as_of, shift=shift) if shift is not None else None


def demo_notice(as_of: datetime) -> DemoNotice | None:
    """Return what a page must say beside demonstration values as of a time (their hour's end); None without one."""
    original = original_time(as_of)
    if original is None:
        return None
    return DemoNotice(
        sentence="数值是丽水市区国家空气站的实时发布值（未经审核），循环回放到现在（放完从头再来），不是云和县现在的空气质量。",
        sentence_en=(
            "Values of national air stations in Lishui city (real time, not reviewed), replayed in a loop to"
            " the present; not the air of Yunhe now."
        ),
        original_time=f"{original:%Y-%m-%d %H:00}",
    )
