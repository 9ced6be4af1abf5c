"""Yearly assessment (考核) of units and supervision notices (督办)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from taskforce.choices import AssessmentState, Standing, SupervisionState
from taskforce.models.organisation import Post
from yunhe_envhealth.core.models import Stamped


def _frozen(state: str) -> pgtrigger.Trigger:
    """Return the trigger that keeps the rows of a published assessment as they are; `state` is read from the row."""
    return pgtrigger.Trigger(
        name="frozen_once_published",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=f"""
            IF TG_OP <> 'INSERT' AND ({state.format(row="OLD")}) = 'published' THEN
                RAISE EXCEPTION 'a published assessment does not change';
            END IF;
            IF TG_OP <> 'DELETE' AND ({state.format(row="NEW")}) = 'published' THEN
                RAISE EXCEPTION 'a published assessment does not change';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track()
class Assessment(Stamped):
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=80)
    state = models.CharField(
        "状态", max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT
    )
    self_due_on = models.DateField("自评截止", null=True, blank=True)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公布人"
    )
    document = models.CharField("文号", max_length=80, blank=True)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "年度考核"
        verbose_name_plural = "年度考核"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["year", "is_demo"], name="assessment_once_a_year")]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_published",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state = 'published'"),
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class AssessmentIndicator(Stamped):
    class Method(models.TextChoices):
        COMPUTED = "computed", "平台计算"
        ENTERED = "entered", "评分，写明理由"

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="indicators", verbose_name="年度考核"
    )
    code = models.SlugField("编码", max_length=40)
    title = models.CharField("指标", max_length=80)
    weight = models.DecimalField("分值", max_digits=5, decimal_places=1)
    method = models.CharField("计分方式", max_length=8, choices=Method.choices)
    rule = models.CharField("评分办法", max_length=300, blank=True)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices, default=Standing.DEFAULT)
    order = models.PositiveSmallIntegerField("次序", default=100)

    class Meta:
        verbose_name = "考核指标"
        verbose_name_plural = "考核指标"
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], name="assessmentindicator_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="assessmentindicator_weight_positive"),
        ]
        triggers = [_frozen("SELECT state FROM taskforce_assessment WHERE id = {row}.assessment_id")]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class AssessmentScore(Stamped):
    """A unit's score for an indicator: computed with its workings or withheld, claimed by the unit, set by the office."""

    indicator = models.ForeignKey(
        AssessmentIndicator, models.PROTECT, related_name="scores", verbose_name="考核指标"
    )
    unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="assessment_scores", verbose_name="单位"
    )
    computed = models.DecimalField("平台计算", max_digits=5, decimal_places=1, null=True, blank=True)
    workings = models.JSONField("计算过程", default=dict, blank=True)
    self_score = models.DecimalField("自评分", max_digits=5, decimal_places=1, null=True, blank=True)
    self_reason = models.TextField("自评说明", blank=True)
    self_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="自评人"
    )
    office_score = models.DecimalField("核定分", max_digits=5, decimal_places=1, null=True, blank=True)
    office_reason = models.TextField("核定理由", blank=True)
    office_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核定人"
    )

    class Meta:
        verbose_name = "考核得分"
        verbose_name_plural = "考核得分"
        ordering = ["unit", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit"], name="assessmentscore_once"),
            models.CheckConstraint(
                condition=Q(office_by__isnull=True) | Q(self_by__isnull=True) | ~Q(office_by=F("self_by")),
                name="assessmentscore_reviewed_by_another",
            ),
        ]
        triggers = [
            _frozen(
                "SELECT state FROM taskforce_assessment WHERE id ="
                " (SELECT assessment_id FROM taskforce_assessmentindicator WHERE id = {row}.indicator_id)"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}：{self.indicator}"


@pghistory.track()
class SupervisionNotice(Stamped):
    """A notice (督办单) with a reply deadline; closed by the office, never by whoever replied."""

    SCOPE_AREA = "post__unit__area_code"
    SCOPE_UNIT = "post__unit"

    number = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("事项", max_length=120)
    text = models.TextField("要求")
    post = models.ForeignKey(Post, models.PROTECT, related_name="supervisions", verbose_name="责任岗位")
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="发出人"
    )
    due_on = models.DateField("回复截止")
    state = models.CharField(
        "状态", max_length=10, choices=SupervisionState.choices, default=SupervisionState.ISSUED
    )
    reply = models.TextField("回复", blank=True)
    replied_at = models.DateTimeField("回复时间", null=True, blank=True)
    replied_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回复人"
    )
    verdict = models.TextField("核定意见", blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人"
    )
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "督办单"
        verbose_name_plural = "督办单"
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("replied_by")),
                name="supervision_closed_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
