"""Session rules and default deny, applied to every request before its view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from rest_framework.views import APIView

from yunhe_envhealth.accounts.backends import demo_accepted
from yunhe_envhealth.accounts.permissions import (
    PUBLIC,
    SIGNED_IN,
    can,
    capability_for,
    is_program,
    needs_second_factor,
)
from yunhe_envhealth.audit.services import record

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionRulesMiddleware:
    """A session ends after 30 idle minutes and after 12 hours in any case (bar R5).

    A demonstration account's session ends at once when it is used from anywhere but the loopback. What a signed-in
    user or a token is answered is kept by no browser and no proxy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if self._over(request, now) or (request.user.is_demo and not demo_accepted(request)):
                logout(request)
            else:
                self._mark(request, now)
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = (
                "private, no-store"  # a shared desk's browser must not show it afterwards
            )
        return response

    @staticmethod
    def _over(request: HttpRequest, now: datetime) -> bool:
        begun, seen = request.session.get("begun"), request.session.get("seen")
        if begun is None or seen is None:
            return False
        idle: float = now.timestamp() - seen
        age: float = now.timestamp() - begun
        return idle > settings.SESSION_IDLE_MINUTES * 60 or age > settings.SESSION_ABSOLUTE_HOURS * 3600

    @staticmethod
    def _mark(request: HttpRequest, now: datetime) -> None:
        """Note the use, at most once a minute, so that reading a page does not write each time."""
        stamp = now.timestamp()
        request.session.setdefault("begun", stamp)
        if stamp - request.session.get("seen", 0) > 60:
            request.session["seen"] = stamp


class DefaultDenyMiddleware:
    """A view that declares no capability is refused; a page asks for what it declares, the API asks in DRF.

    A program's account opens no page: what the API leaves out (minutes, names) would stand there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        self._refuse_nul(kwargs)
        capability = capability_for(view, str(request.method))
        if capability is None and not self._answers(view, str(request.method)):
            return None  # the view says 405 itself
        if capability == PUBLIC or (capability is not None and self._is_api(view)):
            return None
        if not request.user.is_authenticated:
            return redirect(_with_next(reverse(settings.LOGIN_URL), request))
        if capability == SIGNED_IN:
            return None
        user: Any = request.user  # django-otp adds is_verified
        if needs_second_factor(user) and not user.is_verified():
            return redirect(_with_next(reverse("accounts:second_factor"), request))
        if user.must_change_password:
            return redirect("accounts:password")
        if capability is not None and can(request.user, capability) and not is_program(user):
            return None
        record(
            kind="denied", target=request.path, request=request, capability=capability, method=request.method
        )
        raise PermissionDenied("您的角色没有这项权限。需要时请向系统管理员申请。")

    @staticmethod
    def _refuse_nul(kwargs: dict[str, Any]) -> None:
        """Answer 404: no key holds a NUL, and the database refuses to look for one."""
        if any(isinstance(value, str) and "\0" in value for value in kwargs.values()):
            raise Http404("没有这一页")

    @staticmethod
    def _is_api(view: Callable[..., Any]) -> bool:
        owner = getattr(view, "cls", None)
        return isinstance(owner, type) and issubclass(owner, APIView)

    @staticmethod
    def _answers(view: Callable[..., Any], method: str) -> bool:
        """Return whether the view has a handler for the method; a function view answers every method."""
        owner = getattr(view, "view_class", None) or getattr(view, "cls", None)
        if owner is None:
            return True
        handlers = getattr(view, "actions", None)
        has_handler = method.lower() in handlers if handlers else hasattr(owner, method.lower())
        return method.lower() in owner.http_method_names and has_handler


def _with_next(address: str, request: HttpRequest) -> str:
    """Return the address with the page that was asked for as `next`, its query included."""
    return f"{address}?{urlencode({'next': request.get_full_path()})}"
