"""Forms of supervision notices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from taskforce.forms.meetings import post_field


class IssueForm(forms.Form):
    title = forms.CharField(label="事项", max_length=120)
    text = forms.CharField(label="要求", max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))
    working_days = forms.IntegerField(
        label="回复期限",
        min_value=1,
        max_value=250,
        initial=5,
        widget=forms.NumberInput(attrs={"data-unit": "个工作日", "data-span": "4"}),
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = post_field(day, "责任岗位")
        self.order_fields(["post", "title", "text", "working_days"])


class ReplyForm(forms.Form):
    text = forms.CharField(label="回复", max_length=5_000, widget=forms.Textarea(attrs={"rows": 8}))


class VerdictForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    verdict = forms.CharField(label="核定意见", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))
