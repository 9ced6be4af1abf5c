"""Report duties for programs: who owes what for which period, when it came, whether that was late."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from taskforce.choices import DutyState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.selectors.reports import PUNCTUALITY, duty_for_page, report_duties
from yunhe_envhealth.accounts.permissions import scope, today


class ReportVersionSerializer(serializers.ModelSerializer[ReportVersion]):
    """One version; the text is not part of the API, its files are on the office's pages."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    state_name = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = ReportVersion
        fields = [
            "number", "kind", "kind_name", "state", "state_name", "submitted_at", "decided_at", "is_released",
            "released_at",
        ]  # fmt: skip


class ReportDutySerializer(serializers.ModelSerializer[ReportDuty]):
    rule = serializers.CharField(source="rule.code", read_only=True)
    rule_title = serializers.CharField(source="rule.title", read_only=True)
    body = serializers.CharField(source="body.code", read_only=True)
    body_name = serializers.CharField(source="body.name", read_only=True)
    unit = serializers.CharField(source="owner_post.unit.code", read_only=True)
    unit_name = serializers.CharField(source="owner_post.unit.name", read_only=True)
    period = serializers.CharField(source="period_code", read_only=True)
    state_name = serializers.CharField(source="get_state_display", read_only=True)
    due_note = serializers.CharField(
        read_only=True, help_text="截止日期没有官方出处时写明（如平台默认(非标准)），有出处为空。"
    )
    punctuality = serializers.ChoiceField(choices=list(PUNCTUALITY.items()), read_only=True)
    punctuality_name = serializers.SerializerMethodField()

    class Meta:
        model = ReportDuty
        fields = [
            "id", "rule", "rule_title", "body", "body_name", "unit", "unit_name", "period", "period_start",
            "period_end", "due_on", "due_note", "state", "state_name", "first_submitted_at", "accepted_at", "punctuality",
            "punctuality_name", "waived_reason", "is_demo",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField())
    def get_punctuality_name(self, duty: Any) -> str:
        return PUNCTUALITY[duty.punctuality]


class ReportDutyDetailSerializer(ReportDutySerializer):
    versions = ReportVersionSerializer(many=True, read_only=True)

    class Meta(ReportDutySerializer.Meta):
        fields = [*ReportDutySerializer.Meta.fields, "versions"]


class ReportDutyFilter(django_filters.FilterSet):
    rule = django_filters.CharFilter(field_name="rule__code", label="报送规则编码")
    period = django_filters.CharFilter(field_name="period_code", label="报告期")
    body = django_filters.CharFilter(field_name="body__code", label="报送机构编码")
    unit = django_filters.CharFilter(field_name="owner_post__unit__code", label="单位编码")
    state = django_filters.ChoiceFilter(choices=DutyState.choices, label="状态")
    punctuality = django_filters.ChoiceFilter(choices=list(PUNCTUALITY.items()), label="是否按期")

    class Meta:
        model = ReportDuty
        fields: list[str] = []


@extend_schema_view(list=extend_schema(summary="报送事项"), retrieve=extend_schema(summary="一项报送"))
class ReportDutyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """报送事项：由规则生成，是否按期由平台算出。单项另列各稿。"""

    capability = {"GET": "reports.view"}
    queryset = ReportDuty.objects.none()
    filterset_class = ReportDutyFilter
    lookup_value_regex = r"\d{1,18}"
    ordering = "id"

    def get_queryset(self) -> QuerySet[ReportDuty]:
        rows = duty_for_page(today()) if self.action == "retrieve" else report_duties(today())
        return scope(rows, self.request.user, "reports.view")

    def get_serializer_class(self) -> type[ReportDutySerializer]:
        return ReportDutyDetailSerializer if self.action == "retrieve" else ReportDutySerializer
