"""Tasks: opened once, moved by those who may, never decided by whoever did the work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from taskforce.choices import EntryKind, TaskSource, TaskState
from taskforce.models import PlanItem, Task
from taskforce.services import tasks
from taskforce.services.attachments import attach_to_task
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import NOW, hold, make_post, make_task
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def desk() -> dict[str, Any]:
    """A post in a unit, its officer, its reviewer, the office, and somebody of another unit."""
    unit = make_unit()
    post = make_post(unit=unit)
    return {
        "post": post,
        "officer": make_user("unit_officer", unit=unit),
        "reviewer": make_user("unit_reviewer", unit=unit),
        "office": make_user("office"),
        "stranger": make_user("unit_officer"),
    }


def handed_in(desk: dict[str, Any], by: User | None = None) -> Task:
    by = by or desk["officer"]
    task = make_task(owner_post=desk["post"])
    tasks.accept(task=task, by=by, now=NOW)
    return tasks.finish(task=task, outcome="办完了。", by=by, now=LATER)


def test_the_same_matter_is_opened_once() -> None:
    post = make_post()
    first = make_task(owner_post=post, source_kind=TaskSource.WARNING, source_key="alert:7")
    again = make_task(owner_post=make_post(), source_kind=TaskSource.WARNING, source_key="alert:7")

    assert again.pk == first.pk
    assert Task.objects.filter(source_key="alert:7").count() == 1
    assert first.entries.count() == 1


def test_the_same_key_from_another_source_is_another_matter() -> None:
    first = make_task(source_kind=TaskSource.WARNING, source_key="7")

    assert make_task(source_kind=TaskSource.MEETING, source_key="7").pk != first.pk


def test_working_days_leave_out_weekends_and_holidays() -> None:
    task = make_task(working_days=5)  # Tuesday 7 July 2026

    assert (task.due_on, task.first_due_on) == (date(2026, 7, 14), date(2026, 7, 14))


@pytest.mark.parametrize("due_on", [date(1, 1, 1), date(2026, 7, 6)])
def test_a_due_day_that_has_passed_is_refused_whoever_raises_the_matter(due_on: date) -> None:
    with pytest.raises(tasks.TaskRefused, match="已经过去"):
        make_task(due_on=due_on, is_demo=False)

    assert not Task.objects.exists()


def test_a_post_that_has_ended_gets_no_task() -> None:
    post = make_post(valid_to=date(2026, 7, 7))

    with pytest.raises(tasks.TaskRefused, match="不在用"):
        make_task(owner_post=post)


def test_the_long_way_from_opened_to_closed(desk: dict[str, Any]) -> None:
    task = handed_in(desk)
    tasks.verify(task=task, by=desk["office"], now=LATER)
    closed = tasks.close(task=task, by=desk["office"], now=LATER)

    assert closed.state == TaskState.CLOSED
    assert (closed.done_by, closed.verified_by) == (desk["officer"], desk["office"])
    ways = list(closed.entries.order_by("pk").values_list("from_state", "to_state"))
    assert ways == [
        ("", "open"),
        ("open", "accepted"),
        ("accepted", "done"),
        ("done", "verified"),
        ("verified", "closed"),
    ]


def test_nobody_verifies_their_own_work_whatever_roles_they_hold(desk: dict[str, Any]) -> None:
    for actor in (desk["reviewer"], desk["office"]):
        doer = make_user("unit_officer", unit=desk["post"].unit)
        both = actor
        task = make_task(owner_post=desk["post"])
        if actor is desk["reviewer"]:
            doer.memberships.create(role="unit_reviewer", unit=desk["post"].unit, valid_from=date(2020, 1, 1))
            both = doer
        tasks.accept(task=task, by=both, now=NOW)
        tasks.finish(task=task, outcome="办完了。", by=both, now=NOW)
        with pytest.raises(NotAllowed, match="另一人核验"):
            tasks.verify(task=task, by=both, now=LATER)
        with pytest.raises(NotAllowed, match="另一人退回"):
            tasks.send_back(task=task, reason="再想想", by=both, now=LATER)
        assert Task.objects.get(pk=task.pk).state == TaskState.DONE


@pytest.mark.parametrize("opener", ["platform", "office"])
def test_a_task_that_others_opened_is_not_ended_by_the_units_reviewer(
    desk: dict[str, Any], opener: str
) -> None:
    task = make_task(owner_post=desk["post"], by=None if opener == "platform" else desk["office"])
    with pytest.raises(NotAllowed, match="由专班办公室撤销"):
        tasks.cancel(task=task, reason="不办了", by=desk["reviewer"], now=NOW)
    tasks.accept(task=task, by=desk["officer"], now=NOW)
    wish = tasks.ask_extension(
        task=task, due_on=date(2026, 7, 20), reason="供货推迟", by=desk["officer"], now=NOW
    )
    with pytest.raises(NotAllowed, match="由专班办公室批复延期"):
        tasks.decide_extension(extension=wish, granted=True, by=desk["reviewer"], now=LATER)
    tasks.finish(task=task, outcome="办完了。", by=desk["officer"], now=LATER)
    with pytest.raises(NotAllowed, match="由专班办公室核验"):
        tasks.verify(task=task, by=desk["reviewer"], now=LATER)
    tasks.verify(task=task, by=desk["office"], now=LATER)
    with pytest.raises(NotAllowed, match="由专班办公室归档"):
        tasks.close(task=task, by=desk["reviewer"], now=LATER)

    assert Task.objects.get().state == TaskState.VERIFIED


def test_a_reviewer_ends_what_the_unit_opened_itself(desk: dict[str, Any]) -> None:
    task = make_task(owner_post=desk["post"], by=desk["reviewer"])
    tasks.accept(task=task, by=desk["officer"], now=NOW)
    tasks.finish(task=task, outcome="办完了。", by=desk["officer"], now=LATER)
    tasks.verify(task=task, by=desk["reviewer"], now=LATER)

    assert tasks.close(task=task, by=desk["reviewer"], now=LATER).state == TaskState.CLOSED


def test_nobody_withdraws_what_they_accepted(desk: dict[str, Any]) -> None:
    desk["officer"].memberships.create(role="office", unit=desk["post"].unit, valid_from=date(2020, 1, 1))
    task = make_task(owner_post=desk["post"])
    tasks.accept(task=task, by=desk["officer"], now=NOW)

    with pytest.raises(NotAllowed, match="另一人撤销"):
        tasks.cancel(task=task, reason="不办了", by=desk["officer"], now=LATER)
    assert tasks.cancel(task=task, reason="重复", by=desk["office"], now=LATER).state == TaskState.CANCELLED


def test_whoever_finished_may_not_withdraw_it_after_it_came_back() -> None:
    office, second = make_user("office"), make_user("office")
    task = make_task()
    tasks.accept(task=task, by=office, now=NOW)
    tasks.finish(task=task, outcome="办完了。", by=office, now=NOW)
    tasks.send_back(task=task, reason="缺附件", by=second, now=LATER)

    with pytest.raises(NotAllowed, match="另一人撤销"):
        tasks.cancel(task=task, reason="不办了", by=office, now=LATER)


def test_a_returned_task_keeps_its_reason_and_count(desk: dict[str, Any]) -> None:
    task = handed_in(desk)
    back = tasks.send_back(task=task, reason="  请补样本数 ", by=desk["office"], now=LATER)

    assert (back.state, back.times_returned, back.done_by) == (TaskState.ACCEPTED, 1, None)
    assert back.entries.order_by("-pk")[0].text == "请补样本数"
    assert back.events.order_by("-pgh_id")[0].pgh_context.metadata["reason"] == "请补样本数"


def test_a_return_without_reason_changes_nothing(desk: dict[str, Any]) -> None:
    task = handed_in(desk)

    with pytest.raises(tasks.TaskRefused, match="退回的理由"):
        tasks.send_back(task=task, reason="   ", by=desk["office"], now=LATER)

    assert Task.objects.get(pk=task.pk).state == TaskState.DONE


def test_a_second_click_changes_nothing(desk: dict[str, Any]) -> None:
    task = make_task(owner_post=desk["post"])
    tasks.accept(task=task, by=desk["officer"], now=NOW)

    with pytest.raises(Conflict, match="办理中"):
        tasks.accept(task=task, by=desk["officer"], now=LATER)

    kept = Task.objects.get(pk=task.pk)
    assert (kept.accepted_at, kept.entries.count()) == (NOW, 2)


def test_another_unit_neither_acts_nor_speaks(desk: dict[str, Any]) -> None:
    task = make_task(owner_post=desk["post"])

    with pytest.raises(NotAllowed, match="责任岗位所在单位"):
        tasks.accept(task=task, by=desk["stranger"], now=NOW)
    with pytest.raises(NotAllowed):
        tasks.comment(task=task, text="看看", by=desk["stranger"], now=NOW)

    assert task.entries.count() == 1


def test_a_helper_comments_but_does_not_act(desk: dict[str, Any]) -> None:
    helper = make_user("unit_officer")
    task = make_task(owner_post=desk["post"], helper_posts=[make_post(unit=helper.memberships.get().unit)])

    tasks.comment(task=task, text="数据已发。", by=helper, now=NOW)
    with pytest.raises(NotAllowed):
        tasks.accept(task=task, by=helper, now=NOW)

    assert task.entries.filter(kind=EntryKind.COMMENT).count() == 1


def test_the_same_comment_sent_twice_stands_once(desk: dict[str, Any]) -> None:
    task = make_task(owner_post=desk["post"])
    for _ in range(2):
        tasks.comment(task=task, text="在办。", by=desk["officer"], now=NOW)

    assert task.entries.filter(kind=EntryKind.COMMENT).count() == 1


@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_a_task_that_has_ended_takes_neither_comments_nor_files(desk: dict[str, Any], end: str) -> None:
    task = make_task(owner_post=desk["post"]) if end == "cancelled" else handed_in(desk)
    if end == "cancelled":
        tasks.cancel(task=task, reason="重复", by=desk["office"], now=LATER)
    else:
        tasks.verify(task=task, by=desk["office"], now=LATER)
        tasks.close(task=task, by=desk["office"], now=LATER)
    before = task.entries.count()

    with pytest.raises(Conflict, match="不再留言"):
        tasks.comment(task=task, text="再说一句", by=desk["officer"], now=LATER)
    with pytest.raises(Conflict, match="不能再添加附件"):
        attach_to_task(task=task, name="a.pdf", data=b"%PDF-1.7 a", by=desk["officer"], now=LATER)

    assert task.entries.count() == before


def test_the_holder_acts_wherever_their_account_stands() -> None:
    post = make_post(unit=make_unit(kind="group"))
    user = make_user("unit_officer")
    hold(post, user)

    assert tasks.accept(task=make_task(owner_post=post), by=user, now=NOW).state == TaskState.ACCEPTED


def test_a_former_holder_acts_no_more() -> None:
    post = make_post(unit=make_unit(kind="group"))
    user = make_user("unit_officer")
    hold(post, user, until=date(2026, 7, 7))

    with pytest.raises(NotAllowed):
        tasks.accept(task=make_task(owner_post=post), by=user, now=NOW)


def test_leadership_and_auditors_only_read(desk: dict[str, Any]) -> None:
    task = make_task(owner_post=desk["post"])
    for role in ("leadership", "auditor", "administrator", "api_client"):
        with pytest.raises(NotAllowed):
            tasks.accept(task=task, by=make_user(role, unit=desk["post"].unit), now=NOW)


def test_a_reviewer_assigns_to_the_own_unit_only(desk: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "title": "示范任务",
        "due_on": date(2026, 7, 20),
        "by": desk["reviewer"],
        "now": NOW,
    }

    assert tasks.assign(owner_post=desk["post"], source_key="form:1", **given).opened_by == desk["reviewer"]
    with pytest.raises(NotAllowed, match="不能给"):
        tasks.assign(owner_post=make_post(), source_key="form:2", **given)


@pytest.mark.parametrize("source_kind", ["warning", "supervision", "report"])
def test_nobody_raises_by_hand_what_the_platform_raises(desk: dict[str, Any], source_kind: str) -> None:
    with pytest.raises(tasks.TaskRefused, match="不能手工选"):
        tasks.assign(
            title="示范", source_kind=source_kind, source_key="alert:9", owner_post=desk["post"],
            due_on=date(2026, 7, 20), by=desk["office"], now=NOW,
        )  # fmt: skip


def test_a_title_is_one_line() -> None:
    assert make_task(title=" 补水样\r\nBcc: x\t 二\u2028三 ").title == "补水样 Bcc: x 二 三"


def test_a_key_used_for_another_task_is_told(desk: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "owner_post": desk["post"],
        "source_key": "form:1",
        "by": desk["office"],
        "now": NOW,
    }
    tasks.assign(title="示范一", due_on=date(2026, 7, 20), **given)

    with pytest.raises(Conflict, match="派过另一件"):
        tasks.assign(title="示范二", due_on=date(2026, 7, 20), **given)


@pytest.mark.parametrize("title", ["", "   ", "长" * 121, "带\x00字"])
def test_a_title_that_cannot_stand_is_refused(title: str) -> None:
    with pytest.raises(tasks.TaskRefused):
        make_task(title=title)


def by_hand(desk: dict[str, Any], **changes: Any) -> Task:
    given: dict[str, Any] = {
        "title": "示范",
        "source_key": "form:1",
        "owner_post": desk["post"],
        "due_on": date(2026, 7, 20),
        "by": desk["office"],
        "now": NOW,
    }
    return tasks.assign(**(given | changes))


def test_a_task_from_the_plan_names_the_item(desk: dict[str, Any]) -> None:
    item = PlanItem.objects.create(code="work-1", group="work", title="示范", valid_from=date(2020, 1, 1))

    with pytest.raises(tasks.TaskRefused, match="请选对应的方案任务"):
        by_hand(desk, source_kind=TaskSource.PLAN)
    assert by_hand(desk, source_kind=TaskSource.PLAN, plan_item=item).plan_item == item


def test_people_set_a_working_day_and_other_parts_of_the_platform_any(desk: dict[str, Any]) -> None:
    saturday = date(2026, 7, 18)

    with pytest.raises(tasks.TaskRefused, match="2026-07-18 不是工作日") as refused:
        by_hand(desk, due_on=saturday)
    assert "2026-07-20" in refused.value.advice
    assert make_task(owner_post=desk["post"], due_on=saturday, is_demo=False).due_on == saturday


@pytest.mark.parametrize("demo", ["account", "post", "neither"])
def test_what_a_demonstration_account_or_post_has_part_in_is_demonstration(
    desk: dict[str, Any], demo: str
) -> None:
    if demo == "account":
        desk["office"].is_demo = True
    if demo == "post":
        desk["post"].is_demo = True

    assert by_hand(desk).is_demo == (demo != "neither")
    with pytest.raises(tasks.TaskRefused, match="已经过去"):
        by_hand(desk, source_key="form:2", due_on=date(2026, 7, 6))
