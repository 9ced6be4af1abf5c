"""Forms of the pilot's life: courtesy only, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms

from taskforce.forms.fields import LONG_AGO, day_field, reason_field
from taskforce.models import PilotStep


def document_field() -> forms.CharField:
    return forms.CharField(
        label="文号",
        max_length=80,
        help_text="没有文号的写“无”。",
        widget=forms.TextInput(attrs={"data-span": "8"}),
    )


class StepForm(forms.Form):
    kind = forms.ChoiceField(label="步骤")
    done_on = day_field("完成日期", first=LONG_AGO)
    document = document_field()
    note = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [("", "请选择")] + [
            (kind, label) for kind, label in PilotStep.Kind.choices if kind in kinds
        ]


class CorrectStepForm(forms.Form):
    done_on = day_field("完成日期", first=LONG_AGO)
    document = document_field()
    note = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = reason_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ApprovalForm(forms.Form):
    approved_on = day_field("批复日期", first=LONG_AGO, help_text="生态环境部批复之日。")
    document = document_field()
    reason = reason_field(required=False)


class DossierForm(forms.Form):
    is_present = forms.BooleanField(label="材料已备", required=False)
    note = forms.CharField(
        label="材料名称、文号或存放的地方",
        required=False,
        max_length=200,
        help_text="已备的须填写；还缺的可以写缺什么。",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
