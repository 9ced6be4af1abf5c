"""Pages of messages, the preview, rules, steps and the calendar: who sees what, hostile input in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from taskforce.choices import Channel, MeetingState, NoticeState
from taskforce.models import (
    Attendance,
    CalendarToken,
    Meeting,
    MeetingSeries,
    Notice,
    ReminderStep,
    ReportDuty,
    ReportRule,
    RuleReporter,
)
from taskforce.services import notices, reminders
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.office import Office, make_office, make_open_task, make_post, make_rule
from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 7, 14, 10, tzinfo=BEIJING)


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def desk(office: Office) -> Client:
    return make_verified_client(office.director)


def text(response: Any) -> str:
    return response.content.decode()


def test_the_office_sees_every_message_with_its_state(office: Office, desk: Client) -> None:
    task = make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    make_open_task(make_post(), due_on=date(2026, 7, 14), title="示范空岗任务")
    reminders.remind(now=MORNING)

    page = text(desk.get(reverse("taskforce:messages")))

    assert f"到期提醒：{task.title}" in page
    assert "岗位空缺" in page
    assert "无人可送" in page
    assert SecurityEvent.objects.filter(kind="personal_read").exists()


def test_an_officer_does_not_see_the_messages_of_others(office: Office) -> None:
    assert make_verified_client(office.officer).get(reverse("taskforce:messages")).status_code == 403


def test_leadership_of_a_township_sees_only_messages_to_its_own_posts(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    reminders.remind(now=MORNING)
    leader = make_verified_client(make_user("leadership", area_code="331125106"))

    assert "筛出 0 行" in text(leader.get(reverse("taskforce:messages")))


def test_unknown_conditions_are_named_and_nothing_is_listed(desk: Client) -> None:
    response = desk.get(reverse("taskforce:messages"), {"state": "sent", "colour": "red"})

    assert response.status_code == 400
    assert "没有“colour”这个条件" in text(response)


def test_the_list_costs_the_same_for_one_message_and_for_fifty(
    office: Office, desk: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(50):
        make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    reminders.remind(now=MORNING)

    with django_assert_max_num_queries(25):
        assert "筛出 50 行" in text(desk.get(reverse("taskforce:messages")))


def test_the_office_sends_a_failed_message_again(office: Office, desk: Client) -> None:
    (row,) = notices.tell(
        key="k", subject_kind="task", subject_id=1, user=office.officer, title="示范", body="", url="",
        why="", now=MORNING,
    )  # fmt: skip
    Notice.objects.filter(pk=row.pk).update(channel=Channel.EMAIL, state=NoticeState.GIVEN_UP)
    record = reverse("taskforce:message", args=[row.pk])
    resend = reverse("taskforce:message_resend", args=[row.pk])

    assert resend in text(desk.get(record))
    assert desk.post(resend).status_code == 302
    again = desk.post(resend)

    assert again.status_code == 422
    assert "不用重发" in text(again)
    leader = make_verified_client(office.chief)
    assert resend not in text(leader.get(record))
    assert leader.post(resend).status_code == 403


def test_the_preview_page_shows_what_the_command_prints_and_writes_nothing(
    office: Office, desk: Client
) -> None:
    task = make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    make_rule(posts=[office.officer_post], since=date(2026, 5, 1), title="示范总结")
    window = {"from_day": "2026-07-01", "to_day": "2026-07-31"}
    out = StringIO()

    page = text(desk.get(reverse("taskforce:reminders_preview"), window))
    call_command(
        "preview_reminders",
        "--from",
        "2026-07-01",
        "--to",
        "2026-07-31",
        "--json",
        stdout=out,
        stderr=StringIO(),
    )

    rows = json.loads(out.getvalue())
    assert f"{len(rows)} 条" in page
    assert f"到期提醒：{task.title}" in page
    titles = {row["title"] for row in rows}
    assert any(title.startswith("到期提醒：2026年上半年示范总结") for title in titles)
    assert {row["account"] for row in rows if row["offset"] == "0"} == {office.officer.username}
    assert not Notice.objects.exists()
    assert not ReportDuty.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        {"from_day": "2026-07-31", "to_day": "2026-07-01"},
        {"from_day": "yesterday", "to_day": "2026-07-01"},
        {"from_day": "2026-07-01"},
        {"from_day": "0001-01-01", "to_day": "9999-12-31"},
        {"from_day": "2026-07-01", "to_day": "2026-07-02", "x": "1"},
    ],
)
def test_a_window_that_is_none_is_refused_in_words(desk: Client, query: dict[str, str]) -> None:
    response = desk.get(reverse("taskforce:reminders_preview"), query)

    assert response.status_code == 400
    assert "将要发出的提醒" not in text(response)


def test_an_unknown_condition_of_the_preview_is_the_one_thing_said(desk: Client) -> None:
    response = desk.get(reverse("taskforce:reminders_preview"), {"colour": "red"})

    assert response.status_code == 400
    assert "没有“colour”这个条件。" in text(response)
    assert "eh-why" not in text(response)


@pytest.mark.parametrize("window", [("x", "2026-07-01"), ("2026-07-02", "2026-07-01")])
def test_the_command_refuses_days_that_are_none(window: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("preview_reminders", "--from", window[0], "--to", window[1])


def test_the_office_changes_a_rule_for_the_future_with_a_reason(office: Office, desk: Client) -> None:
    rule = make_rule(posts=[office.officer_post], template_code="half-year")
    edit = reverse("taskforce:rule_edit", args=[rule.pk])
    words = {
        "title": "示范总结",
        "due_working_days": "5",
        "open_days_before": "30",
        "recipient": "专班办公室",
        "template_code": "half-year",
        "reviewer_post": str(office.director_post.pk),
        "valid_to": "",
        "document": "",
    }

    refused = desk.post(edit, words)
    assert refused.status_code == 422
    assert "eh-errors" in refused.content.decode()
    assert desk.post(edit, words | {"reason": "县里定为五天"}).status_code == 302

    changed = ReportRule.objects.get(pk=rule.pk)
    assert (changed.due_working_days, changed.reviewer_post, changed.standing) == (
        5,
        office.director_post,
        "default",
    )
    history = text(desk.get(reverse("taskforce:rule", args=[rule.pk]), {"tab": "history"}))
    assert "县里定为五天" in history
    assert make_verified_client(office.officer).get(edit).status_code == 403


def test_reporters_come_and_go_by_form(office: Office, desk: Client) -> None:
    rule = make_rule(posts=[office.officer_post])
    body = make_unit()
    new = reverse("taskforce:reporter_new", args=[rule.pk])
    words = {"body": body.pk, "post": office.head_post.pk, "valid_from": "2026-07-01", "reason": "新设"}

    assert desk.post(new, words).status_code == 302
    assert "已经在报送机构里" in text(desk.post(new, words))
    reporter = RuleReporter.objects.get(body=body)
    retire = reverse("taskforce:reporter_retire", args=[reporter.pk])
    assert "要在启用日期" in text(desk.post(retire, {"valid_to": "2026-06-30", "reason": "撤并"}))
    assert desk.post(retire, {"valid_to": "2026-12-01", "reason": "撤并"}).status_code == 302
    assert str(body) in text(desk.get(reverse("taskforce:rule", args=[rule.pk])))


def test_steps_are_set_for_every_audience_in_one_form(desk: Client) -> None:
    page = reverse("taskforce:reminder_steps")
    assert "-14 -7 -3 -1 0 1 3 7" in text(desk.get(page))
    words = {"holder": "-5, 0 2", "unit_head": "2", "office": "", "task_force_head": "", "reason": "试行"}

    assert "只能填整数" in text(desk.post(page, words | {"holder": "明天"}))
    assert "60 个工作日以内" in text(desk.post(page, words | {"holder": "-99999999999"}))
    assert desk.post(page, words).status_code == 302

    active = ReminderStep.objects.filter(is_active=True).order_by("audience", "offset")
    assert [(step.audience, step.offset) for step in active] == [
        ("holder", -5),
        ("holder", 0),
        ("holder", 2),
        ("unit_head", 2),
    ]


def feed_of(client: Client) -> str:
    page = text(client.post(reverse("taskforce:calendar")))
    return reverse("taskforce:calendar_feed") + "?token=" + page.partition("?token=")[2].partition("<")[0]


def test_a_calendar_shows_what_the_own_posts_owe_and_nobody_elses(office: Office) -> None:
    mine = make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    other = make_open_task(office.head_post, due_on=date(2026, 7, 14))
    series = MeetingSeries.objects.create(
        code="shifan", title="示范例会", kind="regular", body=office.unit, valid_from=date(2020, 1, 1)
    )
    meeting = Meeting.objects.create(
        series=series, number=1, title="示范例会一", starts_at=datetime(2099, 7, 20, 9, tzinfo=BEIJING),
        state=MeetingState.INVITED,
    )  # fmt: skip
    Attendance.objects.create(meeting=meeting, post=office.officer_post)

    response = Client().get(feed_of(make_verified_client(office.officer)))

    feed = text(response).replace("\r\n ", "")
    assert response["Content-Type"].startswith("text/calendar")
    assert f"UID:task-{mine.pk}@yunhe-envhealth" in feed
    assert f"UID:meeting-{meeting.pk}@yunhe-envhealth" in feed
    assert f"UID:task-{other.pk}@" not in feed
    assert office.officer.full_name not in feed
    assert office.officer.email not in feed


def test_the_address_is_shown_once_renewed_and_revoked(office: Office) -> None:
    client = make_verified_client(office.officer)
    first = feed_of(client)
    secret = first.partition("token=")[2]
    assert CalendarToken.objects.get().digest != secret
    assert secret not in text(client.get(reverse("taskforce:calendar")))

    second = feed_of(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)

    assert client.post(reverse("taskforce:calendar_revoke")).status_code == 302
    assert Client().get(second).status_code == 404


@pytest.mark.parametrize("token", ["", "x", "%00", "' OR 1=1 --", "a" * 5000])
def test_a_wrong_token_is_an_address_that_does_not_exist(token: str) -> None:
    assert Client().get(reverse("taskforce:calendar_feed"), {"token": token}).status_code == 404


def test_a_disabled_account_opens_no_calendar(office: Office) -> None:
    feed = feed_of(make_verified_client(office.officer))
    type(office.officer).objects.filter(pk=office.officer.pk).update(is_active=False)

    assert Client().get(feed).status_code == 404


def test_whoever_has_no_role_any_more_opens_no_calendar(office: Office) -> None:
    feed = feed_of(make_verified_client(office.officer))
    office.officer.memberships.update(valid_to=date(2020, 6, 1))

    assert Client().get(feed).status_code == 404


def test_the_calendar_of_a_demonstration_account_opens_on_the_loopback_only(office: Office) -> None:
    feed = feed_of(make_verified_client(office.officer))
    type(office.officer).objects.filter(pk=office.officer.pk).update(is_demo=True)

    assert Client().get(feed).status_code == 200
    assert Client().get(feed, REMOTE_ADDR="203.0.113.9").status_code == 404


def test_guessing_tokens_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskforce.views.calendar_feed.timezone.now", lambda: MORNING)
    address = reverse("taskforce:calendar_feed")

    answers = [Client().get(address, {"token": f"guess-{n}"}).status_code for n in range(31)]

    assert answers[:30] == [404] * 30
    assert answers[30] == 429


def test_the_rules_page_says_which_rules_rest_and_why(
    reference: None, client_for: Callable[..., Client]
) -> None:
    page = text(client_for("leadership").get(reverse("taskforce:rules")))

    assert "没有录入试点的批复日期，期限不推算" in page
    assert "半年工作总结" in page
