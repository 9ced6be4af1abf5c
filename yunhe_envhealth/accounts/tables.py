"""What the lists of users, units and tokens show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils import timezone

from yunhe_envhealth.accounts.models import ApiToken, Unit, User
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.core.periods import BEIJING

NAME = {"td": {"class": "eh-name"}}
TIGHT = {"td": {"class": "eh-nb"}}
NUMBER = {"th": {"class": "eh-num"}, "td": {"class": "eh-num"}}


def minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" if moment else "—"


class UserTable(tables.Table):
    username = tables.Column(
        verbose_name="账号", linkify=("accounts:user", {"pk": tables.A("pk")}), attrs=NAME
    )
    full_name = tables.Column(verbose_name="姓名")
    held = tables.Column(verbose_name="角色（单位）", orderable=False, empty_values=())
    has_factor = tables.Column(verbose_name="动态口令", orderable=False)
    is_active = tables.Column(verbose_name="状态")
    last_login = tables.Column(verbose_name="最近登录", attrs=TIGHT, empty_values=())

    caption = "用户"

    class Meta:
        model = User
        fields = ("username", "full_name", "held", "has_factor", "is_active", "last_login")
        order_by = ("username",)

    def render_held(self, record: Any) -> str:
        return (
            "、".join(f"{m.get_role_display()}（{m.unit.short_name or m.unit.name}）" for m in record.held)
            or "—"
        )

    def render_has_factor(self, value: bool) -> str:
        return "已登记" if value else "—"

    def render_is_active(self, value: bool) -> str:
        return "启用" if value else "停用"

    def render_last_login(self, record: User) -> str:
        return minute(record.last_login)


class UnitTable(tables.Table):
    name = tables.Column(verbose_name="名称", linkify=("accounts:unit", {"pk": tables.A("pk")}), attrs=NAME)
    code = tables.Column(verbose_name="编码", attrs=TIGHT)
    kind = tables.Column(verbose_name="类别", attrs=TIGHT)
    parent = tables.Column(verbose_name="上级", orderable=False)
    area_code = tables.Column(verbose_name="行政区划代码")
    members = tables.Column(verbose_name="人数", attrs=NUMBER)
    valid_from = tables.Column(verbose_name="启用日期", attrs=TIGHT)
    valid_to = tables.Column(verbose_name="停用日期", attrs=TIGHT)

    caption = "单位"

    class Meta:
        model = Unit
        fields = ("name", "code", "kind", "parent", "area_code", "members", "valid_from", "valid_to")

    def render_valid_from(self, record: Unit) -> str:
        return record.valid_from.isoformat()

    def render_valid_to(self, record: Unit) -> str:
        return record.valid_to.isoformat() if record.valid_to else "—"


class TokenTable(tables.Table):
    name = tables.Column(verbose_name="用途", linkify=("accounts:token", {"pk": tables.A("pk")}), attrs=NAME)
    public_id = tables.Column(verbose_name="编号", attrs=TIGHT, orderable=False)
    user = tables.Column(verbose_name="接口客户", order_by=("user__username",))
    state = tables.Column(verbose_name="状态", orderable=False, empty_values=())
    expires_at = tables.Column(verbose_name="到期时间", attrs=TIGHT)
    last_used_at = tables.Column(verbose_name="最近使用", attrs=TIGHT, empty_values=())

    caption = "接口令牌"

    class Meta:
        model = ApiToken
        fields = ("name", "public_id", "user", "state", "expires_at", "last_used_at")

    def render_state(self, record: ApiToken) -> str:
        return token_state(record, timezone.now())

    def render_expires_at(self, record: ApiToken) -> str:
        return minute(record.expires_at)

    def render_last_used_at(self, record: ApiToken) -> str:
        return minute(record.last_used_at)


def token_state(token: ApiToken, now: datetime) -> str:
    """Return in words whether a token works now, and why not."""
    if token.revoked_at is not None:
        return "已停用"
    if token.expires_at <= now:
        return "已到期"
    return "可用" if token.user.is_active else "接口客户已停用"


def unit_state(unit: Unit) -> str:
    """Return in words whether a unit is in force today."""
    if unit.valid_from > today():
        return "未启用"
    return "在用" if unit.valid_to is None or unit.valid_to > today() else "已停用"
