"""No sequence of steps by two people lets minutes or decisions change, a task open twice or a dead meeting decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given

from taskforce.choices import MEETING_ACTIONS, MEETING_AHEAD, MEETING_TOOK_PLACE, DecisionKind, MeetingState
from taskforce.models import AgendaItem, Attendance, Decision, Meeting, MeetingSeries, Post, Task
from taskforce.services import meetings
from taskforce.services.meetings import Line, Present
from taskforce.services.meetings.decisions import FOLLOW_UP
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_meetings import day_of, make_held_meeting, make_meeting, make_series
from tests.factories.taskforce_tasks import NOW, make_post
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
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.core.periods import beijing_day

EDGES = {(start, end) for starts, end in MEETING_ACTIONS.values() for start in starts}
OVER = (MeetingState.MINUTED, MeetingState.CANCELLED)
UNITS_ACTIONS = ("propose", "withdraw")
WORDING = ("meeting_id", "kind", "text", "owner_post_id", "due_on", "follows_id", "reason", "agenda_item_id")
AFTER = [f"before.{action}" for action in ("write", "record", "correct", "carry_out", "cancel", "fix")]
ACTIONS = [
    "plan", "change", "invite", "hold_early", "hold", "cancel", "propose", "order", "withdraw", "attend", "forget", "write",
    "record", "add", "leave_out", "correct", "correct_first", "carry_out", "fix", *AFTER,
]  # fmt: skip
Rows = dict[int, dict[str, Any]]


def rows(found: Any) -> Rows:
    return {row["id"]: row for row in found.order_by("pk").values()}


@dataclass
class Picture:
    """All that is written of a series' meetings."""

    meetings: Rows
    attendance: Rows
    agenda: Rows
    decisions: Rows
    tasks: Rows

    def of(self, table: str, meeting_id: int) -> list[dict[str, Any]]:
        return [row for row in getattr(self, table).values() if row["meeting_id"] == meeting_id]

    def own(self, meeting_id: int) -> list[dict[str, Any]]:
        """Return what the meeting itself decided, corrections too: not the lines that look at earlier ones again."""
        here = {row["id"] for row in self.of("decisions", meeting_id)}
        return [row for row in self.of("decisions", meeting_id) if row["follows_id"] in {None, *here}]

    def looked_at_again(self, meeting_id: int) -> set[int]:
        again = {row["follows_id"] for row in self.of("decisions", meeting_id)}
        return again - {None, *(row["id"] for row in self.of("decisions", meeting_id))}


@dataclass
class Walk:
    """The meetings of one series, the two who walk, and the post that is charged with tasks."""

    series: MeetingSeries
    post: Post
    home: Unit
    people: dict[str, User]
    whos: dict[str, Who]
    reached: Counter[Any]
    now: datetime = NOW
    steps: int = 0

    def __post_init__(self) -> None:
        self.stood = self.picture()

    def step(self, name: str, words: str) -> None:
        """Take one step on the newest meeting or the one before; what leads on is left to the other if need be."""
        where, _, action = words.rpartition(".")
        found = list(self.series.meetings.order_by("-number")[:2])
        meeting = found[-1 if where else 0]
        if action != "next":
            self.attempt(name, action, meeting)
            return
        onward = following(meeting, self.stood)
        if not self.attempt(name, onward, meeting):
            self.attempt(OTHER[name], onward, meeting)

    def attempt(self, name: str, action: str, meeting: Meeting) -> bool:
        """Return whether the step was taken; whatever came of it, all stands well, and a refusal changed nothing."""
        self.steps += 1
        self.now += timedelta(minutes=1)
        before = self.stood
        try:
            self.take(action, meeting, self.people[name])
        except EnvHealthError as refusal:
            self.reached[type(refusal).__name__] += 1
            assert self.picture() == before
            return False
        self.stood = self.picture()
        self.judge(before, self.stood, name, action, meeting)
        return True

    def take(self, action: str, meeting: Meeting, by: User) -> None:
        if action == "hold":
            self.now = max(self.now, meeting.starts_at)
        here: dict[str, Any] = {"meeting_id": meeting.pk, "by": by}
        given = here | {"now": self.now}
        acts: dict[str, Callable[[], Any]] = {
            "plan": lambda: self.plan(by),
            "change": lambda: self.change(meeting, by),
            "invite": lambda: meetings.invite(**given),
            "hold": lambda: meetings.hold(**given),
            "hold_early": lambda: meetings.hold(**given),
            "cancel": lambda: meetings.cancel_meeting(reason="与全县会议冲突", **given),
            "propose": lambda: meetings.propose_agenda_item(unit=self.home, title="监测点补位", **given),
            "order": lambda: self.order(meeting, here),
            "withdraw": lambda: self.withdraw(meeting, by),
            "attend": lambda: self.attend(meeting, by, Present(True)),
            "forget": lambda: self.attend(meeting, by, Present(None)),
            "write": lambda: meetings.write_minutes(text=f"会议听取了汇报（{self.steps}）。", **here),
            "fix": lambda: meetings.fix_minutes(**given),
        }
        (acts | self.deciding(meeting, given))[action]()

    def order(self, meeting: Meeting, here: dict[str, Any]) -> None:
        """Turn the agenda round."""
        items = list(meeting.agenda.order_by("-order", "-pk"))
        meetings.order_agenda(orders={item.pk: place for place, item in enumerate(items, 1)}, **here)

    def deciding(self, meeting: Meeting, given: dict[str, Any]) -> dict[str, Callable[[], Any]]:
        """Return the steps on decisions. The three lines of "record" are always the same."""
        due = day_of(meeting.starts_at, 400)
        lines = [
            Line(DecisionKind.NOTE, "听取汇报"),
            Line(DecisionKind.DECISION, "建立会商制度"),
            Line(DecisionKind.TASK, "补齐水样", self.post, due),
        ]
        more = Line(DecisionKind.DECISION, f"再议（{self.steps}）")
        own = [row["id"] for row in self.stood.own(meeting.pk)] or [0]
        correct, right = meetings.correct_decision, Line(DecisionKind.TASK, "重新采样", self.post, due)
        done = {"done_on": beijing_day(self.now), "note": "制度已印发", "by": given["by"], "now": self.now}
        open_ones = Decision.objects.filter(pk__in=own, kind=DecisionKind.DECISION).order_by("pk")
        return {
            "record": lambda: meetings.record_decisions(lines=lines, **given),
            "add": lambda: meetings.record_decisions(lines=[more], **given),
            "leave_out": lambda: correct(line=more, reason="漏记", **given),
            "correct": lambda: correct(line=more, reason="记录有误", decision_id=own[-1], **given),
            "correct_first": lambda: correct(line=right, reason="记录有误", decision_id=own[0], **given),
            "carry_out": lambda: [meetings.carry_out(decision_id=row.pk, **done) for row in open_ones[:1]],
        }

    def plan(self, by: User) -> None:
        starts_at = self.now + timedelta(days=7)
        meetings.plan_meeting(series=self.series, starts_at=starts_at, by=by, now=self.now)

    def change(self, meeting: Meeting, by: User) -> None:
        later = max(meeting.starts_at, self.now) + timedelta(days=1)
        meetings.change_meeting(
            meeting_id=meeting.pk, title=meeting.title, starts_at=later, place="示范会议室", chair_post=self.post,
            agenda_until=None, reason="改期", by=by, now=self.now,
        )  # fmt: skip

    def withdraw(self, meeting: Meeting, by: User) -> None:
        for item in meeting.agenda.filter(unit=self.home).order_by("pk")[:1]:
            meetings.withdraw_agenda_item(item_id=item.pk, reason="另行办理", by=by, now=self.now)

    def attend(self, meeting: Meeting, by: User, present: Present) -> None:
        called = {row.pk: present for row in meeting.attendance.all()}
        meetings.record_attendance(meeting_id=meeting.pk, rows=called, by=by, now=self.now)

    def picture(self) -> Picture:
        of_series = {"meeting__series": self.series}
        return Picture(
            rows(Meeting.objects.filter(series=self.series)),
            rows(Attendance.objects.filter(**of_series)),
            rows(AgendaItem.objects.filter(**of_series)),
            rows(Decision.objects.filter(**of_series)),
            rows(Task.objects.all()),
        )

    def judge(self, before: Picture, after: Picture, name: str, action: str, meeting: Meeting) -> None:
        """Assert what must hold after a step that was not refused."""
        who = self.whos[name]
        if before != after:
            assert who.is_office or (who.acts_at_home and action in UNITS_ACTIONS)
            self.reached[action] += 1
        for pk, was in before.meetings.items():
            edge = (was["state"], after.meetings[pk]["state"])
            assert edge[0] == edge[1] or edge in EDGES
            self.reached[edge] += edge[0] != edge[1] or (pk == meeting.pk and action == "invite")
            if (
                was["state"] in OVER
            ):  # neither the minutes nor who came, and what was on the agenda, change any more
                assert after.meetings[pk] == was
                assert after.of("attendance", pk) == before.of("attendance", pk)
                assert after.of("agenda", pk) == before.of("agenda", pk)
        judge_wording(before, after)
        for row in after.meetings.values():
            judge_meeting(row, after, self.now)
        judge_tasks(after)
        if action == "plan":
            self.judge_follow_up(after)
        self.reached["corrected when minuted"] += (
            len(after.decisions) > len(before.decisions) and meeting.state == MeetingState.MINUTED
        )

    def judge_follow_up(self, after: Picture) -> None:
        """A new meeting looks again at all that the last one decided, and at what older ones left open."""
        new = max(after.meetings)
        took_place = [pk for pk, row in after.meetings.items() if row["state"] in MEETING_TOOK_PLACE]
        expected = set()
        for pk in took_place:
            own = after.own(pk)
            corrected = {row["follows_id"] for row in own}
            expected |= {
                row["id"]
                for row in own
                if row["kind"] != DecisionKind.NOTE
                and row["id"] not in corrected
                and (pk == max(took_place) or row["carried_out_on"] is None)
            }
        assert after.looked_at_again(new) == expected
        first = [row["title"] for row in after.of("agenda", new)]
        assert first == ([FOLLOW_UP] if expected else [])
        self.reached["followed up"] += bool(expected)


def following(meeting: Meeting, now: Picture) -> str:
    """Return the step that leads on."""
    if meeting.state == MeetingState.HELD:
        if any(row["attended"] is None for row in now.of("attendance", meeting.pk)):
            return "attend"
        if not meeting.minutes:
            return "write"
        return "fix" if now.own(meeting.pk) else "record"
    return {MeetingState.PLANNED: "invite", MeetingState.INVITED: "hold"}.get(
        MeetingState(meeting.state), "plan"
    )


def judge_wording(before: Picture, after: Picture) -> None:
    """No decision vanishes or is reworded; its task and the day on which it was carried out are stated once."""
    for pk, was in before.decisions.items():
        now = after.decisions[pk]
        assert [now[name] for name in WORDING] == [was[name] for name in WORDING]
        assert now["task_id"] == was["task_id"]
        assert was["carried_out_on"] is None or now == was


def judge_meeting(row: dict[str, Any], now: Picture, moment: datetime) -> None:
    state, called = row["state"], now.of("attendance", row["id"])
    assert (row["minuted_by_id"] is not None) == (row["minuted_at"] is not None) == (state == "minuted")
    assert bool(row["cancel_reason"]) == (state == MeetingState.CANCELLED)
    if state not in MEETING_TOOK_PLACE:
        assert not now.own(row["id"])
        assert not row["minutes"]
    else:
        assert called
        assert beijing_day(row["starts_at"]) <= beijing_day(moment)
    if state in MEETING_AHEAD:
        assert bool(called) == (state == MeetingState.INVITED)
    if state == MeetingState.MINUTED:
        assert row["minutes"]
        assert all(one["attended"] is not None for one in called)


def judge_tasks(now: Picture) -> None:
    """Each decision that charges somebody has opened one task of its own; nothing else has opened any."""
    charged = [row for row in now.decisions.values() if row["kind"] == DecisionKind.TASK]
    assert {row["task_id"] for row in charged} == set(now.tasks)
    assert len(charged) == len(now.tasks)
    for row in charged:
        task = now.tasks[row["task_id"]]
        asked = (row["owner_post_id"], row["due_on"], row["text"], f"decision:{row['id']}")
        assert (task["owner_post_id"], task["first_due_on"], task["detail"], task["source_key"]) == asked
    for row in now.decisions.values():
        assert row["carried_out_on"] is None or row["kind"] == DecisionKind.DECISION
        followed = now.decisions.get(row["follows_id"])
        if followed is None:
            assert row["reason"] in ("", "漏记")
        elif followed["meeting_id"] == row["meeting_id"]:
            assert row["reason"] == "记录有误"
        else:
            assert (row["kind"], row["text"]) == (DecisionKind.NOTE, followed["text"])
    once = [
        ("meeting_id", "follows_id"),
        ("meeting_id", "kind", "text", "owner_post_id", "due_on", "follows_id"),
    ]
    for names in once:  # no line is corrected or looked at twice in a meeting, none recorded twice
        found = [
            [row[name] for name in names]
            for row in now.decisions.values()
            if row[names[-1]] or len(names) > 2
        ]
        assert len(found) == len({tuple(one) for one in found})


@pytest.mark.django_db
def test_no_sequence_of_steps_rewrites_a_meeting_or_decides_for_a_dead_one() -> None:
    reached, series, post = Counter[Any](), make_series(), make_post()
    cast, clerk = Cast(make_unit(), make_unit()), make_user("office")

    @bounded(16)
    @given(two_people(), ways(ACTIONS, longest=14))
    @example(
        (OFFICE, OFFICER),
        way(
            "b:propose b:propose a:change b:invite a:invite a:invite b:withdraw a:hold_early b:hold a:hold a:cancel"
            " a:fix a:attend a:record a:record a:correct_first a:correct_first a:write a:forget a:fix a:attend b:fix"
            " a:fix a:write a:record a:forget a:correct a:leave_out a:carry_out a:carry_out b:plan a:plan a:order b:before.write"
            " a:before.correct a:before.cancel a:before.carry_out a:hold a:invite a:cancel a:record a:leave_out b:propose"
        ),
    )
    @example(
        (OFFICER, OFFICE), way("a:propose b:cancel b:invite b:hold a:propose b:plan b:invite b:plan b:change")
    )
    @example(
        (OFFICE, OFFICE_AT_HOME),
        way(
            "a:next b:next a:next b:next a:next b:next b:carry_out a:next b:next a:next b:add a:next b:next a:next"
        ),
    )
    def walk(whos: tuple[Who, Who], steps: Way) -> None:
        people = cast.people(whos)
        with undone():
            make_meeting(by=clerk, series=series)
            on = Walk(series, post, cast.home, people, dict(zip("ab", whos, strict=True)), reached)
            for name, action in steps:
                on.step(name, action)
            followed = Counter(AgendaItem.objects.filter(title=FOLLOW_UP).values_list("meeting", flat=True))
            assert set(followed.values()) <= {1}
            for state in series.meetings.values_list("state", flat=True):
                reached["ended", state] += 1

    walk()

    assert {key for key in reached if key in EDGES and reached[key]} == EDGES
    assert all(reached["ended", state] for state in MeetingState)
    assert reached["ended", MeetingState.MINUTED] >= 6  # not the written ways alone
    acted = {*ACTIONS, "hold"} - {"hold_early", *AFTER}
    assert all(reached[action] for action in acted), [action for action in acted if not reached[action]]
    assert reached["corrected when minuted"]
    assert reached["followed up"]
    assert all(reached[name] for name in ("NotAllowed", "Conflict", "MeetingRefused"))


@pytest.mark.django_db(transaction=True)
def test_steps_at_once_end_in_one_legal_state() -> None:
    one, other = make_user("office"), make_user("office")
    meeting = make_held_meeting(by=one)
    later = meeting.starts_at
    present = {row.pk: Present(True) for row in meeting.attendance.all()}
    meetings.record_attendance(meeting_id=meeting.pk, rows=present, by=one, now=later)
    meetings.write_minutes(meeting_id=meeting.pk, text="会议听取了汇报。", by=one)
    [wrong] = meetings.record_decisions(
        meeting_id=meeting.pk, lines=[Line(DecisionKind.DECISION, "每月一次")], by=one, now=later
    )

    def correct(by: User, words: str) -> Callable[[], Any]:
        return lambda: meetings.correct_decision(
            meeting_id=meeting.pk, decision_id=wrong.pk, reason="记录有误", by=by, now=later,
            line=Line(DecisionKind.TASK, words, wrong_post, day_of(later, 9)),
        )  # fmt: skip

    wrong_post = make_post()
    fixed = at_once(
        lambda: meetings.fix_minutes(meeting_id=meeting.pk, by=one, now=later),
        lambda: meetings.fix_minutes(meeting_id=meeting.pk, by=other, now=later),
    )
    corrected = at_once(correct(one, "每季度一次"), correct(other, "每半年一次"))

    assert sorted(fixed) == sorted(corrected) == ["Conflict", "done"]
    kept = Meeting.objects.get(pk=meeting.pk)
    assert kept.state == MeetingState.MINUTED
    assert kept.minuted_by == (one if fixed[0] == "done" else other)
    assert wrong.followed_by.count() == Task.objects.count() == 1
