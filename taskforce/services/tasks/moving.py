"""Move a task through its states (choices.TASK_ACTIONS), each time by somebody who may; comments on the way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from taskforce.choices import TASK_ACTIONS, EntryKind, TaskState
from taskforce.models import Task, TaskEntry
from taskforce.selectors.task_rights import ACTION_WORDS, EXTENDABLE, TaskRights, task_rights
from taskforce.services.tasks import telling
from taskforce.services.tasks.refusals import needed, within
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.locks import locked_row
from yunhe_envhealth.core.periods import BEIJING


def accept(*, task: Task, by: User, now: datetime) -> Task:
    """The owner's unit takes the task on."""
    return _move(task, "accept", by=by, now=now, text="", accepted_at=now)


def finish(*, task: Task, outcome: str, by: User, now: datetime) -> Task:
    """The owner's unit hands the task in with its outcome; somebody else has to verify it."""
    outcome = needed(outcome, "办理结果")
    return _move(task, "finish", by=by, now=now, text=outcome, outcome=outcome, done_at=now, done_by=by)


def verify(*, task: Task, by: User, now: datetime, note: str = "", seen: datetime | None = None) -> Task:
    """Somebody other than who did it states that the work is done. `seen`: see refuse_unseen, here and below."""
    note = within(note, "核验意见")
    return _move(task, "verify", by=by, now=now, seen=seen, text=note, verified_at=now, verified_by=by)


def send_back(*, task: Task, reason: str, by: User, now: datetime, seen: datetime | None = None) -> Task:
    """Return the task to its owner with a reason; who finished and who verified is kept in the entries."""
    cleared: dict[str, Any] = {"done_at": None, "done_by": None, "verified_at": None, "verified_by": None}
    text = needed(reason, "退回的理由")
    return _move(task, "send_back", by=by, now=now, seen=seen, text=text, **cleared)


def close(*, task: Task, by: User, now: datetime, seen: datetime | None = None) -> Task:
    """File a verified task; nothing more can be done with it."""
    return _move(task, "close", by=by, now=now, seen=seen, text="", ended_at=now)


def cancel(*, task: Task, reason: str, by: User, now: datetime, seen: datetime | None = None) -> Task:
    """Withdraw a task that is not handed in yet."""
    text = needed(reason, "撤销的理由")
    return _move(task, "cancel", by=by, now=now, seen=seen, text=text, ended_at=now)


@transaction.atomic
def comment(*, task: Task, text: str, by: User, now: datetime) -> TaskEntry:
    """Add a comment, until the task has ended. The same words sent twice in a row by the same person stand once."""
    text = needed(text, "留言")
    locked, rights = locked_task(task, by=by, now=now)
    refuse(rights, "comment")
    if not rights.possible("comment"):
        raise Conflict(
            f"任务现在是“{TaskState(locked.state).label}”，不再留言。", advice="没有保存任何内容。"
        )
    last = locked.entries.order_by("-at", "-pk").first()
    if last is not None and (last.kind, last.by_id, last.text) == (EntryKind.COMMENT, by.pk, text):
        return last
    with because(by=by):
        entry = TaskEntry.objects.create(
            task=locked, kind=EntryKind.COMMENT, text=text, by=by, post_id=rights.held_post_id, at=now
        )
    telling.tell_comment(locked, entry, by=by)
    return entry


def locked_task(task: Task, *, by: User, now: datetime) -> tuple[Task, TaskRights]:
    """Return the task, locked until the transaction ends, with what `by` may do with it as it stands now."""
    locked = locked_row(Task.objects.select_related("owner_post__unit", "opened_by"), task.pk)
    return locked, task_rights(locked, by, now.astimezone(BEIJING).date())


def refuse(rights: TaskRights, action: str) -> None:
    """Raise NotAllowed unless the person may take the action."""
    why = rights.refusal(action)
    if why:
        raise NotAllowed(why, advice="没有改动任何内容。")


def refuse_unseen(task: Task, action: str, seen: datetime | None) -> None:
    """Raise Conflict when the task changed since `seen`, the `updated_at` of the page decided from; None asks nothing."""
    if seen is not None and task.updated_at != seen:
        raise Conflict(
            f"您打开页面以后，任务又有变动，没有{ACTION_WORDS[action]}。",
            advice="请回到任务页，看过最新的办理结果再办。",
        )


@transaction.atomic
def _move(
    task: Task,
    action: str,
    *,
    by: User,
    now: datetime,
    text: str,
    seen: datetime | None = None,
    **fields: Any,
) -> Task:
    locked, rights = locked_task(task, by=by, now=now)
    refuse(rights, action)
    before, after = locked.state, TASK_ACTIONS[action][1]
    if not rights.possible(action):
        raise Conflict(
            f"任务现在是“{TaskState(before).label}”，不能{ACTION_WORDS[action]}。",
            advice="没有重复办理，请看任务的现状。",
        )
    refuse_unseen(locked, action, seen)
    for name, value in {**fields, "state": after}.items():
        setattr(locked, name, value)
    if action == "send_back":
        locked.times_returned += 1
    with because(by=by, reason=text[:200] or ACTION_WORDS[action]):
        locked.save()
        if after not in EXTENDABLE:
            _withdraw_wish(locked, action, by=by, now=now)
        entry = TaskEntry.objects.create(
            task=locked,
            kind=EntryKind.MOVED,
            from_state=before,
            to_state=after,
            text=text,
            by=by,
            post_id=rights.held_post_id,
            at=now,
        )
    telling.tell_moved(locked, entry, action, by=by)
    return locked


def _withdraw_wish(task: Task, action: str, *, by: User, now: datetime) -> None:
    """Take back a wish for a later day that nobody has answered: its task needs no day any more."""
    for wish in task.extensions.filter(granted__isnull=True):
        TaskEntry.objects.create(
            task=task,
            kind=EntryKind.EXTENSION,
            text=f"延至 {wish.due_on} 的申请未批复，随{ACTION_WORDS[action]}撤回。",
            by=by,
            at=now,
        )
        wish.delete()
