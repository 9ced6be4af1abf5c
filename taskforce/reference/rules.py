"""Who reports what and when (report_rules.csv, rule_reporters.csv) and the steps of reminders (reminder_steps.csv).

The plan (云政发〔2022〕31号, annex 三) and the national guide (试点工作申报指南 三) word the duties; where they name no
report or no day the rule carries a default of the platform, marked as such. The office reviews: it is who may. A rule is in force from the day it is first loaded: nobody is
said to have been late before the platform was there. What the county has changed on its pages is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from taskforce.choices import Share
from taskforce.models import BodyUnit, Post, ReminderStep, ReportRule, RuleReporter
from taskforce.selectors.posts import OFFICE, in_force, office_post, unit_head_post
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.reference import Changes, apply, read_csv

HERE = Path(__file__).parent
LOCAL_FIELDS = (
    "title",
    "due_working_days",
    "open_days_before",
    "recipient",
    "template_code",
    "reviewer_post_id",
    "standing",
    "valid_from",
)


@transaction.atomic
def load(*, today: date) -> list[Changes]:
    """Add the rules, reporters and steps that are missing; the posts must have been loaded before."""
    rules = apply(ReportRule, _rules(today), local_fields=LOCAL_FIELDS, one_by_one=True)
    return [rules, _load_reporters(today), _load_steps()]


def _rules(today: date) -> Iterator[dict[str, Any]]:
    reviewers = {"office": office_post(today)}
    numbers = ("months", "due_working_days", "open_days_before")
    words = (
        "code",
        "title",
        "anchor",
        "applies",
        "recipient",
        "template_code",
        "clause",
        "source",
        "standing",
    )
    for row in read_csv(HERE / "report_rules.csv"):
        reviewer = reviewers[row["reviewer"]]
        yield {
            **{name: row[name] for name in words},
            **{name: int(row[name]) for name in numbers},
            "reviewer_post_id": reviewer.pk if reviewer else None,
            "merges_id": ReportRule.objects.get(code=row["merges"]).pk if row["merges"] else None,
            "valid_from": today,
        }


def _load_reporters(today: date) -> Changes:
    """Add each reporter once; a body whose post is not there yet is left for the next time."""
    rows = read_csv(HERE / "rule_reporters.csv")
    rules = ReportRule.objects.in_bulk([row["rule"] for row in rows], field_name="code")
    bodies = Unit.objects.in_bulk([row["body"] for row in rows], field_name="code")
    known = set(RuleReporter.objects.values_list("rule__code", "body__code"))
    added = []
    for row in rows:
        post = _reporting_post(bodies[row["body"]], today)
        if (row["rule"], row["body"]) in known or post is None:
            continue
        added.append(
            RuleReporter(rule=rules[row["rule"]], body=bodies[row["body"]], post=post, valid_from=today)
        )
    RuleReporter.objects.bulk_create(added)
    return Changes("报送机构", new=len(added), unchanged=len(rows) - len(added))


def _reporting_post(body: Unit, day: date) -> Post | None:
    """Return the post that reports for a body: the office's director, else that of the body's lead unit."""
    if body.code == OFFICE:
        return office_post(day)
    lead = BodyUnit.objects.filter(in_force(day), body=body, share=Share.LEAD).select_related(
        "reports_through"
    )
    found = lead.order_by("code").first()
    if found is None:
        return None
    return found.reports_through or unit_head_post(found.unit_id, day)


def _load_steps() -> Changes:
    rows = read_csv(HERE / "reminder_steps.csv")
    known = set(ReminderStep.objects.values_list("offset", "audience"))
    added = [
        ReminderStep(offset=int(row["offset"]), audience=row["audience"], standing=row["standing"])
        for row in rows
        if (int(row["offset"]), row["audience"]) not in known
    ]
    ReminderStep.objects.bulk_create(added)
    return Changes("提醒步骤", new=len(added), unchanged=len(rows) - len(added))
