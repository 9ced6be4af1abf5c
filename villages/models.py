"""Administrative divisions (行政区划): city, county, townships and subdistricts, villages and communities.

Codes nest by prefix: 331125 county, 331125106 township, 331125106201 village. Scope is a prefix of the code.
"""

import pghistory
from django.db import models
from django.db.models import Q

from villages.choices import DivisionKind


@pghistory.track()
class Division(models.Model):
    """One division by its official statistical code; loaded by load_reference, retires, is never deleted."""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=DivisionKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    coordinate_note = models.CharField("坐标说明", max_length=200, blank=True)
    source = models.CharField("出处", max_length=200)
    edition = models.CharField("版本", max_length=60)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    SCOPE_AREA = "code"
    SCOPE_UNIT = "code"

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{2,12}$"), name="division_code_is_digits"),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(73, 136), latitude__range=(3, 54)),
                name="division_point_in_china",
            ),
        ]

    def __str__(self) -> str:
        return self.name
