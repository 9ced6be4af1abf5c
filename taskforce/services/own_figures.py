"""The joint office's own figures for a report: tasks, decisions, results, projects of an area in a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse

from taskforce.choices import TASK_DELIVERED, ProjectStage, TaskState
from taskforce.models import Decision, Project, Result, Task
from taskforce.selectors.meetings import decisions_not_done
from taskforce.selectors.reports import EDGE_ZONE
from taskforce.services.figures import Figure, Span
from yunhe_envhealth.core.periods import Period, beijing_day, day_start

TASK_KEYS = {
    "tasks.opened": "期内全县派发任务",
    "tasks.done": "期内全县办结任务",
    "tasks.on_time_share": "全县任务按期办结率",
    "tasks.overdue": "全县到期未办结任务",
    "tasks.decisions_open": "全县会议决定未落实",
}
RESULT_KEYS = {
    "results.recorded": "期内全县登记成果",
    "results.public": "期内全县登记成果中已公开",
    "results.projects": "全县在册“两山”项目",
    "results.investment": "全县项目总投资",
    "results.spent": "全县项目已完成投资",
}


def task_figures(span: Span) -> Iterator[Figure]:
    """Yield what was opened, handed in, handed in late and left over; cancelled tasks count nowhere."""
    period = _period(span)
    tasks = Task.objects.filter(
        owner_post__unit__area_code__startswith=span.area_code, is_demo=span.is_demo
    ).exclude(state=TaskState.CANCELLED)
    counted = tasks.annotate(done_on=TruncDate("done_at", tzinfo=EDGE_ZONE)).aggregate(
        opened=Count("pk", filter=_within("opened_at", period)),
        done=Count("pk", filter=_within("done_at", period)),
        on_time=Count("pk", filter=_within("done_at", period) & Q(done_on__lte=F("due_on"))),
        overdue=Count(
            "pk",
            filter=Q(due_on__lte=span.period_end, due_on__lt=beijing_day(span.now))
            & ~Q(state__in=TASK_DELIVERED),
        ),
    )
    url = reverse("taskforce:tasks")
    yield _task(span, "tasks.opened", str(counted["opened"]), url)
    yield _task(span, "tasks.done", str(counted["done"]), url, note="办结指已交核验")
    yield _on_time(span, counted["on_time"], counted["done"], url)
    yield _task(
        span,
        "tasks.overdue",
        str(counted["overdue"]),
        f"{url}?late=yes",
        note="期限在报告期末以前，到现在还没有办结",
    )
    open_decisions = _open_decisions(span, period).count()
    yield _task(
        span,
        "tasks.decisions_open",
        str(open_decisions),
        reverse("taskforce:decisions"),
        note="任务须经他人核验才算落实",
    )


def result_figures(span: Span) -> Iterator[Figure]:
    """Yield the results dated in the period and the projects as they stand now."""
    here = {"unit__area_code__startswith": span.area_code, "is_demo": span.is_demo}
    results = Result.objects.filter(dated__range=(span.period_start, span.period_end), **here).aggregate(
        recorded=Count("pk"), public=Count("pk", filter=Q(is_public=True))
    )
    projects = (
        Project.objects.filter(**here)
        .exclude(stage=ProjectStage.STOPPED)
        .aggregate(
            count=Count("pk"),
            investment=Sum("investment_wan"),
            spent=Sum("spent_wan"),
            with_investment=Count("investment_wan"),
            with_spent=Count("spent_wan"),
        )
    )
    url = reverse("taskforce:results")
    yield _result(span, "results.recorded", str(results["recorded"]), url, "项")
    yield _result(span, "results.public", str(results["public"]), url, "项")
    url = reverse("taskforce:projects")
    yield _result(span, "results.projects", str(projects["count"]), url, "个")
    for key, name in (("results.investment", "investment"), ("results.spent", "spent")):
        yield _money(span, key, projects[name], projects[f"with_{name}"], projects["count"], url)


def _period(span: Span) -> Period:
    return Period(day_start(span.period_start), day_start(span.period_end + timedelta(days=1)))


def _within(name: str, period: Period) -> Q:
    return Q(**{f"{name}__gte": period.start, f"{name}__lt": period.end})


def _open_decisions(span: Span, period: Period) -> QuerySet[Decision]:
    return decisions_not_done(beijing_day(span.now)).filter(
        meeting__starts_at__lt=period.end,
        meeting__is_demo=span.is_demo,
        meeting__series__body__area_code__startswith=span.area_code,
    )


def _task(span: Span, key: str, value: str, url: str, *, note: str = "") -> Figure:
    return Figure(
        key,
        TASK_KEYS[key],
        value,
        unit="项",
        source=_source(span, "平台任务"),
        url=url,
        as_of=span.now,
        edition=note,
    )


def _on_time(span: Span, on_time: int, done: int, url: str) -> Figure:
    key = "tasks.on_time_share"
    shared: dict[str, Any] = {"source": _source(span, "平台任务"), "url": url, "as_of": span.now}
    if not done:
        return Figure(key, TASK_KEYS[key], None, withheld="期内没有办结的任务", **shared)
    share = (Decimal(100 * on_time) / done).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    words = f"办结 {done} 项，其中按期 {on_time} 项（延期获批的按新期限）"
    return Figure(key, TASK_KEYS[key], str(share), unit="%", edition=words, **shared)


def _result(span: Span, key: str, value: str, url: str, unit: str) -> Figure:
    return Figure(
        key, RESULT_KEYS[key], value, unit=unit, source=_source(span, "平台成果库"), url=url, as_of=span.now
    )


def _money(span: Span, key: str, total: Decimal | None, stated: int, count: int, url: str) -> Figure:
    shared: dict[str, Any] = {"source": _source(span, "平台成果库"), "url": url, "as_of": span.now}
    if total is None:
        reason = "没有项目填写这一项" if count else "没有在册项目"
        return Figure(key, RESULT_KEYS[key], None, withheld=reason, **shared)
    words = f"{count} 个项目中 {stated} 个填写"
    return Figure(key, RESULT_KEYS[key], f"{total:,.2f}", unit="万元", edition=words, **shared)


def _source(span: Span, words: str) -> str:
    return f"示范数据，{words}" if span.is_demo else words
