"""Posts, their holders and tasks for tests. Names are plainly invented (示范)."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from taskforce.choices import PostKind, TaskSource
from taskforce.models import Holding, Person, Post, Task
from taskforce.services.tasks import open_task
from tests.factories.accounts import make_unit
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.periods import BEIJING

_numbers = itertools.count(1)
LONG_AGO = date(2020, 1, 1)
NOW = datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)  # a Tuesday


def make_post(*, unit: Unit | None = None, **fields: Any) -> Post:
    number = next(_numbers)
    unit = unit or make_unit()
    defaults = {
        "code": f"post-{number}",
        "title": f"示范岗位{number}",
        "kind": PostKind.OFFICER,
        "body": unit,
        "unit": unit,
        "valid_from": LONG_AGO,
    }
    return Post.objects.create(**(defaults | fields))


def hold(post: Post, user: User, *, since: date = LONG_AGO, until: date | None = None) -> Holding:
    """Let the user's person hold the post from a day to a day."""
    person, _ = Person.objects.get_or_create(
        user=user, defaults={"code": f"person-{next(_numbers)}", "name": user.full_name, "is_demo": True}
    )
    return Holding.objects.create(post=post, person=person, valid_from=since, valid_to=until)


def make_task(*, owner_post: Post | None = None, now: datetime = NOW, **fields: Any) -> Task:
    number = next(_numbers)
    given: dict[str, Any] = {
        "title": f"示范任务{number}",
        "source_kind": TaskSource.OTHER,
        "source_key": f"test-{number}",
        "owner_post": owner_post or make_post(),
        "by": None,
        "now": now,
        "is_demo": True,
    }
    if "due_on" not in fields:
        given["working_days"] = 5
    return open_task(**(given | fields))
