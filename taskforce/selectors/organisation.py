"""The organisation as it stood on a day: bodies with posts, holders, units and duties; liaisons apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from taskforce.choices import PostKind, Standing
from taskforce.models import Assignment, BodyUnit, Holding, Person, Post, UnitDuty
from taskforce.selectors.posts import holders, in_force, posts
from yunhe_envhealth.accounts.models import Unit

SHARE_ORDER = {"lead": 0, "joint": 1, "support": 2}


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post with whoever holds it on the day; `holding` None is a vacant post."""

    post: Post
    holding: Holding | None


@dataclass(slots=True)
class Body:
    """One body: its own posts (liaisons left out), the units that form it, what it is charged with."""

    unit: Unit
    depth: int = 0
    posts: list[HeldPost] = field(default_factory=list)
    units: list[BodyUnit] = field(default_factory=list)
    duties: list[UnitDuty] = field(default_factory=list)


@dataclass(slots=True)
class MemberUnit:
    """A unit that has part in a body, with its duties and its liaison."""

    unit: Unit
    duties: list[UnitDuty] = field(default_factory=list)
    liaison: HeldPost | None = None
    bodies: list[BodyUnit] = field(default_factory=list)


@dataclass(slots=True)
class Organisation:
    """All of it on one day. `liaisons` are the posts of kind liaison, vacant ones too."""

    day: date
    bodies: list[Body]
    units: list[MemberUnit]
    liaisons: list[HeldPost]

    @property
    def post_count(self) -> int:
        return len(self.liaisons) + sum(len(body.posts) for body in self.bodies)


def organisation(day: date) -> Organisation:
    """Return the organisation in force on a day, in five reads."""
    held = held_posts(posts(day), day)
    groups = Unit.objects.filter(in_force(day), kind=Unit.Kind.GROUP).order_by("sort_key", "code")
    bodies = {unit.pk: Body(unit) for unit in groups}
    for body in bodies.values():
        body.depth = _depth(body.unit, bodies)
    liaisons = [one for one in held if one.post.kind == PostKind.LIAISON]
    for one in held:
        if one.post.kind != PostKind.LIAISON and one.post.body_id in bodies:
            bodies[one.post.body_id].posts.append(one)
    members = _members(day, bodies, liaisons)
    for duty in UnitDuty.objects.filter(in_force(day)).select_related("unit"):
        if duty.unit_id in bodies:
            bodies[duty.unit_id].duties.append(duty)
        else:
            members.setdefault(duty.unit_id, MemberUnit(duty.unit)).duties.append(duty)
    ordered = sorted(members.values(), key=lambda one: (one.unit.sort_key, one.unit.code))
    return Organisation(day, list(bodies.values()), ordered, liaisons)


def matching(found: Organisation, asked: str) -> Organisation:
    """Return of an organisation the posts and units that answer a search; each word of it must be found.

    Looked at are the post, its body and unit, who holds it and as what; of a member unit its names. A body whose own
    name answers stays whole.
    """
    words = asked.casefold().split()
    if not words:
        return found
    bodies = []
    for body in found.bodies:
        if _answers(words, body.unit.name, body.unit.short_name):
            bodies.append(body)
            continue
        held = [one for one in body.posts if _post_answers(words, one)]
        units = [row for row in body.units if _answers(words, row.unit.name, row.unit.short_name)]
        if held or units:
            bodies.append(Body(body.unit, body.depth, held, units))
    members = [one for one in found.units if _answers(words, one.unit.name, one.unit.short_name)]
    liaisons = [one for one in found.liaisons if _post_answers(words, one)]
    return Organisation(found.day, bodies, members, liaisons)


def _post_answers(words: list[str], one: HeldPost) -> bool:
    post, names = one.post, [one.post.title]
    for unit in (post.body, post.unit):
        names += [unit.name, unit.short_name]
    if one.holding is not None:
        names += [one.holding.person.name, one.holding.position]
    return _answers(words, *names)


def _answers(words: list[str], *names: str) -> bool:
    text = "\n".join(names).casefold()
    return all(word in text for word in words)


def held_posts(rows: QuerySet[Post], day: date) -> list[HeldPost]:
    """Return the posts, in order, with their holders on the day."""
    found = list(rows)
    by_post = holders([post.pk for post in found], day)
    return [HeldPost(post, by_post.get(post.pk)) for post in found]


def _depth(unit: Unit, bodies: dict[int, Body]) -> int:
    depth = 0
    while unit.parent_id in bodies and depth < len(bodies):
        unit, depth = bodies[unit.parent_id].unit, depth + 1
    return depth


def _members(day: date, bodies: dict[int, Body], liaisons: list[HeldPost]) -> dict[int, MemberUnit]:
    members: dict[int, MemberUnit] = {}
    rows = BodyUnit.objects.filter(in_force(day)).select_related("body", "unit", "reports_through")
    for row in sorted(rows, key=lambda row: (SHARE_ORDER[row.share], row.unit.sort_key)):
        if row.body_id in bodies:
            bodies[row.body_id].units.append(row)
        members.setdefault(row.unit_id, MemberUnit(row.unit)).bodies.append(row)
    for one in liaisons:
        members.setdefault(one.post.unit_id, MemberUnit(one.post.unit)).liaison = one
    return members


def changes_known() -> list[date]:
    """Return the days on which the organisation changed or will change, newest first."""
    days: set[date] = set()
    for model in (Post, Holding, BodyUnit, Assignment):
        for name in ("valid_from", "valid_to"):
            days |= set(model._default_manager.values_list(name, flat=True).distinct()) - {None}
    return sorted(days, reverse=True)


def people(day: date) -> QuerySet[Person]:
    """Return everybody who is registered, in the order of their codes."""
    return Person.objects.select_related("user").order_by("name", "code")


def terms(*, post: Post | None = None, person: Person | None = None) -> QuerySet[Holding]:
    """Return every term of a post or of a person, newest first."""
    chosen = Q(post=post) if post is not None else Q(person=person)
    return (
        Holding.objects.filter(chosen)
        .select_related("person", "post__body", "post__unit")
        .order_by("-valid_from")
    )


def as_data(found: Organisation) -> dict[str, Any]:
    """Return the organisation as plain values: bodies → posts → holder, units, duties; liaisons."""
    liaisons = [_liaison(one) for one in found.liaisons]
    return {
        "day": found.day.isoformat(),
        "bodies": [_body(body) for body in found.bodies],
        "units": [_member(one) for one in found.units],
        "liaisons": [one for one in liaisons if one["holder"]],
        "vacant_liaisons": [one for one in liaisons if not one["holder"]],
    }


def _body(body: Body) -> dict[str, Any]:
    return {
        "code": body.unit.code,
        "name": body.unit.name,
        "posts": [_post(one) for one in body.posts],
        "units": [
            {
                "code": row.unit.code,
                "name": _short(row.unit),
                "share": row.get_share_display(),
                "standing": row.get_standing_display(),
                "source": row.source,
            }
            for row in body.units
        ],
        "duties": [_duty(duty) for duty in body.duties],
    }


def _post(one: HeldPost) -> dict[str, Any]:
    return {
        "code": one.post.code,
        "title": one.post.title,
        "kind": one.post.get_kind_display(),
        "unit": _short(one.post.unit),
        "holder": _holder(one.holding),
        "source": one.post.source,
    }


def _liaison(one: HeldPost) -> dict[str, Any]:
    vacant = {} if one.post.standing == Standing.OFFICIAL else {"standing": one.post.get_standing_display()}
    return {
        "code": one.post.code,
        "name": one.holding.person.name if one.holding else "",
        "unit": _short(one.post.unit),
        "holder": _holder(one.holding),
        "source": one.post.source,
        **vacant,
    }


def _holder(holding: Holding | None) -> dict[str, Any] | None:
    if holding is None:
        return None
    return {
        "name": holding.person.name,
        "position": holding.position,
        "from": holding.valid_from.isoformat(),
        "to": holding.valid_to.isoformat() if holding.valid_to else None,
    }


def _member(one: MemberUnit) -> dict[str, Any]:
    return {
        "code": one.unit.code,
        "name": _short(one.unit),
        "duties": [_duty(duty) for duty in one.duties],
        "no_duty_worded": not one.duties,
    }


def _duty(duty: UnitDuty) -> dict[str, str]:
    return {"wording": duty.wording, "clause": duty.clause}


def _short(unit: Unit) -> str:
    return unit.short_name or unit.name
