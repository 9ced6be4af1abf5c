"""Pages of report templates: editions, upload, download, back to the shipped one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views import View

from taskforce.filters.templates import TemplateFilter
from taskforce.forms.templates import ReturnToShippedForm, TemplateUploadForm
from taskforce.models import ReportTemplate
from taskforce.selectors.templates import TEMPLATE_TITLES, template_in_use, templates
from taskforce.services.documents import templates as services
from taskforce.tables.templates import TemplateTable
from yunhe_envhealth.accounts.permissions import can
from yunhe_envhealth.core.pages import ListPage, ServiceForm

EDIT = "workdays.edit"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateList(ListPage):
    """Every edition; the newest of each kind is in use. The county's own lists: no area narrows them."""

    capability = "reports.view"
    scoped = True
    filterset_class = TemplateFilter
    table_class = TemplateTable
    title = "报告模板"
    note = "没有列出的用途按随平台提供的模板生成。换模板不影响已经提交的报告的文字和数据。"

    def get_queryset(self) -> QuerySet[Any]:
        return templates()

    def get_actions(self) -> list[dict[str, Any]]:
        shipped = {"label": "下载随平台提供的模板", "url": reverse("taskforce:template_shipped")}
        if not can(self.request.user, EDIT):
            return [shipped]
        return [
            {"label": "上传模板", "url": reverse("taskforce:template_upload"), "primary": True},
            shipped,
            *_ways_back(),
        ]


def _ways_back() -> list[dict[str, Any]]:
    own = [code for code in TEMPLATE_TITLES if (found := template_in_use(code)) and found.stored_as]
    return [
        {
            "label": f"{TEMPLATE_TITLES[code]}改回随平台提供的模板",
            "url": reverse("taskforce:template_return", args=[code]),
        }
        for code in own
    ]


class TemplateUpload(ServiceForm):
    capability = EDIT
    form_class = TemplateUploadForm
    title = "上传模板"
    button = "检查并启用"
    consequence = "平台先检查并试填一份样稿，通过后才启用；从此按它生成 Word 文件，旧版保留。PDF 的版式不变。"
    done = "模板已启用。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("报告模板", reverse("taskforce:templates"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        data = cleaned["file"].read()
        services.take_template(
            code=cleaned["code"], data=data, reason=cleaned["reason"], by=self.request.user
        )
        return reverse("taskforce:templates")


class TemplateReturn(ServiceForm):
    capability = EDIT
    form_class = ReturnToShippedForm
    title = "改回随平台提供的模板"
    button = "改回"
    consequence = "以后按随平台提供的模板生成 Word 文件；本县的旧版保留在列表里。"
    done = "已改回随平台提供的模板。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("报告模板", reverse("taskforce:templates"))]

    def get_title(self) -> str:
        code = self.kwargs["code"]
        if code not in TEMPLATE_TITLES:
            raise Http404("没有这一种文件")
        return f"{TEMPLATE_TITLES[code]}：{self.title}"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.return_to_shipped(code=self.kwargs["code"], reason=cleaned["reason"], by=self.request.user)
        return reverse("taskforce:templates")


class TemplateFile(View):
    """One edition as it was uploaded."""

    capability = "reports.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        template = get_object_or_404(ReportTemplate, pk=pk)
        return word_file(services.template_bytes(template), str(template))


class ShippedTemplate(View):
    """The template that came with the platform: what the county starts from."""

    capability = "reports.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        return word_file(services.template_bytes(None), "报告模板（随平台提供）")


def word_file(data: bytes, name: str) -> HttpResponse:
    """Answer a .docx to be kept, never to be shown in the browser."""
    response = HttpResponse(data, content_type=DOCX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
    return response
