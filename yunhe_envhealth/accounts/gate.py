"""The gate of the shared pages (core.gate), answered by this floor: rights and scope, the security log, history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from yunhe_envhealth.accounts.permissions import can, scope
from yunhe_envhealth.audit import services
from yunhe_envhealth.core.gate import Gate, install


def record(request: HttpRequest, kind: str, target: str, detail: dict[str, Any]) -> None:
    services.record(kind=kind, target=target, request=request, **detail)


def timeline(*objects: Model) -> Sequence[Any]:
    from yunhe_envhealth.audit import selectors

    return selectors.timeline(*objects)


def install_gate() -> None:
    install(Gate(can=can, scope=scope, record=record, timeline=timeline))
