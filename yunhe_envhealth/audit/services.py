"""Writes of the security log, and the reason that history rows carry."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pghistory
from django.http import HttpRequest

from yunhe_envhealth.audit.addresses import client_address
from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.middleware import current_request_id

current_address: contextvars.ContextVar[str | None] = contextvars.ContextVar("client_address", default=None)


class Actor(Protocol):
    """Whoever acts: anything with a user name."""

    def get_username(self) -> str: ...


@contextmanager
def because(*, by: Actor | None, reason: str = "", document: str = "") -> Iterator[None]:
    """Put actor, reason and document number on the history rows written inside; `by` None is the platform itself.

    Inside a request it joins the request's context, so that the rows also carry request id and path.
    """
    words: dict[str, Any] = {"actor": by.get_username() if by is not None else ""}
    if reason:
        words["reason"] = reason
    if document:
        words["document"] = document
    if current_request_id.get() != "-":
        words["request_id"] = current_request_id.get()
    with pghistory.context(**words):
        yield


def record(
    *, kind: str, actor: str = "", target: str = "", request: HttpRequest | None = None, **detail: Any
) -> SecurityEvent:
    """Write one security event in the caller's transaction. `detail` must be JSON and free of secrets."""
    return SecurityEvent.objects.create(
        kind=kind,
        actor=printable(actor or _name(request))[:150],
        target=printable(target)[:300],
        detail=detail,
        ip=client_address(request) if request is not None else current_address.get(),
        request_id=current_request_id.get().strip("-"),
    )


def printable(text: str) -> str:
    """Return the text without control characters, so that no name can forge a line of a log (CWE-117)."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _name(request: HttpRequest | None) -> str:
    user = getattr(request, "user", None)
    return user.get_username() if user is not None and user.is_authenticated else ""
