"""The API's addresses: /api/v1/, its schema and the offline Swagger page."""

from collections.abc import Iterable, Iterator

from django.http import Http404
from django.urls import URLPattern, URLResolver, include, path, reverse
from drf_spectacular.utils import extend_schema, inline_serializer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from yunhe_envhealth.accounts.permissions import PUBLIC, requires
from yunhe_envhealth.core.rest import refuse_unknown


class ApiNotFound(APIView):
    """What no end point answers: problem details, never an HTML page."""

    capability = PUBLIC
    schema = None

    def get(self, request: Request, rest: str) -> Response:
        raise Http404

    post = put = patch = delete = get


class ApiIndex(APIView):
    """Where to begin: the description of the API and the address of every end point that needs no key."""

    capability = {"GET": PUBLIC}

    @extend_schema(
        operation_id="index",
        summary="目录",
        description="接口说明的地址，和各端点的地址（名称：地址）。",
        responses=inline_serializer(
            "ApiIndex",
            {
                "docs": serializers.URLField(help_text="可以试用的说明页"),
                "schema": serializers.URLField(help_text="OpenAPI 描述"),
                "endpoints": serializers.DictField(child=serializers.URLField()),
            },
        ),
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request, set())
        names = sorted(name for name in _plain_names(urlpatterns) if name not in ("docs", "schema", "index"))
        return Response(
            {
                "docs": _whole(request, "docs"),
                "schema": _whole(request, "schema"),
                "endpoints": {name: _whole(request, name) for name in names},
            }
        )


def _whole(request: Request, name: str) -> str:
    return request.build_absolute_uri(reverse(f"api:{name}"))


def _plain_names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the names of the addresses without parameters."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _plain_names(entry.url_patterns)
        elif entry.name and not entry.pattern.regex.groups:
            yield entry.name


app_name = "api"
schema = requires(PUBLIC)(SpectacularAPIView.as_view())
docs = requires(PUBLIC)(SpectacularSwaggerSplitView.as_view(url_name="api:schema"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", schema, name="schema"),
    path("docs/", docs, name="docs"),
    path("v1/", ApiIndex.as_view(), name="index"),
    path("v1/", include("monitoring.api.urls")),
    path("v1/", include("taskforce.api.urls")),
    path("<path:rest>", ApiNotFound.as_view(), name="not_found"),
]
