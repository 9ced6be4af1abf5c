"""What the list of security events shows."""

from typing import Any

import django_tables2 as tables

from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.audit.selectors import plain_words
from yunhe_envhealth.core.periods import BEIJING

KEYS = {
    "action": "动作", "area_code": "区划范围", "by": "方式", "capability": "权限", "delivery": "交接", "device": "方式",
    "expires_at": "到期", "filter": "条件", "format": "格式", "method": "请求方法", "reason": "理由", "role": "角色",
    "rows": "行数", "scopes": "权限范围", "sha256": "指纹", "temporary": "临时密码", "unit": "单位", "valid_from": "从",
    "valid_to": "到",
}  # fmt: skip
VALUES = {
    "accepted": "通过", "created": "建立账号", "disabled": "停用账号", "enabled": "启用账号", "ended": "结束任职",
    "enrolled": "登记", "given": "给角色", "issued": "发放", "otp_static.staticdevice": "备用码",
    "otp_totp.totpdevice": "动态码", "refused": "没有通过", "reset": "清除", "revoked": "停用",
}  # fmt: skip


def detail_in_words(detail: dict[str, Any]) -> str:
    """Return an event's detail as a sentence; a word that has no Chinese here stands as it was recorded."""
    told = {
        KEYS.get(key, key): VALUES.get(value, value) if isinstance(value, str) else value
        for key, value in detail.items()
        if value not in (None, "")
    }
    return plain_words(told) if told else "—"


class SecurityEventTable(tables.Table):
    at = tables.Column(verbose_name="时间", order_by=("at", "id"), attrs={"td": {"class": "eh-nb"}})
    kind = tables.Column(verbose_name="类别", attrs={"td": {"class": "eh-nb"}})
    actor = tables.Column(verbose_name="账号", empty_values=(), attrs={"td": {"class": "eh-nb"}})
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
        return record.actor or ("未登录" if record.request_id else "平台")

    def render_detail(self, record: SecurityEvent) -> str:
        return detail_in_words(record.detail)
