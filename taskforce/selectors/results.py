"""Reads of the results library and the projects, for staff."""

from __future__ import annotations

from django.db.models import QuerySet

from taskforce.models import Project, Result


def results() -> QuerySet[Result]:
    return Result.objects.select_related("unit", "plan_item", "entered_by", "released_by")


def projects() -> QuerySet[Project]:
    return Project.objects.select_related("unit", "entered_by", "released_by")
