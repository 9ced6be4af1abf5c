"""Reporting rules, the duties they generate, the versions that people hand in, and what is said about them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from taskforce.choices import Anchor, Applies, DutyState, Standing, VersionState
from taskforce.models.organisation import Post
from taskforce.science.period_words import period_words
from yunhe_envhealth.core.models import Dated, Stamped


@pghistory.track()
class ReportTemplate(Stamped):
    """An editable .docx; the newest in force of a code is used. The shipped one has no file: `stored_as` is empty."""

    code = models.SlugField("编码", max_length=40)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    title = models.CharField("名称", max_length=80)
    stored_as = models.CharField(max_length=120, blank=True, editable=False)
    sha256 = models.CharField("指纹", max_length=64, blank=True)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )

    class Meta:
        verbose_name = "报告模板"
        verbose_name_plural = "报告模板"
        ordering = ["code", "-edition"]
        constraints = [models.UniqueConstraint(fields=["code", "edition"], name="template_edition_once")]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.edition} 版）"


@pghistory.track()
class ReportRule(Dated, Stamped):
    """Who reports what for which period, due when. Duties are generated from it, never typed."""

    code = models.SlugField("编码", max_length=40, unique=True)
    title = models.CharField("报送事项", max_length=80)
    anchor = models.CharField("周期", max_length=16, choices=Anchor.choices)
    months = models.PositiveSmallIntegerField("月数", default=0, help_text="从批复之日起算的周期，单位月。")
    applies = models.CharField("适用", max_length=10, choices=Applies.choices, default=Applies.ALWAYS)
    due_working_days = models.PositiveSmallIntegerField(
        "期末后工作日", default=0, help_text="期末后第几个工作日到期；0 表示期末当天。"
    )
    open_days_before = models.PositiveSmallIntegerField(
        "提前生成天数", default=45, help_text="期末前多少天生成报送事项。"
    )
    recipient = models.CharField("报送对象", max_length=120, blank=True)
    template_code = models.SlugField("模板", max_length=40, default="half-year")
    reviewer_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核岗位"
    )
    merges = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_by", verbose_name="汇总哪项报送"
    )
    clause = models.CharField("条款", max_length=80, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    standing = models.CharField(
        "期限性质", max_length=10, choices=Standing.choices, default=Standing.OFFICIAL
    )
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "报送规则"
        verbose_name_plural = "报送规则"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class RuleReporter(Dated, Stamped):
    """A body (or unit) that reports under a rule, and the post that owes it."""

    rule = models.ForeignKey(ReportRule, models.PROTECT, related_name="reporters", verbose_name="报送规则")
    body = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name="报送机构")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="报送岗位")

    class Meta:
        verbose_name = "报送机构"
        verbose_name_plural = "报送机构"
        ordering = ["rule", "body"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "body", "valid_from"], name="reporter_stated_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule}：{self.body}"


@pghistory.track()
class ReportDuty(Stamped):
    """One report that one body owes for one period. Late is computed from `due_on` and `first_submitted_at`."""

    SCOPE_AREA = "owner_post__unit__area_code"
    SCOPE_UNIT = "owner_post__unit"

    rule = models.ForeignKey(ReportRule, models.PROTECT, related_name="duties", verbose_name="报送规则")
    body = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name="报送机构")
    period_code = models.CharField("报告期", max_length=16, help_text="2026H1、2026、2026Q1、日期")
    period_start = models.DateField("期初")
    period_end = models.DateField("期末", help_text="含当日")
    due_on = models.DateField("截止")
    opened_on = models.DateField("生成日期", null=True, blank=True)
    owner_post = models.ForeignKey(
        Post, models.PROTECT, related_name="report_duties", verbose_name="报送岗位"
    )
    reviewer_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核岗位"
    )
    state = models.CharField("状态", max_length=10, choices=DutyState.choices, default=DutyState.EXPECTED)
    first_submitted_at = models.DateTimeField("首次提交", null=True, blank=True)
    accepted_at = models.DateTimeField("接受时间", null=True, blank=True)
    waived_reason = models.CharField("免报理由", max_length=200, blank=True)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "报送事项"
        verbose_name_plural = "报送事项"
        ordering = ["-period_end", "body"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="duty_by_state"),
            models.Index(fields=["-period_end", "-period_code", "id"], name="duty_by_period"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["rule", "body", "period_code"], name="duty_generated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.body}）"

    @property
    def title(self) -> str:
        """What the duty is called where its body stands beside it: 2026年上半年半年工作报告."""
        return f"{period_words(self.period_code)}{self.rule.title}"

    @property
    def due_note(self) -> str:
        """Return how far the due day is from official, "" when a source words it; pages print it beside the day."""
        return "" if self.rule.standing == Standing.OFFICIAL else self.rule.get_standing_display()


@pghistory.track()
class ReportVersion(Stamped):
    """A draft while it is written, frozen with its figures and their sources when it is submitted.

    `sections`: [{"key", "title", "text"}]; `figures`: {key: {"title", "value", "unit", "withheld", "source", "url",
    "as_of", "edition", "chapter", "kept", "reason"}}. Text names a figure as {{key}}. `authors` are ids of whoever
    wrote or handed in any of the text, also in the versions that it was copied from.
    """

    class Kind(models.TextChoices):
        FIRST = "first", "首稿"
        REVISION = "revision", "修改稿"
        AMENDMENT = "amendment", "更正"

    duty = models.ForeignKey(ReportDuty, models.PROTECT, related_name="versions", verbose_name="报送事项")
    number = models.PositiveSmallIntegerField("稿次")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.FIRST)
    state = models.CharField("状态", max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    sections = models.JSONField("正文", default=list)
    figures = models.JSONField("数据", default=dict)
    sources = models.JSONField("汇总的报告", default=list)
    reason = models.CharField("更正理由", max_length=200, blank=True)
    authors = models.JSONField("执笔人", default=list, help_text="写过这份文字的账号；他们不能审核它。")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    is_released = models.BooleanField("已向社会公开", default=False)
    released_at = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        verbose_name = "报告"
        verbose_name_plural = "报告"
        ordering = ["duty", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "number"], name="version_numbered_once"),
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(state__in=[VersionState.DRAFT, VersionState.SUBMITTED]),
                name="version_one_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(submitted_at__isnull=False),
                name="version_submitted_with_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("submitted_by")),
                name="version_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.ACCEPTED) | Q(decided_by__isnull=False),
                name="version_accepted_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_once_handed_in",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.state <> 'draft'"),
                func="""
                    IF TG_OP = 'DELETE' OR NEW.sections IS DISTINCT FROM OLD.sections
                       OR NEW.figures IS DISTINCT FROM OLD.figures OR NEW.sources IS DISTINCT FROM OLD.sources
                       OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at
                       OR NEW.submitted_by_id IS DISTINCT FROM OLD.submitted_by_id
                       OR (OLD.state <> 'submitted' AND NEW.state IS DISTINCT FROM OLD.state) THEN
                        RAISE EXCEPTION 'a version that was handed in does not change';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} 第 {self.number} 稿"


@pghistory.track()
class ReportComment(models.Model):
    """A remark on a version, answered or open. `anchor` is a section key or figure key, "" for the whole."""

    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="comments", verbose_name="报告")
    anchor = models.CharField("位置", max_length=60, blank=True)
    text = models.TextField("意见")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("时间")
    reply = models.TextField("答复", blank=True)
    replied_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
