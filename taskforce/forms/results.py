"""Forms of results, projects and their release: courtesy only, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import Q, QuerySet

from taskforce.forms.fields import LONG_AGO, day_field, reason_field
from taskforce.models import PlanItem, Project, Result
from taskforce.services.results import EDIT
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, UNIT_BOUND, memberships_of, today
from yunhe_envhealth.accounts.selectors import units_in_force


def units_to_enter_for(user: User, present: int | None = None) -> QuerySet[Unit]:
    """Return the units for which the user may enter: every one, or one's own; with the one that stands there now."""
    held = [held for held in memberships_of(user) if held.role in CAPABILITIES[EDIT].roles]
    found = units_in_force(on=today())
    if not any(one.role not in UNIT_BOUND for one in held):
        found = found.filter(pk__in=[one.unit_id for one in held])
    if present is None:
        return found
    return Unit.objects.filter(Q(pk__in=found.values("pk")) | Q(pk=present))


class LibraryForm(forms.ModelForm):
    """A result or a project; a change takes a reason and the moment at which the page was made."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = reason_field(required=False)
    SPANS: dict[str, int] = {}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.is_new = self.instance.pk is None
        units = units_to_enter_for(user, self.instance.unit_id)
        fields["unit"].queryset = units
        fields["unit"].empty_label = "请选择"
        if self.is_new and len(units) == 1:
            self.initial["unit"] = units[0].pk
        if self.is_new:
            del fields["reason"], fields["seen"]
        else:
            fields["reason"].required = True
            self.initial["seen"] = self.instance.updated_at.isoformat()
        for name, span in self.SPANS.items():
            fields[name].widget.attrs["data-span"] = str(span)

    def values(self) -> dict[str, Any]:
        """Return what the service is given: the record's own fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """Leave the instance as it is: the service changes it under a lock and holds the table's rules."""


class ResultForm(LibraryForm):
    dated = day_field("日期", first=LONG_AGO, help_text="成果完成、发布或刊登的日期。")
    plan_item = forms.ModelChoiceField(
        label="方案任务", queryset=PlanItem.objects.all(), required=False, empty_label="不对应某一项"
    )
    SPANS = {"kind": 4, "unit": 8, "dated": 4, "number": 8}

    class Meta:
        model = Result
        fields = ["kind", "unit", "title", "dated", "number", "plan_item", "summary", "evidence", "link"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "summary": "公开后原样显示，请不要写个人的电话、证号。",
            "evidence": "证明成果的材料，如文件名称、刊物期次；文件在保存后上传。",
            "link": "公开的网页地址，以 http:// 或 https:// 开头。",
        }


class ProjectForm(LibraryForm):
    as_of = day_field("截至", first=LONG_AGO, help_text="阶段和投资是哪一天的情况。")
    investment_wan = forms.DecimalField(
        label="总投资", required=False, max_digits=12, decimal_places=2, validators=[MinValueValidator(0)],
        widget=forms.NumberInput(attrs={"data-unit": "万元", "data-span": "4", "step": "0.01"}),
    )  # fmt: skip
    spent_wan = forms.DecimalField(
        label="已完成投资", required=False, max_digits=12, decimal_places=2, validators=[MinValueValidator(0)],
        widget=forms.NumberInput(attrs={"data-unit": "万元", "data-span": "4", "step": "0.01"}),
    )  # fmt: skip
    SPANS = {"kind": 4, "unit": 8, "stage": 4, "place": 8, "as_of": 4}

    class Meta:
        model = Project
        fields = [
            "kind", "unit", "title", "stage", "place", "investment_wan", "spent_wan", "as_of", "summary",
        ]  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}


class ReleaseForm(forms.Form):
    checked = forms.BooleanField(label="我已核对：内容属实，可以公开，没有个人信息")


class WithdrawForm(forms.Form):
    reason = reason_field()
