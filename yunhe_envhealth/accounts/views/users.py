"""Pages of users and their roles."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from yunhe_envhealth.accounts import forms, selectors, services
from yunhe_envhealth.accounts.filters import UserFilter
from yunhe_envhealth.accounts.models import Membership, User
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.accounts.tables import UserTable, minute
from yunhe_envhealth.accounts.views.fresh import FreshPassword
from yunhe_envhealth.core.pages import ListPage, RecordPage, ServiceForm


class UserList(ListPage):
    capability = "users.view"
    filterset_class = UserFilter
    table_class = UserTable
    title = "用户"
    personal = True
    search = "q"
    search_words = "账号、姓名"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.users(on=today())

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, "users.edit"):
            return []
        return [{"label": "建立账号", "url": reverse("accounts:user_new"), "primary": True}]


class UserRecord(RecordPage):
    capability = "users.view"
    tabs = {"overview": ("概况", "accounts/user_overview.html")}
    personal = True
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.users(on=today())

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("用户", reverse("accounts:users"))]

    def get_title(self) -> str:
        return f"{self.object.full_name}（{self.object.username}）"

    def get_state(self) -> dict[str, str]:
        if not self.object.is_active:
            return {"words": "停用", "tone": "is-bad"}
        return {
            "words": "示范账号" if self.object.is_demo else "启用",
            "tone": "" if self.object.is_demo else "is-ok",
        }

    def get_facts(self) -> list[dict[str, Any]]:
        user = self.object
        return [
            {"label": "账号", "value": user.username, "mono": True},
            {"label": "电子邮箱", "value": user.email or None},
            {"label": "密码登录", "value": "能" if user.has_usable_password() else "不能（只用接口令牌）"},
            {"label": "动态口令", "value": "已登记" if user.has_factor else "未登记"},
            {"label": "最近登录", "value": minute(user.last_login)},
            {"label": "建立时间", "value": minute(user.created_at)},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, "users.edit"):
            return []
        key = {"pk": self.object.pk}
        return [
            {"label": "给角色", "url": reverse("accounts:role_give", kwargs=key), "primary": True},
            {"label": "修改", "url": reverse("accounts:user_edit", kwargs=key)},
        ]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        return {
            "memberships": selectors.memberships(self.object),
            "today": today(),
            "may_edit": can(self.request.user, "users.edit"),
        }

    def get_history_objects(self) -> list[Any]:
        return [self.object, *selectors.memberships(self.object)]


class UserForm(ServiceForm):
    """A form about one user."""

    capability = "users.edit"

    @cached_property
    def about(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("用户", reverse("accounts:users")), (str(self.about), self.record_url())]

    def record_url(self) -> str:
        return reverse("accounts:user", kwargs={"pk": self.about.pk})


class UserNew(FreshPassword, ServiceForm):
    capability = "users.edit"
    form_class = forms.UserForm
    title = "建立账号"
    button = "建立"
    consequence = "账号属于一个人或一个接口客户，不共用。建立后还没有任何权限，下一步给角色。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("用户", reverse("accounts:users"))]

    def write(self, cleaned: dict[str, Any]) -> str | HttpResponse:
        signs_in = cleaned.pop("signs_in")
        password = services.random_password() if signs_in else None
        user = services.create_user(
            **cleaned, password=password, must_change_password=signs_in, by=self.actor
        )
        following = reverse("accounts:role_give", kwargs={"pk": user.pk})
        if password is None:
            return following
        return self.shown_once(
            title=f"已建立账号 {user.username}",
            what="临时密码",
            secret=password,
            advice="请当面或电话告诉本人。本人首次登录时必须改成自己的密码。",
            next_url=following,
            next_words="给角色",
        )


class UserEdit(UserForm):
    form_class = forms.UserChangeForm
    title = "修改账号信息"
    done = "已保存。"

    def get_initial(self) -> dict[str, Any]:
        return {"full_name": self.about.full_name, "email": self.about.email}

    def write(self, cleaned: dict[str, Any]) -> str:
        services.change_user(user=self.about, by=self.actor, **cleaned)
        return self.record_url()


class UserDisable(FreshPassword, UserForm):
    form_class = forms.ReasonForm
    title = "停用账号"
    button = "停用"
    danger = True
    consequence = "停用后立即退出所有登录，令牌同时失效。历史记录保留，可以再启用。"
    done = "账号已停用。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.disable_user(user=self.about, by=self.actor, **cleaned)
        return self.record_url()


class UserEnable(FreshPassword, UserForm):
    form_class = forms.ReasonForm
    title = "启用账号"
    button = "启用"
    consequence = "启用后，仍在有效期内的角色和令牌立即恢复。"
    done = "账号已启用。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.enable_user(user=self.about, by=self.actor, **cleaned)
        return self.record_url()


class UserPassword(FreshPassword, UserForm):
    form_class = forms.ReasonForm
    title = "重设密码"
    button = "生成临时密码"
    consequence = "原密码立即失效，所有登录退出。临时密码只显示一次，本人登录后必须改。"

    def write(self, cleaned: dict[str, Any]) -> HttpResponse:
        password = services.reset_password(user=self.about, by=self.actor, **cleaned)
        return self.shown_once(
            title=f"已重设 {self.about.username} 的密码",
            what="临时密码",
            secret=password,
            advice="请先核实本人身份，再当面或电话告诉。",
        )


class FactorReset(FreshPassword, UserForm):
    form_class = forms.ReasonForm
    title = "清除动态口令"
    button = "清除"
    danger = True
    consequence = "验证器和备用码立即失效。需要第二因子的角色，下次登录时重新登记。请先核实本人身份。"
    done = "已清除，本人下次登录时重新登记。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.reset_second_factor(user=self.about, by=self.actor, **cleaned)
        return self.record_url()


class RoleGive(FreshPassword, UserForm):
    form_class = forms.RoleForm
    title = "给角色"
    button = "给这个角色"
    done = "已给角色。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.give_role(user=self.about, by=self.actor, **cleaned)
        return self.record_url()


class RoleEnd(FreshPassword, ServiceForm):
    capability = "users.edit"
    form_class = forms.EndForm
    button = "结束任职"
    danger = True
    done = "任职已定结束日期。"

    @cached_property
    def about(self) -> Membership:
        return get_object_or_404(Membership.objects.select_related("user", "unit"), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"结束任职：{self.about.get_role_display()}（{self.about.unit}）"

    def get_crumbs(self) -> list[tuple[str, str]]:
        record = reverse("accounts:user", kwargs={"pk": self.about.user_id})
        return [("用户", reverse("accounts:users")), (str(self.about.user), record)]

    def write(self, cleaned: dict[str, Any]) -> str:
        services.end_role(membership=self.about, by=self.actor, **cleaned)
        return self.get_cancel_url()
