"""Templates of reports and minutes: the editions of each kind, and which one is in use."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from taskforce.models import ReportTemplate

# Code of a template (ReportRule.template_code) → what it is for.
TEMPLATE_TITLES: Mapping[str, str] = {
    "half-year": "半年工作报告",
    "half-year-merged": "半年工作报告（汇总）",
    "yearly": "年度进展报告",
    "evaluation": "总结评估报告",
    "application": "试点申报材料",
    "assessment": "考核材料",
    "minutes": "会议纪要",
}


def templates() -> QuerySet[ReportTemplate]:
    """Return every edition; `is_in_use` marks the newest of its code."""
    newest = ReportTemplate.objects.filter(code=OuterRef("code")).order_by("-edition").values("edition")[:1]
    return ReportTemplate.objects.select_related("by").annotate(
        is_in_use=ExpressionWrapper(Q(edition=Subquery(newest)), output_field=BooleanField())
    )


def template_in_use(code: str) -> ReportTemplate | None:
    """Return the newest edition of a code; None means the template that came with the platform."""
    return ReportTemplate.objects.filter(code=code).order_by("-edition").first()
