"""What is handed in and sent back is reminded of again: the overdue steps that passed meanwhile are made up once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taskforce.choices import NoticeState, SupervisionState
from taskforce.models import Notice, SupervisionNotice
from taskforce.selectors.reminder_plan import preview
from taskforce.services import figures, reminders, reports, supervision, tasks
from tests.factories.accounts import make_user
from tests.factories.office import Office, make_office, make_open_task
from tests.factories.reports import hand_in, make_duty
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 30)
OPENED, FINISHED = datetime(2026, 11, 2, 9, tzinfo=BEIJING), datetime(2026, 11, 30, 9, tzinfo=BEIJING)
RETURNED = datetime(2026, 12, 15, 15, tzinfo=BEIJING)
FIRST_DAY_AFTER = date(2026, 12, 16)
Told = set[tuple[date, int, str]]
EVERYBODY = {
    (FIRST_DAY_AFTER, 7, audience) for audience in ("holder", "unit_head", "office", "task_force_head")
}


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    return make_office()


def task_sent_back(office: Office, handed_in: datetime, returned: datetime) -> None:
    task = make_open_task(office.officer_post, due_on=DUE, opened=OPENED)
    task = tasks.accept(task=task, by=office.officer, now=OPENED)
    remind_daily(OPENED, handed_in)
    task = tasks.finish(task=task, outcome="示范结果", by=office.officer, now=handed_in)
    remind_daily(handed_in, returned)
    tasks.send_back(task=task, reason="示范理由", by=office.director, now=returned)


def report_sent_back(office: Office, handed_in: datetime, returned: datetime) -> None:
    duty = make_duty(office, due_on=DUE, opened_on=OPENED.date())
    remind_daily(OPENED, handed_in)
    version = hand_in(duty, office.officer, handed_in)
    remind_daily(handed_in, returned)
    reports.send_back(version=version, text="示范意见", by=office.director, now=returned)


def remind_daily(start: datetime, end: datetime) -> None:
    """Let the timetable run at ten of each day from `start` until `end`."""
    now = start.replace(hour=10)
    while now < end:
        reminders.remind(now=now)
        now += timedelta(days=1)


def overdue() -> Told:
    rows = Notice.objects.filter(offset__gt=0).exclude(state=NoticeState.SKIPPED)
    return set(rows.values_list("planned_for", "offset", "audience"))


@pytest.mark.parametrize("send_back", [task_sent_back, report_sent_back])
def test_steps_that_passed_while_it_was_handed_in_are_made_up_after_the_return(
    office: Office, send_back: Callable[..., None]
) -> None:
    send_back(office, FINISHED, RETURNED)
    assert overdue() == set()
    promised = {
        (one.planned.day, one.planned.offset, one.planned.audience)
        for one in preview(from_day=FIRST_DAY_AFTER, to_day=date(2027, 1, 31))
    }

    remind_daily(RETURNED, datetime(2027, 1, 31, tzinfo=BEIJING))

    assert overdue() == EVERYBODY
    assert promised >= EVERYBODY
    newest = Notice.objects.filter(offset=7).first()
    assert newest is not None
    assert "退回后补发" in newest.why


@pytest.mark.parametrize("send_back", [task_sent_back, report_sent_back])
def test_steps_that_were_sent_before_it_was_handed_in_are_not_sent_again(
    office: Office, send_back: Callable[..., None]
) -> None:
    late = datetime(2026, 12, 10, 9, tzinfo=BEIJING)  # the last step was on 9 December
    send_back(office, late, RETURNED)
    before = Notice.objects.filter(offset__isnull=False).count()

    remind_daily(RETURNED, datetime(2027, 1, 31, tzinfo=BEIJING))

    assert Notice.objects.filter(offset__isnull=False).count() == before
    assert (date(2026, 12, 9), 7, "task_force_head") in overdue()


def test_a_reply_to_supervision_that_was_sent_back_is_reminded_of_again(
    office: Office, time_machine: Any
) -> None:
    reviewer = make_user("office")
    notice = SupervisionNotice.objects.create(
        number="DB-示范-003", title="示范督办", text="请说明。", post=office.officer_post, issued_at=OPENED, due_on=DUE
    )  # fmt: skip
    supervision.reply(notice_id=notice.pk, text="示范回复", by=office.officer, now=FINISHED)
    remind_daily(FINISHED, RETURNED)
    time_machine.move_to(RETURNED)
    supervision.send_back(notice_id=notice.pk, verdict="示范理由", by=reviewer, now=RETURNED)
    assert SupervisionNotice.objects.get().state == SupervisionState.SENT_BACK

    remind_daily(RETURNED, datetime(2027, 1, 31, tzinfo=BEIJING))

    assert overdue() == EVERYBODY
