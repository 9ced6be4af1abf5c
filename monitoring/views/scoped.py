"""Look-up of what an address names, within the reader's scope: outside it nothing exists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from monitoring.models import Station
from monitoring.selectors import stations
from monitoring.tables import KEY_FORMAT
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import scope
from yunhe_envhealth.deliveries.models import Delivery

NOT_FOUND = "没有这一条，或不在您的范围内。"


def actor(request: HttpRequest) -> User:
    """Return who asks; these pages are reached by signed-in users only (DefaultDenyMiddleware)."""
    user: Any = request.user
    return user


def station_or_404(request: HttpRequest, pk: int, capability: str) -> Station:
    return get_object_or_404(scope(stations(), request.user, capability), pk=pk)


def moment_or_404(text: str) -> datetime:
    """Return the instant that an address names (20260706T010000Z)."""
    try:
        return datetime.strptime(text, KEY_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Http404(NOT_FOUND) from error


def delivery_links(user: Any, deliveries: list[Delivery]) -> dict[int, dict[str, str]]:
    """Return {delivery id: words, url} for several deliveries with one query."""
    ids = {delivery.pk for delivery in deliveries}
    visible = set(
        scope(Delivery.objects.filter(pk__in=ids), user, "deliveries.view").values_list("pk", flat=True)
    )
    return {
        delivery.pk: {
            "words": f"第 {delivery.pk} 号 {delivery.filename}",
            "url": reverse("deliveries:record", args=[delivery.pk]) if delivery.pk in visible else "",
        }
        for delivery in deliveries
    }
