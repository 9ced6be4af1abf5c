"""Worker and timetable are killed while reminders go out: every one arrives, and a second copy is known as one."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from taskforce.choices import Channel, NoticeState
from taskforce.models import Notice, WorkdayChange
from taskforce.services.channels.email import message_id
from taskforce.tasks import remind, send_notices
from tests.door.doorstep import wait_for
from tests.factories.office import make_office, make_open_task
from tests.mailbox import Mailbox, open_mailbox
from tests.processes import Platform
from yunhe_envhealth.core.periods import beijing_day

pytestmark = [pytest.mark.worker, pytest.mark.timeout(600)]
TASKS = 60
KILLED_AT = (6, 25)  # messages that have arrived


def settings_of(mailbox: Mailbox) -> dict[str, str]:
    return {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mailbox.port),
        "ENVHEALTH_REMINDER_HOURS": "00:00-24:00",
    }


def let_ten_minutes_pass() -> None:
    """Make the rows that the killed worker held look as they will ten minutes later."""
    Notice.objects.filter(state=NoticeState.SENDING).update(
        claimed_at=F("claimed_at") - timedelta(minutes=10)
    )


def test_every_reminder_arrives_when_worker_and_timetable_are_killed(platform: Platform) -> None:
    today = beijing_day(timezone.now())
    WorkdayChange.objects.create(day=today, is_workday=True)
    office = make_office()
    for _ in range(TASKS):
        make_open_task(office.officer_post, due_on=today)

    in_flight: set[str] = set()
    with open_mailbox() as mailbox:
        for killed_at in KILLED_AT:
            mailbox.stall_at(killed_at)
            worker, beat = platform.worker(**settings_of(mailbox)), platform.beat(**settings_of(mailbox))
            remind.delay()
            remind.delay()
            send_notices.delay()
            wait_for(lambda enough=killed_at: len(mailbox.ids()) >= enough, what=f"{killed_at} messages")
            worker.kill()
            beat.kill()
            mailbox.go_on()
            left = Notice.objects.filter(state=NoticeState.SENDING).values_list("key", flat=True)
            in_flight |= {message_id(key) for key in left}
            let_ten_minutes_pass()
        # The last word is the timetable's: nobody else asks for the rest.
        platform.worker(**settings_of(mailbox))
        platform.beat(**settings_of(mailbox))
        wait_for(lambda: len(set(mailbox.ids())) >= TASKS, what="all messages by the timetable", seconds=150)
        wait_for(
            lambda: not Notice.objects.filter(channel=Channel.EMAIL).exclude(state=NoticeState.SENT).exists(),
            what="all rows marked as sent",
        )
        copies = Counter(mailbox.ids())

    keys = Notice.objects.filter(channel=Channel.EMAIL).values_list("key", flat=True)
    assert len(keys) == TASKS
    assert set(copies) == {message_id(key) for key in keys}
    assert in_flight, "nothing was being sent when the worker was killed"
    # SMTP cannot tell "taken" from "killed before the answer": such a copy carries the same Message-ID.
    twice = {one for one, number in copies.items() if number > 1}
    assert twice <= in_flight
    assert len(twice) <= 2 * len(KILLED_AT)
    assert Notice.objects.filter(channel=Channel.INBOX).count() == TASKS
