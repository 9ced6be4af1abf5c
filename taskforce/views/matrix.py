"""The matrix of plan items by unit, and its export."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from taskforce.models import PlanItem
from taskforce.selectors.matrix import Matrix, matrix
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core import gate
from yunhe_envhealth.core.errors import EnvHealthError, NotAllowed
from yunhe_envhealth.core.exports import csv_response, xlsx_response
from yunhe_envhealth.core.pages.lists import EXPORT_CAPABILITY

WRITERS = {"csv": csv_response, "xlsx": xlsx_response}


class MatrixPage(View):
    """Items by unit; gaps and double leads stand in a sentence above. ?group= narrows, ?export= takes away."""

    capability = "taskforce.view"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        group, ending = request.GET.get("group", ""), request.GET.get("export", "")
        if (group and group not in PlanItem.Group.values) or (ending and ending not in WRITERS):
            raise EnvHealthError("没有这一类任务或这种导出格式。", advice="请回到职责矩阵重新选择。")
        found = matrix(today(), group=group)
        return self._export(found, ending) if ending else self._page(found, group)

    def _page(self, found: Matrix, group: str) -> HttpResponse:
        base = self.request.path
        views = [{"label": "全部", "url": base, "active": not group}]
        views += [
            {"label": label, "url": f"{base}?group={value}", "active": group == value}
            for value, label in PlanItem.Group.choices
        ]
        context = {
            "found": found,
            "views": views,
            "group": group,
            "may_export": can(self.request.user, EXPORT_CAPABILITY),
            "may_edit": can(self.request.user, "organisation.edit"),
        }
        return render(self.request, "taskforce/matrix.html", context)

    def _export(self, found: Matrix, ending: str) -> HttpResponseBase:
        if not can(self.request.user, EXPORT_CAPABILITY):
            raise NotAllowed("您的角色没有导出的权限，没有导出。", advice="需要时请向系统管理员申请。")
        gate.record(self.request, "export", self.request.path, rows=len(found.rows), format=ending)
        header = ["类别", "序号", "任务", "条款", *(unit.short_name or unit.name for unit in found.units)]
        return WRITERS[ending](_lines(found), header, "职责矩阵")


def _lines(found: Matrix) -> list[list[Any]]:
    """Return the rows as words; a share that is only a default says so."""
    return [
        [row.item.get_group_display(), row.item.number, row.item.title, row.item.clause]
        + [
            f"{cell.get_share_display()}{'' if cell.standing == 'official' else '（平台默认）'}"
            if cell
            else ""
            for cell in row.cells
        ]
        for row in found.rows
    ]
