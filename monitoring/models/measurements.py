"""Measurements: one value by its natural key; what it replaced; the answers to idempotent requests.

The table is partitioned by year of `start` (migration 0002). History by trigger is left off on purpose: a changed
value writes the old one, with both deliveries, to SupersededMeasurement in the same statement.
"""

from django.db import models

from monitoring.choices import Averaging


class Measurement(models.Model):
    """A measured value. `value` is double precision: instruments give at most five digits, and fifteen survive the
    round trip as the shortest decimal, so that the law's exact decimals are Decimal(repr(value)) (ADR 0004).
    """

    pk = models.CompositePrimaryKey("station", "parameter", "period", "start")
    station = models.ForeignKey(
        "monitoring.Station",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name="监测点",
    )
    parameter = models.ForeignKey(
        "monitoring.Parameter",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name="因子",
    )
    period = models.CharField("平均时间", max_length=8, choices=Averaging.choices)
    start = models.DateTimeField("开始时间")
    value = models.FloatField("数值")
    flag = models.CharField("标记", max_length=4, blank=True)
    delivery = models.ForeignKey(
        "deliveries.Delivery",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name="交接",
    )

    SCOPE_AREA = "station__division__code"
    SCOPE_UNIT = "station__owner_unit"

    class Meta:
        verbose_name = "监测数据"
        verbose_name_plural = "监测数据"

    def __str__(self) -> str:
        return f"{self.station_id} {self.parameter_id} {self.start:%Y-%m-%d %H:%M} {self.value}"


class SupersededMeasurement(models.Model):
    """A value that a later delivery replaced. Written with the replacement, never changed."""

    station = models.ForeignKey("monitoring.Station", models.PROTECT, related_name="+", verbose_name="监测点")
    parameter = models.ForeignKey(
        "monitoring.Parameter", models.PROTECT, related_name="+", verbose_name="因子"
    )
    period = models.CharField("平均时间", max_length=8, choices=Averaging.choices)
    start = models.DateTimeField("开始时间")
    value = models.FloatField("原值")
    flag = models.CharField("原标记", max_length=4, blank=True)
    delivery = models.ForeignKey(
        "deliveries.Delivery", models.PROTECT, related_name="+", verbose_name="原交接"
    )
    replaced_by = models.ForeignKey(
        "deliveries.Delivery", models.PROTECT, related_name="+", verbose_name="新交接"
    )
    replaced_at = models.DateTimeField("替换时间", db_default=models.functions.Now())

    SCOPE_AREA = "station__division__code"
    SCOPE_UNIT = "station__owner_unit"

    class Meta:
        verbose_name = "被替换的数据"
        verbose_name_plural = "被替换的数据"
        indexes = [models.Index(fields=["station", "parameter", "start"], name="superseded_by_key")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.parameter_id} {self.start:%Y-%m-%d %H:%M} {self.value}"


class IdempotentRequest(models.Model):
    """The answer to a creating POST, kept with its key for at least 24 hours (the same key gets the same answer)."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_used_once")]

    def __str__(self) -> str:
        return self.key
