"""A demonstration series with a meeting held, its decisions, and the next one with its follow-up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from taskforce.choices import DecisionKind, MeetingKind
from taskforce.models import MeetingSeries
from taskforce.selectors import workdays
from taskforce.services import meetings
from taskforce.services.demo.people import SOURCE, Cast
from yunhe_envhealth.core.periods import BEIJING, DAY, beijing_day

SERIES = "demo-meetings"
MINUTES = "示范纪要，内容是虚构的：会议听取了示范工作小组的汇报，议定示范事项三项。"


def lay(cast: Cast, *, now: datetime) -> bool:
    """Lay the series and its two meetings; False when they are there already."""
    if MeetingSeries.objects.filter(code=SERIES).exists():
        return False
    series = MeetingSeries.objects.create(
        code=SERIES, title="示范工作例会", kind=MeetingKind.REGULAR, body=cast.units["demo-group"], rhythm="示范",
        source=SOURCE, valid_from=cast.posts["demo-head"].valid_from, is_demo=True,
    )  # fmt: skip
    _held(series, cast, now)
    ahead = _nine(workdays().shift(beijing_day(now), 6))
    following = meetings.plan_meeting(
        series=series, starts_at=ahead, place="示范会议室", by=cast.office, now=now,
        chair_post=cast.posts["demo-head"],
    )  # fmt: skip
    meetings.invite(meeting_id=following.pk, by=cast.office, now=now)
    return True


def _held(series: MeetingSeries, cast: Cast, now: datetime) -> None:
    planned, starts = now - 24 * DAY, _nine(workdays().shift(beijing_day(now) - 16 * DAY, 0))
    meeting = meetings.plan_meeting(
        series=series, starts_at=starts, place="示范会议室", by=cast.office, now=planned,
        chair_post=cast.posts["demo-head"],
    )  # fmt: skip
    meetings.propose_agenda_item(
        meeting_id=meeting.pk, unit=cast.units["demo-unit"], title="示范：示范任务进展", by=cast.officer, now=planned
    )  # fmt: skip
    meetings.invite(meeting_id=meeting.pk, by=cast.office, now=planned + DAY)
    meetings.hold(meeting_id=meeting.pk, by=cast.office, now=starts + timedelta(hours=2))
    present = {row.pk: meetings.Present(attended=True) for row in meeting.attendance.all()}
    meetings.record_attendance(meeting_id=meeting.pk, rows=present, by=cast.office, now=now)
    meetings.write_minutes(meeting_id=meeting.pk, text=MINUTES, by=cast.office)
    meetings.record_decisions(
        meeting_id=meeting.pk, lines=_decisions(cast, now), by=cast.office, now=starts + DAY
    )
    meetings.fix_minutes(meeting_id=meeting.pk, by=cast.office, now=starts + 2 * DAY)


def _decisions(cast: Cast, now: datetime) -> list[meetings.Line]:
    due_on = workdays().shift(beijing_day(now), 7)
    return [
        meetings.Line(DecisionKind.NOTE, "示范记录：听取了示范工作小组的汇报。"),
        meetings.Line(DecisionKind.DECISION, "示范决定：示范简报每月一期。"),
        meetings.Line(
            DecisionKind.TASK, "示范任务：拟出示范考核办法初稿。", cast.posts["demo-officer"], due_on
        ),
    ]


def _nine(day: date) -> datetime:
    """Return nine in the morning of a Beijing day."""
    return datetime.combine(day, time(9), BEIJING)
