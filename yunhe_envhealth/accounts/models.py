"""Users, units (departments, townships, working groups), roles held from a day to a day, API tokens."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from yunhe_envhealth.core.models import Dated, DateSpan, Stamped


def normal_username(username: str) -> str:
    """Return the one spelling under which a name can be taken (NFKC, case folded)."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=normal_username(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=normal_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@pghistory.track(exclude=["password", "last_login", "last_seen_at"])
class User(AbstractBaseUser, Stamped):
    """One person or one API client. Accounts are personal: none is shared, none exists by default."""

    username = models.CharField("账号", max_length=64, unique=True)
    full_name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("示范账号", default=False, help_text="只在本机地址上能登录。")
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    last_seen_at = models.DateTimeField("最近使用", null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        self.username = normal_username(self.username)


@pghistory.track()
class Unit(Dated, Stamped):
    """A department, township government or working group; retires on a day, is never deleted."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "部门"
        TOWNSHIP = "township", "乡镇（街道）"
        GROUP = "group", "工作组"
        SUPPORT = "support", "技术支撑单位"

    code = models.SlugField("编码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=20, blank=True)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级", related_name="children"
    )
    area_code = models.CharField("行政区划代码", max_length=12, default="331125")
    source = models.CharField("出处", max_length=200, blank=True)
    sort_key = models.CharField("排序", max_length=40, blank=True)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["sort_key", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"
    OFFICE = "office", "专班办公室"
    UNIT_OFFICER = "unit_officer", "单位经办人"
    UNIT_REVIEWER = "unit_reviewer", "单位审核人"
    TOWNSHIP_OFFICER = "township_officer", "乡镇经办人"
    INSPECTOR = "inspector", "检查人员"
    LEADERSHIP = "leadership", "领导（只读）"
    API_CLIENT = "api_client", "接口客户"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> MembershipQuerySet:
        """Return the memberships in force on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


@pghistory.track()
class Membership(Dated, Stamped):
    """A role held at a unit, within an area, from a day to a day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    area_code = models.CharField(
        "区划范围",
        max_length=12,
        default="331125",
        help_text="行政区划代码的前几位：331125 是全县，331125106 是石塘镇。",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "area_code", "valid_from"], name="membership_stated_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="membership_dates_in_order",
            ),
            ExclusionConstraint(
                name="membership_administrator_and_auditor_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.NOT_EQUAL),
                    (DateSpan("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=[Role.ADMINISTRATOR, Role.AUDITOR]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.get_role_display()}（{self.unit}）"


@pghistory.track(exclude=["digest", "last_used_at"])
class ApiToken(Stamped):
    """A token is `id.secret`; only a peppered HMAC of the secret is stored. Expiry is mandatory."""

    public_id = models.CharField("编号", max_length=16, unique=True)
    digest = models.CharField(max_length=64, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="tokens", verbose_name="接口客户")
    name = models.CharField("用途", max_length=80)
    scopes = models.JSONField("权限范围", default=list)
    allowed_networks = models.JSONField("来源网段", default=list, blank=True)
    expires_at = models.DateTimeField("到期时间")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name}（{self.public_id}）"
