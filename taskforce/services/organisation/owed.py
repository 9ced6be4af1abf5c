"""What hangs on posts: it is counted before a post ends, and goes along when a unit is taken over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from taskforce.choices import TASK_ENDED, DutyState, SupervisionState, VersionState
from taskforce.models import Post, ReportDuty, ReportVersion, SupervisionNotice, Task

IN_HAND = (VersionState.DRAFT, VersionState.SUBMITTED)


def open_tasks() -> QuerySet[Task]:
    return Task.objects.exclude(state__in=TASK_ENDED)


def helped_tasks(posts: Collection[int]) -> QuerySet[Task]:
    """Return the open tasks in which one of the posts helps."""
    return open_tasks().filter(pk__in=Post.helped_tasks.through.objects.filter(post__in=posts).values("task"))


def open_duties() -> QuerySet[ReportDuty]:
    """Return the reports that are not at their end: also those waiting for a verdict, or corrected after it."""
    corrected = ReportVersion.objects.filter(state__in=IN_HAND).values("duty")
    return ReportDuty.objects.filter(
        ~Q(state__in=(DutyState.ACCEPTED, DutyState.WAIVED)) | Q(pk__in=corrected)
    )


def open_supervisions() -> QuerySet[SupervisionNotice]:
    return SupervisionNotice.objects.exclude(state=SupervisionState.CLOSED)


def owed_by(posts: Collection[int]) -> dict[str, QuerySet[Any]]:
    """Return what the posts have in hand, by the words in which it is counted."""
    return {
        "{} 件在办任务": open_tasks().filter(owner_post__in=posts),
        "{} 件协办任务": helped_tasks(posts),
        "{} 项未办结的报送": open_duties().filter(owner_post__in=posts),
        "{} 项待审核的报送": open_duties().filter(reviewer_post__in=posts),
        "{} 份未办结的督办单": open_supervisions().filter(post__in=posts),
    }


def in_hand(posts: Collection[int]) -> list[str]:
    """Return in words how much the posts have in hand."""
    return counted(owed_by(posts))


def counted(rows: Mapping[str, QuerySet[Any]]) -> list[str]:
    """Return the words of each kind with its number; a kind of which there is none is left out."""
    numbers = {words: found.count() for words, found in rows.items()}
    return [words.format(number) for words, number in numbers.items() if number]


def hold(posts: Collection[int]) -> None:
    """Lock what the posts have in hand until the transaction ends.

    Steps of a task or a report lock it first and refer to its posts afterwards; a change of posts must do the same,
    or the two wait for each other.
    """
    for rows in owed_by(posts).values():
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
