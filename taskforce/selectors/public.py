"""What anybody may see of the joint office: bodies, posts, units, names as publicly issued. No personal field."""

from __future__ import annotations

from datetime import date
from typing import Any

from taskforce.selectors.organisation import Body, HeldPost, MemberUnit, organisation


def public_organisation(day: date) -> dict[str, Any]:
    """Return bodies → posts → name and position, units, duties as plain text. A name that was not published is left out."""
    found = organisation(day)
    return {
        "day": day,
        "bodies": [_body(body) for body in found.bodies],
        "units": [_unit(unit) for unit in found.units if unit.duties],
    }


def _body(body: Body) -> dict[str, Any]:
    return {
        "code": body.unit.code,
        "name": body.unit.name,
        "depth": body.depth,
        "posts": [_post(one) for one in body.posts if not one.post.is_demo],
        "units": [
            {
                "name": row.unit.short_name or row.unit.name,
                "share": row.share,
                "is_default": row.standing != "official",
            }
            for row in body.units
        ],
        "duties": [duty.wording for duty in body.duties],
    }


def _post(one: HeldPost) -> dict[str, Any]:
    named = one.holding is not None and one.holding.person.is_named_publicly
    return {
        "title": one.post.title,
        "kind": one.post.kind,
        "vacant": one.holding is None,
        "name": one.holding.person.name if named and one.holding else "",
        "position": one.holding.position if named and one.holding else "",
    }


def _unit(one: MemberUnit) -> dict[str, Any]:
    return {
        "name": one.unit.short_name or one.unit.name,
        "duties": [{"wording": duty.wording, "clause": duty.clause} for duty in one.duties],
    }
