"""Judge a submitted report: comment, return with comments, accept; excuse a body from a period."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from taskforce.choices import DutyState, VersionState
from taskforce.models import ReportComment, ReportDuty, ReportVersion
from taskforce.science.report_text import clean
from taskforce.services.reports.drafting import copy_of
from taskforce.services.reports.rights import (
    ReportRefused,
    demand_draft,
    demand_review,
    demand_state,
    lock,
    move,
    refuse_own_work,
    waiving_refused,
)
from taskforce.services.reports.telling import tell_accepted, tell_owner, tell_returned
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import beijing_day

LONGEST_COMMENT = 1000
LONGEST_REASON = 200


@transaction.atomic
def comment(*, version: ReportVersion, text: str, by: User, now: datetime, anchor: str = "") -> ReportComment:
    """Write a remark on a submitted version; `anchor` is a section or a figure of it, "" for the whole.

    Raises Conflict when the same person has written the same there already.
    """
    duty = lock(version.duty)
    demand_review(duty, by)
    locked = _locked(version)
    _demand_submitted(locked)
    text = _said(text, LONGEST_COMMENT, "意见")
    places = {"", *(section["key"] for section in locked.sections), *locked.figures}
    if anchor not in places:
        raise ReportRefused("报告里没有这个位置，意见没有写入。")
    if _has_remarked(locked, text, by, anchor):
        raise Conflict("同样的意见您已经写过，没有重复写入。", advice="请刷新页面看最新情况。")
    with because(by=by, reason="写审核意见"):
        return ReportComment.objects.create(version=locked, anchor=anchor, text=text, by=by, at=now)


@transaction.atomic
def reply(*, comment: ReportComment, text: str, by: User, now: datetime) -> ReportComment:
    """Answer a remark, for the body that owes the report. A later answer replaces the earlier; history keeps both."""
    duty = lock(comment.version.duty)
    demand_draft(duty, by, beijing_day(now))
    accepted = duty.versions.filter(state=VersionState.ACCEPTED, number__gte=comment.version.number)
    if accepted.exists():
        raise Conflict("这一稿或以后的稿已接受，意见的答复不再改，没有写入。")
    locked = ReportComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    locked.reply, locked.replied_by, locked.replied_at = _said(text, LONGEST_COMMENT, "答复"), by, now
    with because(by=by, reason="答复意见"):
        locked.save(update_fields=["reply", "replied_by", "replied_at"])
    return locked


@transaction.atomic
def send_back(*, version: ReportVersion, by: User, now: datetime, text: str = "") -> ReportVersion:
    """Return a submitted version with at least one remark (`text` is written as one); return the next draft."""
    duty = lock(version.duty)
    locked = _locked(version)
    demand_judgement(duty, locked, by)
    if clean(text) and not _has_remarked(locked, clean(text), by):
        comment(version=locked, text=text, by=by, now=now)
    if not locked.comments.exists():
        raise ReportRefused("退回要有至少一条意见，没有退回。", advice="请写明要改什么。")
    if duty.state != DutyState.ACCEPTED:
        move(duty, "send_back")
    locked.state, locked.decided_at, locked.decided_by = VersionState.RETURNED, now, by
    kinds = ReportVersion.Kind
    kind = kinds.AMENDMENT if locked.kind == kinds.AMENDMENT else kinds.REVISION
    with because(by=by, reason=f"退回第 {locked.number} 稿"):
        locked.save(update_fields=["state", "decided_at", "decided_by", "updated_at"])
        duty.save(update_fields=["state", "updated_at"])
        draft = copy_of(locked, kind=kind, reason=locked.reason)
    tell_returned(duty, locked, now)
    return draft


@transaction.atomic
def accept(*, version: ReportVersion, by: User, now: datetime) -> ReportVersion:
    """Accept a submitted version, which locks it. Whoever wrote or submitted any of it may not."""
    duty = lock(version.duty)
    locked = _locked(version)
    demand_judgement(duty, locked, by)
    if duty.state != DutyState.ACCEPTED:
        move(duty, "accept")
        duty.accepted_at = now
    locked.state, locked.decided_at, locked.decided_by = VersionState.ACCEPTED, now, by
    with because(by=by, reason=f"接受第 {locked.number} 稿"):
        locked.save(update_fields=["state", "decided_at", "decided_by", "updated_at"])
        duty.save(update_fields=["state", "accepted_at", "updated_at"])
    tell_accepted(duty, locked, now)
    return locked


@transaction.atomic
def waive(*, duty: ReportDuty, reason: str, by: User | None, now: datetime) -> ReportDuty:
    """Excuse the body from this period's report before its due day, with a reason; a draft that was begun is kept.

    Never by whoever owes or wrote it. `by` None is the platform, which takes back a duty of a period that is not.
    """
    duty = lock(duty)
    demand_waiving(duty, by, beijing_day(now))
    duty.waived_reason = _said(reason, LONGEST_REASON, "免报理由")
    move(duty, "waive")
    with because(by=by, reason=duty.waived_reason):
        duty.save(update_fields=["state", "waived_reason", "updated_at"])
    tell_owner(duty, event="waived", title=f"本期免报：{duty}", body=duty.waived_reason, now=now)
    return duty


def demand_judgement(duty: ReportDuty, version: ReportVersion, by: User) -> None:
    """Raise what keeps `by` from accepting or returning the version."""
    demand_review(duty, by)
    _demand_submitted(version)
    refuse_own_work(version, by)


def demand_waiving(duty: ReportDuty, by: User | None, day: date) -> None:
    """Raise what keeps `by` from excusing the body from this report on a day."""
    demand_review(duty, by)
    if why_not := waiving_refused(duty, by, day):
        late = day >= duty.due_on  # then nobody may, the office's others neither
        advice = "请由报送单位补报。" if late else "请由办公室的另一人办理。"
        raise NotAllowed(f"{why_not}没有免报。", advice=advice)
    demand_state(duty, "waive")


def _locked(version: ReportVersion) -> ReportVersion:
    return ReportVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)


def _demand_submitted(version: ReportVersion) -> None:
    if version.state != VersionState.SUBMITTED:
        raise Conflict(
            f"第 {version.number} 稿现在是“{VersionState(version.state).label}”，不能再做这一步，没有写入。",
            advice="请刷新页面看最新情况。",
        )


def _has_remarked(version: ReportVersion, text: str, by: User, anchor: str = "") -> bool:
    return version.comments.filter(text=text, by=by, anchor=anchor).exists()


def _said(text: str, longest: int, what: str) -> str:
    text = clean(text)
    if not text or len(text) > longest:
        raise ReportRefused(f"请写明{what}，最多 {longest} 字，没有写入。")
    return text
