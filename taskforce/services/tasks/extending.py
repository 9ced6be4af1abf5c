"""A later due day: asked by the owner with a reason, granted or refused by somebody else."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from taskforce.choices import EntryKind, TaskState
from taskforce.models import Extension, Task, TaskEntry
from taskforce.selectors.task_rights import EXTENDABLE
from taskforce.services.tasks import telling
from taskforce.services.tasks.moving import locked_task, refuse, refuse_unseen
from taskforce.services.tasks.refusals import TaskRefused, needed, refuse_rest_day, within
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import BEIJING


@transaction.atomic
def ask_extension(*, task: Task, due_on: date, reason: str, by: User, now: datetime) -> Extension:
    """Ask for a later working day. The same wish sent twice by the same person stands once."""
    reason = needed(reason, "延期的理由", 500)
    locked, rights = locked_task(task, by=by, now=now)
    refuse(rights, "ask_extension")
    if locked.state not in EXTENDABLE:
        raise Conflict(f"任务现在是“{TaskState(locked.state).label}”，不能再申请延期。")
    pending = locked.extensions.filter(granted__isnull=True).first()
    if pending is not None:
        if (pending.asked_by_id, pending.due_on, pending.reason) == (by.pk, due_on, reason):
            return pending
        raise Conflict(f"已有一份延期申请待批复（延至 {pending.due_on}），没有再提。")
    _refuse_day(locked, due_on, now.astimezone(BEIJING).date())
    with because(by=by, reason=reason):
        extension = Extension.objects.create(
            task=locked, due_on=due_on, reason=reason, asked_by=by, asked_at=now
        )
        entry = TaskEntry.objects.create(
            task=locked,
            kind=EntryKind.EXTENSION,
            text=f"申请延至 {due_on}：{reason}",
            by=by,
            post_id=rights.held_post_id,
            at=now,
        )
    telling.tell_extension_asked(locked, entry, by=by)
    return extension


@transaction.atomic
def decide_extension(
    *,
    extension: Extension,
    granted: bool,
    by: User,
    now: datetime,
    reason: str = "",
    seen: datetime | None = None,
) -> Extension:
    """Grant or refuse a wish; a refusal needs a reason. `due_on` moves, `first_due_on` stays.

    Raises NotAllowed for who asked and for the holder of the task's post; Conflict when the task changed since `seen`.
    """
    reason = within(reason, "批复意见", 500) if granted else needed(reason, "不批准的理由", 500)
    locked, rights = locked_task(Task(pk=extension.task_id), by=by, now=now)
    refuse(rights, "decide_extension")
    asked = Extension.objects.select_for_update(of=("self",)).filter(pk=extension.pk).first()
    if asked is None:
        raise Conflict("这份延期申请已随任务办结或撤销而撤回，不用再延期。")
    if why := rights.refusal_of(asked):
        raise NotAllowed(why, advice="没有改动任何内容。")
    if asked.granted is not None:
        raise Conflict(f"这份延期申请已经{'批准' if asked.granted else '答复为不批准'}，没有重复办理。")
    refuse_unseen(locked, "decide_extension", seen)
    if granted:
        _refuse_grant(locked, asked, now.astimezone(BEIJING).date())
    asked.granted, asked.decided_by, asked.decided_at, asked.decision_reason = granted, by, now, reason
    words = f"批准延期：{locked.due_on} 改为 {asked.due_on}" if granted else f"不批准延至 {asked.due_on}"
    with because(by=by, reason=reason or words):
        asked.save()
        if granted:
            locked.due_on = asked.due_on
            locked.save(update_fields=["due_on", "updated_at"])
        entry = TaskEntry.objects.create(
            task=locked,
            kind=EntryKind.EXTENSION,
            text=f"{words}。{reason}",
            by=by,
            post_id=rights.held_post_id,
            at=now,
        )
    telling.tell_extension_decided(locked, entry, asked, by=by)
    return asked


def _refuse_day(task: Task, due_on: date, day: date) -> None:
    if due_on <= task.due_on or due_on < day:
        raise TaskRefused(f"新的期限要晚于现在的期限 {task.due_on}，也不能早于今天。")
    if _is_too_far(task, due_on):
        raise TaskRefused(
            f"最多延到原定期限 {task.first_due_on} 以后一年。", advice="还办不完的，请另派任务。"
        )
    refuse_rest_day(due_on)


def _is_too_far(task: Task, due_on: date) -> bool:
    """Return whether a day lies more than a year beyond the first due day, however often it was put off."""
    first = task.first_due_on
    return (due_on.year - 1, due_on.month, due_on.day) > (first.year, first.month, first.day)


def _refuse_grant(task: Task, asked: Extension, day: date) -> None:
    if task.state not in EXTENDABLE:
        raise Conflict(f"任务现在是“{TaskState(task.state).label}”，不用再延期。")
    if asked.due_on < day or asked.due_on <= task.due_on:
        raise Conflict(
            f"申请的日期 {asked.due_on} 已经过去，不能批准。", advice="请答复不批准，由责任单位另报日期。"
        )
