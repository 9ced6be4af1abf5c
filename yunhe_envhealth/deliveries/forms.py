"""The upload form: what the file holds, and the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings

from yunhe_envhealth.deliveries.importers import importers

ACCEPTED = ".csv,.txt,.tsv,.xlsx,.xls"


def contents() -> Iterator[tuple[str, str]]:
    """Yield each kind and layout as `kind:layout`; an empty layout is told by the heading."""
    for importer in importers():
        yield f"{importer.kind}:", f"{importer.title}：按表头识别版式"
        for layout, title in importer.layouts.items():
            yield f"{importer.kind}:{layout}", f"{importer.title}：{title}"


def templates() -> Iterator[tuple[str, str, str]]:
    """Yield kind, layout and title of every table that can be downloaded to be filled in."""
    for importer in importers():
        for layout, title in importer.layouts.items():
            yield importer.kind, layout, title


class UploadForm(forms.Form):
    content = forms.ChoiceField(label="内容和版式", choices=lambda: list(contents()))
    file = forms.FileField(
        label="文件",
        help_text="CSV（UTF-8 或 GB18030）或 Excel（.xlsx、.xls）。第一行是列名；一次不超过 50 MB、100 万行。",
        widget=forms.FileInput({"accept": ACCEPTED}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > settings.DELIVERY_MAX_BYTES:
            most = settings.DELIVERY_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(f"文件超过 {most} MB。请按站点或年份拆成几个文件。")
        return file

    @property
    def kind(self) -> str:
        return str(self.cleaned_data["content"]).partition(":")[0]

    @property
    def layout(self) -> str:
        return str(self.cleaned_data["content"]).partition(":")[2]
