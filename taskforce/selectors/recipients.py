"""Who a reminder reaches on a day: the post's holder, and who stands in when nobody can be reached there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from taskforce.choices import Audience, Channel, PostKind
from taskforce.models import Holding, Person, Post
from taskforce.selectors.posts import in_force, office_post, posts, task_force_head_post, unit_heads

# Whom to turn to when nobody can be reached at the audience's own post.
STAND_INS: dict[str, tuple[str, ...]] = {
    Audience.HOLDER: (Audience.UNIT_HEAD, Audience.OFFICE),
    Audience.UNIT_HEAD: (Audience.OFFICE,),
    Audience.OFFICE: (),
    Audience.TASK_FORCE_HEAD: (Audience.OFFICE,),
}

# A demonstration (示范) stays among its own posts: what one owes never reaches the county's real ones.
DEMO_KINDS: dict[str, str] = {
    Audience.UNIT_HEAD: PostKind.DEPUTY,
    Audience.OFFICE: PostKind.DIRECTOR,
    Audience.TASK_FORCE_HEAD: PostKind.HEAD,
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is reached at a post; `instead` says in words for whom, when they stand in."""

    post: Post
    person: Person
    user: Any
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Unreached:
    """A post where nobody was reached, and why."""

    post: Post | None
    person: Person | None
    problem: str


class Roster:
    """Posts and holders of one day, read once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._heads = unit_heads(day)
        self._office = office_post(day)
        self._task_force_head = task_force_head_post(day)
        self._demo = {(post.body_id, post.kind): post for post in posts(day).filter(is_demo=True)}
        held = Holding.objects.filter(in_force(day)).select_related("person__user", "post")
        self._holdings = {holding.post_id: holding for holding in held}

    def resolve(self, audience: str, post: Post) -> tuple[Recipient | None, Unreached | None]:
        """Return who is reached for the audience of a matter that `post` owes, and the first who was not."""
        missed = None
        for place in (audience, *STAND_INS[audience]):
            found = self._at(place, post)
            if isinstance(found, Recipient):
                words = f"{missed.problem}，改送{Audience(place).label}" if missed else ""
                return Recipient(found.post, found.person, found.user, words), missed
            missed = missed or found
        return None, missed

    def at(self, post: Post) -> Recipient | Unreached:
        """Return who is reached at a post."""
        holding = self._holdings.get(post.pk)
        if holding is None:
            return Unreached(post, None, "岗位空缺")
        user = holding.person.user
        if user is None:
            return Unreached(post, holding.person, "现任没有平台账号")
        if not user.is_active:
            return Unreached(post, holding.person, "现任的平台账号已停用")
        return Recipient(post, holding.person, user)

    def _at(self, place: str, post: Post) -> Recipient | Unreached:
        if post.is_demo and place in DEMO_KINDS:
            found = self._demo.get((post.body_id, DEMO_KINDS[place]))
            return self.at(found) if found else Unreached(None, None, f"没有{Audience(place).label}的岗位")
        target = {
            Audience.HOLDER: post,
            Audience.UNIT_HEAD: self._heads.get(post.unit_id),
            Audience.OFFICE: self._office,
            Audience.TASK_FORCE_HEAD: self._task_force_head,
        }[Audience(place)]
        return self.at(target) if target else Unreached(None, None, f"没有{Audience(place).label}的岗位")


def channels_of(user: Any, *, is_demo: bool = False) -> list[str]:
    """Return the channels by which a user is told now; what is only a demonstration never leaves the platform."""
    found: list[str] = [Channel.INBOX]
    if is_demo:
        return found
    if settings.EMAIL_HOST and user.email:
        found.append(Channel.EMAIL)
    if settings.WEBHOOK_URL:
        found.append(Channel.WEBHOOK)
    return found
