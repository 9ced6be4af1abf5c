"""Reads of tasks: the list with its saved views, the board, one person's and one unit's inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from taskforce.choices import TASK_DELIVERED, TASK_ENDED, Channel, NoticeState, TaskState
from taskforce.models import Extension, Notice, Post, Task, TaskEntry
from taskforce.selectors.acting import posts_of_person, same_person_ids
from taskforce.selectors.posts import posts, posts_of
from taskforce.selectors.task_rights import opened_by_the_unit
from yunhe_envhealth.accounts.models import Role, Unit
from yunhe_envhealth.accounts.permissions import memberships_of, roles_of, scope

BOARD_STATES = (TaskState.OPEN, TaskState.ACCEPTED, TaskState.DONE, TaskState.VERIFIED)
MOST_ON_BOARD = 50


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One state on the board: its first tasks by due day, and how many there are in all."""

    state: TaskState
    tasks: list[Task]
    count: int


def tasks() -> QuerySet[Task]:
    """Return all tasks with post, unit and `has_wish` (an extension waits for its decision)."""
    wish = Extension.objects.filter(task=OuterRef("pk"), granted__isnull=True)
    return Task.objects.select_related("owner_post__unit", "plan_item").annotate(has_wish=Exists(wish))


def is_late(day: date) -> Q:
    """Return the condition of a task not handed in by its due day."""
    return Q(due_on__lt=day) & ~Q(state__in=TASK_DELIVERED)


def units_of(user: Any) -> list[Unit]:
    """Return the units where the person holds a role today."""
    return list({membership.unit_id: membership.unit for membership in memberships_of(user)}.values())


def of_person(user: Any, day: date) -> Q:
    """Return the condition of a task of a post that the person holds, as owner or as helper."""
    held = posts_of(user, day).values("pk")
    helped = Task.helper_posts.through.objects.filter(post_id__in=held).values("task_id")
    return Q(owner_post__in=held) | Q(pk__in=helped)


def posts_around(user: Any, day: date) -> list[int]:
    """Return the ids of the posts that the person holds or that belong to their units."""
    held = posts_of(user, day).values("pk")
    around = Q(pk__in=held) | Q(unit__in=[unit.pk for unit in units_of(user)])
    return list(posts(day).filter(around).values_list("pk", flat=True))


def of_units(user: Any) -> Q:
    return Q(owner_post__unit__in=[unit.pk for unit in units_of(user)])


def board(rows: QuerySet[Task]) -> list[BoardColumn]:
    """Return the columns of the board, at most MOST_ON_BOARD tasks each."""
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return [
        BoardColumn(
            state,
            list(rows.filter(state=state).order_by("due_on", "pk")[:MOST_ON_BOARD]),
            counts.get(state, 0),
        )
        for state in BOARD_STATES
    ]


def inbox_tasks(user: Any, day: date) -> QuerySet[Task]:
    """Return what the person and their units still have to do, by due day; `is_mine` tells the person's own."""
    mine = of_person(user, day)
    rows = scope(tasks(), user, "tasks.view").exclude(state__in=TASK_DELIVERED)
    return rows.filter(mine | of_units(user)).annotate(
        is_mine=Exists(Task.objects.filter(mine, pk=OuterRef("pk")))
    )


def to_verify(user: Any, day: date) -> QuerySet[Task]:
    """Return what waits for a decision by this person: done by others, or an extension wished by others.

    What task_rights refuses at once stands here as conditions: own work, own wishes, tasks of the person's own posts.
    """
    rows = scope(tasks(), user, "tasks.assign").exclude(state__in=TASK_ENDED)
    if Role.OFFICE not in roles_of(user):
        rows = rows.filter(opened_by_the_unit())
    accounts = same_person_ids(user)
    wishes = Extension.objects.filter(granted__isnull=True).exclude(asked_by__in=accounts).values("task_id")
    took_part = TaskEntry.objects.filter(task=OuterRef("pk"), by__in=accounts).filter(
        Q(to_state=TaskState.DONE) | Q(from_state=TaskState.OPEN, to_state=TaskState.ACCEPTED)
    )
    waiting = (Q(state=TaskState.DONE) & ~Q(Exists(took_part))) | Q(pk__in=wishes)
    return rows.filter(waiting).exclude(owner_post__in=posts_of_person(user, day))


def notices_of(user: Any) -> QuerySet[Notice]:
    """Return what the in-app inbox of a person holds, newest first."""
    kept = Notice.objects.filter(user=user, channel=Channel.INBOX)
    return kept.exclude(state__in=[NoticeState.SKIPPED, NoticeState.UNREACHABLE]).order_by(
        "-created_at", "-pk"
    )


def entries_of(task: Task) -> QuerySet[TaskEntry]:
    return task.entries.select_related("by", "post").order_by("-at", "-pk")


def with_entries() -> QuerySet[Task]:
    """Return the tasks with their helpers and entries, for the API's record."""
    entries = TaskEntry.objects.select_related("by", "post").order_by("at", "pk")
    return tasks().prefetch_related(Prefetch("entries", entries), "helper_posts")


def assignable_posts(user: Any, day: date) -> QuerySet[Post]:
    """Return the posts to which the person may assign tasks on a day."""
    return scope(posts(day), user, "tasks.assign").order_by("sort_key", "code")


def movable(post: Post) -> QuerySet[Task]:
    """Return the tasks of a post that a reassignment would move."""
    return tasks().filter(owner_post=post).exclude(state__in=TASK_ENDED).order_by("due_on", "pk")
