"""Forms of report templates: upload an edition, go back to the shipped one."""

from __future__ import annotations

from typing import Any

from django import forms

from taskforce.intake.word_package import MEGABYTE, PACKED_BYTES
from taskforce.selectors.templates import TEMPLATE_TITLES


class TemplateUploadForm(forms.Form):
    code = forms.ChoiceField(label="用途", choices=list(TEMPLATE_TITLES.items()))
    file = forms.FileField(
        label="模板文件",
        help_text=f"Word 文档（.docx），不超过 {PACKED_BYTES // MEGABYTE} MB，不含宏、链接和嵌入的对象。",
        widget=forms.FileInput({"accept": ".docx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )
    reason = forms.CharField(label="更换理由", max_length=200)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > PACKED_BYTES:
            raise forms.ValidationError(f"文件超过 {PACKED_BYTES // MEGABYTE} MB。请删去图片后再上传。")
        return file


class ReturnToShippedForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=200)
