"""Put actor, request id and path on every history row a request leaves (django-pghistory context)."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

from yunhe_envhealth.audit.addresses import client_address
from yunhe_envhealth.audit.services import current_address

SAFE = ("GET", "HEAD", "OPTIONS")


class HistoryContextMiddleware:
    """Also keeps the caller's address for the security events that services record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = current_address.set(client_address(request))
        try:
            return self._with_context(request)
        finally:
            current_address.reset(token)

    def _with_context(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        user = request.user
        with pghistory.context(
            actor=user.get_username() if user.is_authenticated else "",
            request_id=request.id,  # type: ignore[attr-defined]
            path=request.path,
        ):
            return self.get_response(request)
