"""Submit a report: text, figures, sources and time are frozen in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from taskforce.choices import DutyState, VersionState
from taskforce.models import ReportVersion
from taskforce.services.reports.figures import frozen_figures
from taskforce.services.reports.opening import empty_sections, prompted_sections
from taskforce.services.reports.rights import ReportRefused, demand_draft, lock, move, opens_on
from taskforce.services.reports.telling import tell_reviewer
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.locks import locked_row
from yunhe_envhealth.core.periods import beijing_day


@transaction.atomic
def submit(*, version: ReportVersion, by: User, now: datetime, seen: datetime | None = None) -> ReportVersion:
    """Hand the draft in. A second click changes nothing; the first submission's time is kept for ever.

    Raises ReportRefused before its first day (`opens_on`), when a section is empty, still holds a prompt or names a figure
    that does not exist; Conflict when the draft changed since `seen`.
    """
    duty = lock(version.duty)
    demand_draft(duty, by, beijing_day(now))
    locked = locked_row(ReportVersion.objects.select_related("duty__body"), version.pk)
    if locked.state == VersionState.SUBMITTED and locked.submitted_by_id == by.pk:
        return locked
    if locked.state != VersionState.DRAFT:
        raise Conflict(f"第 {locked.number} 稿已经提交过，没有再提交。", advice="请刷新页面看最新情况。")
    if seen is not None and locked.updated_at != seen:
        raise Conflict("您看过以后，草稿又有改动，没有提交。", advice="请看过最新的草稿再提交。")
    if beijing_day(now) < (first := opens_on(duty)):
        raise ReportRefused(
            "还没有到可以提交的日子，现在还不能提交。",
            advice=f"{first} 起可以提交；草稿照旧保留。",
        )
    _demand_written(locked)
    if duty.state != DutyState.ACCEPTED:  # a correction leaves the accepted report where it is
        move(duty, "submit")
    duty.first_submitted_at = duty.first_submitted_at or now
    locked.figures = frozen_figures(locked, now)
    locked.authors = sorted({*locked.authors, by.pk})  # whoever answers for it judges no later version either
    locked.state, locked.submitted_at, locked.submitted_by = VersionState.SUBMITTED, now, by
    with because(by=by, reason=f"提交第 {locked.number} 稿"):
        locked.save()
        duty.save(update_fields=["state", "first_submitted_at", "updated_at"])
    tell_reviewer(duty, locked, now)
    return locked


def _demand_written(version: ReportVersion) -> None:
    """Refuse a report in which a section is empty or still tells its writer what to write."""
    if empty := [section["title"] for section in empty_sections(version.sections)]:
        raise ReportRefused(f"{'、'.join(empty)}还是空的，没有提交。", advice="确实没有时请写明“本期无”。")
    if prompted := [section["title"] for section in prompted_sections(version.sections)]:
        raise ReportRefused(
            f"{'、'.join(prompted)}还留着“（请写明……）”的提示，没有提交。", advice="请删去提示，写上内容。"
        )
