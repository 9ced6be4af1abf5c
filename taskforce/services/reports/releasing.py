"""Release an accepted yearly report to the public, and take it back with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from taskforce.choices import Anchor, VersionState
from taskforce.models import ReportVersion
from taskforce.science.personal_numbers import personal_numbers
from taskforce.science.report_text import clean, printed
from taskforce.services.reports.rights import ReportRefused, demand_review, lock
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict


@transaction.atomic
def release(*, version: ReportVersion, by: User, now: datetime) -> ReportVersion:
    """Let the public read the newest accepted version of a yearly report. A second click changes nothing."""
    duty = lock(version.duty)
    demand_review(duty, by)
    locked = ReportVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if duty.rule.anchor != Anchor.YEAR:
        raise ReportRefused("只有年度报告向社会公开，没有公开。")
    newest = duty.versions.filter(state=VersionState.ACCEPTED).order_by("-number").first()
    if newest is None or newest.pk != locked.pk:
        raise Conflict("只能公开最新一份已接受的报告，没有公开。")
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
