"""What the API says of stations, parameters, measurements and indices. Names are stable; additions only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from monitoring.choices import Averaging
from monitoring.models import IndexValue, Measurement, Parameter, Station
from monitoring.science.reasons import explain

LENGTHS = {
    Averaging.HOUR: timedelta(hours=1),
    Averaging.EIGHT_HOURS: timedelta(hours=8),
    Averaging.DAY: timedelta(days=1),
}


class ParameterSerializer(serializers.ModelSerializer[Parameter]):
    class Meta:
        model = Parameter
        fields = ["code", "factor_code", "name", "formula", "medium", "unit", "source", "edition"]


class StationSerializer(serializers.ModelSerializer[Station]):
    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    division = serializers.CharField(source="division_id", read_only=True)
    division_name = serializers.CharField(source="division.name", read_only=True)
    owner_unit = serializers.CharField(source="owner_unit.name", read_only=True)

    class Meta:
        model = Station
        fields = [
            "code", "name", "kind", "kind_name", "division", "division_name", "owner_unit", "longitude", "latitude",
            "datum", "position_note", "active_from", "active_to", "is_public", "is_demo", "source",
        ]  # fmt: skip


class MeasurementSerializer(serializers.ModelSerializer[Measurement]):
    """A value by its natural key; `end` closes the averaging period (half open)."""

    station = serializers.CharField(source="station.code", read_only=True)
    parameter = serializers.CharField(source="parameter.code", read_only=True)
    unit = serializers.CharField(source="parameter.unit", read_only=True)
    end = serializers.SerializerMethodField()

    class Meta:
        model = Measurement
        fields = ["station", "parameter", "period", "start", "end", "value", "unit", "flag", "delivery"]

    @extend_schema_field(serializers.DateTimeField())
    def get_end(self, row: Measurement) -> Any:
        end = row.start + LENGTHS.get(Averaging(row.period), timedelta(0))
        return serializers.DateTimeField().to_representation(end)


class IndexValueSerializer(serializers.ModelSerializer[IndexValue]):
    """An index with its workings, or the reason it is withheld; `end` closes its period."""

    station = serializers.CharField(source="station.code", read_only=True)
    index = serializers.CharField(source="kind.code", read_only=True)
    edition = serializers.CharField(source="edition.code", read_only=True)
    status = serializers.CharField(source="edition.status", read_only=True)
    status_name = serializers.CharField(source="edition.get_status_display", read_only=True)
    end = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()

    class Meta:
        model = IndexValue
        fields = [
            "station", "index", "start", "end", "value", "display", "level", "colour", "primary", "withheld", "reason",
            "complete", "edition", "status", "status_name", "workings", "computed_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.DateTimeField())
    def get_end(self, row: IndexValue) -> Any:
        end = row.start + LENGTHS[Averaging(row.kind.period)]
        return serializers.DateTimeField().to_representation(end)

    @extend_schema_field(serializers.CharField())
    def get_reason(self, row: IndexValue) -> str:
        return explain(row.withheld, row.workings.get("missing", ()))


class LatestIndexSerializer(serializers.Serializer[Any]):
    """The newest of each index for each station. `value` is null where withheld; `reason` says why in Chinese."""

    station = serializers.CharField()
    station_name = serializers.CharField()
    index = serializers.CharField()
    index_name = serializers.CharField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    value = serializers.FloatField(allow_null=True)
    display = serializers.CharField()
    level = serializers.IntegerField(allow_null=True)
    colour = serializers.CharField()
    primary = serializers.ListField(child=serializers.CharField())
    withheld = serializers.CharField()
    reason = serializers.CharField()
    complete = serializers.BooleanField()
    edition = serializers.CharField()
    status = serializers.CharField()
    status_name = serializers.CharField()
    demonstration = serializers.BooleanField()


class LatestIndicesSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateTimeField()
    results = LatestIndexSerializer(many=True)


class ReadingSerializer(serializers.Serializer[Any]):
    """One reading of a batch. `start` carries an offset or Z."""

    station = serializers.CharField(help_text="站点编码或来源编码")
    parameter = serializers.CharField(help_text="so2、no2、co、o3、pm10、pm2_5，或因子编码")
    period = serializers.CharField(help_text="hour、8h、day、instant")
    start = serializers.DateTimeField(help_text="平均时段的开始，须带时区")
    value = serializers.FloatField(allow_null=True)
    flag = serializers.CharField(required=False, allow_blank=True)


class BatchSerializer(serializers.Serializer[Any]):
    readings = ReadingSerializer(many=True, help_text="最多 10,000 条")


class FindingSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    column = serializers.CharField()
    rule = serializers.CharField()
    severity = serializers.CharField()
    message = serializers.CharField()
    advice = serializers.CharField()
    value = serializers.CharField()


class BatchReportSerializer(serializers.Serializer[Any]):
    delivery = serializers.IntegerField()
    rows = serializers.IntegerField()
    accepted = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    changed = serializers.IntegerField()
    rejected = serializers.IntegerField()
    findings_total = serializers.IntegerField()
    findings = FindingSerializer(many=True)


class CalculationSerializer(serializers.Serializer[Any]):
    scheme = serializers.CharField()
    inputs = serializers.DictField()
