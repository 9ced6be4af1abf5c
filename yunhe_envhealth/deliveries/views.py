"""Pages of deliveries: list, upload, record (preview, findings, progress), downloads and the verbs of a record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.http import content_disposition_header
from django.views import View

from yunhe_envhealth.accounts.permissions import can, scope
from yunhe_envhealth.core import gate
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.core.exports import XLSX_TYPE, csv_response
from yunhe_envhealth.core.pages import ListPage, RecordPage
from yunhe_envhealth.deliveries import files, preview_page, selectors, services, wording
from yunhe_envhealth.deliveries.filters import DeliveryFilter
from yunhe_envhealth.deliveries.forms import UploadForm, templates
from yunhe_envhealth.deliveries.importers import importer_of
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.tables import DeliveryTable

VIEW, IMPORT, EXPORT = "deliveries.view", "measurements.import", "data.export"
CRUMBS: Any = (("数据交接", reverse_lazy("deliveries:list")),)


class DeliveryList(ListPage):
    capability = VIEW
    filterset_class = DeliveryFilter
    table_class = DeliveryTable
    title = "数据交接"
    search, search_words = "q", "文件名"

    def get_queryset(self) -> Any:
        return selectors.deliveries()

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, IMPORT):
            return []
        return [{"label": "上传文件", "url": reverse_lazy("deliveries:upload"), "primary": True}]


class UploadPage(View):
    """Choose a file; the platform keeps it, checks it and shows what it would do before anything is written."""

    capability = {"GET": IMPORT, "POST": IMPORT}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form)
        unit, area_code = selectors.home_of(request.user, IMPORT)
        file = form.cleaned_data["file"]
        try:
            received = services.open_delivery(
                kind=form.kind,
                layout=form.layout,
                channel=Delivery.Channel.FORM,
                filename=file.name,
                data=file.read(),
                by=request.user,  # type: ignore[arg-type]
                unit=unit,
                area_code=area_code,
            )
        except EnvHealthError as error:
            form.add_error("file", f"{error.message}{error.advice}")
            return self._page(request, form)
        return redirect("deliveries:record", pk=received.delivery.pk)

    def _page(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        context = {"title": "上传文件", "crumbs": CRUMBS, "form": form, "templates": list(templates())}
        return render(request, "deliveries/upload.html", context)


class EmptyTable(View):
    """The columns of a layout as an empty table."""

    capability = IMPORT

    def get(self, request: HttpRequest, kind: str, layout: str) -> HttpResponseBase:
        if (kind, layout) not in {(known, name) for known, name, _ in templates()}:
            raise Http404("没有这种版式")
        return csv_response([], importer_of(kind).headings(layout), f"{kind}-{layout}")


class DeliveryPage(RecordPage):
    """One delivery: where it stands, every row's outcome, the findings, the next step."""

    capability = VIEW
    template_name = "deliveries/record.html"
    crumbs = CRUMBS
    tabs = {
        "rows": ("逐行结果", "deliveries/outcomes.html"),
        "findings": ("检查发现", "deliveries/findings.html"),
    }
    object: Delivery

    def get_queryset(self) -> Any:
        return selectors.deliveries().select_related("duplicate_of")

    def get_title(self) -> str:
        return wording.HEADINGS[self.object.state]

    def get_state(self) -> dict[str, str]:
        return {
            "words": self.object.get_state_display(),
            "tone": wording.TONES.get(self.object.state, ""),
        }

    def get_facts(self) -> list[dict[str, Any]]:
        return preview_page.facts(self.object)

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        if tab == "rows":
            return preview_page.outcomes(self.object, self._one_of("show", wording.SHOWN), self._number())
        severities = ("", *dict(preview_page.SEVERITIES))
        return preview_page.findings(self.object, self._one_of("severity", severities), self._number())

    def _context(self, tabs: dict[str, tuple[str, str]], asked: str) -> dict[str, Any]:
        user = self.request.user
        mine = (
            can(user, IMPORT)
            and scope(Delivery.objects.all(), user, IMPORT).filter(pk=self.object.pk).exists()
        )
        earlier = scope(selectors.same_file(self.object), user, VIEW)
        return super()._context(tabs, asked) | {
            "delivery": self.object,
            "steps": wording.steps(self.object),
            "waits": self.object.state in wording.WAITING,
            "words": wording.progress_words(self.object),
            "may_import": mine,
            "may_export": can(user, EXPORT),
            "has_marked": files.marked_path(self.object.pk).is_file(),
            "same_file": list(earlier[:5]),
            "results": importer_of(self.object.kind).results(self.object),
            "to_write": self.object.preview.get("to_write", 0),
            "severities": selectors.finding_counts(self.object),
        }

    def _one_of(self, name: str, known: Any) -> str:
        asked = self.request.GET.get(name, "")
        if asked not in known:
            raise Http404("没有这一类")
        return asked

    def _number(self) -> str:
        return self.request.GET.get("page", "1")


class ProgressPart(View):
    """The part of the record that htmx asks for every second; when the work is over the whole page is shown anew."""

    capability = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(scope(selectors.deliveries(), request.user, VIEW), pk=pk)
        if not getattr(request, "htmx", False):
            return redirect("deliveries:record", pk=pk)
        if delivery.state not in wording.WAITING:
            return HttpResponse(status=200, headers={"HX-Refresh": "true"})
        context = {"delivery": delivery, "words": wording.progress_words(delivery)}
        return render(request, "deliveries/progress.html", context)


class Verb(View):
    """A verb on a delivery. What cannot be done is said on the record's page; nothing is lost."""

    capability = {"POST": IMPORT}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(scope(selectors.deliveries(), request.user, IMPORT), pk=pk)
        try:
            messages.success(request, self.act(request, delivery))
        except EnvHealthError as error:
            messages.error(request, f"{error.message}{error.advice}")
        return redirect("deliveries:record", pk=pk)

    def act(self, request: HttpRequest, delivery: Delivery) -> str:
        """Do it and return the sentence that says so."""
        raise NotImplementedError


class Confirm(Verb):
    def act(self, request: HttpRequest, delivery: Delivery) -> str:
        reason = request.POST.get("reason", "").replace("\0", "")
        services.confirm(delivery=delivery, by=request.user, drop_rejected_reason=reason)  # type: ignore[arg-type]
        return "已确认，正在写入。"


class Cancel(Verb):
    def act(self, request: HttpRequest, delivery: Delivery) -> str:
        services.cancel(delivery=delivery, by=request.user)  # type: ignore[arg-type]
        return "已放弃这次导入，没有写入任何数据。文件和检查发现仍然留存。"


class CheckAgain(Verb):
    def act(self, request: HttpRequest, delivery: Delivery) -> str:
        services.check_again(delivery=delivery, by=request.user)  # type: ignore[arg-type]
        return "已送去重新检查。"


class Download(View):
    """A file of a delivery, always as an attachment under a name of ours."""

    capability = EXPORT

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        delivery = get_object_or_404(scope(selectors.deliveries(), request.user, VIEW), pk=pk)
        response = self.answer(delivery)
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        gate.record(request, "export", request.path, delivery=pk, sha256=delivery.sha256)
        return response

    def answer(self, delivery: Delivery) -> HttpResponseBase:
        """Return the file. Raises Http404 when there is none."""
        raise NotImplementedError


class OriginalFile(Download):
    def answer(self, delivery: Delivery) -> HttpResponseBase:
        data = files.read(delivery.stored_as, delivery.sha256)
        response = HttpResponse(data, content_type="application/octet-stream")
        name = f"交接{delivery.pk}_原件{files.ending(data)}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


class MarkedFile(Download):
    def answer(self, delivery: Delivery) -> HttpResponseBase:
        path = files.marked_path(delivery.pk)
        if not path.is_file():
            raise Http404("这次交接没有标好错处的表格")
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=f"交接{delivery.pk}_标好错处.xlsx",
            content_type=XLSX_TYPE,
        )
