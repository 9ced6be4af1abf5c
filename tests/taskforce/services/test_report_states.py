"""No sequence of steps by any two people skips review or lets somebody judge their own work; concurrent ones meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskforce.choices import DUTY_ACTIONS, DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.services import figures, reports
from tests.factories.accounts import make_user
from tests.factories.office import Office, make_office
from tests.factories.reports import TEXTS, hand_in, make_duty, write_draft
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import EnvHealthError

ROLES = ("unit_officer", "unit_reviewer", "office", "leadership")
STEPS = ("draft", "save", "submit", "comment", "send_back", "accept", "amend", "waive", "merge")
EDGES = {(start, end) for starts, end in DUTY_ACTIONS.values() for start in starts}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    return


def take(step: str, duty: ReportDuty, by: User, now: datetime) -> None:
    """Take one step on the newest version; refusals are answers."""
    version: Any = duty.versions.order_by("-number").first()
    acts: dict[str, Callable[[], Any]] = {
        "draft": lambda: reports.start_draft(duty=duty, by=by, now=now),
        "save": lambda: reports.save_draft(
            version=version,
            texts=TEXTS | {"work": f"{by.pk} 于 {now} 写。"},
            seen=version.updated_at,
            by=by,
            now=now,
        ),
        "submit": lambda: reports.submit(version=version, by=by, now=now),
        "comment": lambda: reports.comment(version=version, text="请补充。", by=by, now=now),
        "send_back": lambda: reports.send_back(version=version, text="请修改。", by=by, now=now),
        "accept": lambda: reports.accept(version=version, by=by, now=now),
        "amend": lambda: reports.amend(duty=duty, reason="有误", by=by, now=now),
        "waive": lambda: reports.waive(duty=duty, reason="免报", by=by, now=now),
        "merge": lambda: reports.merge(duty=duty, by=by, now=now),
    }
    if version is None and step in ("save", "submit", "comment", "send_back", "accept"):
        return
    with suppress(EnvHealthError):
        acts[step]()


def judge(duty: ReportDuty, before: ReportDuty) -> None:
    """Assert what must hold after every step."""
    assert duty.state == before.state or (before.state, duty.state) in EDGES
    assert before.first_submitted_at in (None, duty.first_submitted_at)
    versions = list(duty.versions.order_by("number"))
    assert sum(v.state in (VersionState.DRAFT, VersionState.SUBMITTED) for v in versions) <= 1
    assert (duty.state == DutyState.ACCEPTED) == any(v.state == VersionState.ACCEPTED for v in versions)
    for version in versions:
        decided = version.state in (VersionState.ACCEPTED, VersionState.RETURNED)
        assert decided == (version.decided_by_id is not None)
        assert not decided or version.submitted_by_id is not None
        assert version.decided_by_id is None or version.decided_by_id != version.submitted_by_id
        assert version.decided_by_id not in version.authors


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    roles=st.tuples(st.sampled_from(ROLES), st.sampled_from(ROLES)),
    both_here=st.booleans(),
    steps=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(STEPS)), max_size=24),
)
def test_no_two_people_skip_review_or_judge_their_own_work(
    no_figures: None, now: datetime, roles: tuple[str, str], both_here: bool, steps: list[tuple[int, str]]
) -> None:
    with transaction.atomic():
        office = make_office(steps=False)
        duty = make_duty(office)
        first = make_user(roles[0], unit=office.unit)
        second = make_user(roles[1], unit=office.unit if both_here else None)
        for at, (who, step) in enumerate(steps):
            before = ReportDuty.objects.get(pk=duty.pk)
            take(step, duty, (first, second)[who], now + at * MINUTE)
            judge(ReportDuty.objects.get(pk=duty.pk), before)
        transaction.set_rollback(True)


def together(*acts: Callable[[], Any]) -> list[str]:
    """Do all at once, each on a connection of its own; return "" or the refusal of each."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            gate.wait(20)
            act()
        except EnvHealthError as refused:
            return refused.message
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def submitted(transactional_db: None, no_figures: None, now: datetime) -> tuple[Office, ReportVersion]:
    office = make_office(steps=False)
    return office, hand_in(make_duty(office), office.officer, now)


def test_two_reviewers_at_once_end_in_one_decision(
    submitted: tuple[Office, ReportVersion], now: datetime
) -> None:
    office, version = submitted
    other = make_user("office")

    answers = together(
        lambda: reports.accept(version=version, by=office.director, now=now),
        lambda: reports.send_back(version=version, by=other, now=now, text="请改。"),
    )

    version.refresh_from_db()
    duty = ReportDuty.objects.get(pk=version.duty_id)
    assert sorted(bool(answer) for answer in answers) == [False, True]
    assert (version.state, duty.state) in {("accepted", "accepted"), ("returned", "returned")}
    assert (version.state == "returned") == (duty.versions.count() == 2)


def test_two_submissions_at_once_make_one(transactional_db: None, no_figures: None, now: datetime) -> None:
    office = make_office(steps=False)
    draft = write_draft(make_duty(office), office.officer, now)

    answers = together(
        lambda: reports.submit(version=draft, by=office.officer, now=now),
        lambda: reports.submit(version=draft, by=office.officer, now=now + MINUTE),
    )

    assert answers == ["", ""]
    version = ReportVersion.objects.get()
    assert version.submitted_at == ReportDuty.objects.get().first_submitted_at


def test_two_people_who_start_at_once_get_one_draft(
    transactional_db: None, no_figures: None, now: datetime
) -> None:
    office = make_office(steps=False)
    duty = make_duty(office)

    together(
        *[
            lambda by=by: reports.start_draft(duty=duty, by=by, now=now)
            for by in (office.officer, office.head)
        ]
    )

    assert ReportVersion.objects.count() == 1
