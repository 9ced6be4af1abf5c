"""The form of a file that is kept with a record; what may be kept is decided by the service."""

from __future__ import annotations

from typing import Any

from django import forms

from taskforce.intake.file_kinds import LARGEST, MEGABYTE, TAKEN_WORDS


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label="文件",
        max_length=255,
        help_text=f"{TAKEN_WORDS}；不超过 {LARGEST // MEGABYTE} MB。平台按内容识别，不收带宏的文件。",
        error_messages={
            "required": "请选择文件。",
            "empty": "文件是空的，请重新选择。",
            "max_length": "文件名太长，请缩短后再传。",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(f"文件超过 {LARGEST // MEGABYTE} MB，请压缩或分成几份。")
        return file
