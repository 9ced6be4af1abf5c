"""Workdays that differ from what the holiday library says: the county's own table stands above it."""

import pghistory
from django.db import models

from yunhe_envhealth.core.models import Stamped


@pghistory.track()
class WorkdayChange(Stamped):
    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班", help_text="选中表示上班（调休补班），不选表示放假。")
    note = models.CharField("说明", max_length=80, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)

    class Meta:
        verbose_name = "工作日调整"
        verbose_name_plural = "工作日调整"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}：{'上班' if self.is_workday else '放假'}"
