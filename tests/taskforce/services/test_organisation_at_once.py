"""A change of the organisation beside the daily work: neither waits for the other in a ring, nothing is left behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from taskforce.choices import DutyState, PostKind, SupervisionState
from taskforce.models import Post, SupervisionNotice, Task
from taskforce.services import organisation as change
from taskforce.services import supervision, tasks
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import hold, make_office, make_open_task, make_post
from tests.factories.reports import make_duty
from tests.locks import somebody_waits
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict

DAY = date(2026, 7, 1)
WHY: dict[str, Any] = {"document": "云政干〔2026〕9号", "reason": "人事调整"}
PATIENCE = 20


@pytest.mark.django_db(transaction=True)
def test_a_merger_and_a_step_of_a_task_do_not_wait_for_each_other(now: datetime) -> None:
    office, unit, into = make_user("office"), make_unit(), make_unit()
    officer = make_user("unit_officer", unit=unit)
    post = make_post(unit=unit)
    hold(post, officer)  # the entry of the step names the post
    task = make_open_task(post, due_on=date(2026, 7, 14))
    locked = Event()

    def step() -> None:
        try:
            with transaction.atomic():
                Task.objects.select_for_update().get(pk=task.pk)
                locked.set()
                while not somebody_waits() and not merged.done():
                    pass
                tasks.accept(task=task, by=officer, now=now)
        finally:
            connection.close()

    def merge() -> None:
        locked.wait(PATIENCE)
        try:
            change.merge_units(unit=unit, into=into, on=DAY, by=office, now=now, **WHY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        merged = pool.submit(merge)
        stepped = pool.submit(step)
        stepped.result(PATIENCE)
        merged.result(PATIENCE)

    kept = Task.objects.get(pk=task.pk)
    assert (kept.state, kept.owner_post.unit) == ("accepted", into)


@pytest.fixture
def laden(db: None, now: datetime) -> tuple[User, Post, dict[str, Any]]:
    """Lay out a post that owns, helps, judges and is supervised, each once."""
    office = make_office(steps=False)
    post = make_post(PostKind.LIAISON)
    hold(post, make_user("unit_officer", unit=post.unit))
    helped = make_open_task(office.officer_post, due_on=DAY)
    helped.helper_posts.set([post])
    submitted = make_duty(office, owner_post=post, state=DutyState.SUBMITTED, first_submitted_at=now)
    judged = make_duty(office, period_code="2026H2", reviewer_post=post)
    judged.rule.reviewer_post = post
    judged.rule.save()
    notice = supervision.issue(
        title="示范迟报", text="请补报。", working_days=5, post=post, by=office.director, now=now
    )
    things = {"helped": helped, "submitted": submitted, "judged": judged, "notice": notice}
    return office.director, post, things


def test_a_post_that_helps_judges_or_is_supervised_is_not_abolished(
    laden: tuple[User, Post, dict[str, Any]],
) -> None:
    by, post, things = laden
    with pytest.raises(Conflict) as refused:
        change.abolish_post(post=post, on=DAY, by=by, **WHY)

    for owed in (
        "1 件协办任务",
        "1 项未办结的报送",
        "1 项待审核的报送",
        "1 份未办结的督办单",
        "1 条报送规则的审核",
    ):
        assert owed in refused.value.message
    things["notice"].state = SupervisionState.REPLIED
    things["notice"].save()
    with pytest.raises(Conflict, match="1 份未办结的督办单"):
        change.abolish_post(post=post, on=DAY, by=by, **WHY)


def test_all_that_a_post_has_in_hand_goes_along_when_its_unit_is_taken_over(
    laden: tuple[User, Post, dict[str, Any]], now: datetime
) -> None:
    by, post, things = laden
    into = make_unit()
    with pytest.raises(Conflict, match="1 份未办结的督办单"):
        change.merge_units(unit=post.unit, into=into, on=date(2030, 1, 1), by=by, now=now, **WHY)

    change.merge_units(unit=post.unit, into=into, on=DAY, by=by, now=now, **WHY)

    heir = Post.objects.get(unit=into)
    for thing in things.values():
        thing.refresh_from_db()
    assert list(things["helped"].helper_posts.all()) == [heir]
    assert things["submitted"].owner_post == things["judged"].reviewer_post == heir
    assert things["judged"].rule.__class__.objects.get(pk=things["judged"].rule_id).reviewer_post == heir
    assert SupervisionNotice.objects.get().post == heir
