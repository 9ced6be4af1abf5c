"""Meetings and what they decided, for programs. The minutes are not part of the API, nor is who came."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from taskforce.choices import DecisionKind, DecisionStanding, MeetingState
from taskforce.models import AgendaItem, Decision, Meeting
from taskforce.selectors.meetings import agenda_in_order, decisions, meetings


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    unit = serializers.CharField(source="unit.code", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)

    class Meta:
        model = AgendaItem
        fields = ["title", "detail", "unit", "unit_name", "is_withdrawn"]


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting as the list shows it. People appear by post, not by name."""

    series = serializers.CharField(source="series.code", read_only=True)
    series_title = serializers.CharField(source="series.title", read_only=True)
    body = serializers.CharField(source="series.body.code", read_only=True)
    body_name = serializers.CharField(source="series.body.name", read_only=True)
    chair_post = serializers.CharField(
        source="chair_post.code", read_only=True, default=None, allow_null=True
    )
    state_name = serializers.CharField(source="state_words", read_only=True)
    items = serializers.IntegerField(read_only=True, help_text="议题数，撤回的不计")
    decided = serializers.IntegerField(read_only=True, help_text="记录、决定和任务数，跟进以往决定的不计")

    class Meta:
        model = Meeting
        fields = [
            "id", "series", "series_title", "body", "body_name", "number", "title", "starts_at", "place", "chair_post",
            "agenda_until", "state", "state_name", "minuted_at", "cancel_reason", "is_entered_later",
            "items", "decided", "is_demo",
        ]  # fmt: skip


class MeetingDetailSerializer(MeetingSerializer):
    """A meeting with its agenda; what it decided is under /decisions/?meeting=…"""

    agenda = AgendaItemSerializer(many=True, read_only=True)

    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "agenda"]


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A line of a meeting: note, decision or task. `due_on` is the task's present one, once there is a task."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    meeting_title = serializers.CharField(source="meeting.title", read_only=True)
    owner_post = serializers.CharField(
        source="owner_post.code", read_only=True, default=None, allow_null=True
    )
    unit = serializers.CharField(source="owner_post.unit.code", read_only=True, default=None, allow_null=True)
    unit_name = serializers.CharField(
        source="owner_post.unit.name", read_only=True, default=None, allow_null=True
    )
    due_on = serializers.SerializerMethodField()
    standing = serializers.ChoiceField(choices=DecisionStanding.choices, read_only=True)
    standing_name = serializers.SerializerMethodField()
    corrects = serializers.IntegerField(source="follows_id", read_only=True, allow_null=True)
    is_demo = serializers.BooleanField(source="meeting.is_demo", read_only=True)

    class Meta:
        model = Decision
        fields = [
            "id", "meeting", "meeting_title", "kind", "kind_name", "text", "owner_post", "unit", "unit_name", "due_on",
            "task", "standing", "standing_name", "carried_out_on", "carried_out_note", "corrects", "reason", "is_demo",
        ]  # fmt: skip

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_due_on(self, decision: Any) -> Any:
        return decision.task.due_on if decision.task else decision.due_on

    @extend_schema_field(serializers.CharField())
    def get_standing_name(self, decision: Any) -> str:
        return DecisionStanding(decision.standing).label


class MeetingFilter(django_filters.FilterSet):
    series = django_filters.CharFilter(field_name="series__code", label="会议制度编码")
    state = django_filters.ChoiceFilter(choices=MeetingState.choices, label="状态")
    starts_from = django_filters.IsoDateTimeFilter(
        field_name="starts_at", lookup_expr="gte", label="时间不早于"
    )
    starts_to = django_filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt", label="时间早于")

    class Meta:
        model = Meeting
        fields: list[str] = []


class DecisionFilter(django_filters.FilterSet):
    meeting = django_filters.NumberFilter(
        field_name="meeting_id", min_value=1, max_value=2**63 - 1, label="会议"
    )
    kind = django_filters.ChoiceFilter(choices=DecisionKind.choices, label="类别")
    standing = django_filters.ChoiceFilter(choices=DecisionStanding.choices, label="落实")
    unit = django_filters.CharFilter(field_name="owner_post__unit__code", label="责任单位编码")

    class Meta:
        model = Decision
        fields: list[str] = []


class OpenToTheJointOffice(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Meetings are open to all staff of the joint work: no area narrows them."""

    capability = {"GET": "meetings.view"}
    lookup_value_regex = r"\d{1,18}"


@extend_schema_view(list=extend_schema(summary="会议"), retrieve=extend_schema(summary="一次会议和议题"))
class MeetingViewSet(OpenToTheJointOffice):
    """工作例会和联席会议，新的在前；纪要全文和到会名单不在接口里。"""

    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    queryset = Meeting.objects.none()
    ordering = ("-starts_at", "-id")

    def get_queryset(self) -> QuerySet[Meeting]:
        rows = meetings()
        return rows.prefetch_related(agenda_in_order()) if self.action == "retrieve" else rows

    def get_serializer_class(self) -> type[MeetingSerializer]:
        return MeetingDetailSerializer if self.action == "retrieve" else MeetingSerializer


@extend_schema_view(list=extend_schema(summary="会议决定"), retrieve=extend_schema(summary="一项会议决定"))
class DecisionViewSet(OpenToTheJointOffice):
    """会议记录、决定和任务，新的在前；更正是另一条，以 corrects 指明所更正的。"""

    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    queryset = Decision.objects.none()
    ordering = ("-id",)

    def get_queryset(self) -> QuerySet[Decision]:
        return decisions()
