"""Request id, display language and the one handler of EnvHealthError for pages."""

from __future__ import annotations

import contextvars
import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import translation

from yunhe_envhealth.core.errors import EnvHealthError, as_page

current_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdFilter(logging.Filter):
    """Put the request's id on each log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id.get()
        return True


class RequestIdMiddleware:
    """Give each request an id of our own making (never the caller's) and return it as X-Request-ID."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        token = current_request_id.set(request.id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class DisplayLanguageMiddleware:
    """Chinese everywhere; public pages in English when the reader chose so (cookie). Staff pages stay Chinese."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get("lang", "")
        staff = request.path_info.startswith(("/office/", "/cockpit/", "/account/", "/api/"))
        language = "en" if chosen == "en" and not staff else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()  # inside the override
        response.headers.setdefault("Content-Language", language)
        return response


class ErrorMiddleware:
    """Turn an EnvHealthError raised by a page into its page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return as_page(request, exception) if isinstance(exception, EnvHealthError) else None
