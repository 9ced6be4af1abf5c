"""Hand the tasks of one post to another: when a post ends, a unit merges, or work was sent to the wrong desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from taskforce.choices import TASK_ENDED, EntryKind
from taskforce.models import Post, Task, TaskEntry
from taskforce.selectors.task_rights import ASSIGN
from taskforce.services.tasks import telling
from taskforce.services.tasks.opening import _refuse_absent
from taskforce.services.tasks.refusals import TaskRefused, needed
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import reach
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import BEIJING


@transaction.atomic
def reassign_post(
    *,
    from_post: Post,
    to_post: Post,
    reason: str,
    by: User,
    now: datetime,
    task_ids: Collection[int] | None = None,
    document: str = "",
) -> list[Task]:
    """Move the open tasks of a post (all, or those named) to another post, all or none, with an entry each.

    Raises Conflict when a named task is no longer an open task of the post.
    """
    reason = needed(reason, "改派的理由", 500)
    if from_post.pk == to_post.pk:
        raise TaskRefused("原岗位和新岗位是同一个。")
    both = Post.objects.filter(pk__in=[from_post.pk, to_post.pk])
    if reach(both, by, ASSIGN).count() != 2:
        raise NotAllowed("您不能在这两个岗位之间改派任务。", advice="单位审核人只能在本单位内改派。")
    _refuse_absent(to_post, now.astimezone(BEIJING).date())
    rows = Task.objects.select_for_update().filter(owner_post=from_post).exclude(state__in=TASK_ENDED)
    if task_ids is not None:
        rows = rows.filter(pk__in=task_ids)
    moved = list(rows.order_by("pk"))
    if task_ids is not None and len(moved) != len(set(task_ids)):
        raise Conflict("有的任务已经改派或办完，一件也没有改派。", advice="请重新预览后再办。")
    with because(by=by, reason=reason, document=document):
        for task in moved:
            task.owner_post = to_post
            task.save(update_fields=["owner_post", "updated_at"])
            task.helper_posts.remove(to_post)
        entries = TaskEntry.objects.bulk_create(
            TaskEntry(
                task=task,
                kind=EntryKind.REASSIGNED,
                text=f"由“{from_post}”改派给“{to_post}”。{reason}",
                by=by,
                at=now,
            )
            for task in moved
        )
    for task, entry in zip(moved, entries, strict=True):
        telling.tell_reassigned(task, entry, by=by)
    return moved
