"""The reporting rules and reminder steps as they are loaded: complete, twice the same, never backwards."""

from __future__ import annotations

from datetime import date

import pytest

from taskforce.models import ReminderStep, ReportDuty, ReportRule, RuleReporter
from taskforce.reference import rules
from taskforce.selectors.duties import not_generated
from taskforce.services import duties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SUBGROUPS = {
    "env-health-subgroup",
    "digital-subgroup",
    "funding-subgroup",
    "standards-subgroup",
    "publicity-subgroup",
}


def test_every_subgroup_and_the_office_owe_their_reports_through_a_post() -> None:
    owed = RuleReporter.objects.values_list("rule__code", "body__code")

    assert {body for rule, body in owed if rule == "half-year"} == SUBGROUPS
    assert {rule for rule, body in owed if body == "task-force-office"} == {
        "half-year-merged",
        "pilot-yearly",
        "pilot-start",
        "pilot-evaluation",
        "pilot-application",
        "county-assessment",
    }


def test_days_that_no_source_names_are_marked_as_the_platforms_default() -> None:
    standing = dict(ReportRule.objects.values_list("code", "standing"))

    assert {code for code, word in standing.items() if word == "official"} == {"pilot-yearly"}
    assert set(standing.values()) == {"official", "default"}
    assert set(ReminderStep.objects.values_list("standing", flat=True)) == {"default"}


def test_what_the_national_guide_words_is_cited_where_it_stands() -> None:
    pilot = ReportRule.objects.filter(code__startswith="pilot-")

    assert dict(pilot.values_list("code", "clause")) == {
        "pilot-application": "三（一）",
        "pilot-start": "三（三）",
        "pilot-yearly": "三（三）",
        "pilot-evaluation": "三（四）",
    }
    assert all(rule.source.startswith("《国家环境健康管理试点工作申报指南》") for rule in pilot)
    assert all(("平台默认" in rule.source) == (rule.standing == "default") for rule in pilot)


def test_reviewers_and_merging_are_set() -> None:
    merged = ReportRule.objects.get(code="half-year-merged")

    assert merged.merges == ReportRule.objects.get(code="half-year")
    reviewing = ReportRule.objects.values_list("reviewer_post__body__code", "reviewer_post__kind")
    assert set(reviewing) == {("task-force-office", "director")}  # who may review: the office


def test_loading_again_writes_nothing_and_keeps_what_the_county_set() -> None:
    ReportRule.objects.filter(code="half-year").update(due_working_days=5)
    ReminderStep.objects.filter(offset=-14).update(is_active=False)

    changes = rules.load(today=date(2099, 1, 1))

    assert [(one.new, one.changed, one.retired) for one in changes] == [(0, 0, 0)] * 3
    assert ReportRule.objects.get(code="half-year").due_working_days == 5
    assert not ReminderStep.objects.get(offset=-14).is_active


def test_nobody_is_said_to_have_been_late_before_the_platform_was_there() -> None:
    loaded = ReportRule.objects.get(code="half-year").valid_from

    duties.generate(day=date(loaded.year + 1, 12, 31))

    assert ReportDuty.objects.exists()
    assert not ReportDuty.objects.filter(period_end__lt=loaded).exists()


def test_each_rule_that_rests_says_why() -> None:
    resting = {one.rule.code: one.why for one in not_generated(date(2099, 1, 1))}

    assert resting.keys() == {"pilot-start", "pilot-evaluation", "pilot-application"}
    assert all(resting.values())
