"""Who may write a report and who may judge it; the rows that a step locks."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from taskforce.choices import DUTY_ACTIONS, DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.periods import first_day_to_submit
from taskforce.selectors.acting import same_person_ids
from taskforce.selectors.report_scope import written_by
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import reach
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.locks import locked_row

REVIEW = "reports.review"
IN_HAND = (VersionState.DRAFT, VersionState.SUBMITTED)


class ReportRefused(EnvHealthError):
    """What was asked of a report is not possible; the message says why."""

    status = 422
    title = "报送不合要求"


def may_draft(duty: ReportDuty, by: User | None, day: date) -> bool:
    """Return whether `by` writes this report on a day (selectors.report_scope). None is the platform itself."""
    return by is None or _row(duty).filter(written_by(by, day)).exists()


def may_review(duty: ReportDuty, by: User | None) -> bool:
    """Return whether `by` judges reports where this one is owed; whose own work it is, `refuse_own_work` asks."""
    return by is None or reach(_row(duty), by, REVIEW).exists()


def demand_draft(duty: ReportDuty, by: User | None, day: date) -> None:
    if not may_draft(duty, by, day):
        raise NotAllowed(
            f"这份报告由{duty.owner_post.unit}起草和提交，您不在这个单位，没有写入。",
            advice="需要补充内容时，请把意见写给该单位。",
        )


def demand_review(duty: ReportDuty, by: User | None) -> None:
    if not may_review(duty, by):
        raise NotAllowed("审核报送由专班办公室办理，您没有这项权限，没有写入。")


def refuse_own_work(version: ReportVersion, by: User | None, what: str = "审核") -> None:
    """Refuse a decision by whoever wrote or submitted what is to be decided, with whichever account."""
    if is_own_work(version, by):
        raise NotAllowed(
            f"自己起草或提交的报告，不能由自己{what}，没有写入。", advice=f"请由专班办公室的另一人{what}。"
        )


def is_own_work(version: ReportVersion, by: User | None) -> bool:
    """Return whether `by`, with this account or another, wrote or submitted the version or a report merged into it."""
    if by is None:
        return False
    rows = ReportVersion.objects.filter(pk__in=[source["version"] for source in version.sources])
    parts = [(version.submitted_by_id, version.authors), *rows.values_list("submitted_by", "authors")]
    return not same_person_ids(by).isdisjoint(key for one, authors in parts for key in (one, *authors))


def waiving_refused(duty: ReportDuty, by: User | None, day: date) -> str:
    """Return why `by` may not excuse the body from this report on a day; empty when they may."""
    if by is None:
        return ""
    if day >= duty.due_on:
        return f"截止日期 {duty.due_on} 已到，不能再免报，逾期要如实计入报送率；"
    person = same_person_ids(by)
    wrote = any(person & {*authors} for authors in duty.versions.values_list("authors", flat=True))
    if wrote or may_draft(duty, by, day):
        return "自己单位要报、或自己起草过的报告，不能由自己免报；"
    return ""


def opens_on(duty: ReportDuty) -> date:
    """Return the first day on which the duty's report may be handed in."""
    return first_day_to_submit(
        duty.rule.anchor, period_start=duty.period_start, period_end=duty.period_end, due_on=duty.due_on
    )


def lock(duty: ReportDuty) -> ReportDuty:
    """Return the duty as it stands now, held until the transaction ends."""
    rows = ReportDuty.objects.select_related("rule", "body", "owner_post__unit", "reviewer_post")
    return locked_row(rows, duty.pk)


def in_hand(duty: ReportDuty) -> ReportVersion | None:
    """Return the version that is being written or judged, locked; there is never more than one."""
    return duty.versions.select_for_update(of=("self",)).filter(state__in=IN_HAND).first()


def move(duty: ReportDuty, action: str) -> None:
    """Set the duty's next state. Raises Conflict when the action does not start from where it stands."""
    demand_state(duty, action)
    duty.state = DUTY_ACTIONS[action][1]


def demand_state(duty: ReportDuty, action: str) -> None:
    if duty.state not in DUTY_ACTIONS[action][0]:
        raise Conflict(
            f"这项报送现在是“{DutyState(duty.state).label}”，不能再做这一步，没有写入。",
            advice="请刷新页面看最新情况。",
        )


def _row(duty: ReportDuty) -> QuerySet[ReportDuty]:
    return ReportDuty.objects.filter(pk=duty.pk)
