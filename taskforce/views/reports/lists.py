"""The list of report duties."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from taskforce.filters.reports import DutyFilter
from taskforce.models import ReportDuty
from taskforce.selectors.reports import report_duties
from taskforce.tables.reports import DutyTable
from taskforce.views.reports.scoped import VIEW
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import ListPage


class DutyList(ListPage):
    capability = VIEW
    filterset_class = DutyFilter
    table_class = DutyTable
    title = "报送"
    crumbs = (("专班", ""),)
    search = "q"
    search_words = "报送事项、机构"
    count_cap = 1000  # years of duties: who looks for an old one names its period
    note = "是否按期由截止日与首次提交的时间算出，不手填。"

    def get_queryset(self) -> QuerySet[ReportDuty]:
        return report_duties(today()).order_by("-period_end", "body__sort_key", "body__code")

    def get_actions(self) -> list[dict[str, Any]]:
        return [{"label": "报送率", "url": reverse("taskforce:report_rates")}]

    def get_views(self) -> list[dict[str, Any]]:
        user, asked = self.request.user, self.request.GET.urlencode()
        views = [("全部", ""), ("本期", "span=current"), ("退回", "state=returned")]
        if can(user, "reports.review"):
            views.insert(0, ("待我审核", "whose=review"))
        if can(user, "reports.draft"):
            views.insert(0, ("待我起草", "whose=write"))
        return [
            {"label": label, "url": f"?{query}" if query else self.request.path, "active": asked == query}
            for label, query in views
        ]
