"""Take in a file for a record, and hand it out: as a download only, to those who may see the record."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View

from taskforce.models import Attachment
from taskforce.selectors.attachments import readable
from taskforce.services.attachments import attach, read
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.core import gate


def keep(upload: UploadedFile, *, owner_kind: str, owner_id: int, by: User) -> None:
    """Keep what a form brought with a record; the service says who may and what is taken."""
    attach(
        owner_kind=owner_kind,
        owner_id=owner_id,
        name=upload.name or "",
        data=upload.read(),
        by=by,
        now=timezone.now(),
    )


class AttachmentFile(View):
    capability = "taskforce.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        attachment = get_object_or_404(Attachment, pk=pk)
        if not readable(attachment, request.user, today()):
            raise Http404("没有这份附件，或不在您的范围内")
        response = HttpResponse(read(attachment), content_type=attachment.media_type)
        response["Content-Disposition"] = content_disposition_header(True, attachment.name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        gate.record(request, "export", request.path, attachment=pk, sha256=attachment.sha256)
        return response
