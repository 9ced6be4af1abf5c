"""What the list of report templates shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables

from taskforce.models import ReportTemplate
from yunhe_envhealth.core.periods import BEIJING

TIGHT = {"td": {"class": "eh-nb"}}


class TemplateTable(tables.Table):
    title = tables.Column(
        verbose_name="用途",
        linkify=("taskforce:template_file", {"pk": tables.A("pk")}),
        attrs={"td": {"class": "eh-name"}},
    )
    edition = tables.Column(verbose_name="版次", attrs=TIGHT)
    is_in_use = tables.Column(verbose_name="在用", orderable=False, attrs=TIGHT)
    stored_as = tables.Column(verbose_name="来源", orderable=False, empty_values=(), attrs=TIGHT)
    by = tables.Column(verbose_name="更换人", orderable=False)
    created_at = tables.Column(verbose_name="时间", attrs=TIGHT)
    sha256 = tables.Column(verbose_name="指纹", orderable=False, empty_values=())

    caption = "报告模板"
    empty_title = "还没有更换过模板"
    empty_why = "报告和纪要都按随平台提供的模板生成。要用自己的版式，请先下载随平台提供的模板，改好后上传。"

    class Meta:
        model = ReportTemplate
        fields = ("title", "edition", "is_in_use", "stored_as", "by", "created_at", "sha256")

    def render_edition(self, value: int) -> str:
        return f"第 {value} 版"

    def render_is_in_use(self, value: bool) -> str:
        return "在用" if value else "已换下"

    def render_stored_as(self, record: Any) -> str:
        return "本县上传" if record.stored_as else "随平台提供"

    def render_created_at(self, value: datetime) -> str:
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"

    def render_sha256(self, value: str) -> str:
        return value[:12] or "—"
