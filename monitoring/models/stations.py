"""Parameters (监测因子), stations (监测点) and the codes under which sources name them."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q

from monitoring.choices import Datum, StationKind
from yunhe_envhealth.core.models import Stamped


@pghistory.track()
class Parameter(models.Model):
    """A factor that can be measured; `code` is the platform's key (so2, pm2_5), `factor_code` that of HJ 524/525."""

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField("编码", max_length=20, unique=True)
    factor_code = models.CharField(
        "因子编码", max_length=10, blank=True, help_text="HJ 524、HJ 525 编码，如 a21026。"
    )
    name = models.CharField("名称", max_length=60)
    formula = models.CharField("化学式", max_length=20, blank=True)
    medium = models.CharField(
        "介质", max_length=10, choices=[("air", "空气"), ("water", "水"), ("other", "其他")]
    )
    unit = models.CharField("单位", max_length=20, blank=True)
    low = models.FloatField("可能下限", null=True, blank=True)
    high = models.FloatField(
        "可能上限", null=True, blank=True, help_text="超过即为不可能的值，拒收。平台默认，非标准。"
    )
    source = models.CharField("出处", max_length=200)
    edition = models.CharField("版本", max_length=60)
    sort_order = models.PositiveSmallIntegerField("排序", default=1000)

    class Meta:
        verbose_name = "监测因子"
        verbose_name_plural = "监测因子"
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.formula or self.name


class StationQuerySet(models.QuerySet["Station"]):
    def active_on(self, day: date) -> StationQuerySet:
        return self.filter(active_from__lte=day).filter(Q(active_to__isnull=True) | Q(active_to__gt=day))

    def public(self) -> StationQuerySet:
        return self.filter(is_public=True)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    pghistory.ManualEvent("recompute"),  # somebody asked for its indices to be computed anew
)
class Station(Stamped):
    """A place where something is measured."""

    code = models.CharField("编码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=20, choices=StationKind.choices)
    owner_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="stations", verbose_name="责任单位"
    )
    division = models.ForeignKey(
        "villages.Division", models.PROTECT, related_name="stations", verbose_name="所在乡镇（区划）"
    )
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    datum = models.CharField("坐标系", max_length=10, choices=Datum.choices, blank=True)
    position_note = models.CharField("位置说明", max_length=200, blank=True)
    active_from = models.DateField("启用日期")
    active_to = models.DateField("停用日期", null=True, blank=True)
    is_public = models.BooleanField("公开", default=False)
    is_demo = models.BooleanField("示范", default=False)
    source = models.CharField("出处", max_length=200, blank=True)

    SCOPE_AREA = "division__code"
    SCOPE_UNIT = "owner_unit"

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = "监测点"
        verbose_name_plural = "监测点"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_to__gt=F("active_from")),
                name="station_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | (
                    Q(
                        longitude__isnull=False, latitude__isnull=False
                    )  # half a point is NULL, which a check lets pass
                    & Q(longitude__range=(73, 136), latitude__range=(3, 54))
                    & ~Q(datum="")
                ),
                name="station_point_has_datum",
                violation_error_message="经纬度须一起填写，在中国范围内，并注明坐标系（CGCS2000 或 WGS-84）。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class StationCode(models.Model):
    """A code or name under which a source calls a station (1269A, 杭州/下沙)."""

    code = models.CharField("来源编码", max_length=80, unique=True)
    station = models.ForeignKey(Station, models.CASCADE, related_name="codes", verbose_name="监测点")

    class Meta:
        verbose_name = "来源编码"
        verbose_name_plural = "来源编码"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
