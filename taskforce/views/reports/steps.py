"""Where a report stands on its way, the one next step and who may take it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from taskforce.choices import Anchor, DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.workdays import Workdays
from taskforce.services import reports
from yunhe_envhealth.core.periods import BEIJING

WAY = ("系统生成", "起草", "提交", "审核", "接受，锁定")
PLACE = {
    DutyState.EXPECTED: 1,
    DutyState.DRAFTED: 2,
    DutyState.SUBMITTED: 3,
    DutyState.RETURNED: 3,
    DutyState.ACCEPTED: 5,
    DutyState.WAIVED: 1,
}


def steps_of(duty: Any, newest: ReportVersion | None, day: date, calendar: Workdays) -> list[dict[str, str]]:
    """Return the way as components/state_stepper.html draws it; `duty` carries `punctuality`."""
    if duty.state == DutyState.WAIVED:
        return [
            {"label": WAY[0], "note": _day(duty.created_at), "state": "done"},
            {"label": "本期免报", "note": duty.waived_reason, "state": "done"},
        ]
    place = PLACE[DutyState(duty.state)]
    notes = [
        _day(duty.created_at),
        f"{duty.owner_post.unit}执笔",
        f"{_day(duty.first_submitted_at)} 首次"
        if duty.first_submitted_at
        else due_words(duty, day, calendar),
        f"第 {newest.number} 稿" if newest and newest.number > 1 else "",
        _day(duty.accepted_at),
    ]
    labels = list(WAY)
    if duty.state == DutyState.RETURNED:
        labels[3], notes[3] = "退回修改", due_words(duty, day, calendar)
    return [
        {
            "label": label,
            "note": note,
            "state": "done" if at < place else "current" if at == place else "waiting",
        }
        for at, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def due_words(duty: ReportDuty, day: date, calendar: Workdays) -> str:
    """Return the due day and how far it is, in working days."""
    left = calendar.between(day, duty.due_on)
    if day > duty.due_on:
        return f"截止 {duty.due_on:%m-%d}，已逾期 {calendar.between(duty.due_on, day)} 个工作日"
    return (
        f"截止 {duty.due_on:%m-%d}，还有 {left} 个工作日" if left else f"截止 {duty.due_on:%m-%d}，今天到期"
    )


def next_step(duty: ReportDuty, newest: ReportVersion | None, user: Any, day: date) -> dict[str, Any]:
    """Return what components/next_action.html prints."""
    writes, judges = reports.may_draft(duty, user, day), reports.may_review(duty, user)
    if duty.state == DutyState.WAIVED:
        return {"title": "本期免报", "sentence": f"理由：{duty.waived_reason}"}
    waives = judges and not reports.waiving_refused(duty, user, day)
    if newest is None:
        return _start(duty, writes, waives)
    if newest.state == VersionState.DRAFT:
        return _write(duty, newest, writes, waives)
    if newest.state == VersionState.SUBMITTED:
        return _judge(newest, user, judges)
    return _accepted(duty, newest, user, writes, judges)


def actions_of(duty: ReportDuty, newest: ReportVersion | None) -> list[dict[str, Any]]:
    """Return the files of the newest version and its comparison with the one before."""
    if newest is None:
        return []
    actions = [
        {"label": "看 .docx", "url": reverse("taskforce:report_docx", args=[newest.pk])},
        {"label": "PDF", "url": reverse("taskforce:report_pdf", args=[newest.pk])},
    ]
    if newest.number > 1:
        url = reverse("taskforce:report_compare", args=[newest.pk])
        actions.append({"label": f"与第 {newest.number - 1} 稿比较", "url": url})
    return actions


def _start(duty: ReportDuty, writes: bool, waives: bool) -> dict[str, Any]:
    step: dict[str, Any] = {
        "title": "起草",
        "sentence": "平台先填好本期的实时数据，再由执笔人修改。",
        "due": duty.due_on.isoformat(),
        "who": "" if writes else f"由{duty.owner_post.unit}起草。",
        "others": [],
    }
    if writes:
        step |= _button("report_start", duty.pk, "起草")
        if duty.rule.merges_id:
            step |= _button("report_merge", duty.pk, "汇总各组报告")
    if waives:
        step["others"] = [_other("本期免报", "report_waive", duty.pk)]
    return step


def _write(duty: ReportDuty, draft: ReportVersion, writes: bool, waives: bool) -> dict[str, Any]:
    returned = draft.kind == ReportVersion.Kind.REVISION
    step: dict[str, Any] = {
        "title": f"修改并提交第 {draft.number} 稿" if draft.number > 1 else "写完并提交",
        "sentence": "请答复意见、核对变动的数据，再提交。" if returned else "请核对文字和数据，再提交。",
        "due": duty.due_on.isoformat() if duty.state != DutyState.ACCEPTED else None,
        "who": "" if writes else f"由{duty.owner_post.unit}修改和提交。",
        "others": [],
    }
    if writes:
        step |= _button("report_edit", draft.pk, "修改")
        step["others"] = [_other(f"提交第 {draft.number} 稿", "report_submit", draft.pk)]
        if duty.state != DutyState.ACCEPTED:
            step["others"].append(_other("请其他单位补材料", "report_ask", duty.pk))
            if duty.rule.merges_id:
                step["others"].append(_other("重新汇总", "report_merge", duty.pk))
    if waives and duty.state == DutyState.DRAFTED:
        step["others"].append(_other("本期免报", "report_waive", duty.pk))
    return step


def _judge(version: ReportVersion, user: Any, judges: bool) -> dict[str, Any]:
    own = judges and reports.is_own_work(version, user)
    step: dict[str, Any] = {
        "title": f"审核第 {version.number} 稿",
        "sentence": "接受后锁定；要改的，写明意见后退回。",
        "who": "" if judges else "由专班办公室审核。",
        "others": [],
    }
    if judges:
        step["others"] = [_other("写意见", "report_comment", version.pk)]
        if own:
            step["who"] = "您起草或提交过这份报告，须由办公室的另一人审核。"
            return step
        step |= _button("report_accept", version.pk, "接受")
        step["others"].append(_other("退回修改", "report_return", version.pk))
    return step


def _accepted(
    duty: ReportDuty, newest: ReportVersion, user: Any, writes: bool, judges: bool
) -> dict[str, Any]:
    step: dict[str, Any] = {
        "title": "报告已锁定",
        "sentence": "需要改动时另起更正稿，原报告照旧有效，直到更正稿被接受。",
        "others": [],
    }
    if writes:
        step["others"].append(_other("更正报告", "report_amend", duty.pk))
    if judges and duty.rule.anchor == Anchor.YEAR:
        if newest.is_released:
            step["others"].append(_other("撤回公开", "report_withdraw", newest.pk))
        elif reports.is_whole_own_work(duty, newest, user):
            step["who"] = "您起草或提交过这份报告，要由办公室的另一人向社会公开。"
        else:
            step["others"].append(_other("向社会公开", "report_release", newest.pk))
    return step


def _button(name: str, pk: int, label: str) -> dict[str, str]:
    return {"url": reverse(f"taskforce:{name}", args=[pk]), "action": label}


def _other(label: str, name: str, pk: int) -> dict[str, str]:
    return {"label": label, "url": reverse(f"taskforce:{name}", args=[pk])}


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(BEIJING):%m-%d}" if moment else ""
