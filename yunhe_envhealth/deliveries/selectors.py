"""Reads of deliveries. Callers pass what they show through the reader's scope."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import CAPABILITIES, memberships_of
from yunhe_envhealth.deliveries.models import Delivery, DeliveryRow, Finding

COUNTY = "331125"


def deliveries() -> QuerySet[Delivery]:
    """Return every delivery with its unit and actor, newest first."""
    return Delivery.objects.select_related("unit", "by")


def same_file(delivery: Delivery) -> QuerySet[Delivery]:
    """Return the other deliveries of the same content, newest first."""
    return deliveries().filter(sha256=delivery.sha256).exclude(pk=delivery.pk)


def committed_before(*, sha256: str, kind: str, layout: str) -> Delivery | None:
    """Return the latest committed delivery of the same content that was read in the same layout, whole.

    One that left rows out is not counted: what they lacked (a station not registered yet) may be there now.
    """
    found = Delivery.objects.filter(
        sha256=sha256, kind=kind, state=Delivery.State.COMMITTED, rejected=0
    ).order_by("-pk")
    return (found.filter(layout=layout) if layout else found).first()


def findings(delivery: Delivery) -> QuerySet[Finding]:
    return Finding.objects.filter(delivery=delivery).order_by("row", "id")


def finding_counts(delivery: Delivery) -> dict[str, int]:
    """Return the number of kept findings by severity."""
    counted = Finding.objects.filter(delivery=delivery).order_by().values("severity").annotate(n=Count("id"))
    return {line["severity"]: line["n"] for line in counted}


def outcomes(delivery: Delivery, outcome: str = "") -> QuerySet[DeliveryRow]:
    """Return the outcome of each row of the file, or of those with one outcome, in row order."""
    rows = DeliveryRow.objects.filter(delivery=delivery).order_by("row")
    return rows.filter(outcome=outcome) if outcome else rows


def home_of(user: Any, capability: str) -> tuple[Unit | None, str]:
    """Return the unit and area for which the user holds a capability: those a delivery of theirs belongs to."""
    for membership in memberships_of(user):
        if membership.role in CAPABILITIES[capability].roles:
            return membership.unit, membership.area_code
    return None, COUNTY
