"""What the lists of messages and reporting rules show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables

from taskforce.choices import Standing
from taskforce.models import Notice, ReportRule
from yunhe_envhealth.core.periods import BEIJING

NAME = {"td": {"class": "eh-name"}}
TIGHT = {"td": {"class": "eh-nb"}}
NUMBER = {"th": {"class": "eh-num"}, "td": {"class": "eh-num"}}


def minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" if moment else "—"


class NoticeTable(tables.Table):
    title = tables.Column(
        verbose_name="标题", linkify=("taskforce:message", {"pk": tables.A("pk")}), attrs=NAME
    )
    person = tables.Column(verbose_name="收件人", orderable=False, empty_values=())
    post = tables.Column(verbose_name="岗位", order_by=("post__sort_key",))
    channel = tables.Column(verbose_name="渠道", attrs=TIGHT)
    planned_for = tables.Column(verbose_name="应发日期", attrs=TIGHT)
    state = tables.Column(verbose_name="状态")
    problem = tables.Column(verbose_name="问题", orderable=False)
    sent_at = tables.Column(verbose_name="送达时间", attrs=TIGHT, empty_values=())

    caption = "消息"
    empty_title = "还没有消息"
    empty_why = "到了提醒步骤，或有人派发、退回事项时，平台写下消息。"

    class Meta:
        model = Notice
        fields = ("title", "person", "post", "channel", "planned_for", "state", "problem", "sent_at")

    def render_person(self, record: Notice) -> str:
        return str(record.person or record.user or "—")

    def render_planned_for(self, record: Notice) -> str:
        return record.planned_for.isoformat()

    def render_sent_at(self, record: Notice) -> str:
        return minute(record.sent_at)


class RuleTable(tables.Table):
    title = tables.Column(
        verbose_name="报送事项", linkify=("taskforce:rule", {"pk": tables.A("pk")}), attrs=NAME
    )
    anchor = tables.Column(verbose_name="周期", attrs=TIGHT)
    due_working_days = tables.Column(verbose_name="期末后工作日", attrs=NUMBER)
    recipient = tables.Column(verbose_name="报送对象", orderable=False)
    clause = tables.Column(verbose_name="条款", orderable=False)
    standing = tables.Column(verbose_name="期限性质", attrs=TIGHT)
    valid_from = tables.Column(verbose_name="启用日期", attrs=TIGHT)

    caption = "报送规则"
    empty_title = "还没有报送规则"
    empty_why = "规则随官方清单载入（load_reference）。"

    class Meta:
        model = ReportRule
        fields = ("title", "anchor", "due_working_days", "recipient", "clause", "standing", "valid_from")

    def render_standing(self, record: ReportRule) -> str:
        return str(Standing(record.standing).label)

    def render_due_working_days(self, value: int) -> str:
        return str(value) if value else "期末当天"

    def render_valid_from(self, record: Any) -> str:
        return record.valid_from.isoformat()
