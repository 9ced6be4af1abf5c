"""The outbox is emptied: each row by one worker, failures again later, an end after three working days."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail
from django.db import connections

from taskforce.choices import Channel, NoticeState, TaskState
from taskforce.models import Notice, Task
from taskforce.services import sending
from taskforce.services.channels.email import message_id
from tests.factories.accounts import make_user
from tests.factories.office import hold, make_open_task, make_post
from tests.mailbox import Mailbox, open_mailbox
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def make_waiting(now: datetime, user: Any, number: int = 1, **fields: Any) -> Notice:
    defaults: dict[str, Any] = {
        "key": f"task:{number}:told:email",
        "subject_kind": "task",
        "subject_id": number,
        "audience": "holder",
        "user": user,
        "channel": Channel.EMAIL,
        "planned_for": now.date(),
        "title": f"示范消息 {number}",
        "body": "内容",
        "created_at": now,
        "next_attempt_at": now,
    }
    return Notice.objects.create(**(defaults | fields))


@pytest.fixture
def user(settings: Any) -> Any:
    settings.EMAIL_HOST = "127.0.0.1"
    return make_user(email="shifan@example.org")


def make_open_reminder(now: datetime, user: Any, **fields: Any) -> Notice:
    """Write the reminder of a task that is still owed."""
    task = make_open_task(make_post(), due_on=date(2026, 7, 14))
    key, about = f"task:{task.pk}:-1:email", {"subject_id": task.pk, "due_on": task.due_on, "offset": -1}
    return make_waiting(now, user, task.pk, **({"key": key} | about | fields))


def send(now: datetime) -> sending.Sent:
    """Run once with a clock that stands still."""
    return sending.send_pending(clock=lambda: now)


def use(mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, mailbox.port


def test_a_message_goes_out_once_with_an_id_of_its_key(now: datetime, user: Any, settings: Any) -> None:
    notice = make_waiting(now, user)

    with open_mailbox() as mailbox:
        use(mailbox, settings)
        assert send(now) == sending.Sent(1, 0)
        assert send(now) == sending.Sent(0, 0)
        ids = mailbox.ids()

    notice.refresh_from_db()
    assert ids == [message_id(notice.key)]
    assert (notice.state, notice.sent_at, notice.attempts) == (NoticeState.SENT, now, 1)


def test_a_failure_is_tried_again_later_under_the_same_id(now: datetime, user: Any, settings: Any) -> None:
    notice = make_waiting(now, user)

    with open_mailbox() as mailbox:
        use(mailbox, settings)
        mailbox.refuses = True
        assert send(now) == sending.Sent(0, 1)
        notice.refresh_from_db()
        assert (notice.state, notice.next_attempt_at) == (NoticeState.FAILED, now + MINUTE)
        assert "邮件服务器没有收下" in notice.problem
        assert send(now + MINUTE / 2) == sending.Sent(0, 0)
        mailbox.refuses = False
        assert send(now + MINUTE) == sending.Sent(1, 0)
        assert mailbox.ids() == [message_id(notice.key)]


def test_half_a_day_or_a_weekend_without_a_mail_server_loses_nothing(user: Any, settings: Any) -> None:
    written = datetime(2026, 7, 10, 9, tzinfo=BEIJING)  # Friday
    notice = make_waiting(written, user)
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, 1  # nobody listens

    for hours in range(5 * 24):  # to Wednesday morning
        send(written + timedelta(hours=hours))
    notice.refresh_from_db()
    assert (notice.state, notice.attempts > 100) == (NoticeState.FAILED, True)

    send(written + timedelta(days=6))
    notice.refresh_from_db()
    assert (notice.state, notice.next_attempt_at) == (NoticeState.GIVEN_UP, None)


def test_what_is_sent_again_long_after_is_tried_eight_times(now: datetime, user: Any, settings: Any) -> None:
    notice = make_waiting(now, user, created_at=now - timedelta(days=30))
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, 1

    for attempt in range(12):
        send(now + attempt * timedelta(hours=2))

    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (NoticeState.GIVEN_UP, 8)


def test_a_message_that_cannot_be_sent_at_all_holds_no_other_back(
    now: datetime, user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = make_waiting(now, user, 1), make_waiting(now, user, 2)
    real = sending.SENDERS[Channel.EMAIL]

    def deliver(notice: Notice) -> None:
        if notice.pk == broken.pk:
            raise RuntimeError("unexpected")
        real(notice)

    monkeypatch.setitem(sending.SENDERS, Channel.EMAIL, deliver)

    assert send(now) == sending.Sent(1, 1)
    broken.refresh_from_db()
    assert "RuntimeError" in broken.problem
    assert [message.subject for message in mail.outbox] == [sound.title]


def test_a_title_cannot_add_a_header(now: datetime, user: Any) -> None:
    make_waiting(now, user, title="示范\r\nBcc: evil@example.org")

    assert send(now) == sending.Sent(1, 0)

    (message,) = mail.outbox
    assert message.recipients() == ["shifan@example.org"]
    assert "\n" not in message.subject


def test_what_a_killed_worker_left_is_taken_up_after_ten_minutes(now: datetime, user: Any) -> None:
    notice = make_waiting(now, user, state=NoticeState.SENDING, claimed_at=now, attempts=1)

    assert send(now + 9 * MINUTE) == sending.Sent(0, 0)
    assert send(now + 10 * MINUTE) == sending.Sent(1, 0)

    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT


def test_reminders_wait_for_working_hours_and_news_does_not(now: datetime, user: Any) -> None:
    reminder = make_open_reminder(now, user)
    news = make_waiting(now, user, 0)
    sunday = datetime(2026, 7, 12, 10, tzinfo=BEIJING)

    assert send(sunday) == sending.Sent(1, 0)
    assert send(datetime(2026, 7, 13, 8, tzinfo=BEIJING)) == sending.Sent(0, 0)
    assert send(datetime(2026, 7, 13, 8, 30, tzinfo=BEIJING)) == sending.Sent(1, 0)

    assert [message.subject for message in mail.outbox] == [news.title, reminder.title]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(now: datetime, settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    user = make_user(email="shifan@example.org")
    for number in range(50):
        make_waiting(now, user, number)
    ready = threading.Barrier(3)

    def run() -> None:
        ready.wait()
        try:
            send(now)
        finally:
            connections.close_all()

    with open_mailbox() as mailbox:
        use(mailbox, settings)
        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ids = mailbox.ids()

    assert len(ids) == len(set(ids)) == 50


class SlowServer:
    """A channel whose every call takes minutes of the clock; notes when each message came in, and how often."""

    def __init__(self, now: datetime, minutes: int) -> None:
        self.now, self.takes = now, minutes * MINUTE
        self.got: list[tuple[datetime, int]] = []
        self.meanwhile: Any = None

    def clock(self) -> datetime:
        return self.now

    def __call__(self, notice: Notice) -> None:
        self.now += self.takes
        self.got.append((self.now, notice.pk))
        if self.meanwhile is not None:
            self.meanwhile()


def test_a_slow_server_lets_no_second_worker_send_what_the_first_has_claimed(
    now: datetime, user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        make_waiting(now, user, number)
    server = SlowServer(now, minutes=3)
    monkeypatch.setitem(sending.SENDERS, Channel.EMAIL, server)
    running = [1]

    def second_worker() -> None:
        if running[0] < 3:  # a worker starts while another waits for the server
            running[0] += 1
            sending.send_pending(clock=server.clock)

    server.meanwhile = second_worker
    while sending.send_pending(clock=server.clock).sent:
        pass

    assert server.now - now > 30 * MINUTE
    assert sorted(pk for _, pk in server.got) == sorted(Notice.objects.values_list("pk", flat=True))
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}


def test_a_run_ends_after_ten_minutes_and_each_delivery_bears_its_own_time(
    now: datetime, user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        make_waiting(now, user, number)
    server = SlowServer(now, minutes=3)
    monkeypatch.setitem(sending.SENDERS, Channel.EMAIL, server)

    assert sending.send_pending(clock=server.clock) == sending.Sent(4, 0)

    told = Notice.objects.filter(state=NoticeState.SENT).order_by("pk")
    assert [notice.sent_at for notice in told] == [now + n * 3 * MINUTE for n in (1, 2, 3, 4)]
    assert not Notice.objects.filter(state=NoticeState.SENDING).exists()


def test_reminders_stop_at_the_closing_hour_though_the_run_began_before(
    user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 7, 13, 17, 56, tzinfo=BEIJING)
    for _number in range(5):
        make_open_reminder(now, user)
    server = SlowServer(now, minutes=3)
    monkeypatch.setitem(sending.SENDERS, Channel.EMAIL, server)

    assert sending.send_pending(clock=server.clock).sent == 2


def test_the_end_of_the_workers_time_is_no_failure_of_the_message(
    now: datetime, user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = make_waiting(now, user)

    def cut(_: Notice) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setitem(sending.SENDERS, Channel.EMAIL, cut)
    with pytest.raises(SoftTimeLimitExceeded):
        send(now)

    notice.refresh_from_db()
    assert (notice.state, notice.problem) == (NoticeState.SENDING, "")


def assert_skipped(notice: Notice, why: str) -> None:
    notice.refresh_from_db()
    assert (notice.state, notice.next_attempt_at) == (NoticeState.SKIPPED, None)
    assert why in notice.problem
    assert mail.outbox == []


def test_a_reminder_that_waits_is_not_sent_once_the_task_is_handed_in(now: datetime, user: Any) -> None:
    notice = make_open_reminder(now, user, state=NoticeState.FAILED, attempts=2)
    Task.objects.filter(pk=notice.subject_id).update(state=TaskState.DONE)

    assert send(now) == sending.Sent(0, 0)

    assert_skipped(notice, "已报送、办结或改期")


def test_a_reminder_of_a_due_day_that_was_moved_is_not_sent(now: datetime, user: Any) -> None:
    notice = make_open_reminder(now, user)
    Task.objects.filter(pk=notice.subject_id).update(due_on=date(2026, 7, 30))

    send(now)

    assert_skipped(notice, "改期")


def test_nothing_is_sent_to_an_account_that_was_disabled_meanwhile(now: datetime, user: Any) -> None:
    reminder, news = make_open_reminder(now, user), make_waiting(now, user, 0)
    user.is_active = False
    user.save()

    assert send(now) == sending.Sent(0, 0)

    assert_skipped(reminder, "已停用")
    assert_skipped(news, "已停用")


def test_a_reminder_is_not_sent_to_who_has_left_the_post(now: datetime, user: Any) -> None:
    held = hold(make_post(), user, until=date(2026, 7, 6))
    notice = make_open_reminder(now, user, post=held.post, person=held.person)

    send(now)

    assert_skipped(notice, "已不在这个岗位")


def test_of_two_reminders_that_wait_only_the_later_step_is_sent(now: datetime, user: Any) -> None:
    old = make_open_reminder(now, user)
    words = {"subject_id": old.subject_id, "due_on": old.due_on, "offset": 0, "title": "示范：当天"}
    make_waiting(now, user, 1, key="task:later:email", **words)

    assert send(now) == sending.Sent(1, 0)

    assert [message.subject for message in mail.outbox] == ["示范：当天"]
    mail.outbox.clear()
    assert_skipped(old, "更近的提醒")
