"""No sequence of steps by any two people skips review or lets somebody judge their own work; concurrent ones meet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given

from taskforce.choices import DUTY_ACTIONS, DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.report_text import fingerprint
from taskforce.selectors.posts import OFFICE as OFFICE_CODE
from taskforce.services import figures, reports
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import Office, make_office, make_rule
from tests.factories.reports import TEXTS, hand_in, make_duty, write_draft
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

PART = ["draft", "save", "submit", "comment", "send_back", "accept", "amend", "waive", "merge"]
WHOLE = ["whole.next", "whole.merge", "whole.submit", "whole.send_back", "whole.accept", "whole.amend"]
EDGES = {(start, end) for starts, end in DUTY_ACTIONS.values() for start in starts}
IN_HAND = (VersionState.DRAFT, VersionState.SUBMITTED)
DECIDED = (VersionState.ACCEPTED, VersionState.RETURNED)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})


@dataclass
class Walk:
    """A unit's report and the office's that merges it, the two who walk, and what was handed in so far."""

    part: ReportDuty
    whole: ReportDuty
    people: dict[str, User]
    whos: dict[str, Who]
    now: datetime
    reached: Counter[Any]
    frozen: dict[int, str] = field(default_factory=dict)
    wrote: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def step(self, name: str, words: str) -> None:
        """Take one step on the newest version of a report; what leads on is left to the other when one may not."""
        where, _, action = words.rpartition(".")
        duty = self.whole if where else self.part
        if action != "next":
            self.attempt(name, action, duty)
            return
        onward = self.following(duty, duty.versions.order_by("-number").first())
        if not self.attempt(name, onward, duty):
            self.attempt(OTHER[name], onward, duty)

    def attempt(self, name: str, action: str, duty: ReportDuty) -> bool:
        """Return whether the step was taken; whatever came of it, the report stands well."""
        before = ReportDuty.objects.get(pk=duty.pk)
        self.now += MINUTE
        taken = False
        try:
            taken = self.take(action, duty, self.people[name])
        except EnvHealthError as refusal:
            self.reached[type(refusal).__name__] += 1
        if taken:
            self.note_writer(before, action, self.people[name].pk)
        self.judge(before, ReportDuty.objects.get(pk=duty.pk), name)
        return taken

    def note_writer(self, duty: ReportDuty, action: str, by: int) -> None:
        """Keep who had a hand in the text since it was begun or amended: they never decide on it."""
        if action == "amend":
            self.wrote[duty.pk] = {by}
        elif action in ("save", "submit", "merge") or (action, duty.state) == ("draft", DutyState.EXPECTED):
            self.wrote[duty.pk].add(by)
        assert action not in ("send_back", "accept", "waive") or by not in self.wrote[duty.pk]

    def take(self, action: str, duty: ReportDuty, by: User) -> bool:
        """Return whether there was anything to take the step on."""
        now = self.now
        version: Any = duty.versions.order_by("-number").first()
        acts: dict[str, Callable[[], Any]] = {
            "draft": lambda: reports.start_draft(duty=duty, by=by, now=now),
            "amend": lambda: reports.amend(duty=duty, reason="有误", by=by, now=now),
            "waive": lambda: reports.waive(duty=duty, reason="免报", by=by, now=now),
            "merge": lambda: reports.merge(duty=duty, by=by, now=now),
        }
        on_a_version: dict[str, Callable[[], Any]] = {
            "save": lambda: reports.save_draft(
                version=version,
                texts=TEXTS | {"work": f"{now} 写。"},
                seen=version.updated_at,
                by=by,
                now=now,
            ),
            "submit": lambda: reports.submit(version=version, by=by, now=now),
            "comment": lambda: reports.comment(version=version, text="请补充。", by=by, now=now),
            "send_back": lambda: reports.send_back(version=version, text="请修改。", by=by, now=now),
            "accept": lambda: reports.accept(version=version, by=by, now=now),
        }
        possible = acts | (on_a_version if version else {})
        if action in possible:
            possible[action]()
        return action in possible

    def following(self, duty: ReportDuty, version: ReportVersion | None) -> str:
        """Return the step that leads on."""
        if version is None:
            return "merge" if duty.pk == self.whole.pk else "draft"
        if version.state == VersionState.DRAFT:
            return "save" if "（请写明" in str(version.sections) else "submit"
        return "accept" if version.state == VersionState.SUBMITTED else "amend"

    def judge(self, before: ReportDuty, duty: ReportDuty, name: str) -> None:
        """Assert what must hold after every step on a report, taken by the one named or refused."""
        versions = list(duty.versions.order_by("number"))
        if before.state != duty.state:
            assert (before.state, duty.state) in EDGES
            self.reached[before.state, duty.state] += 1
        assert before.first_submitted_at in (None, duty.first_submitted_at)
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        assert sum(version.state in IN_HAND for version in versions) <= 1
        accepted = [version for version in versions if version.state == VersionState.ACCEPTED]
        assert (duty.state == DutyState.ACCEPTED) == bool(accepted) == (duty.accepted_at is not None)
        self.reached["amended"] += len(accepted) > 1
        if before.state != duty.state == DutyState.WAIVED:
            assert self.reviews(name, duty)
            assert not any(self.people[name].pk in version.authors for version in versions)
            assert not self.writes(name, duty)
        for version in versions:
            self.judge_version(version, duty)

    def judge_version(self, version: ReportVersion, duty: ReportDuty) -> None:
        assert (version.state in DECIDED) == (version.decided_by_id is not None)
        assert (version.state != VersionState.DRAFT) == (version.submitted_by_id is not None)
        for source in version.sources:
            merged = ReportVersion.objects.get(pk=source["version"])
            assert merged.state == VersionState.ACCEPTED
            assert fingerprint(merged.sections, merged.figures) == source["sha256"]
            self.reached["merged"] += 1
        if version.state == VersionState.DRAFT:
            return
        writers = {person.pk for name, person in self.people.items() if self.writes(name, duty)}
        judges = {person.pk for name, person in self.people.items() if self.reviews(name, duty)}
        assert version.submitted_by_id in writers & {*version.authors}
        assert {*version.authors} <= writers
        now = fingerprint(version.sections, version.figures)
        assert self.frozen.setdefault(version.pk, now) == now  # what was handed in never changes
        if version.decided_by_id is not None:
            assert version.decided_by_id in judges - {*version.authors, version.submitted_by_id}
        self.reached[version.kind, version.state] += 1

    def writes(self, name: str, duty: ReportDuty) -> bool:
        who = self.whos[name]
        return who.is_office if duty.pk == self.whole.pk else who.acts_at_home

    def reviews(self, name: str, duty: ReportDuty) -> bool:
        return self.whos[name].is_office


@pytest.mark.django_db
def test_no_two_people_skip_review_or_judge_their_own_work(no_figures: None, now: datetime) -> None:
    reached, office = Counter[Any](), make_office(steps=False)
    rule = make_rule(posts=[office.officer_post])
    merging = make_rule(posts=[office.director_post], merges=rule)
    cast = Cast(office.unit, make_unit())

    @bounded(10)
    @given(two_people(), ways([*PART, *WHOLE], longest=14))
    @example(
        (OFFICE, OFFICER),
        way(
            "b:draft b:submit b:save b:submit b:accept a:send_back b:next a:accept b:amend b:next a:send_back b:next a:next"
        ),
    )
    @example((OFFICE, OFFICER), way("b:waive a:waive b:draft a:amend"))
    @example((OFFICE, OFFICER), way("b:next b:next a:waive b:submit a:accept"))
    @example(
        (OFFICE, OFFICE_AT_HOME),
        way(
            "b:next b:next b:next b:accept a:whole.merge a:accept a:whole.merge a:whole.next a:whole.accept"
            " b:whole.send_back a:whole.merge a:whole.submit a:whole.merge b:whole.accept b:amend b:next a:next"
        ),
    )
    @example(
        (OFFICE_AT_HOME, OFFICER), way("a:waive a:next b:next b:next a:next a:send_back b:waive a:waive")
    )
    @example(
        (OFFICE, OFFICER), way("b:next b:next b:next a:send_back b:next a:comment a:send_back b:next a:next")
    )
    @example(
        (OFFICE_AT_HOME, OFFICE_AT_HOME), way("a:next a:next a:submit a:accept b:send_back b:next a:accept")
    )
    @example((OFFICE_AT_HOME, OFFICER), way("a:draft b:save b:submit a:accept"))
    @example((OFFICE_AT_HOME, OFFICE_AT_HOME), way("a:next a:next b:submit b:accept a:accept"))
    def walk(whos: tuple[Who, Who], steps: Way) -> None:
        people = cast.people(whos)
        with undone():
            whole: dict[str, Any] = {"body": office.bodies[OFFICE_CODE], "owner_post": office.director_post}
            part, gathered = make_duty(office, rule=rule), make_duty(office, rule=merging, **whole)
            on = Walk(part, gathered, people, dict(zip("ab", whos, strict=True)), now, reached)
            for name, action in steps:
                on.step(name, action)
            reached["closed", ReportDuty.objects.get(pk=part.pk).state] += 1

    walk()

    assert {key for key in reached if key in EDGES} == EDGES
    kinds = ReportVersion.Kind
    for state in (VersionState.SUBMITTED, *DECIDED):
        assert all(reached[kind, state] for kind in (kinds.FIRST, kinds.REVISION, kinds.AMENDMENT))
    assert reached["amended"]
    assert reached["merged"]
    assert reached["closed", DutyState.ACCEPTED] > 3  # not the written ways alone
    assert not [name for name in ("NotAllowed", "Conflict", "ReportRefused") if not reached[name]]


@pytest.fixture
def submitted(transactional_db: None, no_figures: None, now: datetime) -> tuple[Office, ReportVersion]:
    office = make_office(steps=False)
    return office, hand_in(make_duty(office), office.officer, now)


def test_two_reviewers_at_once_end_in_one_decision(
    submitted: tuple[Office, ReportVersion], now: datetime
) -> None:
    office, version = submitted
    other = make_user("office")

    answers = at_once(
        lambda: reports.accept(version=version, by=office.director, now=now),
        lambda: reports.send_back(version=version, by=other, now=now, text="请改。"),
    )

    version.refresh_from_db()
    duty = ReportDuty.objects.get(pk=version.duty_id)
    assert sorted(answers) == ["Conflict", "done"]
    assert (version.state, duty.state) in {("accepted", "accepted"), ("returned", "returned")}
    assert (version.state == "returned") == (duty.versions.count() == 2)


def test_two_submissions_at_once_make_one(transactional_db: None, no_figures: None, now: datetime) -> None:
    office = make_office(steps=False)
    draft = write_draft(make_duty(office), office.officer, now)

    answers = at_once(
        lambda: reports.submit(version=draft, by=office.officer, now=now),
        lambda: reports.submit(version=draft, by=office.officer, now=now + MINUTE),
    )

    assert answers == ["done", "done"]
    version = ReportVersion.objects.get()
    assert version.submitted_at == ReportDuty.objects.get().first_submitted_at


def test_two_people_who_start_at_once_get_one_draft(
    transactional_db: None, no_figures: None, now: datetime
) -> None:
    office = make_office(steps=False)
    duty = make_duty(office)

    answers = at_once(
        *[
            lambda by=by: reports.start_draft(duty=duty, by=by, now=now)
            for by in (office.officer, office.head)
        ]
    )

    assert answers == ["done", "done"]
    assert ReportVersion.objects.count() == 1
