"""Reminders when calendar or steps change after the day was planned: none lost, none twice."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from taskforce.choices import NoticeState, SubjectKind
from taskforce.models import Notice, ReminderStep
from taskforce.selectors.calendar_feed import events
from taskforce.selectors.reminder_plan import preview
from taskforce.services import duties, reminders
from taskforce.services.workdays import add_workday_change
from tests.factories.accounts import make_user
from tests.factories.office import Office, make_office, make_open_task, make_rule
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), BEIJING)


@pytest.fixture
def office() -> Office:
    return make_office()


def take_away(day: date) -> None:
    by = make_user("office")
    by.is_verified = lambda: True
    add_workday_change(day=day, is_workday=False, reason="县里通知放假", by=by)


def test_a_workday_taken_away_moves_the_step_to_the_day_before_and_loses_none(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 9)))

    reminders.remind(now=at(date(2026, 7, 13), 9))
    take_away(date(2026, 7, 14))
    for moment in (at(date(2026, 7, 13), 13), at(date(2026, 7, 14), 9), at(date(2026, 7, 15), 9)):
        reminders.remind(now=moment)

    told = Notice.objects.filter(channel="inbox", audience="holder", state=NoticeState.SENT).order_by(
        "offset"
    )
    assert [row.offset for row in told] == [-1, 0, 1]
    assert not any(row.planned_for == date(2026, 7, 14) for row in told)


def test_a_step_moved_to_a_day_gone_by_is_kept_as_skipped_beside_the_next(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 9)))
    reminders.remind(now=at(date(2026, 7, 13), 9))
    take_away(date(2026, 7, 14))

    reminders.remind(now=at(date(2026, 7, 14), 9))
    reminders.remind(now=at(date(2026, 7, 15), 9))

    rows = Notice.objects.filter(channel="inbox", audience="holder").order_by("offset")
    assert [(row.offset, row.state) for row in rows] == [
        (-1, NoticeState.SENT),
        (0, NoticeState.SKIPPED),
        (1, NoticeState.SENT),
    ]


def test_an_audience_added_to_a_step_of_the_day_is_still_told(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 9)))
    reminders.remind(now=at(date(2026, 7, 14), 9))
    ReminderStep.objects.create(offset=0, audience="unit_head")

    reminders.remind(now=at(date(2026, 7, 14), 10))

    inbox = Notice.objects.filter(channel="inbox").order_by("pk")
    assert [(row.audience, row.user) for row in inbox] == [
        ("holder", office.officer),
        ("unit_head", office.head),
    ]


def test_a_due_day_that_no_source_names_is_said_to_be_the_platforms(office: Office) -> None:
    rule = make_rule(posts=[office.officer_post], since=date(2026, 5, 1), standing="default")
    duties.generate(day=date(2026, 7, 1))

    (first, *_) = preview(from_day=date(2026, 7, 14), to_day=date(2026, 7, 14))
    reminders.remind(now=at(date(2026, 7, 14), 9))
    (event,) = events(office.officer, now=at(date(2026, 7, 14), 9))

    row = Notice.objects.filter(subject_kind=SubjectKind.REPORT, channel="inbox").get()
    marked = "2026-07-14（平台默认(非标准)）"
    assert all(marked in words for words in (first.why, row.body, row.why, event.detail))
    assert rule.standing == "default"
