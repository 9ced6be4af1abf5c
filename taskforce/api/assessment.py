"""Supervision notices and yearly assessments for programs: states, deadlines, scores with their workings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from taskforce.choices import AssessmentState, SupervisionState
from taskforce.models import Assessment, AssessmentIndicator, AssessmentScore, SupervisionNotice
from taskforce.selectors import assessment as selectors
from yunhe_envhealth.accounts.permissions import scope, today


class SupervisionSerializer(serializers.ModelSerializer[SupervisionNotice]):
    """A notice as it stands. People appear by post, not by name."""

    state_name = serializers.CharField(source="get_state_display", read_only=True)
    post = serializers.CharField(source="post.code", read_only=True)
    post_name = serializers.CharField(source="post.title", read_only=True)
    unit = serializers.CharField(source="post.unit.code", read_only=True)
    unit_name = serializers.CharField(source="post.unit.name", read_only=True)
    is_late = serializers.BooleanField(source="late", read_only=True, help_text="还欠回复而且已过截止日")

    class Meta:
        model = SupervisionNotice
        fields = [
            "id", "number", "title", "text", "post", "post_name", "unit", "unit_name", "issued_at", "due_on", "is_late",
            "state", "state_name", "reply", "replied_at", "verdict", "closed_at", "is_demo",
        ]  # fmt: skip


class SupervisionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=SupervisionState.choices, label="状态")
    unit = django_filters.CharFilter(field_name="post__unit__code", label="责任单位编码")
    is_late = django_filters.BooleanFilter(field_name="late", label="逾期未回复")

    class Meta:
        model = SupervisionNotice
        fields: list[str] = []


@extend_schema_view(list=extend_schema(summary="督办单"), retrieve=extend_schema(summary="一份督办单"))
class SupervisionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """督办单，新的在前；只见授权范围内的单位。"""

    capability = {"GET": "assessment.view"}
    serializer_class = SupervisionSerializer
    filterset_class = SupervisionFilter
    queryset = SupervisionNotice.objects.none()
    ordering = ("-issued_at", "-id")
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[SupervisionNotice]:
        return scope(selectors.supervisions(today()), self.request.user, "assessment.view")


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """A year's assessment. Indicators, weights and methods are 平台默认(非标准): the plan sets none."""

    state_name = serializers.CharField(source="get_state_display", read_only=True)
    units = serializers.IntegerField(source="units_count", read_only=True, help_text="参加考核的单位数")

    class Meta:
        model = Assessment
        fields = [
            "id", "year", "title", "state", "state_name", "self_due_on", "published_at", "document", "units", "is_demo",
        ]  # fmt: skip


class AssessmentIndicatorSerializer(serializers.ModelSerializer[AssessmentIndicator]):
    method_name = serializers.CharField(source="get_method_display", read_only=True)
    standing_name = serializers.CharField(source="get_standing_display", read_only=True)

    class Meta:
        model = AssessmentIndicator
        fields = ["code", "title", "weight", "method", "method_name", "rule", "standing", "standing_name"]


class ScoreSerializer(serializers.ModelSerializer[AssessmentScore]):
    """A score: `counted` is null where it is withheld, and `how` says why."""

    indicator = serializers.CharField(source="indicator.code", read_only=True)
    counted = serializers.SerializerMethodField()
    how = serializers.SerializerMethodField()

    class Meta:
        model = AssessmentScore
        fields = ["indicator", "computed", "self_score", "office_score", "counted", "how"]

    @extend_schema_field(serializers.DecimalField(5, 1, allow_null=True))
    def get_counted(self, score: AssessmentScore) -> str | None:
        value = selectors.counted(score)
        return None if value is None else str(value)

    @extend_schema_field(serializers.CharField())
    def get_how(self, score: AssessmentScore) -> str:
        return selectors.how_counted(score)


class StandingSerializer(serializers.Serializer[Any]):
    """A unit's place in the year; equal ones share a rank, null before publication for whoever sees some units only."""

    unit = serializers.CharField(source="unit.code")
    unit_name = serializers.CharField(source="unit.name")
    rank = serializers.IntegerField(allow_null=True)
    percent = serializers.DecimalField(5, 1, source="total.percent", allow_null=True)
    points = serializers.DecimalField(6, 1, source="total.points")
    out_of = serializers.DecimalField(6, 1, source="total.out_of")
    scores = ScoreSerializer(many=True)


class AssessmentDetailSerializer(AssessmentSerializer):
    """A year with its indicators and the scores that the caller may see (all of them once published)."""

    indicators = serializers.SerializerMethodField()
    standings = serializers.SerializerMethodField()

    class Meta(AssessmentSerializer.Meta):
        fields = [*AssessmentSerializer.Meta.fields, "indicators", "standings"]

    @extend_schema_field(AssessmentIndicatorSerializer(many=True))
    def get_indicators(self, year: Assessment) -> Any:
        return AssessmentIndicatorSerializer(selectors.indicators(year), many=True).data

    @extend_schema_field(StandingSerializer(many=True))
    def get_standings(self, year: Assessment) -> Any:
        rows = selectors.ranking(year, self.context["request"].user, today())
        return StandingSerializer(rows, many=True).data


class AssessmentFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(field_name="year", min_value=1, max_value=9999, label="年度")
    state = django_filters.ChoiceFilter(choices=AssessmentState.choices, label="状态")

    class Meta:
        model = Assessment
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(summary="年度考核"), retrieve=extend_schema(summary="一个年度的指标、得分和名次")
)
class AssessmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """年度考核，新的在前。公布以前单位只见自己的得分，接口令牌一概不见得分；指标和分值是平台默认(非标准)。"""

    capability = {"GET": "assessment.view"}
    filterset_class = AssessmentFilter
    queryset = Assessment.objects.none()
    ordering = ("-year", "-id")
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Assessment]:
        return selectors.assessments()

    def get_serializer_class(self) -> type[AssessmentSerializer]:
        return AssessmentDetailSerializer if self.action == "retrieve" else AssessmentSerializer
