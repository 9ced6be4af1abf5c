"""One family of exceptions, one handler. Bad data is a Finding, not an exception (house.md §4)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

# What a page advises where the exception says nothing itself: a right that is missing is not mended by other words.
ADVICE = {
    403: "需要这项权限的，请联系本单位管理员或专班办公室开通。",
    404: "返回上一页刷新，看看它还在不在。",
    409: "返回上一页刷新，看过现在的内容再决定。",
}
FILL_IN_AGAIN = "返回上一页检查所填内容，再提交一次。"


class EnvHealthError(Exception):
    """Base of every exception the platform raises on purpose.

    `status` is the HTTP status it becomes; `message` a Chinese sentence saying what happened; `advice` what to do.
    """

    status = 400
    title = "请求不能完成"
    advice = ""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        if advice:
            self.advice = advice


class Conflict(EnvHealthError):
    """The thing changed, or was done already, since the caller looked."""

    status = 409
    title = "内容已经变化"


class NotAllowed(EnvHealthError):
    """The actor may not do this."""

    status = 403
    title = "没有权限"


def as_page(request: HttpRequest, error: EnvHealthError) -> HttpResponse:
    """Render an EnvHealthError as a page with its own status."""
    advice = error.advice or ADVICE.get(error.status, FILL_IN_AGAIN)
    return render(request, "400.html", {"error": error, "advice": advice}, status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", {"error": None, "advice": FILL_IN_AGAIN}, status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = str(exception) if exception else ""
    return render(request, "403.html", {"message": message}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without context processors and without the database: either may be what is broken."""
    from django.http import HttpResponse, JsonResponse
    from django.template import loader

    if request.path_info.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": "平台出错",
            "status": 500,
            "detail": "没有写入任何数据；请稍后原样重发，再次出现时请把 request_id 告诉系统管理员。",
            "request_id": getattr(request, "id", ""),
        }
        return JsonResponse(problem, status=500, content_type="application/problem+json")

    body = loader.get_template("500.html").template.render(_bare_context(request))  # type: ignore[attr-defined]
    return HttpResponse(body, status=500)


def _bare_context(request: HttpRequest) -> object:
    from django.template import Context

    return Context({"request_id": getattr(request, "id", "")})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = "页面放得太久，或浏览器没有带上校验码。请返回上一页，刷新后再提交；刚才填写的内容没有写入。"
    return render(request, "403.html", {"message": message}, status=403)
