"""Who is told of a task's moves: its owner, whoever opened it, the office where nobody did; never the actor."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from taskforce.choices import SubjectKind, TaskState
from taskforce.models import Extension, Post, Task, TaskEntry
from taskforce.selectors.posts import holder, office_post_of, unit_head_post
from taskforce.selectors.task_rights import task_rights
from taskforce.services import notices
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.periods import BEIJING


def tell_opened(task: Task, entry: TaskEntry, *, by: User | None) -> None:
    due = f"期限 {task.due_on}。"
    _tell_post(
        task, entry, task.owner_post, by, f"新任务：{task.title}", due + task.detail[:200], "任务派给您的岗位"
    )
    for post in task.helper_posts.all():
        _tell_post(task, entry, post, by, f"请协办：{task.title}", due, "您的岗位协办这件任务")


def tell_moved(task: Task, entry: TaskEntry, action: str, *, by: User) -> None:
    """Tell the owner of what others decided, and whoever opened the task of what the owner did."""
    said = {
        "accept": (f"已签收：{task.title}", "", "您派发的任务"),
        "finish": (f"待核验：{task.title}", f"办理结果：{entry.text[:200]}", "任务已办结，等另一人核验"),
        "verify": (f"已核验：{task.title}", entry.text[:200], "您岗位的任务"),
        "send_back": (f"已退回：{task.title}", f"理由：{entry.text[:200]}", "任务退回，要继续办理"),
        "close": (f"已归档：{task.title}", "", "您岗位的任务"),
        "cancel": (f"已撤销：{task.title}", f"理由：{entry.text[:200]}", "您岗位的任务"),
    }[action]
    if action == "accept" and task.opened_by is not None:
        _tell_opener(task, entry, by, *said)
    elif action in ("accept", "finish"):
        _tell_assigner(task, entry, by, "verify", *said)
    else:
        _tell_post(task, entry, task.owner_post, by, *said)


def tell_comment(task: Task, entry: TaskEntry, *, by: User) -> None:
    said = (f"新留言：{task.title}", entry.text[:200], "您经手的任务有留言")
    _tell_post(task, entry, task.owner_post, by, *said)
    _tell_opener(task, entry, by, *said)


def tell_extension_asked(task: Task, entry: TaskEntry, *, by: User) -> None:
    said = (f"申请延期：{task.title}", entry.text[:200], "延期要由另一人批复")
    _tell_assigner(task, entry, by, "decide_extension", *said)


def tell_extension_decided(task: Task, entry: TaskEntry, asked: Extension, *, by: User) -> None:
    words = "已批准延期" if asked.granted else "延期未批准"
    _tell_post(task, entry, task.owner_post, by, f"{words}：{task.title}", entry.text[:200], "您岗位的任务")


def tell_reassigned(task: Task, entry: TaskEntry, *, by: User) -> None:
    state = TaskState(task.state).label
    body = f"期限 {task.due_on}，现在{state}。{entry.text[:200]}"
    _tell_post(task, entry, task.owner_post, by, f"改派给您的岗位：{task.title}", body, "任务改派给您的岗位")


def _tell_assigner(
    task: Task, entry: TaskEntry, by: User, decision: str, title: str, body: str, why: str
) -> None:
    """Tell whoever opened the task; where they may not take the decision now, also the office's director or the unit's head."""
    _tell_opener(task, entry, by, title, body, why)
    day = entry.at.astimezone(BEIJING).date()
    if task.opened_by is not None:
        rights = task_rights(task, task.opened_by, day)
        if by.pk not in rights.accounts and not rights.refusal(decision):
            return
    for post in (office_post_of(task.owner_post, day), unit_head_post(task.owner_post.unit_id, day)):
        held = holder(post.pk, day) if post else None
        if post and not (held and held.person.user_id == by.pk):
            _tell_post(task, entry, post, by, title, body, why)
            return


def _tell_opener(task: Task, entry: TaskEntry, by: User, title: str, body: str, why: str) -> None:
    if task.opened_by is not None and task.opened_by_id != by.pk:
        _send(
            key=f"task:{task.pk}:entry:{entry.pk}:user:{task.opened_by_id}",
            subject_kind=SubjectKind.TASK,
            subject_id=task.pk,
            user=task.opened_by,
            title=title,
            body=body,
            why=why,
            now=entry.at,
            is_demo=task.is_demo,
        )


def _tell_post(
    task: Task, entry: TaskEntry, post: Post, by: User | None, title: str, body: str, why: str
) -> None:
    held = holder(post.pk, entry.at.astimezone(BEIJING).date())
    if by is not None and held is not None and held.person.user_id == by.pk:
        return
    _send(
        key=f"task:{task.pk}:entry:{entry.pk}:post:{post.pk}",
        subject_kind=SubjectKind.TASK,
        subject_id=task.pk,
        post=post,
        title=title,
        body=body,
        why=why,
        now=entry.at,
        is_demo=task.is_demo,
    )


def _send(**message: Any) -> None:
    """Hand a message to the outbox, with the address of its task."""
    notices.tell(url=reverse("taskforce:task", kwargs={"pk": message["subject_id"]}), **message)
