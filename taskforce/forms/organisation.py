"""Forms of the organisation: courtesy only, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery

from taskforce.choices import PostKind, Share
from taskforce.forms.grouped import PersonChoice, UnitChoice, UserChoice
from taskforce.models import Holding, Person, PlanItem
from yunhe_envhealth.accounts.models import Membership, Unit, User
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.accounts.selectors import units_in_force


def _wide(span: int) -> dict[str, str]:
    return {"data-span": str(span)}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=200, help_text="写进历史，不能再改。")


class GroundsForm(forms.Form):
    """A change from a day on, by a document, for a reason."""

    on = forms.DateField(
        label="生效日期",
        help_text="从这一天起按新的算，可以是今后的日子；以前的照旧保留。",
        widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
    )
    document = forms.CharField(
        label="文号",
        max_length=80,
        help_text="如 云政发〔2022〕31号。",
        widget=forms.TextInput(attrs=_wide(8)),
    )
    reason = forms.CharField(label="理由", max_length=200, help_text="写进历史，不能再改。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        last = ("on", "document", "reason")
        self.order_fields([name for name in self.fields if name not in last] + list(last))


class HolderForm(GroundsForm):
    person = PersonChoice(
        label="已登记人员",
        queryset=Person.objects.none(),
        required=False,
        empty_label="不选",
        widget=forms.Select(attrs=_wide(6)),
    )
    name = forms.CharField(
        label="或新人员姓名", max_length=40, required=False, widget=forms.TextInput(attrs=_wide(6))
    )
    position = forms.CharField(
        label="职务", max_length=80, required=False, help_text="按公文所列，如县卫健局局长。"
    )
    vacant = forms.BooleanField(label="没有新任，岗位空缺", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = Holding.objects.filter(person=OuterRef("pk")).order_by("-valid_from", "-pk")
        person: Any = self.fields["person"]
        person.queryset = Person.objects.annotate(
            latest_position=Subquery(latest.values("position")[:1]),
            latest_unit=Subquery(latest.values("post__unit__name")[:1]),
            place=Subquery(latest.values("post__unit__sort_key")[:1]),
        ).order_by("place", "latest_unit", "name", "code")


class PostForm(GroundsForm):
    title = forms.CharField(label="岗位名称", max_length=80, widget=forms.TextInput(attrs=_wide(8)))
    kind = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *PostKind.choices], widget=forms.Select(attrs=_wide(4))
    )
    body = UnitChoice(
        label="机构", queryset=Unit.objects.none(), empty_label="请选择", widget=forms.Select(attrs=_wide(6))
    )
    unit = UnitChoice(
        label="单位",
        queryset=Unit.objects.none(),
        empty_label="请选择",
        help_text="任职的人所在的单位；公文没有写明时与机构相同。",
        widget=forms.Select(attrs=_wide(6)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("body", "unit"):
            field: Any = self.fields[name]
            field.queryset = units_in_force(on=today())


class MergeForm(GroundsForm):
    unit = UnitChoice(
        label="被并入的单位",
        queryset=Unit.objects.none(),
        empty_label="请选择",
        widget=forms.Select(attrs=_wide(6)),
    )
    into = UnitChoice(
        label="并入哪个单位",
        queryset=Unit.objects.none(),
        empty_label="请选择",
        widget=forms.Select(attrs=_wide(6)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "into"):
            field: Any = self.fields[name]
            field.queryset = units_in_force(on=today()).exclude(kind=Unit.Kind.GROUP)


class AssignmentForm(GroundsForm):
    unit = UnitChoice(
        label="单位", queryset=Unit.objects.none(), empty_label="请选择", widget=forms.Select(attrs=_wide(8))
    )
    share = forms.ChoiceField(
        label="角色",
        choices=[*Share.choices, ("", "不再承担")],
        required=False,
        widget=forms.Select(attrs=_wide(4)),
    )
    basis = forms.CharField(label="依据", max_length=200, help_text="公文的原话或条款。")

    def __init__(self, *args: Any, item: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units_in_force(on=today())


class AccountForm(ReasonForm):
    user = UserChoice(
        label="平台账号",
        queryset=User.objects.none(),
        required=False,
        empty_label="没有账号",
        help_text="提醒按岗位现任的账号发出。",
        widget=forms.Select(attrs=_wide(6)),
    )
    field_order = ("user", "reason")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        latest = Membership.objects.filter(user=OuterRef("pk")).order_by("-valid_from", "-pk")
        user.queryset = (
            User.objects.filter(is_active=True)
            .annotate(latest_unit=Subquery(latest.values("unit__name")[:1]))
            .order_by("latest_unit", "full_name", "username")
        )
        user.initial = person.user_id


class ContactForm(ReasonForm):
    phone = forms.CharField(
        label="电话",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "data-span": "6"}),
    )
    email = forms.CharField(
        label="电子邮箱",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "data-span": "6"}),
    )
    field_order = ("phone", "email", "reason")
