"""What the lists of results and projects can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from taskforce.choices import ProjectKind, ProjectStage, ResultKind
from taskforce.models import PlanItem, Project, Result
from yunhe_envhealth.accounts.models import Unit

PUBLIC = (("yes", "已公开"), ("no", "未公开"))
FIRST_YEAR, LAST_YEAR = 1990, 2100


class LibraryFilter(django_filters.FilterSet):
    """What results and projects have in common."""

    unit = django_filters.ModelChoiceFilter(label="单位", queryset=Unit.objects.all())
    public = django_filters.ChoiceFilter(label="公开", choices=PUBLIC, method="by_public")

    def by_public(self, rows: QuerySet[Any], name: str, answer: str) -> QuerySet[Any]:
        return rows.filter(is_public=answer == "yes")


class ResultFilter(LibraryFilter):
    q = django_filters.CharFilter(label="名称、文号、摘要", method="by_words")
    kind = django_filters.ChoiceFilter(label="类别", choices=ResultKind.choices)
    year = django_filters.NumberFilter(
        label="年份", field_name="dated", lookup_expr="year", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    item = django_filters.ModelChoiceFilter(
        label="方案任务", field_name="plan_item", queryset=PlanItem.objects.all()
    )

    class Meta:
        model = Result
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Result], name: str, words: str) -> QuerySet[Result]:
        return rows.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(summary__icontains=words)
        )


class ProjectFilter(LibraryFilter):
    q = django_filters.CharFilter(label="名称、地点", method="by_words")
    kind = django_filters.ChoiceFilter(label="类别", choices=ProjectKind.choices)
    stage = django_filters.ChoiceFilter(label="阶段", choices=ProjectStage.choices)

    class Meta:
        model = Project
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Project], name: str, words: str) -> QuerySet[Project]:
        return rows.filter(Q(title__icontains=words) | Q(place__icontains=words))
