"""Lists: the series, the meetings, what was decided."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from taskforce.filters.meetings import DecisionFilter, MeetingFilter, SeriesFilter
from taskforce.models import MeetingSeries
from taskforce.selectors import meetings as selectors
from taskforce.tables.meetings import DecisionTable, MeetingTable, SeriesTable
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import ListPage, RecordPage

VIEW, EDIT = "meetings.view", "meetings.edit"


class SeriesList(ListPage):
    """The county's own series: no area narrows them."""

    capability = VIEW
    scoped = True
    filterset_class = SeriesFilter
    table_class = SeriesTable
    title = "会议制度"
    note = "方案没有写定开会的频次；频次由专班办公室掌握。"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.series_in_force(today())


class SeriesPage(RecordPage):
    capability = VIEW
    scoped = True
    tabs = {"meetings": ("会议", "taskforce/series_meetings.html")}
    object: MeetingSeries

    def get_queryset(self) -> QuerySet[Any]:
        return MeetingSeries.objects.select_related("body")

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("会议制度", reverse("taskforce:series_list"))]

    def get_facts(self) -> list[dict[str, Any]]:
        series = self.object
        return [
            {"label": "类别", "value": series.get_kind_display()},
            {"label": "召集机构", "value": series.body},
            {"label": "频次", "value": series.rhythm or None},
            {"label": "条款", "value": series.clause or None},
            {"label": "出处", "value": series.source or None},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, EDIT):
            return []
        url = reverse("taskforce:meeting_plan", kwargs={"pk": self.object.pk})
        return [{"label": "筹备会议", "url": url, "primary": True}]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        found = selectors.meetings().filter(series=self.object)[:100]
        return {"meetings": [{"row": row, "state": row.state_words} for row in found]}


class MeetingList(ListPage):
    """Meetings are open to all staff of the joint work: no area narrows them."""

    capability = VIEW
    scoped = True
    filterset_class = MeetingFilter
    table_class = MeetingTable
    title = "会议"
    search = "q"
    search_words = "名称、地点"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.meetings()

    def get_views(self) -> list[dict[str, Any]]:
        asked = self.request.GET.get("state", "")
        choices = (("", "全部"), ("planned", "筹备中"), ("invited", "已通知"), ("held", "待纪要"))
        return [
            {
                "label": words,
                "url": f"?state={state}" if state else self.request.path,
                "active": asked == state,
            }
            for state, words in choices
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        actions = [{"label": "会议决定", "url": reverse("taskforce:decisions")}]
        if not can(self.request.user, EDIT):
            return actions
        return [
            *actions,
            *(
                {
                    "label": f"筹备{series.get_kind_display()}",
                    "url": reverse("taskforce:meeting_plan", kwargs={"pk": series.pk}),
                }
                for series in selectors.series_in_force(today())
            ),
        ]


class DecisionList(ListPage):
    capability = VIEW
    scoped = True
    filterset_class = DecisionFilter
    table_class = DecisionTable
    title = "会议决定"
    search = "q"
    search_words = "内容"
    crumbs = (("会议", reverse_lazy("taskforce:meetings")),)
    note = "任务由另一人核验以后才算落实；“决定”由专班办公室登记落实。"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.decisions()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {
            "day": today(),
            "readable": selectors.readable_tasks(selectors.decisions(), self.request.user),
        }

    def get_views(self) -> list[dict[str, Any]]:
        asked = self.request.GET.get("standing", "")
        choices = (("open", "未落实"), ("done", "已落实"), ("", "全部"))
        return [
            {
                "label": words,
                "url": f"?standing={standing}" if standing else self.request.path,
                "active": asked == standing,
            }
            for standing, words in choices
        ]
