"""Tasks: owed by a post, moved through states by people, each move an entry that nobody changes."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from taskforce.choices import EntryKind, TaskSource, TaskState
from taskforce.models.organisation import Post
from taskforce.models.plan import PlanItem
from yunhe_envhealth.core.models import Stamped


@pghistory.track()
class Task(Stamped):
    """Something a post owes by a day. `source_key` is the raiser's own key: the same matter is opened once."""

    SCOPE_AREA = "owner_post__unit__area_code"
    SCOPE_UNIT = "owner_post__unit"

    title = models.CharField("任务", max_length=120)
    detail = models.TextField("要求", blank=True)
    source_kind = models.CharField("来源", max_length=16, choices=TaskSource.choices)
    source_key = models.CharField("来源编号", max_length=120, blank=True)
    source_words = models.CharField("来源说明", max_length=120, blank=True)
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="方案任务"
    )
    owner_post = models.ForeignKey(Post, models.PROTECT, related_name="tasks", verbose_name="责任岗位")
    helper_posts = models.ManyToManyField(
        Post, related_name="helped_tasks", blank=True, verbose_name="协办岗位"
    )
    opened_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="派发人"
    )
    opened_at = models.DateTimeField("派发时间")
    first_due_on = models.DateField("原定期限")
    due_on = models.DateField("期限")
    state = models.CharField("状态", max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    accepted_at = models.DateTimeField("签收时间", null=True, blank=True)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人"
    )
    outcome = models.TextField("办理结果", blank=True)
    verified_at = models.DateTimeField("核验时间", null=True, blank=True)
    verified_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核验人"
    )
    ended_at = models.DateTimeField("归档或撤销时间", null=True, blank=True)
    times_returned = models.PositiveSmallIntegerField("退回次数", default=0)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["owner_post", "state", "due_on"], name="task_of_post"),
            models.Index(fields=["state", "due_on"], name="task_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_key"],
                condition=~Q(source_key=""),
                name="task_opened_once",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("done_by")),
                name="task_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.VERIFIED, TaskState.CLOSED])
                | (Q(verified_by__isnull=False) & Q(done_by__isnull=False)),
                name="task_verified_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class TaskEntry(models.Model):
    """One line of a task's story: who did or said what, when. Never changed."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="entries", verbose_name="任务")
    kind = models.CharField("类别", max_length=10, choices=EntryKind.choices)
    from_state = models.CharField("原状态", max_length=10, choices=TaskState.choices, blank=True)
    to_state = models.CharField("新状态", max_length=10, choices=TaskState.choices, blank=True)
    text = models.TextField("内容", blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="谁")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="以何岗位")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "任务记事"
        verbose_name_plural = "任务记事"
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text[:30]}"


@pghistory.track()
class Extension(models.Model):
    """A wish for a later day, granted or refused by somebody else."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="extensions", verbose_name="任务")
    due_on = models.DateField("申请延至")
    reason = models.TextField("理由")
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    granted = models.BooleanField("批准", null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    decision_reason = models.TextField("批复意见", blank=True)

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="extension_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(decided_by__isnull=False),
                name="extension_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(granted__isnull=True), name="extension_one_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}：延至 {self.due_on}"
