"""Users: create, change, disable, enable."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce

from yunhe_envhealth.accounts.models import User, normal_username
from yunhe_envhealth.accounts.services.passwords import check_password_rules
from yunhe_envhealth.accounts.services.roles import refuse_last_administrator
from yunhe_envhealth.audit.services import because, record
from yunhe_envhealth.core.errors import Conflict, EnvHealthError

USERNAME = re.compile(r"[\w.\-]{2,64}")
IDLE_LIMIT = timedelta(days=180)


class UserRefused(EnvHealthError):
    """The user cannot be written as asked; the message says why."""

    title = "账号信息不合要求"


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    by: User | None,
    password: str | None = None,
    email: str = "",
    is_demo: bool = False,
    must_change_password: bool = False,
    reason: str = "",
) -> User:
    """Create a user without any role. Without a password the account cannot sign in (an API client).

    Raises UserRefused for a bad or taken name (compared after NFKC and case folding), PasswordRefused for a weak
    password.
    """
    name = normal_username(username)
    if not USERNAME.fullmatch(name):
        raise UserRefused("账号用 2 至 64 个字母、数字、汉字或 . _ - 组成。")
    user = User(
        username=name,
        full_name=full_name.strip(),
        email=email,
        is_demo=is_demo,
        must_change_password=must_change_password,
    )
    if password is not None:
        check_password_rules(password, user)
    user.set_password(password)
    try:
        with transaction.atomic(), because(by=by, reason=reason or "建立账号"):
            user.save()
    except IntegrityError as error:
        raise UserRefused(f"账号“{name}”已经有人用了（不分大小写和全角半角）。") from error
    record(kind="role", actor=_name(by), target=name, action="created")
    return user


@transaction.atomic
def change_user(*, user: User, full_name: str, email: str, by: User, reason: str = "") -> User:
    user.full_name = full_name.strip()
    user.email = email
    with because(by=by, reason=reason):
        user.save(update_fields=["full_name", "email", "updated_at"])
    return user


@transaction.atomic
def disable_user(*, user: User, reason: str, by: User | None) -> User:
    """Disable a user: sessions and tokens stop at once. Refused for the last administrator and for oneself."""
    if by is not None and by.pk == user.pk:
        raise Conflict("不能停用自己的账号。请由另一位系统管理员办理。")
    refuse_last_administrator(user=user)
    return _switch(user=user, active=False, reason=reason, by=by)


@transaction.atomic
def enable_user(*, user: User, reason: str, by: User) -> User:
    return _switch(user=user, active=True, reason=reason, by=by)


def _switch(*, user: User, active: bool, reason: str, by: User | None) -> User:
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active == active:
        return locked
    locked.is_active = active
    with because(by=by, reason=reason):
        locked.save(update_fields=["is_active", "updated_at"])
    record(
        kind="role",
        actor=_name(by),
        target=locked.username,
        action="enabled" if active else "disabled",
        reason=reason,
    )
    return locked


def disable_idle_users(*, now: datetime) -> list[str]:
    """Disable accounts unused for 180 days; return their names. The last administrator stays (bar R1)."""
    idle = (
        User.objects.annotate(used=Coalesce("last_seen_at", "last_login", "created_at"))
        .filter(is_active=True, is_demo=False, used__lt=now - IDLE_LIMIT)
        .order_by("pk")
    )
    disabled = []
    for user in idle:
        try:
            disable_user(user=user, reason=f"连续 {IDLE_LIMIT.days} 天没有使用", by=None)
        except Conflict:
            continue
        disabled.append(user.username)
    return disabled


def _name(by: User | None) -> str:
    return by.get_username() if by is not None else ""
