"""Read end points: anyone reads what is public, a token or session reads within its scope."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets

from monitoring.api.filters import IndexValueFilter, MeasurementFilter, ParameterFilter, StationFilter
from monitoring.api.serializers import (
    IndexValueSerializer,
    MeasurementSerializer,
    ParameterSerializer,
    StationSerializer,
)
from monitoring.models import IndexValue, Measurement, Parameter, Station
from monitoring.selectors import kinds, public_kinds, public_stations
from monitoring.selectors.stations import stations
from yunhe_envhealth.accounts.permissions import PUBLIC, can, scope, today


class ReadOnly(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """A bounded list, paged by keyset. The end point is public; what it lists depends on who asks."""

    capability = {"GET": PUBLIC}
    full_capability = ""

    def sees_all(self) -> bool:
        return can(self.request.user, self.full_capability)

    def visible_stations(self) -> QuerySet[Station]:
        """Return the stations the caller may read: the scope's for an account, the public ones for anyone else."""
        if self.sees_all():
            return scope(stations(), self.request.user, self.full_capability)
        return public_stations(today())


@extend_schema_view(list=extend_schema(summary="监测因子"))
class ParameterViewSet(ReadOnly):
    """监测因子：编码、名称、单位、出处。"""

    full_capability = "stations.view"
    serializer_class = ParameterSerializer
    filterset_class = ParameterFilter
    queryset = Parameter.objects.all()
    ordering = "id"


@extend_schema_view(list=extend_schema(summary="监测点"), retrieve=extend_schema(summary="一个监测点"))
class StationViewSet(mixins.RetrieveModelMixin, ReadOnly):
    """监测点。匿名只见公开监测点；令牌或登录后见授权范围内的全部。"""

    full_capability = "stations.view"
    serializer_class = StationSerializer
    filterset_class = StationFilter
    queryset = Station.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    ordering = "id"

    def get_queryset(self) -> QuerySet[Station]:
        return self.visible_stations().select_related("division", "owner_unit")


@extend_schema_view(list=extend_schema(summary="监测数据（一个监测点的一段时间）"))
class MeasurementViewSet(ReadOnly):
    """监测数据。须给出 station；默认最近 7 天，一次最多 92 天。"""

    full_capability = "measurements.view"
    serializer_class = MeasurementSerializer
    filterset_class = MeasurementFilter
    queryset = Measurement.objects.none()
    ordering = ("start", "parameter_id")

    def get_queryset(self) -> QuerySet[Measurement]:
        return Measurement.objects.filter(station__in=self.visible_stations().values("pk")).select_related(
            "station", "parameter"
        )


@extend_schema_view(list=extend_schema(summary="指数序列（一个监测点的一段时间）"))
class IndexValueViewSet(ReadOnly):
    """AQI 与 AQHI。没有数值时 value 为空，reason 说明原因。"""

    full_capability = "indices.view"
    serializer_class = IndexValueSerializer
    filterset_class = IndexValueFilter
    queryset = IndexValue.objects.none()
    ordering = ("start", "kind_id")

    def get_queryset(self) -> QuerySet[IndexValue]:
        shown = kinds() if self.sees_all() else public_kinds()
        return IndexValue.objects.filter(
            station__in=self.visible_stations().values("pk"), kind__in=shown.values("pk")
        ).select_related("station", "kind", "edition")
