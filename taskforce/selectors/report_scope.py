"""Which report duties wait for one person: to be written by them, to be judged by them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from taskforce.choices import DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.selectors.acting import holds
from taskforce.selectors.posts import OFFICE, posts_of
from yunhe_envhealth.accounts.models import Role
from yunhe_envhealth.accounts.permissions import CAPABILITIES, can, memberships_of, reach, scope

DRAFT = "reports.draft"

TO_WRITE = (DutyState.EXPECTED, DutyState.DRAFTED, DutyState.RETURNED)


def written_by(user: Any, day: date) -> Q:
    """Return the condition of a duty to be one whose report the user writes.

    Those of the user's unit, those of a post that the user holds on the day, and for the office also its own.
    """
    if not holds(user, DRAFT):
        return Q(pk__in=[])
    held = [m for m in memberships_of(user) if m.role in CAPABILITIES[DRAFT].roles]
    mine = Q(owner_post__unit__in=[m.unit_id for m in held]) & Q(pk__in=_reached(user))
    mine |= Q(owner_post__in=posts_of(user, day).values("pk"))
    if any(membership.role == Role.OFFICE for membership in held):
        mine |= (Q(body__code=OFFICE) | Q(rule__merges__isnull=False)) & Q(pk__in=_reached(user))
    return mine


def _reached(user: Any) -> QuerySet[Any]:
    return reach(ReportDuty.objects.all(), user, DRAFT).values("pk")


def to_write(rows: QuerySet[ReportDuty], user: Any, day: date) -> QuerySet[ReportDuty]:
    """Narrow to what the user's unit or post still has to write: not begun, drafted, returned, or a correction."""
    drafts = ReportVersion.objects.filter(duty=OuterRef("pk"), state=VersionState.DRAFT)
    waiting = Q(state__in=TO_WRITE) | Q(Exists(drafts))
    return rows.filter(waiting, written_by(user, day)) if can(user, DRAFT) else rows.none()


def to_review(rows: QuerySet[ReportDuty], user: Any) -> QuerySet[ReportDuty]:
    """Narrow to what waits for the user's judgement: a submitted version, a correction too."""
    submitted = ReportVersion.objects.filter(duty=OuterRef("pk"), state=VersionState.SUBMITTED)
    allowed = scope(ReportDuty.objects.all(), user, "reports.review")
    return rows.filter(Exists(submitted), pk__in=allowed.values("pk"))
