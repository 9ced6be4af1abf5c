"""Meetings, their bodies and assessments for tests. Names are plainly invented (示范)."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from taskforce.choices import MeetingKind, PostKind
from taskforce.models import Meeting, MeetingSeries
from taskforce.services import meetings
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import LONG_AGO, NOW, make_post
from yunhe_envhealth.accounts.models import Unit, User

_numbers = itertools.count(1)
MEETING_AT = NOW + timedelta(days=7)


def make_series(**fields: Any) -> MeetingSeries:
    """Make a series convened by a body with a head, a deputy and a member."""
    number = next(_numbers)
    if "body" not in fields:
        body = fields["body"] = make_unit(kind=Unit.Kind.GROUP, name=f"示范专班{number}")
        for kind in (PostKind.HEAD, PostKind.DEPUTY, PostKind.MEMBER):
            make_post(body=body, kind=kind)
    defaults = {
        "code": f"series-{number}",
        "title": f"示范例会{number}",
        "kind": MeetingKind.REGULAR,
        "valid_from": LONG_AGO,
        "is_demo": True,
    }
    return MeetingSeries.objects.create(**(defaults | fields))


def make_meeting(*, by: User | None = None, series: MeetingSeries | None = None, **fields: Any) -> Meeting:
    """Plan a meeting a week ahead of NOW."""
    given: dict[str, Any] = {"starts_at": MEETING_AT, "now": NOW}
    return meetings.plan_meeting(
        series=series or make_series(), by=by or make_user("office"), **(given | fields)
    )


def make_held_meeting(
    *, by: User, series: MeetingSeries | None = None, starts_at: datetime = MEETING_AT, now: datetime = NOW
) -> Meeting:
    """Plan a meeting, call its people and hold it."""
    meeting = make_meeting(by=by, series=series, starts_at=starts_at, now=now)
    meetings.invite(meeting_id=meeting.pk, by=by, now=now)
    return meetings.hold(meeting_id=meeting.pk, by=by, now=starts_at)


def day_of(moment: datetime, days: int) -> date:
    return moment.date() + timedelta(days=days)
