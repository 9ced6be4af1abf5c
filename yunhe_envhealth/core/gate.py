"""What the pages of the cellar ask of the floors above them: rights, the security log, history.

`core` imports no other package of the platform. The accounts app installs the gate when Django starts
(accounts.apps); until then nothing is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Gate:
    """The four questions. `record(request, kind, target, detail)` writes one security event."""

    can: Callable[[Any, str], bool]
    scope: Callable[[Any, Any, str], Any]
    record: Callable[[HttpRequest, str, str, dict[str, Any]], None]
    timeline: Callable[..., Sequence[Any]]


_installed: list[Gate] = []


def install(gate: Gate) -> None:
    _installed[:] = [gate]


def can(user: Any, capability: str) -> bool:
    """Return whether the user holds the capability now."""
    return bool(_installed) and _installed[0].can(user, capability)


def scope(queryset: QuerySet[M], user: Any, capability: str) -> QuerySet[M]:
    """Return the rows on which the user holds the capability; a model that names no scope is returned whole."""
    if not _installed:
        return queryset.none()
    if not hasattr(queryset.model, "SCOPE_AREA"):
        return queryset if can(user, capability) else queryset.none()
    scoped: QuerySet[M] = _installed[0].scope(queryset, user, capability)
    return scoped


def record(request: HttpRequest, kind: str, target: str, **detail: Any) -> None:
    """Write one event to the security log."""
    _installed[0].record(request, kind, target, detail)


def timeline(*objects: Model) -> Sequence[Any]:
    """Return what happened to the records, newest first, as components/timeline.html prints it."""
    return _installed[0].timeline(*objects)
