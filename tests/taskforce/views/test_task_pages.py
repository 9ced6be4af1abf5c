"""Pages of tasks: the list and its saved views, the board, the record with its next step, each step a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from taskforce.choices import TaskState
from taskforce.models import Attachment, Notice, Task
from taskforce.selectors import workdays
from taskforce.services import tasks
from taskforce.services.organisation import link_account
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.taskforce_tasks import hold, make_post, make_task
from yunhe_envhealth.core.periods import beijing_day

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def day() -> date:
    return beijing_day(timezone.now())


@pytest.fixture
def unit() -> Any:
    return make_unit(name="丽水市生态环境局云和分局（示范）", short_name="示范分局")


@pytest.fixture
def post(unit: Any) -> Any:
    return make_post(unit=unit, title="示范执法一岗")


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(f"taskforce:{name}", args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def seen(client: Client, name: str, pk: int) -> str:
    """Return what the form of a decision carries of the moment that its page shows."""
    moment: str = client.get(reverse(f"taskforce:{name}", args=[pk])).context["form"]["seen"].value()
    return moment


def make_many(post: Any, count: int, **fields: Any) -> None:
    now = timezone.now()
    Task.objects.bulk_create(
        Task(
            title=f"示范任务 {number}",
            source_kind="other",
            source_key=f"many-{number}",
            owner_post=post,
            opened_at=now,
            first_due_on=beijing_day(now) + timedelta(days=number % 30),
            due_on=beijing_day(now) + timedelta(days=number % 30),
            **fields,
        )
        for number in range(count)
    )


def test_the_saved_views_list_what_they_say(unit: Any, post: Any, day: date) -> None:
    officer = make_user("unit_officer", unit=unit)
    hold(post, officer)
    make_task(title="我的事", owner_post=post)
    make_task(title="同事的事", owner_post=make_post(unit=unit))
    make_task(title="别家的事", owner_post=make_post(), due_on=day + timedelta(days=9))
    make_task(title="晚了的事", owner_post=make_post(), due_on=day - timedelta(days=9))
    client = make_verified_client(officer)

    def listed(**query: str) -> set[str]:
        text = page(client, "tasks", **query)
        return {title for title in ("我的事", "同事的事", "别家的事", "晚了的事") if title in text}

    assert listed(of="me") == {"我的事"}
    assert listed(of="unit") == {"我的事", "同事的事"}
    assert "晚了的事" in listed(late="yes")
    assert "别家的事" not in listed(late="yes")
    assert listed() == {"我的事", "同事的事", "别家的事", "晚了的事"}


@pytest.mark.parametrize("query", ["colour=red", "state=gone", "due_from=2026-13-40", "of=boss"])
@pytest.mark.parametrize("name", ["tasks", "task_board"])
def test_a_condition_that_does_not_exist_is_named(client_for: ClientFor, name: str, query: str) -> None:
    make_task(title="不该列出")
    response = client_for("leadership").get(f"{reverse(f'taskforce:{name}')}?{query}")

    assert response.status_code == 400
    assert "不该列出" not in response.content.decode()


@pytest.mark.parametrize("name", ["tasks", "task_board", "inbox"])
def test_a_list_asks_the_same_number_of_queries_for_5_and_for_45_tasks(
    name: str, unit: Any, post: Any
) -> None:
    officer = make_user("unit_officer", unit=unit)
    hold(post, officer)
    client = make_verified_client(officer)
    counts = []
    for more in (5, 40):
        make_many(post, more)
        Task.objects.update(source_key="")
        page(client, name)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(client, name)
        counts.append(len(captured))

    assert counts[0] == counts[1] < 30


def test_the_board_shows_fifty_a_column_and_leads_to_the_rest(client_for: ClientFor, post: Any) -> None:
    make_many(post, 53)

    text = page(client_for("office"), "task_board")

    assert len(re.findall(r'<li><a href="/office/taskforce/tasks/\d+/"', text)) == 50
    assert "其余 3 件" in text


def test_the_record_says_who_takes_the_next_step_and_why_not_oneself(unit: Any, post: Any) -> None:
    task = make_task(owner_post=post)
    owner = make_verified_client(make_user("unit_officer", unit=unit))
    other = make_verified_client(make_user("unit_officer"))

    assert reverse("taskforce:task_accept", args=[task.pk]) in page(owner, "task", task.pk)
    refused = page(other, "task", task.pk)
    assert reverse("taskforce:task_accept", args=[task.pk]) not in refused
    assert "您不能办这一步：只有责任岗位所在单位" in refused


def test_the_office_is_not_told_to_take_the_step_of_another_unit(
    unit: Any, post: Any, client_for: ClientFor
) -> None:
    task = make_task(owner_post=post)
    text = page(client_for("office"), "task", task.pk)

    assert "您可以办这一步" not in text
    assert f"由{unit}办这一步" in text
    assert "代为签收" in text
    own = make_verified_client(make_user("unit_officer", unit=unit))
    assert "您可以办这一步" in page(own, "task", task.pk)
    assert "代为签收" not in page(own, "task", task.pk)


def test_a_task_goes_its_whole_way_through_the_forms(unit: Any, post: Any, client_for: ClientFor) -> None:
    task = make_task(owner_post=post)
    owner, office = make_verified_client(make_user("unit_officer", unit=unit)), client_for("office")

    def send(client: Client, name: str, **data: Any) -> int:
        return client.post(reverse(f"taskforce:{name}", args=[task.pk]), data).status_code

    assert send(owner, "task_accept") == 302
    assert send(owner, "task_comment", text="在办。") == 302
    assert send(owner, "task_attach", file=SimpleUploadedFile("照片.pdf", PDF)) == 302
    assert send(owner, "task_finish", outcome="换好了。") == 302
    shown = seen(office, "task_verify", task.pk)
    assert send(office, "task_send_back", reason="缺台账", seen=shown) == 302
    assert send(owner, "task_finish", outcome="台账补上了。") == 302
    assert send(office, "task_verify", note="同意", seen=shown) == 422
    assert send(office, "task_verify", note="同意") == 422
    assert send(office, "task_verify", note="同意", seen=seen(office, "task_verify", task.pk)) == 302
    assert send(office, "task_close", seen=seen(office, "task_close", task.pk)) == 302
    assert Task.objects.get(pk=task.pk).state == TaskState.CLOSED
    text = page(office, "task", task.pk)
    assert "缺台账" in text
    assert "下一步" not in text
    assert "照片.pdf" in page(office, "task", task.pk, tab="files")
    assert page(office, "task", task.pk, tab="history")


def test_a_form_for_a_step_that_one_may_not_take_is_not_shown(post: Any, client_for: ClientFor) -> None:
    task = make_task(owner_post=post)

    refused = client_for("unit_officer").get(reverse("taskforce:task_accept", args=[task.pk]))
    too_early = client_for("office").get(reverse("taskforce:task_verify", args=[task.pk]))

    assert (refused.status_code, too_early.status_code) == (403, 409)
    assert "只有责任岗位所在单位" in refused.content.decode()


def test_a_return_without_reason_stays_on_the_form(unit: Any, post: Any, client_for: ClientFor) -> None:
    officer = make_user("unit_officer", unit=unit)
    task = make_task(owner_post=post)
    tasks.accept(task=task, by=officer, now=timezone.now())
    tasks.finish(task=task, outcome="好了", by=officer, now=timezone.now())

    response = client_for("office").post(reverse("taskforce:task_send_back", args=[task.pk]), {"reason": " "})

    assert response.status_code == 422
    assert Task.objects.get(pk=task.pk).state == TaskState.DONE


def test_the_create_form_sent_twice_opens_one_task(unit: Any, post: Any, day: date) -> None:
    client = make_verified_client(make_user("unit_reviewer", unit=unit))
    form = client.get(reverse("taskforce:task_new"))
    data = {
        "title": "示范新任务",
        "owner_post": post.pk,
        "due_on": workdays().shift(day, 5).isoformat(),
        "source_kind": "other",
        "source_key": form.context["form"]["source_key"].value(),
    }

    answers = [client.post(reverse("taskforce:task_new"), data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Task.objects.filter(title="示范新任务").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "名" * 121),
        ("title", "带\x00字"),
        ("owner_post", "999999"),
        ("owner_post", "1 OR 1=1"),
        ("due_on", "2001-01-01"),
        ("due_on", "2027-10-01"),
        ("due_on", "9999-12-31"),
        ("source_kind", "warning"),
        ("source_kind", "plan"),
        ("helper_posts", "x"),
    ],
)
def test_a_hostile_create_form_writes_nothing(
    field: str, value: str, post: Any, day: date, client_for: ClientFor
) -> None:
    data = {
        "title": "示范",
        "owner_post": post.pk,
        "due_on": workdays().shift(day, 5).isoformat(),
        "source_kind": "other",
        "source_key": "form:x",
    } | {field: value}

    response = client_for("office").post(reverse("taskforce:task_new"), data)

    assert response.status_code == 422
    assert not Task.objects.exists()


def test_words_are_shown_as_words(client_for: ClientFor, post: Any) -> None:
    task = make_task(
        owner_post=post, title="<script>alert(1)</script>", detail="<img src=x onerror=alert(1)>"
    )

    for text in (page(client_for("office"), "task", task.pk), page(client_for("office"), "task_board")):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_the_form_that_hands_in_leads_to_the_files(unit: Any, post: Any) -> None:
    officer = make_user("unit_officer", unit=unit)
    task = make_task(owner_post=post)
    tasks.accept(task=task, by=officer, now=timezone.now())

    text = page(make_verified_client(officer), "task_finish", task.pk)

    assert f'<a href="{reverse("taskforce:task", args=[task.pk])}?tab=files">附件</a>' in text


def test_an_extension_is_asked_and_granted_through_the_forms(
    unit: Any, post: Any, client_for: ClientFor
) -> None:
    task = make_task(owner_post=post, now=timezone.now())
    owner, office = make_verified_client(make_user("unit_officer", unit=unit)), client_for("office")
    asked = owner.get(reverse("taskforce:task_extend", args=[task.pk])).context["form"]["due_on"].value()

    assert (
        owner.post(
            reverse("taskforce:task_extend", args=[task.pk]),
            {"due_on": asked.isoformat(), "reason": "供货推迟"},
        ).status_code
        == 302
    )
    wish = task.extensions.get()
    assert "延期待批复" in page(office, "task", task.pk)
    address = reverse("taskforce:extension_decide", args=[wish.pk])
    again = make_user("office")  # a second account of whoever asked
    hold(make_post(), wish.asked_by)
    link_account(person=wish.asked_by.person, user=again, reason="换账号", by=make_user("office"))
    assert make_verified_client(again).get(address).status_code == 403
    shown = seen(office, "extension_decide", wish.pk)
    assert office.post(address, {"granted": "no", "reason": "", "seen": shown}).status_code == 422
    tasks.accept(task=task, by=make_user("unit_officer", unit=unit), now=timezone.now())
    assert office.post(address, {"granted": "yes", "reason": "", "seen": shown}).status_code == 422
    shown = seen(office, "extension_decide", wish.pk)
    assert office.post(address, {"granted": "yes", "reason": "", "seen": shown}).status_code == 302
    assert Task.objects.get(pk=task.pk).due_on == asked
    assert office.get(address).status_code == 409


def test_the_inbox_holds_tasks_messages_and_decisions(unit: Any, post: Any, client_for: ClientFor) -> None:
    officer, chief = make_user("unit_officer", unit=unit), make_user("unit_reviewer", unit=unit)
    hold(post, officer)
    task = make_task(owner_post=post, title="换活性炭", by=chief, now=timezone.now())
    client, reviewer = make_verified_client(officer), make_verified_client(chief)

    text = page(client, "inbox")
    assert "换活性炭" in text
    assert "1 条未读" in text
    assert client.post(reverse("taskforce:inbox_read"), {}).status_code == 302
    assert "0 条未读" in page(client, "inbox")
    tasks.accept(task=task, by=officer, now=timezone.now())
    tasks.finish(task=task, outcome="好了", by=officer, now=timezone.now())
    assert "换活性炭" in page(reviewer, "inbox").partition("待我核验或批复")[2]


def test_nobody_reads_anothers_message(unit: Any, post: Any, client_for: ClientFor) -> None:
    hold(post, make_user("unit_officer", unit=unit))
    make_task(owner_post=post)
    notice = Notice.objects.get()

    client_for("office").post(reverse("taskforce:inbox_read"), {"notice": notice.pk})

    assert Notice.objects.get(pk=notice.pk).read_at is None


@pytest.mark.parametrize("notice", ["x", "9" * 30, "-1", "1;drop"])
def test_a_message_that_cannot_be_is_not_found(client_for: ClientFor, notice: str) -> None:
    assert client_for("office").post(reverse("taskforce:inbox_read"), {"notice": notice}).status_code == 404


def test_a_file_is_handed_out_as_a_download_only(unit: Any, post: Any, client_for: ClientFor) -> None:
    officer = make_user("unit_officer", unit=unit)
    task = make_task(owner_post=post)
    client = make_verified_client(officer)
    client.post(
        reverse("taskforce:task_attach", args=[task.pk]), {"file": SimpleUploadedFile("台账.html", PDF)}
    )
    kept = Attachment.objects.get()

    answer = client.get(reverse("taskforce:attachment", args=[kept.pk]))

    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert kept.name == "台账.html.pdf"


@pytest.mark.parametrize(
    "data", [b"<html><script>alert(1)</script>", b"<svg xmlns='x'/>", b"MZ\x90", b"PK\x03\x04junk"]
)
def test_a_file_of_another_kind_is_refused_in_words(unit: Any, post: Any, data: bytes) -> None:
    task = make_task(owner_post=post)
    client = make_verified_client(make_user("unit_officer", unit=unit))

    answer = client.post(
        reverse("taskforce:task_attach", args=[task.pk]), {"file": SimpleUploadedFile("台账.pdf", data)}
    )

    assert answer.status_code == 422
    assert not Attachment.objects.exists()
