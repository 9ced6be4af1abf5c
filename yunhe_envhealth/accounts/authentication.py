"""API tokens: `Authorization: Bearer ID.SECRET`."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from yunhe_envhealth.accounts.backends import demo_accepted
from yunhe_envhealth.accounts.models import ApiToken, User
from yunhe_envhealth.audit.addresses import client_address

REFUSED = "令牌无效、已到期、已停用，或不允许从这个地址使用。请向系统管理员申请新的令牌。"


def digest_of(secret: str) -> str:
    """Return the stored form of a secret: HMAC-SHA256 under the pepper, hex."""
    return hmac.new(settings.TOKEN_PEPPER.encode(), secret.encode(), hashlib.sha256).hexdigest()


class TokenAuthentication(BaseAuthentication):
    """Authenticate by token; `user.token` narrows what the user may do."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).decode("latin-1").split()
        if not parts or parts[0].lower() != self.keyword.lower():
            return None
        public_id, dot, secret = parts[1].partition(".") if len(parts) == 2 else ("", "", "")
        token = ApiToken.objects.select_related("user").filter(public_id=public_id).first() if dot else None
        if token is None or not self._usable(token, secret, request, timezone.now()):
            raise AuthenticationFailed(REFUSED)
        self._note_use(token)
        token.user.token = token  # type: ignore[attr-defined]
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword

    @staticmethod
    def _usable(token: ApiToken, secret: str, request: Request, now: datetime) -> bool:
        if not hmac.compare_digest(token.digest, digest_of(secret)):
            return False
        if token.revoked_at is not None or token.expires_at <= now or not token.user.is_active:
            return False
        if token.user.is_demo and not demo_accepted(request):
            return False
        if not token.allowed_networks:
            return True
        seen = client_address(request)
        if seen is None:
            return False
        address = ipaddress.ip_address(seen)
        return any(address in ipaddress.ip_network(network) for network in token.allowed_networks)

    @staticmethod
    def _note_use(token: ApiToken) -> None:
        now = timezone.now()
        if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
            User.objects.filter(pk=token.user_id).update(last_seen_at=now)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "yunhe_envhealth.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "接口令牌：编号.密钥"}
