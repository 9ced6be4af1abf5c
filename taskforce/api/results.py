"""`GET /api/v1/results/`, `/api/v1/projects/`: released results and “两山” projects, the same for every caller."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from taskforce.choices import ProjectKind, ProjectStage, ResultKind
from taskforce.models import Project, Result
from taskforce.selectors.public_results import public_projects, public_results
from yunhe_envhealth.accounts.permissions import PUBLIC


class ResultFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=ResultKind.choices, label="类别")
    dated_from = django_filters.DateFilter(field_name="dated", lookup_expr="gte", label="日期不早于")
    dated_to = django_filters.DateFilter(field_name="dated", lookup_expr="lt", label="日期早于")

    class Meta:
        model = Result
        fields: list[str] = []


class ProjectFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=ProjectKind.choices, label="类别")
    stage = django_filters.ChoiceFilter(choices=ProjectStage.choices, label="阶段")

    class Meta:
        model = Project
        fields: list[str] = []


class ResultSerializer(serializers.ModelSerializer[Result]):
    """A released result; who entered and released it is not told."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    unit = serializers.CharField(source="unit.name", read_only=True)
    plan_item = serializers.CharField(source="plan_item.title", read_only=True, default="")

    class Meta:
        model = Result
        fields = [
            "id", "kind", "kind_name", "title", "unit", "plan_item", "dated", "number", "summary", "evidence", "link",
            "released_at", "is_demo",
        ]  # fmt: skip


class ProjectSerializer(serializers.ModelSerializer[Project]):
    """A released project; amounts in 10,000 yuan, null where not stated."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    stage_name = serializers.CharField(source="get_stage_display", read_only=True)
    unit = serializers.CharField(source="unit.name", read_only=True)

    class Meta:
        model = Project
        fields = [
            "id", "kind", "kind_name", "title", "unit", "place", "stage", "stage_name", "investment_wan", "spent_wan",
            "as_of", "summary", "released_at", "is_demo",
        ]  # fmt: skip


class Released(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Read only, bounded, paged by keyset."""

    capability = {"GET": PUBLIC}
    lookup_value_regex = r"\d{1,18}"


@extend_schema_view(list=extend_schema(summary="试点成果"), retrieve=extend_schema(summary="一项试点成果"))
class ResultViewSet(Released):
    """已公开的试点成果，新的在前。is_demo 为真的是示范数据。"""

    serializer_class = ResultSerializer
    filterset_class = ResultFilter
    queryset = Result.objects.none()
    ordering = ("-dated", "-id")

    def get_queryset(self) -> QuerySet[Result]:
        return public_results()


@extend_schema_view(
    list=extend_schema(summary="“两山”项目"), retrieve=extend_schema(summary="一个“两山”项目")
)
class ProjectViewSet(Released):
    """已公开的“两山”项目，金额单位万元。is_demo 为真的是示范数据。"""

    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter
    queryset = Project.objects.none()
    ordering = ("title", "id")

    def get_queryset(self) -> QuerySet[Project]:
        return public_projects()
