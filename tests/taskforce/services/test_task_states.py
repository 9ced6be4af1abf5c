"""No sequence of actions by two people, whatever roles they hold, skips the review or lets one verify their own work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.db.models import Count
from hypothesis import example, given
from hypothesis import strategies as st

from taskforce.choices import TASK_ACTIONS, TASK_ENDED, EntryKind, TaskState
from taskforce.models import Extension, Task, TaskEntry
from taskforce.services import tasks
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import NOW, hold, make_post, make_task
from tests.taskforce.services.walking import (
    ACTING,
    OFFICE,
    OFFICE_AT_HOME,
    OFFICER,
    OTHER,
    REVIEWER,
    STRANGER,
    Cast,
    Way,
    Who,
    at_once,
    bounded,
    two_people,
    undone,
    way,
    ways,
)
from yunhe_envhealth.accounts.models import Role, User
from yunhe_envhealth.core.errors import EnvHealthError

LEGAL = {(source, target) for sources, target in TASK_ACTIONS.values() for source in sources}
HANDED_IN = (TaskState.DONE, TaskState.VERIFIED)
DUE = date(2026, 7, 14)
ONWARD = {"open": "accept", "accepted": "finish", "done": "verify", "verified": "close"}
ACTIONS = ["accept", "finish", "verify", "send_back", "close", "cancel", "ask", "grant", "refuse"]


@dataclass
class Reached:
    """Where the walks went, all together."""

    edges: Counter[tuple[str, str]] = field(default_factory=Counter)
    states: set[str] = field(default_factory=lambda: {str(TaskState.OPEN)})
    ends: Counter[str] = field(default_factory=Counter)
    wishes: set[str] = field(default_factory=set)
    refusals: set[str] = field(default_factory=set)


@dataclass
class Walk:
    """One task, the two who walk, what their roles let them do."""

    task: Task
    people: dict[str, User]
    whos: dict[str, Who]
    holder: str  # who holds the owner's post, "" for neither
    opener: str  # who opened the task, "" for the platform
    reached: Reached
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.stood = picture(self.task)

    def step(self, name: str, action: str) -> None:
        """Take one action; what leads on is left to the other when the one named may not."""
        if action != "next":
            self.attempt(name, action)
            return
        onward = ONWARD.get(str(self.stood[0]), "send_back")
        if not self.attempt(name, onward):
            self.attempt(OTHER[name], onward)

    def attempt(self, name: str, action: str) -> bool:
        """Return whether the action was taken; whatever came of it, the task stands well, a refusal changed nothing."""
        self.now += timedelta(minutes=1)
        try:
            self.take(action, self.people[name])
        except EnvHealthError as refusal:
            self.reached.refusals.add(type(refusal).__name__)
            assert picture(self.task) == self.stood
            return False
        self.stood = picture(self.task)
        self.judge()
        return True

    def take(self, action: str, by: User) -> None:
        task, now = self.task, self.now
        if action == "ask":
            later = self.stood[1] + timedelta(days=7)
            tasks.ask_extension(task=task, due_on=later, reason="供货推迟", by=by, now=now)
        elif action in ("grant", "refuse"):
            wish = task.extensions.order_by("-pk").first()
            if wish is not None:
                granted = action == "grant"
                tasks.decide_extension(extension=wish, granted=granted, reason="意见", by=by, now=now)
        else:
            said = {"finish": {"outcome": "办完了。"}, "send_back": {"reason": "缺附件"}}
            words: Any = said.get(action, {"reason": "不用办了"} if action == "cancel" else {})
            getattr(tasks, action)(task=task, by=by, now=now, **words)

    def judge(self) -> None:
        """Hold against the story: every move legal, in order, by somebody who may, never on their own work."""
        task = Task.objects.get(pk=self.task.pk)
        state, doers, accepters = str(TaskState.OPEN), list[int](), set[int]()
        edge = ("", state)
        for move in TaskEntry.objects.filter(task=task, kind=EntryKind.MOVED).order_by("pk"):
            edge = (move.from_state, move.to_state)
            assert edge in LEGAL
            assert move.from_state == state
            assert move.by_id is not None
            assert move.by_id in self.allowed(edge)
            state = move.to_state
            if edge[0] in HANDED_IN or state == TaskState.CANCELLED:
                assert move.by_id not in doers
            if state == TaskState.VERIFIED:
                assert move.by_id not in accepters | self.holders()
            if edge[0] == TaskState.OPEN and state == TaskState.ACCEPTED:
                accepters.add(move.by_id)
            elif state == TaskState.DONE:
                doers.append(move.by_id)
            assert state != TaskState.CANCELLED or move.by_id not in accepters
        assert task.state == state
        self.reached.edges[edge] += 1
        self.reached.states.add(state)
        reviewed = state in (TaskState.VERIFIED, TaskState.CLOSED)
        assert (task.verified_by_id is not None) == reviewed
        assert task.done_by_id == (doers[-1] if state in (*HANDED_IN, TaskState.CLOSED) else None)
        assert (task.ended_at is not None) == (state in TASK_ENDED)
        self.judge_wishes(task)

    def judge_wishes(self, task: Task) -> None:
        """Nobody grants their own wish, only a granted one moves the day, and the first day stays."""
        wishes = list(Extension.objects.filter(task=task).order_by("pk"))
        decided = [wish for wish in wishes if wish.granted is not None]
        for wish in decided:
            assert wish.decided_by_id in self.allowed(("", "decided"))
            assert wish.decided_by_id not in {wish.asked_by_id, *self.holders()}
        assert all(wish.asked_by_id in self.allowed(("", "asked")) for wish in wishes)
        assert len(wishes) - len(decided) <= (task.state in (TaskState.OPEN, TaskState.ACCEPTED))
        assert task.first_due_on == DUE
        assert task.due_on == max([DUE, *(wish.due_on for wish in decided if wish.granted)])
        self.reached.wishes |= {str(wish.granted) for wish in wishes}

    def holders(self) -> set[int]:
        """Return who holds the owner's post, all the way: its work is theirs."""
        return {self.people[self.holder].pk} if self.holder else set()

    def allowed(self, edge: tuple[str, str]) -> set[int]:
        """Return who may take a move, by their roles: the owner's side, whoever returns work, whoever judges it."""
        if edge[1] in (TaskState.DONE, "asked") or edge == (TaskState.OPEN, TaskState.ACCEPTED):
            rule = self.owns
        elif edge[1] == TaskState.ACCEPTED:
            rule = self.assigns
        else:
            rule = self.judges
        return {person.pk for name, person in self.people.items() if rule(name)}

    def owns(self, name: str) -> bool:
        who = self.whos[name]
        acts = bool(who.roles & ACTING)
        return acts and (who.is_office or who.at_home or self.holder == name)

    def assigns(self, name: str) -> bool:
        who = self.whos[name]
        return who.is_office or (who.at_home and Role.UNIT_REVIEWER in who.roles)

    def judges(self, name: str) -> bool:
        """The office; of a task that the unit's reviewer opened, not as the office, any reviewer of the unit."""
        own = self.opener and self.assigns(self.opener) and not self.whos[self.opener].is_office
        return self.whos[name].is_office or bool(own and self.assigns(name))


@pytest.mark.django_db
def test_no_sequence_of_actions_skips_the_review() -> None:
    reached, post = Reached(), make_post()
    cast = Cast(post.unit, make_unit())

    @cache
    def opened(by: User | None) -> Task:  # by one of the two or by the platform, once for all examples
        return make_task(owner_post=post, by=by)

    @bounded(30)
    @given(
        two_people(),
        st.sampled_from(["a", "b", ""]),
        st.sampled_from(["", "", "a", "b"]),
        ways(ACTIONS, longest=12),
    )
    @example(
        (OFFICE, OFFICER),
        "",
        "",
        way(
            "b:accept b:finish a:send_back b:finish b:verify a:verify a:send_back b:finish a:verify b:close a:close b:finish a:cancel"
        ),
    )
    @example((OFFICE, OFFICER), "", "", way("b:cancel a:cancel b:accept a:send_back"))
    @example((OFFICE, OFFICER), "", "", way("b:accept a:close b:cancel a:cancel b:finish"))
    @example(
        (OFFICE, OFFICER),
        "b",
        "a",
        way("b:ask b:grant a:refuse b:ask a:grant b:accept b:ask b:ask b:finish a:grant a:verify b:ask"),
    )
    @example(
        (OFFICE, OFFICE_AT_HOME),
        "",
        "",
        way(
            "b:ask b:grant a:grant b:accept b:cancel b:finish b:verify b:send_back a:send_back a:finish b:verify a:verify b:close a:close"
        ),
    )
    @example((REVIEWER, OFFICER), "", "a", way("b:accept b:finish a:verify a:close"))
    @example(
        (REVIEWER, OFFICER), "", "", way("b:accept b:finish a:verify a:send_back a:finish a:close a:cancel")
    )
    @example((OFFICE, STRANGER), "b", "", way("b:accept b:finish b:verify a:verify b:close"))
    def walk(whos: tuple[Who, Who], holder: str, opener: str, steps: Way) -> None:
        people = cast.people(whos)
        task = opened(people[opener] if opener else None)
        with undone():
            if holder:
                hold(post, people[holder])
            on = Walk(task, people, dict(zip("ab", whos, strict=True)), holder, opener, reached)
            for name, action in steps:
                on.step(name, action)
            reached.ends[Task.objects.get(pk=task.pk).state] += 1

    walk()

    assert {edge for edge in reached.edges if edge[0]} == LEGAL
    assert reached.states == set(TaskState.values)
    assert reached.ends[TaskState.CLOSED] > 3  # not the written ways alone
    assert reached.wishes == {"True", "False", "None"}
    assert reached.refusals >= {"NotAllowed", "Conflict"}


def picture(task: Task) -> tuple[Any, ...]:
    """Return the task as it stands, with the number of its entries and wishes."""
    told = Count("entries", distinct=True), Count("extensions", distinct=True)
    rows = Task.objects.annotate(said=told[0], asked=told[1])
    return rows.values_list("state", "due_on", "times_returned", "updated_at", "said", "asked").get(
        pk=task.pk
    )


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_the_same_moment_end_in_one_legal_state() -> None:
    unit = make_unit()
    post = make_post(unit=unit)
    officers = [make_user("unit_officer", unit=unit) for _ in range(2)]
    deciders = [make_user("office"), make_user("office")]
    task = make_task(owner_post=post)

    accepted = at_once(*(lambda by=by: tasks.accept(task=task, by=by, now=NOW) for by in officers))
    finished = at_once(
        *(lambda by=by: tasks.finish(task=task, outcome="好", by=by, now=NOW) for by in officers)
    )
    decided = at_once(
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

    outcomes = at_once(
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

    outcomes = at_once(
        *(
            lambda heir=heir: tasks.reassign_post(
                from_post=old, to_post=heir, task_ids=ids, reason="改革", by=office, now=NOW
            )
            for heir in heirs
        )
    )

    assert sorted(outcomes) == ["Conflict", "done"]
    assert len(set(Task.objects.values_list("owner_post", flat=True))) == 1
