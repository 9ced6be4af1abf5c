"""`GET /api/v1/organisation/`: the joint office as it stood on a day, the same for every caller."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from taskforce.selectors.public import public_organisation
from yunhe_envhealth.accounts.permissions import PUBLIC, today
from yunhe_envhealth.core.rest import refuse_unknown


class PublicPostSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    kind = serializers.CharField()
    vacant = serializers.BooleanField(help_text="当天没有人任职")
    name = serializers.CharField(allow_blank=True, help_text="公文公布过的姓名；没有公布的为空")
    position = serializers.CharField(allow_blank=True)


class PublicBodyUnitSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    share = serializers.CharField(help_text="lead 牵头、joint 配合、support 支撑")
    is_default = serializers.BooleanField(help_text="平台默认(非标准)，公文没有写明")


class PublicBodySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    depth = serializers.IntegerField(help_text="0 为最上一层")
    posts = PublicPostSerializer(many=True)
    units = PublicBodyUnitSerializer(many=True)
    duties = serializers.ListField(child=serializers.CharField())


class PublicDutySerializer(serializers.Serializer[Any]):
    wording = serializers.CharField()
    clause = serializers.CharField(allow_blank=True)


class PublicUnitSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    duties = PublicDutySerializer(many=True)


class OrganisationSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    bodies = PublicBodySerializer(many=True)
    units = PublicUnitSerializer(many=True)


class AskedDaySerializer(serializers.Serializer[Any]):
    day = serializers.DateField(required=False)


class OrganisationView(APIView):
    capability = {"GET": PUBLIC}

    @extend_schema(
        summary="专班组织",
        description="机构、岗位、已公布的任职者、成员单位和职责；没有电话等个人信息。",
        parameters=[OpenApiParameter("day", date, description="哪一天的组织，默认今天（北京时间）")],
        responses=OrganisationSerializer,
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request, {"day"})
        asked = AskedDaySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        day = asked.validated_data.get("day") or today()
        return Response(OrganisationSerializer(public_organisation(day)).data)
