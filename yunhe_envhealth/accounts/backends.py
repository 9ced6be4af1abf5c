"""Password log-in. Demonstration accounts are accepted on the loopback only."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from yunhe_envhealth.accounts.models import User, normal_username


class AccountBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if not username or not password:
            return None
        user = User.objects.filter(username=normal_username(username)).first()
        if user is None:
            User().set_password(password)  # same time as for a known name
            return None
        if not user.check_password(password) or not user.is_active:
            return None
        if user.is_demo and not demo_accepted(request):
            return None
        return user

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.filter(pk=user_id, is_active=True).first()
        if user is not None and user.is_demo and not settings.DEMO_ACCOUNTS_ACCEPTED:
            return None
        return user


def demo_accepted(request: HttpRequest | None) -> bool:
    """Return whether a demonstration account may sign in: bound to, and called from, the loopback."""
    if not settings.DEMO_ACCOUNTS_ACCEPTED or request is None or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
