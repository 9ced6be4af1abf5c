"""Who will be reminded of what: the preview, which writes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from taskforce.forms.reminders import PreviewForm, default_window
from taskforce.selectors.reminder_plan import preview
from yunhe_envhealth.core import gate

MOST_SHOWN = 1000


class RemindersPreview(View):
    """GET ?from_day=&to_day=; without them today and four weeks on."""

    capability = "reminders.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = [name for name in PreviewForm.base_fields if name in request.GET]
        unknown = sorted(set(request.GET) - set(asked))
        form = PreviewForm(request.GET if asked else default_window())
        problems = [f"没有“{name}”这个条件。" for name in unknown]
        planned = preview(**form.cleaned_data) if form.is_valid() and not problems else []
        gate.record(request, "personal_read", request.path, rows=min(len(planned), MOST_SHOWN))
        context = {
            "title": "预看提醒",
            "crumbs": [("消息", reverse("taskforce:messages"))],
            "form": form,
            "planned": planned[:MOST_SHOWN],
            "count": len(planned),
            "most": MOST_SHOWN,
            "asked": form.is_valid() and not problems,
            "problems": problems,
        }
        status = 200 if form.is_valid() and not problems else 400
        return render(request, "taskforce/reminders_preview.html", context, status=status)
