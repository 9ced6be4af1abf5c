"""What the cockpit shows of the joint office: plain data, each panel a few queries, long lists cut.

`with_demo` counts 示范 rows too, as the lists behind the panels do; otherwise the real ones alone are counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from taskforce.choices import DUTY_OPEN, TASK_OPEN, DutyState, TaskState
from taskforce.models import ReportDuty, Task
from taskforce.selectors.assessment import replies_to_judge
from taskforce.selectors.calendar import workdays
from taskforce.selectors.meetings import decisions_not_done
from taskforce.selectors.report_scope import to_review, to_write
from taskforce.selectors.reports import OVERDUE, Rate, rates, report_duties
from taskforce.selectors.tasks import is_late, of_person
from yunhe_envhealth.accounts.permissions import can, scope

REPORTS_LISTED = 8
UNITS_LISTED = 8
DECISIONS_LISTED = 6
SOON = 5  # working days


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A report that is overdue and has not come."""

    pk: int
    title: str
    body: str
    unit: str
    due_on: date
    due_note: str  # how far the day is from official, "" when it is


@dataclass(frozen=True, slots=True)
class ReportRatesPanel:
    """The rates of the latest periods, and what is missing now; `missing_total` counts beyond the listed ones."""

    day: date
    periods: list[Rate]
    missing: list[MissingReport]
    missing_total: int


def counted(with_demo: bool, prefix: str = "") -> Q:
    """Return the condition of the rows that a panel counts."""
    return Q() if with_demo else Q(**{f"{prefix}is_demo": False})


def report_rates_panel(
    user: Any, day: date, *, periods: int = 2, with_demo: bool = False
) -> ReportRatesPanel:
    """Return the rates by period (the latest `periods` that have begun to fall due) and the overdue reports.

    Three queries, whatever the number of duties.
    """
    seen = scope(ReportDuty.objects.all(), user, "reports.view")
    begun = seen.filter(Q(period_end__lte=day) | Q(first_submitted_at__isnull=False))
    judged: QuerySet[Any] = report_duties(day)
    overdue = (
        scope(judged, user, "reports.view")
        .filter(counted(with_demo), punctuality=OVERDUE)
        .exclude(state=DutyState.WAIVED)
        .order_by("due_on", "body__sort_key", "pk")
    )
    return ReportRatesPanel(
        day=day,
        periods=list(rates(by="period", day=day, rows=begun.filter(counted(with_demo)), is_demo=None))[
            :periods
        ],
        missing=[_missing(duty) for duty in overdue[:REPORTS_LISTED]],
        missing_total=overdue.count(),
    )


def _missing(duty: ReportDuty) -> MissingReport:
    return MissingReport(
        pk=duty.pk,
        title=duty.title,
        body=str(duty.body),
        unit=str(duty.owner_post.unit),
        due_on=duty.due_on,
        due_note=duty.due_note,
    )


@dataclass(slots=True)
class UnitLoad:
    """What one unit has in hand: tasks, of them due soon and overdue, tasks handed in that wait for verification,
    and its reports that have not come (`next_report_due`: the earliest of them)."""

    name: str
    in_hand: int = 0
    soon: int = 0
    overdue: int = 0
    to_verify: int = 0
    reports_overdue: int = 0
    next_report_due: date | None = None


@dataclass(frozen=True, slots=True)
class DuePanel:
    """The units with something in hand, the most overdue first; `more` are not listed. The sums are over all units."""

    day: date
    soon_until: date
    units: list[UnitLoad]
    more: int
    in_hand: int
    overdue: int
    reports_overdue: int
    most_tasks: UnitLoad | None  # with the most overdue tasks, of all units; None without units
    most_reports: UnitLoad | None  # with the most overdue reports, of all units


def due_and_overdue_by_unit(user: Any, day: date, *, with_demo: bool = False) -> DuePanel:
    """Return what is due and overdue by unit, within what the reader may see. Three queries, whatever the history."""
    soon_until = workdays().shift(day, SOON)
    loads: dict[int, UnitLoad] = {}
    for unit_id, name, in_hand, soon, overdue, to_verify in _tasks_by_unit(
        user, day, soon_until, with_demo=with_demo
    ):
        loads[unit_id] = UnitLoad(name, in_hand, soon, overdue, to_verify)
    for unit_id, name, reports_overdue, next_due in _reports_by_unit(user, day, with_demo=with_demo):
        load = loads.setdefault(unit_id, UnitLoad(name))
        load.reports_overdue, load.next_report_due = reports_overdue, next_due
    ordered = sorted(
        loads.values(), key=lambda load: (-load.overdue - load.reports_overdue, -load.in_hand, load.name)
    )
    return DuePanel(
        day=day,
        soon_until=soon_until,
        units=ordered[:UNITS_LISTED],
        more=max(len(ordered) - UNITS_LISTED, 0),
        in_hand=sum(load.in_hand for load in ordered),
        overdue=sum(load.overdue for load in ordered),
        reports_overdue=sum(load.reports_overdue for load in ordered),
        most_tasks=max(ordered, key=lambda load: load.overdue, default=None),
        most_reports=max(ordered, key=lambda load: load.reports_overdue, default=None),
    )


def _tasks_by_unit(user: Any, day: date, soon_until: date, *, with_demo: bool) -> QuerySet[Any]:
    open_tasks = scope(Task.objects.all(), user, "tasks.view").filter(
        counted(with_demo), state__in=[*TASK_OPEN, TaskState.DONE]
    )
    return (
        open_tasks.order_by()
        .values_list("owner_post__unit_id", "owner_post__unit__name")
        .annotate(
            in_hand=Count("pk", filter=Q(state__in=TASK_OPEN)),
            soon=Count("pk", filter=Q(state__in=TASK_OPEN, due_on__gte=day, due_on__lte=soon_until)),
            overdue=Count("pk", filter=is_late(day)),
            to_verify=Count("pk", filter=Q(state=TaskState.DONE)),
        )
    )


def _reports_by_unit(user: Any, day: date, *, with_demo: bool) -> QuerySet[Any]:
    missing = scope(ReportDuty.objects.all(), user, "reports.view").filter(
        counted(with_demo), state__in=DUTY_OPEN
    )
    return (
        missing.order_by()
        .values_list("owner_post__unit_id", "owner_post__unit__name")
        .annotate(
            overdue=Count("pk", filter=Q(due_on__lt=day, first_submitted_at__isnull=True)),
            next_due=Min("due_on"),
        )
    )


@dataclass(frozen=True, slots=True)
class OpenDecisions:
    """Decisions that are not done: the first ones by date, how many there are, how many of them are late."""

    listed: list[Any] = field(default_factory=list)  # Decision, with `late`
    total: int = 0
    late: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.listed)


def decisions_not_done_panel(user: Any, day: date, *, with_demo: bool = False) -> OpenDecisions:
    """Return the decisions of meetings that are not done yet. Two queries."""
    if not can(user, "meetings.view"):
        return OpenDecisions()
    rows = decisions_not_done(day).filter(counted(with_demo, "meeting__"))
    sums = rows.order_by().aggregate(total=Count("pk"), late=Count("pk", filter=Q(task__due_on__lt=day)))
    return OpenDecisions(list(rows[:DECISIONS_LISTED]), sums["total"], sums["late"])


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What waits for one person: tasks of the own posts, of them overdue, and reports to write, of them overdue."""

    tasks: int = 0
    tasks_overdue: int = 0
    reports: int = 0
    reports_overdue: int = 0
    next_report_due: date | None = None


def own_work(user: Any, day: date) -> OwnWork:
    """Return what a person has to do now. Two queries. 示范 rows count: a demonstration person has no others."""
    tasks = scope(Task.objects.all(), user, "tasks.view").filter(of_person(user, day), state__in=TASK_OPEN)
    in_hand = tasks.order_by().aggregate(
        tasks=Count("pk"), tasks_overdue=Count("pk", filter=Q(due_on__lt=day))
    )
    written = (
        to_write(ReportDuty.objects.all(), user, day)
        .order_by()
        .aggregate(
            reports=Count("pk"),
            reports_overdue=Count("pk", filter=Q(due_on__lt=day)),
            next_report_due=Min("due_on"),
        )
    )
    return OwnWork(**in_hand, **written)


@dataclass(frozen=True, slots=True)
class ToJudge:
    """What waits for one person's judgement: reports handed in, answers to supervision notices."""

    reports: int
    replies: int


def to_judge(user: Any) -> ToJudge:
    return ToJudge(to_review(ReportDuty.objects.all(), user).count(), replies_to_judge(user).count())
