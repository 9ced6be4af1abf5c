"""Log in, log out, the password again, one's own password and page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.backends import demo_accepted
from yunhe_envhealth.accounts.forms import ConfirmPasswordForm, LoginForm, PasswordForm
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import (
    CAPABILITIES,
    PUBLIC,
    SIGNED_IN,
    memberships_of,
    needs_second_factor,
    roles_of,
)
from yunhe_envhealth.accounts.throttle import locked_until, only_one, too_many_from
from yunhe_envhealth.accounts.views.fresh import safe_next, with_next
from yunhe_envhealth.audit.addresses import client_address
from yunhe_envhealth.core.errors import EnvHealthError

WRONG = "账号或密码不对，或这个账号不能从这里登录。请核对后再试；连续错 5 次会锁定 15 分钟。"
BUSY = "上一次登录还在核对，请稍候再试。"


def landing(user: User) -> str:
    """Return where a user starts: the office, or one's own page for who has no role there."""
    if roles_of(user) & CAPABILITIES["office.view"].roles:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return reverse("accounts:me")


def checked_password(request: HttpRequest, username: str, password: str) -> User | None:
    """Return the user whose password this is; the throttle stands before the hash.

    Raises Throttled when another attempt for the same name and address is being checked at this moment.
    """
    address = client_address(request)
    with transaction.atomic():
        if not only_one(username, address):
            raise Throttled(BUSY)
        user = authenticate(request, username=username, password=password)
    if getattr(request, "axes_locked_out", False):  # AxesMiddleware answers with accounts/locked.html
        request.locked_until = locked_until(address, now=timezone.now(), username=username)  # type: ignore[attr-defined]
    return user if isinstance(user, User) else None


class Throttled(EnvHealthError):
    status = 429
    title = "请求太频繁"


@method_decorator([sensitive_post_parameters("password"), never_cache], name="dispatch")
class Login(FormView):
    """One sentence for every refusal: it never tells which names exist."""

    capability = PUBLIC
    template_name = "accounts/login.html"
    form_class = LoginForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(safe_next(request, landing(request.user)))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now, address = timezone.now(), client_address(request)
        if too_many_from(address, now=now):
            request.locked_until = locked_until(address, now=now)  # type: ignore[attr-defined]
            return render(request, "accounts/locked.html", status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        user = checked_password(self.request, form.cleaned_data["username"], form.cleaned_data["password"])
        if user is None:
            form.add_error(None, WRONG)
            return self.form_invalid(form)
        login(self.request, user)
        following = safe_next(self.request, landing(user))
        if needs_second_factor(user):
            return redirect(with_next("accounts:second_factor", following))
        return redirect("accounts:password" if user.must_change_password else following)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            next=safe_next(self.request, ""),
            demo_refused=settings.DEMO and not demo_accepted(self.request),
            demo_here=demo_accepted(self.request) and settings.DEMO,
            **kwargs,
        )


class Logout(View):
    capability = {"POST": PUBLIC}
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)


@method_decorator([sensitive_post_parameters("password"), never_cache], name="dispatch")
class ConfirmPassword(FormView):
    capability = SIGNED_IN
    template_name = "accounts/confirm_password.html"
    form_class = ConfirmPasswordForm

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        username = self.request.user.get_username()
        if checked_password(self.request, username, form.cleaned_data["password"]) is None:
            form.add_error("password", "密码不对。")
            return self.form_invalid(form)
        self.request.session["password_at"] = timezone.now().timestamp()
        return redirect(safe_next(self.request, reverse("accounts:me")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=safe_next(self.request, ""), **kwargs)


@method_decorator([sensitive_post_parameters("old", "new", "again"), never_cache], name="dispatch")
class Password(FormView):
    """Change one's own password; every other session of the user ends."""

    capability = SIGNED_IN
    template_name = "accounts/password.html"
    form_class = PasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if factor_is_owed(request.user):
            return redirect(with_next("accounts:second_factor", request.path))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        user = checked_password(self.request, self.request.user.get_username(), form.cleaned_data["old"])
        if user is None:
            form.add_error("old", "现在的密码不对。")
            return self.form_invalid(form)
        try:
            services.set_password(user=user, password=form.cleaned_data["new"], by=user)
        except EnvHealthError as error:
            form.add_error("new", error.message)
            return self.form_invalid(form)
        update_session_auth_hash(self.request, user)
        self.request.session["password_at"] = timezone.now().timestamp()
        messages.success(self.request, "密码已修改，其他地方的登录已全部退出。")
        return redirect("accounts:me")


class Me(View):
    capability = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        context = {
            "memberships": memberships_of(user),
            "has_factor": TOTPDevice.objects.filter(user=user, confirmed=True).exists(),
            "backup_codes": StaticToken.objects.filter(device__user=user, device__confirmed=True).count(),
            "needs_factor": needs_second_factor(user),
        }
        return render(request, "accounts/me.html", context)


def factor_is_owed(user: Any) -> bool:
    """Return whether the user has an authenticator that this session has not yet been verified by."""
    return not user.is_verified() and TOTPDevice.objects.filter(user=user, confirmed=True).exists()
