"""What stands in a person's calendar: what their posts owe, and the meetings they are called to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from taskforce.choices import MeetingState
from taskforce.models import Attendance, CalendarToken
from taskforce.science.icalendar import Event
from taskforce.science.reminders import Deadline
from taskforce.selectors.acting import holds
from taskforce.selectors.deadlines import address, open_deadlines
from taskforce.selectors.posts import posts_of
from yunhe_envhealth.accounts.authentication import digest_of
from yunhe_envhealth.core.periods import DAY, beijing_day

CALLED = (MeetingState.INVITED, MeetingState.HELD, MeetingState.MINUTED)
MEETINGS_BACK = 60 * DAY
KINDS = {"task": "任务", "report": "报送", "supervision": "督办"}


def token_of(user: Any) -> CalendarToken | None:
    """Return the user's calendar token, in use or not."""
    return CalendarToken.objects.filter(user=user).first()


def reader_of(secret: str) -> Any:
    """Return the user whose calendar the secret opens; None when it opens none, or its user may no longer come in."""
    found = CalendarToken.objects.filter(
        digest=digest_of(f"calendar:{secret}"), revoked_at__isnull=True, user__is_active=True
    )
    token = found.select_related("user").first()
    return token.user if token and holds(token.user, "office.view") else None


def events(user: Any, *, now: datetime) -> Iterator[Event]:
    """Yield the events of the posts that the user holds today; nobody's name or number is among them."""
    posts = list(posts_of(user, beijing_day(now)).values_list("pk", flat=True))
    for deadline in open_deadlines(beijing_day(now), posts=posts):
        yield _of_deadline(deadline, now)
    called = Attendance.objects.filter(
        post__in=posts, meeting__state__in=CALLED, meeting__starts_at__gte=now - MEETINGS_BACK
    ).select_related("meeting")
    for meeting in {row.meeting_id: row.meeting for row in called.order_by("meeting__starts_at")}.values():
        yield Event(
            uid=f"meeting-{meeting.pk}@yunhe-envhealth",
            title=f"会议：{meeting.title}",
            start=meeting.starts_at,
            changed_at=meeting.updated_at,
            place=meeting.place,
            url=_absolute(address("meeting", meeting.pk)),
            minutes=120,
        )


def _of_deadline(deadline: Deadline, now: datetime) -> Event:
    kind = KINDS[deadline.kind]
    return Event(
        uid=f"{deadline.kind}-{deadline.id}@yunhe-envhealth",
        title=f"{kind}到期：{deadline.title}",
        start=deadline.due_on,
        changed_at=now,
        detail=f"责任岗位：{deadline.post}\n期限：{deadline.due_words}",
        url=_absolute(deadline.url),
    )


def _absolute(path: str) -> str:
    return settings.PUBLIC_ADDRESS.rstrip("/") + path if settings.PUBLIC_ADDRESS else ""
