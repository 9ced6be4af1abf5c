"""Two people act at the same moment: a meeting, a notice and a year end in one legal state."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from taskforce.choices import DecisionKind, MeetingState, SupervisionState
from taskforce.models import Decision, Meeting, Task
from taskforce.selectors.meetings import follow_up_of
from taskforce.services import meetings, supervision
from taskforce.services.meetings import Line
from taskforce.services.meetings.refusals import locked_meeting
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_meetings import (
    MEETING_AT,
    day_of,
    make_held_meeting,
    make_meeting,
    make_series,
)
from tests.factories.taskforce_tasks import NOW, make_post
from tests.locks import somebody_waits
from tests.taskforce.services.walking import at_once
from yunhe_envhealth.core.errors import EnvHealthError

DONE = "done"
AFTER = MEETING_AT + timedelta(hours=3)


@pytest.mark.django_db(transaction=True)
def test_two_plans_for_one_time_make_one_meeting() -> None:
    office, series = make_user("office"), make_series()

    taken = at_once(*[lambda: make_meeting(by=office, series=series)] * 2)

    assert (taken.count(DONE), Meeting.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_decision_twice_at_once_opens_one_task() -> None:
    office = make_user("office")
    meeting = make_held_meeting(by=office)
    line = Line(DecisionKind.TASK, "补齐水样", make_post(), day_of(AFTER, 10))

    def record() -> object:
        return meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER)

    assert at_once(record, record).count(DONE) == 1
    assert (Decision.objects.count(), Task.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_meeting_called_and_cancelled_at_once_ends_cancelled_or_refuses_one() -> None:
    office = make_user("office")
    meeting = make_meeting(by=office)

    at_once(
        lambda: meetings.invite(meeting_id=meeting.pk, by=office, now=NOW),
        lambda: meetings.cancel_meeting(meeting_id=meeting.pk, reason="改期", by=office, now=NOW),
    )

    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_a_meeting_is_held_or_cancelled_never_both() -> None:
    office = make_user("office")
    meeting = make_meeting(by=office)
    meetings.invite(meeting_id=meeting.pk, by=office, now=NOW)

    taken = at_once(
        lambda: meetings.hold(meeting_id=meeting.pk, by=office, now=MEETING_AT),
        lambda: meetings.cancel_meeting(meeting_id=meeting.pk, reason="改期", by=office, now=NOW),
    )

    meeting.refresh_from_db()
    assert taken.count(DONE) == 1
    assert meeting.state in (MeetingState.HELD, MeetingState.CANCELLED)
    assert bool(meeting.cancel_reason) == (meeting.state == MeetingState.CANCELLED)


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_is_being_corrected_is_not_stated_as_carried_out() -> None:
    office = make_user("office")
    meeting = make_held_meeting(by=office)
    lines = [Line(DecisionKind.DECISION, "每月一次")]
    [wrong] = meetings.record_decisions(meeting_id=meeting.pk, lines=lines, by=office, now=AFTER)

    def carry_out() -> str:
        try:
            meetings.carry_out(
                decision_id=wrong.pk, done_on=day_of(AFTER, 0), note="已办", by=office, now=AFTER
            )
        except EnvHealthError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return DONE

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        locked_meeting(meeting.pk)  # the correction has begun
        other = pool.submit(carry_out)
        while not (other.done() or somebody_waits()):
            pass
        line = Line(DecisionKind.DECISION, "每季度一次")
        meetings.correct_decision(
            meeting_id=meeting.pk, decision_id=wrong.pk, line=line, reason="记录有误", by=office, now=AFTER
        )
    assert other.result() == "Conflict"

    wrong.refresh_from_db()
    assert wrong.carried_out_on is None


@pytest.mark.django_db(transaction=True)
def test_a_meeting_planned_while_another_decides_misses_nothing() -> None:
    office, series = make_user("office"), make_series()
    meeting = make_held_meeting(by=office, series=series)
    line, later = Line(DecisionKind.DECISION, "每月一次"), AFTER + timedelta(days=30)

    taken = at_once(
        lambda: meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER),
        lambda: make_meeting(by=office, series=series, starts_at=later, now=AFTER),
    )

    assert taken == [DONE, DONE]
    assert [row.text for row in follow_up_of(Meeting.objects.get(starts_at=later))] == ["每月一次"]


@pytest.mark.django_db(transaction=True)
def test_two_judges_of_one_answer_end_in_one_state_and_two_notices_get_two_numbers() -> None:
    office, unit = make_user("office"), make_unit()
    made = []

    def issue(title: str) -> None:
        post = make_post(unit=unit)
        made.append(
            supervision.issue(title=title, text="请说明", post=post, working_days=3, by=office, now=NOW)
        )

    assert at_once(lambda: issue("甲"), lambda: issue("乙")) == [DONE, DONE]
    assert {notice.number for notice in made} == {"DB-2026-001", "DB-2026-002"}
    notice = made[0]
    supervision.reply(notice_id=notice.pk, text="已办", by=make_user("unit_officer", unit=unit), now=NOW)
    taken = at_once(
        lambda: supervision.close(notice_id=notice.pk, verdict="属实", by=office, now=NOW),
        lambda: supervision.send_back(notice_id=notice.pk, verdict="再说明", by=office, now=NOW),
    )

    notice.refresh_from_db()
    assert taken.count(DONE) == 1
    assert notice.state in (SupervisionState.CLOSED, SupervisionState.SENT_BACK)
    assert (notice.closed_by_id is not None) == (notice.state == SupervisionState.CLOSED)
