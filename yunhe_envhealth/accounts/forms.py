"""Forms of accounts: courtesy only, the services decide."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from yunhe_envhealth.accounts import selectors
from yunhe_envhealth.accounts.models import Role, Unit, User, normal_username
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.core.periods import BEIJING


def _day(label: str, *, help_text: str = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
    )


def _reason(label: str = "理由", help_text: str = "写进历史，不能再改。") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=200)


class LoginForm(forms.Form):
    username = forms.CharField(
        label="账号",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        return normal_username(self.cleaned_data["username"])


class ConfirmPasswordForm(forms.Form):
    password = forms.CharField(
        label="密码",
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态码",
        help_text="手机验证器里的六位数字；手机不在身边时填一个备用码。",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "data-span": "4"}),
    )


class EnrolForm(forms.Form):
    code = forms.CharField(
        label="六位动态码",
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-span": "4"}
        ),
    )


class PasswordForm(forms.Form):
    """One's own password: the old one, the new one twice."""

    old = forms.CharField(
        label="现在的密码",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        max_length=1000,
        help_text="至少 12 位，含大写字母、小写字母、数字、其他符号中的三种；可以用一句话。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍新密码",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "两次输入的新密码不同。")
        if cleaned.get("new") and cleaned.get("new") == cleaned.get("old"):
            self.add_error("new", "新密码要与现在的不同。")
        return cleaned


class UserForm(forms.Form):
    username = forms.CharField(
        label="账号",
        max_length=64,
        help_text="不分大小写和全角半角；建立后不再改。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-span": "6"}),
    )
    full_name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"data-span": "6"}))
    email = forms.EmailField(
        label="电子邮箱", required=False, widget=forms.EmailInput(attrs={"data-span": "6"})
    )
    signs_in = forms.BooleanField(
        label="能用密码登录（接口客户不选）", required=False, initial=True, help_text="临时密码只显示一次。"
    )


class UserChangeForm(forms.Form):
    full_name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"data-span": "6"}))
    email = forms.EmailField(
        label="电子邮箱", required=False, widget=forms.EmailInput(attrs={"data-span": "6"})
    )
    reason = _reason()


class ReasonForm(forms.Form):
    reason = _reason()


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="角色",
        choices=[("", "请选择"), *Role.choices],
        help_text="系统管理员与审计员不能是同一个人；接口客户用单独的账号。",
        widget=forms.Select(attrs={"data-span": "6"}),
    )
    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        empty_label="请选择",
        help_text="按单位限定的角色，只能改本单位的记录。",
        widget=forms.Select(attrs={"data-span": "6"}),
    )
    area_code = forms.CharField(
        label="区划范围",
        max_length=12,
        initial="331125",
        help_text="行政区划代码的前几位：331125 是全县，331125106 是石塘镇。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-span": "4"}),
    )
    valid_from = _day("从哪天起")
    valid_to = _day("到哪天止", help_text="这一天起不再有；留空表示长期。", required=False)
    reason = _reason("依据")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = selectors.units_in_force(on=today())
        self.fields["valid_from"].initial = today


class EndForm(forms.Form):
    """End a role or retire a unit: the first day on which it no longer stands."""

    on = _day("从哪天起不再有效")
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today


class RetireUnitForm(EndForm):
    document = forms.CharField(label="文号", max_length=80, required=False)


class UnitForm(forms.ModelForm):
    reason = _reason("依据")
    document = forms.CharField(label="文号", max_length=80, required=False)

    class Meta:
        model = Unit
        fields: tuple[str, ...] = (
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "area_code",
            "source",
            "sort_key",
            "valid_from",
        )
        widgets = {
            "code": forms.TextInput(attrs={"data-span": "4", "autocomplete": "off"}),
            "name": forms.TextInput(attrs={"data-span": "8"}),
            "short_name": forms.TextInput(attrs={"data-span": "4"}),
            "kind": forms.Select(attrs={"data-span": "4"}),
            "parent": forms.Select(attrs={"data-span": "8"}),
            "area_code": forms.TextInput(attrs={"data-span": "4", "inputmode": "numeric"}),
            "source": forms.TextInput(attrs={"data-span": "8"}),
            "sort_key": forms.TextInput(attrs={"data-span": "4"}),
            "valid_from": forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "code": "小写字母、数字和连字符；用过的不再给别的单位。",
            "area_code": "331125 是全县，331125106 是石塘镇。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", "请选择"), *Unit.Kind.choices]
        parent: Any = self.fields["parent"]
        parent.empty_label = "没有上级"

    def clean_area_code(self) -> str:
        code: str = self.cleaned_data["area_code"]
        if not code.isascii() or not code.isdigit():
            raise forms.ValidationError("行政区划代码只有数字。")
        return code


class UnitChangeForm(UnitForm):
    class Meta(UnitForm.Meta):
        fields = UnitForm.Meta.fields[1:]  # a unit keeps its code


class TokenForm(forms.Form):
    user = forms.ModelChoiceField(
        label="接口客户",
        queryset=User.objects.none(),
        empty_label="请选择",
        widget=forms.Select(attrs={"data-span": "6"}),
    )
    name = forms.CharField(label="用途", max_length=80, widget=forms.TextInput(attrs={"data-span": "6"}))
    scopes = forms.MultipleChoiceField(label="权限范围", widget=forms.CheckboxSelectMultiple)
    expires_at = _day("到期日", help_text="这一天结束时失效，最长一年。")
    networks = forms.CharField(
        label="来源网段",
        required=False,
        help_text="一行一个，例如 10.33.0.0/16；留空表示不限。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        user.queryset = selectors.api_clients(on=today())
        scopes: Any = self.fields["scopes"]
        scopes.choices = selectors.token_scopes()
        self.fields["expires_at"].initial = lambda: today() + timedelta(days=90)

    def clean_networks(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]

    def clean_expires_at(self) -> datetime:
        """Return the end of the chosen day in Beijing."""
        last = min(self.cleaned_data["expires_at"], date(2999, 12, 31))  # the service refuses what is too far
        return datetime.combine(last + timedelta(days=1), time(), BEIJING)
