"""Forms of reporting rules, reminder steps and the preview: courtesy only, the services decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from taskforce.choices import Audience
from taskforce.forms.grouped import PostChoice, UnitChoice
from taskforce.models import Post, ReportRule
from taskforce.selectors import posts as posts_on
from taskforce.selectors.templates import TEMPLATE_TITLES
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import today

LONGEST_PREVIEW = timedelta(days=400)


def _day(label: str, *, help_text: str = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
    )


def _reason() -> forms.CharField:
    return forms.CharField(label="理由", help_text="写进历史，不能再改。", max_length=200)


def _document() -> forms.CharField:
    return forms.CharField(
        label="文号", help_text="有公文依据时填写。", max_length=80, required=False,
        widget=forms.TextInput(attrs={"data-span": "6"}),
    )  # fmt: skip


class RuleForm(forms.ModelForm):
    document = _document()
    reason = _reason()

    class Meta:
        model = ReportRule
        fields = (
            "title",
            "due_working_days",
            "open_days_before",
            "recipient",
            "template_code",
            "reviewer_post",
            "valid_to",
        )
        widgets = {
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "template_code": forms.Select(choices=list(TEMPLATE_TITLES.items())),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_working_days"] = forms.IntegerField(
            label="期末后工作日", min_value=0, max_value=250, help_text="0 表示期末当天。"
        )
        self.fields["open_days_before"] = forms.IntegerField(
            label="提前生成天数", min_value=0, max_value=365, help_text="期末前多少天生成报送事项。"
        )
        self.fields["reviewer_post"] = PostChoice(
            queryset=posts_on(today()), label="审核岗位", required=False, empty_label="不定"
        )


class ReporterForm(forms.Form):
    body = UnitChoice(label="报送机构", queryset=Unit.objects.none(), empty_label="请选择")
    post = PostChoice(label="报送岗位", queryset=Post.objects.none(), empty_label="请选择")
    valid_from = _day("启用日期", help_text="期末在这一天或以后的报告期由它报送。")
    document = _document()
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Unit.objects.filter(valid_to__isnull=True)  # type: ignore[attr-defined]
        self.fields["post"].queryset = posts_on(today())  # type: ignore[attr-defined]


class RetireReporterForm(forms.Form):
    valid_to = _day("停用日期", help_text="期末在这一天或以后的报告期不再由它报送；已生成的仍要报。")
    document = _document()
    reason = _reason()


class StepsForm(forms.Form):
    """One line of whole numbers an audience: working days from the due day."""

    reason = _reason()

    def __init__(self, *args: Any, current: Mapping[str, list[int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for audience in reversed(Audience):
            self.fields[audience.value] = forms.CharField(
                label=audience.label,
                required=False,
                max_length=200,
                initial=" ".join(map(str, current.get(audience.value, []))),
                help_text="工作日，用空格分开；负数为到期前，0 为当天，正数为逾期后。",
            )
        self.order_fields([*(audience.value for audience in Audience), "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for audience in Audience:
            words = str(cleaned.get(audience.value) or "").replace("，", " ").replace(",", " ").split()
            try:
                cleaned[audience.value] = {int(word.replace("−", "-")) for word in words}
            except ValueError:
                self.add_error(audience.value, "只能填整数，用空格分开，例如 -7 -3 0 3。")
        return cleaned

    def steps(self) -> dict[str, set[int]]:
        return {audience.value: self.cleaned_data[audience.value] for audience in Audience}


class PreviewForm(forms.Form):
    """From which day to which; both included."""

    from_day = _day("从")
    to_day = _day("到")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_day"), cleaned.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", "“到”不能早于“从”。")
        elif first and last and last - first > LONGEST_PREVIEW:
            self.add_error("to_day", f"一次最多看 {LONGEST_PREVIEW.days} 天。")
        return cleaned


def default_window() -> dict[str, date]:
    """Return the days that the preview shows unasked: today and four weeks on."""
    return {"from_day": today(), "to_day": today() + timedelta(days=28)}
