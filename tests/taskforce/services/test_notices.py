"""Telling of an event: once by key, to whoever holds the post that day, by every channel they have."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from taskforce.choices import Channel, NoticeState
from taskforce.models import Holding, Notice
from taskforce.services import notices
from tests.factories.office import hold, make_office, make_post
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db


def told(now: datetime, **fields: Any) -> list[Notice]:
    words: dict[str, Any] = {
        "key": "task:1:assigned",
        "subject_kind": "task",
        "subject_id": 1,
        "title": "新任务",
        "body": "请签收。",
        "url": "/office/taskforce/",
        "why": "任务派给您的岗位",
    }
    return notices.tell(**(words | fields), now=now)


def test_the_holder_of_the_day_is_told_by_every_channel_they_have(now: datetime, settings: Any) -> None:
    settings.EMAIL_HOST, settings.WEBHOOK_URL = "127.0.0.1", "https://messenger.example/"
    office = make_office()

    rows = told(now, post=office.officer_post)

    assert {row.channel: row.state for row in rows} == {
        Channel.INBOX: NoticeState.SENT,
        Channel.EMAIL: NoticeState.PENDING,
        Channel.WEBHOOK: NoticeState.PENDING,
    }
    assert {row.user for row in rows} == {office.officer}


def test_a_key_is_told_once(now: datetime) -> None:
    office = make_office()

    first = told(now, post=office.officer_post)
    second = told(now, post=office.officer_post)

    assert [row.pk for row in first] == [row.pk for row in second]
    assert Notice.objects.count() == 1


def test_without_a_mail_server_only_the_inbox_is_used(now: datetime) -> None:
    office = make_office()

    assert [row.channel for row in told(now, post=office.officer_post)] == [Channel.INBOX]


def test_a_vacant_post_passes_the_message_to_the_units_head_and_says_so(now: datetime) -> None:
    office = make_office()
    Holding.objects.filter(post=office.officer_post).update(valid_to=date(2026, 7, 1))

    rows = told(now, post=office.officer_post)

    assert [(row.state, row.user) for row in rows] == [
        (NoticeState.UNREACHABLE, None),
        (NoticeState.SENT, office.head),
    ]
    assert rows[0].problem == "岗位空缺"
    assert "岗位空缺，改送单位负责人" in rows[1].why


def test_a_holder_without_an_account_is_not_reached_and_nobody_else_may_be_there(now: datetime) -> None:
    post = make_post()
    hold(post, None)

    rows = told(now, post=post)

    assert [(row.state, row.problem) for row in rows] == [(NoticeState.UNREACHABLE, "现任没有平台账号")]


def test_a_user_whose_account_is_closed_is_not_reached_and_a_row_says_so(now: datetime) -> None:
    office = make_office()
    office.officer.is_active = False
    office.officer.save()

    rows = told(now, user=office.officer)

    assert [(row.state, row.problem) for row in rows] == [(NoticeState.UNREACHABLE, "收件人的平台账号已停用")]


def test_demonstration_messages_never_leave_the_platform(now: datetime, settings: Any) -> None:
    settings.EMAIL_HOST, settings.WEBHOOK_URL = "127.0.0.1", "https://messenger.example/"
    office = make_office()

    assert [row.channel for row in told(now, post=office.officer_post, is_demo=True)] == [Channel.INBOX]


def test_a_very_long_key_is_still_told_once(now: datetime) -> None:
    office = make_office()
    key = "很长的编号" * 60

    assert told(now, post=office.officer_post, key=key)
    assert told(now, post=office.officer_post, key=key + "。")
    assert told(now, post=office.officer_post, key=key)

    assert Notice.objects.count() == 2


def test_only_the_office_sends_a_failed_message_again(now: datetime) -> None:
    office = make_office()
    (row,) = told(now, post=office.officer_post)
    Notice.objects.filter(pk=row.pk).update(channel=Channel.EMAIL, state=NoticeState.GIVEN_UP, attempts=8)

    with pytest.raises(NotAllowed):
        notices.resend(notice=row, by=office.officer, now=now)
    again = notices.resend(notice=row, by=office.director, now=now)

    assert (again.state, again.attempts, again.next_attempt_at) == (NoticeState.PENDING, 0, now)
    with pytest.raises(Conflict):
        notices.resend(notice=row, by=office.director, now=now)


def test_the_office_sends_all_again_that_were_given_up_and_nothing_else(now: datetime) -> None:
    office = make_office()
    for number in range(3):
        told(now, post=office.officer_post, key=f"task:1:{number}")
    Notice.objects.update(channel=Channel.EMAIL, state=NoticeState.GIVEN_UP, attempts=90)
    Notice.objects.filter(key="task:1:0:inbox").update(state=NoticeState.SENT)

    with pytest.raises(NotAllowed):
        notices.resend_given_up(by=office.officer, now=now)
    assert notices.resend_given_up(by=office.director, now=now) == 2

    waiting = Notice.objects.filter(state=NoticeState.PENDING, attempts=0, next_attempt_at=now)
    assert waiting.count() == 2
    assert notices.resend_given_up(by=office.director, now=now) == 0


def test_one_marks_only_the_own_messages_as_read(now: datetime) -> None:
    office = make_office()
    (mine,) = told(now, post=office.officer_post)
    told(now, post=office.head_post, key="task:1:told-the-head")

    assert notices.mark_read(user=office.officer, now=now) == 1
    assert notices.mark_read(user=office.officer, now=now) == 0
    assert list(Notice.objects.filter(read_at__isnull=False)) == [mine]
