"""The matrix: plan items (work items, safeguards, unit duties, national tasks) by unit."""

from __future__ import annotations

import pghistory
from django.db import models

from taskforce.choices import Share, Standing
from taskforce.models.organisation import DATES_IN_ORDER
from yunhe_envhealth.core.models import Dated, Stamped


@pghistory.track()
class PlanItem(Dated, Stamped):
    """One item of the plan or the national guide, as worded."""

    class Group(models.TextChoices):
        WORK = "work", "工作计划"
        SAFEGUARD = "safeguard", "保障措施"
        UNIT_DUTY = "unit_duty", "单位职责"
        NATIONAL = "national", "国家试点任务"

    code = models.SlugField("编码", max_length=60, unique=True)
    group = models.CharField("类别", max_length=10, choices=Group.choices)
    number = models.CharField("序号", max_length=10, blank=True)
    title = models.CharField("任务", max_length=120)
    wording = models.TextField("原文")
    clause = models.CharField("条款", max_length=80, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    sort_key = models.CharField("排序", max_length=40, blank=True)

    class Meta:
        verbose_name = "方案任务"
        verbose_name_plural = "方案任务"
        ordering = ["sort_key", "code"]
        constraints = [models.CheckConstraint(condition=DATES_IN_ORDER, name="planitem_dates_in_order")]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Assignment(Dated, Stamped):
    """A unit's share in a plan item, with the words that it rests on."""

    code = models.SlugField("编码", max_length=120, unique=True)
    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="assignments", verbose_name="方案任务")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="assignments", verbose_name="单位")
    share = models.CharField("角色", max_length=8, choices=Share.choices)
    basis = models.CharField("依据", max_length=200, blank=True)
    document = models.CharField("文号", max_length=80, blank=True)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices, default=Standing.OFFICIAL)

    class Meta:
        verbose_name = "责任分工"
        verbose_name_plural = "责任分工"
        ordering = ["item", "share", "unit"]
        constraints = [models.CheckConstraint(condition=DATES_IN_ORDER, name="assignment_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.item}：{self.unit}（{self.get_share_display()}）"
