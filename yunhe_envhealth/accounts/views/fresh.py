"""Fresh authentication: the password again before what gives access to others (bar R6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

FRESH_SECONDS = 15 * 60


def is_fresh(request: HttpRequest) -> bool:
    """Return whether this session gave its password within the last 15 minutes."""
    return timezone.now().timestamp() - _password_at(request) <= FRESH_SECONDS


def _password_at(request: HttpRequest) -> float:
    """Return when this session last gave its password: at log-in, or when it was asked again."""
    return float(request.session.get("password_at") or request.session.get("begun") or 0)


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Return the `next` address when it stays on this site, else the fallback."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if not wanted.startswith("/"):  # a bare word would be taken for the name of a route
        return fallback
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts, request.is_secure()) else fallback


def with_next(name: str, following: str) -> str:
    """Return the address of a route with where to go after it."""
    return f"{reverse(name)}?{urlencode({'next': following})}"


class FreshPassword(View):
    """A page that asks for the password again when the last time is older than 15 minutes. Nothing is written."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_fresh(request):
            return redirect(with_next("accounts:confirm_password", request.get_full_path()))
        return super().dispatch(request, *args, **kwargs)
