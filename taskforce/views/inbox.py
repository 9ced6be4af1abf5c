"""One person's inbox: what their posts and their unit have to do, what waits for their decision, what they were told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from taskforce.choices import SubjectKind
from taskforce.models import Notice, ReportDuty, Task
from taskforce.science.due import nearness
from taskforce.science.reminders import Deadline
from taskforce.science.workdays import Workdays
from taskforce.selectors import posts_of, workdays
from taskforce.selectors.assessment import replies_to_judge
from taskforce.selectors.deadlines import open_deadlines
from taskforce.selectors.report_scope import to_review
from taskforce.selectors.tasks import inbox_tasks, notices_of, posts_around, to_verify, units_of
from taskforce.selectors.unit_home import strip
from taskforce.services.notices import mark_read
from taskforce.tables.tasks import WEEKDAYS, due_cell, source_words, state_words
from yunhe_envhealth.accounts.permissions import can, today

MOST_TASKS = 50
MOST_NOTICES = 20


class Inbox(View):
    capability = "tasks.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        day, calendar = today(), workdays()
        found = inbox_tasks(user, day).order_by("due_on", "pk")
        tasks = list(found[:MOST_TASKS])
        decisions = (
            list(to_verify(user, day).order_by("due_on", "pk")[:MOST_NOTICES])
            if can(user, "tasks.assign")
            else []
        )
        told = notices_of(user)
        owed = list(open_deadlines(day, posts=posts_around(user, day)))
        context = {
            "units": "、".join(unit.short_name or unit.name for unit in units_of(user)),
            "day_words": f"{day} 周{WEEKDAYS[day.weekday()]}",
            "calendar": strip(owed, day, calendar),
            "first": first_thing(tasks, day, calendar),
            "owed": [owed_row(item, day, calendar) for item in owed if item.kind != SubjectKind.TASK],
            "tasks": [task_row(task, day, calendar) for task in tasks],
            "count": found.count(),
            "late": found.filter(due_on__lt=day).count(),
            "judging": judging(user),
            "decisions": [task_row(task, day, calendar) for task in decisions],
            "notices": [notice_row(notice) for notice in told[:MOST_NOTICES]],
            "unread": told.filter(read_at__isnull=True).count(),
            "posts": list(posts_of(user, day)),
            "may_assign": can(user, "tasks.assign"),
        }
        return render(request, "taskforce/inbox.html", context)


class ReadNotices(View):
    """Mark one message or all of one's own as read."""

    capability = "tasks.view"

    def post(self, request: HttpRequest) -> HttpResponseRedirectBase:
        asked = request.POST.get("notice", "")
        if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            raise Http404("没有这条消息")
        mark_read(user=request.user, now=timezone.now(), notice_id=int(asked) if asked else None)
        return redirect(reverse("taskforce:inbox") + "#told")


def task_row(task: Task, day: date, calendar: Workdays) -> dict[str, Any]:
    return {
        "title": task.title,
        "url": reverse("taskforce:task", args=[task.pk]),
        "source": source_words(task),
        "due": due_cell(task, day, calendar),
        "state": state_words(task),
        "post": str(task.owner_post),
        "unit": task.owner_post.unit.short_name or task.owner_post.unit.name,
        "mine": getattr(task, "is_mine", False),
    }


def first_thing(tasks: list[Task], day: date, calendar: Workdays) -> dict[str, Any] | None:
    """Return the person's own most pressing task, else the unit's."""
    ordered = sorted(tasks, key=lambda task: (not getattr(task, "is_mine", False), task.due_on, task.pk))
    if not ordered:
        return None
    row = task_row(ordered[0], day, calendar)
    verb = "去签收" if ordered[0].state == "open" else "继续办理"
    return row | {"due_on": ordered[0].due_on.isoformat(), "action": verb}


def judging(user: Any) -> list[dict[str, Any]]:
    """Return the panels of what waits for this person's judgement: reports handed in, answers to supervision."""
    panels = []
    if can(user, "reports.review"):
        reports = to_review(ReportDuty.objects.select_related("rule", "body"), user).order_by("due_on", "pk")
        listed = f"{reverse('taskforce:duties')}?whose=review"
        panels.append(_panel("reports", "待我审核的报告", reports, listed, "taskforce:duty"))
    if can(user, "assessment.edit"):
        listed = f"{reverse('taskforce:supervisions')}?state=replied"
        panels.append(
            _panel("replies", "待核定的督办回复", replies_to_judge(user), listed, "taskforce:supervision")
        )
    return panels


def _panel(key: str, title: str, rows: QuerySet[Any], listed: str, route: str) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "count": rows.count(),
        "url": listed,
        "rows": [
            {"title": str(row), "url": reverse(route, args=[row.pk]), "due": row.due_on}
            for row in rows[:MOST_NOTICES]
        ],
    }


def owed_row(item: Deadline, day: date, calendar: Workdays) -> dict[str, Any]:
    """Return a report or a reply that a post of the unit owes."""
    near = nearness(item.due_on, day, calendar)
    return {
        "title": item.title,
        "url": item.url,
        "due": item.due_on,
        "note": item.standing,
        "near": near,
        "post": str(item.post),
    }


def notice_row(notice: Notice) -> dict[str, Any]:
    return {
        "pk": notice.pk,
        "title": notice.title,
        "body": notice.body,
        "why": notice.why,
        "url": notice.url if notice.url.startswith("/") and not notice.url.startswith("//") else "",
        "time": notice.created_at,
        "unread": notice.read_at is None,
    }
