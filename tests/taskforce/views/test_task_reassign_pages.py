"""The page that hands the tasks of one post to another: previewed, ticked, moved together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taskforce.models import Task
from taskforce.services import tasks
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import make_post, make_task

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


@pytest.fixture
def unit() -> Any:
    return make_unit()


@pytest.fixture
def post(unit: Any) -> Any:
    return make_post(unit=unit)


def test_the_tasks_of_a_post_are_previewed_and_moved_together(client_for: ClientFor, post: Any) -> None:
    heir, office = make_post(title="示范新岗"), client_for("office")
    moved = [make_task(owner_post=post) for _ in range(3)]
    address = f"{reverse('taskforce:task_reassign')}?from_post={post.pk}&to_post={heir.pk}"

    preview = office.get(address).content.decode()
    assert all(task.title in preview for task in moved)
    answer = office.post(address, {"task": [moved[0].pk, moved[1].pk], "reason": "机构改革"})

    assert answer.status_code == 302
    assert set(Task.objects.filter(owner_post=heir)) == {moved[0], moved[1]}
    assert moved[0].entries.filter(kind="reassigned").count() == 1


def test_only_what_is_still_to_be_done_is_ticked_for_moving(
    client_for: ClientFor, unit: Any, post: Any
) -> None:
    officer, office, verifier = (
        make_user("unit_officer", unit=unit),
        client_for("office"),
        make_user("office"),
    )
    rows = [make_task(owner_post=post) for _ in range(4)]
    for task, steps in zip(rows, range(4), strict=True):
        if steps > 0:
            tasks.accept(task=task, by=officer, now=timezone.now())
        if steps > 1:
            tasks.finish(task=task, outcome="好了", by=officer, now=timezone.now())
        if steps > 2:
            tasks.verify(task=task, by=verifier, now=timezone.now())

    preview = office.get(
        reverse("taskforce:task_reassign"), {"from_post": post.pk, "to_post": make_post().pk}
    )

    shown = {row["task"].pk: row["ticked"] for row in preview.context["rows"]}
    assert shown == {task.pk: number < 2 for number, task in enumerate(rows)}
    text = preview.content.decode()
    assert "待核验" in text
    assert text.count(" checked") == 2


@pytest.mark.parametrize("ids", [[], ["x"], ["9" * 40], ["999999999"]])
def test_a_reassignment_of_nothing_real_moves_nothing(
    client_for: ClientFor, post: Any, ids: list[str]
) -> None:
    heir, task = make_post(), make_task(owner_post=post)
    address = f"{reverse('taskforce:task_reassign')}?from_post={post.pk}&to_post={heir.pk}"

    assert client_for("office").post(address, {"task": ids, "reason": "试"}).status_code == 422
    assert Task.objects.get(pk=task.pk).owner_post == post
