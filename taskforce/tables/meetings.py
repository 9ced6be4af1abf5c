"""What the lists of meeting series, meetings and decisions show."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taskforce.choices import DecisionStanding
from taskforce.models import Decision, Meeting, MeetingSeries
from yunhe_envhealth.core.periods import BEIJING

NAME = {"td": {"class": "eh-name"}}
TIGHT = {"td": {"class": "eh-nb"}}
NUMBER = {"th": {"class": "eh-num"}, "td": {"class": "eh-num"}}
TONES = {"open": "is-warn", "done": "is-ok"}


def demo_name(words: str, is_demo: bool) -> SafeString | str:
    return format_html('{} <span class="eh-tag is-demo">示范</span>', words) if is_demo else words


def meeting_of(record: Decision) -> str:
    return reverse("taskforce:meeting", kwargs={"pk": record.meeting_id}) + "?tab=decisions"


class SeriesTable(tables.Table):
    title = tables.Column(
        verbose_name="会议制度", linkify=("taskforce:series", {"pk": tables.A("pk")}), attrs=NAME
    )
    kind = tables.Column(verbose_name="类别", attrs=TIGHT)
    body = tables.Column(verbose_name="召集机构", orderable=False)
    rhythm = tables.Column(verbose_name="频次", orderable=False)
    times = tables.Column(verbose_name="已开次数", attrs=NUMBER)
    clause = tables.Column(verbose_name="条款", orderable=False)

    caption = "会议制度"

    class Meta:
        model = MeetingSeries
        fields = ("title", "kind", "body", "rhythm", "times", "clause")
        order_by = ("title",)


class MeetingTable(tables.Table):
    title = tables.Column(
        verbose_name="会议", linkify=("taskforce:meeting", {"pk": tables.A("pk")}), attrs=NAME
    )
    starts_at = tables.Column(verbose_name="时间", attrs=TIGHT)
    place = tables.Column(verbose_name="地点", orderable=False)
    series = tables.Column(verbose_name="会议制度", orderable=False)
    items = tables.Column(verbose_name="议题", attrs=NUMBER)
    decided = tables.Column(verbose_name="决定", attrs=NUMBER)
    state = tables.Column(verbose_name="状态", attrs=TIGHT)

    caption = "会议"
    empty_why = "还没有筹备过会议，或没有符合条件的。"

    class Meta:
        model = Meeting
        fields = ("title", "starts_at", "place", "series", "items", "decided", "state")
        order_by = ("-starts_at",)

    def render_title(self, record: Meeting) -> SafeString | str:
        return demo_name(record.title, record.is_demo)

    def value_title(self, record: Meeting) -> str:
        return f"{record.title}（示范）" if record.is_demo else record.title

    def render_starts_at(self, value: datetime) -> str:
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"

    def render_state(self, record: Meeting) -> str:
        return record.state_words

    def value_starts_at(self, value: datetime) -> datetime:
        return value


class DecisionTable(tables.Table):
    text = tables.Column(verbose_name="内容", linkify=meeting_of, attrs=NAME)
    kind = tables.Column(verbose_name="类别", attrs=TIGHT)
    meeting = tables.Column(verbose_name="会议", order_by="meeting__starts_at")
    owner_post = tables.Column(verbose_name="责任岗位", orderable=False)
    due_on = tables.Column(verbose_name="期限", accessor="task__due_on", attrs=TIGHT, empty_values=())
    task = tables.Column(verbose_name="任务", orderable=False, attrs=TIGHT)
    standing = tables.Column(verbose_name="落实", attrs=TIGHT)

    caption = "会议决定"
    empty_why = "没有符合条件的决定。"

    class Meta:
        model = Decision
        fields = ("text", "kind", "meeting", "owner_post", "due_on", "task", "standing")
        order_by = ("-meeting",)

    def __init__(self, *args: Any, day: date, readable: Collection[int], **kwargs: Any) -> None:
        self.day, self.readable = day, readable  # `readable`: ids of the tasks that the reader may open
        super().__init__(*args, **kwargs)

    def render_text(self, record: Decision) -> SafeString | str:
        words = record.text if len(record.text) <= 60 else record.text[:59] + "…"
        return demo_name(words, record.meeting.is_demo)

    def value_text(self, record: Decision) -> str:
        return f"{record.text}（示范）" if record.meeting.is_demo else record.text

    def render_due_on(self, record: Any) -> SafeString | str:
        due = self.value_due_on(record)
        if due is None:
            return "—"
        if record.standing == "open" and due < self.day:
            return format_html('{} <span class="eh-tag is-bad">逾期</span>', due.isoformat())
        return str(due.isoformat())

    def value_due_on(self, record: Any) -> date | None:
        return record.task.due_on if record.task else record.due_on

    def render_task(self, record: Any) -> SafeString | str:
        words = str(record.task.get_state_display())
        if record.task_id not in self.readable:
            return words
        return format_html(
            '<a href="{}">{}</a>', reverse("taskforce:task", kwargs={"pk": record.task_id}), words
        )

    def value_task(self, record: Any) -> str:
        return str(record.task.get_state_display()) if record.task else ""

    def render_standing(self, value: str) -> SafeString:
        return format_html(
            '<span class="eh-tag {}">{}</span>', TONES.get(value, ""), DecisionStanding(value).label
        )

    def value_standing(self, value: str) -> str:
        return DecisionStanding(value).label
