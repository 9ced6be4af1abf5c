"""Every read of the villages app."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from villages.choices import DivisionKind
from villages.models import Division

COUNTY_CODE = "331125"
TOWNSHIP_KINDS = (
    DivisionKind.SUBDISTRICT,
    DivisionKind.TOWN,
    DivisionKind.TOWNSHIP,
    DivisionKind.ETHNIC_TOWNSHIP,
)
VILLAGE_KINDS = (DivisionKind.VILLAGE, DivisionKind.COMMUNITY)


def divisions(*, within: str = "") -> QuerySet[Division]:
    """Return the divisions in force whose code begins with `within`, that place itself included."""
    return Division.objects.filter(retired_on__isnull=True, code__startswith=within)


def townships(*, within: str = COUNTY_CODE) -> QuerySet[Division]:
    """Return the subdistricts, towns and townships of a place, in the order of their codes."""
    return divisions(within=within).filter(kind__in=TOWNSHIP_KINDS)


def villages(*, within: str = COUNTY_CODE) -> QuerySet[Division]:
    """Return the villages and communities of a place, in the order of their codes."""
    return divisions(within=within).filter(kind__in=VILLAGE_KINDS)


def division_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of the known codes, retired divisions included."""
    return dict(Division.objects.filter(code__in=set(codes)).values_list("code", "name"))


def path_of(code: str) -> list[Division]:
    """Return the divisions that hold a code, from the city down to the place itself; empty for an unknown code."""
    prefixes = [code[:length] for length in range(2, len(code) + 1)]
    return list(Division.objects.filter(code__in=prefixes).order_by("code"))
