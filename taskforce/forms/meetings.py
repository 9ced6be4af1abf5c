"""Forms of meetings, a form a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from taskforce.choices import DecisionKind
from taskforce.forms.fields import BeijingMoment, day_field, reason_field
from taskforce.forms.grouped import PostChoice
from taskforce.forms.rows import Column, Row, RowsForm
from taskforce.models import AgendaItem, Post
from taskforce.selectors.posts import posts
from yunhe_envhealth.accounts.models import Unit

NEW_LINES = 6
KINDS = (("", "—"), *DecisionKind.choices)
PRESENCE = (("", "未登记"), ("yes", "到会"), ("no", "缺席"))


class PostChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit}：{obj.title}"


def post_field(day: date, label: str = "", **options: Any) -> PostChoice:
    found = posts(day).order_by("body__sort_key", "sort_key", "code")
    return PostChoice(queryset=found, label=label, empty_label="请选择", **options)


def seen_field() -> forms.CharField:
    """Return the field that keeps the moment from which the page was made (forms.fields.seen_at reads it)."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


class MeetingForm(forms.Form):
    title = forms.CharField(
        label="名称", max_length=120, required=False, help_text="留空时按会议制度和次序取名。"
    )
    starts_at = BeijingMoment(label="时间")
    already_held = forms.BooleanField(
        label="补录：这次会议已经开过",
        required=False,
        help_text="时间填实际开会的时间；不发通知，照样登记到会、决定和纪要，页面上标明“补录”。",
    )
    place = forms.CharField(label="地点", max_length=80, required=False)
    agenda_until = day_field("议题截止", required=False, help_text="各单位在这一天以前提议题，含当天。")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair_post"] = post_field(day, "主持", required=False)


class MeetingChangeForm(MeetingForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["title"].help_text = ""
        del self.fields["already_held"]
        self.fields["reason"] = reason_field()
        self.fields["seen"] = seen_field()


class ProposeForm(forms.Form):
    title = forms.CharField(label="议题", max_length=120)
    detail = forms.CharField(
        label="说明", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], own: set[int], **kwargs: Any) -> None:
        """`units` may be named; whoever has one unit among `own` finds it chosen."""
        super().__init__(*args, **kwargs)
        mine = list(units.filter(pk__in=own)[:2])
        self.fields["unit"] = forms.ModelChoiceField(
            queryset=units,
            label="提出单位",
            empty_label="请选择",
            initial=mine[0] if len(mine) == 1 else None,
        )


class OrderForm(RowsForm):
    seen = seen_field()
    row_heading = "议题"

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        columns = [Column("order", "次序", self._number)]
        rows = [Row(str(item.pk), item.title, {"order": item.order}, str(item.unit)) for item in items]
        super().__init__(*args, columns=columns, rows=rows, **kwargs)

    @staticmethod
    def _number(**options: Any) -> forms.Field:
        return forms.IntegerField(
            min_value=0, max_value=999, widget=forms.NumberInput(attrs={"class": "eh-num"}), **options
        )


class InviteForm(forms.Form):
    usual = PostChoices(
        queryset=Post.objects.none(),
        label="召集机构的岗位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    liaisons = PostChoices(
        queryset=Post.objects.none(),
        label="联络员（根据需要）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, usual: QuerySet[Post], liaisons: QuerySet[Post], called: set[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["usual"].queryset = usual.exclude(pk__in=called)
        fields["usual"].initial = list(fields["usual"].queryset)
        fields["liaisons"].queryset = liaisons.exclude(pk__in=called)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("usual") and not given.get("liaisons"):
            self.add_error(None, "请至少选一个岗位。")
        return given


class AttendanceForm(RowsForm):
    seen = seen_field()
    row_heading = "岗位"

    def __init__(self, *args: Any, attendance: Sequence[Any], **kwargs: Any) -> None:
        columns = [
            Column("attended", "到会", lambda **options: forms.ChoiceField(choices=PRESENCE, **options)),
            Column("stand_in", "代会人", lambda **options: forms.CharField(max_length=40, **options)),
            Column("note", "说明", lambda **options: forms.CharField(max_length=120, **options)),
        ]
        words = {True: "yes", False: "no", None: ""}
        rows = [
            Row(
                str(row.pk),
                str(row.post),
                {"attended": words[row.attended], "stand_in": row.stand_in, "note": row.note},
                str(row.post.unit),
            )
            for row in attendance
        ]
        super().__init__(*args, columns=columns, rows=rows, **kwargs)


class MinutesForm(forms.Form):
    text = forms.CharField(label="纪要", max_length=20_000, widget=forms.Textarea(attrs={"rows": 18}))
    seen = seen_field()


def _decision_columns(day: date, items: QuerySet[AgendaItem]) -> list[Column]:
    def text(**options: Any) -> forms.Field:
        return forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}), **options)

    def matter(**options: Any) -> forms.Field:
        return forms.ModelChoiceField(queryset=items, empty_label="—", **options)

    found = list(posts(day).order_by("unit__sort_key", "sort_key", "code"))
    owners = [("", "—"), *((str(post.pk), f"{post.unit}：{post.title}") for post in found)]
    by_key = {str(post.pk): post for post in found}

    def owner(**options: Any) -> forms.Field:
        return forms.TypedChoiceField(choices=owners, coerce=by_key.get, empty_value=None, **options)

    return [
        Column("kind", "类别", lambda **options: forms.ChoiceField(choices=KINDS, **options)),
        Column("text", "内容", text),
        Column("owner_post", "责任岗位", owner),
        Column("due_on", "期限", lambda **options: day_field(**options)),
        Column("agenda_item", "议题", matter),
    ]


class DecisionsForm(RowsForm):
    """Several decisions at once; rows without kind and text are left out."""

    row_heading = "行"

    def __init__(self, *args: Any, day: date, items: QuerySet[AgendaItem], **kwargs: Any) -> None:
        rows = [Row(str(place), f"第 {place} 行") for place in range(1, NEW_LINES + 1)]
        super().__init__(*args, columns=_decision_columns(day, items), rows=rows, **kwargs)

    def lines(self) -> list[dict[str, Any]]:
        """Return the rows that hold something."""
        given = [self.values_of(row) for row in self.rows]
        return [cells for cells in given if any(cells.values())]


class CorrectionForm(RowsForm):
    reason = reason_field("更正的理由")
    row_heading = "行"

    def __init__(
        self, *args: Any, day: date, items: QuerySet[AgendaItem], initial_line: Any, **kwargs: Any
    ) -> None:
        rows = [Row("1", "更正为", initial_line)]
        super().__init__(*args, columns=_decision_columns(day, items), rows=rows, **kwargs)


class CarryOutForm(forms.Form):
    done_on = day_field("落实日期")
    note = forms.CharField(label="落实情况", max_length=200)


class ReasonForm(forms.Form):
    reason = reason_field()


class NothingForm(forms.Form):
    """A step that asks for nothing but the button."""
