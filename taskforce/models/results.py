"""The results library (成果库) and the “两山” projects."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from taskforce.choices import ProjectKind, ProjectStage, ResultKind
from taskforce.models.plan import PlanItem
from yunhe_envhealth.core.models import Stamped


@pghistory.track()
class Result(Stamped):
    """A practice, theory or institutional result with its evidence; public only once somebody released it."""

    SCOPE_AREA = "unit__area_code"
    SCOPE_UNIT = "unit"

    kind = models.CharField("类别", max_length=12, choices=ResultKind.choices)
    title = models.CharField("名称", max_length=160)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="方案任务"
    )
    dated = models.DateField("日期")
    number = models.CharField("文号或编号", max_length=80, blank=True)
    summary = models.TextField("摘要", blank=True)
    evidence = models.CharField("佐证", max_length=300, blank=True)
    link = models.URLField("网址", blank=True)
    is_public = models.BooleanField("公开", default=False)
    released_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开人"
    )
    released_at = models.DateTimeField("公开时间", null=True, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "成果"
        verbose_name_plural = "成果"
        ordering = ["-dated", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(released_at__isnull=False), name="result_released_with_time"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("entered_by")),
                name="result_released_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Project(Stamped):
    """A “两山” project: wellness tourism, experience site, product value."""

    SCOPE_AREA = "unit__area_code"
    SCOPE_UNIT = "unit"

    kind = models.CharField("类别", max_length=14, choices=ProjectKind.choices)
    title = models.CharField("名称", max_length=160)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位")
    place = models.CharField("地点", max_length=120, blank=True)
    stage = models.CharField("阶段", max_length=10, choices=ProjectStage.choices)
    investment_wan = models.DecimalField(
        "总投资（万元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    spent_wan = models.DecimalField(
        "已完成投资（万元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    as_of = models.DateField("截至")
    summary = models.TextField("说明", blank=True)
    is_public = models.BooleanField("公开", default=False)
    released_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开人"
    )
    released_at = models.DateTimeField("公开时间", null=True, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "“两山”项目"
        verbose_name_plural = "“两山”项目"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(investment_wan__isnull=True) | Q(investment_wan__gte=0),
                name="project_investment_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(spent_wan__isnull=True) | Q(spent_wan__gte=0), name="project_spent_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(released_at__isnull=False), name="project_released_with_time"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("entered_by")),
                name="project_released_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title
