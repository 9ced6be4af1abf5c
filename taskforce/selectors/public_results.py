"""What anyone may see of results and projects: released rows, without who entered or released them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from taskforce.models import Project, Result


@dataclass(frozen=True, slots=True)
class PublicResult:
    """A released result as the public page and the API tell it."""

    pk: int
    kind: str
    kind_name: str
    title: str
    unit: str
    dated: date
    number: str
    summary: str
    evidence: str
    link: str
    plan_item: str
    released_at: datetime
    is_demo: bool


@dataclass(frozen=True, slots=True)
class PublicProject:
    """A released project; amounts in 万元, None where not stated."""

    pk: int
    kind: str
    kind_name: str
    title: str
    unit: str
    place: str
    stage: str
    stage_name: str
    investment_wan: Decimal | None
    spent_wan: Decimal | None
    as_of: date
    summary: str
    released_at: datetime
    is_demo: bool


def public_results() -> QuerySet[Result]:
    """Return the released results, the newest first."""
    rows = Result.objects.filter(is_public=True, released_at__isnull=False)
    return rows.select_related("unit", "plan_item").order_by("-dated", "-pk")


def public_projects() -> QuerySet[Project]:
    """Return the released projects by title."""
    rows = Project.objects.filter(is_public=True, released_at__isnull=False)
    return rows.select_related("unit").order_by("title", "pk")


def told_result(row: Result) -> PublicResult:
    return PublicResult(
        pk=row.pk,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        title=row.title,
        unit=row.unit.name,
        dated=row.dated,
        number=row.number,
        summary=row.summary,
        evidence=row.evidence,
        link=row.link,
        plan_item=str(row.plan_item) if row.plan_item else "",
        released_at=row.released_at,  # type: ignore[arg-type]
        is_demo=row.is_demo,
    )


def told_project(row: Project) -> PublicProject:
    return PublicProject(
        pk=row.pk,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        title=row.title,
        unit=row.unit.name,
        place=row.place,
        stage=row.stage,
        stage_name=row.get_stage_display(),
        investment_wan=row.investment_wan,
        spent_wan=row.spent_wan,
        as_of=row.as_of,
        summary=row.summary,
        released_at=row.released_at,  # type: ignore[arg-type]
        is_demo=row.is_demo,
    )
