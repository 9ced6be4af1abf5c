"""Reminder steps (data), the outbox of notices (one row a reminder, written before it is sent), and how far it went."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from taskforce.choices import Audience, Channel, NoticeState, Standing, SubjectKind
from taskforce.models.organisation import Person, Post


@pghistory.track()
class ReminderStep(models.Model):
    """`offset` working days from the due day (negative: before), and to whom."""

    offset = models.SmallIntegerField("工作日", help_text="负数为到期前，0 为当天，正数为逾期后。")
    audience = models.CharField("对象", max_length=16, choices=Audience.choices)
    is_active = models.BooleanField("启用", default=True)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices, default=Standing.DEFAULT)

    class Meta:
        verbose_name = "提醒步骤"
        verbose_name_plural = "提醒步骤"
        ordering = ["offset", "audience"]
        constraints = [models.UniqueConstraint(fields=["offset", "audience"], name="step_stated_once")]

    def __str__(self) -> str:
        return f"{self.offset:+d} 个工作日：{self.get_audience_display()}"


class Notice(models.Model):
    """One message to one post by one channel. `key` is unique: whoever plans it twice writes it once."""

    key = models.CharField(max_length=200, unique=True)
    subject_kind = models.CharField("事项", max_length=12, choices=SubjectKind.choices)
    subject_id = models.BigIntegerField()
    due_on = models.DateField("期限", null=True, blank=True)
    offset = models.SmallIntegerField("工作日", null=True, blank=True)
    audience = models.CharField("对象", max_length=16, choices=Audience.choices)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="现任")
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="notices", verbose_name="收件人"
    )
    channel = models.CharField("渠道", max_length=8, choices=Channel.choices)
    planned_for = models.DateField("应发日期")
    title = models.CharField("标题", max_length=160)
    body = models.TextField("内容", blank=True)
    url = models.CharField("地址", max_length=200, blank=True)
    why = models.CharField("原因", max_length=200, blank=True)
    state = models.CharField("状态", max_length=12, choices=NoticeState.choices, default=NoticeState.PENDING)
    problem = models.CharField("问题", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_attempt_at = models.DateTimeField("下次发送", null=True, blank=True)
    created_at = models.DateTimeField("写入时间")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField("送达时间", null=True, blank=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "channel", "-created_at"], name="notice_inbox"),
            models.Index(fields=["subject_kind", "subject_id"], name="notice_of_subject"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=[NoticeState.PENDING, NoticeState.SENDING, NoticeState.FAILED]),
                name="notice_to_send",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReminderMark(models.Model):
    """Through which day reminders are planned (one row)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    through = models.DateField("已计划至")

    class Meta:
        verbose_name = "提醒进度"
        verbose_name_plural = "提醒进度"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="reminder_mark_one_row")]

    def __str__(self) -> str:
        return f"{self.through}"
