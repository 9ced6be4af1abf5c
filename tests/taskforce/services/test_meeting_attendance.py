"""Who came: recorded from the meeting's day, a stand-in counts, an old page takes nothing back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taskforce.services import meetings
from taskforce.services.meetings import MeetingRefused, Present
from tests.factories.accounts import make_user
from tests.factories.taskforce_meetings import MEETING_AT, make_held_meeting, make_meeting
from tests.factories.taskforce_tasks import NOW
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import beijing_day, day_start

pytestmark = pytest.mark.django_db
AFTER = MEETING_AT + timedelta(hours=3)


@pytest.fixture
def office() -> User:
    return make_user("office")


def test_attendance_is_recorded_from_the_day_of_the_meeting(office: User) -> None:
    meeting = make_meeting(by=office)
    meetings.invite(meeting_id=meeting.pk, by=office, now=NOW)
    rows = {row.pk: Present(True) for row in meeting.attendance.all()}

    with pytest.raises(MeetingRefused, match=f"{beijing_day(MEETING_AT)} 才开"):
        meetings.record_attendance(
            meeting_id=meeting.pk, rows=rows, by=office, now=MEETING_AT - timedelta(days=1)
        )
    assert set(meeting.attendance.values_list("attended", flat=True)) == {None}
    midnight = day_start(beijing_day(MEETING_AT))
    meetings.record_attendance(meeting_id=meeting.pk, rows=rows, by=office, now=midnight)

    assert set(meeting.attendance.values_list("attended", flat=True)) == {True}


def test_an_old_page_does_not_take_back_what_a_colleague_recorded_and_one_sent_twice_is_no_harm(
    office: User,
) -> None:
    meeting = make_held_meeting(by=office)
    first, *others = meeting.attendance.order_by("pk")
    seen = max(row.updated_at for row in (first, *others))
    meetings.record_attendance(meeting_id=meeting.pk, rows={first.pk: Present(True)}, by=office, now=AFTER)
    stale = {first.pk: Present(None), others[0].pk: Present(True)}

    with pytest.raises(Conflict, match="被别人改过"):
        meetings.record_attendance(meeting_id=meeting.pk, rows=stale, by=office, now=AFTER, seen=seen)
    assert list(meeting.attendance.order_by("pk").values_list("attended", flat=True)[:2]) == [True, None]
    again = stale | {first.pk: Present(True)}
    for _ in range(2):
        meetings.record_attendance(meeting_id=meeting.pk, rows=again, by=office, now=AFTER, seen=seen)

    assert list(meeting.attendance.order_by("pk").values_list("attended", flat=True)[:2]) == [True, True]


def test_a_stand_in_counts_as_present(office: User) -> None:
    meeting = make_held_meeting(by=office)
    row = meeting.attendance.first()
    assert row is not None

    with pytest.raises(MeetingRefused, match="代会人"):
        meetings.record_attendance(
            meeting_id=meeting.pk, rows={row.pk: Present(False, "示范代会")}, by=office, now=AFTER
        )
    meetings.record_attendance(
        meeting_id=meeting.pk, rows={row.pk: Present(True, "示范代会")}, by=office, now=AFTER
    )

    row.refresh_from_db()
    assert (row.attended, row.stand_in) == (True, "示范代会")
