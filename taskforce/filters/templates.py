"""What the list of report templates can be filtered by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from taskforce.models import ReportTemplate
from taskforce.selectors.templates import TEMPLATE_TITLES


class TemplateFilter(filters.FilterSet):
    code = filters.ChoiceFilter(label="用途", choices=list(TEMPLATE_TITLES.items()))
    used = filters.ChoiceFilter(label="在用", choices=(("yes", "是"), ("no", "否")), method="by_use")

    class Meta:
        model = ReportTemplate
        fields: list[str] = []

    def by_use(self, rows: QuerySet[Any], name: str, answer: str) -> QuerySet[Any]:
        return rows.filter(is_in_use=answer == "yes")
