"""What one unit sees first: its duties, the next two weeks, its open tasks, its reports, the reader's messages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from taskforce.choices import DUTY_DELIVERED, TASK_DELIVERED, Channel
from taskforce.models import Assignment, Holding, Notice, Post, ReportDuty, Task, UnitDuty
from taskforce.science.due import nearness
from taskforce.science.reminders import Deadline
from taskforce.science.workdays import Workdays
from taskforce.selectors.calendar import workdays
from taskforce.selectors.deadlines import address, open_deadlines
from taskforce.selectors.matrix import of_unit
from taskforce.selectors.posts import in_force
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import memberships_of

DAYS_AHEAD = 14
SHOWN_A_DAY = 3
SHOWN = 20
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class UnitHome:
    """One unit on one day."""

    unit: Unit
    day: date
    strip: list[dict[str, Any]]
    duties: list[UnitDuty]
    assignments: list[Assignment]
    tasks: list[dict[str, Any]]
    task_count: int
    overdue: int
    reports: list[dict[str, Any]]
    history: list[dict[str, Any]]
    posts: list[tuple[Post, Holding | None]]


def own_units(user: Any, day: date) -> list[Unit]:
    """Return the units where the reader works: by role first, then by the posts that the reader's person holds."""
    found = {membership.unit_id: membership.unit for membership in memberships_of(user)}
    held = (
        Holding.objects.filter(in_force(day), person__user=user).select_related("post__unit").order_by("pk")
    )
    for holding in held:
        found.setdefault(holding.post.unit_id, holding.post.unit)
    return list(found.values())


def unit_home(unit: Unit, day: date) -> UnitHome:
    """Return the home page of a unit; what its body owes through another unit's post is shown there as well."""
    posts = _posts(unit, day)
    post_ids = [post.pk for post, _ in posts]
    calendar = workdays()
    due = sorted(open_deadlines(day, posts=post_ids), key=lambda one: (one.due_on, one.id))
    tasks = Task.objects.filter(owner_post__in=post_ids).exclude(state__in=TASK_DELIVERED)
    duties = _reports(unit, post_ids)
    open_duties = duties.exclude(state__in=DUTY_DELIVERED).order_by("due_on", "pk")
    delivered = duties.filter(state__in=DUTY_DELIVERED)
    return UnitHome(
        unit=unit,
        day=day,
        strip=strip(due, day, calendar),
        duties=list(UnitDuty.objects.filter(in_force(day), unit=unit)),
        assignments=of_unit(unit, day),
        tasks=[
            _task(task, day, calendar)
            for task in tasks.select_related("owner_post").order_by("due_on")[:SHOWN]
        ],
        task_count=tasks.count(),
        overdue=tasks.filter(due_on__lt=day).count(),
        reports=[_report(duty, day, calendar) for duty in open_duties[:SHOWN]],
        history=[_past(duty) for duty in delivered.order_by("-period_end", "-pk")[:6]],
        posts=posts,
    )


def messages(user: Any, count: int = 8) -> list[Notice]:
    """Return the reader's newest messages."""
    return list(Notice.objects.filter(user=user, channel=Channel.INBOX, sent_at__isnull=False)[:count])


def strip(due: list[Deadline], day: date, calendar: Workdays) -> list[dict[str, Any]]:
    """Return the next fortnight as components/calendar_strip.html prints it."""
    days = []
    for offset in range(DAYS_AHEAD):
        this = day + timedelta(days=offset)
        here = [one for one in due if one.due_on == this]
        days.append(
            {
                "weekday": f"周{WEEKDAYS[this.weekday()]}",
                "day": f"{this.month}-{this.day:02d}",
                "is_today": offset == 0,
                "is_off": not calendar.is_workday(this),
                "due": [{"label": one.title[:24], "url": one.url} for one in here[:SHOWN_A_DAY]],
                "more": max(0, len(here) - SHOWN_A_DAY),
            }
        )
    return days


def _posts(unit: Unit, day: date) -> list[tuple[Post, Holding | None]]:
    rows = Post.objects.filter(in_force(day)).filter(Q(unit=unit) | Q(body=unit))
    posts = list(rows.select_related("body", "unit"))
    held = {
        one.post_id: one
        for one in Holding.objects.filter(in_force(day), post__in=posts).select_related("person")
    }
    return [(post, held.get(post.pk)) for post in posts]


def _reports(unit: Unit, post_ids: list[int]) -> QuerySet[ReportDuty]:
    return ReportDuty.objects.filter(Q(owner_post__in=post_ids) | Q(body=unit)).select_related("rule", "body")


def _task(task: Task, day: date, calendar: Workdays) -> dict[str, Any]:
    return {"task": task, "url": address("task", task.pk), **asdict(nearness(task.due_on, day, calendar))}


def _report(duty: ReportDuty, day: date, calendar: Workdays) -> dict[str, Any]:
    return {**_past(duty), "title": str(duty), **asdict(nearness(duty.due_on, day, calendar))}


def _past(duty: ReportDuty) -> dict[str, Any]:
    return {"duty": duty, "title": duty.title, "url": address("duty", duty.pk)}


def units_in_reach(user: Any) -> QuerySet[Unit]:
    """Return the units whose work the reader may see: those of the areas of the reader's roles, and the own one."""
    chosen = Q(pk__in=[])
    for membership in memberships_of(user):
        if membership.area_code == settings.ROOT_AREA:
            return Unit.objects.all()
        chosen |= Q(area_code__startswith=membership.area_code) | Q(pk=membership.unit_id)
    return Unit.objects.filter(chosen)
