"""Demonstration accounts: one a role, two of the office, marked 示范, with random passwords kept in the data folder (mode 0600).

They sign in on the loopback only (accounts.backends.demo_accepted); `demo_code` stands in for the telephone that
would hold the authenticator. Neither exists for a real account.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from yunhe_envhealth.accounts.models import ApiToken, Membership, Role, Unit, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, SECOND_FACTOR_ROLES, today
from yunhe_envhealth.accounts.services.passwords import random_password, set_password
from yunhe_envhealth.accounts.services.roles import give_role
from yunhe_envhealth.accounts.services.tokens import LONGEST, issue_token
from yunhe_envhealth.accounts.services.units import create_unit
from yunhe_envhealth.accounts.services.users import create_user
from yunhe_envhealth.core.errors import EnvHealthError


@dataclass(frozen=True, slots=True)
class Post:
    """A demonstration post: its role, its user name, which unit to look for, where its holder starts."""

    role: Role
    username: str
    unit: tuple[str, str]  # words in the unit's name; else the first unit of this kind
    start: str
    beside: str = ""  # what tells its holder from the other one of the role


POSTS = (
    Post(Role.ADMINISTRATOR, "demo-admin", ("办公室", "group"), "/account/users/"),
    Post(Role.AUDITOR, "demo-auditor", ("县府办", "department"), "/office/audit/"),
    Post(Role.OFFICE, "demo-office", ("办公室", "group"), "/office/"),
    # Nobody judges their own work: what the one of the office writes or merges, the other accepts or makes public.
    Post(Role.OFFICE, "demo-office-2", ("办公室", "group"), "/office/", beside="乙"),
    Post(Role.UNIT_OFFICER, "demo-officer", ("云和分局", "department"), "/office/taskforce/inbox/"),
    Post(Role.UNIT_REVIEWER, "demo-reviewer", ("云和分局", "department"), "/office/taskforce/inbox/"),
    Post(Role.TOWNSHIP_OFFICER, "demo-township", ("石塘镇", "township"), "/office/taskforce/inbox/"),
    Post(Role.INSPECTOR, "demo-inspector", ("云和分局", "department"), "/office/monitoring/stations/"),
    Post(Role.LEADERSHIP, "demo-leader", ("领导小组", "group"), "/cockpit/"),
    Post(Role.API_CLIENT, "demo-api", ("云和分局", "department"), "/api/docs/"),
)


class NotDemonstration(EnvHealthError):
    """The account is real or missing: its secrets are never printed."""

    title = "不是示范账号"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the table that `demo_accounts` prints."""

    role: str
    username: str
    password: str
    second_factor: bool
    start: str


@transaction.atomic
def ensure_demo_accounts(
    units: Iterable[Unit] | None = None, *, now: datetime | None = None
) -> list[DemoAccount]:
    """Make the demonstration accounts that are missing; a second run changes nothing. Return the whole table.

    `units`: where to look for the posts' units (default: every unit). Without any unit one named 示范单位 is made.
    """
    standing = list(units) if units is not None else list(Unit.objects.filter(valid_to__isnull=True))
    if not standing:
        standing = [
            create_unit(
                code="demo-unit",
                name="示范单位",
                kind=Unit.Kind.GROUP,
                valid_from=today(),
                by=None,
                reason="示范",
            )
        ]
    secrets = _read()
    for post in POSTS:
        _ensure(post, _unit_for(post, standing), secrets.setdefault(post.username, {}), now or timezone.now())
    _write(secrets)
    return demo_accounts()


def demo_accounts() -> list[DemoAccount]:
    """Return the demonstration accounts in force, in the order of POSTS; none when there are none."""
    secrets = _read()
    active = set(User.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True))
    return [
        DemoAccount(
            role=f"{post.role.label}{post.beside}",
            username=post.username,
            password=secrets[post.username].get("token") or secrets[post.username].get("password", ""),
            second_factor=post.role in SECOND_FACTOR_ROLES,
            start=post.start,
        )
        for post in POSTS
        if post.username in active and post.username in secrets
    ]


def demo_code(*, username: str, now: float | None = None) -> tuple[str, int]:
    """Return a six-digit code that a demonstration account may use now, and the seconds for which it holds.

    A code spent already is passed over for the next one, which the tolerance of one step accepts.
    Raises NotDemonstration for a real or unknown account, or one without an authenticator.
    """
    device = TOTPDevice.objects.filter(user__username=username, user__is_demo=True, confirmed=True).first()
    if device is None:
        raise NotDemonstration(f"“{username}”不是带动态口令的示范账号。")
    moment = time.time() if now is None else now
    generator = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    generator.time = moment
    spent_ahead = max(0, device.last_t + 1 - generator.t())
    generator.time = moment + spent_ahead * device.step
    left = device.step * (1 + spent_ahead) - int(moment - device.t0) % device.step
    return str(generator.token()).zfill(device.digits), left


def _ensure(post: Post, unit: Unit, secret: dict[str, Any], now: datetime) -> None:
    user = _ensure_user(post, secret)
    if not Membership.objects.on(today()).filter(user=user, role=post.role).exists():
        area = unit.area_code if post.role == Role.TOWNSHIP_OFFICER else "331125"
        give_role(
            user=user,
            role=post.role,
            unit=unit,
            area_code=area,
            valid_from=unit.valid_from,
            by=None,
            reason="示范",
        )
    if post.role in SECOND_FACTOR_ROLES and not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        TOTPDevice.objects.create(user=user, name="示范动态口令", confirmed=True)
    if post.role == Role.API_CLIENT:
        _ensure_token(user, secret, now)


def _ensure_user(post: Post, secret: dict[str, Any]) -> User:
    """Return the post's user, made when missing; the password in the data folder is the user's."""
    user = User.objects.filter(username=post.username).first()
    if user is not None and not user.is_demo:
        raise NotDemonstration(f"账号“{post.username}”已被真实用户使用，没有建立示范账号。")
    lost = post.role != Role.API_CLIENT and "password" not in secret
    if lost:
        secret["password"] = random_password()
    if user is None:
        return create_user(
            username=post.username,
            full_name=f"示范{post.role.label}{post.beside}",
            password=secret.get("password"),
            is_demo=True,
            by=None,
            reason="建立示范账号",
        )
    if lost:  # the data folder was emptied, the database was not
        set_password(user=user, password=secret["password"], by=None, reason="示范账号重设密码")
    return user


def _ensure_token(user: User, secret: dict[str, Any], now: datetime) -> None:
    public_id = str(secret.get("token", "")).partition(".")[0]
    if ApiToken.objects.filter(public_id=public_id, revoked_at__isnull=True, expires_at__gt=now).exists():
        return
    scopes = sorted(key for key, rule in CAPABILITIES.items() if Role.API_CLIENT in rule.roles)
    _, secret["token"] = issue_token(
        user=user, name="示范令牌", scopes=scopes, expires_at=now + LONGEST, by=None, now=now
    )


def _unit_for(post: Post, units: list[Unit]) -> Unit:
    words, kind = post.unit
    named = [unit for unit in units if words in unit.name]
    return (named or [unit for unit in units if unit.kind == kind] or units)[0]


def _path() -> Path:
    return Path(settings.VAR_DIR) / "secrets" / "demo_accounts.json"


def _read() -> dict[str, dict[str, Any]]:
    try:
        return dict(json.loads(_path().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def _write(secrets: dict[str, dict[str, Any]]) -> None:
    """Replace the file in one step; nobody but its owner may read it at any moment."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(secrets, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
