"""Who holds which post on a day, and which posts speak for a unit, the office and the task force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from taskforce.choices import PostKind
from taskforce.models import Holding, Post

OFFICE = "task-force-office"
TASK_FORCE = "task-force"
LEADING_GROUP = "leading-group"
# Who answers for a unit: its member of the leading group, else its deputy head or member in the task force.
_HEADS = ((LEADING_GROUP, PostKind.MEMBER), (TASK_FORCE, PostKind.DEPUTY), (TASK_FORCE, PostKind.MEMBER))


def in_force(day: date) -> Q:
    """Return the condition of a dated row to be in force on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def posts(day: date) -> QuerySet[Post]:
    """Return the posts that exist on a day."""
    return Post.objects.filter(in_force(day)).select_related("body", "unit")


def holders(post_ids: Iterable[int], day: date) -> dict[int, Holding]:
    """Return {post id: who held it on the day}, with person and user; a vacant post is left out."""
    found = Holding.objects.filter(in_force(day), post_id__in=list(post_ids))
    return {holding.post_id: holding for holding in found.select_related("person__user", "post")}


def holder(post_id: int, day: date) -> Holding | None:
    return holders([post_id], day).get(post_id)


def posts_of(user: Any, day: date) -> QuerySet[Post]:
    """Return the posts that the account's person holds on a day."""
    held = Holding.objects.filter(in_force(day), person__user=user).values("post_id")
    return posts(day).filter(pk__in=held)


def unit_head_post(unit_id: int, day: date) -> Post | None:
    """Return the post that answers for a unit on a day, None when the plan names none."""
    here = {
        (post.body.code, post.kind): post for post in posts(day).filter(unit_id=unit_id).order_by("-sort_key")
    }
    return next((here[key] for key in _HEADS if key in here), None)


def unit_heads(day: date) -> dict[int, Post]:
    """Return {unit id: the post that answers for it on a day}, read once for all units."""
    rank = {key: place for place, key in enumerate(_HEADS)}
    found: dict[int, tuple[int, Post]] = {}
    kinds = {kind for _, kind in _HEADS}
    for post in posts(day).filter(kind__in=kinds).order_by("sort_key", "code"):
        place = rank.get((post.body.code, PostKind(post.kind)))
        if place is not None and (post.unit_id not in found or place < found[post.unit_id][0]):
            found[post.unit_id] = (place, post)
    return {unit_id: post for unit_id, (_, post) in found.items()}


def office_post(day: date) -> Post | None:
    """Return the director of the task force's office."""
    return posts(day).filter(body__code=OFFICE, kind=PostKind.DIRECTOR).first()


def office_post_of(post: Post, day: date) -> Post | None:
    """Return the office's director for a matter of a post: a 示范 post answers to the director of its own body."""
    if not post.is_demo:
        return office_post(day)
    return posts(day).filter(is_demo=True, body=post.body_id, kind=PostKind.DIRECTOR).first()


def task_force_head_post(day: date) -> Post | None:
    return posts(day).filter(body__code=TASK_FORCE, kind=PostKind.HEAD).first()
