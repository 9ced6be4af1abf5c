"""Release an accepted yearly report to the public, and take it back with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from taskforce.choices import Anchor, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.personal_numbers import personal_numbers
from taskforce.science.report_text import clean, printed
from taskforce.services.reports.rights import (
    ReportRefused,
    demand_review,
    is_own_work,
    lock,
    refuse_own_work,
)
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict


@transaction.atomic
def release(*, version: ReportVersion, by: User, now: datetime) -> ReportVersion:
    """Let the public read the newest accepted version of a yearly report. A second click changes nothing.

    Whoever wrote or submitted any of it may not, neither what was merged into it nor what a correction took over.
    """
    duty = lock(version.duty)
    locked = ReportVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    demand_release(duty, locked, by)
    if locked.is_released:
        return locked
    found = personal_numbers(_what_the_public_reads(locked))
    if found:
        raise ReportRefused(
            f"报告里像是有{'、'.join(found)}，没有公开。", advice="请起草更正稿，改掉以后公开更正稿。"
        )
    locked.is_released, locked.released_at = True, now
    with because(by=by, reason="向社会公开"):
        for earlier in duty.versions.filter(is_released=True):  # replaced: must not come back by a withdrawal
            earlier.is_released = False
            earlier.save(update_fields=["is_released", "updated_at"])
        locked.save(update_fields=["is_released", "released_at", "updated_at"])
    return locked


def demand_release(duty: ReportDuty, version: ReportVersion, by: User) -> None:
    """Raise what keeps `by` from releasing the version."""
    demand_review(duty, by)
    if duty.rule.anchor != Anchor.YEAR:
        raise ReportRefused("只有年度报告向社会公开，没有公开。")
    newest = duty.versions.filter(state=VersionState.ACCEPTED).order_by("-number").first()
    if newest is None or newest.pk != version.pk:
        raise Conflict("只能公开最新一份已接受的报告，没有公开。")
    for taken_over in _taken_over(duty, version):
        refuse_own_work(taken_over, by, "公开")


def is_whole_own_work(duty: ReportDuty, version: ReportVersion, by: User) -> bool:
    """Return whether `by` wrote or submitted any of what the version tells, in it or in a version before it."""
    return any(is_own_work(taken_over, by) for taken_over in _taken_over(duty, version))


def _taken_over(duty: ReportDuty, version: ReportVersion) -> QuerySet[ReportVersion]:
    """Return the version and those before it: a correction is a copy of the report that it corrects."""
    return duty.versions.filter(number__lte=version.number)


@transaction.atomic
def withdraw(*, version: ReportVersion, reason: str, by: User, now: datetime) -> ReportVersion:
    """Take a released report back from the public, with a reason."""
    duty = lock(version.duty)
    demand_review(duty, by)
    locked = ReportVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not locked.is_released:
        raise Conflict("这份报告没有公开，不用撤回。")
    if not clean(reason):
        raise ReportRefused("撤回公开要写明理由，没有撤回。")
    locked.is_released = False
    with because(by=by, reason=clean(reason)):
        locked.save(update_fields=["is_released", "updated_at"])
    return locked


def _what_the_public_reads(version: ReportVersion) -> str:
    """Return titles, texts with their figures in print, tables, and what stands behind the figures."""
    lines = [str(value) for figure in version.figures.values() for value in figure.values() if value]
    for section in version.sections:
        lines += [section["title"], printed(section["text"], version.figures)]
        table = section.get("table") or {"rows": []}
        lines += [str(cell) for row in table["rows"] for cell in row]
    return "\n".join(lines)
