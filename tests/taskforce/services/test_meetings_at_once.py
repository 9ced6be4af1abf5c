"""Two people act at the same moment: a meeting, a notice and a year end in one legal state."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskforce.choices import AssessmentState, DecisionKind, MeetingState, SupervisionState
from taskforce.models import Assessment, AssessmentScore, Decision, Meeting, Task
from taskforce.services import assessment, meetings, supervision
from taskforce.services.assessment import Given
from taskforce.services.meetings import Line
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_meetings import (
    MEETING_AT,
    day_of,
    make_held_meeting,
    make_meeting,
    make_series,
)
from tests.factories.taskforce_tasks import NOW, make_post
from yunhe_envhealth.core.errors import EnvHealthError

AFTER = MEETING_AT + timedelta(hours=3)


def at_once(*steps: Callable[[], object]) -> int:
    """Take the steps in threads that start together; return how many were not refused."""
    gate = Barrier(len(steps))

    def take(step: Callable[[], object]) -> bool:
        try:
            gate.wait(30)
            step()
        except EnvHealthError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(steps)) as pool:
        return sum(pool.map(take, steps))


@pytest.mark.django_db(transaction=True)
def test_two_plans_for_one_time_make_one_meeting() -> None:
    office, series = make_user("office"), make_series()

    taken = at_once(*[lambda: make_meeting(by=office, series=series)] * 2)

    assert (taken, Meeting.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_decision_twice_at_once_opens_one_task() -> None:
    office = make_user("office")
    meeting = make_held_meeting(by=office)
    line = Line(DecisionKind.TASK, "补齐水样", make_post(), day_of(AFTER, 10))

    def record() -> object:
        return meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER)

    assert at_once(record, record) == 1
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
    assert taken == 1
    assert meeting.state in (MeetingState.HELD, MeetingState.CANCELLED)
    assert bool(meeting.cancel_reason) == (meeting.state == MeetingState.CANCELLED)


@pytest.mark.django_db(transaction=True)
def test_two_judges_of_one_answer_end_in_one_state_and_two_notices_get_two_numbers() -> None:
    office, unit = make_user("office"), make_unit()
    made = []

    def issue(title: str) -> None:
        post = make_post(unit=unit)
        made.append(
            supervision.issue(title=title, text="请说明", post=post, working_days=3, by=office, now=NOW)
        )

    assert at_once(lambda: issue("甲"), lambda: issue("乙")) == 2
    assert {notice.number for notice in made} == {"DB-2026-001", "DB-2026-002"}
    notice = made[0]
    supervision.reply(notice_id=notice.pk, text="已办", by=make_user("unit_officer", unit=unit), now=NOW)
    taken = at_once(
        lambda: supervision.close(notice_id=notice.pk, verdict="属实", by=office, now=NOW),
        lambda: supervision.send_back(notice_id=notice.pk, verdict="再说明", by=office, now=NOW),
    )

    notice.refresh_from_db()
    assert taken == 1
    assert notice.state in (SupervisionState.CLOSED, SupervisionState.SENT_BACK)
    assert (notice.closed_by_id is not None) == (notice.state == SupervisionState.CLOSED)


ACTIONS = ("claim", "open_review", "review", "publish")


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 2)), max_size=10))
def test_no_sequence_of_steps_publishes_what_was_not_reviewed_by_another(
    steps: list[tuple[str, int]],
) -> None:
    unit = make_unit()
    people = [make_user("office"), make_user("office", unit=unit), make_user("unit_officer", unit=unit)]
    year = assessment.create_assessment(
        year=_free_year(), title="", self_due_on=day_of(NOW, 30), by=people[0], is_demo=True
    )
    assessment.start_claims(assessment_id=year.pk, by=people[0], now=NOW, units=[unit])
    entered = AssessmentScore.objects.filter(indicator__assessment=year, indicator__method="entered")
    rows = {
        score.indicator_id: Given(score.indicator.weight, "齐全")
        for score in entered.select_related("indicator")
    }
    for action, who in steps:
        by = people[who]
        try:
            if action == "claim":
                assessment.claim(assessment_id=year.pk, unit=unit, rows=rows, by=by, now=NOW)
            elif action == "open_review":
                assessment.start_review(assessment_id=year.pk, by=by)
            elif action == "review":
                assessment.review(assessment_id=year.pk, unit=unit, rows=rows, by=by)
            else:
                assessment.publish(assessment_id=year.pk, document="", by=by, now=NOW)
        except EnvHealthError:
            continue

    year.refresh_from_db()
    scores = list(entered.all())
    assert all(score.office_by_id != score.self_by_id or score.office_by_id is None for score in scores)
    if year.state == AssessmentState.PUBLISHED:
        assert all(score.office_by_id in {people[0].pk, people[1].pk} for score in scores)


def _free_year() -> int:
    """Return a year without an assessment: published ones cannot be deleted."""
    taken = set(Assessment.objects.values_list("year", flat=True))
    return next(year for year in range(2030, 2099) if year not in taken)
