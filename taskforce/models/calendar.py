"""Workdays that differ from what the holiday library says, and the tokens of people's calendar feeds."""

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


@pghistory.track(exclude=["digest", "last_used_at"])
class CalendarToken(Stamped):
    """One person's right to read the own calendar without signing in; only a peppered HMAC of it is stored."""

    user = models.OneToOneField(
        "accounts.User", models.PROTECT, related_name="calendar_token", verbose_name="用户"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"{self.user} 的日历订阅"
