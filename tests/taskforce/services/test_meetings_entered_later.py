"""Meetings of the past that are entered later (补录): the same steps, and nobody is called to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from taskforce.choices import DecisionKind, MeetingState
from taskforce.models import Meeting, Notice
from taskforce.services import meetings
from taskforce.services.meetings import Line, MeetingRefused, Present
from taskforce.services.meetings.paper import minutes_of
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_meetings import make_meeting, make_series
from tests.factories.taskforce_tasks import NOW, make_post
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import NotAllowed
from yunhe_envhealth.core.periods import beijing_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return make_user("office")


def earlier_meeting(office: User, **fields: Any) -> Meeting:
    """Enter a meeting of ten days ago."""
    now = NOW
    given = {"starts_at": now - timedelta(days=10), "now": now, "already_held": True, "is_demo": False}
    return make_meeting(by=office, **(given | fields))


def test_a_meeting_of_the_past_is_entered_on_purpose_and_never_before_its_series(office: User) -> None:
    now = NOW
    with pytest.raises(MeetingRefused, match="已经过去"):
        earlier_meeting(office, already_held=False)
    with pytest.raises(MeetingRefused, match="现在以前"):
        earlier_meeting(office, starts_at=now + timedelta(days=1))
    with pytest.raises(MeetingRefused, match="起才有"):
        earlier_meeting(office, series=make_series(valid_from=now.date() - timedelta(days=3)))

    meeting = earlier_meeting(office)

    assert meeting.is_entered_later
    assert "补录" in meeting.title
    later = make_meeting(by=office, starts_at=now + timedelta(days=1), now=now, is_demo=False)
    assert not later.is_entered_later


def test_a_meeting_entered_later_goes_through_the_same_states_and_calls_nobody(office: User) -> None:
    meeting, now = earlier_meeting(office), NOW
    held_on, post, unit = beijing_day(meeting.starts_at), make_post(), make_unit()
    with pytest.raises(NotAllowed, match="补录"):
        meetings.propose_agenda_item(
            meeting_id=meeting.pk, unit=unit, title="迟到", by=make_user("unit_officer", unit=unit), now=now
        )

    meetings.invite(meeting_id=meeting.pk, by=office, now=now)
    meetings.hold(meeting_id=meeting.pk, by=office, now=now)
    early = Line(DecisionKind.TASK, "补齐水样", post, held_on - timedelta(days=1))
    with pytest.raises(MeetingRefused, match="不能早于开会当天"):
        meetings.record_decisions(meeting_id=meeting.pk, lines=[early], by=office, now=now)
    line = Line(DecisionKind.TASK, "补齐水样", post, held_on + timedelta(days=2))
    [made] = meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=now)
    rows = {row.pk: Present(True) for row in meeting.attendance.all()}
    meetings.record_attendance(meeting_id=meeting.pk, rows=rows, by=office)
    meetings.write_minutes(meeting_id=meeting.pk, text="会议听取了各组汇报。", by=office)
    fixed = meetings.fix_minutes(meeting_id=meeting.pk, by=office, now=now)

    assert fixed.state == MeetingState.MINUTED
    assert made.task is not None
    assert made.task.due_on == line.due_on
    assert set(meeting.attendance.values_list("invited_at", flat=True)) == {None}
    assert not Notice.objects.filter(subject_kind="meeting").exists()
    assert ("录入", f"补录，{beijing_day(fixed.created_at)} 录入平台") in minutes_of(fixed).meta
