"""Reads of the results library and the projects, for staff."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from taskforce.models import Project, Result


def results() -> QuerySet[Result]:
    return Result.objects.select_related("unit", "plan_item", "entered_by", "released_by")


def projects() -> QuerySet[Project]:
    return Project.objects.select_related("unit", "entered_by", "released_by")


def years_of(rows: QuerySet[Any], field: str) -> list[int]:
    """Return the years in which the rows are dated, the newest first."""
    return [day.year for day in rows.order_by().dates(field, "year", order="DESC")]
