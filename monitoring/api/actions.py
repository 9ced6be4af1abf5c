"""End points that do something: take in a batch of readings, compute a trial."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from monitoring.api.serializers import (
    BatchReportSerializer,
    BatchSerializer,
    CalculationSerializer,
)
from monitoring.science.calculator import calculate
from monitoring.services.batches import submit
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, memberships_of

LARGEST_BATCH = 8 * 1024 * 1024


class BatchView(APIView):
    """Readings in, report out. Sent twice with the same Idempotency-Key it has one effect."""

    capability = {"POST": "measurements.import"}

    @extend_schema(
        summary="提交一批监测数据",
        description="同一 Idempotency-Key 原样重发得到同一回答，只写入一次；有错的读数写明原因，其余照写。",
        parameters=[
            OpenApiParameter(
                "Idempotency-Key", str, OpenApiParameter.HEADER, required=True, description="最多 255 个字符"
            )
        ],
        request=BatchSerializer,
        responses={200: BatchReportSerializer},
    )
    def post(self, request: Request) -> Response:
        if (request.content_type or "").partition(";")[0].strip() != "application/json":
            raise ParseError("请以 application/json 提交。")
        body = request.stream.read(LARGEST_BATCH + 1) if request.stream else b""
        by = cast(User, request.user)  # the capability was asked for: nobody anonymous comes here
        allowed = CAPABILITIES["measurements.import"].roles
        posts = [post for post in memberships_of(by) if post.role in allowed]
        answer = submit(
            body=body,
            key=request.headers.get("Idempotency-Key", ""),
            by=by,
            unit=posts[0].unit,
            area_code=posts[0].area_code,
        )
        headers = {"Idempotency-Replayed": "true"} if answer.replayed else {}
        return Response(answer.report, headers=headers)


class CalculateView(APIView):
    """The calculator (试算): what the platform would compute from given concentrations. Stores nothing."""

    capability = {"POST": "calculator.use"}

    @extend_schema(
        summary="试算指数",
        request=CalculationSerializer,
        responses={200: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        question: Any = request.data
        if not isinstance(question, dict) or set(question) != {"scheme", "inputs"}:
            raise ParseError('请提交 {"scheme": 方案, "inputs": {…}}。')
        return Response(calculate(question["scheme"], question["inputs"]))
