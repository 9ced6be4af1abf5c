"""What the list of supervision notices shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taskforce.models import SupervisionNotice
from taskforce.tables.meetings import NAME, TIGHT, demo_name
from yunhe_envhealth.core.periods import BEIJING


class SupervisionTable(tables.Table):
    number = tables.Column(
        verbose_name="编号",
        linkify=("taskforce:supervision", {"pk": tables.A("pk")}),
        attrs={"td": {"class": "eh-name eh-nb"}},
    )
    title = tables.Column(verbose_name="事项", attrs=NAME)
    post = tables.Column(verbose_name="责任岗位", orderable=False)
    unit = tables.Column(verbose_name="责任单位", accessor="post__unit", orderable=False)
    issued_at = tables.Column(verbose_name="发出", attrs=TIGHT)
    due_on = tables.Column(verbose_name="回复截止", attrs=TIGHT)
    state = tables.Column(verbose_name="状态", attrs=TIGHT)

    caption = "督办单"
    empty_why = "没有发过督办单，或没有符合条件的。"

    class Meta:
        model = SupervisionNotice
        fields = ("number", "title", "post", "unit", "issued_at", "due_on", "state")
        order_by = ("-issued_at",)

    def render_title(self, record: SupervisionNotice) -> SafeString | str:
        return demo_name(record.title, record.is_demo)

    def value_title(self, record: SupervisionNotice) -> str:
        return f"{record.title}（示范）" if record.is_demo else record.title

    def render_issued_at(self, value: datetime) -> str:
        return f"{value.astimezone(BEIJING):%Y-%m-%d}"

    def value_issued_at(self, value: datetime) -> datetime:
        return value

    def render_due_on(self, record: Any) -> SafeString | str:
        if record.late:
            return format_html('{} <span class="eh-tag is-bad">逾期</span>', record.due_on.isoformat())
        return str(record.due_on.isoformat())

    def value_due_on(self, record: Any) -> Any:
        return record.due_on
