"""Put actor, request id and path on every history row a request leaves (django-pghistory context)."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

SAFE = ("GET", "HEAD", "OPTIONS")


class HistoryContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        user = request.user
        with pghistory.context(
            actor=user.get_username() if user.is_authenticated else "",
            request_id=request.id,  # type: ignore[attr-defined]
            path=request.path,
        ):
            return self.get_response(request)
