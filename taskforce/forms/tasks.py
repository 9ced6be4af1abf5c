"""Forms of tasks: courtesy only, the services decide."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms

from taskforce.choices import TaskSource
from taskforce.forms.grouped import PostChoice, PostChoices
from taskforce.models import PlanItem, Post, WorkdayChange
from taskforce.selectors.posts import in_force, posts
from taskforce.selectors.tasks import assignable_posts
from taskforce.services.tasks.opening import BY_HAND, PLAN_ITEM_MISSING

WORKING_DAY = "须是工作日。"


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
    )


def words(
    label: str, *, required: bool = True, help_text: str = "", most: int = 5_000, rows: int = 4
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TaskForm(forms.Form):
    """Assign a task. `source_key` is made when the form is shown: sent twice, it opens one task."""

    title = forms.CharField(label="任务", max_length=120)
    detail = words("要求", required=False)
    owner_post = PostChoice(
        label="责任岗位",
        queryset=Post.objects.none(),
        empty_label="请选择",
        help_text="任务记在岗位名下，换人后由新任接着办。",
        widget=forms.Select(attrs={"data-span": "8"}),
    )
    due_on = day_field("期限", WORKING_DAY)
    source_kind = forms.ChoiceField(
        label="来源",
        choices=[(kind.value, kind.label) for kind in BY_HAND],
        initial=TaskSource.OTHER,
        widget=forms.Select(attrs={"data-span": "4"}),
    )
    source_words = forms.CharField(
        label="来源说明",
        max_length=120,
        required=False,
        help_text="如会议名称、文号。",
        widget=forms.TextInput(attrs={"data-span": "8"}),
    )
    plan_item = forms.ModelChoiceField(
        label="对应的方案任务", queryset=PlanItem.objects.none(), required=False, empty_label="没有"
    )
    helper_posts = PostChoices(
        label="协办岗位",
        queryset=Post.objects.none(),
        required=False,
        help_text="可选几个；协办岗位能留言和添加附件。",
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    source_key = forms.CharField(
        max_length=60, widget=forms.HiddenInput, initial=lambda: f"form:{uuid.uuid4()}"
    )

    def __init__(self, *args: Any, user: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, helpers, items = (self.fields[name] for name in ("owner_post", "helper_posts", "plan_item"))
        owner.queryset = assignable_posts(user, day)  # type: ignore[attr-defined]
        helpers.queryset = posts(day)  # type: ignore[attr-defined]
        items.queryset = PlanItem.objects.filter(in_force(day))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("source_kind") == TaskSource.PLAN and not cleaned.get("plan_item"):
            self.add_error("plan_item", PLAN_ITEM_MISSING)
        return cleaned


class Decision(forms.Form):
    """A decision on what a page showed; `seen` is the moment of what was shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class NothingToSay(forms.Form):
    """A step that needs no words."""


class OutcomeForm(forms.Form):
    outcome = words("办理结果", help_text="写明做了什么、结果怎样；核验人据此核验。")


class NoteForm(Decision):
    note = words("核验意见", required=False)


class ReturnForm(Decision):
    reason = words("退回的理由", help_text="责任单位看得到，写进历史，不能再改。")


class CancelForm(Decision):
    reason = words("撤销的理由", help_text="写进历史，不能再改。")


class CommentForm(forms.Form):
    text = words("留言")


class ExtensionForm(forms.Form):
    due_on = day_field("申请延至", WORKING_DAY)
    reason = words("延期的理由", most=500)


class DecisionForm(Decision):
    granted = forms.ChoiceField(
        label="批复", choices=[("yes", "批准"), ("no", "不批准")], widget=forms.RadioSelect
    )
    reason = words("批复意见", required=False, most=500, help_text="不批准时须写理由。")


class ReassignChoiceForm(forms.Form):
    """Which post hands over to which; shown in the address, so that the preview can be passed on."""

    from_post = PostChoice(label="原岗位", queryset=Post.objects.none(), empty_label="请选择")
    to_post = PostChoice(label="新岗位", queryset=Post.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, old: Any, new: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_post"].queryset = old  # type: ignore[attr-defined]
        self.fields["to_post"].queryset = new  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("from_post") and cleaned.get("from_post") == cleaned.get("to_post"):
            self.add_error("to_post", "原岗位和新岗位是同一个。")
        return cleaned


class ReassignForm(forms.Form):
    reason = words("改派的理由", most=500, rows=2)
    document = forms.CharField(label="文号", max_length=80, required=False)


class WorkdayForm(forms.ModelForm):
    reason = forms.CharField(label="依据", help_text="写进历史，不能再改。", max_length=200)

    class Meta:
        model = WorkdayChange
        fields: tuple[str, ...] = ("day", "is_workday", "note", "source")
        widgets = {
            "day": forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
        }

    def validate_unique(self) -> None:
        """Left to the service, which answers in words."""


class WorkdayChangeForm(WorkdayForm):
    class Meta(WorkdayForm.Meta):
        fields = ("is_workday", "note", "source")
