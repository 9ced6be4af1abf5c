"""The table of working days: the changes, their forms, and a year at a glance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views import View

from taskforce.filters.tasks import WorkdayFilter
from taskforce.forms.tasks import WorkdayChangeForm, WorkdayForm
from taskforce.models import WorkdayChange
from taskforce.science.workdays import Workdays, is_announced
from taskforce.selectors import workdays
from taskforce.services.workdays import add_workday_change, edit_workday_change
from taskforce.tables.tasks import WorkdayTable
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import ListPage, ServiceForm

EDIT = "workdays.edit"
CRUMBS: tuple[tuple[str, Any], ...] = (("专班", ""), ("工作日", reverse_lazy("taskforce:workdays")))
FIRST_YEAR, LAST_YEAR = 2020, 2060
NOT_ANNOUNCED = "国务院办公厅还没有公布这一年的调休安排（或平台还没有收录），只按法定节日和周末计算；公布后请更新平台，或在此登记调整。"


class WorkdayList(ListPage):
    capability = "taskforce.view"
    filterset_class = WorkdayFilter
    table_class = WorkdayTable
    title = "工作日"
    crumbs = CRUMBS[:1]
    scoped = True  # one table for the county
    note = "平台按国务院办公厅公布的节假日安排计算工作日；下面的调整优先。已经定下的期限不随调整变动。"

    def get_queryset(self) -> QuerySet[WorkdayChange]:
        return WorkdayChange.objects.order_by("-day")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"may_edit": can(self.request.user, EDIT)}

    def get_actions(self) -> list[dict[str, Any]]:
        actions: list[dict[str, Any]] = [
            {"label": "年历", "url": reverse("taskforce:workday_year", args=[today().year])}
        ]
        if can(self.request.user, EDIT):
            actions.append({"label": "登记调整", "url": reverse("taskforce:workday_new"), "primary": True})
        return actions


class WorkdayNew(ServiceForm):
    capability = EDIT
    form_class = WorkdayForm
    title = "登记工作日调整"
    button = "登记"
    consequence = "从登记起，新的期限和提醒按调整计算；已经定下的期限不变。"
    done = "已登记。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return list(CRUMBS)

    def write(self, cleaned: dict[str, Any]) -> str:
        add_workday_change(by=self.actor, **cleaned)
        return reverse("taskforce:workdays")


class WorkdayEdit(ServiceForm):
    capability = EDIT
    form_class = WorkdayChangeForm
    button = "保存"
    done = "已保存。"

    @cached_property
    def about(self) -> WorkdayChange:
        return get_object_or_404(WorkdayChange, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"修改 {self.about.day} 的调整"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return list(CRUMBS)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": WorkdayChange.objects.get(pk=self.about.pk)}

    def write(self, cleaned: dict[str, Any]) -> str:
        edit_workday_change(change=self.about, by=self.actor, **cleaned)
        return reverse("taskforce:workdays")


class WorkdayYear(View):
    """A year in months: what is worked, what is free, what the county changed."""

    capability = "taskforce.view"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404("只有 2020 至 2060 年的年历")
        calendar = workdays()
        months = [month_rows(year, number, calendar) for number in range(1, 13)]
        context = {
            "title": f"{year} 年工作日",
            "crumbs": CRUMBS,
            "months": months,
            "total": sum(month["count"] for month in months),
            "announced": is_announced(year),
            "not_announced": NOT_ANNOUNCED,
            "before": year - 1 if year > FIRST_YEAR else None,
            "after": year + 1 if year < LAST_YEAR else None,
            "year": year,
        }
        return render(request, "taskforce/workday_year.html", context)


def month_rows(year: int, number: int, calendar: Workdays) -> dict[str, Any]:
    """Return one month in weeks from Monday: None outside the month, else day, works, and why it differs."""
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    days = [first + timedelta(days=n) for n in range((following - first).days)]
    cells: list[dict[str, Any] | None] = [None] * first.weekday()
    for day in days:
        works = calendar.is_workday(day)
        weekend = day.weekday() >= 5
        mark = "班" if works and weekend else "休" if not works and not weekend else ""
        cells.append({"day": day.day, "works": works, "mark": mark, "changed": day in calendar.changes})
    cells += [None] * (-len(cells) % 7)
    return {
        "title": f"{number} 月",
        "count": sum(calendar.is_workday(day) for day in days),
        "weeks": [cells[begin : begin + 7] for begin in range(0, len(cells), 7)],
    }
