"""Where tasks are assigned by hand, and handed from one post to another."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.forms.tasks import ReassignChoiceForm, ReassignForm, TaskForm
from taskforce.models import Post
from taskforce.selectors import workdays
from taskforce.selectors.task_rights import EXTENDABLE
from taskforce.selectors.tasks import assignable_posts, movable
from taskforce.services import tasks as services
from taskforce.tables.tasks import due_cell, state_words
from taskforce.views.tasks.lists import CRUMBS
from yunhe_envhealth.accounts.permissions import scope, today
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.core.pages import ServiceForm

MOST_AT_ONCE = 500


class TaskNew(ServiceForm):
    capability = "tasks.assign"
    form_class = TaskForm
    title = "派发任务"
    button = "派发"
    done = "已派发。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "day": today()}

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": workdays().shift(today(), 10)}

    def get_crumbs(self) -> list[tuple[str, str]]:
        return list(CRUMBS)

    def write(self, cleaned: dict[str, Any]) -> str:
        task = services.assign(by=self.actor, now=timezone.now(), **cleaned)
        return reverse("taskforce:task", kwargs={"pk": task.pk})


class Reassign(ServiceForm):
    """Choose the two posts (in the address), see the tasks, tick them, give the reason: one transaction."""

    capability = "tasks.assign"
    form_class = ReassignForm
    template_name = "taskforce/reassign.html"
    title = "改派任务"
    button = "改派选中的任务"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return list(CRUMBS)

    @cached_property
    def choice(self) -> ReassignChoiceForm:
        old: QuerySet[Post] = scope(
            Post.objects.select_related("body", "unit"), self.request.user, "tasks.assign"
        )
        new = assignable_posts(self.request.user, today())
        given = {"from_post", "to_post"} <= set(self.request.GET)
        form = ReassignChoiceForm(self.request.GET if given else None, old=old, new=new)
        if not given:
            form.initial = self.request.GET.dict()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = self.choice.is_bound and self.choice.is_valid()
        day, calendar = today(), workdays()
        ticked = set(self.request.POST.getlist("task")) if self.request.method == "POST" else None
        rows = list(movable(self.choice.cleaned_data["from_post"])[:MOST_AT_ONCE]) if chosen else []
        return context | {
            "choice": self.choice,
            "chosen": chosen,
            "rows": [
                {
                    "task": task,
                    "url": reverse("taskforce:task", args=[task.pk]),
                    "due": due_cell(task, day, calendar),
                    "state": state_words(task),
                    "ticked": task.state in EXTENDABLE if ticked is None else str(task.pk) in ticked,
                }
                for task in rows
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (self.choice.is_bound and self.choice.is_valid()):
            return render(
                request, self.template_name, self.get_context_data(form=self.get_form()), status=422
            )
        return super().post(request, *args, **kwargs)

    def write(self, cleaned: dict[str, Any]) -> str:
        ids = [text for text in self.request.POST.getlist("task") if text.isascii() and text.isdigit()]
        if not ids or len(ids) > MOST_AT_ONCE or any(len(text) > 18 for text in ids):
            raise NothingChosen(f"请选 1 至 {MOST_AT_ONCE} 件任务。")
        posts = self.choice.cleaned_data
        moved = services.reassign_post(
            from_post=posts["from_post"],
            to_post=posts["to_post"],
            task_ids=[int(text) for text in ids],
            by=self.actor,
            now=timezone.now(),
            **cleaned,
        )
        self.done = f"已改派 {len(moved)} 件任务。"
        return f"{reverse('taskforce:tasks')}?post={posts['to_post'].title}"


class NothingChosen(EnvHealthError):
    status = 422
    title = "没有选任务"
