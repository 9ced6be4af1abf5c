"""Posts, people, who held which post, which units form a body, and duties, as 云政发〔2022〕31号 words them.

Names and positions stand as the plan prints them (此件公开发布). Each row carries its clause; what the plan does not
say (lead units of the sub-groups, a liaison of 县委宣传部) has the standing of a default. 县气象局 has no duty worded.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from taskforce.models import BodyUnit, Holding, Person, Post, UnitDuty
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.reference import Changes, apply, read_csv

HERE = Path(__file__).parent
POST_LOCAL = ("title", "kind", "body_id", "unit_id", "valid_from", "sort_key", "standing")
PERSON_LOCAL = ("name", "is_named_publicly")
BODY_UNIT_LOCAL = ("body_id", "unit_id", "share", "reports_through_id", "valid_from", "standing")
DUTY_LOCAL = ("unit_id", "valid_from")


@transaction.atomic
def load(*, today: date) -> list[Changes]:
    """Add what is missing. A post that ever had a holder keeps its holders; no row is deleted or retired here."""
    units = dict(Unit.objects.values_list("code", "pk"))
    people = apply(Person, map(_person, _rows("people")), local_fields=PERSON_LOCAL)
    posts = apply(Post, [_post(row, units) for row in _rows("posts")], local_fields=POST_LOCAL)
    post_ids = dict(Post.objects.values_list("code", "pk"))
    body_units = apply(
        BodyUnit,
        [_body_unit(row, units, post_ids) for row in _rows("body_units")],
        local_fields=BODY_UNIT_LOCAL,
    )
    duties = apply(UnitDuty, [_duty(row, units) for row in _rows("duties")], local_fields=DUTY_LOCAL)
    return [people, posts, _holdings(post_ids), body_units, duties]


def _rows(name: str) -> list[dict[str, str]]:
    return read_csv(HERE / f"{name}.csv")


def source(row: dict[str, str]) -> str:
    """Return the words of a row's source: the document with its clause."""
    return f"{row.get('source') or row['document']} {row['clause']}".strip()


def _person(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["name"],
        "is_named_publicly": row["is_named_publicly"] == "true",
        "source": row["source"],
    }


def _post(row: dict[str, str], units: dict[str, int]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("code", "title", "kind", "document", "standing", "sort_key")},
        "body_id": units[row["body"]],
        "unit_id": units[row["unit"]],
        "source": source(row),
        "valid_from": date.fromisoformat(row["edition"]),
    }


def _body_unit(row: dict[str, str], units: dict[str, int], posts: dict[str, int]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("code", "share", "standing")},
        "body_id": units[row["body"]],
        "unit_id": units[row["unit"]],
        "reports_through_id": posts[row["reports_through"]] if row["reports_through"] else None,
        "source": source(row),
        "valid_from": date.fromisoformat(row["edition"]),
    }


def _duty(row: dict[str, str], units: dict[str, int]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("code", "wording", "clause", "source", "sort_key")},
        "unit_id": units[row["unit"]],
        "valid_from": date.fromisoformat(row["edition"]),
    }


def _holdings(posts: dict[str, int]) -> Changes:
    """Give the plan's posts their first holder; whoever came later is the county's own business."""
    people = dict(Person.objects.values_list("code", "pk"))
    held = set(Holding.objects.values_list("post_id", flat=True))
    rows = _rows("holdings")
    added = Holding.objects.bulk_create(
        Holding(
            post_id=posts[row["post"]],
            person_id=people[row["person"]],
            position=row["position"],
            document=row["document"],
            note=row["note"],
            valid_from=date.fromisoformat(row["edition"]),
        )
        for row in rows
        if posts[row["post"]] not in held
    )
    return Changes(str(Holding._meta.verbose_name), len(added), 0, len(rows) - len(added))
