"""API tokens: shown once, stored as a peppered HMAC, expiry at most a year ahead (bar R26)."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from yunhe_envhealth.accounts.authentication import digest_of
from yunhe_envhealth.accounts.models import ApiToken, Role, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, roles_of
from yunhe_envhealth.audit.services import because, record
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.core.periods import BEIJING

LONGEST = timedelta(days=365)


class TokenRefused(EnvHealthError):
    """The token cannot be issued as asked; the message says why."""

    title = "不能发放这个令牌"


@transaction.atomic
def issue_token(
    *,
    user: User,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime,
    by: User | None,
    now: datetime,
    networks: Sequence[str] = (),
) -> tuple[ApiToken, str]:
    """Issue a token to an API client; return it with its plain text `id.secret`, which is stored nowhere.

    Raises TokenRefused when the user is not an API client, a scope is not among its capabilities, the expiry is
    past or more than a year ahead, or a network is none.
    """
    if not user.is_active or roles_of(user) != {Role.API_CLIENT}:
        raise TokenRefused("令牌只发给启用的“接口客户”账号。")
    allowed = {key for key, rule in CAPABILITIES.items() if Role.API_CLIENT in rule.roles}
    beyond = sorted(set(scopes) - allowed)
    if beyond or not scopes:
        raise TokenRefused(f"权限范围超出角色：{'、'.join(beyond)}" if beyond else "至少要选一项权限。")
    if not now < expires_at <= now + LONGEST:
        raise TokenRefused("到期时间要在今后一年以内。")
    public_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    token = ApiToken(
        public_id=public_id,
        digest=digest_of(secret),
        user=user,
        name=name,
        scopes=sorted(set(scopes)),
        allowed_networks=[_network(text) for text in networks],
        expires_at=expires_at,
    )
    with because(by=by, reason=f"发放令牌：{name}"):
        token.save()
    _note(token, by, "issued")
    return token, f"{public_id}.{secret}"


@transaction.atomic
def revoke_token(*, token: ApiToken, reason: str, by: User | None, now: datetime) -> ApiToken:
    """Stop a token at once; stopping it again changes nothing."""
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is not None:
        return locked
    locked.revoked_at = now
    with because(by=by, reason=reason):
        locked.save(update_fields=["revoked_at", "updated_at"])
    _note(locked, by, "revoked", reason)
    return locked


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip()))
    except ValueError as error:
        raise TokenRefused(f"“{text}”不是网段。写成 10.33.0.0/16 或单个地址。") from error


def _note(token: ApiToken, by: User | None, action: str, reason: str = "") -> None:
    record(
        kind="token",
        actor=by.get_username() if by is not None else "",
        target=f"{token.user.username} {token.public_id}",
        action=action,
        scopes=token.scopes,
        expires_at=f"{token.expires_at.astimezone(BEIJING):%Y-%m-%d %H:%M}",
        reason=reason,
    )
