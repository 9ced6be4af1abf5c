"""Filters of the read end points: station by code, time bounded so that no answer grows with history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from monitoring.choices import Averaging, IndexCode, StationKind
from monitoring.models import IndexValue, Measurement, Parameter, Station

USUAL = timedelta(days=7)
LONGEST = timedelta(days=92)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)  # before it a week less is no date any more


class ParameterFilter(django_filters.FilterSet):
    code = django_filters.CharFilter(label="因子")
    medium = django_filters.ChoiceFilter(
        choices=[("air", "空气"), ("water", "水"), ("other", "其他")], label="介质"
    )

    class Meta:
        model = Parameter
        fields = ["code", "medium"]


class StationFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=StationKind.choices, label="类别")
    division = django_filters.CharFilter(
        field_name="division__code", lookup_expr="startswith", label="行政区划代码开头"
    )

    class Meta:
        model = Station
        fields = ["kind", "division"]


class SeriesFilter(django_filters.FilterSet):
    """One station, from a moment to a moment (half open); the last seven days unless told."""

    station = django_filters.CharFilter(field_name="station__code", required=True, label="监测点编码")
    start_from = django_filters.IsoDateTimeFilter(
        field_name="start", lookup_expr="gte", label="开始时间不早于"
    )
    start_to = django_filters.IsoDateTimeFilter(field_name="start", lookup_expr="lt", label="开始时间早于")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        given = self.form.cleaned_data
        end = given.get("start_to") or timezone.now()
        start = given.get("start_from") or max(end, EARLIEST) - USUAL
        if not timedelta(0) < end - start <= LONGEST:
            raise ValidationError(
                {
                    "start_from": [
                        f"时间须先后有序，一次最多 {LONGEST.days} 天；请用 start_from、start_to 分段读取。"
                    ]
                }
            )
        return super().filter_queryset(queryset).filter(start__gte=start, start__lt=end)


class MeasurementFilter(SeriesFilter):
    parameter = django_filters.CharFilter(field_name="parameter__code", label="因子")
    period = django_filters.ChoiceFilter(choices=Averaging.choices, label="平均时间")

    class Meta:
        model = Measurement
        fields = ["station", "parameter", "period", "start_from", "start_to"]


class IndexValueFilter(SeriesFilter):
    index = django_filters.ChoiceFilter(field_name="kind__code", choices=IndexCode.choices, label="指数")

    class Meta:
        model = IndexValue
        fields = ["station", "index", "start_from", "start_to"]
