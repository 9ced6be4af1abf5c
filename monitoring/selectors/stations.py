"""Reads of stations and of the names under which sources know them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from monitoring.choices import StationKind
from monitoring.models import Parameter, Station, StationCode


def stations() -> QuerySet[Station]:
    """Return every station; callers pass it through the actor's scope."""
    return Station.objects.select_related("division", "owner_unit")


def public_stations(day: date, kind: str = StationKind.AMBIENT_AIR) -> QuerySet[Station]:
    """Return the stations of a kind that anyone may see on a day.

    While the demonstration is laid out its stations are the public ones; they never stand beside measured ones.
    """
    shown = Station.objects.public().active_on(day).filter(kind=kind).select_related("division")
    return shown.filter(is_demo=shown.filter(is_demo=True).exists())


def source_codes(within: QuerySet[Station]) -> dict[str, int]:
    """Return {source code or own code: station id} of some stations."""
    codes = dict(StationCode.objects.filter(station__in=within).values_list("code", "station_id"))
    codes.update(within.values_list("code", "id"))
    return codes


def active_dates() -> dict[int, tuple[date, date | None]]:
    """Return {station id: (active from, active to or None)}."""
    return {
        pk: (first, last) for pk, first, last in Station.objects.values_list("id", "active_from", "active_to")
    }


def bounds() -> dict[str, tuple[float, float]]:
    """Return {parameter code: (lowest, highest possible value)} of the parameters that have bounds."""
    rows = Parameter.objects.values_list("code", "low", "high")
    return {code: (low, high) for code, low, high in rows if low is not None and high is not None}


def parameter_codes() -> frozenset[str]:
    """Return the codes of every known parameter."""
    return frozenset(Parameter.objects.values_list("code", flat=True))
