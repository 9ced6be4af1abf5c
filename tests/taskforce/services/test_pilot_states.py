"""No sequence of steps by two people skips the approval, jumps a stage, sets dates out of order or outlives the exit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taskforce.choices import PILOT_MOVES, PILOT_PASSED, DutyState, PilotState
from taskforce.models import DossierItem, Pilot, PilotStep, ReportDuty
from taskforce.science.periods import add_months
from taskforce.services import duties, pilot
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import make_post, make_rule
from tests.taskforce.services.walking import (
    OFFICE,
    OFFICE_AT_HOME,
    OFFICER,
    OTHER,
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
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import EnvHealthError

DAY = date(2026, 7, 7)
EDGES = {(start, kind, end or start) for kind, (starts, end) in PILOT_MOVES.items() for start in starts}
BEFORE_APPROVAL = (PilotState.PREPARING, PilotState.SUBMITTED, PilotState.RECOMMENDED)
STAGE = {
    "apply": 0,
    "recommend": 1,
    "approve": 2,
    "start": 3,
    "evaluate": 4,
    "rectify": 4,
    "extend": 4,
    "exit": 4,
}
ONWARD = {
    PilotState.PREPARING: "apply",
    PilotState.SUBMITTED: "recommend",
    PilotState.RECOMMENDED: "approve",
    PilotState.APPROVED: "start",
    PilotState.RUNNING: "evaluate",
    PilotState.EXTENDED: "evaluate",
}
ACTIONS = [
    *PILOT_MOVES,
    "ahead",
    "undated",
    "backdate",
    "approve_anew",
    "correct",
    "correct_first",
    "tick",
    "generate",
]


@dataclass
class Walk:
    """One pilot in a round of its life, the two who walk, and the reports that are counted from its approval."""

    pilot_id: int
    item_id: int
    people: dict[str, User]
    whos: dict[str, Who]
    reached: Counter[Any]
    begun: str
    day: date = DAY
    done: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stood = self.picture()

    def step(self, name: str, action: str) -> None:
        """Take one step; what leads on is left to the other when the one named may not."""
        stood = Pilot.objects.get(pk=self.pilot_id)
        if action != "next":
            self.attempt(name, action, stood)
            return
        onward = self.following(stood.state)
        if not self.attempt(name, onward, stood):
            self.attempt(OTHER[name], onward, stood)

    def attempt(self, name: str, kind: str, before: Pilot) -> bool:
        """Return whether the step was taken, ten days after the one before; a refused one changed nothing."""
        self.day += timedelta(days=10)
        try:
            self.take(kind, self.people[name])
        except EnvHealthError as refusal:
            self.reached[type(refusal).__name__] += 1
            assert self.picture() == self.stood
            return False
        self.stood = self.picture()
        assert self.whos[name].is_office or kind == "generate"
        if kind == "approve_anew" and before.approved_on is None:
            kind = "approve"
        self.judge(before.state, self.following(before.state) if kind == "backdate" else kind)
        return True

    def following(self, state: str) -> str:
        """Return the step that leads on: the first evaluation asks for rectification, the second extends the pilot."""
        times = self.done.count("evaluate")
        if state == PilotState.EVALUATED:
            return "extend" if times == 2 else "rectify"
        if state == PilotState.RECTIFYING:
            return "exit" if times > 2 else "evaluate"
        return ONWARD.get(PilotState(state), "yearly")

    def take(self, action: str, by: User) -> None:
        given: dict[str, Any] = {"document": f"示范〔2026〕{self.day:%m%d}号", "by": by, "day": self.day}
        kind = self.following(Pilot.objects.get(pk=self.pilot_id).state)
        acts: dict[str, Callable[[], Any]] = {
            "ahead": lambda: self.record(kind, done_on=self.day + timedelta(days=1), **given),
            "undated": lambda: self.record(kind, done_on=self.day, **given | {"document": " "}),
            "backdate": lambda: self.record(kind, done_on=self.day - timedelta(days=45), **given),
            "approve_anew": lambda: self.record(
                "approve", done_on=self.day - timedelta(days=5), reason="看错日期", **given
            ),
            "correct": lambda: self.correct("-pk", timedelta(days=-8), **given),
            "correct_first": lambda: self.correct("pk", timedelta(days=35), **given),
            "tick": lambda: pilot.tick_item(
                item_id=self.item_id, is_present=True, note=f"档案室 {self.day}", by=by
            ),
            "generate": lambda: duties.generate(day=self.day),
        }
        acts.get(action, lambda: self.record(action, done_on=self.day, **given))()

    def correct(self, order: str, moved: timedelta, **given: Any) -> None:
        """Move the day of the first or the last step that is done."""
        done = PilotStep.objects.filter(pilot=self.pilot_id, done_on__isnull=False)
        step = done.order_by(order).first() or PilotStep(pk=0, done_on=self.day)
        pilot.correct_step(
            step_id=step.pk, done_on=(step.done_on or self.day) + moved, reason="抄错", **given
        )

    def record(self, kind: str, **given: Any) -> None:
        """Record a step in the way that its kind asks for."""
        if kind == "approve":
            given["approved_on"] = given.pop("done_on")
            pilot.set_approval(pilot_id=self.pilot_id, **given)
        else:
            pilot.record_step(pilot_id=self.pilot_id, kind=kind, **given)

    def picture(self) -> tuple[list[Any], ...]:
        """Return all that is written of the pilot, its steps, its check-list and its reports."""
        return (
            list(Pilot.objects.filter(pk=self.pilot_id).values()),
            list(PilotStep.objects.filter(pilot=self.pilot_id).order_by("pk").values()),
            list(DossierItem.objects.filter(pilot=self.pilot_id).values()),
            list(ReportDuty.objects.order_by("pk").values_list("period_code", "state")),
        )

    def judge(self, before: str, kind: str) -> None:
        """Assert what must hold after a step that was not refused."""
        now = Pilot.objects.get(pk=self.pilot_id)
        if kind in PILOT_MOVES and before in PILOT_MOVES[kind][0]:
            assert (before, kind, now.state) in EDGES
            self.reached[before, kind, now.state] += 1
            self.done.append(kind)
        else:
            assert now.state == before
            assert kind not in PILOT_MOVES or before in PILOT_PASSED[kind]
            self.reached["late" if kind in PILOT_MOVES else kind] += 1
            self.late += [kind] if kind in PILOT_MOVES else []
        assert before != PilotState.EXITED or now.state == PilotState.EXITED
        self.judge_story(now)
        self.judge_days(now)
        if now.state != PilotState.EXITED:
            self.judge_reports(now, generated=kind == "generate")

    def judge_story(self, now: Pilot) -> None:
        """The state is what the steps taken lead to; what was entered late was missing, and moved nothing."""
        state = str(self.begun)
        for kind in self.done:
            starts, end = PILOT_MOVES[kind]
            assert state in starts
            state = end or state
        assert now.state == state
        taken = Counter([*self.done, *self.late])
        rows = PilotStep.objects.filter(pilot=now, done_on__isnull=False)
        assert Counter(rows.values_list("kind", flat=True)) == taken
        assert max(taken["approve"], taken["start"], *Counter(self.late).values()) <= 1
        assert (now.approved_on is not None) == bool(taken["approve"])
        if self.begun == PilotState.PREPARING:
            assert (now.approved_on is None) == (now.state in BEFORE_APPROVAL)
            assert not self.late

    def judge_days(self, now: Pilot) -> None:
        """No step lies ahead, has no document or comes before a stage that it follows; due days follow the approval."""
        rows = list(PilotStep.objects.filter(pilot=now).order_by("pk"))
        done = [(row.kind, row.done_on) for row in rows if row.done_on is not None]
        assert all(day <= self.day for _, day in done)
        assert all(row.document for row in rows if row.done_on is not None)
        days = {kind: sorted(day for other, day in done if other == kind) for kind, _ in done}
        for kind, found in days.items():
            for later in days:
                if STAGE.get(kind, 9) < STAGE.get(later, -1):
                    assert found[0] <= days[later][-1]
        if now.approved_on is not None:
            assert days["approve"] == [now.approved_on]
            due = {kind: [row.due_on for row in rows if row.kind == kind] for kind in ("start", "evaluate")}
            assert due["start"] == [add_months(now.approved_on, 3)]
            assert due["evaluate"][0] == add_months(now.approved_on, 36)
            assert not any(due["evaluate"][1:])

    def judge_reports(self, now: Pilot, *, generated: bool) -> None:
        """Only the report that is counted from the approval in force is asked for."""
        asked = set(ReportDuty.objects.filter(state=DutyState.EXPECTED).values_list("period_code", flat=True))
        counted = add_months(now.approved_on, 3).isoformat() if now.approved_on else ""
        assert asked <= {counted}
        if generated and now.approved_on is not None:
            assert asked == {counted}
            self.reached["asked"] += 1
        self.reached["excused"] += ReportDuty.objects.filter(state=DutyState.WAIVED).exists()


@pytest.mark.django_db
def test_no_sequence_of_steps_skips_the_approval_or_outlives_the_exit() -> None:
    reached, cast = Counter[Any](), Cast(make_unit(), make_unit())
    make_rule(posts=[make_post()], anchor="approval", months=3, applies="pilot", open_days_before=150)

    @bounded(16)
    @given(
        two_people(),
        st.sampled_from([PilotState.PREPARING, PilotState.PREPARING, PilotState.RUNNING]),
        ways(ACTIONS, longest=16),
    )
    @example(
        (OFFICE, OFFICER),
        PilotState.PREPARING,
        way(
            "a:exit a:approve a:apply a:approve a:recommend b:approve a:start a:approve a:evaluate a:start a:apply"
            " a:yearly a:exit a:evaluate a:extend a:yearly a:evaluate a:rectify a:yearly a:evaluate a:rectify a:exit"
            " a:evaluate a:yearly a:extend a:start a:apply a:approve a:approve_anew"
        ),
    )
    @example(
        (OFFICE, OFFICE_AT_HOME),
        PilotState.PREPARING,
        way(
            "a:next b:apply a:recommend b:apply a:recommend b:backdate a:ahead b:undated a:approve a:generate"
            " b:approve_anew a:generate b:tick a:correct_first b:correct a:backdate b:start a:correct b:rectify"
        ),
    )
    @example(
        (OFFICER, OFFICE),
        PilotState.PREPARING,
        way("a:apply b:apply a:recommend b:recommend a:approve b:approve a:start a:tick"),
    )
    @example(
        (OFFICE, OFFICER),
        PilotState.RUNNING,
        way(
            "a:apply a:apply a:approve a:recommend a:generate a:start a:start a:evaluate a:approve_anew a:apply"
        ),
    )
    def walk(whos: tuple[Who, Who], state: str, steps: Way) -> None:
        people = cast.people(whos)
        with undone():
            begun = Pilot.objects.create(code="walk", title="示范试点", state=state)
            item = DossierItem.objects.create(pilot=begun, code="plan", section="示范", title="示范方案")
            named = dict(zip("ab", whos, strict=True))
            on = Walk(begun.pk, item.pk, people, named, reached, state)
            for name, action in steps:
                on.step(name, action)
            reached["ended", Pilot.objects.get(pk=begun.pk).state] += 1

    walk()

    assert {key for key in reached if key in EDGES} == EDGES
    assert {key[2] for key in reached if key in EDGES} | {PilotState.PREPARING} == set(PilotState)
    assert reached["ended", PilotState.EXITED] > 1  # not the written way alone
    aside = ("approve_anew", "correct", "correct_first", "tick", "asked", "excused", "late")
    assert not [name for name in (*aside, "NotAllowed", "Conflict", "PilotRefused") if not reached[name]]


RIVALS = [
    (PilotState.RUNNING, "evaluate", "evaluate", "PilotRefused"),
    (PilotState.EVALUATED, "rectify", "extend", "PilotRefused"),
    (PilotState.RECTIFYING, "exit", "evaluate", "PilotRefused"),
    (PilotState.APPROVED, "start", "start", "Conflict"),
]


@pytest.mark.django_db(transaction=True)
def test_two_steps_at_once_end_in_one_state() -> None:
    office = [make_user("office"), make_user("office")]
    for state, one, other, refusal in RIVALS:
        begun = Pilot.objects.create(
            code=f"walk-{state}", title="示范试点", state=state, approved_on=date(2026, 1, 5)
        )

        outcomes = at_once(*(step_of(begun, by, kind) for by, kind in zip(office, (one, other), strict=True)))

        assert sorted(outcomes) == sorted([refusal, "done"])
        kept = PilotStep.objects.get(pilot=begun)
        assert kept.kind in (one, other)
        assert Pilot.objects.get(pk=begun.pk).state == PILOT_MOVES[kept.kind][1]


def step_of(begun: Pilot, by: User, kind: str) -> Callable[[], Any]:
    return lambda: pilot.record_step(
        pilot_id=begun.pk, kind=kind, done_on=DAY, document=f"示范{by.pk}号", by=by, day=DAY
    )


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_are_one_and_a_correction_without_a_reason_is_refused() -> None:
    begun = Pilot.objects.create(code="walk", title="示范试点", state=PilotState.RECOMMENDED)
    office = [make_user("office"), make_user("office")]

    outcomes = at_once(
        *(
            lambda by=by, day=day: pilot.set_approval(
                pilot_id=begun.pk, approved_on=day, document="环办〔示范〕1号", by=by, day=DAY
            )
            for by, day in zip(office, (date(2026, 5, 8), date(2026, 5, 18)), strict=True)
        )
    )

    kept = Pilot.objects.get(pk=begun.pk)
    assert sorted(outcomes) == ["PilotRefused", "done"]
    assert kept.state == PilotState.APPROVED
    assert PilotStep.objects.get(pilot=begun, kind="approve").done_on == kept.approved_on
