"""What the API says of stations, parameters, measurements and indices. Names are stable; additions only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from monitoring.choices import Averaging
from monitoring.models import IndexValue, Measurement, Parameter, Station
from monitoring.science.reasons import explain
from monitoring.selectors.demo import original_of, replay_shift

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


class ReplayClock:
    """Tells the recorded time of a demonstration value; the shift is asked once for an answer."""

    @cached_property
    def _shift(self) -> timedelta | None:
        return replay_shift()

    def recorded(self, row: Any, end: datetime) -> Any:
        """Return when the value as of `end` was recorded, None when the row is no demonstration's."""
        if not row.station.is_demo or self._shift is None:
            return None
        return serializers.DateTimeField().to_representation(original_of(end, shift=self._shift))


class MeasurementSerializer(ReplayClock, serializers.ModelSerializer[Measurement]):
    """A value by its natural key; `end` closes the averaging period (half open)."""

    station = serializers.CharField(source="station.code", read_only=True)
    parameter = serializers.CharField(source="parameter.code", read_only=True)
    unit = serializers.CharField(source="parameter.unit", read_only=True)
    end = serializers.SerializerMethodField()
    original_time = serializers.SerializerMethodField(
        help_text="示范回放的原始时间（时段结束）；不是示范时为空"
    )

    class Meta:
        model = Measurement
        fields = [
            "station", "parameter", "period", "start", "end", "value", "unit", "flag", "delivery", "original_time",
        ]  # fmt: skip

    @extend_schema_field(serializers.DateTimeField())
    def get_end(self, row: Measurement) -> Any:
        return serializers.DateTimeField().to_representation(self._end(row))

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_original_time(self, row: Measurement) -> Any:
        return self.recorded(row, self._end(row))

    @staticmethod
    def _end(row: Measurement) -> datetime:
        return row.start + LENGTHS.get(Averaging(row.period), timedelta(0))


class IndexValueSerializer(ReplayClock, serializers.ModelSerializer[IndexValue]):
    """An index with its workings, or the reason it is withheld; `end` closes its period."""

    station = serializers.CharField(source="station.code", read_only=True)
    index = serializers.CharField(source="kind.code", read_only=True)
    edition = serializers.CharField(source="edition.code", read_only=True)
    status = serializers.CharField(source="edition.status", read_only=True)
    status_name = serializers.CharField(source="edition.get_status_display", read_only=True)
    end = serializers.SerializerMethodField()
    original_time = serializers.SerializerMethodField(
        help_text="示范回放的原始时间（时段结束）；不是示范时为空"
    )
    reason = serializers.SerializerMethodField()

    class Meta:
        model = IndexValue
        fields = [
            "station", "index", "start", "end", "value", "display", "level", "colour", "primary", "withheld", "reason",
            "complete", "edition", "status", "status_name", "workings", "computed_at",
            "original_time",
        ]  # fmt: skip

    @extend_schema_field(serializers.DateTimeField())
    def get_end(self, row: IndexValue) -> Any:
        return serializers.DateTimeField().to_representation(self._end(row))

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_original_time(self, row: IndexValue) -> Any:
        return self.recorded(row, self._end(row))

    @staticmethod
    def _end(row: IndexValue) -> datetime:
        return row.start + LENGTHS[Averaging(row.kind.period)]

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
    state = serializers.ChoiceField(["fresh", "stale", "withheld"], help_text="stale：数值已旧")
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
