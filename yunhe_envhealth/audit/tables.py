"""What the list of security events shows."""

from typing import Any

import django_tables2 as tables

from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.audit.selectors import plain_words
from yunhe_envhealth.core.periods import BEIJING


class SecurityEventTable(tables.Table):
    at = tables.Column(verbose_name="时间", order_by=("at", "id"), attrs={"td": {"class": "eh-nb"}})
    kind = tables.Column(verbose_name="类别", attrs={"td": {"class": "eh-nb"}})
    actor = tables.Column(verbose_name="账号", empty_values=())
    target = tables.Column(verbose_name="对象", orderable=False)
    detail = tables.Column(verbose_name="说明", orderable=False, empty_values=())
    ip = tables.Column(verbose_name="来源地址", orderable=False)
    request_id = tables.Column(verbose_name="请求编号", orderable=False)

    caption = "安全事件"

    class Meta:
        model = SecurityEvent
        fields = ("at", "kind", "actor", "target", "detail", "ip", "request_id")
        order_by = ("-at",)

    def render_at(self, record: SecurityEvent) -> str:
        return f"{record.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"

    def render_actor(self, record: SecurityEvent) -> str:
        return record.actor or "未登录"

    def render_detail(self, record: SecurityEvent) -> str:
        told: dict[str, Any] = {key: value for key, value in record.detail.items() if value not in (None, "")}
        return plain_words(told) if told else "—"
