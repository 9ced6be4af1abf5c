"""Pages of the results library (成果库)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from taskforce.choices import ResultKind
from taskforce.filters.results import ResultFilter
from taskforce.forms.results import ResultForm
from taskforce.models import Result
from taskforce.selectors.results import results
from taskforce.services.results import EDIT, enter
from taskforce.tables.results import ResultTable
from taskforce.views.library import (
    AboutResult,
    LibraryEdit,
    LibraryFile,
    LibraryRecord,
    LibraryRelease,
    LibraryWithdraw,
)
from yunhe_envhealth.accounts.permissions import can
from yunhe_envhealth.core.pages import ListPage, ServiceForm


class ResultList(ListPage):
    capability = "taskforce.view"
    filterset_class = ResultFilter
    table_class = ResultTable
    title = "成果库"
    search = "q"
    search_words = "名称、文号、摘要"
    note = (
        "方案四（八）、四（十）的实践、理论、制度成果和标准、论文、报道、论坛。公开由专班办公室核对后办理。"
    )

    def get_queryset(self) -> QuerySet[Result]:
        return results()

    def get_views(self) -> list[dict[str, Any]]:
        here, asked = reverse("taskforce:results"), self.request.GET.get("kind", "")
        views = [{"label": "全部", "url": here, "active": not asked}]
        return views + [
            {"label": label, "url": f"{here}?kind={kind}", "active": asked == kind}
            for kind, label in ResultKind.choices
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        actions = [{"label": "“两山”项目", "url": reverse("taskforce:projects")}]
        if can(self.request.user, EDIT):
            actions.append({"label": "登记成果", "url": reverse("taskforce:result_new"), "primary": True})  # type: ignore[dict-item]
        return actions


class ResultRecord(AboutResult, LibraryRecord):
    def get_facts(self) -> list[dict[str, Any]]:
        one = self.object
        return [
            {"label": "类别", "value": one.get_kind_display()},
            {"label": "单位", "value": one.unit},
            {"label": "日期", "value": one.dated.isoformat()},
            {"label": "文号或编号", "value": one.number or None},
            {"label": "方案任务", "value": one.plan_item},
            {"label": "登记（或最近修改）人", "value": one.entered_by},
            {"label": "公开人", "value": one.released_by},
        ]


class ResultNew(ServiceForm):
    capability = EDIT
    form_class = ResultForm
    title = "登记成果"
    button = "登记"
    done = "成果已登记。"
    consequence = "登记后只在工作台内可看；公开由专班办公室核对后办理。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.actor}

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("成果库", reverse("taskforce:results"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        made = enter(Result, by=self.actor, values=cleaned, now=timezone.now())
        return reverse("taskforce:result", args=[made.pk])


class ResultEdit(AboutResult, LibraryEdit):
    form_class = ResultForm


class ResultRelease(AboutResult, LibraryRelease):
    pass


class ResultWithdraw(AboutResult, LibraryWithdraw):
    pass


class ResultFile(AboutResult, LibraryFile):
    pass
