"""Meetings (工作例会, 联席会议): series, agenda, attendance, minutes, decisions."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from taskforce.choices import DecisionKind, MeetingKind, MeetingState
from taskforce.models.organisation import Post
from taskforce.models.tasks import Task
from yunhe_envhealth.core.models import Dated, Stamped


@pghistory.track()
class MeetingSeries(Dated, Stamped):
    code = models.SlugField("编码", max_length=40, unique=True)
    title = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=8, choices=MeetingKind.choices)
    body = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name="召集机构")
    rhythm = models.CharField("频次", max_length=80, blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "会议制度"
        verbose_name_plural = "会议制度"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Meeting(Stamped):
    series = models.ForeignKey(
        MeetingSeries, models.PROTECT, related_name="meetings", verbose_name="会议制度"
    )
    number = models.PositiveSmallIntegerField("次序")
    title = models.CharField("名称", max_length=120)
    starts_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=80, blank=True)
    chair_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主持"
    )
    agenda_until = models.DateField("议题截止", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    minutes = models.TextField("纪要", blank=True)
    minuted_at = models.DateTimeField("纪要定稿", null=True, blank=True)
    minuted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="定稿人"
    )
    cancel_reason = models.CharField("取消理由", max_length=200, blank=True)
    is_entered_later = models.BooleanField(
        "补录", default=False, help_text="开过以后才录入，平台没有通知过任何人。"
    )
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        ordering = ["-starts_at"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="meeting_numbered_once")]
        triggers = [
            pgtrigger.Protect(
                name="minutes_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state = 'minuted'"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_words(self) -> str:
        """The state in words; of one entered later it says so, and that nobody was called."""
        if not self.is_entered_later:
            return str(self.get_state_display())
        listed = self.state == MeetingState.INVITED
        return f"{'已列参会' if listed else self.get_state_display()}（补录）"


@pghistory.track()
class AgendaItem(Stamped):
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", verbose_name="会议")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name="提出单位")
    title = models.CharField("议题", max_length=120)
    detail = models.TextField("说明", blank=True)
    order = models.PositiveSmallIntegerField("次序", default=100)
    proposed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="提出人"
    )
    is_withdrawn = models.BooleanField("已撤回", default=False)

    class Meta:
        verbose_name = "议题"
        verbose_name_plural = "议题"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Attendance(Stamped):
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance", verbose_name="会议")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    invited_at = models.DateTimeField("通知时间", null=True, blank=True)
    attended = models.BooleanField("到会", null=True, blank=True)
    stand_in = models.CharField("代会人", max_length=40, blank=True)
    note = models.CharField("说明", max_length=120, blank=True)

    class Meta:
        verbose_name = "参会"
        verbose_name_plural = "参会"
        ordering = ["post"]
        constraints = [models.UniqueConstraint(fields=["meeting", "post"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.meeting}：{self.post}"


@pghistory.track()
class Decision(Stamped):
    """What a meeting noted, decided or charged somebody with. A task decision becomes a Task with owner and date.

    Its wording never changes. `follows` names a decision of an earlier meeting that this meeting looked at again; of
    the same meeting, the line that this one corrects, with the reason in `reason`.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name="会议")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="议题"
    )
    kind = models.CharField("类别", max_length=8, choices=DecisionKind.choices)
    text = models.TextField("内容")
    owner_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任岗位"
    )
    due_on = models.DateField("期限", null=True, blank=True)
    task = models.OneToOneField(
        Task, models.PROTECT, null=True, blank=True, related_name="decision", verbose_name="任务"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="跟进哪项决定"
    )
    reason = models.CharField("更正理由", max_length=200, blank=True)
    carried_out_on = models.DateField("落实日期", null=True, blank=True)
    carried_out_note = models.CharField("落实情况", max_length=200, blank=True)

    class Meta:
        verbose_name = "会议决定"
        verbose_name_plural = "会议决定"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.TASK)
                | (Q(owner_post__isnull=False) & Q(due_on__isnull=False)),
                name="decision_task_has_owner_and_date",
            ),
            models.UniqueConstraint(fields=["meeting", "follows"], name="decision_followed_once_a_meeting"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wording_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF TG_OP = 'DELETE' OR NEW.text IS DISTINCT FROM OLD.text OR NEW.kind IS DISTINCT FROM OLD.kind
                       OR NEW.meeting_id IS DISTINCT FROM OLD.meeting_id
                       OR NEW.owner_post_id IS DISTINCT FROM OLD.owner_post_id
                       OR NEW.due_on IS DISTINCT FROM OLD.due_on
                       OR NEW.follows_id IS DISTINCT FROM OLD.follows_id
                       OR NEW.reason IS DISTINCT FROM OLD.reason THEN
                        RAISE EXCEPTION 'a decision does not change: a correction is a line of its own';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
