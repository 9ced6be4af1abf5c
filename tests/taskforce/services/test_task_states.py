"""No sequence of actions by two people, whatever roles they hold, skips the review or lets one verify their own work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from taskforce.choices import TASK_ACTIONS, TASK_ENDED, EntryKind, TaskState
from taskforce.models import Extension, Task
from taskforce.services import tasks
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import NOW, hold, make_post, make_task
from yunhe_envhealth.accounts.models import Role
from yunhe_envhealth.core.errors import EnvHealthError

ROLES = st.sets(
    st.sampled_from([Role.OFFICE, Role.UNIT_OFFICER, Role.UNIT_REVIEWER, Role.INSPECTOR, Role.LEADERSHIP]),
    min_size=1,
    max_size=3,
)
WHO = st.integers(0, 1)
LEGAL = {(source, target) for sources, target in TASK_ACTIONS.values() for source in sources}


class TwoPeople(RuleBasedStateMachine):
    """Two people with any roles, at home in the owner's unit or elsewhere, one perhaps holding the post."""

    reached: set[str] = set()
    refused: set[str] = set()

    @initialize(
        roles=st.tuples(ROLES, ROLES), home=st.tuples(st.booleans(), st.booleans()), holder=st.integers(0, 2)
    )
    def begin(self, roles: tuple[set[Role], set[Role]], home: tuple[bool, bool], holder: int) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        unit, other = make_unit(), make_unit()
        post = make_post(unit=unit)
        self.people = [make_user(), make_user()]
        for person, held, at_home in zip(self.people, roles, home, strict=True):
            for role in held:
                person.memberships.create(
                    role=role, unit=unit if at_home else other, valid_from=date(2020, 1, 1)
                )
        if holder < 2:
            hold(post, self.people[holder])
        self.task = make_task(owner_post=post)
        self.now = NOW

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, service: Callable[..., Any], who: int, **given: Any) -> None:
        self.now += timedelta(minutes=1)
        try:
            service(by=self.people[who], now=self.now, **given)
        except EnvHealthError as error:
            self.refused.add(type(error).__name__)

    @rule(who=WHO)
    def go_on(self, who: int) -> None:
        """Take the step that comes next on the way; without it most walks would never get far."""
        state = Task.objects.values_list("state", flat=True).get(pk=self.task.pk)
        following = {
            "open": self.accept,
            "accepted": self.finish,
            "done": self.verify,
            "verified": self.close,
        }
        if state in following:
            following[state](who)

    @rule(who=WHO)
    def accept(self, who: int) -> None:
        self.attempt(tasks.accept, who, task=self.task)

    @rule(who=WHO)
    def finish(self, who: int) -> None:
        self.attempt(tasks.finish, who, task=self.task, outcome="办完了。")

    @rule(who=WHO)
    def verify(self, who: int) -> None:
        self.attempt(tasks.verify, who, task=self.task)

    @rule(who=WHO)
    def send_back(self, who: int) -> None:
        self.attempt(tasks.send_back, who, task=self.task, reason="缺附件")

    @rule(who=WHO)
    def close(self, who: int) -> None:
        self.attempt(tasks.close, who, task=self.task)

    @rule(who=WHO)
    def cancel(self, who: int) -> None:
        self.attempt(tasks.cancel, who, task=self.task, reason="不用办了")

    @rule(who=WHO, days=st.integers(1, 30))
    def ask(self, who: int, days: int) -> None:
        later = date(2026, 7, 14) + timedelta(days=days)
        self.attempt(tasks.ask_extension, who, task=self.task, due_on=later, reason="供货推迟")

    @rule(who=WHO, granted=st.booleans())
    def decide(self, who: int, granted: bool) -> None:
        wish = self.task.extensions.order_by("-pk").first()
        if wish is not None:
            self.attempt(tasks.decide_extension, who, extension=wish, granted=granted, reason="同意与否")

    @invariant()
    def every_move_was_legal_and_reviewed(self) -> None:
        if not hasattr(self, "task"):
            return
        task = Task.objects.get(pk=self.task.pk)
        moves = list(task.entries.filter(kind=EntryKind.MOVED).order_by("pk"))
        state, did = str(TaskState.OPEN), None
        doers = set()
        for move in moves:
            assert (move.from_state, move.to_state) in LEGAL
            assert move.from_state == state
            state = move.to_state
            if state == TaskState.DONE:
                did = move.by_id
                doers.add(did)
            if move.from_state in (TaskState.DONE, TaskState.VERIFIED):
                assert move.by_id != did
            if state == TaskState.CANCELLED:
                assert move.by_id not in doers
        assert task.state == state
        if state in (TaskState.VERIFIED, TaskState.CLOSED):
            assert task.done_by_id == did
            assert task.verified_by_id not in (None, did)
        self.reached.add(state)

    @invariant()
    def nobody_granted_their_own_wish(self) -> None:
        if hasattr(self, "task"):
            wishes = Extension.objects.filter(task=self.task, granted__isnull=False)
            assert all(wish.decided_by_id not in (None, wish.asked_by_id) for wish in wishes)
            assert Task.objects.get(pk=self.task.pk).first_due_on == date(2026, 7, 14)


@pytest.mark.django_db
def test_no_sequence_of_actions_skips_the_review() -> None:
    TwoPeople.reached, TwoPeople.refused = set(), set()
    bounded = settings(
        max_examples=40,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(TwoPeople, settings=bounded)

    assert TwoPeople.reached >= {
        "open",
        "accepted",
        "done",
        "verified",
        "cancelled",
    }  # the walk went everywhere
    assert TwoPeople.refused >= {"NotAllowed", "Conflict"}


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions at the same moment, each in a thread and a connection of its own; return what came of each."""
    gate = threading.Barrier(len(actions))
    outcomes: list[Any] = [None] * len(actions)

    def run(place: int, action: Callable[[], Any]) -> None:
        gate.wait()
        try:
            action()
            outcomes[place] = "done"
        except EnvHealthError as error:
            outcomes[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_the_same_moment_end_in_one_legal_state() -> None:
    unit = make_unit()
    post = make_post(unit=unit)
    officers = [make_user("unit_officer", unit=unit) for _ in range(2)]
    deciders = [make_user("office"), make_user("office")]
    task = make_task(owner_post=post)

    accepted = together(*(lambda by=by: tasks.accept(task=task, by=by, now=NOW) for by in officers))
    finished = together(
        *(lambda by=by: tasks.finish(task=task, outcome="好", by=by, now=NOW) for by in officers)
    )
    decided = together(
        lambda: tasks.verify(task=task, by=deciders[0], now=NOW),
        lambda: tasks.verify(task=task, by=deciders[1], now=NOW),
        lambda: tasks.verify(task=task, by=officers[0], now=NOW),
    )

    assert sorted(accepted) == ["Conflict", "done"]
    assert sorted(finished) == ["Conflict", "done"]
    assert sorted(decided) == ["Conflict", "NotAllowed", "done"]
    kept = Task.objects.get(pk=task.pk)
    assert kept.state == TaskState.VERIFIED
    assert kept.entries.count() == 4
    assert kept.state not in TASK_ENDED


@pytest.mark.django_db(transaction=True)
def test_the_same_matter_raised_by_six_at_once_is_one_task() -> None:
    post = make_post()

    outcomes = together(
        *(lambda: make_task(owner_post=post, title="示范", source_key="alert:9") for _ in range(6))
    )

    assert outcomes == ["done"] * 6
    assert Task.objects.filter(source_key="alert:9").count() == 1
    assert Task.objects.get(source_key="alert:9").entries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reassignments_at_once_move_each_task_once() -> None:
    old, heirs, office = make_post(), [make_post(), make_post()], make_user("office")
    moved = [make_task(owner_post=old) for _ in range(3)]
    ids = [task.pk for task in moved]

    outcomes = together(
        *(
            lambda heir=heir: tasks.reassign_post(
                from_post=old, to_post=heir, task_ids=ids, reason="改革", by=office, now=NOW
            )
            for heir in heirs
        )
    )

    assert sorted(outcomes) == ["Conflict", "done"]
    assert len(set(Task.objects.values_list("owner_post", flat=True))) == 1
