"""Later days are granted by somebody else; tasks follow the post; files belong to their task."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from taskforce.choices import TaskState
from taskforce.models import Attachment, Notice, Task
from taskforce.services import attachments, tasks
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import make_office
from tests.factories.taskforce_tasks import NOW, hold, make_post, make_task
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.deliveries.files import FileNotKept

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
WANTED = date(2026, 7, 20)
PDF = b"%PDF-1.7 a"


@pytest.fixture
def desk() -> dict[str, Any]:
    unit = make_unit()
    post = make_post(unit=unit)
    return {
        "post": post,
        "task": make_task(owner_post=post),
        "officer": make_user("unit_officer", unit=unit),
        "reviewer": make_user("unit_reviewer", unit=unit),
        "office": make_user("office"),
    }


def ask(desk: dict[str, Any], due_on: date = WANTED, **changes: Any) -> Any:
    given = {"task": desk["task"], "due_on": due_on, "reason": "供货推迟", "by": desk["officer"], "now": NOW}
    return tasks.ask_extension(**(given | changes))


def test_a_granted_extension_moves_the_due_day_and_keeps_the_first(desk: dict[str, Any]) -> None:
    tasks.decide_extension(extension=ask(desk), granted=True, by=desk["office"], now=LATER)

    task = Task.objects.get()
    assert (task.due_on, task.first_due_on) == (WANTED, date(2026, 7, 14))
    assert "2026-07-14 改为 2026-07-20" in task.entries.order_by("-pk")[0].text


def test_a_refused_extension_moves_nothing_and_needs_a_reason(desk: dict[str, Any]) -> None:
    wish = ask(desk)

    with pytest.raises(tasks.TaskRefused, match="理由"):
        tasks.decide_extension(extension=wish, granted=False, by=desk["office"], now=LATER)
    tasks.decide_extension(extension=wish, granted=False, reason="不能再拖", by=desk["office"], now=LATER)

    assert Task.objects.get().due_on == date(2026, 7, 14)


def test_nobody_grants_their_own_wish(desk: dict[str, Any]) -> None:
    wish = ask(desk, by=desk["office"])

    with pytest.raises(NotAllowed, match="另一人批复"):
        tasks.decide_extension(extension=wish, granted=True, by=desk["office"], now=LATER)


def test_a_wish_is_decided_once(desk: dict[str, Any]) -> None:
    wish = ask(desk)
    tasks.decide_extension(extension=wish, granted=True, by=desk["office"], now=LATER)

    with pytest.raises(Conflict, match="已经批准"):
        tasks.decide_extension(extension=wish, granted=False, reason="改主意", by=desk["office"], now=LATER)


def test_one_wish_waits_at_a_time_and_the_same_wish_stands_once(desk: dict[str, Any]) -> None:
    wish = ask(desk)

    assert ask(desk).pk == wish.pk
    with pytest.raises(Conflict, match="待批复"):
        ask(desk, date(2026, 7, 21))
    assert desk["task"].extensions.count() == 1


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 7, 14), "晚于现在的期限"),
        (date(2026, 7, 1), "晚于现在的期限"),
        (date(2026, 7, 18), "不是工作日"),
        (date(2027, 7, 15), "以后一年"),
        (date(2099, 12, 31), "以后一年"),
    ],
)
def test_a_day_that_cannot_be_granted_is_not_asked_for(
    desk: dict[str, Any], due_on: date, words: str
) -> None:
    with pytest.raises(tasks.TaskRefused, match=words):
        ask(desk, due_on)


def test_a_free_day_is_answered_with_the_next_working_day(desk: dict[str, Any]) -> None:
    with pytest.raises(tasks.TaskRefused) as refused:
        ask(desk, date(2026, 10, 3))

    assert "2026-10-08" in refused.value.advice


def test_a_wish_whose_day_has_passed_is_not_granted(desk: dict[str, Any]) -> None:
    wish = ask(desk)

    with pytest.raises(Conflict, match="已经过去"):
        tasks.decide_extension(extension=wish, granted=True, by=desk["office"], now=NOW + timedelta(days=30))


def test_finished_work_needs_no_later_day(desk: dict[str, Any]) -> None:
    wish = ask(desk)
    tasks.accept(task=desk["task"], by=desk["officer"], now=NOW)
    tasks.finish(task=desk["task"], outcome="好", by=desk["officer"], now=NOW)

    with pytest.raises(Conflict, match="不用再延期"):
        tasks.decide_extension(extension=wish, granted=True, by=desk["office"], now=LATER)
    with pytest.raises(Conflict, match="不能再申请延期"):
        ask(desk)


def test_tasks_follow_the_post_with_state_and_due_day(desk: dict[str, Any]) -> None:
    heir = make_post()
    tasks.accept(task=desk["task"], by=desk["officer"], now=NOW)
    ended = make_task(owner_post=desk["post"])
    tasks.cancel(task=ended, reason="重复", by=desk["office"], now=NOW)

    moved = tasks.reassign_post(
        from_post=desk["post"],
        to_post=heir,
        reason="机构改革",
        by=desk["office"],
        now=LATER,
        document="示范〔2026〕2号",
    )

    assert [task.pk for task in moved] == [desk["task"].pk]
    kept = Task.objects.get(pk=desk["task"].pk)
    assert (kept.owner_post, kept.state, kept.due_on) == (heir, TaskState.ACCEPTED, date(2026, 7, 14))
    assert kept.events.order_by("-pgh_id")[0].pgh_context.metadata["document"] == "示范〔2026〕2号"
    assert Task.objects.get(pk=ended.pk).owner_post == desk["post"]


def test_a_reviewer_moves_tasks_within_the_own_unit_only(desk: dict[str, Any]) -> None:
    inside, outside = make_post(unit=desk["post"].unit), make_post()

    with pytest.raises(NotAllowed, match="改派"):
        tasks.reassign_post(
            from_post=desk["post"], to_post=outside, reason="试", by=desk["reviewer"], now=NOW
        )
    assert tasks.reassign_post(
        from_post=desk["post"], to_post=inside, reason="试", by=desk["reviewer"], now=NOW
    )


def test_a_post_that_ended_gets_no_tasks(desk: dict[str, Any]) -> None:
    with pytest.raises(tasks.TaskRefused, match="不在用"):
        tasks.reassign_post(
            from_post=desk["post"],
            to_post=make_post(valid_to=date(2026, 7, 1)),
            reason="试",
            by=desk["office"],
            now=NOW,
        )


def test_whoever_decides_or_does_is_told_and_the_actor_is_not(desk: dict[str, Any]) -> None:
    hold(desk["post"], desk["officer"])
    task = tasks.assign(
        title="示范", source_key="form:1", owner_post=desk["post"], due_on=WANTED, by=desk["office"], now=NOW
    )
    tasks.accept(task=task, by=desk["officer"], now=NOW)
    tasks.finish(task=task, outcome="好", by=desk["officer"], now=NOW)
    tasks.send_back(task=task, reason="缺附件", by=desk["office"], now=LATER)

    def told(user: Any) -> list[str]:
        rows = Notice.objects.filter(user=user, subject_id=task.pk, channel="inbox").order_by("pk")
        return [row.title.partition("：")[0] for row in rows]

    assert told(desk["officer"]) == ["新任务", "已退回"]
    assert told(desk["office"]) == ["已签收", "待核验"]


@pytest.mark.parametrize("opener", ["does it", "left", "lost the role"])
def test_somebody_who_can_verify_is_told_when_the_opener_cannot(desk: dict[str, Any], opener: str) -> None:
    office = make_office(steps=False)
    opened_by = desk["reviewer"] if opener == "does it" else make_user("office")
    task = tasks.assign(
        title="示范", source_key="form:1", owner_post=desk["post"], due_on=WANTED, by=opened_by, now=NOW
    )
    if opener == "left":
        type(opened_by).objects.filter(pk=opened_by.pk).update(is_active=False)
    if opener == "lost the role":
        opened_by.memberships.all().delete()
    by = opened_by if opener == "does it" else desk["officer"]
    tasks.accept(task=task, by=by, now=NOW)
    tasks.finish(task=task, outcome="好", by=by, now=NOW)

    told = Notice.objects.filter(subject_id=task.pk, title__startswith="待核验", state="sent")
    assert office.director.pk in told.values_list("user", flat=True)


def test_a_wish_that_nobody_answered_ends_with_the_work(desk: dict[str, Any]) -> None:
    wish = ask(desk)
    tasks.accept(task=desk["task"], by=desk["officer"], now=NOW)
    tasks.finish(task=desk["task"], outcome="好", by=desk["officer"], now=LATER)

    assert not desk["task"].extensions.filter(granted__isnull=True).exists()
    assert desk["task"].entries.filter(text__contains=f"延至 {wish.due_on} 的申请未批复").count() == 1


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_file_is_kept_once_and_told_in_the_story(desk: dict[str, Any], media: Path) -> None:
    for _ in range(2):
        kept = attachments.attach_to_task(
            task=desk["task"], name="../../台账.pdf", data=PDF, by=desk["officer"], now=NOW
        )

    assert kept.name == "台账.pdf"
    assert attachments.read(kept) == PDF
    assert Attachment.objects.count() == 1
    assert desk["task"].entries.filter(text="添加附件：台账.pdf").count() == 1
    assert [path.name for path in media.rglob("*") if path.is_file()] == [kept.sha256]


def test_a_helper_adds_a_file_and_a_stranger_does_not(desk: dict[str, Any], media: Path) -> None:
    helper = make_user("unit_officer")
    desk["task"].helper_posts.add(make_post(unit=helper.memberships.get().unit))

    assert attachments.attach_to_task(task=desk["task"], name="a.pdf", data=PDF, by=helper, now=NOW)
    with pytest.raises(NotAllowed):
        attachments.attach_to_task(
            task=desk["task"], name="b.pdf", data=PDF, by=make_user("unit_officer"), now=NOW
        )
    with pytest.raises(NotAllowed):
        attachments.attach(
            owner_kind="task",
            owner_id=desk["task"].pk,
            name="b.pdf",
            data=PDF,
            by=make_user("unit_officer"),
            now=NOW,
        )


def test_a_file_for_a_record_that_is_not_there_is_refused(media: Path) -> None:
    with pytest.raises(NotAllowed):
        attachments.attach(
            owner_kind="meeting", owner_id=999, name="a.pdf", data=PDF, by=make_user("office"), now=NOW
        )


def test_a_file_that_changed_on_the_disk_is_not_handed_out(desk: dict[str, Any], media: Path) -> None:
    kept = attachments.attach_to_task(task=desk["task"], name="a.pdf", data=PDF, by=desk["officer"], now=NOW)
    (media / kept.stored_as).write_bytes(b"%PDF-other")

    with pytest.raises(FileNotKept, match="指纹不一致"):
        attachments.read(kept)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("照片.JPEG", "照片.JPEG.pdf"),
        ("a\x00\n\u202efdp.exe", "afdp.exe.pdf"),
        ("", "未命名.pdf"),
        ("长" * 300 + ".pdf", "长" * 150 + ".pdf"),
    ],
)
def test_a_name_is_made_plain_and_fits_the_content(
    desk: dict[str, Any], media: Path, name: str, shown: str
) -> None:
    kept = attachments.attach_to_task(task=desk["task"], name=name, data=PDF, by=desk["officer"], now=NOW)

    assert kept.name == shown
