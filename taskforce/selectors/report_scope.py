"""Which report duties wait for one person: to be written by them, to be judged by them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from taskforce.choices import DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.selectors.posts import posts_of
from yunhe_envhealth.accounts.permissions import memberships_of, scope

TO_WRITE = (DutyState.EXPECTED, DutyState.DRAFTED, DutyState.RETURNED)


def to_write(rows: QuerySet[ReportDuty], user: Any, day: date) -> QuerySet[ReportDuty]:
    """Narrow to what the user's unit or post still has to write: not begun, drafted, returned, or a correction."""
    units = [membership.unit_id for membership in memberships_of(user)]
    mine = Q(owner_post__unit__in=units) | Q(owner_post__in=posts_of(user, day).values("pk"))
    drafts = ReportVersion.objects.filter(duty=OuterRef("pk"), state=VersionState.DRAFT)
    allowed = scope(ReportDuty.objects.all(), user, "reports.draft")
    waiting = Q(state__in=TO_WRITE) | Q(Exists(drafts))
    return rows.filter(mine & waiting, pk__in=allowed.values("pk"))


def to_review(rows: QuerySet[ReportDuty], user: Any) -> QuerySet[ReportDuty]:
    """Narrow to what waits for the user's judgement: a submitted version, a correction too."""
    submitted = ReportVersion.objects.filter(duty=OuterRef("pk"), state=VersionState.SUBMITTED)
    allowed = scope(ReportDuty.objects.all(), user, "reports.review")
    return rows.filter(Exists(submitted), pk__in=allowed.values("pk"))
