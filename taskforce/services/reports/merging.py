"""Merge the groups' accepted reports into the office's one: who reported what, then their sections in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from taskforce.choices import DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.report_text import fingerprint, printed
from taskforce.selectors import workdays
from taskforce.selectors.reports import LATE, OVERDUE, PUNCTUALITY, duties_to_merge
from taskforce.services.reports.drafting import start_draft
from taskforce.services.reports.opening import SECTIONS
from taskforce.services.reports.rights import ReportRefused, demand_draft, lock
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import BEIJING, beijing_day

COLUMNS = ("报送机构", "单位", "状态", "首次提交", "是否按期", "采用稿次")
WHO = "who"
NUMERALS = "一二三四五六七八九十"


@transaction.atomic
def merge(*, duty: ReportDuty, by: User | None, now: datetime) -> ReportVersion:
    """Write the merged draft anew from what is accepted now; an existing draft's text is replaced (history keeps it).

    `sources` holds the version ids with the sha256 of their content. A body that has not reported, or whose report is
    not accepted yet, is named as such.
    """
    duty = lock(duty)
    demand_draft(duty, by, beijing_day(now))
    if duty.rule.merges_id is None:
        raise ReportRefused("这项报送不汇总别的报告，没有写入。")
    if duty.state not in (DutyState.EXPECTED, DutyState.DRAFTED, DutyState.RETURNED):
        raise Conflict("汇总报告已经提交，不能重新汇总，没有写入。")
    parts = duties_to_merge(duty, beijing_day(now))
    if not parts:
        raise ReportRefused("这一期还没有各组的报送事项，没有可汇总的，没有写入。")
    if not any_accepted(parts):
        raise ReportRefused("各组的报告都还没有接受，没有可汇总的，没有写入。", advice="请先审核各组报告。")
    draft = start_draft(duty=duty, by=by, now=now)
    draft = ReportVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    accepted = {part.pk: _accepted(part) for part in parts}
    draft.sections = [who_reported(parts), *_sections(parts, accepted)]
    draft.figures = {}
    draft.sources = [_source(part, version) for part in parts if (version := accepted[part.pk])]
    if by is not None:
        draft.authors = sorted({*draft.authors, by.pk})
    with because(by=by, reason="汇总各组报告"):
        draft.save()
    return draft


def any_accepted(parts: list[ReportDuty]) -> bool:
    """Return whether there is anything to merge."""
    return any(_accepted(part) for part in parts)


def who_reported(parts: list[ReportDuty]) -> dict[str, Any]:
    """Return the section with the table of who reported what; rows follow COLUMNS."""
    missing = [str(part.body) for part in parts if part.first_submitted_at is None]
    received = len(parts) - len(missing)
    words = f"应报 {len(parts)} 份，已报 {received} 份。"
    if missing:
        words += f"未报送：{'、'.join(missing)}。"
    calendar = workdays()
    rows = [
        [
            str(part.body),
            str(part.owner_post.unit),
            DutyState(part.state).label,
            f"{part.first_submitted_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
            if part.first_submitted_at
            else "未提交",
            _punctuality(part, calendar),
            f"第 {version.number} 稿" if (version := _accepted(part)) else "未采用",
        ]
        for part in parts
    ]
    return {
        "key": WHO,
        "title": "各组报送情况",
        "text": words,
        "table": {"columns": list(COLUMNS), "rows": rows},
    }


def _punctuality(part: Any, calendar: Any) -> str:
    words = PUNCTUALITY[part.punctuality]
    if part.punctuality == LATE:
        return f"{words}，晚 {calendar.between(part.due_on, part.submitted_on)} 个工作日"
    return f"{words}，截止 {part.due_on}" if part.punctuality == OVERDUE else words


def _sections(parts: list[ReportDuty], accepted: dict[int, ReportVersion | None]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "title": title,
            "text": "\n".join(
                f"（{_numeral(number)}）{part.body}\n{_said(part, accepted[part.pk], key)}"
                for number, part in enumerate(parts)
            ),
        }
        for key, title in SECTIONS
    ]


def _said(part: ReportDuty, version: ReportVersion | None, key: str) -> str:
    """Return what a body says in a section, its frozen figures in print; or why it says nothing."""
    if version is None:
        if part.state == DutyState.WAIVED:
            return f"本期免报：{part.waived_reason}。"
        return "未报送。" if part.first_submitted_at is None else "已提交，尚未接受，没有汇入。"
    text = next((section["text"] for section in version.sections if section["key"] == key), "")
    return printed(text, version.figures)


def _accepted(part: ReportDuty) -> ReportVersion | None:
    """Return the version in force; versions come prefetched, newest first."""
    return next((version for version in part.versions.all() if version.state == VersionState.ACCEPTED), None)


def _source(part: ReportDuty, version: ReportVersion) -> dict[str, Any]:
    return {
        "duty": part.pk,
        "body": str(part.body),
        "version": version.pk,
        "number": version.number,
        "sha256": fingerprint(version.sections, version.figures),
    }


def _numeral(number: int) -> str:
    """Return a Chinese numeral from 0 upwards; beyond ten the digits stand."""
    return NUMERALS[number] if number < len(NUMERALS) else str(number + 1)
