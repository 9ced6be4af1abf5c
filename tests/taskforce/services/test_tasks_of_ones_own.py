"""Nobody judges their own work by a second role, a second account or from a page that shows something else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from taskforce.choices import TaskState
from taskforce.models import Notice, Person, Task
from taskforce.selectors.task_rights import task_rights
from taskforce.selectors.tasks import to_verify
from taskforce.services import tasks
from taskforce.services.organisation import link_account
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import LONG_AGO, NOW, hold, make_post, make_task
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import beijing_day

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
DAY = beijing_day(NOW)


@pytest.fixture
def desk() -> dict[str, Any]:
    unit = make_unit()
    return {
        "post": make_post(unit=unit),
        "officer": make_user("unit_officer", unit=unit),
        "reviewer": make_user("unit_reviewer", unit=unit),
        "office": make_user("office"),
    }


def listed(user: User) -> int:
    """Return how many tasks wait for the verdict of the user, signed in with both factors."""
    user.is_verified = lambda: True  # type: ignore[attr-defined]
    return to_verify(user, DAY).count()


def handed_in(desk: dict[str, Any], *, taken_on_by: User | None = None) -> Task:
    task = make_task(owner_post=desk["post"])
    tasks.accept(task=task, by=taken_on_by or desk["officer"], now=NOW)
    return tasks.finish(task=task, outcome="甲结果", by=desk["officer"], now=NOW)


def wished(desk: dict[str, Any], by: User | None = None) -> Any:
    task = make_task(owner_post=desk["post"])
    return tasks.ask_extension(
        task=task, due_on=date(2026, 7, 20), reason="供货推迟", by=by or desk["officer"], now=NOW
    )


def second_account(user: User, role: str = "office") -> User:
    """Tie the person of the account to another one of this role."""
    again = make_user(role)
    person = Person.objects.filter(user=user).first()
    if person is None:
        person = Person.objects.create(code=f"person-of-{user.pk}", name="示范", user=user)
    link_account(person=person, user=again, reason="换账号", by=make_user("office"))
    return again


def test_the_holder_of_the_post_who_is_also_of_the_office_decides_nothing_about_it(
    desk: dict[str, Any],
) -> None:
    both = desk["office"]
    hold(desk["post"], both)

    with pytest.raises(NotAllowed, match=r"您担任的岗位.*另一人批复延期"):
        tasks.decide_extension(extension=wished(desk), granted=True, by=both, now=LATER)
    with pytest.raises(NotAllowed, match=r"您担任的岗位.*另一人核验"):
        tasks.verify(task=handed_in(desk), by=both, now=LATER)
    assert listed(both) == 0
    assert listed(make_user("office")) == 2


def test_whoever_held_the_post_when_the_task_was_handed_in_does_not_verify_it_later(
    desk: dict[str, Any],
) -> None:
    hold(desk["post"], desk["office"], until=DAY + timedelta(days=1))
    task = handed_in(desk)
    tasks.reassign_post(
        from_post=desk["post"], to_post=make_post(), reason="改革", by=make_user("office"), now=LATER
    )
    later = NOW + timedelta(days=3)

    with pytest.raises(NotAllowed, match="另一人核验"):
        tasks.verify(task=task, by=desk["office"], now=later)
    assert tasks.verify(task=task, by=make_user("office"), now=later).state == TaskState.VERIFIED


def test_a_holder_of_long_ago_verifies(desk: dict[str, Any]) -> None:
    hold(desk["post"], desk["office"], since=LONG_AGO, until=DAY)

    assert tasks.verify(task=handed_in(desk), by=desk["office"], now=LATER).state == TaskState.VERIFIED


def test_whoever_took_the_task_on_does_not_verify_it(desk: dict[str, Any]) -> None:
    task = handed_in(desk, taken_on_by=desk["office"])

    with pytest.raises(NotAllowed, match="您签收的，要由另一人核验"):
        tasks.verify(task=task, by=desk["office"], now=LATER)
    assert listed(desk["office"]) == 0


def test_a_second_account_is_the_same_person(desk: dict[str, Any]) -> None:
    task, wish = handed_in(desk), wished(desk)
    again = second_account(desk["officer"])
    assert listed(again) == 0
    assert listed(desk["office"]) == 2

    for decide in (tasks.verify, tasks.close):
        with pytest.raises(NotAllowed, match="您办结的"):
            decide(task=task, by=again, now=LATER)
    with pytest.raises(NotAllowed, match="您办结的"):
        tasks.send_back(task=task, reason="再想想", by=again, now=LATER)
    with pytest.raises(NotAllowed, match="您自己申请的"):
        tasks.decide_extension(extension=wish, granted=True, by=again, now=LATER)


def test_the_account_that_a_person_left_is_still_the_holder_s(desk: dict[str, Any]) -> None:
    hold(desk["post"], desk["office"])
    second_account(desk["office"], "unit_officer")

    with pytest.raises(NotAllowed, match="您担任的岗位"):
        tasks.verify(task=handed_in(desk), by=desk["office"], now=LATER)


def test_an_opener_who_may_not_verify_is_not_the_only_one_told(desk: dict[str, Any]) -> None:
    director = make_user("office")
    hold(make_post(kind="director", body=make_unit(code="task-force-office")), director)
    hold(desk["post"], desk["office"])
    task = make_task(owner_post=desk["post"], by=desk["office"], is_demo=False)
    tasks.accept(task=task, by=desk["officer"], now=NOW)
    tasks.finish(task=task, outcome="好", by=desk["officer"], now=NOW)

    told = Notice.objects.filter(subject_id=task.pk, title__startswith="待核验", channel="inbox")
    assert director.pk in told.values_list("user", flat=True)


def test_what_changed_since_the_page_was_made_is_not_decided_on(desk: dict[str, Any]) -> None:
    task = handed_in(desk)
    seen = task.updated_at
    tasks.send_back(task=task, reason="缺台账", by=desk["office"], now=NOW)
    tasks.finish(task=task, outcome="乙结果", by=desk["officer"], now=NOW)

    with pytest.raises(Conflict, match="又有变动，没有核验"):
        tasks.verify(task=task, by=desk["office"], now=LATER, seen=seen)
    with pytest.raises(Conflict, match="又有变动，没有退回"):
        tasks.send_back(task=task, reason="缺附件", by=desk["office"], now=LATER, seen=seen)
    seen = Task.objects.get().updated_at
    seen = tasks.verify(task=task, by=desk["office"], now=LATER, seen=seen).updated_at
    with pytest.raises(Conflict, match="又有变动，没有归档"):
        tasks.close(task=task, by=desk["office"], now=LATER, seen=seen - timedelta(microseconds=1))
    assert tasks.close(task=task, by=desk["office"], now=LATER, seen=seen).state == TaskState.CLOSED


def test_a_later_day_is_not_granted_for_a_task_that_changed_since(desk: dict[str, Any]) -> None:
    wish = wished(desk)
    seen = Task.objects.get().updated_at
    tasks.accept(task=wish.task, by=desk["officer"], now=NOW)

    with pytest.raises(Conflict, match="又有变动，没有批复延期"):
        tasks.decide_extension(extension=wish, granted=True, by=desk["office"], now=LATER, seen=seen)
    seen = Task.objects.get().updated_at
    assert tasks.decide_extension(extension=wish, granted=True, by=desk["office"], now=LATER, seen=seen)


@pytest.mark.parametrize("action", ["verify", "close", "cancel", "decide_extension"])
def test_everybody_reads_the_same_of_who_decides(desk: dict[str, Any], action: str) -> None:
    theirs = make_task(owner_post=desk["post"], by=desk["office"])
    own = make_task(owner_post=desk["post"], by=desk["reviewer"])

    def told(task: Task, who: str) -> str:
        return task_rights(task, desk[who], DAY).refusal(action)

    assert "只有专班办公室能" in told(theirs, "officer")
    assert "由专班办公室" in told(theirs, "reviewer")
    assert "只有专班办公室和本单位审核人能" in told(own, "officer")
    assert told(own, "reviewer") == ""
