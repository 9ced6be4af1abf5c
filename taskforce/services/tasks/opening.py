"""Open a task: the one door for every app, and the desk where the office and reviewers assign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from taskforce.choices import EntryKind, TaskSource, TaskState
from taskforce.models import PlanItem, Post, Task, TaskEntry
from taskforce.selectors import workdays
from taskforce.selectors.task_rights import ASSIGN
from taskforce.services import demonstration
from taskforce.services.tasks import telling
from taskforce.services.tasks.refusals import TaskRefused, needed, refuse_rest_day, within
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import reach
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import BEIJING

MOST_WORKING_DAYS = 1_000
LAST_DAY = date(2100, 1, 1)
PLAN_ITEM_MISSING = "来源是方案任务的，请选对应的方案任务。"
# What people may name as the source; every other source is raised by its own part of the platform.
BY_HAND = (TaskSource.PLAN, TaskSource.MEETING, TaskSource.OTHER)


def open_task(
    *,
    title: str,
    source_kind: str,
    source_key: str,
    owner_post: Post,
    due_on: date | None = None,
    working_days: int | None = None,
    detail: str = "",
    source_words: str = "",
    plan_item: PlanItem | None = None,
    helper_posts: Iterable[Post] = (),
    by: User | None,
    now: datetime,
    is_demo: bool = False,
    may_be_past: bool = False,
) -> Task:
    """Open a task, once for each (source_kind, source_key); a second call returns the first one's task.

    Give `due_on`, or `working_days` counted from now's day in Beijing; a day that has passed is refused, only the
    demonstration and a matter entered after its time (`may_be_past`) may lay one. `by` None is the platform itself. The caller has checked that `by` may raise the matter; people who assign by hand come through `assign`.
    """
    earlier = _opened(source_kind, source_key)
    if earlier is not None:
        return earlier
    day = now.astimezone(BEIJING).date()
    due = _due(due_on, working_days, day)
    if not (is_demo or may_be_past):
        _refuse_past(due, day)
    _refuse_absent(owner_post, day)
    task = Task(
        title=needed(one_line(title), "任务名称", 120),
        detail=within(detail, "要求"),
        source_kind=TaskSource(source_kind),
        source_key=within(source_key, "来源编号", 120),
        source_words=within(source_words, "来源说明", 120),
        plan_item=plan_item,
        owner_post=owner_post,
        opened_by=by,
        opened_at=now,
        first_due_on=due,
        due_on=due,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic(), because(by=by, reason="派发任务"):
            task.save()
            task.helper_posts.set([post for post in helper_posts if post.pk != owner_post.pk])
            entry = TaskEntry.objects.create(
                task=task,
                kind=EntryKind.OPENED,
                to_state=TaskState.OPEN,
                text=task.source_words,
                by=by,
                at=now,
            )
            telling.tell_opened(task, entry, by=by)
    except IntegrityError:
        earlier = _opened(source_kind, source_key)  # somebody else opened it between look and write
        if earlier is None:
            raise
        return earlier
    return task


def assign(
    *,
    title: str,
    source_key: str,
    owner_post: Post,
    due_on: date,
    source_kind: str = TaskSource.OTHER,
    detail: str = "",
    source_words: str = "",
    plan_item: PlanItem | None = None,
    helper_posts: Iterable[Post] = (),
    by: User,
    now: datetime,
) -> Task:
    """Open a task by hand. Raises NotAllowed unless `by` may assign to the post.

    `source_key` is the sender's own: it is kept under a prefix with their number, so that it never meets the key of
    another person or of a part of the platform. The same key for anything else than before raises Conflict.
    The due day is a working day. A task by a 示范 account or for a 示范 post is 示范 itself.
    """
    if source_kind not in BY_HAND:
        raise TaskRefused("这种来源由平台自己派发，不能手工选。")
    if not reach(Post.objects.filter(pk=owner_post.pk), by, ASSIGN).exists():
        raise NotAllowed(
            f"您不能给“{owner_post}”（{owner_post.unit}）派任务。", advice="单位审核人只能派给本单位的岗位。"
        )
    if source_kind == TaskSource.PLAN and plan_item is None:
        raise TaskRefused(PLAN_ITEM_MISSING)
    helpers, key = list(helper_posts), f"hand:{by.pk}:{needed(source_key, '来源编号', 60)}"
    if _opened(source_kind, key) is None:
        day = now.astimezone(BEIJING).date()
        _refuse_past(_due(due_on, None, day), day)
        refuse_rest_day(due_on)
    task = open_task(
        title=title,
        source_kind=source_kind,
        source_key=key,
        owner_post=owner_post,
        due_on=due_on,
        detail=detail,
        source_words=source_words,
        plan_item=plan_item,
        helper_posts=helpers,
        by=by,
        now=now,
        is_demo=demonstration.is_demo(by, owner_post),
    )
    asked = Task(
        title=one_line(title),
        first_due_on=due_on,
        owner_post=owner_post,
        detail=detail.strip(),
        source_words=source_words.strip(),
        plan_item=plan_item,
    )
    if not _is_as_asked(task, asked, helpers):
        raise Conflict("同一个编号已经派过另一件任务，没有再派。", advice="请刷新页面后重新填写。")
    return task


def _is_as_asked(task: Task, asked: Task, helpers: Iterable[Post]) -> bool:
    """Return whether the task was opened as asked for, wherever it was handed since."""
    first = task.events.order_by("pgh_id").first()  # type: ignore[attr-defined]
    names = ("title", "first_due_on", "detail", "source_words", "plan_item_id")
    same = all(getattr(task, name) == getattr(asked, name) for name in names)
    moved = {first.owner_post_id, task.owner_post_id}
    helping = set(task.helper_posts.values_list("pk", flat=True)) - moved
    return (
        same
        and first.owner_post_id == asked.owner_post_id
        and helping == {post.pk for post in helpers} - moved
    )


def one_line(title: str) -> str:
    """Return a title without line ends, tabs and doubled spaces."""
    return " ".join(title.split())


def _opened(source_kind: str, source_key: str) -> Task | None:
    if not source_key.strip():
        return None
    return Task.objects.filter(source_kind=source_kind, source_key=source_key.strip()).first()


def _due(due_on: date | None, working_days: int | None, day: date) -> date:
    if (due_on is None) == (working_days is None):
        raise TypeError("give either due_on or working_days")
    if due_on is None and working_days is not None:
        if not 0 <= working_days <= MOST_WORKING_DAYS:
            raise TaskRefused(f"期限是 0 至 {MOST_WORKING_DAYS:,} 个工作日。")
        due_on = workdays().shift(day, working_days) if working_days else day
    if due_on is None or due_on >= LAST_DAY:
        raise TaskRefused("期限太远，请核对年份。")
    return due_on


def _refuse_past(due: date, day: date) -> None:
    if due < day:
        raise TaskRefused("期限已经过去，请填今天或以后的日期。")


def _refuse_absent(post: Post, day: date) -> None:
    if post.valid_from > day or (post.valid_to is not None and post.valid_to <= day):
        raise TaskRefused(f"岗位“{post}”在 {day} 不在用，请选现有的岗位。")
