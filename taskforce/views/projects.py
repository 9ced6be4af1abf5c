"""Pages of the “两山” projects."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from taskforce.filters.results import ProjectFilter
from taskforce.forms.results import ProjectForm
from taskforce.models import Project
from taskforce.selectors.results import projects
from taskforce.services.results import EDIT, enter
from taskforce.tables.results import ProjectTable, wan
from taskforce.views.library import (
    AboutProject,
    LibraryEdit,
    LibraryFile,
    LibraryRecord,
    LibraryRelease,
    LibraryWithdraw,
)
from yunhe_envhealth.accounts.permissions import can
from yunhe_envhealth.core.pages import ListPage, ServiceForm


class ProjectList(ListPage):
    capability = "taskforce.view"
    filterset_class = ProjectFilter
    table_class = ProjectTable
    title = "“两山”项目"
    search = "q"
    search_words = "名称、地点"
    note = "方案四（八）：康养旅游项目、环境健康体验地、生态产品价值实现。金额单位万元；— 为没有填。"

    def get_queryset(self) -> QuerySet[Project]:
        return projects()

    def get_actions(self) -> list[dict[str, Any]]:
        actions: list[dict[str, Any]] = [{"label": "成果库", "url": reverse("taskforce:results")}]
        if can(self.request.user, EDIT):
            actions.append({"label": "登记项目", "url": reverse("taskforce:project_new"), "primary": True})
        return actions


class ProjectRecord(AboutProject, LibraryRecord):
    def get_facts(self) -> list[dict[str, Any]]:
        one = self.object
        return [
            {"label": "类别", "value": one.get_kind_display()},
            {"label": "牵头单位", "value": one.unit},
            {"label": "地点", "value": one.place or None},
            {"label": "阶段", "value": one.get_stage_display()},
            {"label": "总投资（万元）", "value": wan(one.investment_wan)},
            {"label": "已完成投资（万元）", "value": wan(one.spent_wan)},
            {"label": "截至", "value": one.as_of.isoformat()},
            {"label": "登记（或最近修改）人", "value": one.entered_by},
            {"label": "公开人", "value": one.released_by},
        ]


class ProjectNew(ServiceForm):
    capability = EDIT
    form_class = ProjectForm
    title = "登记“两山”项目"
    button = "登记"
    done = "项目已登记。"
    consequence = "登记后只在工作台内可看；公开由专班办公室核对后办理。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.actor}

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("“两山”项目", reverse("taskforce:projects"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        made = enter(Project, by=self.actor, values=cleaned, now=timezone.now())
        return reverse("taskforce:project", args=[made.pk])


class ProjectEdit(AboutProject, LibraryEdit):
    form_class = ProjectForm


class ProjectRelease(AboutProject, LibraryRelease):
    pass


class ProjectWithdraw(AboutProject, LibraryWithdraw):
    pass


class ProjectFile(AboutProject, LibraryFile):
    pass
