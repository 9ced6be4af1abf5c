"""How many requests a caller may make. Apart from `rest`, because Django REST framework loads them with its views."""

from __future__ import annotations

import time
from typing import Any, cast

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from yunhe_envhealth.core.caches import ForgivingRedisCache


class WindowThrottle(SimpleRateThrottle):
    """Counts a caller's requests in the present minute (hour, day) by one atomic increment.

    Django REST framework's own keeps a list of times per caller, which grows with the allowance and loses counts
    when two requests meet.
    """

    duration: int | None
    num_requests: int | None

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if key is None or not self.duration:
            return True
        self.left = self.duration - time.time() % self.duration
        window = int(time.time() // self.duration)
        counted = cast(ForgivingRedisCache, cache).count(f"{key}:{window}", int(self.duration))
        return bool(counted <= (self.num_requests or 0))

    def wait(self) -> float:
        return float(self.left)


class AnonymousThrottle(WindowThrottle):
    """Bounds anonymous callers by address (the trusted proxy's word, never the caller's)."""

    scope = "anon"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if request.user and request.user.is_authenticated:
            return None
        return f"throttle-anon-{self.get_ident(request)}"


class AccountThrottle(WindowThrottle):
    """Bounds each account, whatever its number of tokens."""

    scope = "user"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not request.user or not request.user.is_authenticated:
            return None
        return f"throttle-user-{request.user.pk}"
