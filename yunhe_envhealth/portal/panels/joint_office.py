"""The joint office on the cockpit and the start page: who has to act, which reports came, what is not done yet."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from taskforce.science.period_words import period_words
from taskforce.selectors.panels import (
    DuePanel,
    OpenDecisions,
    OwnWork,
    ReportRatesPanel,
    UnitLoad,
    decisions_not_done_panel,
    due_and_overdue_by_unit,
    own_work,
    report_rates_panel,
    to_judge,
)
from taskforce.selectors.reports import OVERDUE, Rate
from yunhe_envhealth.accounts.permissions import can

DECISION_WORDS = 60


def joint_office(user: Any, *, day: date) -> dict[str, Any]:
    """Return the three panels of the joint office; a demonstration counts its 示范 rows in, as the lists do, and says so."""
    if not can(user, "taskforce.view"):
        return {}
    with_demo = settings.DEMO
    due = due_and_overdue_by_unit(user, day, with_demo=with_demo)
    reports = report_rates_panel(user, day, with_demo=with_demo)
    decisions = decisions_not_done_panel(user, day, with_demo=with_demo)
    return {
        "with_demo": with_demo,
        "due": {
            "units": [_unit(load, day) for load in due.units],
            "more": due.more,
            "url": reverse("taskforce:tasks"),
            "words": f"在办 {due.in_hand} 项，逾期 {due.overdue} 项" if due.units else "",
            "soon_until": due.soon_until,
        },
        "reports": _reports(reports),
        "decisions": _decisions(decisions),
        "problems": _problems(due),
    }


def _unit(load: UnitLoad, day: date) -> dict[str, Any]:
    listed = reverse("taskforce:tasks")
    return {
        "name": load.name,
        "url": f"{listed}?{urlencode({'unit': load.name})}",
        "in_hand": load.in_hand,
        "soon": load.soon,
        "overdue": load.overdue,
        "overdue_url": f"{listed}?{urlencode({'unit': load.name, 'late': 'yes'})}",
        "to_verify": load.to_verify,
        "report": _next_report(load, day),
        "report_late": load.reports_overdue > 0,
        "report_url": f"{reverse('taskforce:duties')}?{urlencode({'unit': load.name})}",
    }


def _next_report(load: UnitLoad, day: date) -> str:
    if load.reports_overdue:
        return f"逾期 {load.reports_overdue} 份"
    if load.next_report_due is None:
        return ""
    if load.next_report_due < day:
        return "退回待改"
    return (
        f"{load.next_report_due:%m-%d} 到期"
        if load.next_report_due.year == day.year
        else (f"{load.next_report_due} 到期")
    )


def _reports(panel: ReportRatesPanel) -> dict[str, Any]:
    listed = reverse("taskforce:duties")
    return {
        "periods": [_period(rate) for rate in panel.periods],
        "missing": [
            {
                "title": report.title,
                "who": report.body,
                "url": reverse("taskforce:duty", args=[report.pk]),
                "due_on": report.due_on,
                "due_note": report.due_note,
            }
            for report in panel.missing
        ],
        "more": panel.missing_total - len(panel.missing),
        "overdue": panel.missing_total,
        "url": f"{listed}?punctuality={OVERDUE}",
        "rates_url": reverse("taskforce:report_rates"),
    }


def _period(rate: Rate) -> dict[str, Any]:
    share = rate.on_time_share
    return {
        "name": period_words(rate.key),
        "expected": rate.expected,
        "received": rate.received,
        "on_time": rate.on_time,
        "overdue": rate.overdue,
        "share": f"{share:.0%}" if share is not None else "—",
    }


def _decisions(panel: OpenDecisions) -> dict[str, Any]:
    return {
        "listed": [
            {
                "text": decision.text[:DECISION_WORDS] + ("…" if len(decision.text) > DECISION_WORDS else ""),
                "url": reverse("taskforce:meeting", args=[decision.meeting_id]),
                "meeting": str(decision.meeting),
                "who": str(decision.owner_post.unit) if decision.owner_post else "",
                "due_on": decision.task.due_on if decision.task else decision.due_on,
                "late": decision.late,
            }
            for decision in panel.listed
        ],
        "more": panel.more,
        "total": panel.total,
        "late": panel.late,
        "url": reverse("taskforce:decisions"),
    }


def _problems(due: DuePanel) -> list[dict[str, Any]]:
    """Return what is overdue as components/problems.html prints it: one line for tasks, one for reports."""
    found = []
    worst = due.most_tasks
    if worst is not None and due.overdue:
        found.append(
            {
                "state": "behind",
                "gravity": "要处理",
                "title": f"{due.overdue} 项任务逾期未办结",
                "url": f"{reverse('taskforce:tasks')}?late=yes",
                "who": worst.name,
                "detail": f"最多的是{worst.name}，{worst.overdue} 项",
            }
        )
    worst = due.most_reports
    if worst is not None and due.reports_overdue:
        found.append(
            {
                "state": "behind",
                "gravity": "要处理",
                "title": f"{due.reports_overdue} 份报告逾期未报",
                "url": f"{reverse('taskforce:duties')}?punctuality={OVERDUE}",
                "who": worst.name,
                "detail": f"最多的是{worst.name}，{worst.reports_overdue} 份",
            }
        )
    return found


def own_cards(user: Any, *, day: date) -> list[dict[str, Any]]:
    """Return the start page's cards of the reader's own tasks and reports."""
    if not can(user, "tasks.view"):
        return []
    work = own_work(user, day)
    cards = [
        {
            "label": "我的任务",
            "url": reverse("taskforce:inbox"),
            "value": str(work.tasks),
            "unit": "项",
            "note": f"逾期 {work.tasks_overdue} 项" if work.tasks_overdue else "没有逾期",
        }
    ]
    if can(user, "reports.draft"):
        cards.append(
            {
                "label": "待我起草的报告",
                "url": f"{reverse('taskforce:duties')}?whose=write",
                "value": str(work.reports),
                "unit": "份",
                "note": _own_reports(work),
            }
        )
    return cards + _to_judge(user)


def _to_judge(user: Any) -> list[dict[str, Any]]:
    """Return the cards of what waits for the reader's judgement, for those who judge."""
    waiting = to_judge(user)
    reports, replies = reverse("taskforce:duties"), reverse("taskforce:supervisions")
    cards = (
        ("reports.review", "待我审核的报告", f"{reports}?whose=review", waiting.reports, "份"),
        ("assessment.edit", "待核定的督办回复", f"{replies}?state=replied", waiting.replies, "件"),
    )
    return [
        {
            "label": label,
            "url": url,
            "value": str(count),
            "unit": unit,
            "note": "等您核定" if count else "没有",
        }
        for capability, label, url, count, unit in cards
        if can(user, capability)
    ]


def _own_reports(work: OwnWork) -> str:
    if work.reports_overdue:
        return f"逾期 {work.reports_overdue} 份"
    return f"最近的 {work.next_report_due} 到期" if work.next_report_due else "没有要起草的"
