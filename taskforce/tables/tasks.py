"""What the lists of tasks and of workday changes show."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taskforce.choices import TASK_DELIVERED
from taskforce.models import Task, WorkdayChange
from taskforce.science.due import nearness
from taskforce.science.workdays import Workdays

NAME = {"td": {"class": "eh-name"}}
TIGHT = {"td": {"class": "eh-nb"}}
KEY = {"td": {"class": "eh-key"}}  # what decides: stands first where a row is shown as a card
WEEKDAYS = "一二三四五六日"


def due_cell(task: Task, day: date, calendar: Workdays) -> SafeString:
    """Return the due day with how near it is; a task handed in shows the day alone."""
    if task.state in TASK_DELIVERED:
        return format_html("{}", task.due_on.isoformat())
    near = nearness(task.due_on, day, calendar)
    return format_html(
        '<span class="eh-tag {}">{}</span><br><span class="eh-note">{}</span>',
        near.tone,
        near.words,
        task.due_on.isoformat(),
    )


def state_words(task: Task) -> str:
    """Return the state with what a reader must know beside it."""
    words = task.get_state_display()
    if task.times_returned and task.state == "accepted":
        words += f"（退回 {task.times_returned} 次）"
    return words + ("，申请延期" if getattr(task, "has_wish", False) else "")


def source_words(task: Task) -> str:
    return task.source_words or task.get_source_kind_display()


class TaskTable(tables.Table):
    title = tables.Column(verbose_name="任务", linkify=("taskforce:task", {"pk": tables.A("pk")}), attrs=NAME)
    source = tables.Column(verbose_name="来源", order_by=("source_kind",), empty_values=())
    due_on = tables.Column(verbose_name="期限", attrs={"td": {"class": "eh-nb eh-key"}})
    state = tables.Column(verbose_name="状态", attrs=KEY)
    post = tables.Column(verbose_name="责任岗位", accessor="owner_post", order_by=("owner_post__sort_key",))
    unit = tables.Column(
        verbose_name="责任单位", accessor="owner_post__unit", order_by=("owner_post__unit__sort_key",)
    )

    caption = "任务"

    class Meta:
        model = Task
        fields = ("title", "source", "due_on", "state", "post", "unit")

    def __init__(self, *args: Any, day: date, calendar: Workdays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day, self.calendar = day, calendar

    def render_source(self, record: Task) -> str:
        return source_words(record)

    def render_due_on(self, record: Task) -> SafeString:
        return due_cell(record, self.day, self.calendar)

    def value_due_on(self, record: Task) -> date:
        return record.due_on

    def render_state(self, record: Task) -> str:
        return state_words(record)

    def render_unit(self, record: Task) -> str:
        return record.owner_post.unit.short_name or record.owner_post.unit.name


class WorkdayTable(tables.Table):
    day = tables.Column(verbose_name="日期", attrs=NAME)
    weekday = tables.Column(verbose_name="星期", empty_values=(), orderable=False)
    is_workday = tables.Column(verbose_name="上班或放假")
    note = tables.Column(verbose_name="说明", orderable=False)
    source = tables.Column(verbose_name="出处", orderable=False)

    caption = "工作日调整"
    empty_title = "没有调整"
    empty_why = "平台按国务院办公厅公布的节假日安排计算工作日。"

    class Meta:
        model = WorkdayChange
        fields = ("day", "weekday", "is_workday", "note", "source")

    def __init__(self, *args: Any, may_edit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_edit = may_edit

    def render_day(self, record: WorkdayChange) -> SafeString | str:
        words = record.day.isoformat()
        if not self.may_edit:
            return words
        return format_html('<a href="{}">{}</a>', reverse("taskforce:workday_edit", args=[record.pk]), words)

    def value_day(self, record: WorkdayChange) -> date:
        return record.day

    def render_weekday(self, record: WorkdayChange) -> str:
        return f"周{WEEKDAYS[record.day.weekday()]}"

    def render_is_workday(self, value: bool) -> str:
        return "上班" if value else "放假"
