"""The list of tasks with its saved views, and the board."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views import View

from taskforce.filters.tasks import TaskFilter
from taskforce.models import Task
from taskforce.selectors import workdays
from taskforce.selectors.tasks import board, tasks
from taskforce.tables.tasks import TaskTable, due_cell, source_words, state_words
from yunhe_envhealth.accounts.permissions import can, scope, today
from yunhe_envhealth.core.pages import ListPage
from yunhe_envhealth.core.pages.lists import parameters

CRUMBS: tuple[tuple[str, Any], ...] = (("专班", ""), ("任务", reverse_lazy("taskforce:tasks")))
SAVED: tuple[tuple[str, dict[str, str]], ...] = (
    ("我的", {"of": "me"}),
    ("本单位", {"of": "unit"}),
    ("逾期", {"late": "yes"}),
    ("待核验", {"state": "done"}),
    ("全部", {}),
)


def saved_views(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the saved views; the open one is that whose conditions the address states, and no others."""
    asked = {
        name: value
        for name, value in request.GET.items()
        if value and name not in ("page", "sort", "per_page")
    }
    return [
        {
            "label": label,
            "url": f"{request.path}?{urlencode(given)}" if given else request.path,
            "active": asked == given,
        }
        for label, given in SAVED
    ]


class TaskList(ListPage):
    capability = "tasks.view"
    filterset_class = TaskFilter
    table_class = TaskTable
    title = "任务"
    crumbs = CRUMBS[:1]
    search = "q"
    search_words = "任务、要求、来源"

    def get_queryset(self) -> QuerySet[Task]:
        return tasks().order_by("due_on", "pk")

    def get_views(self) -> list[dict[str, Any]]:
        return saved_views(self.request)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"day": today(), "calendar": workdays()}

    def get_actions(self) -> list[dict[str, Any]]:
        actions: list[dict[str, Any]] = [{"label": "看板", "url": reverse("taskforce:task_board")}]
        if can(self.request.user, "tasks.assign"):
            actions.append({"label": "改派", "url": reverse("taskforce:task_reassign")})
            actions.append({"label": "派发任务", "url": reverse("taskforce:task_new"), "primary": True})
        return actions


class TaskBoard(View):
    """Tasks in columns by state; the same conditions as the list, no dragging: a step is a form with its reason."""

    capability = "tasks.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = scope(tasks(), request.user, self.capability)
        filterset = TaskFilter(request.GET, queryset=rows, request=request)
        unknown = sorted(set(request.GET) - set(parameters(filterset)))
        right = not unknown and filterset.is_valid()
        found = filterset.qs if right else rows.none()
        day, calendar = today(), workdays()
        columns = [
            {
                "title": column.state.label,
                "count": column.count,
                "rest": column.count - len(column.tasks),
                "url": f"{reverse('taskforce:tasks')}?{self._narrowed(request, column.state)}",
                "cards": [
                    {
                        "title": task.title,
                        "url": reverse("taskforce:task", args=[task.pk]),
                        "due": due_cell(task, day, calendar),
                        "who": f"{task.owner_post.unit.short_name or task.owner_post.unit.name}，{task.owner_post}",
                        "source": source_words(task),
                        "state": state_words(task) if task.times_returned or task.has_wish else "",  # type: ignore[attr-defined]
                    }
                    for task in column.tasks
                ],
            }
            for column in board(found)
        ]
        context = {
            "title": "任务看板",
            "crumbs": CRUMBS,
            "columns": columns,
            "filterset": filterset,
            "views": saved_views(request),
            "problems": [f"没有“{name}”这个条件。" for name in unknown],
        }
        return render(request, "taskforce/task_board.html", context, status=200 if right else 400)

    def _narrowed(self, request: HttpRequest, state: str) -> str:
        return urlencode({**request.GET.dict(), "state": state})
