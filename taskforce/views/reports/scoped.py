"""What the report pages share: the row that an address names within the reader's scope, and where pages stand."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from taskforce.models import ReportComment, ReportDuty, ReportVersion
from taskforce.selectors.report_scope import written_by
from taskforce.selectors.reports import report_duties, versions
from yunhe_envhealth.accounts.permissions import can, scope, today
from yunhe_envhealth.core.pages import ServiceForm

VIEW, DRAFT, REVIEW = "reports.view", "reports.draft", "reports.review"


def duties_for(user: Any, capability: str) -> QuerySet[ReportDuty]:
    rows = ReportDuty.objects.all()
    reached = scope(rows, user, capability)
    if capability != DRAFT or not can(user, DRAFT):
        return reached
    return rows.filter(Q(pk__in=reached.values("pk")) | written_by(user, today()))


def versions_for(user: Any, capability: str) -> QuerySet[ReportVersion]:
    """Return the versions of the duties on which the reader holds the capability."""
    return versions().filter(duty__in=duties_for(user, capability).values("pk"))


def duty_url(duty_id: int) -> str:
    return reverse("taskforce:duty", args=[duty_id])


def crumbs_of(duty: ReportDuty) -> list[tuple[str, str]]:
    """Return the pages above anything that belongs to one duty; the duty's own page is the last."""
    return [
        ("专班", ""),
        ("报送", reverse("taskforce:duties")),
        (str(duty), duty_url(duty.pk)),
    ]


class OnDuty(ServiceForm):
    """A form about one duty."""

    request: HttpRequest

    @cached_property
    def duty(self) -> ReportDuty:
        found = duties_for(self.request.user, str(self.capability)).values("pk")
        return get_object_or_404(report_duties(today()).filter(pk__in=found), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return crumbs_of(self.duty)

    def back(self) -> str:
        return duty_url(self.duty.pk)


class OnVersion(ServiceForm):
    """A form about one version."""

    request: HttpRequest

    @cached_property
    def version(self) -> ReportVersion:
        return get_object_or_404(versions_for(self.request.user, str(self.capability)), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return crumbs_of(self.version.duty)

    def back(self) -> str:
        return duty_url(self.version.duty_id)


class OnComment(ServiceForm):
    """A form about one comment."""

    request: HttpRequest

    @cached_property
    def comment(self) -> ReportComment:
        found = versions_for(self.request.user, str(self.capability)).values("pk")
        rows = ReportComment.objects.select_related("version__duty__rule", "version__duty__body")
        return get_object_or_404(rows.filter(version__in=found), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return crumbs_of(self.comment.version.duty)

    def back(self) -> str:
        return duty_url(self.comment.version.duty_id)
