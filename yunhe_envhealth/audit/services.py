"""Writes of the security log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.middleware import current_request_id


def record(
    *, kind: str, actor: str = "", target: str = "", request: HttpRequest | None = None, **detail: Any
) -> SecurityEvent:
    """Write one security event in the caller's transaction. `detail` must be JSON and free of secrets."""
    return SecurityEvent.objects.create(
        kind=kind,
        actor=(actor or _name(request))[:150],
        target=target[:300],
        detail=detail,
        ip=request.META.get("REMOTE_ADDR") or None if request else None,
        request_id=current_request_id.get().strip("-"),
    )


def _name(request: HttpRequest | None) -> str:
    user = getattr(request, "user", None)
    return user.get_username() if user is not None and user.is_authenticated else ""
