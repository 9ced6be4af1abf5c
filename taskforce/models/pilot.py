"""The pilot's life (试点): application dossier, steps from submission to evaluation, exit or extension."""

from __future__ import annotations

import pghistory
from django.db import models

from taskforce.choices import PilotState, Standing
from yunhe_envhealth.core.models import Stamped


@pghistory.track()
class Pilot(Stamped):
    code = models.SlugField("编码", max_length=40, unique=True)
    title = models.CharField("名称", max_length=120)
    level = models.CharField("级别", max_length=40, blank=True)
    state = models.CharField("状态", max_length=12, choices=PilotState.choices, default=PilotState.PREPARING)
    approved_on = models.DateField(
        "批复日期", null=True, blank=True, help_text="生态环境部批复之日；不清楚就留空，相关期限不推算。"
    )
    approval_document = models.CharField("批复文号", max_length=80, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "试点"
        verbose_name_plural = "试点"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class PilotStep(Stamped):
    """A step of the pilot's life, with its document when done; due days are computed, a missing base stated."""

    class Kind(models.TextChoices):
        APPLY = "apply", "报送省厅"
        RECOMMEND = "recommend", "省厅推荐"
        APPROVE = "approve", "部批复"
        START = "start", "全面启动"
        YEARLY = "yearly", "年度进展报告"
        EVALUATE = "evaluate", "三年总结评估"
        RECTIFY = "rectify", "限期整改"
        EXTEND = "extend", "延续"
        EXIT = "exit", "退出"

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="steps", verbose_name="试点")
    kind = models.CharField("步骤", max_length=12, choices=Kind.choices)
    title = models.CharField("名称", max_length=120)
    due_on = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    document = models.CharField("文号", max_length=80, blank=True)
    note = models.TextField("说明", blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)

    class Meta:
        verbose_name = "试点步骤"
        verbose_name_plural = "试点步骤"
        ordering = ["pilot", "done_on", "due_on", "pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class DossierItem(Stamped):
    """One entry of the application check-list (方案编制提纲): present or missing."""

    pilot = models.ForeignKey(Pilot, models.PROTECT, related_name="dossier", verbose_name="试点")
    code = models.SlugField("编码", max_length=60)
    section = models.CharField("章节", max_length=80)
    title = models.CharField("内容", max_length=200)
    is_present = models.BooleanField("已备", default=False)
    note = models.CharField("说明", max_length=200, blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices, default=Standing.OFFICIAL)
    order = models.PositiveSmallIntegerField("次序", default=100)

    class Meta:
        verbose_name = "申报材料"
        verbose_name_plural = "申报材料"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["pilot", "code"], name="dossieritem_once")]

    def __str__(self) -> str:
        return self.title
