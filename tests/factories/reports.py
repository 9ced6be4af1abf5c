"""Report duties for tests, on the small joint office of tests/factories/office.py. All invented (示范)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from taskforce.models import ReportDuty, ReportRule, ReportVersion
from taskforce.services import reports
from tests.factories.office import Office, make_rule
from yunhe_envhealth.accounts.models import User

TEXTS = {"work": "开展示范工作。", "problems": "示范问题。", "next": "示范举措。"}


def make_duty(
    office: Office, *, rule: ReportRule | None = None, due_on: date = date(2026, 7, 14), **fields: Any
) -> ReportDuty:
    """Make the duty of the office's officer for the first half of 2026."""
    rule = rule or make_rule(posts=[office.officer_post])
    defaults: dict[str, Any] = {
        "rule": rule,
        "body": office.unit,
        "period_code": "2026H1",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 6, 30),
        "due_on": due_on,
        "owner_post": office.officer_post,
        "reviewer_post": office.director_post,
    }
    return ReportDuty.objects.create(**(defaults | fields))


def write_draft(
    duty: ReportDuty, by: User, now: datetime, texts: dict[str, str] | None = None
) -> ReportVersion:
    """Open the draft and write its sections."""
    draft = reports.start_draft(duty=duty, by=by, now=now)
    return reports.save_draft(version=draft, texts=texts or TEXTS, seen=draft.updated_at, by=by, now=now)


def hand_in(duty: ReportDuty, by: User, now: datetime, texts: dict[str, str] | None = None) -> ReportVersion:
    return reports.submit(version=write_draft(duty, by, now, texts), by=by, now=now)
