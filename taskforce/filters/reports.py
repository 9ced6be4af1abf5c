"""What the list of report duties can be narrowed by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from taskforce.choices import DutyState
from taskforce.models import ReportDuty, ReportRule
from taskforce.science.period_words import period_words
from taskforce.selectors.report_scope import to_review, to_write
from taskforce.selectors.reports import PUNCTUALITY, period_codes
from yunhe_envhealth.accounts.permissions import today

# 本期: what ended not long ago or is about to end.
NEAR = timedelta(days=92)


def period_choices() -> list[tuple[str, str]]:
    return [(code, period_words(code)) for code in period_codes()]


class DutyFilter(filters.FilterSet):
    q = filters.CharFilter(label="事项、机构", method="by_words")
    whose = filters.ChoiceFilter(
        label="待办", choices=(("write", "待我起草"), ("review", "待我审核")), method="by_reader"
    )
    span = filters.ChoiceFilter(label="时间", choices=(("current", "本期"),), method="by_span")
    period = filters.ChoiceFilter(label="报告期", field_name="period_code", choices=period_choices)
    state = filters.ChoiceFilter(label="状态", choices=DutyState.choices)
    punctuality = filters.ChoiceFilter(label="是否按期", choices=list(PUNCTUALITY.items()))
    unit = filters.CharFilter(label="单位", field_name="owner_post__unit__name", lookup_expr="contains")
    rule = filters.ModelChoiceFilter(
        label="报送事项", queryset=lambda request: ReportRule.objects.order_by("code")
    )

    class Meta:
        model = ReportDuty
        fields: list[str] = []

    def by_words(self, rows: QuerySet[ReportDuty], name: str, value: str) -> QuerySet[ReportDuty]:
        return rows.filter(
            Q(rule__title__icontains=value) | Q(body__name__icontains=value) | Q(period_code__icontains=value)
        )

    def by_reader(self, rows: QuerySet[ReportDuty], name: str, value: str) -> QuerySet[ReportDuty]:
        user: Any = self.request.user if self.request else None
        return to_write(rows, user, today()) if value == "write" else to_review(rows, user)

    def by_span(self, rows: QuerySet[ReportDuty], name: str, value: str) -> QuerySet[ReportDuty]:
        return rows.filter(period_end__gte=today() - NEAR, period_start__lte=today())
