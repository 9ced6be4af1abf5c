"""The API of tasks: within the caller's scope, by keyset, nothing ignored in silence, assigned once a key."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from taskforce.models import Task
from taskforce.selectors import workdays
from taskforce.services import tasks
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.taskforce_tasks import make_post, make_task
from yunhe_envhealth.core.periods import beijing_day

pytestmark = pytest.mark.django_db
LIST = "/api/v1/tasks/"


def new_task(client: Client, key: str | None = "k1", **changes: Any) -> Any:
    body = {
        "title": "示范任务",
        "due_on": workdays().shift(beijing_day(timezone.now()), 7).isoformat(),
    } | changes
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post(LIST, json.dumps(body), content_type="application/json", headers=headers)


def test_a_list_goes_on_where_the_page_ended(client_for: Callable[..., Client]) -> None:
    for _ in range(3):
        make_task()
    client = client_for("leadership")

    first = client.get(LIST, {"page_size": 2}).json()
    rest = client.get(first["next"]).json()

    assert {row["id"] for row in first["results"] + rest["results"]} == set(
        Task.objects.values_list("pk", flat=True)
    )
    assert len(first["results"]) == 2


def test_a_list_asks_the_same_number_of_queries_whatever_its_length(
    client_for: Callable[..., Client],
) -> None:
    client = client_for("leadership")
    counts = []
    for _ in range(2):
        for _ in range(4):
            make_task()
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_lateness_is_computed_from_the_due_day(client_for: Callable[..., Client]) -> None:
    make_task(due_on=date(2026, 7, 8))

    assert client_for("leadership").get(LIST).json()["results"][0]["is_late"] is True


def test_one_task_tells_its_story_without_names(client_for: Callable[..., Client]) -> None:
    task = make_task(helper_posts=[make_post(code="helper-post")])

    row = client_for("leadership").get(f"{LIST}{task.pk}/").json()

    assert row["helper_posts"] == ["helper-post"]
    assert [entry["kind"] for entry in row["entries"]] == ["opened"]
    assert "by" not in row["entries"][0]


@pytest.mark.parametrize("query", ["colour=red", "state=gone", "due_to=x", "page_size=0", "cursor=x"])
def test_an_unknown_filter_is_a_mistake(client_for: Callable[..., Client], query: str) -> None:
    assert client_for("leadership").get(f"{LIST}?{query}").status_code in (400, 404)


def test_the_same_key_assigns_once(client_for: Callable[..., Client]) -> None:
    office, post = client_for("office"), make_post()

    answers = [new_task(office, owner_post=post.code) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "另一件"},
        {"owner_post": "other-post"},
        {"detail": "另有要求"},
        {"source_words": "另一次会议"},
        {"due_on": "2099-12-31"},
    ],
)
def test_the_same_key_for_anything_else_is_a_conflict(
    client_for: Callable[..., Client], changes: dict[str, Any]
) -> None:
    office, post = client_for("office"), make_post()
    make_post(code="other-post")
    new_task(office, owner_post=post.code)

    assert new_task(office, **({"owner_post": post.code} | changes)).status_code == 409
    assert Task.objects.count() == 1


def test_a_replay_is_known_after_the_task_was_handed_to_another_post(
    client_for: Callable[..., Client],
) -> None:
    office, post = client_for("office"), make_post()
    first = new_task(office, owner_post=post.code)
    tasks.reassign_post(
        from_post=post, to_post=make_post(), reason="换岗", by=make_user("office"), now=timezone.now()
    )

    again = new_task(office, owner_post=post.code)

    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])


def test_without_a_key_nothing_is_assigned(client_for: Callable[..., Client]) -> None:
    office, post = client_for("office"), make_post()

    assert [new_task(office, key=key, owner_post=post.code).status_code for key in (None, "", "k" * 256)] == [
        400
    ] * 3
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"owner_post": "nobody"},
        {"title": ""},
        {"title": "带\x00字"},
        {"title": "长" * 121},
        {"due_on": "gestern"},
        {"source_kind": "warning"},
        {"colour": "red"},
        {"due_on": None},
        {"title": ["列"]},
    ],
)
def test_a_body_that_does_not_fit_is_refused(
    client_for: Callable[..., Client], changes: dict[str, Any]
) -> None:
    make_post(code="there")

    assert new_task(client_for("office"), **({"owner_post": "there"} | changes)).status_code == 400
    assert not Task.objects.exists()


def test_a_past_day_is_refused(client_for: Callable[..., Client]) -> None:
    make_post(code="there")

    assert new_task(client_for("office"), owner_post="there", due_on="2001-01-01").status_code == 422


def test_a_reviewer_assigns_within_the_own_unit_only() -> None:
    unit = make_unit()
    own, foreign = make_post(unit=unit), make_post()
    client = make_verified_client(make_user("unit_reviewer", unit=unit))

    assert new_task(client, owner_post=own.code).status_code == 201
    assert new_task(client, key="k2", owner_post=foreign.code).status_code == 403
