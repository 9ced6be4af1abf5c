"""A report as a file: .docx on the template, PDF."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View

from taskforce.models import ReportVersion
from taskforce.services import documents, reports
from taskforce.services.documents import Document
from taskforce.views.reports.scoped import VIEW, versions_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ReportFile(View):
    """The version that the address names, as a file; a draft prints the figures of this moment."""

    capability = VIEW
    ending = ""
    content_type = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(versions_for(request.user, VIEW), pk=pk)
        figures = reports.shown_figures(version, timezone.now())
        content = self.made(version, reports.document_of(version, figures))
        response = HttpResponse(content, content_type=self.content_type)
        name = quote(reports.filename(version, self.ending))
        response["Content-Disposition"] = (
            f"attachment; filename=\"report-{version.pk}.{self.ending}\"; filename*=UTF-8''{name}"
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

    def made(self, version: ReportVersion, document: Document) -> bytes:
        raise NotImplementedError


class WordFile(ReportFile):
    ending = "docx"
    content_type = WORD

    def made(self, version: Any, document: Document) -> bytes:
        return documents.docx(document, version.duty.rule.template_code)


class PdfFile(ReportFile):
    ending = "pdf"
    content_type = "application/pdf"

    def made(self, version: Any, document: Document) -> bytes:
        return documents.pdf(document)
