"""End points of tasks: the list by keyset, one task with its story, and assigning one."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from taskforce.choices import TaskSource
from taskforce.filters.tasks import TaskFilter
from taskforce.models import PlanItem, Post, Task, TaskEntry
from taskforce.selectors.tasks import is_late, with_entries
from taskforce.selectors.tasks import tasks as all_tasks
from taskforce.services.tasks import assign
from taskforce.services.tasks.opening import BY_HAND
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import scope, today
from yunhe_envhealth.core.errors import EnvHealthError

LONGEST_KEY = 255


class KeyMissing(EnvHealthError):
    status = 400
    title = "缺少 Idempotency-Key"
    advice = (
        f"请在请求头加 Idempotency-Key：每件任务一个编号，最多 {LONGEST_KEY} 个字符；断线重发时用原来的编号。"
    )


class TaskSerializer(serializers.ModelSerializer[Task]):
    """A task as the list shows it. People appear by post, not by name."""

    source_kind_name = serializers.CharField(source="get_source_kind_display", read_only=True)
    state_name = serializers.CharField(source="get_state_display", read_only=True)
    owner_post = serializers.CharField(source="owner_post.code", read_only=True)
    owner_post_name = serializers.CharField(source="owner_post.title", read_only=True)
    unit = serializers.CharField(source="owner_post.unit.code", read_only=True)
    unit_name = serializers.CharField(source="owner_post.unit.name", read_only=True)
    is_late = serializers.BooleanField(read_only=True)

    class Meta:
        model = Task
        fields = [
            "id", "title", "detail", "source_kind", "source_kind_name", "source_words", "state", "state_name", "owner_post",
            "owner_post_name", "unit", "unit_name", "opened_at", "first_due_on", "due_on", "is_late", "accepted_at",
            "done_at", "verified_at", "ended_at", "times_returned", "is_demo",
        ]  # fmt: skip
        read_only_fields = fields


class TaskEntrySerializer(serializers.ModelSerializer[TaskEntry]):
    """One line of the story."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    post = serializers.CharField(source="post.code", read_only=True, default=None, allow_null=True)

    class Meta:
        model = TaskEntry
        fields = ["at", "kind", "kind_name", "from_state", "to_state", "text", "post"]
        read_only_fields = fields


class TaskDetailSerializer(TaskSerializer):
    """A task with its helpers, its outcome and its story."""

    helper_posts: Any = serializers.SlugRelatedField(many=True, read_only=True, slug_field="code")
    entries = TaskEntrySerializer(many=True, read_only=True)

    class Meta(TaskSerializer.Meta):
        fields = [*TaskSerializer.Meta.fields, "outcome", "helper_posts", "entries"]
        read_only_fields = fields


class NewTaskSerializer(serializers.Serializer[Any]):
    """What a new task needs."""

    title = serializers.CharField(max_length=120)
    owner_post = serializers.SlugRelatedField(slug_field="code", queryset=Post.objects.all())
    due_on = serializers.DateField()
    source_kind = serializers.ChoiceField(
        choices=[kind.value for kind in BY_HAND], default=TaskSource.OTHER.value
    )
    source_words = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    plan_item = serializers.SlugRelatedField(
        slug_field="code", queryset=PlanItem.objects.all(), required=False, allow_null=True
    )
    detail = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = self.initial_data if isinstance(self.initial_data, dict) else {}
        unknown = sorted(set(given) - set(self.fields))
        if unknown:
            raise serializers.ValidationError({name: ["没有这个字段。"] for name in unknown})
        return attrs


@extend_schema_view(
    list=extend_schema(summary="任务"), retrieve=extend_schema(summary="一件任务和它的办理记录")
)
class TaskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Task]):
    """任务。令牌或登录后见授权范围内的任务。"""

    capability = {"GET": "tasks.view", "POST": "tasks.assign"}
    serializer_class = TaskSerializer
    filterset_class = TaskFilter
    queryset = Task.objects.none()
    ordering = ("due_on", "id")
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Task]:
        rows = with_entries() if self.action == "retrieve" else all_tasks()
        return with_lateness(scope(rows, self.request.user, "tasks.view"), today())

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        return TaskDetailSerializer if self.action == "retrieve" else TaskSerializer

    @extend_schema(
        summary="派发任务",
        description="同一 Idempotency-Key 重发只派一次：内容相同的以 200 回答原来的任务，内容不同的以 409 拒绝。",
        parameters=[
            OpenApiParameter(
                "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="最多 255 个字符"
            )
        ],
        request=NewTaskSerializer,
        responses={201: TaskSerializer, 200: TaskSerializer},
    )
    def create(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > LONGEST_KEY:
            raise KeyMissing("没有可用的 Idempotency-Key，没有派任务。")
        asked = NewTaskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        by = cast(User, request.user)  # the capability was asked for: nobody anonymous comes here
        now = timezone.now()
        digest = hashlib.sha256(key.encode()).hexdigest()[:40]
        task = assign(
            source_key=f"api:{digest}",
            by=by,
            now=now,
            **given,
        )
        row = with_lateness(all_tasks(), today()).get(pk=task.pk)
        code = status.HTTP_201_CREATED if task.opened_at == now else status.HTTP_200_OK
        return Response(TaskSerializer(row).data, status=code)


def with_lateness(rows: QuerySet[Task], day: date) -> QuerySet[Task]:
    """Return the rows with `is_late`: not handed in by the due day."""
    return rows.annotate(is_late=is_late(day))
