"""REST base classes: keyset paging, bounded lists, refused unknown filters and fields, problem details in Chinese."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as InvalidValue
from django.db import OperationalError
from django.http import Http404
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import APIException, ErrorDetail, NotFound, Throttled, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from yunhe_envhealth.core.errors import EnvHealthError

logger = logging.getLogger(__name__)

TITLES = {
    400: "请求内容有误",
    401: "需要登录或令牌",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    406: "不支持这种返回格式",
    409: "内容已经变化",
    415: "不支持这种内容类型",
    422: "内容无法处理",
    429: "请求太频繁",
    500: "平台出错",
    503: "暂时不能服务",
}
PROBLEM_TYPE = "application/problem+json"
PAGING_PARAMETERS = frozenset({"cursor", "page_size"})
FORMAT_PARAMETER = "format"  # every address has it


class KeysetPagination(CursorPagination):
    """Keyset paging: the cost of a page does not grow with its number. Over the cap is refused, not clamped."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """Return the order that the viewset declares; a caller cannot ask for one without an index."""
        declared = view.ordering
        return (declared,) if isinstance(declared, str) else tuple(declared)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """Return one page. Raises NotFound for a cursor that this list never gave out."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, InvalidValue) as error:
            if self.cursor_query_param not in request.query_params:
                raise
            raise NotFound(self.invalid_cursor_message) from error

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        written = asked.isascii() and asked.isdigit() and len(asked) <= len(str(self.max_page_size))
        if not written or not 1 <= int(asked) <= self.max_page_size:
            raise ValidationError({"page_size": [f"page_size 应是 1 到 {self.max_page_size} 的整数。"]})
        return int(asked)


class StrictFilterBackend(DjangoFilterBackend):
    """An unknown query parameter is a mistake to report, not to ignore."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filterset = self.get_filterset(request, queryset, view)
        known = set(filterset.filters) if filterset else set()
        is_paged = getattr(view, "paginator", None) and not getattr(view, "detail", False)
        paging = PAGING_PARAMETERS if is_paged else frozenset()
        refuse_unknown(request, known | set(getattr(view, "extra_parameters", ())) | paging)
        return super().filter_queryset(request, queryset, view)


def refuse_unknown(request: Request, known: set[str]) -> None:
    """Raise ValidationError naming the query parameters that this address does not have, and all that it has."""
    unknown = sorted(set(request.query_params) - known - {FORMAT_PARAMETER})
    if unknown:
        allowed = "、".join(sorted(known)) or "无"
        raise ValidationError({name: [f"没有“{name}”这个参数。可用：{allowed}。"] for name in unknown})


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an error as RFC 9457 problem details with Chinese title and detail."""
    if isinstance(error, EnvHealthError):
        set_rollback()
        return _problem(
            error.status, error.title, " ".join(filter(None, (error.message, error.advice))), context
        )
    if isinstance(error, RecursionError):
        return _problem(400, TITLES[400], "JSON 嵌套太深。", context)
    if isinstance(error, OperationalError):
        logger.warning("database busy or away: %s", error)
        busy = _problem(
            503, TITLES[503], "数据库正忙或暂时连不上，没有写入任何数据；请稍后原样重发。", context
        )
        busy["Retry-After"] = "5"
        return busy
    response = exception_handler(error, context)
    if response is None:
        return None
    detail, fields = _words(error)
    problem = _problem(
        response.status_code, TITLES.get(response.status_code, "请求不能完成"), detail, context, fields
    )
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if header in response:
            problem[header] = response[header]
    return problem


def _words(error: Exception) -> tuple[str, dict[str, list[str]]]:
    if isinstance(error, Throttled):
        return f"请在 {int(getattr(error, 'wait', None) or 1) + 1} 秒后再试。", {}
    if isinstance(error, ValidationError):
        return "有字段没有通过检查，见 errors。", _flat(error.detail)
    if isinstance(error, Http404):
        return "没有这一条，或不在您的范围内。", {}
    if isinstance(error, PermissionDenied):
        return "没有这项权限。请向系统管理员申请相应的角色或令牌范围。", {}
    if isinstance(error, APIException):
        return str(error.detail), {}
    return "", {}


def _flat(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Return nested DRF error detail as {path: [sentence, …]}."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            found.update(_flat(value, f"{path}.{key}".strip(".")))
        return found
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        found = {}
        for number, item in enumerate(detail):
            found.update(_flat(item, f"{path}[{number}]"))
        return found
    items = detail if isinstance(detail, list) else [detail]
    return {path or "非字段": [str(item) for item in items if isinstance(item, ErrorDetail | str)]}


def _problem(
    code: int, title: str, detail: str, context: dict[str, Any], fields: dict[str, list[str]] | None = None
) -> Response:
    request = context.get("request")
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": code,
        "detail": detail,
        "request_id": getattr(getattr(request, "_request", request), "id", ""),
    }
    if fields:
        body["errors"] = fields
    return Response(body, status=code, content_type=PROBLEM_TYPE)
