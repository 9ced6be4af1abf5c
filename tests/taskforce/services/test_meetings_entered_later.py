"""Meetings of the past that are entered later (补录): the same steps, and nobody is called to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from taskforce.choices import DecisionKind, MeetingState
from taskforce.models import Decision, Meeting, Notice
from taskforce.selectors.meetings import follow_up_of
from taskforce.services import meetings
from taskforce.services.meetings import Line, MeetingRefused, Present
from taskforce.services.meetings.decisions import FOLLOW_UP
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
    given = {"starts_at": now - timedelta(days=10), "now": now, "already_held": True}
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
    later = make_meeting(by=office, starts_at=now + timedelta(days=1), now=now)
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
    meetings.record_attendance(meeting_id=meeting.pk, rows=rows, by=office, now=now)
    meetings.write_minutes(meeting_id=meeting.pk, text="会议听取了各组汇报。", by=office)
    fixed = meetings.fix_minutes(meeting_id=meeting.pk, by=office, now=now)

    assert fixed.state == MeetingState.MINUTED
    assert made.task is not None
    assert made.task.due_on == line.due_on
    assert set(meeting.attendance.values_list("invited_at", flat=True)) == {None}
    assert not Notice.objects.filter(subject_kind="meeting").exists()
    assert ("录入", f"补录，{beijing_day(fixed.created_at)} 录入平台") in minutes_of(fixed).meta


def decided(office: User, meeting: Meeting, text: str) -> None:
    line = Line(DecisionKind.DECISION, text)
    meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=NOW)


def listed(meeting: Meeting) -> list[str]:
    return [row.text for row in follow_up_of(meeting)]


def test_what_a_meeting_entered_later_decided_stands_on_the_agenda_of_those_planned_before(
    office: User,
) -> None:
    series, elsewhere = make_series(), make_meeting(by=office)
    planned = make_meeting(by=office, series=series)
    called = make_meeting(by=office, series=series, starts_at=NOW + timedelta(days=30))
    meetings.invite(meeting_id=called.pk, by=office, now=NOW)
    dropped = make_meeting(by=office, series=series, starts_at=NOW + timedelta(days=40))
    meetings.cancel_meeting(meeting_id=dropped.pk, reason="不开了", by=office, now=NOW)
    past = earlier_meeting(office, series=series)
    meetings.invite(meeting_id=past.pk, by=office, now=NOW)
    meetings.hold(meeting_id=past.pk, by=office, now=NOW)

    decided(office, past, "建立会商制度")
    decided(office, past, "每月一次")
    meetings.correct_decision(
        meeting_id=past.pk, line=Line(DecisionKind.DECISION, "漏记的"), reason="漏记", by=office, now=NOW
    )

    for meeting in (planned, called):
        assert listed(meeting) == ["建立会商制度", "每月一次", "漏记的"]
        assert [item.title for item in meeting.agenda.all()] == [FOLLOW_UP]
    assert (listed(dropped), listed(elsewhere), listed(past)) == ([], [], [])
    meetings.invite(meeting_id=planned.pk, by=office, now=NOW)
    assert len(listed(planned)) == 3


def test_fixing_the_minutes_lists_what_a_meeting_ahead_has_missed(office: User) -> None:
    series = make_series()
    planned, past = make_meeting(by=office, series=series), earlier_meeting(office, series=series)
    meetings.invite(meeting_id=past.pk, by=office, now=NOW)
    meetings.hold(meeting_id=past.pk, by=office, now=NOW)
    Decision.objects.create(meeting=past, kind=DecisionKind.DECISION, text="以前记的")
    rows = {row.pk: Present(True) for row in past.attendance.all()}
    meetings.record_attendance(meeting_id=past.pk, rows=rows, by=office, now=NOW)
    meetings.write_minutes(meeting_id=past.pk, text="会议听取了汇报。", by=office)

    meetings.fix_minutes(meeting_id=past.pk, by=office, now=NOW)

    assert listed(planned) == ["以前记的"]


def test_a_meeting_put_off_past_another_looks_at_what_that_one_decided(office: User) -> None:
    series = make_series()
    past = earlier_meeting(office, series=series, starts_at=NOW - timedelta(days=3))
    older = earlier_meeting(office, series=series, starts_at=NOW - timedelta(days=5))
    meetings.invite(meeting_id=past.pk, by=office, now=NOW)
    meetings.hold(meeting_id=past.pk, by=office, now=NOW)
    decided(office, past, "建立会商制度")
    assert listed(older) == []

    meetings.change_meeting(
        meeting_id=older.pk, title=older.title, starts_at=NOW - timedelta(days=1), place="", chair_post=None,
        agenda_until=None, reason="日期抄错", by=office, now=NOW,
    )  # fmt: skip

    assert listed(older) == ["建立会商制度"]


def test_the_title_counts_the_meetings_that_were_planned_not_those_entered_later(office: User) -> None:
    series = make_series()
    first = make_meeting(by=office, series=series)
    past = earlier_meeting(office, series=series)
    second = make_meeting(by=office, series=series, starts_at=NOW + timedelta(days=30))

    assert [meeting.number for meeting in (first, past, second)] == [1, 2, 3]
    assert [meeting.title for meeting in (first, second)] == [
        f"{series.title}（第 {place} 次）" for place in (1, 2)
    ]
    assert "补录" in past.title
