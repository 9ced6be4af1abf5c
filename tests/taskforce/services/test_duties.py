"""Duties come from rules: once, in time, never for what ended before the rule was loaded, never changed later."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections

from taskforce.choices import Anchor, Applies, PilotState
from taskforce.models import Pilot, ReportDuty, ReportRule
from taskforce.selectors.duties import not_generated
from taskforce.services import duties
from taskforce.services.rules import add_reporter
from tests.factories.accounts import make_user
from tests.factories.office import make_post, make_rule
from yunhe_envhealth.core.errors import Conflict

pytestmark = pytest.mark.django_db
LOADED = date(2026, 5, 1)


def codes() -> list[str]:
    return sorted(ReportDuty.objects.values_list("period_code", flat=True))


def test_a_duty_opens_its_days_before_the_period_ends() -> None:
    make_rule(posts=[make_post()], since=LOADED, open_days_before=45)

    assert duties.generate(day=date(2026, 5, 15)) == 0
    assert duties.generate(day=date(2026, 5, 16)) == 1
    duty = ReportDuty.objects.get()
    assert (duty.period_code, duty.due_on, duty.opened_on) == (
        "2026H1",
        date(2026, 7, 14),
        date(2026, 5, 16),
    )


def test_generating_again_writes_nothing() -> None:
    make_rule(posts=[make_post(), make_post()], since=LOADED)

    assert duties.generate(day=date(2026, 6, 1)) == 2
    assert duties.generate(day=date(2026, 6, 1)) == 0
    assert duties.generate(day=date(2026, 5, 1)) == 0
    assert ReportDuty.objects.count() == 2


def test_what_was_missed_during_a_stop_is_made_up() -> None:
    make_rule(posts=[make_post()], since=LOADED)

    duties.generate(day=date(2028, 1, 5))

    assert codes() == ["2026H1", "2026H2", "2027H1", "2027H2"]


def test_nothing_is_asked_for_periods_that_ended_before_the_rule_was_loaded() -> None:
    make_rule(posts=[make_post()], since=date(2026, 7, 1))

    duties.generate(day=date(2026, 12, 31))

    assert codes() == ["2026H2"]


def test_a_changed_rule_leaves_what_was_generated_alone() -> None:
    rule = make_rule(posts=[make_post()], since=LOADED)
    duties.generate(day=date(2026, 6, 1))
    before = ReportDuty.objects.values().get()

    ReportRule.objects.filter(pk=rule.pk).update(due_working_days=3, open_days_before=10)
    duties.generate(day=date(2026, 6, 30))

    assert ReportDuty.objects.values().get() == before


def test_a_reporter_that_has_retired_owes_nothing_more() -> None:
    rule = make_rule(posts=[make_post()], since=LOADED)
    rule.reporters.update(valid_to=date(2026, 7, 1))

    duties.generate(day=date(2026, 12, 31))

    assert codes() == ["2026H1"]


def test_a_body_has_no_second_reporter_while_the_first_still_reports() -> None:
    post = make_post()
    rule = make_rule(posts=[post], since=LOADED)
    rule.reporters.update(valid_to=date(2026, 12, 1))
    fields: dict[str, Any] = {"rule": rule, "body": post.body, "post": make_post(), "reason": "调整"}
    by = make_user("office")

    with pytest.raises(Conflict):
        add_reporter(**fields, valid_from=date(2026, 6, 1), by=by)
    add_reporter(**fields, valid_from=date(2026, 12, 1), by=by)

    assert duties.generate(day=date(2026, 12, 31)) == 2
    assert codes() == ["2026H1", "2026H2"]


def test_what_counts_from_the_approval_waits_for_its_day_and_says_so() -> None:
    Pilot.objects.create(code="shifan", title="示范试点", state=PilotState.RUNNING)
    fields: dict[str, Any] = {"since": LOADED, "applies": Applies.PILOT, "due_working_days": 0}
    start = make_rule(posts=[make_post()], anchor=Anchor.APPROVAL, months=3, **fields)
    make_rule(posts=[make_post()], anchor=Anchor.YEAR, **fields)

    duties.generate(day=date(2026, 12, 1))

    assert codes() == ["2026"]
    assert [(one.rule, one.why) for one in not_generated(date(2026, 12, 1))] == [
        (start, "没有录入试点的批复日期，期限不推算。")
    ]


def test_the_approval_starts_its_periods() -> None:
    Pilot.objects.create(
        code="shifan", title="示范试点", state=PilotState.APPROVED, approved_on=date(2026, 5, 20)
    )
    fields: dict[str, Any] = {"since": LOADED, "applies": Applies.PILOT, "due_working_days": 0}
    make_rule(posts=[make_post()], anchor=Anchor.APPROVAL, months=3, **fields)
    make_rule(posts=[make_post()], anchor=Anchor.APPROVAL_CYCLE, months=36, open_days_before=120, **fields)

    duties.generate(day=date(2029, 2, 1))

    assert codes() == ["2026-08-20", "2029-05-20"]


def test_only_who_is_in_no_list_applies_in_the_first_quarter() -> None:
    rule = make_rule(posts=[make_post()], since=LOADED, anchor=Anchor.FIRST_QUARTER, applies=Applies.NO_PILOT)
    duties.generate(day=date(2027, 3, 1))
    assert codes() == ["2027Q1"]

    Pilot.objects.create(code="shifan", title="示范试点", state=PilotState.RUNNING)
    duties.generate(day=date(2028, 3, 1))

    assert codes() == ["2027Q1"]
    assert [one.rule for one in not_generated(date(2028, 3, 1))] == [rule]


def test_a_provinces_worth_of_ten_years_takes_seconds(django_assert_max_num_queries: Any) -> None:
    posts = [make_post() for _ in range(200)]
    make_rule(posts=posts, since=date(2026, 1, 1))

    with django_assert_max_num_queries(25):
        assert duties.generate(day=date(2035, 12, 31)) == 4000

    with django_assert_max_num_queries(10):
        assert duties.generate(day=date(2035, 12, 31)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_generate_each_duty_once() -> None:
    make_rule(posts=[make_post() for _ in range(20)], since=LOADED)
    written: list[int] = []
    ready = threading.Barrier(2)

    def run() -> None:
        ready.wait()
        try:
            written.append(duties.generate(day=date(2026, 6, 1)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(written) == [0, 20]
    assert ReportDuty.objects.count() == 20
    assert connection.is_usable()
