"""What the lists of results and projects show. `value_…` is what an export holds, typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taskforce.models import Project, Result

NAME = {"td": {"class": "eh-name"}}
TIGHT = {"td": {"class": "eh-nb"}}
NUMBER = {"th": {"class": "eh-num"}, "td": {"class": "eh-num"}}


def wan(amount: Decimal | None) -> str:
    """Return an amount in 万元 with two decimals and grouped thousands, a dash for None."""
    return "—" if amount is None else f"{amount:,.2f}"


class LibraryTable(tables.Table):
    """What results and projects have in common: a title that says 示范, the unit, public or not."""

    title = tables.Column(verbose_name="名称", attrs=NAME)
    unit = tables.Column(verbose_name="单位", accessor="unit__name")
    is_public = tables.Column(verbose_name="公开", attrs=TIGHT)

    def render_title(self, record: Any, value: str) -> SafeString:
        mark = format_html(' <span class="eh-tag is-demo">示范</span>') if record.is_demo else ""
        return format_html('<a href="{}">{}</a>{}', self.address(record), value, mark)

    def value_title(self, value: str) -> str:
        return value

    def address(self, record: Any) -> str:
        raise NotImplementedError

    def render_is_public(self, value: bool) -> str:
        return "已公开" if value else "未公开"


class ResultTable(LibraryTable):
    kind = tables.Column(verbose_name="类别", attrs=TIGHT)
    dated = tables.DateColumn(verbose_name="日期", format="Y-m-d", attrs=TIGHT)
    number = tables.Column(verbose_name="文号或编号")
    plan_item = tables.Column(verbose_name="方案任务", orderable=False, default="—")

    caption = "成果"

    class Meta:
        model = Result
        fields = ("title", "kind", "unit", "dated", "number", "plan_item", "is_public")
        sequence = fields

    def address(self, record: Result) -> str:
        return reverse("taskforce:result", args=[record.pk])

    def value_dated(self, value: Any) -> Any:
        return value


class ProjectTable(LibraryTable):
    kind = tables.Column(verbose_name="类别", attrs=TIGHT)
    stage = tables.Column(verbose_name="阶段", attrs=TIGHT)
    investment_wan = tables.Column(verbose_name="总投资（万元）", attrs=NUMBER, empty_values=())
    spent_wan = tables.Column(verbose_name="已完成投资（万元）", attrs=NUMBER, empty_values=())
    as_of = tables.DateColumn(verbose_name="截至", format="Y-m-d", attrs=TIGHT)
    place = tables.Column(verbose_name="地点")

    caption = "“两山”项目"

    class Meta:
        model = Project
        fields = (
            "title",
            "kind",
            "unit",
            "place",
            "stage",
            "investment_wan",
            "spent_wan",
            "as_of",
            "is_public",
        )
        sequence = fields

    def address(self, record: Project) -> str:
        return reverse("taskforce:project", args=[record.pk])

    def render_investment_wan(self, value: Decimal | None) -> str:
        return wan(value)

    def value_investment_wan(self, value: Decimal | None) -> Decimal | None:
        return value

    def render_spent_wan(self, value: Decimal | None) -> str:
        return wan(value)

    def value_spent_wan(self, value: Decimal | None) -> Decimal | None:
        return value

    def value_as_of(self, value: Any) -> Any:
        return value
