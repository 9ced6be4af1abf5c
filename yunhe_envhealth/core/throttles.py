"""How many requests a caller may make. Apart from `rest`, because Django REST framework loads them with its views."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class AnonymousThrottle(SimpleRateThrottle):
    """Bounds anonymous callers by address (the trusted proxy's word, never the caller's)."""

    scope = "anon"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if request.user and request.user.is_authenticated:
            return None
        return f"throttle-anon-{self.get_ident(request)}"


class AccountThrottle(SimpleRateThrottle):
    """Bounds each account, whatever its number of tokens."""

    scope = "user"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not request.user or not request.user.is_authenticated:
            return None
        return f"throttle-user-{request.user.pk}"
