"""Second factor: give the code; enrol an authenticator and receive backup codes."""

from __future__ import annotations

import base64
from typing import Any, cast

import qrcode
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from django_otp import login as verify_session
from django_otp import user_has_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.forms import CodeForm, EnrolForm
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import SIGNED_IN
from yunhe_envhealth.accounts.views.fresh import FreshPassword, safe_next, with_next
from yunhe_envhealth.accounts.views.sessions import factor_is_owed, landing
from yunhe_envhealth.core.errors import EnvHealthError


@method_decorator([sensitive_post_parameters("code"), never_cache], name="dispatch")
class SecondFactor(FormView):
    capability = SIGNED_IN
    template_name = "accounts/second_factor.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        following = safe_next(request, landing(signed_in(request)))
        if is_verified(request):
            return redirect(following)
        if not user_has_device(request.user):
            return redirect(with_next("accounts:enrol", following))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            device = services.verify_code(user=signed_in(self.request), code=form.cleaned_data["code"])
        except EnvHealthError as error:
            form.add_error("code", error.message)
            return self.form_invalid(form)
        begin_verified(self.request, device)
        return redirect(safe_next(self.request, landing(signed_in(self.request))))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=safe_next(self.request, ""), **kwargs)


@method_decorator([sensitive_post_parameters("code"), never_cache], name="dispatch")
class Enrol(FreshPassword, FormView):
    """Step one lays a secret (POST `begin`), step two shows it and takes a code, step three shows backup codes once.

    Who has an authenticator already must have used it in this session: a stolen password alone replaces nothing.
    """

    capability = SIGNED_IN
    template_name = "accounts/enrol.html"
    form_class = EnrolForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if factor_is_owed(request.user):
            return redirect(with_next("accounts:second_factor", request.get_full_path()))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "begin" in request.POST:
            services.start_enrolment(user=signed_in(request))
            return redirect(with_next("accounts:enrol", safe_next(request, landing(signed_in(request)))))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            device, codes = services.confirm_enrolment(
                user=signed_in(self.request), code=form.cleaned_data["code"]
            )
        except EnvHealthError as error:
            form.add_error("code", error.message)
            return self.form_invalid(form)
        begin_verified(self.request, device)
        messages.success(self.request, "动态口令已登记。")
        page = {"codes": codes, "next": safe_next(self.request, landing(signed_in(self.request)))}
        return render(self.request, "accounts/backup_codes.html", page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pending = TOTPDevice.objects.filter(user=signed_in(self.request), confirmed=False).first()
        return super().get_context_data(
            next=safe_next(self.request, ""),
            replaces=is_verified(self.request),
            secret=grouped_secret(pending) if pending else "",
            qr=qr_drawing(pending.config_url) if pending else None,
            **kwargs,
        )


def signed_in(request: HttpRequest) -> User:
    """Return whoever is signed in; the gate has let nobody else through."""
    return cast(User, request.user)


def is_verified(request: HttpRequest) -> bool:
    """Return whether this session has passed the second factor."""
    user: Any = request.user  # django-otp adds the method
    return bool(user.is_verified())


def begin_verified(request: HttpRequest, device: Any) -> None:
    """Mark the session as verified under a new session id: the id from before the code is dead."""
    verify_session(request, device)
    request.session.cycle_key()


def grouped_secret(device: TOTPDevice) -> str:
    """Return the secret as one types it into an authenticator: base32 in groups of four."""
    text = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def qr_drawing(words: str) -> dict[str, Any]:
    """Return a QR code as the size and the path of an SVG in units of one module, quiet zone included."""
    code = qrcode.QRCode(border=4)
    code.add_data(words)
    matrix = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"size": len(matrix), "path": path}
