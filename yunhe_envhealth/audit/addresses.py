"""The address a request came from: the socket's peer, or what the trusted proxies saw. Never the caller's word."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the caller's address, or None when it cannot be known (a unix socket without a proxy header).

    With `TRUSTED_PROXIES` = n, the n-th entry of X-Forwarded-For from the right was written by our own proxy.
    """
    proxies = settings.REST_FRAMEWORK.get("NUM_PROXIES") or 0
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    address = seen[-min(proxies, len(seen))] if proxies and seen else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None
