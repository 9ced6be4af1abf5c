"""Pages of API tokens."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from yunhe_envhealth.accounts import forms, selectors, services
from yunhe_envhealth.accounts.filters import TokenFilter
from yunhe_envhealth.accounts.models import ApiToken
from yunhe_envhealth.accounts.permissions import CAPABILITIES, can
from yunhe_envhealth.accounts.tables import TokenTable, minute, token_state
from yunhe_envhealth.accounts.views.fresh import FreshPassword
from yunhe_envhealth.core.pages import ListPage, RecordPage, ServiceForm


class TokenList(ListPage):
    capability = "tokens.view"
    filterset_class = TokenFilter
    table_class = TokenTable
    title = "接口令牌"
    search = "q"
    search_words = "用途、编号"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.tokens()

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, "tokens.edit"):
            return []
        return [{"label": "发放令牌", "url": reverse("accounts:token_new"), "primary": True}]


class TokenRecord(RecordPage):
    capability = "tokens.view"
    tabs = {"overview": ("概况", "accounts/token_overview.html")}
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.tokens()

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("接口令牌", reverse("accounts:tokens"))]

    def get_title(self) -> str:
        return str(self.object.name)

    def get_state(self) -> dict[str, str]:
        words = token_state(self.object, timezone.now())
        return {"words": words, "tone": "is-ok" if words == "可用" else "is-bad"}

    def get_facts(self) -> list[dict[str, Any]]:
        token = self.object
        return [
            {"label": "编号", "value": token.public_id, "mono": True},
            {
                "label": "接口客户",
                "value": token.user,
                "url": reverse("accounts:user", kwargs={"pk": token.user_id}),
            },
            {"label": "到期时间", "value": minute(token.expires_at)},
            {"label": "停用时间", "value": minute(token.revoked_at)},
            {"label": "最近使用", "value": minute(token.last_used_at)},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if self.object.revoked_at is not None or not can(self.request.user, "tokens.edit"):
            return []
        return [{"label": "停用", "url": reverse("accounts:token_revoke", kwargs={"pk": self.object.pk})}]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        titles = [(key, CAPABILITIES[key].title) for key in self.object.scopes if key in CAPABILITIES]
        return {"scopes": titles, "networks": self.object.allowed_networks}


class TokenNew(FreshPassword, ServiceForm):
    capability = "tokens.edit"
    form_class = forms.TokenForm
    title = "发放令牌"
    button = "发放"
    consequence = "令牌全文只显示一次，平台不保存原文。遗失只能停用后重新发放。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("接口令牌", reverse("accounts:tokens"))]

    def write(self, cleaned: dict[str, Any]) -> HttpResponse:
        token, plain = services.issue_token(by=self.actor, now=timezone.now(), **cleaned)
        return self.shown_once(
            title=f"已发放令牌：{token.name}",
            what="令牌",
            secret=plain,
            advice="请求时放在头部：Authorization: Bearer 令牌。请交给对方妥善保存，不要写进代码或邮件。",
        )


class TokenRevoke(FreshPassword, ServiceForm):
    capability = "tokens.edit"
    form_class = forms.ReasonForm
    title = "停用令牌"
    button = "停用"
    danger = True
    consequence = "停用后，用这个令牌的请求立即被拒绝，不能恢复。"
    done = "令牌已停用。"

    @cached_property
    def about(self) -> ApiToken:
        return get_object_or_404(ApiToken.objects.select_related("user"), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        record = reverse("accounts:token", kwargs={"pk": self.about.pk})
        return [("接口令牌", reverse("accounts:tokens")), (str(self.about), record)]

    def write(self, cleaned: dict[str, Any]) -> str:
        services.revoke_token(token=self.about, by=self.actor, now=timezone.now(), **cleaned)
        return self.get_cancel_url()
