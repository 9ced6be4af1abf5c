"""Every read of the villages app."""

from __future__ import annotations

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
