"""Security events: who did or was refused what, from where. The database refuses to change a row."""

import pgtrigger
from django.db import models


class SecurityEvent(models.Model):
    """One event. Actor and object are copied as text, so that the line outlives both."""

    class Kind(models.TextChoices):
        LOGIN = "login", "登录"
        LOGIN_FAILED = "login_failed", "登录失败"
        LOCKED = "locked", "登录锁定"
        LOGOUT = "logout", "退出"
        SECOND_FACTOR = "second_factor", "第二因子"
        DENIED = "denied", "拒绝访问"
        EXPORT = "export", "导出"
        PERSONAL_READ = "personal_read", "读取个人信息"
        PASSWORD = "password", "密码变更"
        TOKEN = "token", "令牌"
        ROLE = "role", "角色变更"

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    actor = models.CharField("账号", max_length=150, blank=True)
    target = models.CharField("对象", max_length=300, blank=True)
    detail = models.JSONField("说明", default=dict, blank=True)
    ip = models.GenericIPAddressField("来源地址", null=True, blank=True)
    request_id = models.CharField("请求编号", max_length=32, blank=True)

    class Meta:
        verbose_name = "安全事件"
        verbose_name_plural = "安全事件"
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="security_event_kind")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_truncate",
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'security events cannot be truncated';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()} {self.actor}"
