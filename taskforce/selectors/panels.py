"""What the cockpit shows of the joint office: plain data, each panel a few queries, long lists cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from taskforce.choices import DutyState
from taskforce.models import ReportDuty
from taskforce.science.period_words import period_words
from taskforce.selectors.reports import OVERDUE, Rate, rates, report_duties
from yunhe_envhealth.accounts.permissions import scope

REPORTS_LISTED = 8


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A report that is overdue and has not come."""

    pk: int
    title: str
    body: str
    unit: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ReportRatesPanel:
    """The rates of the latest periods, and what is missing now; `missing_total` counts beyond the listed ones."""

    day: date
    periods: list[Rate]
    missing: list[MissingReport]
    missing_total: int


def report_rates_panel(user: Any, day: date, *, periods: int = 2) -> ReportRatesPanel:
    """Return the rates by period (the latest `periods` that have begun to fall due) and the overdue reports.

    Demonstration rows are left out. Three queries, whatever the number of duties.
    """
    seen = scope(ReportDuty.objects.all(), user, "reports.view")
    begun = seen.filter(Q(period_end__lte=day) | Q(first_submitted_at__isnull=False))
    overdue = (
        scope(report_duties(day), user, "reports.view")
        .filter(punctuality=OVERDUE, is_demo=False)
        .exclude(state=DutyState.WAIVED)
        .order_by("due_on", "body__sort_key", "pk")
    )
    return ReportRatesPanel(
        day=day,
        periods=list(rates(by="period", day=day, rows=begun))[:periods],
        missing=[_missing(duty) for duty in overdue[:REPORTS_LISTED]],
        missing_total=overdue.count(),
    )


def _missing(duty: ReportDuty) -> MissingReport:
    return MissingReport(
        pk=duty.pk,
        title=f"{period_words(duty.period_code)}{duty.rule.title}",
        body=str(duty.body),
        unit=str(duty.owner_post.unit),
        due_on=duty.due_on,
    )
