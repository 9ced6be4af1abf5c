"""Indices: what is computed, by which dated edition, and each value with its workings or the reason it is withheld."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from monitoring.choices import Averaging, EditionStatus, IndexCode


@pghistory.track()
class IndexKind(models.Model):
    """An index the platform knows; `enabled` ones are computed, `is_public` ones shown to anyone."""

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField("编码", max_length=20, unique=True, choices=IndexCode.choices)
    name = models.CharField("名称", max_length=60)
    period = models.CharField("平均时间", max_length=8, choices=Averaging.choices)
    enabled = models.BooleanField("计算", default=False)
    is_public = models.BooleanField("公开", default=False)
    sort_order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = "指数"
        verbose_name_plural = "指数"
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class IndexEdition(models.Model):
    """A dated edition of an index: standard or parameter set, with its status and its numbers as they were used."""

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField("编码", max_length=40, unique=True)
    kind = models.ForeignKey(IndexKind, models.PROTECT, related_name="editions", verbose_name="指数")
    name = models.CharField("名称", max_length=120)
    status = models.CharField("地位", max_length=10, choices=EditionStatus.choices)
    effective_from = models.DateField("适用起")
    effective_to = models.DateField("适用止", null=True, blank=True)
    parameters = models.JSONField("参数", default=dict)
    source = models.CharField("出处", max_length=300)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "指数版本"
        verbose_name_plural = "指数版本"
        ordering = ["kind", "effective_from"]

    def __str__(self) -> str:
        return self.name


class IndexValue(models.Model):
    """One index of one station and period: the value, or the reason there is none. Rebuilt by `recompute`."""

    pk = models.CompositePrimaryKey("station", "kind", "start")
    station = models.ForeignKey(
        "monitoring.Station",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name="监测点",
    )
    kind = models.ForeignKey(
        IndexKind, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name="指数"
    )
    start = models.DateTimeField("开始时间")
    edition = models.ForeignKey(
        IndexEdition,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name="版本",
    )
    value = models.FloatField("数值", null=True)
    display = models.CharField("显示", max_length=8, blank=True)
    level = models.PositiveSmallIntegerField("级别", null=True)
    colour = models.CharField("颜色", max_length=12, blank=True)
    primary = ArrayField(models.CharField(max_length=10), verbose_name="首要污染物", default=list)
    withheld = models.CharField("不发布的原因", max_length=60, blank=True)
    complete = models.BooleanField("完整", default=False)
    workings = models.JSONField("计算过程", default=dict)  # inputs, hours, contributions, iaqi, missing
    computed_at = models.DateTimeField("计算时间")

    SCOPE_AREA = "station__division__code"
    SCOPE_UNIT = "station__owner_unit"

    class Meta:
        verbose_name = "指数值"
        verbose_name_plural = "指数值"
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, withheld="") | (Q(value__isnull=True) & ~Q(withheld="")),
                name="index_has_value_or_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.kind_id} {self.start:%Y-%m-%d %H:%M} {self.display or self.withheld}"


class AveragedValue(models.Model):
    """A mean the law asks for (24 h, daily maximum 8 h, daily maximum 1 h), or the reason there is none."""

    class Statistic(models.TextChoices):
        DAY_MEAN = "day_mean", "24 小时平均"
        DAY_MAX_8H = "day_max_8h", "日最大 8 小时平均"
        DAY_MAX_1H = "day_max_1h", "日最大 1 小时平均"

    pk = models.CompositePrimaryKey("station", "parameter", "statistic", "start")
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
    statistic = models.CharField("统计量", max_length=12, choices=Statistic.choices)
    start = models.DateTimeField("开始时间")
    value = models.FloatField("数值", null=True)
    valid_count = models.PositiveSmallIntegerField("有效个数")
    withheld = models.CharField("不发布的原因", max_length=60, blank=True)

    SCOPE_AREA = "station__division__code"
    SCOPE_UNIT = "station__owner_unit"

    class Meta:
        verbose_name = "平均值"
        verbose_name_plural = "平均值"

    def __str__(self) -> str:
        return f"{self.station_id} {self.parameter_id} {self.statistic} {self.start:%Y-%m-%d}"
