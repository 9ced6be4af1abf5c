"""Forms of reports: courtesy only, the services decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from taskforce.models import Post
from taskforce.services.reports.drafting import LONGEST_SECTION
from taskforce.services.reports.figures import LONGEST_REASON, LONGEST_VALUE

TEXT, VALUE, REASON = "text_", "value_", "reason_"


class SeenForm(forms.Form):
    """Carries when the draft was last saved as its reader saw it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, label="草稿的时间")

    def clean_seen(self) -> Any:
        try:
            seen = parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if seen is None or seen.tzinfo is None:
            raise forms.ValidationError("页面不完整，请重新打开草稿。")
        return seen


class DraftForm(SeenForm):
    """A text a section; for each figure a value and a reason, empty while the live figure stands."""

    def __init__(
        self,
        *args: Any,
        sections: Sequence[Mapping[str, Any]],
        figures: Mapping[str, Mapping[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for section in sections:
            self.fields[TEXT + section["key"]] = forms.CharField(
                label=section["title"],
                required=False,
                strip=False,
                max_length=LONGEST_SECTION,
                initial=section["text"],
                widget=forms.Textarea(attrs={"rows": 12}),
            )
        for key, figure in figures.items():
            kept = bool(figure.get("kept"))
            self.fields[VALUE + key] = forms.CharField(
                label=f"{figure['title']}：手填数值",
                required=False,
                max_length=LONGEST_VALUE,
                initial=figure["value"] if kept else "",
            )
            self.fields[REASON + key] = forms.CharField(
                label=f"{figure['title']}：理由",
                required=False,
                max_length=LONGEST_REASON,
                initial=figure.get("reason") if kept else "",
            )

    def texts(self) -> dict[str, str]:
        return self._named(TEXT)

    def typed(self) -> dict[str, dict[str, str]]:
        """Return {figure: {value, reason}} of the figures whose value or reason was touched."""
        values, reasons = self._named(VALUE), self._named(REASON)
        return {
            key: {"value": value, "reason": reasons[key]}
            for key, value in values.items()
            if {VALUE + key, REASON + key} & set(self.changed_data)
        }

    def _named(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class NothingForm(forms.Form):
    """A step that asks for nothing but its confirmation."""


class TextForm(forms.Form):
    text = forms.CharField(label="意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class ReplyForm(forms.Form):
    text = forms.CharField(label="答复", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class CommentForm(TextForm):
    anchor = forms.ChoiceField(label="位置", required=False)

    field_order = ("anchor", "text")

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["anchor"]
        field.choices = places


class SendBackForm(forms.Form):
    text = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        help_text="已经写过意见的，可以不再写。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=200, help_text="写进历史，不能再改。")


class ContributionForm(forms.Form):
    post = forms.ModelChoiceField(queryset=Post.objects.none(), label="请哪个岗位")
    words = forms.CharField(label="需要什么材料", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    due_on = forms.DateField(
        label="期限", widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["post"]
        field.queryset = posts
        field.label_from_instance = lambda post: f"{post.unit}：{post.title}"
