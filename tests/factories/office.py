"""A small joint office for tests: bodies, posts with holders who have accounts, rules, tasks. All invented (示范)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from taskforce.choices import Anchor, PostKind, TaskSource
from taskforce.models import Holding, Person, Post, ReminderStep, ReportRule, RuleReporter, Task
from taskforce.selectors.posts import LEADING_GROUP, OFFICE, TASK_FORCE
from tests.factories.accounts import make_unit, make_user
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.periods import BEIJING

_numbers = itertools.count(1)
LONG_AGO = date(2020, 1, 1)
STEPS = [
    *[(offset, "holder") for offset in (-14, -7, -3, -1, 0, 1, 3, 7)],
    *[(offset, "unit_head") for offset in (1, 3, 7)],
    *[(offset, "office") for offset in (3, 7)],
    (7, "task_force_head"),
]


def make_body(code: str, **fields: Any) -> Unit:
    found = Unit.objects.filter(code=code).first()
    return found or make_unit(code=code, kind=Unit.Kind.GROUP, **fields)


def make_post(kind: str = PostKind.OFFICER, **fields: Any) -> Post:
    number = next(_numbers)
    unit = fields.pop("unit", None) or make_unit()
    defaults = {
        "code": f"office-post-{number}",
        "title": f"示范岗位{number}",
        "kind": kind,
        "body": fields.pop("body", None) or unit,
        "unit": unit,
        "valid_from": LONG_AGO,
        "sort_key": f"{number:06d}",
    }
    return Post.objects.create(**(defaults | fields))


def make_person(user: User | None = None, **fields: Any) -> Person:
    number = next(_numbers)
    return Person.objects.create(
        code=f"office-person-{number}", name=f"示范人员{number}", user=user, **fields
    )


def hold(
    post: Post, user: User | None, *, since: date = LONG_AGO, until: date | None = None, **fields: Any
) -> Holding:
    """Let a user (or somebody without an account) hold a post; a person has one account."""
    person = Person.objects.filter(user=user).first() if user else None
    return Holding.objects.create(
        post=post, person=person or make_person(user), valid_from=since, valid_to=until, **fields
    )


@dataclass
class Office:
    """Posts with their holders: officer and head of one unit, the office's director, the task force's head."""

    unit: Unit
    officer_post: Post
    head_post: Post
    director_post: Post
    chief_post: Post
    officer: User
    head: User
    director: User
    chief: User
    bodies: dict[str, Unit] = field(default_factory=dict)


def make_office(*, steps: bool = True) -> Office:
    """Lay out an office whose every post is held by somebody with an account and an e-mail address."""
    bodies = {code: make_body(code) for code in (LEADING_GROUP, TASK_FORCE, OFFICE)}
    unit = make_unit()
    posts = {
        "officer": make_post(unit=unit),
        "head": make_post(PostKind.MEMBER, unit=unit, body=bodies[LEADING_GROUP]),
        "director": make_post(PostKind.DIRECTOR, body=bodies[OFFICE], unit=bodies[OFFICE]),
        "chief": make_post(PostKind.HEAD, body=bodies[TASK_FORCE], unit=bodies[TASK_FORCE]),
    }
    roles = {"officer": "unit_officer", "head": "unit_reviewer", "director": "office", "chief": "leadership"}
    users = {}
    for name, post in posts.items():
        number = next(_numbers)
        users[name] = make_user(
            roles[name], unit=post.unit, username=f"{name}-{number}", email=f"{name}{number}@example.org"
        )
        hold(post, users[name])
    if steps:
        make_steps()
    return Office(
        unit, *(posts[name] for name in posts), *(users[name] for name in users), bodies=bodies
    )  # fmt: skip


def make_steps() -> None:
    ReminderStep.objects.all().delete()
    ReminderStep.objects.bulk_create(ReminderStep(offset=n, audience=audience) for n, audience in STEPS)


def make_open_task(post: Post, *, due_on: date, opened: datetime | None = None, **fields: Any) -> Task:
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "title": f"示范任务{number}",
        "source_kind": TaskSource.OTHER,
        "source_key": f"示范:{number}",
        "owner_post": post,
        "opened_at": opened or datetime(2026, 1, 5, 9, tzinfo=BEIJING),
        "first_due_on": due_on,
        "due_on": due_on,
    }
    return Task.objects.create(**(defaults | fields))


def make_rule(
    *, posts: list[Post], since: date = LONG_AGO, anchor: str = Anchor.HALF_YEAR, **fields: Any
) -> ReportRule:
    """Make a rule with one reporter a post; the post's body is what reports."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "code": f"rule-{number}",
        "title": f"示范报送{number}",
        "anchor": anchor,
        "valid_from": since,
        "due_working_days": 10,
    }
    rule = ReportRule.objects.create(**(defaults | fields))
    RuleReporter.objects.bulk_create(
        RuleReporter(rule=rule, body=post.body, post=post, valid_from=since) for post in posts
    )
    return rule
