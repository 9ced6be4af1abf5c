"""The minutes as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views import View

from taskforce.models import Meeting
from taskforce.services import documents
from taskforce.services.meetings.paper import minutes_of
from taskforce.views.meetings.lists import VIEW
from yunhe_envhealth.core import gate

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class MinutesFile(View):
    """Answer the minutes as .docx or PDF, to be kept."""

    capability = VIEW

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        if form not in KINDS:
            raise Http404("没有这一种文件")
        meeting = get_object_or_404(Meeting.objects.select_related("series__body", "chair_post"), pk=pk)
        document = minutes_of(meeting)
        data = documents.pdf(document) if form == "pdf" else documents.docx(document, "minutes")
        response = HttpResponse(data, content_type=KINDS[form])
        response["Content-Disposition"] = content_disposition_header(True, f"{meeting.title}纪要.{form}")
        response["Cache-Control"] = "private, no-store"
        gate.record(request, "export", request.path, meeting=pk, format=form)
        return response
